// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "engine/document/callback_text.hpp"
#include "engine/document/choice_text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "tests/fuzz/driver.hpp"

namespace {

using namespace chainrule;

/// `read` gives something or an Error; what `write` makes of it is read as the same.
template <class Read, class Write>
void round_trip(std::string_view text, Read read, Write write) {
  try {
    const auto first = read(text);
    if (!(read(write(first)) == first)) std::abort();
  } catch (const Error&) {}
}

template <class Row>
void choice(std::string_view text, std::span<const Row> table, Dialect dialect) {
  round_trip(
      text, [&](std::string_view t) { return read_choice(table, "row", t, dialect); },
      [&](const Choice& c) { return write_choice(table, c, dialect); });
}

}  // namespace

// The first byte says what the rest is: a layer, a callback, a metric or a row of a table with parameters.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Dialect dialect = data[0] % 2 == 0 ? Dialect::keras2 : Dialect::keras3;
  switch (data[0] / 2 % 8) {
    case 0: choice(text, optimizers(), dialect); break;
    case 1: choice(text, losses(), dialect); break;
    case 2: choice(text, schedules(), dialect); break;
    case 3: choice(text, activations(), dialect); break;
    case 4: choice(text, initializers(), dialect); break;
    case 5: choice(text, metrics(), dialect); break;
    case 6: round_trip(text, read_callback, write_callback); break;
    default:
      round_trip(
          text, [&](std::string_view t) { return read_layer(t, dialect); },
          [&](const LayerSpec& layer) { return write_layer(layer, dialect); });
  }
  return 0;
}

// '0' is 48, half of it 24: case 0 in Keras 2; '1' the same in Keras 3, '2' case 1, ...
CHAINRULE_FUZZ_MAIN(
    (std::vector<std::string>{
        "0adam:lr=0.01:decay=0.1:clipnorm=1", "1sgd:0.1:0.9:nesterov=1", "3huber:delta=2",
        "5piecewise_constant:10:0.5:boundary_2=20", "7leaky_relu:0.3", "9random_normal:stddev=0.1",
        ";f1_score:average=micro", "=early_stopping:monitor=val_acc:patience=5:mode=max:restore_best_weights=1",
        "<ReduceLROnPlateau:0.5:3:min_lr=1e-5", "?dense:8:leaky_relu:negative_slope=0.3:use_bias=0:name=x",
        ">dense:4:relu:kernel_initializer=random_normal:stddev=0.1:kernel_regularizer=l1_l2:l1=0.1",
        "?batch_normalization:momentum=0.9:trainable=0", "?rbf:3:width=2:kernel_initializer=zeros"}),
    ":=,0123456789.-e _tru")
