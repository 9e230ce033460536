#pragma once
// SPDX-License-Identifier: MIT
// compile's optimizer, and fit's callbacks.
#include <string>
#include <vector>

#include "engine/keras/program.hpp"

namespace chainrule {

/// optimizer=...; a learning rate that changes by the step comes with it.
std::string optimizer_code(KerasProgram& program, const CompileSpec& compile, Arguments& callbacks);
void add_callback_code(KerasProgram& program, const FitSpec& fit, const CompileSpec& compile, Arguments& callbacks);

}  // namespace chainrule
