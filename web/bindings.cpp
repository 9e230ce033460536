// SPDX-License-Identifier: MIT
// The engine for JavaScript: thin classes of plain arguments, on which engine_api.js puts the interface that users see.
// Arrays come as Float32Array with rows and columns, options as JSON; an Error becomes a JavaScript Error.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/fit.hpp"
#include "engine/generator.hpp"
#include "engine/gradient_check.hpp"
#include "engine/io/json_text.hpp"
#include "engine/io/model_json.hpp"
#include "engine/io/tables.hpp"
#include "engine/sequential.hpp"
#include "engine/stepper.hpp"

using emscripten::val;

namespace chainrule {
namespace {

/// Does `action`; an exception of the engine is thrown on as a JavaScript Error once all of C++ is tidied up.
template <class Action>
auto guarded(Action action) {
  std::string message;
  try {
    return action();
  } catch (const std::bad_alloc&) {
    message = "expected less data, received more than the memory holds";
  } catch (const std::exception& e) {
    message = e.what();
  }
  val::global("Error").new_(message).throw_();
}

/// The same for constructors and functions that Embind calls by pointer.
template <auto function>
struct Guard;
template <class R, class... A, R (*function)(A...)>
struct Guard<function> {
  static R call(A... arguments) {
    return guarded([&]() -> R { return function(std::forward<A>(arguments)...); });
  }
};
template <class R, class C, class... A, R (C::*function)(A...)>
struct Guard<function> {
  static R call(C& object, A... arguments) {
    return guarded([&]() -> R { return (object.*function)(std::forward<A>(arguments)...); });
  }
};
template <auto function>
constexpr auto guard = &Guard<function>::call;

/// A JavaScript array {rows, cols, data}.
Matrix matrix_from(const val& array) {
  return {static_cast<Index>(array["rows"].as<double>()), static_cast<Index>(array["cols"].as<double>()),
          emscripten::convertJSArrayToNumberVector<float>(array["data"])};
}

val copy_of(const float* data, std::size_t size) {
  return val(emscripten::typed_memory_view(size, data)).call<val>("slice");
}

val array_of(View<const float> m, bool vector = false) {
  val shape = val::array();
  if (!vector) shape.call<void>("push", static_cast<double>(m.rows));
  shape.call<void>("push", static_cast<double>(m.cols));
  val result = val::object();
  result.set("shape", shape);
  result.set("data", copy_of(m.data, static_cast<std::size_t>(m.size())));
  return result;
}

val object_of(const Logs& logs) {
  val object = val::object();
  for (const auto& [key, value] : logs) object.set(key, value);
  return object;
}

/// A model that fits and steppers share; `version` grows when what they hold of it is no longer valid.
struct Model {
  Sequential sequential;
  int version = 0, fits = 0;

  explicit Model(Sequential model) : sequential(std::move(model)) {}
  static std::shared_ptr<Model> make(const std::string& dialect, const std::string& seed) {
    return guarded([&] {
      const Json options = parse_json("{\"seed\": " + seed + "}");
      if (!options["seed"].is_number_unsigned()) throw Error("expected seed as a whole number, received " + seed);
      if (dialect != "keras2" && dialect != "keras3")
        throw Error("expected dialect 'keras2' or 'keras3', received '" + dialect + "'");
      return std::make_shared<Model>(Sequential(dialect == "keras2" ? Dialect::keras2 : Dialect::keras3,
                                                options["seed"].get<std::uint64_t>()));
    });
  }
  static std::shared_ptr<Model> read(const std::string& text) {
    return guarded([&] { return std::make_shared<Model>(read_model(text)); });
  }

