// SPDX-License-Identifier: MIT
// Every number that the phases of a step leave behind, beside what PyTorch's autograd makes of the same step: errors
// that cancel out in the weights, or that only a film of the step shows, are seen here (see tests/golden/README.md).
#include "engine/training/stepper.hpp"
#include "tests/engine/golden.hpp"

namespace chainrule {
namespace {

using nlohmann::json;
using test::expect_near, test::matrix_of;

/// Gradients and mean squares can all be tiny: then their largest says which of them are small.
void expect_numbers(const std::vector<float>& actual, const json& expected, const std::string& where) {
  const auto values = expected.get<std::vector<double>>();
  ASSERT_EQ(actual.size(), values.size()) << where;
  double largest = 1e-12;
  for (const double v : values) largest = std::max(largest, std::fabs(v));
  for (std::size_t i = 0; i < values.size(); ++i)
    expect_near(actual[i], values[i], where + ", number " + std::to_string(i), 1e-5, std::min(largest, 0.1));
}

/// What the oracle has no numbers for, the trace has none for either.
void expect_numbers(const Matrix& actual, const json& numbers, const std::string& field, const std::string& where) {
  if (numbers.contains(field)) expect_numbers(actual.data, numbers.at(field), where + ", " + field);
  else EXPECT_TRUE(actual.empty()) << where << ", " << field;
}

/// Moving averages, which are behind the others, have no gradients to compare.
void expect_tensors(const std::vector<Matrix>& actual, const json& expected, const std::string& where) {
  ASSERT_GE(actual.size(), expected.size()) << where;
  for (std::size_t i = 0; i < expected.size(); ++i)
    expect_numbers(actual[i].data, expected[i], where + ", tensor " + std::to_string(i));
}
void expect_tensors(const std::vector<Matrix>& actual, const json& numbers, const std::string& field,
                    const std::string& where) {
  if (numbers.contains(field)) expect_tensors(actual, numbers.at(field), where + ", " + field);
  else EXPECT_TRUE(actual.empty()) << where << ", " << field;
}

std::vector<std::vector<float>> plain(const std::vector<Matrix>& tensors) {
  std::vector<std::vector<float>> all;
  for (const Matrix& m : tensors) all.push_back(m.data);
  return all;
}

void expect_slots(const Optimizer& optimizer, const LayerTrace& layer, const json& expected, const std::string& where) {
  ASSERT_EQ(layer.slots.size(), optimizer.slots.size()) << where;
  for (const auto& [name, tensors] : expected.items())
    EXPECT_NE(std::find(optimizer.slots.begin(), optimizer.slots.end(), name), optimizer.slots.end())
        << where << ", " << name;
  for (std::size_t s = 0; s < layer.slots.size(); ++s)
    expect_tensors(layer.slots[s], expected, std::string(optimizer.slots[s]), where);
}

/// One step of one case, and the step before it (nullptr: there is none).
struct Comparison {
  const Sequential& model;
  const Matrix &x, &y;
  const json& expected;
  const Trace* previous;

