#pragma once
// SPDX-License-Identifier: MIT
// One training step as a film: load batch, forward l, loss, backward l (receive, compute, pass on), update l.
// train_on_batch, epoch and fit are loops over advance(), so N x advance() equals one train_on_batch bit for bit.
#include <cstdint>
#include <span>

#include "engine/model/model.hpp"
#include "engine/training/trace.hpp"

namespace chainrule {

class Stepper {
 public:
  /// For batches of up to `capacity` rows of a built and compiled model, which must outlive this. Throws Error.
  Stepper(Model& model, Index capacity);

  /// The next batch: these rows of x and y (kept as views until done), or all of them. `weights` has one number a row
  /// of x that says how much it counts, or is empty.
  void load(View<const float> x, View<const float> y, std::span<const std::uint32_t> rows,
            std::span<const float> weights = {});
  void load(View<const float> x, View<const float> y);

  /// Does one phase and says which. After `done` it goes on saying so until load().
  Step advance();
  /// Does what remains of the step.
  void finish();
  /// Where the film stands: the phase that advance() did last.
  Step position() const { return position_; }
  bool done() const { return position_.phase == Phase::done; }
  /// The layer whose update would have left the finite numbers (its weights did not), or -1.
  Index overflowed_layer() const { return overflowed_; }

  Index rows() const { return rows_; }
  /// Mean over the batch with all penalties, known after the loss phase.
  double loss() const { return loss_; }
  /// What loss and metrics add up over batches, known after the loss phase.
  const std::vector<double>& sums() const { return sums_; }
  /// Loss and metrics that such sums of `rows` rows mean, and those of this batch.
  Logs logs(const std::vector<double>& sums, Index rows) const {
    return logs_of(metrics_, sums, static_cast<double>(rows), model_.outputs());
  }
  Logs logs() const { return logs(sums_, rows_); }
  Index capacity() const { return workspace_.capacity(); }
  const Workspace& workspace() const { return workspace_; }
  const std::vector<CompiledMetric>& metrics() const { return metrics_; }

  /// Recording copies every number of the phases into trace(); off, it costs nothing.
  void record(bool on) { recording_ = on; }
  const Trace& trace() const { return trace_; }
  Trace take_trace() { return std::move(trace_); }

 private:
  void do_load();
  void do_forward(std::size_t l);
  void do_loss();
  void do_backward(std::size_t l);
  void do_update(std::size_t l);
  void record_phase();
  void record_loss();
  void record_backward(std::size_t l);
  void record_update(std::size_t l);
  Step next() const;
  View<const float> targets() const { return {targets_.data(), rows_, target_columns_}; }
  const Layer& layer(std::size_t l) const { return *model_.layers()[l]; }
  std::size_t last() const { return model_.layers().size() - 1; }

  Model& model_;
  Workspace workspace_;
  Buffer targets_;
  Index target_columns_;
  View<const float> x_, y_;
  std::span<const std::uint32_t> chosen_;
  std::span<const float> row_weights_;
  std::vector<float> batch_weights_;  // of the batch's rows; empty when all count the same
  Index rows_ = 0, overflowed_ = -1;
  Step position_{Phase::done, 0};
  Pass pass_;
  double loss_ = 0, penalty_ = 0;
  std::vector<CompiledMetric> metrics_;
  std::vector<double> sums_;
  bool recording_ = false;
  Trace trace_;
};

}  // namespace chainrule
