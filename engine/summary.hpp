#pragma once
// SPDX-License-Identifier: MIT
// Keras's table of layers as text.
#include <string>

namespace chainrule {

class Sequential;

/// In the layout of the model's dialect.
std::string summary_of(const Sequential& model);

}  // namespace chainrule
