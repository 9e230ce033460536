#pragma once
// SPDX-License-Identifier: MIT
// Activations, losses and metrics: by name, or as functions of the program's own.
#include <string>
#include <vector>

#include "engine/keras/program.hpp"

namespace chainrule {

/// "'tanh'" or the name of a function that the program defines.
std::string activation_code(KerasProgram& program, Choice activation);
std::string loss_code(KerasProgram& program, Choice loss);
/// compile()'s metrics; with a comment in the place of one that the dialect has none like.
Arguments metrics_code(KerasProgram& program, const CompileSpec& compile, Index outputs);

}  // namespace chainrule
