// SPDX-License-Identifier: MIT
// Data: made-up sets as little pictures, sets that come along, a table of one's own; what was done to the rows.
#include <algorithm>
#include <cmath>

#include "panels.hpp"

#include "engine/io/experiment.hpp"

namespace chainrule {

void draw_mark(ImDrawList* list, ImVec2 at, float r, int shape, ImU32 color, ImU32 edge, bool hollow) {
  const float line = hollow ? std::max(1.3f, r * 0.42f) : 1.0f;
  const ImU32 outline = hollow ? color : edge;
  const auto polygon = [&](int corners, float turn, float grow) {
    list->PathClear();
    for (int i = 0; i < corners; ++i) {
      const float angle = turn + static_cast<float>(i) * 6.2831853f / static_cast<float>(corners);
      list->PathLineTo({at.x + r * grow * std::cos(angle), at.y + r * grow * std::sin(angle)});
    }
  };
  const auto both = [&](int corners, float turn, float grow) {
    if (!hollow) {
      polygon(corners, turn, grow);
      list->PathFillConvex(color);
    }
    polygon(corners, turn, grow);
    list->PathStroke(outline, ImDrawFlags_Closed, line);
  };
  switch (shape % 5) {
    case 0:
      if (!hollow) list->AddCircleFilled(at, r, color, 16);
      list->AddCircle(at, r, outline, 16, line);
      break;
    case 1: both(4, 0.7853982f, 1.15f); break;    // square
    case 2: both(3, -1.5707963f, 1.3f); break;    // triangle
    case 3: both(4, 0, 1.3f); break;              // diamond
    default: both(6, 0, 1.1f); break;
  }
}

namespace {

/// A little scatter plot that is a button.
bool thumbnail(App& app, std::size_t index, ImVec2 extent, bool on) {
  Ui& ui = app.ui;
  const Generator& g = generators()[index];
  const GeneratedData& data = app.thumbnails()[index];
  const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + extent.x, low.y + extent.y};
  const std::string name = std::string(g.name);
  bool pressed = button(ui, "Data set " + name, {.label = " ", .width = extent.x, .height = extent.y, .help = g.help});
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(low, high, on ? mix(ui.theme.card, ui.theme.accent, 0.14f) : ui.theme.field, size::round);
  if (ImGui::IsItemHovered() && !on) draw->AddRectFilled(low, high, ui.theme.field_hover, size::round);
  if (on) draw->AddRect(low, high, ui.theme.accent, size::round, 0, 2);
  focus_ring(ui);
  const ImVec2 c{(low.x + high.x) / 2, low.y + (extent.y - 18) / 2};
  float reach = 1e-6f;
  for (const float v : data.x.data) reach = std::max(reach, std::abs(v));
  const float half = (extent.y - 18) / 2 - 5;
  const auto [least, most] = std::minmax_element(data.y.data.begin(), data.y.data.end());
  for (Index r = 0; r < data.x.rows; ++r) {
    const float value = data.y(r, 0);
    const float vertical = data.x.cols > 1 ? data.x(r, 1) : 2 * (value - *least) / (*most - *least) - 1;
    const ImU32 color = data.classes > 0 ? class_color(static_cast<int>(value))
                                         : diverging(ui.theme, 2 * (value - *least) / (*most - *least) - 1);
    const float up = data.x.cols > 1 ? vertical / reach : vertical;
    draw->AddCircleFilled({c.x + data.x(r, 0) / reach * half, c.y - up * half}, 1.5f, color, 8);
  }
  text_at(ui, draw, {c.x, high.y - 20}, name, {size::caption, on, on ? ui.theme.text : ui.theme.muted}, 0.5f);
  return pressed;
}

/// Rows in order, the last ones (validation) in the other colour: what validation_split takes.
void draw_split(App& app) {
  Ui& ui = app.ui;
  const Index n = app.experiment()->data.x.rows, train = app.training_rows();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float cut = at.x + width * static_cast<float>(train) / static_cast<float>(n);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({at.x, at.y + 2}, {at.x + width, at.y + 10}, ui.theme.validation, 4);
  draw->AddRectFilled({at.x, at.y + 2}, {cut, at.y + 10}, ui.theme.loss, 4, train == n ? ImDrawFlags_RoundCornersAll : ImDrawFlags_RoundCornersLeft);
  if (train < n) draw->AddRectFilled({cut - 1, at.y}, {cut + 1, at.y + 12}, ui.theme.card);
  const std::string left = std::to_string(train) + " rows train", right = n > train ? std::to_string(n - train) + " validate" : "";
  text_at(ui, draw, {at.x, at.y + 14}, left, {size::caption, false, ui.theme.muted});
  text_at(ui, draw, {at.x + width, at.y + 14}, right, {size::caption, false, ui.theme.muted}, 1);
  announce(ui, Role::status, "Rows", left + (right.empty() ? "" : ", " + right), at, {at.x + width, at.y + 34});
  ImGui::Dummy({width, 34});
}

void draw_generator_options(App& app) {
  Ui& ui = app.ui;
  double noise = app.document().noise;
  if (slider(ui, "noise", noise, 0, 1, {.step = 0.01, .help = "How far points stray from their shape"}) && noise != app.document().noise) {
    app.change([=](Document& d) { d.noise = noise; });
  }
  double samples = static_cast<double>(app.document().samples);
  if (slider(ui, "samples", samples, 20, 2000, {.step = 20, .whole = true, .typed_minimum = 2, .typed_maximum = double(limits::samples), .help = "Rows of data"}) &&
      samples != static_cast<double>(app.document().samples)) {
    app.change([=](Document& d) { d.samples = static_cast<Index>(samples); });
  }
}

/// The table's columns as chips to switch on and off; a text column's categories go together.
void draw_columns(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  std::vector<std::string> names = data.columns;
  const std::size_t used = names.size();
  for (const std::string& column : app.document().left_out) names.push_back(column);
  if (names.size() < 2) return;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImVec2 at = start;
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 40); ++i) {
    const bool on = i < used;
    const std::string label = shortened(ui, names[i], width - 30, {size::caption, false, 0});
    const float wide = measure(ui, label, {size::caption, false, 0}).x + 20;
    if (at.x + wide > start.x + width && at.x > start.x) at = {start.x, at.y + 32};
    ImGui::SetCursorScreenPos(at);
    if (chip(ui, "Input " + names[i], label, on, {wide, 28}) && (!on || used > 1))
      app.change([=, name = names[i]](Document& d) {
        d.left_out.erase(std::remove(d.left_out.begin(), d.left_out.end(), name), d.left_out.end());
        if (on) d.left_out.push_back(name);
      });
    at.x += wide + 6;
  }
  ImGui::SetCursorScreenPos({start.x, at.y + 32});
  ImGui::Dummy({width, 2});
}

