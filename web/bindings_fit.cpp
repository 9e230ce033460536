// SPDX-License-Identifier: MIT
// Training for JavaScript: fit() in slices, and one step as a film.
#include <chrono>
#include <optional>

#include "engine/training/fit.hpp"
#include "engine/training/stepper.hpp"
#include "web/bindings.hpp"

namespace chainrule {
namespace {

/// A run of fit(), in slices: between them the page lives.
class FitRun {
 public:
  /// `validation` is null or [x, y, sample weights or null].
  static std::shared_ptr<FitRun> make(std::shared_ptr<JsModel> model, const val& x, const val& y,
                                      const val& sample_weight, const val& validation, const std::string& options) {
    return std::make_shared<FitRun>(std::move(model), x, y, sample_weight, validation, options);
  }
  FitRun(std::shared_ptr<JsModel> model, const val& x, const val& y, const val& sample_weight, const val& validation,
         const std::string& options)
      : model_(std::move(model)), weights_(floats_from(sample_weight)), spec_(fit_of(parse_json(options))) {
    model_->learning_inputs(x, [&](Matrix inputs) {
      x_ = std::move(inputs);
      y_ = matrix_from(y);
      if (!validation.isNull()) {
        validation_x_ = matrix_from(validation[0]);
        validation_y_ = matrix_from(validation[1]);
        validation_weights_ = floats_from(validation[2]);
        validation_data_ = ValidationData{validation_x_, validation_y_, validation_weights_};
      }
      fit_.emplace(model_->sequential, x_, y_, spec_, validation_data_ ? &*validation_data_ : nullptr, weights_);
    });
    ++model_->fits;
  }
  ~FitRun() { --model_->fits; }

  /// Trains for `milliseconds`, or up to the end of the next "epoch" or "batch" where somebody waits for those.
  /// Returns "time", "batch", "epoch" or "end".
  std::string run(double milliseconds, const std::string& until) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double, std::milli>(milliseconds));
    const Index epoch = fit_->epoch();
    // Asking for the time costs as much as a phase of a small network, so it is asked after a million products or so.
    const double cost = 1000 + model_->count_params() * static_cast<double>(spec_.batch_size);
    double work = 0;
    while (!fit_->finished()) {
      const bool small = cost < 1e6 && !fit_->in_batch();  // then a batch need not be cut into phases
      if (small) fit_->run_batch();
      const bool batch_done = small || fit_->advance().phase == Phase::done;
      if (fit_->epoch() != epoch && !until.empty()) return "epoch";
      if (batch_done && until == "batch") return "batch";
      if ((work += cost) < 1e6) continue;
      work = 0;
      if (Clock::now() >= end) return "time";
    }
    return "end";
  }
  bool finished() const { return fit_->finished(); }
  double epoch() const { return static_cast<double>(fit_->epoch()); }
  double batch() const { return static_cast<double>(fit_->batch()); }
  double batches() const { return static_cast<double>(fit_->batches()); }
  double epochs() const { return static_cast<double>(spec_.epochs); }
  /// Loss and metrics of the last batch alone.
  val batch_logs() {
    Logs logs = fit_->running();
    const auto& sums = fit_->stepper().sums();
    const auto rows = static_cast<double>(fit_->stepper().rows());
    for (std::size_t k = 0; k < logs.size() && k < sums.size(); ++k) logs[k].second = sums[k] / rows;
    return object_of(logs);
  }
  val epoch_logs() const {
    const History& history = fit_->history();
    val logs = val::object();
    for (std::size_t k = 0; k < history.keys.size(); ++k) logs.set(history.keys[k], history.values[k].back());
    return logs;
  }
  val history() {
    const History history = fit_->full_history();
    val all = val::object();
    for (std::size_t k = 0; k < history.keys.size(); ++k) all.set(history.keys[k], val::array(history.values[k]));
    return all;
  }
  /// No more will be run. What callbacks do at the end (the best weights back) is done at any kind of end.
  void end() { fit_->stop(); }
  val callbacks() const {
    val all = val::array();
    for (const auto& callback : fit_->callbacks()) {
      const CallbackStatus& status = callback->status();
      val one = object_of({{"best", status.best},
                           {"bestEpoch", static_cast<double>(status.best_epoch)},
                           {"wait", static_cast<double>(status.wait)},
                           {"patience", static_cast<double>(status.patience)}});
      one.set("name", status.name);
      one.set("monitor", status.monitor);
      all.call<void>("push", one);
    }
    return all;
  }
  /// The lines of a csv_logger, or "".
  std::string csv() const {
    for (const auto& callback : fit_->callbacks())
      if (!callback->lines().empty()) return std::string(callback->lines());
    return "";
  }
  /// The weights of a model_checkpoint as getWeights() has them, or undefined.
  val checkpoint() const {
    for (const auto& callback : fit_->callbacks())
      if (!callback->kept_weights().empty()) return model_->tensors(callback->kept_weights());
    return val::undefined();
  }
  std::string stopped() const { return fit_->history().stopped; }

 private:
  std::shared_ptr<JsModel> model_;
  Matrix x_, y_, validation_x_, validation_y_;
  std::vector<float> weights_, validation_weights_;
  std::optional<ValidationData> validation_data_;
  FitSpec spec_;
  std::optional<Fit> fit_;
};

