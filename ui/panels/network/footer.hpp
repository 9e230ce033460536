#pragma once
// SPDX-License-Identifier: MIT
#include "ui/panels/network/layout.hpp"

namespace chainrule {

class App;

/// Folds with their arrows, padlocks, and the + between two layers.
void draw_footers(App& app, const NetworkLayout& layout);

}  // namespace chainrule
