#pragma once
// SPDX-License-Identifier: MIT
// All tables of the engine as one JSON object, for those who cannot read them in C++: the JavaScript interface, its
// type declarations, documentation.
#include <string>

namespace chainrule {

/// {"layers": [...], "activations": [...], "losses": ..., "optimizers": ..., "initializers": ..., "metrics": ...,
/// "generators": ..., "schedules": ..., "regularizers": ..., "constraints": ..., "callbacks": ..., "fit": [...]}: rows
/// with name, help, formula (where there is one), parameters, and which of them may be given by place, as Keras has
/// them.
std::string write_tables();

}  // namespace chainrule
