// SPDX-License-Identifier: MIT
// The dialog that gives an experiment away: as a link, for slides, as a QR code, as a picture, as a Keras program.
#include <algorithm>
#include <cmath>

#include "engine/document/panels.hpp"
#include "engine/keras/code.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/output/pictures.hpp"
#include "ui/screen/screen.hpp"
#include "ui/screen/share_dialog.hpp"
#include "ui/screen/share_links.hpp"
#include "ui/views/share.hpp"

namespace chainrule {
namespace {

constexpr float footer = 44;  // the line of buttons

/// A text to read and to take along. Lines of programs are not broken.
void draw_text(Ui& ui, std::string_view name, const std::string& words, float height, bool lines, float width = 0) {
  const ImVec2 at = ImGui::GetCursorScreenPos(),
               extent{width > 0 ? width : ImGui::GetContentRegionAvail().x, std::max(height, 40.0f)};
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + extent.x, at.y + extent.y}, ui.theme.field, size::round);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 8));
  ImGui::BeginChild(std::string(name).c_str(), extent,
                    ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoBackground | (lines ? ImGuiWindowFlags_HorizontalScrollbar : 0));
  if (lines) text(ui, words, {size::caption, false, ui.theme.text});
  else paragraph(ui, words, {size::caption, false, ui.theme.text});
  ImGui::EndChild();
  ImGui::PopStyleVar();
  MirrorItem item;
  item.role = Role::passage;
  item.name = name;
  item.value = words;
  item.id = ImGui::GetID((std::string(name) + " text").c_str());
  item.x = at.x;
  item.y = at.y;
  item.width = extent.x;
  item.height = extent.y;
  ui.mirror.add(std::move(item));
  ImGui::SetCursorScreenPos({at.x, at.y + extent.y + 8});
}

void draw_copy(App& app, const std::string& words, const std::string& name = "Copy") {
  ShareView& view = app.share;
  const double now = app.services().now_ms();
  const bool fresh = view.copied_by == name && now - view.copied < 1500;
  if (button(app.ui, name,
             {.icon = Icon::copy,
              .look = Look::primary,
              .label = fresh ? "Copied" : "Copy",
              .width = 112,
              .height = 36})) {
    ImGui::SetClipboardText(words.c_str());
    view.copied = now;
    view.copied_by = name;
  }
  if (fresh) app.ui.waiting = true;
  ImGui::SameLine(0, 8);
}

/// "with weights", and what that makes of the link.
void draw_weights(App& app, ImVec2 at) {
  Ui& ui = app.ui;
  bool carried = false;
  shared_link(app, true, &carried);
  ImGui::SetCursorScreenPos(at);
  if (!carried)
    return text(ui, app.experiment() ? "The weights are too many for a link: the file has them." : "",
                {size::caption, false, ui.theme.muted});
  toggle(ui, "With weights", app.share.weights, "Who opens it sees the network as it is now, not as its seed begins");
}

float room_for_text() { return ImGui::GetContentRegionAvail().y - footer; }

void draw_link(App& app, const std::string& page) {
  Ui& ui = app.ui;
  const std::string link = shared_link(app, app.share.weights), address = page + (link.empty() ? "" : "#") + link;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_weights(app, at);
  ImGui::SetCursorScreenPos({at.x, at.y + 40});
  if (!app.fits_link())
    paragraph(ui,
              "A link cannot carry all of this experiment, such as a table of your own: save it as a file, which "
              "anyone can open here.",
              {size::caption, false, ui.theme.bad});
  draw_text(ui, "Link to share", address, room_for_text(), false);
  draw_copy(app, address);
  if (button(ui, "Save as a file",
             {.icon = Icon::save, .height = 36, .help = "The experiment with its weights and its history"}))
    app.save_experiment();
  ImGui::SameLine(0, 12);
  const ImVec2 right = ImGui::GetCursorScreenPos();
  text_at(ui, ImGui::GetWindowDrawList(), {right.x, right.y + 9}, std::to_string(address.size()) + " characters",
          {size::caption, false, ui.theme.muted});
}

