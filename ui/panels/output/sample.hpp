#pragma once
// SPDX-License-Identifier: MIT
#include <span>
#include <string_view>

#include "engine/base/types.hpp"

namespace chainrule {

class App;

/// The outputs in words and as bars: probabilities of classes, or the numbers. `targets` are the row's, none where
/// nobody knows them. `name` is what the table of them is called.
void draw_answer(App& app, const Matrix& out, std::span<const float> targets, std::string_view name);
void draw_sample_view(App& app);

}  // namespace chainrule
