#pragma once
// SPDX-License-Identifier: MIT
#include <string>
#include <string_view>

namespace chainrule {

/// Appends a text in quotes as JSON has it; bytes from 128 on go as they are.
void append_json_string(std::string& to, std::string_view text);

}  // namespace chainrule
