// SPDX-License-Identifier: MIT
// Rules: Keras 3 `keras/src/callbacks`, and Keras 2.2.4 `keras/callbacks.py` where that differs.
#include "engine/training/callback.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "engine/base/text.hpp"
#include "engine/model/model.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"

namespace chainrule {
namespace {

constexpr std::string_view mode_words[] = {"auto", "min", "max"};
constexpr double least = 1, most = 2;  // of them: make_callback() has chosen between these two
constexpr Parameter mode{"mode",    "whether less or more is better; auto: as the monitored metric has it",
                         0,         0,
                         2,         false,
                         true,      same_default,
                         mode_words};

/// Compares a monitored number with the best so far.
class Comparison {
 public:
  Comparison(const CallbackSpec& spec, double mode_value) : monitor_(spec.monitor), more_(mode_value == most) {}
  double current(const Logs& logs) const {
    for (const auto& [key, value] : logs)
      if (key == monitor_) return value;
    return NAN;
  }
  bool better(double a, double b, double min_delta) const { return more_ ? a - min_delta > b : a + min_delta < b; }
  /// What anything is better than, save a value that is no number.
  double worst() const { return more_ ? -INFINITY : INFINITY; }

 private:
  std::string monitor_;
  bool more_;
};

std::vector<float> copy_of(std::span<const float> weights) { return {weights.begin(), weights.end()}; }

// In Keras 2 the baseline is the first best, training may stop at its first epoch, and weights come back only where it
// was stopped early.
class EarlyStopping final : public Callback {
 public:
  static constexpr Parameter parameters[] = {
      {"patience", "epochs without a better value before training stops", 0, 0, 10000, false, true},
      {"min_delta", "smaller changes do not count as better", 0, 0, 1000},
      mode,
      {"baseline", "a value that has to be beaten as well", unset, -1e6, 1e6},
      {"start_from_epoch", "epochs before the first look", 0, 0, 1e6, false, true},
      {"restore_best_weights", "go back to the weights of the best epoch at the end", 0, 0, 1, false, true}};

  explicit EarlyStopping(const CallbackSpec& spec)
      : patience_(spec.choice.values[place("patience", parameters)]),
        min_delta_(spec.choice.values[place("min_delta", parameters)]),
        baseline_(spec.choice.values[place("baseline", parameters)]),
        start_(spec.choice.values[place("start_from_epoch", parameters)]),
        restores_(spec.choice.values[place("restore_best_weights", parameters)] != 0),
        compare_(spec, spec.choice.values[place("mode", parameters)]) {
    status_ = {"early_stopping", spec.monitor, 0, 0, 0, static_cast<Index>(patience_)};
  }
  std::string epoch_end(Index epoch, const Logs& logs, Model& model) override {
    const bool older = model.dialect() == Dialect::keras2;
    const bool baseline = baseline_ != unset;
    const double current = compare_.current(logs);
    if (static_cast<double>(epoch) < start_) return "";
    if (restores_ && !older && best_weights_.empty()) best_weights_ = copy_of(model.weights());
    ++status_.wait;
    if (compare_.better(current, best_.value_or(older && baseline ? baseline_ : compare_.worst()), min_delta_)) {
      best_ = status_.best = current;
      status_.best_epoch = epoch + 1;
      if (restores_) best_weights_ = copy_of(model.weights());
      if (older || !baseline || compare_.better(current, baseline_, min_delta_)) status_.wait = 0;
      return "";
    }
    if (static_cast<double>(status_.wait) < patience_ || (epoch == 0 && !older)) return "";
    stopped_ = true;
    return why();
  }
  void train_end(Model& model) override {
    if (model.dialect() == Dialect::keras2 && !stopped_) return;
    if (best_weights_.size() == model.weights().size())
      std::copy(best_weights_.begin(), best_weights_.end(), model.weights().begin());
  }
  void pass(Bytes& way) override {
    Callback::pass(way), way.pass(stopped_), way.pass(best_), way.pass_finite(best_weights_);
  }

 private:
  std::string why() const {
    const std::string epochs = status_.wait == 1 ? "1 epoch" : std::to_string(status_.wait) + " epochs";
    const std::string best = best_ ? "its best was " + format_number(static_cast<float>(*best_)) + " after epoch " +
                                         std::to_string(status_.best_epoch)
                                   : "it was never good enough to begin with";
    return "Early stopping: " + status_.monitor + " has not become better for " + epochs + "; " + best + ".";
  }

