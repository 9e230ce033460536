// SPDX-License-Identifier: MIT
#include "engine/training/fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/base/text.hpp"

namespace chainrule {
namespace {

FitSpec checked(FitSpec spec) {
  const auto expect = [](bool good, const std::string& what) {
    if (!good) throw Error("expected " + what + ", in fit()");
  };
  expect(spec.batch_size >= 1 && spec.batch_size <= limits::batch,
         "batch_size between 1 and " + std::to_string(limits::batch) + ", received " + std::to_string(spec.batch_size));
  expect(spec.epochs >= 0 && spec.epochs <= limits::epochs,
         "epochs between 0 and " + std::to_string(limits::epochs) + ", received " + std::to_string(spec.epochs));
  expect(spec.validation_split >= 0 && spec.validation_split < 1,
         "validation_split of at least 0 and below 1, received " + std::to_string(spec.validation_split));
  for (const double weight : spec.class_weight)
    expect(weight == unset || (weight >= 0 && std::isfinite(weight)),
           "class_weight of at least 0, received " + std::to_string(weight));
  return spec;
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

Fit::Fit(Model& model, View<const float> x, View<const float> y, const FitSpec& spec, const ValidationData* validation,
         std::span<const float> sample_weight)
    : model_(model),
      x_(x),
      y_(y),
      spec_((model.check_data(x, &y, "fit"), model.check_sample_weight(sample_weight, x.rows, "fit"), checked(spec))),
      training_rows_(validation ? x.rows : chainrule::training_rows(x.rows, spec.validation_split)),
      random_(model.seed(), Random::shuffle),
      stepper_(model, std::min(spec.batch_size, training_rows_)) {
  const auto split = static_cast<std::size_t>(training_rows_);
  if (validation) {
    model.check_data(validation->x, &validation->y, "fit: validation_data");
    model.check_sample_weight(validation->sample_weight, validation->x.rows, "fit: validation_data");
    validation_ = *validation;
  } else if (training_rows_ < x.rows) {
    validation_ = {x.middle_rows(training_rows_, x.rows - training_rows_),
                   y.middle_rows(training_rows_, x.rows - training_rows_),
                   sample_weight.empty() ? sample_weight : sample_weight.subspan(split)};
  }
  row_weights_ =
      row_weights(y.middle_rows(0, training_rows_), sample_weight.empty() ? sample_weight : sample_weight.first(split),
                  spec_.class_weight, model.dialect(), "fit");
  order_.resize(split);
  std::iota(order_.begin(), order_.end(), 0U);
  keys_.emplace_back("loss");
  for (const CompiledMetric& m : stepper_.metrics()) keys_.push_back(m.key);
  sums_.resize(stepper_.sums().size());
  const auto all = history_keys();
  for (const CallbackSpec& callback : spec_.callbacks)
    callbacks_.push_back(make_callback(callback, all, model.objective().metric_names(), model.dialect()));
}

std::vector<std::string> Fit::history_keys() const {
  std::vector<std::string> all = keys_;
  for (const std::string& key : keys_)
    if (validation_.x.rows > 0) all.push_back("val_" + key);
  return all;
}

std::vector<float> row_weights(View<const float> y, std::span<const float> sample_weight,
                               std::span<const double> classes, Dialect dialect, std::string_view method) {
  std::vector<float> weights(sample_weight.begin(), sample_weight.end());
  if (classes.empty()) return weights;
  if (dialect == Dialect::keras3 && !weights.empty())
    throw Error("expected class_weight or sample_weight, received both, which Keras 3 refuses, in " +
                std::string(method) + "(): multiply them into sample_weight");
  weights.resize(static_cast<std::size_t>(y.rows), 1);
  for (Index r = 0; r < y.rows; ++r) {
    auto label = y.cols == 1 ? static_cast<double>(y(r, 0))
                             : static_cast<double>(std::max_element(y.row(r), y.row(r) + y.cols) - y.row(r));
    if (dialect == Dialect::keras3) label = std::nearbyint(label);
    const bool among = label >= 0 && label < static_cast<double>(classes.size()) && label == std::floor(label);
    const double weight = among ? classes[static_cast<std::size_t>(label)] : unset;
    if (weight == unset && dialect == Dialect::keras2)
      throw Error("expected a class_weight for each class, as Keras 2.2 wants them, received none for class " +
                  format_number(label) + " at row " + std::to_string(r) + ", in " + std::string(method) + "()");
    if (weight != unset) weights[static_cast<std::size_t>(r)] *= static_cast<float>(weight);
  }
  return weights;
}

void Fit::extend(Index epochs) {
  spec_.epochs = epochs;
  if (diverged_ || epoch_ >= epochs) return;
  history_.stopped.clear();
  ended_ = false;
}

void Fit::resume(History earlier) {
  if (earlier.epochs() == 0) return;
  if (earlier.keys != history_keys()) throw Error("expected a history of the same measures, received another fit's");
  history_ = std::move(earlier);
  history_.stopped.clear();
  epoch_ = history_.epochs();
}

History Fit::unknown_history(Index epochs) const {
  History history;
  history.keys = history_keys();
  history.values.assign(history.keys.size(), std::vector<double>(static_cast<std::size_t>(epochs),
                                                                 std::numeric_limits<double>::quiet_NaN()));
  return history;
}

History Fit::full_history() {
  History all = history_;
  if (!diverged_ && batch_ == 0) return all;
  std::vector<double> sums = sums_;
  Index rows = seen_;
  if (diverged_) {  // its batch has been measured, but not been added
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += stepper_.sums()[k];
    rows += stepper_.rows();
  }
  Logs logs = stepper_.logs(sums, rows);
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (!diverged_) add_validation(logs);
  else if (std::isfinite(logs[0].second)) logs[0].second = none;  // the weights would have overflowed
  const std::vector<std::string> keys = history_keys();
  for (std::size_t k = logs.size(); k < keys.size(); ++k) logs.emplace_back(keys[k], none);
  all.append(logs);
  return all;
}

Index Fit::batches() const { return (training_rows_ + spec_.batch_size - 1) / spec_.batch_size; }

void Fit::next_batch() {
  if (batch_ == 0) {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    seen_ = 0;
    if (spec_.shuffle) random_.shuffle_in_place(order_);
    for (const auto& callback : callbacks_) callback->epoch_begin(epoch_, model_);
  }
  const Index first = batch_ * spec_.batch_size;
  const Index rows = std::min(spec_.batch_size, training_rows_ - first);
  stepper_.load(x_, y_, std::span(order_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(rows)),
                row_weights_);
}

Step Fit::advance() {
  if (finished()) return {Phase::done, 0};
  if (stepper_.done()) next_batch();
  const Step step = stepper_.advance();
  if (step.phase == Phase::loss || step.phase == Phase::update) stop_if_diverged();
  if (step.phase == Phase::done) end_batch();
  return step;
}

bool Fit::run_batch() {
  if (finished()) return false;
  while (advance().phase != Phase::done) {}
  return !finished();
}

Trace Fit::preview() {
  if (in_batch()) throw Error("expected no batch under way, received one, in preview()");
  struct Undo {  // however this ends
    Fit& fit;
    Model::State model = fit.model_.state();
    std::vector<std::uint32_t> order = fit.order_;
    Random random = fit.random_;
    std::vector<double> sums = fit.sums_;
    Index seen = fit.seen_;
    ~Undo() {
      fit.stepper_.record(false);
      fit.model_.restore(model);
      fit.order_.swap(order);
      fit.random_ = random;
      fit.sums_.swap(sums);
      fit.seen_ = seen;
    }
  } undo{*this};
  next_batch();
  stepper_.record(true);
  stepper_.finish();
  return stepper_.take_trace();
}

void Fit::end_batch() {
  for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k] += stepper_.sums()[k];
  seen_ += stepper_.rows();
  if (++batch_ == batches()) end_epoch();
}

Logs Fit::running() const { return stepper_.logs(sums_, std::max<Index>(seen_, 1)); }

void Fit::add_validation(Logs& logs) const {
  if (validation_.x.rows == 0) return;
  for (const auto& [key, value] :
       model_.evaluate(validation_.x, validation_.y, spec_.batch_size, validation_.sample_weight))
    logs.emplace_back("val_" + key, value);
}

void Fit::end_epoch() {
  Logs logs = running();
  add_validation(logs);
  history_.append(logs);
  for (const auto& callback : callbacks_) {
    const std::string why = callback->epoch_end(epoch_, logs, model_);
    if (history_.stopped.empty()) history_.stopped = why;
  }
  ++epoch_;
  batch_ = 0;
  if (finished()) end_training();
}

void Fit::end_training() {
  if (std::exchange(ended_, true)) return;
  for (const auto& callback : callbacks_) callback->train_end(model_);
}

void Fit::stop() { end_training(); }

void Fit::stop_if_diverged() {
  if (stepper_.overflowed_layer() >= 0)
    return diverge("the weights of layer " +
                   model_.layers()[static_cast<std::size_t>(stepper_.overflowed_layer())]->spec().name);
  if (std::isfinite(stepper_.loss())) return;
  const auto all_finite = [](View<const float> v) {
    return std::all_of(v.data, v.data + v.size(), [](float value) { return std::isfinite(value); });
  };
  for (std::size_t l = 0; l < model_.layers().size(); ++l) {
    const LayerBuffers s = stepper_.workspace().layer(l, stepper_.rows());
    if (!all_finite(s.z) || !all_finite(s.a)) return diverge("the outputs of layer " + model_.layers()[l]->spec().name);
  }
  diverge("the loss of the outputs of layer " + model_.layers().back()->spec().name);
}

void Fit::diverge(const std::string& where) {
  const double rate = model_.updater().values()[learning_rate_place];
  history_.stopped = "The loss is no longer a finite number at epoch " + std::to_string(epoch_ + 1) + ", batch " +
                     std::to_string(batch_ + 1) + " (" + where + " overflowed first).";
  if (rate > 0)
    history_.stopped +=
        " The learning rate " + format_number(rate) + " is too large: try " + format_number(rate / 10) + ".";
  diverged_ = true;
  end_training();
}

}  // namespace chainrule
