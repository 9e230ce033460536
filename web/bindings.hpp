#pragma once
// SPDX-License-Identifier: MIT
// What the bindings share: numbers and errors on their way to JavaScript and back, and the model.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/io/json_text.hpp"
#include "engine/io/model_json.hpp"
#include "engine/keras/code.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/metric.hpp"
#include "engine/training/fit.hpp"
#include "engine/training/gradient_check.hpp"

namespace chainrule {

using emscripten::val;

// Texts travel as UTF-8 in a Uint8Array, in both directions: Embind's own strings are put where malloc() says, also
// where it says that there is no room.
inline std::string text_from(const val& bytes) {
  const auto numbers = emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
  return {numbers.begin(), numbers.end()};
}
inline val for_js(const std::string& text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  return val(emscripten::typed_memory_view(text.size(), bytes)).call<val>("slice");
}
inline val for_js(val value) { return value; }
template <class T>
val for_js(T value) {
  return val(std::move(value));
}

/// What `action` gives, or an Error, which engine_calls.js throws once no frame of WebAssembly is left: an exception of
/// JavaScript that passes through them leaves what they had of the stack behind.
template <class Action>
val answered(Action action) {
  try {
    if constexpr (std::is_void_v<decltype(action())>) return action(), val::undefined();
    else return for_js(action());
  } catch (const std::bad_alloc&) {
    return val::global("Error").new_(val::u8string("expected less data, received more than the memory holds"));
  } catch (const std::exception& e) { return val::global("Error").new_(val::u8string(e.what())); }
}

/// How an argument comes from JavaScript.
template <class T>
struct Wire {
  using type = T;
  static T from(T value) { return std::forward<T>(value); }
};
template <>
struct Wire<const std::string&> {
  using type = const val&;
  static std::string from(const val& bytes) { return text_from(bytes); }
};

/// Every function that Embind calls goes through this.
template <auto function>
struct Guard;
template <class R, class... A, R (*function)(A...)>
struct Guard<function> {
  static val call(typename Wire<A>::type... arguments) {
    return answered([&]() -> R { return function(Wire<A>::from(std::forward<typename Wire<A>::type>(arguments))...); });
  }
};
template <class R, class C, class... A, R (C::*function)(A...)>
struct Guard<function> {
  static val call(C& object, typename Wire<A>::type... arguments) {
    return answered(
        [&]() -> R { return (object.*function)(Wire<A>::from(std::forward<typename Wire<A>::type>(arguments))...); });
  }
};
template <class R, class C, class... A, R (C::*function)(A...) const>
struct Guard<function> {
  static val call(const C& object, typename Wire<A>::type... arguments) {
    return answered(
        [&]() -> R { return (object.*function)(Wire<A>::from(std::forward<typename Wire<A>::type>(arguments))...); });
  }
};
template <auto function>
constexpr auto guard = &Guard<function>::call;

/// A JavaScript array {rows, cols, data}.
inline Matrix matrix_from(const val& array) {
  return {static_cast<Index>(array["rows"].as<double>()), static_cast<Index>(array["cols"].as<double>()),
          emscripten::convertJSArrayToNumberVector<float>(array["data"])};
}

inline val copy_of(const float* data, std::size_t size) {
  return val(emscripten::typed_memory_view(size, data)).call<val>("slice");
}

inline val array_of(View<const float> m, bool vector = false) {
  val shape = val::array();
  if (!vector) shape.call<void>("push", static_cast<double>(m.rows));
  shape.call<void>("push", static_cast<double>(m.cols));
  val result = val::object();
  result.set("shape", shape);
  result.set("data", copy_of(m.data, static_cast<std::size_t>(m.size())));
  return result;
}

/// Numbers for each row, such as sample weights; null: none.
inline std::vector<float> floats_from(const val& array) {
  return array.isNull() ? std::vector<float>() : emscripten::convertJSArrayToNumberVector<float>(array);
}

inline val object_of(const Logs& logs) {
  val object = val::object();
  for (const auto& [key, value] : logs) object.set(key, value);
  return object;
}

/// A model that fits and steppers share; `version` grows when what they hold of it is no longer valid.
struct JsModel {
  Sequential sequential;
  int version = 0, fits = 0;

