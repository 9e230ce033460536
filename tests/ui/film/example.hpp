#pragma once
// SPDX-License-Identifier: MIT
// A recorded training step of a small network, for tests of what the film says of it.
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/document/choice_text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/training/stepper.hpp"
#include "ui/film/lines.hpp"

namespace chainrule {

struct FilmCase {
  std::vector<std::string> layers;
  std::string loss = "mse", optimizer = "sgd:learning_rate=0.1";
  Dialect dialect = Dialect::keras3;
  Index inputs = 2, rows = 3;
  bool weighted = false;
};

struct FilmExample {
  Sequential model;
  Film film;
};

inline Matrix film_targets(const Loss& loss, Index rows, Index outputs, Random& random) {
  Matrix y(rows, loss.class_index() ? 1 : outputs);
  for (Index r = 0; r < rows; ++r)
    for (Index j = 0; j < y.cols; ++j) {
      const double u = random.uniform();
      y(r, j) = loss.class_index()                     ? static_cast<float>(r % outputs)
                : loss.targets == LossTargets::one_hot ? (j == r % outputs ? 1.0f : 0.0f)
                : loss.targets == LossTargets::bits    ? (u < 0.5 ? 0.0f : 1.0f)
                                                       : static_cast<float>(0.2 + u);
    }
  return y;
}

/// The second step of a small network, so that the optimizer has a memory.
inline FilmExample film_example(const FilmCase& c) {
  FilmExample made{Sequential(c.dialect), {}};
  Sequential& model = made.model;
  for (const std::string& layer : c.layers) model.add(read_layer(layer, c.dialect));
  model.build(c.inputs);
  CompileSpec compile;
  compile.optimizer = read_choice(optimizers(), "optimizer", c.optimizer, c.dialect);
  compile.loss = read_choice(losses(), "loss", c.loss, c.dialect);
  model.compile(compile);
  Random random(5);
  for (float& w : model.weights()) w = static_cast<float>(random.uniform() * 1.6 - 0.7);
  Matrix x(c.rows, c.inputs);
  for (float& v : x.data) v = static_cast<float>(random.uniform() * 3 - 1.5);
  const Matrix y = film_targets(model.loss(), c.rows, model.outputs(), random);
  std::vector<float> weights;
  for (Index r = 0; c.weighted && r < c.rows; ++r) weights.push_back(1 + static_cast<float>(r));
  Stepper stepper(model, c.rows);
  for (const bool second : {false, true}) {
    stepper.record(second);
    stepper.load(x, y, {}, weights);
    stepper.finish();
  }
  made.film.trace = stepper.take_trace();
  return made;
}

}  // namespace chainrule
