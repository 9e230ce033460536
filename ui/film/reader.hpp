#pragma once
// SPDX-License-Identifier: MIT
// Whose numbers the film tells, and how it names and writes them.
#include <string>
#include <string_view>

#include "engine/sequential.hpp"
#include "ui/training/film.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {

/// "^[2]", of a column of the drawing, where there are several layers; inputs are those of the network.
std::string layer_index(const Sequential& model, Index column);

/// Whose numbers are told, and how exactly.
struct FilmReader {
  const Film& film;
  const Sequential& model;
  Index row = 0;  ///< of the batch
  int digits = 4;
  bool batch = false;    ///< the numbers of all rows
  bool covers = false;   ///< results are hidden until they are typed,
  bool covered = false;  ///< and some of the moment's still are

  const LayerTrace& trace(Index layer) const { return film.trace.layers[static_cast<std::size_t>(layer)]; }
  const Layer& layer(Index l) const { return *model.layers()[static_cast<std::size_t>(l)]; }
  Index rows() const { return film.trace.x.rows; }
  Index last() const { return static_cast<Index>(model.layers().size()) - 1; }

  std::string number(double value) const;
  /// In brackets where it is below 0: after another sign.
  std::string factor(double value) const;
  std::string layer_index(Index column) const { return chainrule::layer_index(model, column); }
  /// "_3^[2]"; without the unit where all layers are single neurons, as the lecture has them.
  std::string index(Index column, Index unit) const;
  /// "_k^[2]": of any unit.
  std::string index(Index column, std::string_view unit) const;
  std::string weight_index(Index column, Index from, Index unit) const;
  std::string weight_index(Index column, const std::string& from, const std::string& unit) const;
  /// "_3^([2](r))": in row r of the batch.
  std::string row_index(Index column, const std::string& unit) const;
  /// What a column gives is called x or a.
  static std::string output_letter(Index column) { return column == 0 ? "x" : "a"; }
  bool chain() const;  ///< every layer is one neuron with one input
  /// What a unit of a column gives: x_1 of the inputs, a_1 of a layer.
  std::string output(MathText& f, Index column, Index unit) const;
  std::string output_value(MathText& f, Index column, Index unit, bool bracket = true) const;
  /// A symbol z, g, d (written δ), b of a unit, and of a weight.
  std::string symbol(MathText& f, char kind, std::string_view letter, Index column, Index unit) const;
  std::string value(MathText& f, char kind, Index column, Index unit, double v, bool bracket = true) const;
  std::string weight(MathText& f, Index column, Index from, Index unit) const;
  std::string weight_value(MathText& f, Index column, Index from, Index unit, double v) const;
};

}  // namespace chainrule
