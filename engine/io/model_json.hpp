#pragma once
// SPDX-License-Identifier: MIT
// A model by itself as JSON: layers, compile() and weights; no data, no view. Its weights come back bit for bit.
#include <string>
#include <string_view>

#include "engine/sequential.hpp"

namespace chainrule {

std::string write_model(const Sequential& model);
/// Throws Error on anything that write_model could not have written.
Sequential read_model(std::string_view text);

}  // namespace chainrule
