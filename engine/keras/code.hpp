#pragma once
// SPDX-License-Identifier: MIT
// An experiment as the Keras program that does the same: for Keras 2.2 (the lecture's) or Keras 3, as the dialect says.
#include <string>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"

namespace chainrule {

/// The program as text: imports, what it expects of X_train and y_train, the model, compile, fit. It runs as it is
/// where X_train and y_train stand ready; what Keras has not is defined in it, or told in a comment where that cannot
/// be done. `data` is what the document makes of its data set: shapes, names and the lines that prepare X_train.
/// nullptr: nothing is known of it, and the first layer's input_dim is the number of inputs. Where the loss has no name
/// the program ends with the model. Throws Error on names that no table has.
std::string write_keras_code(const Document& document, const DataSet* data = nullptr);

}  // namespace chainrule
