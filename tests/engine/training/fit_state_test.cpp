// SPDX-License-Identifier: MIT
// A fit that goes on elsewhere goes on to the last digit. The oracle is the same fit without an interruption.
#include <gtest/gtest.h>

#include "engine/document/callback_text.hpp"
#include "engine/training/fit.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

std::vector<LayerSpec> noisy_layers() {
  LayerSpec dropout, normal;
  dropout.kind = "dropout";
  dropout.values = {0.3};
  normal.kind = "batch_normalization";
  return {dense(5, "tanh"), dropout, normal, dense(1)};
}

struct Trial {
  Matrix x = normal_matrix(23, 2, 1), y = normal_matrix(23, 1, 2);
  Sequential model;
  Fit fit;
  Trial(const Choice& optimizer, const FitSpec& spec, std::uint64_t seed = 1)
      : model(make_network(2, noisy_layers(), {optimizer, "mse", {"mae"}}, Dialect::keras3, seed)),
        fit(model, x.view(), y.view(), spec) {}
  std::vector<float> weights() { return {model.weights().begin(), model.weights().end()}; }
};

FitSpec spec_with(const std::vector<std::string>& callbacks) {
  FitSpec spec{4, 6, 0.3, true};
  for (const std::string& text : callbacks) spec.callbacks.push_back(read_callback(text));
  return spec;
}

void expect_same(Trial& a, Trial& b, const std::string& what) {
  EXPECT_EQ(a.weights(), b.weights()) << what;
  EXPECT_EQ(a.fit.history().keys, b.fit.history().keys) << what;
  EXPECT_EQ(a.fit.history().values, b.fit.history().values) << what;
  EXPECT_EQ(a.fit.history().stopped, b.fit.history().stopped) << what;
  EXPECT_EQ(a.fit.epoch(), b.fit.epoch()) << what;
  for (std::size_t i = 0; i < a.fit.callbacks().size(); ++i) {
    EXPECT_EQ(a.fit.callbacks()[i]->status(), b.fit.callbacks()[i]->status()) << what;
    EXPECT_EQ(a.fit.callbacks()[i]->lines(), b.fit.callbacks()[i]->lines()) << what;
  }
}

/// Interrupted after each number of batches.
void expect_to_go_on(const Choice& optimizer, const FitSpec& spec) {
  for (int batches = 0; batches < 14; batches += 3) {
    Trial whole(optimizer, spec), other(optimizer, spec);
    for (int i = 0; i < batches; ++i) whole.fit.run_batch();
    other.fit.restore(whole.fit.state());
    const std::string what = optimizer.name + " after " + std::to_string(batches);
    expect_same(whole, other, what);
    const auto film = [](Trial& t) {
      return t.fit.finished() ? std::vector<float>() : t.fit.preview().layers[0].after[0].data;
    };
    EXPECT_EQ(film(whole), film(other)) << what;
    while (whole.fit.run_batch()) {}
    while (other.fit.run_batch()) {}
    expect_same(whole, other, what + ", at the end");
  }
}

TEST(FitState, GoesOnToTheLastDigitWithEveryOptimizer) {
  for (const Optimizer& optimizer : optimizers()) expect_to_go_on(std::string_view(optimizer.name), spec_with({}));
}

TEST(FitState, GoesOnWithWhatCallbacksRemember) {
  expect_to_go_on("adam",
                  spec_with({"early_stopping:patience=2:restore_best_weights=1", "reduce_lr_on_plateau:patience=1",
                             "model_checkpoint", "learning_rate_scheduler:every=2", "csv_logger"}));
}

TEST(FitState, IsOfRestsBetweenBatchesAlone) {
  Trial run("sgd", spec_with({}));
  run.fit.advance();
  EXPECT_THROW(run.fit.state(), Error);
}

TEST(FitState, RefusesTheStateOfAnotherFitAndStaysAsItWas) {
  Trial run("adam", spec_with({}));
  run.fit.run_batch();
  Trial smaller("sgd", spec_with({})), stopper("adam", spec_with({"early_stopping"}));
  const auto before = run.weights();
  for (const std::string& state : {smaller.fit.state(), stopper.fit.state(), std::string(), run.fit.state() + "x"}) {
    EXPECT_THROW(run.fit.restore(state), Error);
    EXPECT_EQ(run.weights(), before);
    EXPECT_EQ(run.fit.batch(), 1);
  }
}

// The update writes to every slot that the optimizer's values use: they have to be there.
TEST(FitState, RefusesValuesThatUseWhatIsNotThere) {
  const auto with = [](const std::string& name, std::vector<double> values) { return Choice(name, std::move(values)); };
  for (const auto& [less, more] :
       {std::pair{with("sgd", {0.1, 0}), with("sgd", {0.1, 0.9})},
        {with("adam", {0.01, 0.9, 0.999, 1e-7, 0}), with("adam", {0.01, 0.9, 0.999, 1e-7, 1})}}) {
    Trial here(less, spec_with({})), there(more, spec_with({}));
    there.fit.run_batch();
    EXPECT_THROW(here.fit.restore(there.fit.state()), Error) << less.name;
    here.fit.run_batch();
  }
}

TEST(FitState, SurvivesWhateverStandsInIt) {
  Trial run("adam", spec_with({"early_stopping:restore_best_weights=1", "model_checkpoint"}));
  for (int i = 0; i < 5; ++i) run.fit.run_batch();
  const std::string good = run.fit.state();
  for (std::size_t length = 0; length < good.size(); length += 7)
    EXPECT_THROW(run.fit.restore(good.substr(0, length)), Error);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (at % 2 == 0 ? 0xFF : 0x80));
    Trial other("adam", spec_with({"early_stopping:restore_best_weights=1", "model_checkpoint"}));
    try {
      other.fit.restore(bad);
      run_epoch(other.fit);
      other.fit.preview();
    } catch (const Error&) {}
  }
}

}  // namespace
}  // namespace chainrule
