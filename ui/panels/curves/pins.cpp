// SPDX-License-Identifier: MIT
#include "ui/panels/curves/pins.hpp"

#include <algorithm>

#include "ui/app/app.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_pins = 4;

ImU32 color_of(const Ui& ui, std::size_t pin) {
  return mix(ui.theme.card, class_color(static_cast<int>(pin) + 2), 0.7f);
}

void pin_run(App& app) {
  auto& pins = app.curves.pins;
  const History& h = app.history();
  const auto document = std::make_shared<Document>(app.document());
  document->csv.clear();
  std::string name = run_name(pins.empty() ? *document : *pins.back().document, *document);
  const auto taken = std::count_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.name.starts_with(name); });
  if (taken > 0) name += " (" + std::to_string(taken + 1) + ")";
  const auto course = [&](const char* key) { return h.find(key) ? *h.find(key) : std::vector<double>(); };
  pins.push_back({std::move(name), document, course("loss"), course("val_loss")});
}

}  // namespace

void add_pinned(App& app, std::vector<Series>& to) {
  for (const Pin& pin : app.curves.pins) {
    const ImU32 color = color_of(app.ui, static_cast<std::size_t>(&pin - app.curves.pins.data()));
    to.push_back({pin.name, &pin.loss, color, 1.5f, " loss"});
    if (!pin.val_loss.empty()) to.push_back({pin.name, &pin.val_loss, with_alpha(color, 0.6f), 1.0f, " val_loss"});
  }
}

void draw_pin_button(App& app, ImVec2 at, float extent) {
  ImGui::SetCursorScreenPos(at);
  const bool room = app.curves.pins.size() < most_pins;
  if (button(app.ui, "Pin run",
             {.icon = Icon::pin,
              .look = Look::quiet,
              .icon_only = true,
              .width = extent,
              .height = extent,
              .enabled = room && app.history().epochs() > 0,
              .help = "Keeps these curves of the loss to compare the next runs with"}))
    pin_run(app);
}

float draw_pins(App& app, ImVec2 at, float width) {
  auto& pins = app.curves.pins;
  if (pins.empty()) return 0;
  Ui& ui = app.ui;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  constexpr float height = 24, gap = 4;
  const float most = (width + gap) / static_cast<float>(pins.size()) - gap;
  std::size_t removed = pins.size();
  for (std::size_t i = 0; i < pins.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const std::string name = "Remove run " + pins[i].name,
                      words = shortened(ui, pins[i].name, most - 40, {size::caption, false, 0});
    const auto [id, low, high, over, pressed] =
        pressable(ui, name, at, {measure(ui, words, {size::caption, false, 0}).x + 40, height});
    at.x = high.x + gap;
    ImGui::PopID();
    if (over) draw->AddRectFilled(low, high, ui.theme.field_hover, size::round);
    const float y = (low.y + high.y) / 2;
    draw->AddLine({low.x + 4, y}, {low.x + 12, y}, color_of(ui, i), 3);
    text_at(ui, draw, {low.x + 17, y - 9}, words, {size::caption, false, ui.theme.muted});
    draw_icon(draw, Icon::close, {high.x - 11, y}, 12, over ? ui.theme.text : ui.theme.muted);
    ring(ui, id, size::round);
    resting_tooltip(ui, name);
    ui.mirror.add(item_of(id, Role::button, name));
    if (pressed) removed = i;
  }
  if (removed < pins.size()) pins.erase(pins.begin() + static_cast<std::ptrdiff_t>(removed));
  return height;
}

}  // namespace chainrule
