// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "engine/document/document.hpp"
#include "engine/io/json.hpp"
#include "tests/fuzz/driver.hpp"

// Any bytes give a document or an Error, and what a document is written as is read again without one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chainrule;
  ReadResult first;
  try {
    first = read_json({reinterpret_cast<const char*>(data), size});
  } catch (const Error&) { return 0; }
  const auto second = read_json(write_json(first.document, first.trained ? &*first.trained : nullptr));
  if (second.trained.has_value() !=
      (first.trained && (!first.trained->weights.empty() || first.trained->history.epochs() > 0)))
    std::abort();
  if (second.trained && second.trained->weights != first.trained->weights) std::abort();
  if (second.document.layers != first.document.layers || second.document.fit != first.document.fit) std::abort();
  return 0;
}

CHAINRULE_FUZZ_MAIN(
    (std::vector<std::string>{
        R"({"chainrule": 1, "data": "spiral", "noise": 0.1, "layers": [{"kind": "dense", "units": 8, "activation": "tanh"}]})",
        R"({"layers": ["dense:8:leaky_relu:0.3", {"kind": "activation", "activation": {"name": "elu", "alpha": 0.5}}]})",
        R"({"optimizer": {"name": "adam", "learning_rate": 0.02}, "metrics": ["acc"], "seed": 7, "shuffle": false})",
        R"({"weights": [0.5, -1e-3, 2], "history": {"loss": [0.7, null], "acc": [0.5, 1]}})",
        R"({"csv": "a,b\n1,2\n", "left_out": ["pixel 0,0"], "validation_split": 0.3, "later": {"a": [1, null, "\u00e4"]}})"}),
    "{}[]\",:0123456789.-e \\utrfn")