  void add(const std::string& layer) {
    change("add");
    sequential.add(layer_of(parse_json(layer)));
  }
  void compile(const std::string& arguments) {
    change("compile");
    sequential.compile(compile_of(parse_json(arguments)));
  }
  void build(double inputs) {
    change("build");
    sequential.build(static_cast<Index>(inputs));
  }
  void reset_weights() {
    change("reset_weights");
    sequential.reset_weights();
  }
  void set_weights(const val& arrays) {
    std::vector<Matrix> weights;
    for (const val& array : emscripten::vecFromJSArray<val>(arrays)) weights.push_back(matrix_from(array));
    sequential.set_weights(weights);
  }
  val get_weights() const { return tensors(sequential.get_weights()); }
  val gradients(const val& x, const val& y) {
    const Matrix inputs = input(x);
    return tensors(sequential.gradients(inputs, matrix_from(y)));
  }
  val predict(const val& x) {
    const Matrix inputs = input(x);
    return array_of(sequential.predict(inputs));
  }
  val activations(const val& x) {
    const Matrix inputs = input(x);
    val all = val::array();
    for (const Matrix& a : sequential.activations(inputs)) all.call<void>("push", array_of(a));
    return all;
  }
  val evaluate(const val& x, const val& y, double batch_size) {
    const Matrix inputs = input(x);
    return object_of(sequential.evaluate(inputs, matrix_from(y), static_cast<Index>(batch_size)));
  }
  val train_on_batch(const val& x, const val& y) {
    const Matrix inputs = input(x);
    return object_of(sequential.train_on_batch(inputs, matrix_from(y)));
  }
  val check_gradient(const val& x, const val& y, double weight) {
    const Matrix inputs = input(x);
    if (!(weight >= 0 && weight < static_cast<double>(sequential.count_params())))
      throw Error("expected a weight's number below " + std::to_string(sequential.count_params()) +
                  ", received another");
    const GradientCheck check = gradient_check(sequential, inputs, matrix_from(y), static_cast<Index>(weight));
    return object_of({{"backprop", check.backprop}, {"numeric", check.numeric}, {"difference", check.difference}});
  }
  void set_hyperparameter(const std::string& name, double value) { sequential.set_hyperparameter(name, value); }
  void set_trainable(double layer, bool trainable) {
    const auto count = static_cast<double>(sequential.layers().size());
    if (!(layer >= 0 && layer < count))
      throw Error("expected a layer's number below " + std::to_string(sequential.layers().size()));
    sequential.set_trainable(static_cast<std::size_t>(layer), trainable);
  }
  std::string summary() const { return sequential.summary(); }
  std::string to_json() const { return write_model(sequential); }
  std::string layers_json() const {
    Json all = Json::array();
    for (const auto& layer : sequential.layers()) {
      Json json = json_of(layer->spec());
      json["name"] = layer->spec().name;
      json["inputs"] = layer->inputs();
      json["outputs"] = layer->outputs();
      json["parameters"] = layer->parameter_count();
      all.push_back(std::move(json));
    }
    return write_json_text(all, -1);
  }
  double count_params() const { return static_cast<double>(sequential.count_params()); }
  double inputs() const { return static_cast<double>(sequential.inputs()); }
  double target_columns() const { return static_cast<double>(sequential.compiled() ? sequential.target_columns() : 0); }

  /// x as a matrix; a model that does not know its inputs yet learns them from it.
  Matrix input(const val& x) {
    Matrix m = matrix_from(x);
    if (!sequential.built() && !sequential.layers().empty() && m.cols > 0) sequential.build(m.cols);
    return m;
  }

 private:
  void change(const char* method) {
    if (fits > 0) throw Error(std::string("expected fit() to have ended, received ") + method + "() while it runs");
    ++version;
  }
  val tensors(const std::vector<Matrix>& matrices) const {
    val all = val::array();
    std::size_t i = 0;
    for (const auto& layer : sequential.layers())
      for (const Tensor& tensor : layer->tensors())
        if (i < matrices.size()) all.call<void>("push", array_of(matrices[i++], tensor.vector));
    return all;
  }
};

/// A run of fit(), in slices: between them the page lives.
class FitRun {
 public:
  static std::shared_ptr<FitRun> make(std::shared_ptr<Model> model, const val& x, const val& y, const val& validation,
                                      const std::string& options) {
    return guarded([&] { return std::make_shared<FitRun>(std::move(model), x, y, validation, options); });
  }
  FitRun(std::shared_ptr<Model> model, const val& x, const val& y, const val& validation, const std::string& options)
      : model_(std::move(model)), x_(model_->input(x)), y_(matrix_from(y)), spec_(fit_of(parse_json(options))) {
    if (!validation.isNull()) {
      validation_x_ = matrix_from(validation[0]);
      validation_y_ = matrix_from(validation[1]);
      validation_data_ = ValidationData{validation_x_, validation_y_};
    }
    fit_.emplace(model_->sequential, x_, y_, spec_, validation_data_ ? &*validation_data_ : nullptr);
    ++model_->fits;
  }
  ~FitRun() { --model_->fits; }

