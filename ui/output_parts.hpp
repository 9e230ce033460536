#pragma once
// SPDX-License-Identifier: MIT
// What the files of the output panel share.
#include <imgui.h>

#include <string>

#include "panels.hpp"

namespace chainrule {

/// The class's name; its number where it has none.
std::string class_name(const DataSet& data, Index c);
/// The class that a row of outputs stands for: the largest, or 1 above 0.5 where there is but one.
Index answer(const float* out, Index outputs);
/// "setosa", "12.5": what the row's target is.
std::string target_words(const DataSet& data, Index row);
/// Colours of rows by their class, or by their value on the scale of all targets.
class TargetColors {
 public:
  TargetColors(const Theme& theme, const DataSet& data);
  ImU32 operator()(Index row) const;

 private:
  const Theme& theme_;
  const DataSet& data_;
  float center_, half_;
};
/// "loss 0.1, acc 0.98, ...": the newest numbers of the history.
std::string state_words(const App& app);
/// Chooses the row that is looked at.
void choose_sample(App& app, Index row);

/// Pixels as a picture.
void draw_picture(App& app, Index row, ImVec2 low, float width);

// The views; they fill `room` from the cursor on.
void draw_plane(App& app, ImVec2 room);
void draw_pictures(App& app, ImVec2 room);
void draw_sample_view(App& app);
void draw_confusion(App& app);
void draw_scatter(App& app, ImVec2 room);

}  // namespace chainrule