  void load(const Trace& t) const {
    EXPECT_EQ(t.x.data, x.data);
    EXPECT_EQ(t.y.data, y.data);
  }
  void forward(const Trace& t, std::size_t l, const std::string& where) const {
    const LayerTrace& layer = t.layers[l];
    const json& numbers = expected.at("layers").at(l);
    EXPECT_EQ(layer.x.data, l > 0 ? t.layers[l - 1].a.data : x.data) << where;
    expect_numbers(layer.z, numbers, "z", where);
    expect_numbers(layer.a, numbers, "a", where);
    expect_numbers(layer.derivative, numbers, "derivative", where);
    expect_numbers(layer.statistics, numbers, "statistics", where);
  }
  void loss(const Trace& t) const {
    expect_numbers(t.row_loss, expected.at("row_loss"), "losses of the rows");
    expect_near(t.loss, expected.at("loss").get<double>(), "loss");
    expect_near(t.penalty, expected.at("penalty").get<double>(), "penalty");
  }
  void backward(const Trace& t, std::size_t l, const std::string& where) const {
    const LayerTrace& layer = t.layers[l];
    const json& numbers = expected.at("layers").at(l);
    expect_numbers(layer.da, numbers, "da", where);
    expect_numbers(layer.delta, numbers, "delta", where);
    expect_numbers(layer.dx, numbers, "dx", where);
    expect_tensors(layer.gradients, numbers, "gradients", where);
    expect_tensors(layer.penalty_gradients, numbers, "penalty_gradients", where);
  }
  void update(const Trace& t, std::size_t l, const std::string& where) const {
    const LayerTrace& layer = t.layers[l];
    const json& numbers = expected.at("layers").at(l);
    if (previous) {
      EXPECT_EQ(plain(layer.before), plain(previous->layers[l].after)) << where;
      ASSERT_EQ(layer.slots_before.size(), previous->layers[l].slots.size()) << where;
      for (std::size_t s = 0; s < layer.slots_before.size(); ++s)
        EXPECT_EQ(plain(layer.slots_before[s]), plain(previous->layers[l].slots[s])) << where << ", slot " << s;
    }
    expect_tensors(layer.after, numbers, "after", where);
    expect_tensors(layer.clipped, numbers, "clipped", where);
    if (numbers.contains("slots")) expect_slots(model.optimizer(), layer, numbers.at("slots"), where);
    expect_near(t.learning_rate, expected.at("learning_rate").get<double>(), where + ", learning rate", 1e-5, 0);
  }
  void phase(const Trace& t, Step step) const {
    const auto l = static_cast<std::size_t>(step.layer);
    const std::string where = std::string(phase_names[static_cast<std::size_t>(step.phase)]) + " " + std::to_string(l);
    switch (step.phase) {
      case Phase::load: return load(t);
      case Phase::forward: return forward(t, l, where);
      case Phase::loss: return loss(t);
      case Phase::backward: return backward(t, l, where);
      case Phase::update: return update(t, l, where);
      case Phase::done: return;
    }
  }
};

void compare(const json& example) {
  Sequential model = test::model_of(example);
  const Matrix x = matrix_of(example.at("x")), y = matrix_of(example.at("y"));
  const auto weights = example.value("sample_weight", std::vector<float>());
  Stepper stepper(model, x.rows);
  stepper.record(true);
  Trace previous;
  const json& steps = example.at("trace");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    SCOPED_TRACE("step " + std::to_string(i + 1));
    const Comparison comparison{model, x, y, steps[i], i > 0 ? &previous : nullptr};
    stepper.load(x, y, {}, weights);
    while (!stepper.done()) {
      const Step step = stepper.advance();
      comparison.phase(stepper.trace(), step);
    }
    EXPECT_EQ(stepper.trace().step, static_cast<double>(i + 1));
    previous = stepper.trace();
  }
}

TEST(TraceGolden, EveryNumberOfEveryPhaseIsAutogradsOwn) {
  const json golden = test::golden("traces.json");
  ASSERT_GE(golden.at("cases").size(), 17U);
  for (const auto& example : golden.at("cases")) {
    SCOPED_TRACE(example.at("name").get<std::string>());
    ASSERT_EQ(example.at("trace").size(), 2U);
    compare(example);
  }
}

TEST(TraceGolden, HasEveryLossAndEveryOptimizer) {
  const json golden = test::golden("traces.json");
  const auto occurs = [&](const char* field, std::string_view name) {
    return std::any_of(golden.at("cases").begin(), golden.at("cases").end(), [&](const json& example) {
      const auto text = example.at(field).get<std::string>();
      return text.substr(0, text.find(':')) == name;
    });
  };
  for (const Loss& loss : losses()) EXPECT_TRUE(occurs("loss", loss.name)) << loss.name;
  for (const Optimizer& optimizer : optimizers()) EXPECT_TRUE(occurs("optimizer", optimizer.name)) << optimizer.name;
}

}  // namespace
}  // namespace chainrule
