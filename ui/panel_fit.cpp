// SPDX-License-Identifier: MIT
// Compile and fit: optimizer, loss, and the numbers of fit(), under Keras's names.
#include <algorithm>

#include "panels.hpp"

#include "engine/initializer.hpp"
#include "engine/loss.hpp"
#include "engine/optimizer.hpp"

namespace chainrule {
namespace {

void draw_optimizer(App& app, float menu) {
  Ui& ui = app.ui;
  const Document& now = app.document();
  int chosen = 0;
  const auto options = options_of(optimizers(), now.compile.optimizer.name, chosen);
  if (select(ui, "optimizer", chosen, options, menu, "optimizer")) {
    app.change([=](Document& d) { d.compile.optimizer = defaults(optimizers()[static_cast<std::size_t>(chosen)], d.dialect); });
    return;
  }
  Choice choice = now.compile.optimizer;
  const Optimizer& optimizer = resolve(optimizers(), "optimizer", choice, now.dialect);
  for (std::size_t i = 0; i < optimizer.parameters.size(); ++i) {
    const Parameter& p = optimizer.parameters[i];
    double value = choice.values[i];
    if (p.is_switch()) {
      bool on = value != 0;
      if (toggle(ui, p.name, on, p.help)) app.set_hyperparameter(i, on ? 1 : 0);
    } else if (i == 0) {
      // The track covers what makes sense; the field takes all that is allowed.
      SliderOptions o{.log = p.log, .typed_minimum = p.minimum, .typed_maximum = p.maximum, .help = p.help};
      if (slider(ui, p.name, value, 1e-5, 10, o)) app.set_hyperparameter(i, value);
    } else if (p.name == "momentum" || p.name == "decay") {
      const double most = p.name == "decay" ? 1 : p.maximum;
      if (slider(ui, p.name, value, p.minimum, most, {.typed_minimum = p.minimum, .typed_maximum = p.maximum, .help = p.help})) app.set_hyperparameter(i, value);
    }
  }
}

}  // namespace

void draw_fit(App& app) {
  Ui& ui = app.ui;
  card_title(ui, "Compile and fit",
             "compile() says how wrong an output is (loss) and how weights change (optimizer). fit() runs through the "
             "training rows in batches, once an epoch; validation_split keeps the last rows apart to measure val_loss.");
  const float line = ImGui::GetContentRegionAvail().x, menu = std::min(200.0f, line - 80);
  draw_optimizer(app, menu - 20);
  int chosen = 0;
  const auto options = options_of(losses(), app.document().compile.loss.name, chosen);
  if (select(ui, "loss", chosen, options, menu, "loss")) {
    app.change([=](Document& d) { d.compile.loss = defaults(losses()[static_cast<std::size_t>(chosen)], d.dialect); });
  }
  double batch = static_cast<double>(app.document().fit.batch_size);
  if (slider(ui, "batch_size", batch, 1, 256, {.log = true, .whole = true, .typed_minimum = 1, .typed_maximum = double(limits::batch), .help = "Rows used for one update of the weights"}) &&
      batch != static_cast<double>(app.document().fit.batch_size)) {
    app.change([=](Document& d) { d.fit.batch_size = static_cast<Index>(batch); });
  }
  double split = app.document().fit.validation_split;
  if (slider(ui, "validation_split", split, 0, 0.9, {.step = 0.05, .typed_minimum = 0, .typed_maximum = 0.99, .help = "Share of the rows, taken from the end, that is only used to measure val_loss"}) &&
      split != app.document().fit.validation_split) {
    app.change([=](Document& d) { d.fit.validation_split = split; });
  }
  double epochs = static_cast<double>(app.document().fit.epochs);
  if (slider(ui, "epochs", epochs, 1, 2000, {.log = true, .whole = true, .typed_minimum = 1, .typed_maximum = double(limits::epochs), .help = "How often training runs through all training rows"}) &&
      epochs != static_cast<double>(app.document().fit.epochs))
    app.set_epochs(static_cast<Index>(epochs));
}

}  // namespace chainrule