  bool stopped_ = false;
  double patience_, min_delta_, baseline_, start_;
  bool restores_;
  Comparison compare_;
  std::optional<double> best_;
  std::vector<float> best_weights_;
};

class ReduceOnPlateau final : public Callback {
 public:
  static constexpr Parameter parameters[] = {
      {"factor", "the learning rate is multiplied by it", 0.1, 0, 0.999},
      {"patience", "epochs without a better value before that", 10, 0, 10000, false, true},
      {"min_delta", "smaller changes do not count as better", 1e-4, 0, 1000},
      mode,
      {"cooldown", "epochs of rest after it", 0, 0, 10000, false, true},
      {"min_lr", "the learning rate stays above it", 0, 0, 100}};

  explicit ReduceOnPlateau(const CallbackSpec& spec)
      : factor_(spec.choice.values[place("factor", parameters)]),
        patience_(spec.choice.values[place("patience", parameters)]),
        min_delta_(spec.choice.values[place("min_delta", parameters)]),
        rest_(spec.choice.values[place("cooldown", parameters)]),
        least_rate_(spec.choice.values[place("min_lr", parameters)]),
        compare_(spec, spec.choice.values[place("mode", parameters)]) {
    status_ = {"reduce_lr_on_plateau", spec.monitor, 0, 0, 0, static_cast<Index>(patience_)};
  }
  std::string epoch_end(Index epoch, const Logs& logs, Model& model) override {
    const double current = compare_.current(logs);
    if (cooldown_ > 0) {
      --cooldown_;
      status_.wait = 0;
    }
    if (compare_.better(current, best_.value_or(compare_.worst()), min_delta_)) {
      best_ = status_.best = current;
      status_.best_epoch = epoch + 1;
      status_.wait = 0;
    } else if (cooldown_ == 0 && static_cast<double>(++status_.wait) >= patience_) {
      const double rate = model.updater().values()[learning_rate_place];
      if (rate <= least_rate_) return "";
      model.set_hyperparameter("learning_rate", std::max(rate * factor_, least_rate_));
      cooldown_ = static_cast<Index>(rest_);
      status_.wait = 0;
    }
    return "";
  }
  void pass(Bytes& way) override { Callback::pass(way), way.pass(best_), way.pass(cooldown_); }

 private:
  double factor_, patience_, min_delta_, rest_, least_rate_;
  Comparison compare_;
  std::optional<double> best_;
  Index cooldown_ = 0;
};

class ModelCheckpoint final : public Callback {
 public:
  static constexpr Parameter parameters[] = {
      {"save_best_only", "keep the best weights, not the latest", 0, 0, 1, false, true}, mode};

  explicit ModelCheckpoint(const CallbackSpec& spec)
      : best_only_(spec.choice.values[place("save_best_only", parameters)] != 0),
        compare_(spec, spec.choice.values[place("mode", parameters)]) {
    status_ = {"model_checkpoint", spec.monitor, 0, 0, 0, 0};
  }
  std::string epoch_end(Index epoch, const Logs& logs, Model& model) override {
    const double current = compare_.current(logs);
    if (best_only_ && !compare_.better(current, best_.value_or(compare_.worst()), 0)) return "";
    best_ = status_.best = current;
    status_.best_epoch = epoch + 1;
    weights_ = copy_of(model.weights());
    return "";
  }
  std::span<const float> kept_weights() const override { return weights_; }
  void pass(Bytes& way) override { Callback::pass(way), way.pass(best_), way.pass_finite(weights_); }

 private:
  bool best_only_;
  Comparison compare_;
  std::optional<double> best_;
  std::vector<float> weights_;
};

class LearningRateScheduler final : public Callback {
 public:
  static constexpr Parameter parameters[] = {{"factor", "the learning rate is multiplied by it", 0.5, 1e-6, 10},
                                             {"every", "epochs between two times", 10, 1, 1e6, false, true}};

  explicit LearningRateScheduler(const CallbackSpec& spec)
      : factor_(spec.choice.values[place("factor", parameters)]),
        every_(spec.choice.values[place("every", parameters)]) {
    status_.name = "learning_rate_scheduler";
  }
  void epoch_begin(Index epoch, Model& model) override {
    if (epoch == 0) initial_ = model.updater().values()[learning_rate_place];
    const double rate = initial_ * std::pow(factor_, std::floor(static_cast<double>(epoch) / every_));
    model.set_hyperparameter(
        "learning_rate",
        std::min(rate, model.optimizer().parameters[learning_rate_place].maximum));  // no end in the middle of a fit
  }
  std::string epoch_end(Index, const Logs&, Model&) override { return ""; }
  void pass(Bytes& way) override {
    way.pass(initial_);
    if (way.reads() && !(initial_ >= 0 && std::isfinite(initial_))) Bytes::refuse();
  }

