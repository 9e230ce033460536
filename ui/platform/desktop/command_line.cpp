// SPDX-License-Identifier: MIT
#include "ui/platform/command_line.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iterator>

namespace chainrule {

std::optional<int> read_command_line(int argc, char** argv, CommandLine& out) {
  CLI::App cli{"Chainrule: build a Keras-style network, watch it learn."};
  cli.set_version_flag("--version", "chainrule " CHAINRULE_VERSION);
  cli.add_option("file", out.file, "an experiment (.json) or a table (.csv) to open")->check(CLI::ExistingFile);
  cli.add_option("--link", out.link,
                 "an experiment as in a page's address: 'data=spiral&layers=dense:8:tanh,dense:1:sigmoid'");
  cli.add_option("--width", out.width, "width of the window")->check(CLI::Range(320, 7680));
  cli.add_option("--height", out.height, "height of the window")->check(CLI::Range(200, 4320));
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& e) { return cli.exit(e); }
  if (!out.file.empty()) {
    std::ifstream file(out.file, std::ios::binary);
    out.bytes.assign(std::istreambuf_iterator<char>(file), {});
    out.file = out.file.substr(out.file.find_last_of('/') + 1);
  }
  return std::nullopt;
}

}  // namespace chainrule