  explicit JsModel(Sequential model) : sequential(std::move(model)) {}
  static std::shared_ptr<JsModel> make(const std::string& dialect, const std::string& seed) {
    const Json options = parse_json("{\"seed\": " + seed + "}");
    if (!options["seed"].is_number_unsigned()) throw Error("expected seed as a whole number, received " + seed);
    if (dialect != "keras2" && dialect != "keras3")
      throw Error("expected dialect 'keras2' or 'keras3', received '" + dialect + "'");
    return std::make_shared<JsModel>(
        Sequential(dialect == "keras2" ? Dialect::keras2 : Dialect::keras3, options["seed"].get<std::uint64_t>()));
  }
  static std::shared_ptr<JsModel> read(const std::string& text) { return std::make_shared<JsModel>(read_model(text)); }

  /// Does `action` with x as a matrix. A model that does not know its inputs yet learns them from x, and is as it was
  /// when the action fails.
  template <class Action>
  auto learning_inputs(const val& x, Action action) {
    Matrix inputs = matrix_from(x);
    if (sequential.built() || sequential.layers().empty() || inputs.cols == 0) return action(std::move(inputs));
    const std::string before = write_model(sequential);
    try {
      sequential.build(inputs.cols);
      return action(std::move(inputs));
    } catch (...) {
      sequential = read_model(before);
      throw;
    }
  }

