// SPDX-License-Identifier: MIT
#include "ui/film/outputs.hpp"

#include <utility>

#include "engine/layers/noise.hpp"
#include "ui/film/texts.hpp"

namespace chainrule {

namespace {

/// The ends of both formulas: a = ... and a = ... = its value.
struct Output {
  Output(const FilmReader& read, FilmLine& line, Index layer, Index unit)
      : r(read), told(line), t(read.trace(layer)), l(layer), j(unit) {
    symbols.text = read.symbol(symbols, 'a', "a", l + 1, j) + " = ";
    numbers.text = read.symbol(numbers, 'a', "a", l + 1, j) + " = ";
  }
  /// What comes in.
  std::string x() { return r.output(symbols, l, j); }
  /// The unit's number of a tensor.
  std::string weight(std::size_t k) const {
    return k < t.before.size() ? r.factor(t.before[k].data[static_cast<std::size_t>(j)]) : std::string("?");
  }
  void end(const std::string& right, const std::string& value, bool known = true) {
    symbols.text += right;
    const std::string result = r.value(numbers, 'a', l + 1, j, t.a(r.row, j), false);
    const bool more = says_more(value, result);
    numbers.text += (more ? value + " = " : "") + result;
    if (known && more) numbers.comes_to(t.a(r.row, j));
    told.symbols.push_back(std::move(symbols));
    told.numbers.push_back(std::move(numbers));
  }

  const FilmReader& r;
  FilmLine& told;
  const LayerTrace& t;
  Index l, j;
  MathText symbols;
  Numbers numbers;
};

}  // namespace

void masked_output(const FilmReader& read, FilmLine& line, Index l, Index j) {
  Output out(read, line, l, j);
  const std::string mask = read.symbol(out.symbols, 'g', "m", l + 1, j);
  out.end(mask + " " + out.x(), read.value(out.numbers, 'g', l + 1, j, out.t.derivative(read.row, j)) + " · " +
                                    read.output_value(out.numbers, l, j));
  line.words = "The mask m is drawn anew for each batch: 0 drops the number, " +
               read.number(1 / (1 - read.layer(l).spec().values[place("rate", dropout_parameters)])) +
               " keeps it and makes up for those that are dropped. Outside of training nothing is dropped.";
}

void noisy_output(const FilmReader& read, FilmLine& line, Index l, Index j) {
  Output out(read, line, l, j);
  out.end(out.x() + " + noise", read.output_value(out.numbers, l, j) + " + noise", false);
  line.words = "Normal noise with a deviation of " +
               read.number(read.layer(l).spec().values[place("stddev", noise_parameters)]) +
               ", drawn anew for each batch. Outside of training there is none.";
}

void sloped_output(const FilmReader& read, FilmLine& line, Index l, Index j) {
  Output out(read, line, l, j);
  const std::string x = out.x();
  const bool passes = out.t.z(read.row, j) > 0;
  out.end(x + " if " + x + " > 0, else alpha" + read.index(l + 1, j) + " " + x,
          passes ? read.output_value(out.numbers, l, j, false)
                 : out.weight(0) + " · " + read.output_value(out.numbers, l, j));
  line.words = "Positive numbers pass; negative ones are multiplied with a slope that is learned.";
}

void scaled_output(const FilmReader& read, FilmLine& line, Index l, Index j) {
  Output out(read, line, l, j);
  const auto& tensors = read.layer(l).tensors();
  const bool scales = !tensors.empty() && tensors[0].name == "gamma",
             centers = tensors.size() > (scales ? 1U : 0U) && tensors[scales].name == "beta";
  const std::string index = read.index(l + 1, j), z = read.symbol(out.symbols, 'z', "z", l + 1, j);
  out.end((scales ? "gamma" + index + " " : "") + z + (centers ? " + beta" + index : ""),
          (scales ? out.weight(0) + " · " : "") + read.value(out.numbers, 'z', l + 1, j, out.t.z(read.row, j)) +
              (centers ? " + " + out.weight(scales) : ""));
  line.title = "Scale and shift";
  line.words = "What was normalised gets a width and a middle of its own again: gamma and beta are learned.";
}

}  // namespace chainrule
