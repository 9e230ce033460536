#pragma once
// SPDX-License-Identifier: MIT
// fit() in pieces: whoever trains beside drawing takes one phase, batch or epoch at a time.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/model/model.hpp"
#include "engine/tables/spec.hpp"
#include "engine/training/callback.hpp"
#include "engine/training/history.hpp"
#include "engine/training/stepper.hpp"

namespace chainrule {

/// Rows that fit() measures val_loss on, in place of validation_split; sample_weight is empty or has one number a row.
struct ValidationData {
  View<const float> x, y;
  std::span<const float> sample_weight = {};
};

/// Keras's rules. validation_split takes the last n - floor(n (1 - split)) rows before any shuffle; each epoch draws a
/// new order of the training rows; a last shorter batch takes a full step; the epoch's loss is the mean over samples
/// measured while the weights move; val_loss comes from the weights at the epoch's end.
class Fit {
 public:
  /// The model and the rows must outlive this. Throws Error on anything that cannot be trained on.
  Fit(Model& model, View<const float> x, View<const float> y, const FitSpec& spec,
      const ValidationData* validation = nullptr, std::span<const float> sample_weight = {});

  /// One phase of the Stepper. After the last update of an epoch val_loss is measured and the history grows.
  Step advance();
  /// What remains of the current batch, or the next one. False when nothing is left to do.
  bool run_batch();
  /// The next batch as run_batch() is going to do it (past the last epoch too), recorded; nothing has changed after it.
  /// Throws Error while a batch is under way.
  Trace preview();

  bool finished() const { return stopped() || epoch_ >= spec_.epochs; }
  /// Ended before its last epoch, by itself: history().stopped says why.
  bool stopped() const { return !history_.stopped.empty(); }
  /// A loss, gradient or weight left the finite numbers. The model has its last finite weights; nothing goes on.
  bool diverged() const { return diverged_; }
  /// Ends training by the caller's wish, as a callback would: weights to restore are restored.
  void stop();
  /// Lets training go on for `epochs` in all, when that is more than were asked for at first; after an early stop too.
  void extend(Index epochs);
  /// Before the first step: goes on after the epochs of an earlier fit of the same kind. They stand first in history(),
  /// and epoch() counts from there; the weights are the caller's. Throws Error where that fit measured something else.
  void resume(History earlier);

  /// All that the next batch depends on, as bytes: for a fit of the same model, rows and spec, anywhere, that shall go
  /// on from here to the last digit. Throws Error while a batch is under way.
  std::string state() const;
  /// Goes on where state() was taken. Throws Error on the state of another fit; model and fit are as they were then.
  void restore(std::string_view state);

  /// So many epochs of which nobody knows the numbers: they are NaN. For resume().
  History unknown_history(Index epochs) const;

  Index epoch() const { return epoch_; }  ///< epochs done
  Index batch() const { return batch_; }  ///< batches done in this epoch
  Index batches() const;                  ///< in an epoch
  Index training_rows() const { return training_rows_; }
  bool in_batch() const { return !stepper_.done(); }
  const History& history() const { return history_; }
  /// history() as fit() returns it, with a last row for an epoch that training ended in the middle of, as Keras has
  /// one: what was measured up to there. Where training diverged the loss is NaN or infinity, and val_... is NaN.
  History full_history();
  /// Loss and metrics over the rows of this epoch so far.
  Logs running() const;
  Stepper& stepper() { return stepper_; }
  const std::vector<std::unique_ptr<Callback>>& callbacks() const { return callbacks_; }

 private:
  struct Standing;
  void pass(Bytes& way, Standing& standing) const;
  void check(const Standing& standing) const;
  std::vector<std::string> history_keys() const;
  void next_batch();
  void end_batch();
  void add_validation(Logs& logs) const;
  void end_epoch();
  void end_training();
  void stop_if_diverged();
  void diverge(const std::string& where);

  Model& model_;
  View<const float> x_, y_;
  ValidationData validation_{};
  FitSpec spec_;
  Index training_rows_;
  std::vector<std::uint32_t> order_;
  Random random_;
  Stepper stepper_;
  Index epoch_ = 0, batch_ = 0, seen_ = 0;
  std::vector<double> sums_;
  std::vector<std::string> keys_;
  std::vector<float> row_weights_;  // of the training rows; empty when all count the same
  std::vector<std::unique_ptr<Callback>> callbacks_;
  bool diverged_ = false, ended_ = false;
  History history_;
};

/// What each row counts: its sample_weight, or the weight of its class (the index in y's column, or y's largest
/// column), or both multiplied, which Keras 3 refuses. Empty when all count the same. A class without a weight counts 1
/// in Keras 3; Keras 2.2 refuses it (`class_weight` must contain all classes in the data), and so it throws Error
/// there. (Validation knows sample weights alone, as in Keras.)
std::vector<float> row_weights(View<const float> y, std::span<const float> sample_weight,
                               std::span<const double> class_weight, Dialect dialect, std::string_view method);

/// Rows of n that train: floor(n (1 - validation_split)) in double precision. Throws Error when none are left on either
/// side.
Index training_rows(Index n, double validation_split);

}  // namespace chainrule
