#pragma once
// SPDX-License-Identifier: MIT
// What the program says of its data.
#include <string>
#include <vector>

#include "engine/keras/program.hpp"

namespace chainrule {

/// Comments that say what X_train and y_train are, and the lines that make X_train of the inputs.
void add_data_code(KerasProgram& program, const Document& document, const DataSet* data);

}  // namespace chainrule