 private:
  double factor_, every_, initial_ = 0;
};

/// Fit stops at such a batch whether asked to or not, so there is nothing left to do.
class TerminateOnNaN final : public Callback {
 public:
  explicit TerminateOnNaN(const CallbackSpec&) { status_.name = "terminate_on_nan"; }
  std::string epoch_end(Index, const Logs&, Model&) override { return ""; }
};

class CsvLogger final : public Callback {
 public:
  explicit CsvLogger(const CallbackSpec&) { status_.name = "csv_logger"; }
  std::string epoch_end(Index epoch, const Logs& logs, Model&) override {
    if (text_.empty()) text_ = csv_header(logs);
    text_ += csv_line(epoch, logs);
    return "";
  }
  std::string_view lines() const override { return text_; }
  void pass(Bytes& way) override { way.pass(text_); }

 private:
  std::string text_;
};

template <class T>
std::unique_ptr<Callback> make(const CallbackSpec& spec) {
  return std::make_unique<T>(spec);
}

constexpr std::string_view stopping_aliases[] = {"EarlyStopping"};
constexpr std::string_view plateau_aliases[] = {"ReduceLROnPlateau"};
constexpr std::string_view checkpoint_aliases[] = {"ModelCheckpoint"};
constexpr std::string_view scheduler_aliases[] = {"LearningRateScheduler"};
constexpr std::string_view nan_aliases[] = {"TerminateOnNaN", "terminate_on_na_n"};
constexpr std::string_view csv_aliases[] = {"CSVLogger"};

constexpr CallbackKind table[] = {
    {"early_stopping", "Stops when the monitored number has not become better for `patience` epochs.",
     in_both("EarlyStopping"), EarlyStopping::parameters, true, make<EarlyStopping>, stopping_aliases},
    {"reduce_lr_on_plateau", "Makes the learning rate smaller when the monitored number stands still.",
     in_both("ReduceLROnPlateau"), ReduceOnPlateau::parameters, true, make<ReduceOnPlateau>, plateau_aliases},
    {"model_checkpoint", "Keeps the weights of the best (or latest) epoch.", in_both("ModelCheckpoint"),
     ModelCheckpoint::parameters, true, make<ModelCheckpoint>, checkpoint_aliases},
    {"learning_rate_scheduler", "A learning rate that falls in steps, by the number of the epoch.",
     in_both("LearningRateScheduler"), LearningRateScheduler::parameters, false, make<LearningRateScheduler>,
     scheduler_aliases},
    {"terminate_on_nan",
     "Stops at the batch whose loss is no number. (Training here always does.)",
     in_both("TerminateOnNaN"),
     {},
     false,
     make<TerminateOnNaN>,
     nan_aliases},
    {"csv_logger",
     "Writes a line of comma-separated values for each epoch.",
     in_both("CSVLogger"),
     {},
     false,
     make<CsvLogger>,
     csv_aliases},
};

}  // namespace

std::span<const CallbackKind> callback_kinds() { return table; }

std::unique_ptr<Callback> make_callback(CallbackSpec spec, std::span<const std::string> keys,
                                        std::span<const std::string> metrics, Dialect dialect) {
  const CallbackKind& kind = resolve(callback_kinds(), "callback", spec.choice);
  if (kind.monitors && std::find(keys.begin(), keys.end(), spec.monitor) == keys.end()) {
    const std::vector<std::string_view> known(keys.begin(), keys.end());
    throw Error(unknown_name("monitor of " + std::string(kind.name), spec.monitor, known));
  }
  if (const int index = parameter_index(kind, "mode"); index >= 0) {
    double& chosen = spec.choice.values[static_cast<std::size_t>(index)];
    if (chosen == 0) chosen = higher_is_better(spec.monitor, metrics, dialect) ? most : least;
  }
  return kind.make(spec);
}

namespace {
std::map<std::string_view, double> sorted(const Logs& logs) {
  std::map<std::string_view, double> all;
  for (const auto& [key, value] : logs) all[key] = value;
  return all;
}
}  // namespace

std::string csv_header(const Logs& logs) {
  std::string line = "epoch";
  for (const auto& [key, value] : sorted(logs)) line.append(",").append(key);
  return line + "\n";
}

std::string csv_line(Index epoch, const Logs& logs) {
  std::string line = std::to_string(epoch);
  for (const auto& [key, value] : sorted(logs)) line += "," + format_number(value);
  return line + "\n";
}

}  // namespace chainrule
