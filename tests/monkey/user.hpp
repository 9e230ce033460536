#pragma once
// SPDX-License-Identifier: MIT
// A user who does anything: what he may do next, and doing it. An action is plain JSON, so that a sequence of them can
// be printed, shortened and done again.
#include <nlohmann/json.hpp>

#include "engine/base/random.hpp"
#include "tests/ui/window.hpp"

namespace chainrule::monkey {

using Action = nlohmann::json;

/// What the platforms give and tests of single panels leave out.
void furnish(Window& window);
/// Something that can be done with what is on screen now.
Action choose(Random& random, Window& window);
/// Does it and draws some frames; what is not there (any more) is let be.
void perform(const Action& action, Window& window);
/// What is wrong on screen now, "" = nothing.
std::string fault_of(const Window& window);

}  // namespace chainrule::monkey
