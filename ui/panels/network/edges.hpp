#pragma once
// SPDX-License-Identifier: MIT
#include "ui/panels/network/layout.hpp"

namespace chainrule {

class App;

NetworkHit draw_edges(App& app, const NetworkLayout& layout, bool hovered);

}  // namespace chainrule
