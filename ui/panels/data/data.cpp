// SPDX-License-Identifier: MIT
// Data: the usual sets as little pictures, and the way to all others; a table or a drawing of one's own.
#include <algorithm>
#include <cmath>

#include "ui/app/app.hpp"
#include "ui/panels/data/data.hpp"
#include "ui/panels/data/gallery.hpp"
#include "ui/panels/data/points.hpp"
#include "ui/panels/data/rows.hpp"
#include "ui/panels/data/sheet.hpp"

namespace chainrule {

namespace {

constexpr float picture = 38;
constexpr std::string_view usual_generators[] = {"circle", "xor", "gauss", "spiral", "moons", "plane", "curve"};
constexpr std::string_view usual_tables[] = {"iris", "penguins", "digits"};

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::size_t place_of(std::string_view generator) {
  const auto all = names(generators());
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), generator) - all.begin());
}

/// The chosen set where it has no tile of its own, as a generator or as a bundled set.
struct Other {
  const Generator* generator = nullptr;
  const BundledData* bundled = nullptr;
  explicit operator bool() const { return generator || bundled; }
  std::string_view label() const { return bundled ? bundled->title : generator ? generator->name : "more…"; }
};
Other other_set(const App& app) {
  const std::string& now = app.document().data;
  return {among(usual_generators, now) ? nullptr : find_or_null(generators(), now),
          among(usual_tables, now) ? nullptr : find_bundled(now)};
}

/// The way to all sets.
void draw_more(App& app, const ImRect& place) {
  Ui& ui = app.ui;
  const Other other = other_set(app);
  if (tile(ui, place, "More data sets", other.label(), "All data sets, made up and real", bool(other), picture + 3))
    app.data_view.gallery = true;
  if (other.generator) return draw_generator_tile(app, place, place_of(other.generator->name), picture);
  const ImVec2 c{(place.Min.x + place.Max.x) / 2, place.Min.y + 3 + picture / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const float x : {-10.0f, 2.0f})
    for (const float y : {-10.0f, 2.0f})
      draw->AddRect({c.x + x, c.y + y}, {c.x + x + 8, c.y + y + 8}, other ? ui.theme.accent : ui.theme.muted, 2, 0,
                    1.5f);
}

/// Two lines of four in a narrow panel, one in a wide one; the last tile is the way to all others.
void draw_usual(App& app, std::string& wanted) {
  Ui& ui = app.ui;
  constexpr std::size_t count = std::size(usual_generators) + 1;
  const std::size_t each = ImGui::GetContentRegionAvail().x < 480 ? 4 : count;
  for (std::size_t first = 0; first < count; first += each) {
    std::vector<float> least(each, picture + 4);
    if (first + each == count) least.back() = std::max(least.back(), name_width(ui, other_set(app).label()) + 8);
    const auto places = lay_out_tiles(least, picture + 26, ImGui::GetContentRegionAvail().x);
    const ImVec2 after = ImGui::GetCursorScreenPos();
    for (std::size_t i = 0; i < each && first + i < std::size(usual_generators); ++i) {
      const std::size_t index = place_of(usual_generators[first + i]);
      const Generator& g = generators()[index];
      if (tile(ui, places[i], "Data set " + std::string(g.name), g.name, g.help, app.document().data == g.name,
               picture + 3))
        wanted = g.name;
      draw_generator_tile(app, places[i], index, picture);
    }
    if (first + each == count) draw_more(app, places.back());
    ImGui::SetCursorScreenPos({after.x, after.y - 2});
  }
}

void draw_tables(App& app, std::string& wanted) {
  Ui& ui = app.ui;
  std::vector<float> least;
  for (const std::string_view name : usual_tables) least.push_back(name_width(ui, name) + 16);
  const auto places = lay_out_tiles(least, size::control, ImGui::GetContentRegionAvail().x);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const BundledData& b = *find_bundled(usual_tables[i]);
    if (tile(ui, places[i], "Data set " + std::string(b.name), b.name, b.help, app.document().data == b.name, 0))
      wanted = b.name;
  }
  ImGui::SetCursorScreenPos(after);
}

void draw_own(App& app, std::string& wanted) {
  Ui& ui = app.ui;
  const float width = ImGui::GetContentRegionAvail().x;
  const bool table = app.document().data == "csv";
  const std::string label = table ? shortened(ui, "CSV: " + app.document().csv_name, width - 190) : "Open a CSV…";
  auto places =
      lay_out_tiles({name_width(ui, "Draw points") + 16, name_width(ui, "Type numbers") + 16}, size::control, width);
  ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, ImGui::GetCursorScreenPos().y - 2});
  const auto more = lay_out_tiles({name_width(ui, label) + 16, name_width(ui, "Paste") + 16}, size::control, width);
  places.insert(places.end(), more.begin(), more.end());
  const ImVec2 after = ImGui::GetCursorScreenPos();
  if (tile(ui, places[0], "Data set points", "Draw points",
           "Points of your own, with a brush; they begin with those on screen", app.document().data == "points", 0))
    wanted = "points";
  if (tile(ui, places[1], "Data set sheet", "Type numbers",
           "The inputs and targets of an exercise, typed row by row, to compare with paper",
           app.document().data == "sheet", 0))
    wanted = "sheet";
  if (tile(ui, places[2], "Open a CSV file", label, "Or drop a file anywhere. It never leaves this machine.", table,
           0) &&
      !app.services().open_file_dialog(".csv,.tsv,.txt,.json"))
    app.complain("No file dialog is to be had here: drop the file on the window, or give it on the command line.");
  if (tile(ui, places[3], "Paste a table", "Paste",
           "Cells copied from a spreadsheet, or the lines of a CSV; Ctrl+V does the same", false, 0))
    app.paste();
  ImGui::SetCursorScreenPos(after);
}

}  // namespace

void draw_data(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Data",
             "What the network learns from. Points of the training rows are filled, those kept for validation hollow.");
  std::string wanted;
  draw_usual(app, wanted);
  draw_tables(app, wanted);
  draw_own(app, wanted);
  ImGui::Dummy({0, 0});
  if (app.experiment()) {
    if (app.document().data == "points") draw_points(app);
    if (app.document().data == "sheet") draw_sheet(app);
    draw_rows(app);
  }
  if (app.loading()) paragraph(ui, "Loading…");
  if (const std::string other = draw_gallery(app); !other.empty()) wanted = other;
  if (!wanted.empty() && wanted != app.document().data) app.choose_data(wanted);
}

}  // namespace chainrule
