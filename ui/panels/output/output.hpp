#pragma once
// SPDX-License-Identifier: MIT
#include <string>

#include "engine/base/types.hpp"

namespace chainrule {

class App;

void draw_output(App& app);
/// The class that a row of outputs stands for: the largest, or 1 above 0.5 where there is but one.
Index answer(const float* out, Index outputs);
/// "loss 0.1, acc 0.98, ...": the newest numbers of the history.
std::string state_words(const App& app);
/// Chooses the row that is looked at.
void choose_sample(App& app, Index row);

}  // namespace chainrule
