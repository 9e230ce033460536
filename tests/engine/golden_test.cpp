// SPDX-License-Identifier: MIT
// Chainrule beside PyTorch and TensorFlow.js: the same networks from the same weights (see tests/golden/README.md).
#include "tests/engine/golden.hpp"

namespace chainrule {
namespace {

using nlohmann::json;
using test::matrix_of, test::model_of;

void expect_near(const json& example, double actual, const json& expected, const std::string& where) {
  test::expect_near(actual, expected.get<double>(), where, example.value("tolerance", 1e-5));
}

void expect_weights(const Sequential& model, const json& example) {
  const json& expected = example.at("expected");
  const auto weights = model.get_weights();
  ASSERT_EQ(weights.size(), expected.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    ASSERT_EQ(weights[i].data.size(), expected[i].size());
    for (std::size_t j = 0; j < expected[i].size(); ++j)
      expect_near(example, weights[i].data[j], expected[i][j],
                  "tensor " + std::to_string(i) + ", weight " + std::to_string(j));
  }
}

void run_steps(const json& example) {
  Sequential model = model_of(example);
  const Matrix x = matrix_of(example.at("x")), y = matrix_of(example.at("y"));
  const auto& losses = example.at("losses");
  const auto weights = example.value("sample_weight", std::vector<float>());
  ASSERT_EQ(losses.size(), example.at("steps").get<std::size_t>());
  for (std::size_t step = 0; step < losses.size(); ++step)
    expect_near(example, model.train_on_batch(x, y, weights).front().second, losses[step],
                "loss of step " + std::to_string(step));
  expect_weights(model, example);
  if (!example.contains("outputs")) return;
  const Matrix outputs = model.predict(x);
  for (std::size_t i = 0; i < outputs.data.size(); ++i)
    expect_near(example, outputs.data[i], example.at("outputs")[i], "output " + std::to_string(i) + " at the end");
}

void run_fit(const json& example) {
  Sequential model = model_of(example);
  const auto& how = example.at("fit");
  const FitSpec spec{how.at("batch_size").get<Index>(), how.at("epochs").get<Index>(),
                     how.at("validation_split").get<double>(), how.at("shuffle").get<bool>()};
  const History history = model.fit(matrix_of(example.at("x")), matrix_of(example.at("y")), spec);
  for (const auto& [key, values] : example.at("history").items()) {
    const auto* course = history.find(key);
    ASSERT_NE(course, nullptr) << key;
    ASSERT_EQ(course->size(), values.size());
    for (std::size_t e = 0; e < values.size(); ++e)
      expect_near(example, (*course)[e], values[e], key + " of epoch " + std::to_string(e));
  }
  expect_weights(model, example);
}

void run_all(const std::string& file, std::size_t at_least) {
  const json golden = test::golden(file);
  ASSERT_GE(golden.at("cases").size(), at_least);
  for (const auto& example : golden.at("cases")) {
    SCOPED_TRACE(example.at("name").get<std::string>());
    if (example.contains("fit")) run_fit(example);
    else run_steps(example);
  }
}

TEST(Golden, TrainsAsPyTorchDoes) { run_all("torch.json", 290); }
TEST(Golden, TrainsAsTensorFlowJsDoes) { run_all("tfjs.json", 40); }

}  // namespace
}  // namespace chainrule
