// SPDX-License-Identifier: MIT
#include "ui/film/kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/document/layer_fields.hpp"
#include "engine/training/stepper.hpp"
#include "tests/engine/models.hpp"
#include "ui/film/lines.hpp"

namespace chainrule {
namespace {

TEST(KindsTold, HaveARowForEachKindOfLayerAndNoOther) {
  EXPECT_EQ(kinds_told().size(), layer_kinds().size());
  for (const LayerKind& kind : layer_kinds())
    EXPECT_EQ(std::count_if(kinds_told().begin(), kinds_told().end(),
                            [&](const KindTold& row) { return row.kind == kind.name; }),
              1)
        << kind.name << " is a kind of layer of which the film knows nothing";
}

// A row fits its kind: what makes z of its own has something to say of it, what has a kernel of one weight for each
// input and unit is told weight by weight, and what puts its outputs together itself has no activation.
TEST(KindsTold, FitTheirLayers) {
  for (const KindTold& row : kinds_told()) {
    const LayerKind& kind = find(layer_kinds(), "layer", row.kind);
    const bool units = kind.has_units;
    Sequential model;
    model.add(read_layer(std::string(row.kind) + (units                      ? ":3"
                                                  : row.kind == "activation" ? ":tanh"
                                                                             : ""),
                         Dialect::keras3));
    model.build(2);
    const Layer& layer = *model.layers()[0];
    EXPECT_EQ(&told(layer), &row);
    EXPECT_EQ(row.sum == nullptr, layer.z_is_x()) << row.kind;
    EXPECT_EQ(row.weighted, !layer.tensors().empty() && layer.tensors()[0].name == "kernel") << row.kind;
    EXPECT_EQ(row.statistics != Statistics::none, layer.statistics(4) > 0) << row.kind;
    if (row.statistics != Statistics::none) {
      EXPECT_EQ(layer.statistics(4), row.statistics == Statistics::of_column ? 2 : 4) << row.kind;
    }
    EXPECT_FALSE(row.output && kind.has_activation) << row.kind;
  }
}

// Each kind, in the middle of a network: every place has a formula in symbols, one in numbers, and words.
TEST(KindsTold, SayAllOfEachKind) {
  for (const LayerKind& kind : layer_kinds()) {
    const std::string name(kind.name);
    Sequential model;
    model.add(dense(3, "tanh"));
    model.add(read_layer(name + (kind.has_units ? ":2" : name == "activation" ? ":tanh" : ""), Dialect::keras3));
    model.add(dense(1));
    model.build(2);
    model.compile({});
    const Matrix x = normal_matrix(4, 2, 3), y = normal_matrix(4, 1, 4);
    Stepper stepper(model, 4);
    stepper.record(true);
    stepper.load(x, y);
    stepper.finish();
    Film film;
    film.trace = stepper.take_trace();
    const FilmReader read{film, model};
    const Reel reel(model);
    for (std::optional<Moment> moment = Moment{Phase::load, 0, Stage::load, 0}; moment;
         moment = reel.after(*moment, true))
      for (const FilmLine& line : film_lines(read, *moment)) {
        EXPECT_FALSE(line.words.empty()) << name << ", " << line.title;
        EXPECT_FALSE(line.symbols.empty()) << name << ", " << line.title;
        for (const Numbers& formula : line.numbers)
          EXPECT_EQ(plain(formula).find('?'), std::string::npos) << name << ": " << plain(formula);
      }
  }
}

}  // namespace
}  // namespace chainrule