/// One training step as a film, for cr.stepper().
class Film {
 public:
  static std::shared_ptr<Film> make(std::shared_ptr<JsModel> model, const val& x, const val& y) {
    return std::make_shared<Film>(std::move(model), x, y);
  }
  Film(std::shared_ptr<JsModel> model, const val& x, const val& y) : model_(std::move(model)) {
    model_->learning_inputs(x, [&](Matrix inputs) {
      x_ = std::move(inputs);
      y_ = matrix_from(y);
      View<const float> targets = y_;
      model_->sequential.check_data(x_, &targets, "stepper");
    });
    version_ = model_->version;
    stepper_.emplace(model_->sequential, x_.rows);
    stepper_->record(true);
    stepper_->load(x_, y_);
  }
  val advance() {
    if (model_->version != version_)
      throw Error("expected the model as it was when the stepper was made, received a changed one");
    model_->refuse_while_fitting("advance");
    const Step step = stepper_->advance();
    val result = val::object();
    result.set("phase", std::string(phase_names[static_cast<int>(step.phase)]));
    const bool of_layer = step.phase == Phase::forward || step.phase == Phase::backward || step.phase == Phase::update;
    result.set("layer", of_layer ? val(static_cast<double>(step.layer)) : val::null());
    result.set("trace", of_layer ? layer_trace(step) : batch_trace(step.phase));
    return result;
  }
  /// Another step on the same rows.
  void rewind() { stepper_->load(x_, y_); }
  bool done() const { return stepper_->done(); }

 private:
  val batch_trace(Phase phase) const {
    const Trace& trace = stepper_->trace();
    val result = val::object();
    if (phase == Phase::load) {
      result.set("x", array_of(trace.x));
      result.set("y", array_of(trace.y));
    }
    if (phase == Phase::loss || phase == Phase::done) result.set("loss", trace.loss);
    if (phase == Phase::loss) {
      result.set("penalty", trace.penalty);
      result.set("rowLoss", copy_of(trace.row_loss.data(), trace.row_loss.size()));
      if (!trace.layers.empty()) result.set("da", array_of(trace.layers.back().da));
    }
    return result;
  }
  val layer_trace(Step step) const {
    const LayerTrace& t = stepper_->trace().layers[static_cast<std::size_t>(step.layer)];
    val result = val::object();
    const auto set = [&](const char* key, const Matrix& m) {
      if (!m.empty()) result.set(key, array_of(m));
    };
    const auto set_all = [&](const char* key, const std::vector<Matrix>& all) {
      if (!all.empty()) result.set(key, tensors(step.layer, all));
    };
    if (step.phase == Phase::forward) {
      set("x", t.x);
      set("z", t.z);
      set("a", t.a);
      set("derivative", t.derivative);
      set("statistics", t.statistics);
    } else if (step.phase == Phase::backward) {
      set("da", t.da);
      set("derivative", t.derivative);
      set("delta", t.delta);
      set("dx", t.dx);
      result.set("gradients", tensors(step.layer, t.gradients));
      set_all("penaltyGradients", t.penalty_gradients);
    } else {
      result.set("learningRate", stepper_->trace().learning_rate);
      result.set("step", stepper_->trace().step);
      result.set("gradients", tensors(step.layer, t.gradients));
      set_all("penaltyGradients", t.penalty_gradients);
      set_all("clipped", t.clipped);
      result.set("before", tensors(step.layer, t.before));
      result.set("after", tensors(step.layer, t.after));
      result.set("slotsBefore", slots(step.layer, t.slots_before));
      result.set("slots", slots(step.layer, t.slots));
    }
    return result;
  }
  val slots(Index layer, const std::vector<std::vector<Matrix>>& all) const {
    val result = val::object();
    const auto names = model_->sequential.optimizer().slots;
    for (std::size_t s = 0; s < all.size() && s < names.size(); ++s)
      if (!all[s].empty()) result.set(std::string(names[s]), tensors(layer, all[s]));
    return result;
  }
  val tensors(Index layer, const std::vector<Matrix>& matrices) const {
    val all = val::array();
    const auto& tensors = model_->sequential.layers()[static_cast<std::size_t>(layer)]->tensors();
    for (std::size_t i = 0; i < matrices.size() && i < tensors.size(); ++i)
      all.call<void>("push", array_of(matrices[i], tensors[i].vector));
    return all;
  }

  std::shared_ptr<JsModel> model_;
  Matrix x_, y_;
  std::optional<Stepper> stepper_;
  int version_ = 0;
};

}  // namespace

EMSCRIPTEN_BINDINGS(chainrule_fit) {
  emscripten::class_<FitRun>("EngineFit")
      .smart_ptr<std::shared_ptr<FitRun>>("EngineFitPointer")
      .class_function("make", guard<&FitRun::make>)
      .function("run", guard<&FitRun::run>)
      .function("finished", guard<&FitRun::finished>)
      .function("epoch", guard<&FitRun::epoch>)
      .function("epochs", guard<&FitRun::epochs>)
      .function("batch", guard<&FitRun::batch>)
      .function("batches", guard<&FitRun::batches>)
      .function("batchLogs", guard<&FitRun::batch_logs>)
      .function("epochLogs", guard<&FitRun::epoch_logs>)
      .function("history", guard<&FitRun::history>)
      .function("end", guard<&FitRun::end>)
      .function("callbacks", guard<&FitRun::callbacks>)
      .function("csv", guard<&FitRun::csv>)
      .function("checkpoint", guard<&FitRun::checkpoint>)
      .function("stopped", guard<&FitRun::stopped>);
  emscripten::class_<Film>("EngineStepper")
      .smart_ptr<std::shared_ptr<Film>>("EngineStepperPointer")
      .class_function("make", guard<&Film::make>)
      .function("advance", guard<&Film::advance>)
      .function("rewind", guard<&Film::rewind>)
      .function("done", guard<&Film::done>);
}

}  // namespace chainrule
