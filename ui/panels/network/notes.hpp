#pragma once
// SPDX-License-Identifier: MIT
#include "ui/panels/network/layout.hpp"

namespace chainrule {

/// A few words on the drawing itself, where it has room: what a tile is, what a line is. Each goes when somebody has
/// looked at one.
void draw_notes(App& app, const NetworkLayout& layout, const NetworkHit& hit);

}  // namespace chainrule