/// A text that goes to one place: where, the text, and its button beside it.
void draw_part(App& app, std::string_view name, std::string_view where, const std::string& words, float height) {
  Ui& ui = app.ui;
  constexpr float beside = 120;
  paragraph(ui, where, {size::caption, false, ui.theme.muted});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text(ui, name, words, height, false, width - beside);
  const ImVec2 below = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x + width - beside + 8, at.y});
  draw_copy(app, words, "Copy " + std::string(name));
  ImGui::SetCursorScreenPos(below);
  ImGui::Dummy({0, 0});  // the window may end here
}

void draw_slides(App& app, const std::string& page) {
  Ui& ui = app.ui;
  ShareView& view = app.share;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, gap = 8, part = (width - 3 * gap) / 10;
  std::vector<Option> shown{{"as it is here", "The same panels as on this page"}}, places;
  for (const Scene& scene : scenes()) shown.push_back({scene.title, scene.help});
  for (const SlideKind& kind : slide_kinds()) places.push_back({kind.name, kind.help});
  const std::vector<Option> themes{
      {"colours as here", "As the experiment has them"}, {"light", "Dark on white"}, {"dark", "Light on black"}};
  float x = at.x;
  const auto next = [&](float parts) {
    ImGui::SetCursorScreenPos({x, at.y});
    x += parts * part + gap;
    return parts * part;
  };
  select(ui, "For", view.deck, places, next(2));
  select(ui, "The slide shows", view.scene, shown, next(3.5f));
  select(ui, "Shape", view.shape, {{"16:9", "960 x 540"}, {"4:3", "960 x 720"}}, next(1.8f));
  select(ui, "Colours", view.theme, themes, next(2.7f));
  ImGui::SetCursorScreenPos({at.x, at.y + 42});
  const SlideKind& kind = slide_kinds()[static_cast<std::size_t>(view.deck)];
  const SlideLook look{view.shape == 0 ? 540 : 720,
                       view.theme == 0 ? "" : themes[static_cast<std::size_t>(view.theme)].name};
  const std::string link = slide_link(app, view.scene, view.weights), once = kind.once(page);
  if (!once.empty()) draw_part(app, "For the page, once", kind.once_help, once, ui.compact ? 40.0f : 56.0f);
  draw_part(app, "For your slides", kind.help, kind.slide(page, link, look),
            std::max(40.0f, ImGui::GetContentRegionAvail().y - 30));
}

/// Dark on light, with the margin that cameras want, in any theme.
void draw_code(App& app, const std::string& page) {
  Ui& ui = app.ui;
  ShareView& view = app.share;
  if (!page.starts_with("http"))
    return paragraph(ui,
                     "A camera can only follow an address on the web, and this program has none: its link works behind "
                     "the address of any Chainrule page.");
  const std::string link = shared_link(app, view.weights), address = page + (link.empty() ? "" : "#") + link;
  if (view.coded != address) {
    view.coded = address;
    view.modules.clear();
    view.problem.clear();
    if (app.services().qr_code)
      app.services().qr_code(address, [&app, address](const std::string& modules, const std::string& error) {
        if (app.share.coded != address) return;
        app.share.modules = modules;
        app.share.problem = error;
      });
  }
  if (!view.problem.empty()) return paragraph(ui, view.problem, {size::caption, false, ui.theme.bad});
  const auto count = static_cast<int>(std::lround(std::sqrt(static_cast<double>(view.modules.size()))));
  if (count == 0) return paragraph(ui, "The code is being made.");
  const float room = std::min(ImGui::GetContentRegionAvail().x, room_for_text()),
              cell = room / static_cast<float>(count + 8), edge = cell * static_cast<float>(count + 8);
  const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + edge, low.y + edge};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(low, high, IM_COL32_WHITE);
  const auto place = [&](int i) { return cell * static_cast<float>(i + 4); };
  for (int row = 0; row < count; ++row)
    for (int c = 0; c < count; ++c) {
      int end = c;
      while (end < count && view.modules[static_cast<std::size_t>(row * count + end)] == '1') ++end;
      if (end > c)
        draw->AddRectFilled({low.x + place(c), low.y + place(row)}, {low.x + place(end), low.y + place(row + 1)},
                            IM_COL32_BLACK);
      c = std::max(c, end);
    }
  announce(ui, Role::image, "QR code", address, low, high);
  if (const float beside = ImGui::GetContentRegionAvail().x - edge - 20; beside > 120) {
    ImGui::SetCursorScreenPos({high.x + 20, low.y + 4 * cell});
    paragraph(ui, "Point a telephone's camera at it, from the back row too: it opens this experiment.",
              {size::body, false, ui.theme.text}, beside);
  }
  ImGui::SetCursorScreenPos({low.x, high.y + 8});
  if (button(ui, "Save the code", {.icon = Icon::picture, .look = Look::primary, .label = "Save as PNG", .height = 36}))
    app.save_area("qr", low, high);
}

