#pragma once
// SPDX-License-Identifier: MIT
// Weights and history as members of an experiment's JSON. Weights come back bit for bit. For cpp files of engine/io.
#include "engine/io/json_text.hpp"
#include "engine/io/trained.hpp"

namespace chainrule {

/// `, "weights": [...], "history": {...}` on lines of their own, each list on one; "" where there is nothing. `trained`
/// must outlive it.
Pieces<std::string> write_trained(const Trained& trained);

/// Throw Error on anything that write_trained could not have written.
std::vector<float> read_weights(const Json& json);
History read_history(const Json& json);
/// Appends further ones; at most limits::parameters in all.
void read_weights(std::vector<float>& weights, const Json& json);

}  // namespace chainrule
