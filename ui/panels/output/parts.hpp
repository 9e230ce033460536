#pragma once
// SPDX-License-Identifier: MIT
// What the files of the output panel share.
#include <imgui.h>

#include <span>
#include <string>

#include "ui/panels/panels.hpp"

namespace chainrule {

/// The class's name; its number where it has none.
std::string class_name(const DataSet& data, Index c);
/// The class that a row of outputs stands for: the largest, or 1 above 0.5 where there is but one.
Index answer(const float* out, Index outputs);
/// Of several numbers to predict the one that is shown, and what it is called: "target 2".
Index shown_target(const App& app);
std::string target_name(Index target);
/// "setosa", "12.5", "0.01, 0.99": what the row's target is.
std::string target_words(const DataSet& data, Index row);
/// Colours of rows by their class, or by one of their targets on the scale of all rows.
class TargetColors {
 public:
  TargetColors(const Theme& theme, const DataSet& data, Index target);
  ImU32 operator()(Index row) const;

 private:
  const Theme& theme_;
  const DataSet& data_;
  Index target_;
  float center_, half_;
};
/// "loss 0.1, acc 0.98, ...": the newest numbers of the history.
std::string state_words(const App& app);
/// Chooses the row that is looked at.
void choose_sample(App& app, Index row);

/// A row of pixels as a picture.
void draw_picture(App& app, const float* pixels, ImVec2 low, float width);
/// The outputs in words and as bars: probabilities of classes, or the numbers. `targets` are the row's, none where
/// nobody knows them. `name` is what the table of them is called.
void draw_answer(App& app, const Matrix& out, std::span<const float> targets, std::string_view name);
/// The last hidden layer that has two outputs, -1: none.
int latent_layer(App& app);

// The views; they fill `room` from the cursor on.
/// The rows on the plane of two inputs, or of a layer's two outputs.
void draw_plane(App& app, ImVec2 room, int layer = -1);
void draw_pictures(App& app, ImVec2 room);
void draw_sample_view(App& app);
void draw_pad(App& app, ImVec2 room);
void draw_confusion(App& app);
void draw_scatter(App& app, ImVec2 room);

}  // namespace chainrule
