#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <string_view>

namespace chainrule {

class App;

/// A card over everything, with its title and the way to close it, in the middle of the window and no larger than that.
/// Between the two its content is drawn, which scrolls. `chosen` in end_sheet(): something of it was, so it closes too.
/// False from begin_sheet(): nothing is drawn, and there is no end_sheet(). end_sheet() is true when it closes.
bool begin_sheet(App& app, std::string_view title, ImVec2 most);
bool end_sheet(App& app, bool chosen = false);

}  // namespace chainrule
