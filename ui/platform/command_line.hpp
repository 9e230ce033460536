#pragma once
// SPDX-License-Identifier: MIT
// What the desktop program was started with.
#include <optional>
#include <string>
#include <vector>

namespace chainrule {

struct CommandLine {
  std::string file, bytes;  ///< name and content of a document or CSV to open
  std::string link;         ///< an experiment as in a page's address
  int width = 1280, height = 800;
};

/// Reads the arguments; prints --help, --version or a mistake, and says then how to leave. On the web: nothing to read.
std::optional<int> read_command_line(int argc, char** argv, CommandLine& out);

}  // namespace chainrule
