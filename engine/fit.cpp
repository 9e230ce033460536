// SPDX-License-Identifier: MIT
#include "fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace chainrule {
namespace {

const FitSpec& checked(const FitSpec& spec) {
  const auto expect = [](bool good, const std::string& what) {
    if (!good) throw Error("expected " + what + ", in fit()");
  };
  expect(spec.batch_size >= 1 && spec.batch_size <= limits::batch,
         "batch_size between 1 and " + std::to_string(limits::batch) + ", received " + std::to_string(spec.batch_size));
  expect(spec.epochs >= 0 && spec.epochs <= limits::epochs,
         "epochs between 0 and " + std::to_string(limits::epochs) + ", received " + std::to_string(spec.epochs));
  expect(spec.validation_split >= 0 && spec.validation_split < 1,
         "validation_split of at least 0 and below 1, received " + std::to_string(spec.validation_split));
  return spec;
}

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace

Index training_rows(Index n, double validation_split) {
  if (validation_split == 0) return n;
  const auto rows = static_cast<Index>(std::floor(static_cast<double>(n) * (1.0 - validation_split)));
  if (rows == 0 || rows == n)
    throw Error("expected a validation_split that leaves rows on both sides, received " +
                std::to_string(validation_split) + " of " + std::to_string(n) + " rows, which leaves " +
                std::to_string(rows) + " to train on");
  return rows;
}

Fit::Fit(Sequential& model, View<const float> x, View<const float> y, const FitSpec& spec,
         const ValidationData* validation)
    : model_(model),
      x_(x),
      y_(y),
      spec_((model.check_data(x, &y, "fit"), checked(spec))),
      training_rows_(validation ? x.rows : chainrule::training_rows(x.rows, spec.validation_split)),
      random_(model.seed(), Random::shuffle),
      stepper_(model, std::min(spec.batch_size, training_rows_)) {
  if (validation) {
    model.check_data(validation->x, &validation->y, "fit: validation_data");
    validation_ = *validation;
  } else if (training_rows_ < x.rows) {
    validation_ = {x.middle_rows(training_rows_, x.rows - training_rows_),
                   y.middle_rows(training_rows_, x.rows - training_rows_)};
  }
  order_.resize(static_cast<std::size_t>(training_rows_));
  std::iota(order_.begin(), order_.end(), 0U);
  keys_.emplace_back("loss");
  for (const std::string& name : model.compile_spec().metrics) keys_.push_back(metric_key(name, model.dialect()));
  sums_.resize(keys_.size());
  good_weights_.assign(model.weights().begin(), model.weights().end());
}

Index Fit::batches() const { return (training_rows_ + spec_.batch_size - 1) / spec_.batch_size; }

void Fit::next_batch() {
  if (batch_ == 0) {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    seen_ = 0;
    if (spec_.shuffle) random_.shuffle_in_place(order_);
  }
  const Index first = batch_ * spec_.batch_size;
  const Index rows = std::min(spec_.batch_size, training_rows_ - first);
  stepper_.load(x_, y_, std::span(order_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(rows)));
}

Step Fit::advance() {
  if (finished()) return {Phase::done, 0};
  if (stepper_.done()) next_batch();
  const Step step = stepper_.advance();
  if (step.phase == Phase::loss) stop_if_diverged();
  if (step.phase == Phase::done) end_batch();
  return step;
}

bool Fit::run_batch() {
  if (finished()) return false;
  while (advance().phase != Phase::done) {}
  return !finished();
}

bool Fit::run_epoch() {
  const Index now = epoch_;
  while (!finished() && epoch_ == now) run_batch();
  return !finished();
}

void Fit::end_batch() {
  for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k] += stepper_.sums()[k];
  seen_ += stepper_.rows();
  if (++batch_ == batches()) end_epoch();
}

Logs Fit::running() const {
  Logs logs;
  const auto rows = static_cast<double>(std::max<Index>(seen_, 1));
  for (std::size_t k = 0; k < keys_.size(); ++k) logs.emplace_back(keys_[k], sums_[k] / rows);
  return logs;
}

void Fit::end_epoch() {
  Logs logs = running();
  if (validation_.x.rows > 0)
    for (const auto& [key, value] : model_.evaluate(validation_.x, validation_.y)) logs.emplace_back("val_" + key, value);
  history_.append(logs);
  ++epoch_;
  batch_ = 0;
  if (all_finite(model_.weights())) std::copy(model_.weights().begin(), model_.weights().end(), good_weights_.begin());
}

void Fit::stop_if_diverged() {
  if (std::isfinite(stepper_.loss())) return;
  const double rate = model_.compile_spec().optimizer.values[0];
  std::string layer = "the loss";
  for (const auto& l : model_.layers()) {
    const auto part = model_.weights().subspan(static_cast<std::size_t>(l->offset()), static_cast<std::size_t>(l->parameter_count()));
    if (all_finite(part)) continue;
    layer = "layer " + l->spec().name;
    break;
  }
  char text[256];
  std::snprintf(text, sizeof text,
                "The loss is no longer a finite number at epoch %td, batch %td (%s overflowed first). The learning rate "
                "%g is too large: try %g.", epoch_ + 1, batch_ + 1, layer.c_str(), rate, rate / 10);
  history_.stopped = text;
  if (!all_finite(model_.weights())) std::copy(good_weights_.begin(), good_weights_.end(), model_.weights().begin());
}

}  // namespace chainrule
