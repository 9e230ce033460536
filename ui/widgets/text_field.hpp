#pragma once
// SPDX-License-Identifier: MIT
#include <string>
#include <string_view>

#include "ui/widgets/ui.hpp"

namespace chainrule {

/// A line of text to type; true when it was entered (Enter, or leaving it changed). `hint` shows while it is empty;
/// words that are not `good` are red, and the old ones stay.
bool text_field(Ui& ui, std::string_view name, std::string& value, float width, std::string_view hint = {},
                std::string_view help = {}, bool (*good)(std::string_view) = nullptr);

/// Keeps what is being typed into the last item, whose text is in `buffer`. True when something counts, which is then
/// `given`: typed and entered, typed and left, or set through the mirror; `ui.edited` is then the caller's to clear.
bool take_typed(Ui& ui, ImGuiID id, const char* buffer, bool entered, std::string& given);

}  // namespace chainrule
