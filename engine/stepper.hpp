#pragma once
// SPDX-License-Identifier: MIT
// One training step as a film: load batch, forward l, loss, backward l (receive, compute, pass on), update l.
// train_on_batch, epoch and fit are loops over advance(), so N x advance() equals one train_on_batch bit for bit.
#include <cstdint>
#include <span>

#include "sequential.hpp"
#include "trace.hpp"

namespace chainrule {

class Stepper {
 public:
  /// For batches of up to `capacity` rows of a built and compiled model, which must outlive this. Throws Error.
  Stepper(Sequential& model, Index capacity);

  /// The next batch: these rows of x and y (kept as views until done), or all of them.
  void load(View<const float> x, View<const float> y, std::span<const std::uint32_t> rows);
  void load(View<const float> x, View<const float> y);

  /// Does one phase and says which. After `done` it goes on saying so until load().
  Step advance();
  /// Does what remains of the step.
  void finish();
  /// Where the film stands: the phase that advance() did last.
  Step position() const { return position_; }
  bool done() const { return position_.phase == Phase::done; }

  Index rows() const { return rows_; }
  /// Mean over the batch, known after the loss phase.
  double loss() const { return loss_; }
  /// Loss and metrics summed over the batch's rows, known after the loss phase.
  const std::vector<double>& sums() const { return sums_; }
  Index capacity() const { return workspace_.capacity(); }

  /// Recording copies every number of the phases into trace(); off, it costs nothing.
  void record(bool on) { recording_ = on; }
  const Trace& trace() const { return trace_; }

 private:
  void do_load();
  void do_forward(std::size_t l);
  void do_loss();
  void do_backward(std::size_t l);
  void do_update(std::size_t l);
  void record_phase();
  Step next() const;

  Sequential& model_;
  Workspace workspace_;
  Buffer targets_;
  Index target_columns_;
  View<const float> x_, y_;
  std::span<const std::uint32_t> chosen_;
  Index rows_ = 0;
  Step position_{Phase::done, 0};
  double loss_ = 0;
  std::vector<const Metric*> metrics_;
  std::vector<double> sums_;
  bool recording_ = false;
  Trace trace_;
};

}  // namespace chainrule
