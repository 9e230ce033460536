// SPDX-License-Identifier: MIT
// A page has no command line: its address says what to open.
#include "ui/platform/command_line.hpp"

namespace chainrule {

std::optional<int> read_command_line(int, char**, CommandLine&) { return std::nullopt; }

}  // namespace chainrule