  void add(const std::string& layer) {
    change("add", [&] { sequential.add(layer_of(parse_json(layer), sequential.dialect())); });
  }
  void compile(const std::string& arguments) {
    change("compile", [&] { sequential.compile(compile_of(parse_json(arguments), sequential.dialect())); });
  }
  void build(double inputs) {
    change("build", [&] { sequential.build(static_cast<Index>(inputs)); });
  }
  void reset_weights() {
    change("reset_weights", [&] { sequential.reset_weights(); });
  }
  void set_weights(const val& arrays) {
    std::vector<Matrix> weights;
    for (const val& array : emscripten::vecFromJSArray<val>(arrays)) weights.push_back(matrix_from(array));
    sequential.set_weights(weights);
  }
  val get_weights() const { return tensors(sequential.get_weights()); }
  val gradients(const val& x, const val& y) {
    return learning_inputs(x,
                           [&](const Matrix& inputs) { return tensors(sequential.gradients(inputs, matrix_from(y))); });
  }
  val predict(const val& x) {
    return learning_inputs(x, [&](const Matrix& inputs) { return array_of(sequential.predict(inputs)); });
  }
  val activations(const val& x) {
    return learning_inputs(x, [&](const Matrix& inputs) {
      val all = val::array();
      for (const Matrix& a : sequential.activations(inputs)) all.call<void>("push", array_of(a));
      return all;
    });
  }
  val evaluate(const val& x, const val& y, double batch_size, const val& sample_weight) {
    return learning_inputs(x, [&](const Matrix& inputs) {
      return object_of(
          sequential.evaluate(inputs, matrix_from(y), static_cast<Index>(batch_size), floats_from(sample_weight)));
    });
  }
  /// `options`: fit's own, of which class_weight counts.
  val train_on_batch(const val& x, const val& y, const val& sample_weight, const std::string& options) {
    refuse_while_fitting("trainOnBatch");
    return learning_inputs(x, [&](const Matrix& inputs) {
      const Matrix targets = matrix_from(y);
      const View<const float> y_view = targets;
      const auto samples = floats_from(sample_weight);
      sequential.check_data(inputs, &y_view, "train_on_batch");
      sequential.check_sample_weight(samples, inputs.rows, "train_on_batch");
      const auto weights = row_weights(targets, samples, fit_of(parse_json(options)).class_weight, sequential.dialect(),
                                       "train_on_batch");
      return object_of(sequential.train_on_batch(inputs, targets, weights));
    });
  }
  val confusion(const val& x, const val& y) {
    return learning_inputs(x, [&](const Matrix& inputs) {
      return array_of(confusion_matrix(sequential.predict(inputs), matrix_from(y)));
    });
  }
  val check_gradient(const val& x, const val& y, double weight) {
    return learning_inputs(x, [&](const Matrix& inputs) {
      if (!(weight >= 0 && weight < static_cast<double>(sequential.count_params())))
        throw Error("expected a weight's number below " + std::to_string(sequential.count_params()) +
                    ", received another");
      const GradientCheck check = gradient_check(sequential, inputs, matrix_from(y), static_cast<Index>(weight));
      return object_of({{"backprop", check.backprop}, {"numeric", check.numeric}, {"difference", check.difference}});
    });
  }
  void set_hyperparameter(const std::string& name, double value) { sequential.set_hyperparameter(name, value); }
  /// As it was set, without schedule and decay: what Keras's LearningRateScheduler is given.
  double hyperparameter(const std::string& name) {
    if (!sequential.compiled())
      throw Error("expected a compiled model, received one without an optimizer: call compile() first");
    const int index = parameter_index(sequential.optimizer(), name);
    if (index < 0) {
      const auto known = names(sequential.optimizer().parameters);
      throw Error(unknown_name("parameter of " + std::string(sequential.optimizer().name), name, known));
    }
    return sequential.updater().values()[static_cast<std::size_t>(index)];
  }
  /// Of the next step, schedule and decay included.
  val learning_rate() const { return sequential.compiled() ? val(sequential.learning_rate()) : val::undefined(); }
  void set_trainable(double layer, bool trainable) {
    const auto count = static_cast<double>(sequential.layers().size());
    if (!(layer >= 0 && layer < count))
      throw Error("expected a layer's number below " + std::to_string(sequential.layers().size()) + ", received " +
                  std::to_string(static_cast<long long>(layer)));
    sequential.set_trainable(static_cast<std::size_t>(layer), trainable);
  }
  std::string summary() const { return sequential.summary(); }
  std::string to_json() const { return write_model(sequential); }
  std::string to_keras_code() {
    Document document;
    Sequential unnamed(sequential.dialect());
    for (const auto& layer : sequential.layers()) {
      LayerSpec spec = layer->spec();
      spec.name.clear();
      spec.input_dim = 0;
      unnamed.add(spec);
      if (layer->spec().name != unnamed.layers().back()->spec().name) spec.name = layer->spec().name;
      document.layers.push_back(std::move(spec));
    }
    if (sequential.built()) document.layers.front().input_dim = sequential.inputs();
    if (sequential.compiled()) document.compile = sequential.compile_spec();
    else document.compile.loss = Choice();
    document.fit = {};
    document.seed = sequential.seed();
    document.dialect = sequential.dialect();
    return write_keras_code(document);
  }
  std::string layers_json() const {
    Json all = Json::array();
    for (const auto& layer : sequential.layers()) {
      Json json = json_of(layer->spec(), sequential.dialect());
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

  /// Numbers of the flat store as arrays, layer by layer.
  val tensors(std::span<const float> store) const {
    val all = val::array();
    for (const auto& layer : sequential.layers())
      for (const Tensor& tensor : layer->tensors())
        all.call<void>("push", array_of({store.data() + tensor.offset, tensor.rows, tensor.cols}, tensor.vector));
    return all;
  }

  /// Another step between the phases of fit()'s would take or leave gradients that are not its own.
  void refuse_while_fitting(const char* method) const {
    if (fits > 0) throw Error(std::string("expected fit() to have ended, received ") + method + "() while it runs");
  }

 private:
  template <class Action>
  void change(const char* method, Action action) {
    refuse_while_fitting(method);
    action();
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

}  // namespace chainrule