/// Closes the dialog: the picture is of what lies under it.
void draw_pictures(App& app) {
  Ui& ui = app.ui;
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  paragraph(ui, "As PNG, as large as it is on screen.");
  ImGui::Dummy({0, 4});
  const auto offer = [&](std::string_view panel, std::string_view label) {
    if (button(ui, "Picture: " + std::string(label),
               {.icon = Icon::picture, .label = label, .width = 160, .height = 36})) {
      app.share.open = false;
      app.save_picture(std::string(panel));
    }
    if (ImGui::GetItemRectMax().x + 168 <= right) ImGui::SameLine(0, 8);
  };
  offer("", "Everything");
  for (const Panel& panel : panels())
    if (app.sees(std::string(panel.name))) offer(panel.name, panel.title);
}

void draw_keras(App& app) {
  std::string program;
  try {
    program = write_keras_code(app.document(), app.experiment() ? &app.experiment()->data : nullptr);
  } catch (const std::exception& e) { program = e.what(); }
  draw_text(app.ui, "Keras program", program, room_for_text(), true);
  draw_copy(app, program);
  if (button(app.ui, "Save as .py", {.icon = Icon::save, .height = 36})) app.save_text("", ".py", program);
}

void draw_content(App& app) {
  Ui& ui = app.ui;
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (!ui.compact)
    text_at(ui, ImGui::GetWindowDrawList(), {at.x, at.y + 2}, "Share", {size::title, true, ui.theme.text});
  announce(ui, Role::heading, "Share", "", at, {at.x + 60, at.y + 28});
  ImGui::SetCursorScreenPos({at.x + width - 30, at.y});
  if (button(ui, "Close sharing", {.icon = Icon::close, .look = Look::quiet, .icon_only = true, .height = 30}) ||
      ui.escaped)
    app.share.open = false;
  ImGui::SetCursorScreenPos({at.x, at.y + (ui.compact ? 0.0f : 40.0f)});
  tabs(ui, "share", app.share.tab, {"Link", "Slides", "QR code", "Picture", "Keras"}, ui.compact ? width - 38 : width);
  ImGui::Dummy({0, 4});
  const std::string page = app.services().page_address ? app.services().page_address() : "index.html";
  switch (app.share.tab) {
    case ShareView::link: return draw_link(app, page);
    case ShareView::slides: return draw_slides(app, page);
    case ShareView::code: return draw_code(app, page);
    case ShareView::picture: return draw_pictures(app);
    default: return draw_keras(app);
  }
}

}  // namespace

void draw_share(App& app) {
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const ImVec2 extent{std::min(680.0f, window.x - 16), std::min(480.0f, window.y - 16)};
  ImGui::SetNextWindowPos({std::floor((window.x - extent.x) / 2), std::floor((window.y - extent.y) / 2)});
  ImGui::SetNextWindowSize(extent);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, window.y < 420 ? ImVec2(12, 10) : ImVec2(20, 14));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  if (!ImGui::IsPopupOpen("share")) ImGui::OpenPopup("share");
  if (ImGui::BeginPopupModal(
          "share", nullptr,
          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
    draw_content(app);
    if (!app.share.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(3);
}

}  // namespace chainrule