void draw_table_options(App& app) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  const bool pixels = data.pixels();
  bool standardise = standardises(app.document());
  if (toggle(ui, pixels ? "Scale pixels to 0..1" : "Standardise inputs", standardise,
             pixels ? "Divides pixel values by their largest" : "Each input minus its mean, divided by its deviation (both of the training rows)")) {
    app.change([=](Document& d) { d.standardise = standardise; });
  }
  bool shuffle = app.document().shuffle_rows;
  if (toggle(ui, "Shuffle rows first", shuffle, "validation_split takes the last rows. In a sorted table they would all be of one class.")) {
    app.change([=](Document& d) { d.shuffle_rows = shuffle; });
  }
  if (!pixels) draw_columns(app);
  std::string words = std::to_string(data.x.cols) + (pixels ? " pixels" : " inputs") + ", " +
                      (data.problem == Problem::classification ? std::to_string(data.classes()) + " classes" : "a number to predict");
  if (data.rows_left_out > 0) words += ". " + std::to_string(data.rows_left_out) + " rows with empty cells left out";
  const ImVec2 at = ImGui::GetCursorScreenPos();
  paragraph(ui, words);
  announce(ui, Role::status, "Table", words, at, ImGui::GetItemRectMax());
}

}  // namespace

void draw_data(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Data", "What the network learns from. Points of the training rows are filled, those kept for validation hollow.");
  const float width = ImGui::GetContentRegionAvail().x;
  const int each = width < 420 ? 4 : 7;
  const float gap = 6, w = (width - gap * static_cast<float>(each - 1)) / static_cast<float>(each), h = std::min(w, 64.0f) + 12;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  std::string wanted;
  const auto count = generators().size();
  const auto cell = [&](std::size_t i) {
    const auto row = static_cast<float>(i / static_cast<std::size_t>(each)), col = static_cast<float>(i % static_cast<std::size_t>(each));
    ImGui::SetCursorScreenPos({start.x + col * (w + gap), start.y + row * (h + gap)});
  };
  for (std::size_t i = 0; i < count; ++i) {
    cell(i);
    if (thumbnail(app, i, {w, h}, app.document().data == generators()[i].name)) wanted = generators()[i].name;
  }
  const auto rows = static_cast<float>((count + static_cast<std::size_t>(each) - 1) / static_cast<std::size_t>(each));
  ImGui::SetCursorScreenPos({start.x, start.y + rows * (h + gap)});
  const auto bundles = bundled_data();
  const float bw = (width - gap * static_cast<float>(bundles.size() - 1)) / static_cast<float>(bundles.size());
  const float line = ImGui::GetCursorScreenPos().y;
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    ImGui::SetCursorScreenPos({start.x + static_cast<float>(i) * (bw + gap), line});
    const bool on = app.document().data == bundles[i].name;
    if (button(ui, "Data set " + std::string(bundles[i].name), {.label = bundles[i].name, .width = bw, .help = bundles[i].help}))
      wanted = bundles[i].name;
    if (on) ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), ui.theme.accent, size::round, 0, 2);
  }
  ImGui::SetCursorScreenPos({start.x, line + size::control + gap});
  const bool own = app.document().data == "csv";
  const std::string label = own ? shortened(ui, "CSV: " + app.document().csv_name, width - 60) : "Open a CSV file…";
  if (button(ui, "Open a CSV file", {.icon = Icon::open, .label = label, .width = width, .help = "Or drop a file anywhere, or paste a table. It never leaves this machine."}) &&
      !app.services().open_file_dialog(".csv,.tsv,.txt,.json"))
    app.complain("No file dialog is to be had here: drop the file on the window, or give it on the command line.");
  if (own) ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), ui.theme.accent, size::round, 0, 2);
  ImGui::Dummy({0, 0});
  if (app.experiment()) {
    if (find_or_null(generators(), app.document().data)) draw_generator_options(app);
    else draw_table_options(app);
    draw_split(app);
  }
  if (app.loading()) paragraph(ui, "Loading…");
  if (!wanted.empty() && wanted != app.document().data) app.choose_data(wanted);
}

}  // namespace chainrule
