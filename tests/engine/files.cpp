// SPDX-License-Identifier: MIT
#include "tests/engine/files.hpp"

namespace chainrule::test {

std::string source_dir() { return CHAINRULE_SOURCE_DIR; }

}  // namespace chainrule::test
