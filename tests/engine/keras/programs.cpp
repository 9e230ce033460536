// SPDX-License-Identifier: MIT
// Prints Keras programs of many experiments, each with what it has to do, as lines of JSON for check_programs.py: every
// row of every table in both dialects, with its usual parameters and with others, and experiments drawn at random.
#include <cmath>
#include <cstdio>
#include <functional>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/catalogue.hpp"
#include "engine/io/json_text.hpp"
#include "engine/io/link.hpp"
#include "engine/keras/code.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/document/random_document.hpp"

namespace {
using namespace chainrule;

Json json(const Parameter& p, double value) {
  if (value == unset) return nullptr;
  if (!p.words.empty()) return p.words[static_cast<std::size_t>(value)];
  return p.is_switch() ? Json(value != 0) : Json(value);
}

Json values_json(std::span<const Parameter> parameters, std::span<const double> values) {
  Json all = Json::object();
  for (std::size_t i = 0; i < parameters.size(); ++i)
    all[std::string(parameters[i].name)] = json(parameters[i], values[i]);
  return all;
}

template <class Row>
Json json(std::span<const Row> table, Choice choice, Dialect dialect) {
  const Row& row = resolve(table, "row", choice, dialect);
  return {{"name", choice.name}, {"values", values_json(row.parameters, choice.values)}};
}

Json json(View<const double> m) {
  Json rows = Json::array();
  for (Index r = 0; r < m.rows; ++r) rows.push_back(std::vector<double>(m.row(r), m.row(r) + m.cols));
  return rows;
}

/// The activation on numbers from -4 to 4, kinks among them.
Json tried(Choice choice, Dialect dialect) {
  const Activation& row = resolve(activations(), "activation", choice, dialect);
  const Index columns = 2, arguments = columns * row.divides(choice.values.data());
  std::vector<double> z(static_cast<std::size_t>(5 * arguments)), a(static_cast<std::size_t>(5 * columns));
  for (std::size_t i = 0; i < z.size(); ++i) z[i] = std::fmod(static_cast<double>(i) * 1.3, 8) - 4;
  z[1] = 0;
  row.exact.forward({z.data(), 5, arguments}, {a.data(), 5, columns}, choice.values.data());
  return {{"z", json(View<const double>{z.data(), 5, arguments})},
          {"a", json(View<const double>{a.data(), 5, columns})}};
}

/// The loss on three outputs that are probabilities; on scores where it takes those.
Json tried_loss(Choice choice, Dialect dialect) {
  const Loss& row = resolve(losses(), "loss", choice, dialect);
  const bool scores = !row.parameters.empty() && row.parameters[0].name == "from_logits" && choice.values[0] != 0;
  const std::vector<double> p =
      scores ? std::vector<double>{1, -2, 0.5, 0.1, 3, -1} : std::vector<double>{0.2, 0.3, 0.5, 0.7, 0.1, 0.2};
  std::vector<double> t{0, 0, 1, 1, 0, 0}, loss(2);
  if (row.class_index()) t = {2, 0};
  const View<const double> targets{t.data(), 2, row.class_index() ? 1 : 3};
  (scores ? row.exact.value_from_logits : row.exact.value)({p.data(), 2, 3}, targets, loss.data(),
                                                           choice.values.data());
  return {{"p", json(View<const double>{p.data(), 2, 3})}, {"t", json(targets)}, {"loss", loss}};
}

Json tried_metric(const std::string& typed, Index outputs, Dialect dialect) {
  const std::vector<float> p{0.2f, 0.7f, 0.45f, 0.9f, 0.6f, 0.3f}, t{0, 1, 0, 1, 0, 1};
  const Index rows = 6 / outputs;
  const auto compiled = compile_metrics(std::vector<std::string>{typed}, outputs, outputs, "mse", dialect)[0];
  std::vector<double> state(static_cast<std::size_t>(compiled.metric->size(outputs)));
  compiled.metric->add({p.data(), rows, outputs}, {t.data(), rows, outputs}, state.data(), compiled.values.data());
  return compiled.metric->result(state.data(), outputs, compiled.values.data());
}

/// Learning rates before steps 0, 1, 7, 40, 1000 and 5000.
Json rates(const CompileSpec& compile, Dialect dialect) {
  Choice optimizer = compile.optimizer, choice = compile.learning_rate_schedule;
  const Optimizer& row = resolve(optimizers(), "optimizer", optimizer, dialect);
  const Schedule& schedule = resolve(schedules(), "schedule", choice);
  const double decay = shared_parameters(row, optimizer.values).decay;
  Json all = Json::array();
  for (const double step : {0.0, 1.0, 7.0, 40.0, 1000.0, 5000.0})
    all.push_back({step, decayed(schedule.rate(optimizer.values[0], step, choice.values.data()), decay, step + 1)});
  return all;
}

Json json(const LayerSpec& layer, Dialect dialect) {
  const LayerKind& kind = find(layer_kinds(), "layer", layer.kind);
  Json all{{"kind", layer.kind}, {"name", layer.name}, {"trainable", layer.trainable}};
  if (kind.has_units) all["units"] = layer.units;
  if (kind.has_activation) {
    all["activation"] = json(activations(), layer.activation, dialect);
    all["tried"] = tried(layer.activation, dialect);
  }
  if (!kind.kernel_initializer.empty())
    all["kernel_initializer"] = json(initializers(), layer.kernel_initializer, dialect);
  all["values"] = values_json(kind.parameters, layer.values);
  if (!kind.has_kernel) return all;
  all["use_bias"] = layer.use_bias;
  all["bias_initializer"] = json(initializers(), layer.bias_initializer, dialect);
  for (const auto& [key, choice] : {std::pair{"kernel_regularizer", &layer.kernel_regularizer},
                                    {"bias_regularizer", &layer.bias_regularizer},
                                    {"activity_regularizer", &layer.activity_regularizer}})
    all[key] = json(regularizers(), *choice, dialect);
  all["kernel_constraint"] = json(constraints(), layer.kernel_constraint, dialect);
  return all;
}

/// One line: the program and all it has to do.
void print(const std::string& name, const Document& document, const DataSet* data = nullptr,
           Json more = Json::object()) {
  const Dialect dialect = document.dialect;
  const Index inputs = data ? data->x.cols : document.layers.empty() ? 0 : document.layers.front().input_dim;
  const Index outputs = output_width(document, inputs);
  Json line{{"name", name},
            {"dialect", dialect == Dialect::keras2 ? "keras2" : "keras3"},
            {"program", write_keras_code(document, data)},
            {"inputs", inputs}};
  line["layers"] = Json::array();
  for (const LayerSpec& layer : document.layers) line["layers"].push_back(json(layer, dialect));
  line["optimizer"] = json(optimizers(), document.compile.optimizer, dialect);
  line["schedule"] = json(schedules(), document.compile.learning_rate_schedule, Dialect::keras3);
  line["rates"] = rates(document.compile, dialect);
  line["loss"] = json(losses(), document.compile.loss, dialect);
  line["tried_loss"] = tried_loss(document.compile.loss, dialect);
  line["outputs"] = outputs;
  line["metrics"] = Json::array();
  const std::vector<std::string> keys = metric_keys(document.compile.metrics, dialect);
  for (const std::string& typed : document.compile.metrics) {
    const Choice choice = metric_choice(typed, dialect);
    const Metric& row = find(metrics(), "metric", choice.name);
    Json metric{{"key", keys[line["metrics"].size()]},
                {"typed", metric_key(typed, dialect)},
                {"name", choice.name},
                {"values", values_json(row.parameters, choice.values)}};
    const bool index = find(losses(), "loss", document.compile.loss.name).class_index();
    const bool short_name = choice.name == "acc" || choice.name == "accuracy";
    metric["resolved"] =
        short_name ? resolve_metric(choice.name, std::max<Index>(outputs, 1), index ? 1 : std::max<Index>(outputs, 1),
                                    document.compile.loss.name, dialect)
                         .name
                   : row.name;
    if (row.targets == MetricTargets::outputs && (outputs == 1 || outputs == 3))
      metric["tried"] = tried_metric(typed, outputs, dialect);
    line["metrics"].push_back(metric);
  }
  line["callbacks"] = Json::array();
  for (const CallbackSpec& callback : document.fit.callbacks) {
    Json one = json(callback_kinds(), callback.choice, dialect);
    one["monitor"] = callback.monitor;
    one["higher"] = higher_is_better(callback.monitor, document.compile.metrics, dialect);
    line["callbacks"].push_back(one);
  }
  line["fit"] = {{"batch_size", document.fit.batch_size},
                 {"epochs", document.fit.epochs},
                 {"validation_split", document.fit.validation_split},
                 {"shuffle", document.fit.shuffle},
                 {"class_weight", document.fit.class_weight}};
  line["seed"] = document.seed % (std::uint64_t{1} << 32U);
  line.update(more);
  std::printf("%s\n", write_json_text(line, -1).c_str());
}

Document start(Dialect dialect, const std::string& rest = "") {
  return read_link(std::string("dialect=") + (dialect == Dialect::keras2 ? "keras2" : "keras3") +
                   "&layers=dense:4:tanh:input_dim=2,dense:3:softmax&loss=mse&optimizer=sgd&metrics=" + rest)
      .document;
}

/// A row's usual parameters, then each of them changed by itself, to the ends of its range too, then all.
template <class Row>
std::vector<Choice> variants(const Row& row, Dialect dialect) {
  const Choice usual = defaults(row, dialect);
  std::vector<Choice> all{usual};
  Choice changed = usual;
  for (std::size_t i = 0; i < row.parameters.size(); ++i) {
    const Parameter& p = row.parameters[i];
    const double other = p.words.size() > 1 ? 1
                         : p.is_switch()    ? 1 - usual.values[i]
                         : p.whole          ? std::min(p.maximum, std::max(p.minimum, 3.0))
                                            : std::clamp(usual.values[i] == 0.25 ? 0.5 : 0.25, p.minimum, p.maximum);
    changed.values[i] = other;
    for (const double value : {other, p.minimum, p.maximum}) {
      all.push_back(usual);
      all.back().values[i] = value;
    }
  }
  if (row.parameters.size() > 1) all.push_back(changed);
  return all;
}

template <class Row>
void each(std::span<const Row> table, Dialect dialect,
          const std::function<void(const std::string& name, const Choice&)>& action) {
  for (const Row& row : table)
    for (const Choice& choice : variants(row, dialect)) action(write_choice(table, choice, dialect), choice);
}

void print_layers(Dialect dialect) {
  const auto with = [&](const std::string& name, const LayerSpec& layer) {
    Document document = start(dialect);
    document.layers.insert(document.layers.begin() + 1, layer);
    print(name, document);
    document.layers[1].trainable = false;
    document.layers[1].name = "a/b-c.d";
    document.layers.erase(document.layers.begin());
    document.layers[0].input_dim = 4;
    print(name + " first", document);
  };
  const LayerSpec dense = read_layer("dense:8", dialect), activation = read_layer("activation", dialect);
  each(activations(), dialect, [&](const std::string& name, const Choice& choice) {
    for (LayerSpec layer : {dense, activation}) {
      layer.activation = choice;
      layer.activity_regularizer = {"l1_l2", {0.1, 0.2}};
      with(layer.kind + " " + name, layer);
    }
  });
  const auto choices = [&](auto table, Choice LayerSpec::* field) {
    each(table, dialect, [&](const std::string& name, const Choice& choice) {
      LayerSpec layer = dense;
      layer.*field = choice;
      with("dense with " + name, layer);
    });
  };
  choices(initializers(), &LayerSpec::kernel_initializer);
  choices(initializers(), &LayerSpec::bias_initializer);
  for (const auto field :
       {&LayerSpec::kernel_regularizer, &LayerSpec::bias_regularizer, &LayerSpec::activity_regularizer})
    choices(regularizers(), field);
  choices(constraints(), &LayerSpec::kernel_constraint);
  each(layer_kinds(), dialect, [&](const std::string& name, const Choice& choice) {
    LayerSpec layer = layer_defaults(find(layer_kinds(), "layer", choice.name), dialect);
    layer.values = choice.values;
    layer.units = 3;
    layer.use_bias = false;
    with(name, layer);
  });
}

void print_training(Dialect dialect) {
  each(losses(), dialect, [&](const std::string& name, const Choice& choice) {
    Document document = start(dialect);
    document.compile.loss = choice;
    print(name, document);
  });
  each(optimizers(), dialect, [&](const std::string& name, const Choice& choice) {
    Document document = start(dialect);
    document.compile.optimizer = choice;
    print(name, document);
  });
  each(schedules(), dialect, [&](const std::string& name, const Choice& choice) {
    for (const char* optimizer : {"sgd:learning_rate=0.1", "adam:decay=0.5", "nadam:decay=0.5"}) {
      Document document = start(dialect, std::string("&optimizer=") + optimizer);
      document.compile.learning_rate_schedule = choice;
      print(name + " for " + optimizer, document);
    }
  });
  print("three pieces", start(dialect, "&learning_rate_schedule=piecewise_constant:5:0.1:30:0.05:900:0.01"));
  print("warm-up", start(dialect, "&learning_rate_schedule=cosine_decay:500:0.1:0.3:20"));
  for (const char* last : {"dense:3", "dense:1"})
    each(metrics(), dialect, [&](const std::string& name, const Choice&) {
      Document document = start(dialect);
      document.layers.back() = read_layer(last, dialect);
      document.compile.metrics = {name};
      print(std::string("metric ") + name + " of " + last, document);
    });
  print("metrics with keys of their own", start(dialect, "acc:name=hits,mae:name=error,top_k:k=2:name=class"));
  print("metrics twice",
        start(dialect, "acc,acc,mae,mean_absolute_error,top_k:k=2,top_k:k=3,f1_score,f1_score:average=micro"));
  print("sparse accuracy by a key", start(dialect, "acc:name=hits&loss=sparse_categorical_crossentropy"));
  print("monitor of a key",
        start(dialect,
              "auc:name=area,mae:name=myloss&callbacks=early_stopping:monitor=area,model_checkpoint:monitor=myloss"));
  print("metrics as people type them", start(dialect, "acc,accuracy,rmse,MAE,r2,mean_squared_error,top_k:k=2"));
  for (const char* monitor : {"val_loss", "acc", "val_auc", "val_mae"})
    each(callback_kinds(), dialect, [&](const std::string& name, const Choice& choice) {
      Document document = start(dialect);
      document.fit.callbacks = {{choice, monitor}};
      print(name + " of " + monitor, document);
    });
  print("fit",
        start(dialect, "&batch_size=7&epochs=3&validation_split=0&shuffle=0&class_weight=1,2.5,0&seed=12345678901"));
  print("class weights left out", start(dialect, "&class_weight=none,2.5"));
  print("callback and schedule",
        start(dialect, "&learning_rate_schedule=cosine_decay&callbacks=reduce_lr_on_plateau,csv_logger"));
}

/// Data whose X_train the program makes: the columns that it begins with and those that it must come to.
void print_data(Dialect dialect) {
  for (const char* data :
       {"data=spiral", "data=spiral&standardise=1",
        "data=circle&features=x1^2,-x1*(x2-1)/2,max(x1\\,2)^-0.5-(x1-(x2-1)),step(x2),2,inputs",
        "data=plane&features=sin(x1),abs(-x2)^2^0.5&standardise=1&validation_split=0.25", "data=clusters"}) {
    Document document = start(dialect, std::string("&") + data);
    const DataSet set = make_data(document, "");
    fit_output_to_data(document, set);
    document.layers.front().input_dim = 0;
    Document plain = document;
    plain.standardise = false;
    const DataSet raw = make_data(plain, "");
    const Matrix& before = set.formulas.empty() ? raw.x : set.raw;
    const auto rows = [](const Matrix& m) {
      const std::vector<double> numbers(m.data.begin(), m.data.end());
      return json(View<const double>{numbers.data(), m.rows, m.cols});
    };
    print(data, document, &set, {{"raw", rows(before)}, {"x", rows(set.x)}});
  }
  Document typed = start(dialect,
                         "&data=sheet&sheet=0.05:0.1/"
                         "0.01:0.99&layers=dense:2:sigmoid,dense:2:sigmoid&initial_weights=0.15,0.25,0.2,0.3,0.35,0.35,"
                         "0.4,0.5,0.45,0.55,0.6,0.6");
  const DataSet sheet = make_data(typed, "");
  print(
      "typed weights", typed, &sheet,
      {{"weights", Json::parse("[[[0.15, 0.25], [0.2, 0.3]], [0.35, 0.35], [[0.4, 0.5], [0.45, 0.55]], [0.6, 0.6]]")}});
}

/// A layer that the program defines itself, with weights and what comes out of it.
void print_own_layers(Dialect dialect) {
  for (const char* layer : {"rbf:3:width=0.7", "layer_normalization", "layer_normalization:center=0:scale=0", "flatten",
                            "gaussian_noise:5"}) {
    Document document = start(dialect);
    document.layers = {read_layer(layer, dialect)};
    document.layers[0].input_dim = 2;
    const auto model = make_model(document, 2);
    Json weights = Json::array();
    for (std::size_t i = 0; i < model->weights().size(); ++i)
      model->weights()[i] = 0.5f + 0.25f * static_cast<float>(i);
    for (const Matrix& tensor : model->get_weights()) weights.push_back(tensor.data);
    const Matrix x(2, 2, {0.5f, -1, 2, 0.25f}), y = model->predict(x);
    print(std::string("own ") + layer, document, nullptr,
          {{"own", {{"x", x.data}, {"weights", weights}, {"y", y.data}}}});
  }
}

}  // namespace

int main() {
  std::printf("%s\n",
              Json{{"name", "places of arguments"}, {"dialect", "keras3"}, {"tables", Json::parse(write_tables())}}
                  .dump()
                  .c_str());
  for (const Dialect dialect : {Dialect::keras3, Dialect::keras2}) {
    print_layers(dialect);
    print_training(dialect);
    print_data(dialect);
    print_own_layers(dialect);
    Random random(7);
    for (int i = 0; i < 200; ++i) {
      Document document = test::random_document(random);
      document.dialect = dialect;
      for (LayerSpec& layer : document.layers)
        if (layer.activation.name == "maxout") layer.activation.values = {4};
      print("random " + std::to_string(i), document);
    }
  }
}