  /// Trains for `milliseconds`, or up to the next epoch's end, or (each_batch) the next batch's.
  /// Returns "time", "batch", "epoch" or "end".
  std::string run(double milliseconds, bool each_batch) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double, std::milli>(milliseconds));
    const Index epoch = fit_->epoch();
    // Asking for the time costs as much as a phase of a small network, so it is asked after a million products or so.
    const double cost = 1000 + model_->count_params() * static_cast<double>(spec_.batch_size);
    double work = 0;
    while (!fit_->finished()) {
      const bool batch_done = fit_->advance().phase == Phase::done;
      if (fit_->epoch() != epoch) return "epoch";
      if (batch_done && each_batch) return "batch";
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
  val history() const {
    val all = val::object();
    for (std::size_t k = 0; k < fit_->history().keys.size(); ++k)
      all.set(fit_->history().keys[k], val::array(fit_->history().values[k]));
    return all;
  }
  std::string stopped() const { return fit_->history().stopped; }

 private:
  std::shared_ptr<Model> model_;
  Matrix x_, y_, validation_x_, validation_y_;
  std::optional<ValidationData> validation_data_;
  FitSpec spec_;
  std::optional<Fit> fit_;
};

/// One training step as a film, for cr.stepper().
class Film {
 public:
  static std::shared_ptr<Film> make(std::shared_ptr<Model> model, const val& x, const val& y) {
    return guarded([&] { return std::make_shared<Film>(std::move(model), x, y); });
  }
  Film(std::shared_ptr<Model> model, const val& x, const val& y) : model_(std::move(model)) {
    x_ = model_->input(x);
    y_ = matrix_from(y);
    View<const float> targets = y_;
    model_->sequential.check_data(x_, &targets, "stepper");
    version_ = model_->version;
    stepper_.emplace(model_->sequential, x_.rows);
    stepper_->record(true);
    stepper_->load(x_, y_);
  }
  val advance() {
    if (model_->version != version_)
      throw Error("expected the model as it was when the stepper was made, received a changed one");
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
    if (step.phase == Phase::forward) {
      set("x", t.x);
      set("z", t.z);
      set("a", t.a);
      set("derivative", t.derivative);
    } else if (step.phase == Phase::backward) {
      set("da", t.da);
      set("derivative", t.derivative);
      set("delta", t.delta);
      set("dx", t.dx);
      result.set("gradients", tensors(step.layer, t.gradients));
    } else {
      result.set("learningRate", stepper_->trace().learning_rate);
      result.set("gradients", tensors(step.layer, t.gradients));
      result.set("before", tensors(step.layer, t.before));
      result.set("after", tensors(step.layer, t.after));
      val slots = val::object();
      const auto names = model_->sequential.optimizer().slots;
      for (std::size_t s = 0; s < t.slots.size() && s < names.size(); ++s)
        slots.set(std::string(names[s]), tensors(step.layer, t.slots[s]));
      result.set("slots", slots);
    }
    return result;
  }
  val tensors(Index layer, const std::vector<Matrix>& matrices) const {
    val all = val::array();
    const auto& tensors = model_->sequential.layers()[static_cast<std::size_t>(layer)]->tensors();
    for (std::size_t i = 0; i < matrices.size() && i < tensors.size(); ++i)
      all.call<void>("push", array_of(matrices[i], tensors[i].vector));
    return all;
  }

  std::shared_ptr<Model> model_;
  Matrix x_, y_;
  std::optional<Stepper> stepper_;
  int version_ = 0;
};

val generate(const std::string& name, double samples, double noise, double seed) {
  const Generator& generator = find(generators(), "generator", name);
  std::vector<double> values;
  for (const Parameter& p : generator.parameters) values.push_back(p.value);
  const GeneratedData data =
      generator.make(static_cast<Index>(samples), noise, static_cast<std::uint64_t>(seed), values);
  val result = val::object();
  result.set("x", array_of(data.x));
  result.set("y", array_of(data.y));
  result.set("classes", data.classes);
  return result;
}

}  // namespace

EMSCRIPTEN_BINDINGS(chainrule) {
  emscripten::function("engineTables", guard<&write_tables>);
  emscripten::function("engineGenerate", guard<&generate>);
  emscripten::class_<Model>("EngineModel")
      .smart_ptr<std::shared_ptr<Model>>("EngineModelPointer")
      .class_function("make", &Model::make)
      .class_function("read", &Model::read)
      .function("add", guard<&Model::add>)
      .function("compile", guard<&Model::compile>)
      .function("build", guard<&Model::build>)
      .function("resetWeights", guard<&Model::reset_weights>)
      .function("setWeights", guard<&Model::set_weights>)
      .function("predict", guard<&Model::predict>)
      .function("activations", guard<&Model::activations>)
      .function("evaluate", guard<&Model::evaluate>)
      .function("trainOnBatch", guard<&Model::train_on_batch>)
      .function("gradients", guard<&Model::gradients>)
      .function("checkGradient", guard<&Model::check_gradient>)
      .function("setHyperparameter", guard<&Model::set_hyperparameter>)
      .function("setTrainable", guard<&Model::set_trainable>)
      .function("getWeights", &Model::get_weights)
      .function("summary", &Model::summary)
      .function("toJSON", &Model::to_json)
      .function("layersJSON", &Model::layers_json)
      .function("countParams", &Model::count_params)
      .function("inputs", &Model::inputs)
      .function("targetColumns", &Model::target_columns);
  emscripten::class_<FitRun>("EngineFit")
      .smart_ptr<std::shared_ptr<FitRun>>("EngineFitPointer")
      .class_function("make", &FitRun::make)
      .function("run", guard<&FitRun::run>)
      .function("finished", &FitRun::finished)
      .function("epoch", &FitRun::epoch)
      .function("epochs", &FitRun::epochs)
      .function("batch", &FitRun::batch)
      .function("batches", &FitRun::batches)
      .function("batchLogs", &FitRun::batch_logs)
      .function("epochLogs", &FitRun::epoch_logs)
      .function("history", &FitRun::history)
      .function("stopped", &FitRun::stopped);
  emscripten::class_<Film>("EngineStepper")
      .smart_ptr<std::shared_ptr<Film>>("EngineStepperPointer")
      .class_function("make", &Film::make)
      .function("advance", guard<&Film::advance>)
      .function("rewind", &Film::rewind)
      .function("done", &Film::done);
}

}  // namespace chainrule
