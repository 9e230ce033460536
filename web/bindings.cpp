// SPDX-License-Identifier: MIT
// The engine for JavaScript: thin classes of plain arguments, on which engine_api.js puts the interface that users see.
// Arrays come as Float32Array with rows and columns, texts and options in JSON as UTF-8; an Error becomes a JavaScript
// Error.
#include "web/bindings.hpp"
#include "engine/data/generator.hpp"
#include "engine/data/idx.hpp"
#include "engine/document/choice_text.hpp"
#include "engine/io/catalogue.hpp"

namespace chainrule {
namespace {

/// `choice` is a row with its parameters as in links: checkerboard:squares=6; `formula` "" is the row's own.
val generate(const std::string& choice, const std::string& formula, double samples, double noise, double seed) {
  const Choice chosen = read_choice(generators(), "generator", choice);
  const Generator& generator = find(generators(), "generator", chosen.name);
  const GeneratedData data =
      generator.make(static_cast<Index>(samples), noise, static_cast<std::uint64_t>(seed), chosen.values, formula);
  val result = val::object();
  result.set("x", array_of(data.x));
  result.set("y", array_of(data.y));
  result.set("classes", data.classes);
  return result;
}

val read_idx_file(const std::string& bytes) {
  const IdxArray array = read_idx(bytes);
  val shape = val::array();
  for (const Index size : array.shape) shape.call<void>("push", static_cast<double>(size));
  val result = val::object();
  result.set("shape", shape);
  result.set("data", copy_of(array.rows.data.data(), array.rows.data.size()));
  return result;
}

}  // namespace

EMSCRIPTEN_BINDINGS(chainrule) {
  emscripten::function("engineTables", guard<&write_tables>);
  emscripten::function("engineGenerate", guard<&generate>);
  emscripten::function("engineReadIdx", guard<&read_idx_file>);
  emscripten::class_<JsModel>("EngineModel")
      .smart_ptr<std::shared_ptr<JsModel>>("EngineModelPointer")
      .class_function("make", guard<&JsModel::make>)
      .class_function("read", guard<&JsModel::read>)
      .function("add", guard<&JsModel::add>)
      .function("compile", guard<&JsModel::compile>)
      .function("build", guard<&JsModel::build>)
      .function("resetWeights", guard<&JsModel::reset_weights>)
      .function("setWeights", guard<&JsModel::set_weights>)
      .function("predict", guard<&JsModel::predict>)
      .function("activations", guard<&JsModel::activations>)
      .function("evaluate", guard<&JsModel::evaluate>)
      .function("trainOnBatch", guard<&JsModel::train_on_batch>)
      .function("confusionMatrix", guard<&JsModel::confusion>)
      .function("gradients", guard<&JsModel::gradients>)
      .function("checkGradient", guard<&JsModel::check_gradient>)
      .function("setHyperparameter", guard<&JsModel::set_hyperparameter>)
      .function("hyperparameter", guard<&JsModel::hyperparameter>)
      .function("learningRate", guard<&JsModel::learning_rate>)
      .function("setTrainable", guard<&JsModel::set_trainable>)
      .function("getWeights", guard<&JsModel::get_weights>)
      .function("summary", guard<&JsModel::summary>)
      .function("toJSON", guard<&JsModel::to_json>)
      .function("toKerasCode", guard<&JsModel::to_keras_code>)
      .function("layersJSON", guard<&JsModel::layers_json>)
      .function("countParams", guard<&JsModel::count_params>)
      .function("inputs", guard<&JsModel::inputs>)
      .function("targetColumns", guard<&JsModel::target_columns>);
}

}  // namespace chainrule
