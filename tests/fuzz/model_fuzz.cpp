// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/io/model_json.hpp"
#include "engine/training/fit.hpp"
#include "tests/fuzz/driver.hpp"

namespace {

using namespace chainrule;

/// Small enough for thousands of inputs a second.
bool small(const Sequential& model) {
  Index units = 0;
  for (const auto& layer : model.layers()) units += layer->arguments();
  return model.count_params() <= 5000 && units <= 1000 && model.inputs() <= 64;
}

/// Three rows of numbers, with zeros as targets: every loss takes those.
void train(Sequential& model) {
  Random random(1);
  Matrix x(3, model.inputs());
  const Matrix y(3, model.target_columns());
  for (float& v : x.data) v = static_cast<float>(random.normal());
  model.fit(x, y, {2, 2, 0, true});
  model.predict(x);
}

bool finite(const Sequential& model) {
  return std::all_of(model.weights().begin(), model.weights().end(), [](float w) { return std::isfinite(w); });
}

}  // namespace

// Any bytes give a model or an Error; a model is written and read again as the same; two epochs of a small one end with
// finite weights or an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    Sequential model = read_model({reinterpret_cast<const char*>(data), size});
    if (!model.layers().empty() && model.layers().size() <= 12 && (!model.built() || small(model))) {
      const std::string text = write_model(model);
      if (write_model(read_model(text)) != text) std::abort();
      if (!model.built()) model.build(3);
      if (model.compiled() && small(model)) train(model);
      if (!finite(model)) std::abort();
    }
  } catch (const Error&) {}
  return 0;
}

CHAINRULE_FUZZ_MAIN(
    (std::vector<std::string>{
        R"({"chainrule_model":1,"dialect":"keras3","seed":1,"inputs":2,"layers":["dense:4:tanh","batch_normalization","dropout:0.3","dense:1:sigmoid"],"compile":{"optimizer":"adam:0.01","loss":"binary_crossentropy","metrics":["acc","auc"]}})",
        R"({"chainrule_model":1,"dialect":"keras2","seed":7,"inputs":3,"layers":["rbf:3:width=2","prelu","dense:4:glu:kernel_constraint=max_norm","layer_normalization","dense:3:softmax:kernel_regularizer=l2"],"compile":{"optimizer":"nadam:clipnorm=1","loss":"sparse_categorical_crossentropy","metrics":["sparse_categorical_accuracy"]}})",
        R"({"chainrule_model":1,"dialect":"keras3","seed":1,"inputs":1,"layers":[{"kind":"dense","units":2,"activation":{"name":"elu","alpha":0.5}},"activation:maxout","gaussian_noise:0.5","leaky_relu","flatten","activity_regularization:0.1"],"compile":{"optimizer":{"name":"lion","learning_rate":0.1},"loss":"huber:delta=2","metrics":["r2","mape"],"learning_rate_schedule":"cosine_decay:decay_steps=10"}})",
        R"({"chainrule_model":1,"dialect":"keras3","seed":1,"inputs":1,"layers":["dense:1"],"compile":{"optimizer":"sgd:momentum=0.9","loss":"mse","metrics":[]},"weights":[0.5,-1e30]})"}),
    "{}[]\",:0123456789.-e =tr")
