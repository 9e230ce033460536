// SPDX-License-Identifier: MIT
// Output of pixel data: pictures with what the network takes them for.
#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/charts/targets.hpp"
#include "ui/panels/output/output.hpp"
#include "ui/panels/output/pictures.hpp"

namespace chainrule {

void draw_picture(App& app, const float* pixels, ImVec2 low, float width) {
  const DataSet& data = app.experiment()->data;
  const Theme& theme = app.ui.theme;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float largest = std::max(*std::max_element(pixels, pixels + data.x.cols), 1e-6f);
  const Index across = data.image_width;
  const float pixel = width / static_cast<float>(across);
  draw->AddRectFilled(low, {low.x + width, low.y + width}, theme.zero, 4);
  for (Index p = 0; p < data.x.cols; ++p) {
    const float v = pixels[p] / largest;
    if (v < 0.02f) continue;
    const ImVec2 at{low.x + static_cast<float>(p % across) * pixel, low.y + static_cast<float>(p / across) * pixel};
    draw->AddRectFilled(at, {at.x + pixel, at.y + pixel}, mix(theme.zero, theme.text, v));
  }
}

/// Validation pictures with what the network takes them for; wrong ones are ringed.
void draw_pictures(App& app, ImVec2 room) {
  Ui& ui = app.ui;
  const DataSet& data = app.experiment()->data;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const Index across = std::max<Index>(3, static_cast<Index>(room.x / 58));
  const float each = std::floor(room.x / static_cast<float>(across)), picture = each - 10;
  const Index rows = std::max<Index>(1, static_cast<Index>(room.y / (picture + 26)));
  const Matrix& predictions = app.lens().validation(across * rows);
  const Index shown = predictions.rows;
  Index wrong = 0;
  for (Index i = 0; i < shown; ++i) {
    const Index row = app.lens().first_validation() + i;
    const ImVec2 low{start.x + static_cast<float>(i % across) * each,
                     start.y + static_cast<float>(i / across) * (picture + 26)};
    ImGui::SetCursorScreenPos(low);
    if (button(ui, "Picture " + std::to_string(i + 1), {.label = " ", .width = picture, .height = picture})) {
      choose_sample(app, row);
    }
    draw_picture(app, data.x.view().row(row), low, picture);
    const float* out = predictions.view().row(i);
    const bool classes = data.problem == Problem::classification;
    const Index guess = classes ? answer(out, predictions.cols) : static_cast<Index>(std::lround(out[0]));
    const Index truth = static_cast<Index>(data.y(row, 0));
    const bool right = guess == truth;
    wrong += !right;
    if (!right)
      draw->AddRect({low.x - 2, low.y - 2}, {low.x + picture + 2, low.y + picture + 2}, ui.theme.bad, 5, 0, 2.5f);
    else if (row == app.sample)
      draw->AddRect({low.x - 2, low.y - 2}, {low.x + picture + 2, low.y + picture + 2}, ui.theme.accent, 5, 0, 2);
    const std::string label = (classes ? class_name(data, guess) : short_number(out[0], 2)) + (right ? "" : " ✗");
    text_at(ui, draw, {low.x + picture / 2, low.y + picture + 2}, label,
            {size::caption, !right, right ? ui.theme.muted : ui.theme.bad}, 0.5f);
  }
  announce(ui, Role::image, "Output surface",
           state_words(app) + ", " + std::to_string(shown - wrong) + " of " + std::to_string(shown) +
               " pictures right, picture " + std::to_string(app.lens().version()),
           start, {start.x + room.x, start.y + room.y});
  ImGui::SetCursorScreenPos({start.x, start.y + room.y});
}

}  // namespace chainrule
