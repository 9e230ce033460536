#pragma once
// SPDX-License-Identifier: MIT
// What a place in the film says: formulas in symbols, the same with the numbers of the engine's Trace in them, and two
// sentences of plain words. No number is computed here.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sequential.hpp"
#include "ui/film/reel.hpp"
#include "ui/typeset/math_text.hpp"

namespace chainrule {

struct FilmLine {
  Stage stage = Stage::load;
  std::string title;  ///< "Weighted sum"
  std::vector<MathText> symbols, numbers;
  std::string words;
};

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
  /// "_3", or the number of the layer where all layers are single neurons, as the lecture has them.
  std::string index(Index column, Index unit) const;
  std::string weight_index(Index column, Index from, Index unit) const;
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

/// The lines of a moment: of its stage, or of all stages of the phase for unit `unit` (of the layer).
std::vector<FilmLine> film_lines(const FilmReader& read, const Moment& moment, Index unit = 0);
/// How many of a layer's units have the slope 0 for this row: nothing passes back through them.
Index blocked_units(const LayerTrace& t, Index row);
/// "Forward, dense, unit 3 of 4, row 1 of 32: z_3 = ...".
std::string words_of(const FilmReader& read, const Moment& moment);
std::string_view stage_title(Stage stage);
/// All numbers of a moment's phase: rows of the batch or of weights; the first row is the header. At most 64 rows and
/// 34 columns.
std::vector<std::vector<std::string>> film_table(const FilmReader& read, const Moment& moment);

// The parts.
FilmLine forward_line(const FilmReader& read, Stage stage, Index layer, Index unit);
FilmLine loss_line(const FilmReader& read);
/// The slope of the loss over output `unit` of the last layer.
FilmLine loss_slope_line(const FilmReader& read, Index unit);
/// delta = p - t of a last layer whose activation and loss are taken together, the long way and the short one.
FilmLine short_delta_line(const FilmReader& read, Index unit);
FilmLine backward_line(const FilmReader& read, Stage stage, Index layer, Index unit);
FilmLine update_line(const FilmReader& read, Index layer, Index unit);

/// What an activity regularizer adds to a layer's dL/da, in words; "" where there is none.
std::string penalty_share(const Layer& layer);
/// Whether regularizers have a share in a gradient.
bool has_penalty(const Matrix& shares);
/// a = g(z) by the layer's activation; other kinds make their a in ways of their own (masks, noise, gamma z + beta).
bool applies_activation(const Layer& layer);
/// What a tensor's numbers are called: w, b, gamma, ...
std::string tensor_letter(const Tensor& tensor);
/// A frozen batch_normalization of Keras 3 takes its moving averages instead of the batch's numbers.
bool takes_moving_averages(const FilmReader& read, const Layer& layer);
/// The formula of the loss gets the numbers that count: see loss.cpp.
bool loss_is_plain(const FilmReader& read);

/// The same for all rows of the batch at once: columns of numbers, and gradients as the mean of the rows' own.
FilmLine batch_line(const FilmReader& read, Stage stage, Index layer, Index unit);
/// L = sum_r L_r / n, and the penalty.
void add_mean_loss(const FilmReader& read, FilmLine& line);

// Cover: results hidden until they are typed.
/// What stands behind the last = of a formula, where that is a number that can be worked out from what is before it.
std::optional<double> result_of(const MathText& formula);
/// The formula with a ? in its place.
MathText covered(const MathText& formula);
/// How many results there are.
int results_in(const std::vector<FilmLine>& lines);
/// Within 0.5 %, or as near as so many digits can say it.
bool is_right(double answer, double result, int digits);

/// The chain rule of one weight or (from -1) bias: factor by factor where one path leads from it to the loss, else as
/// a recursion; the batch's sum; the numeric gradient, where the film has it.
std::vector<FilmLine> chain_lines(const FilmReader& read, Index column, Index from, Index unit);

/// A text of the engine's tables in which names stand for something else.
std::string substituted(std::string_view text, const std::map<std::string, std::string>& what);
/// "{∂L} / {∂w}", a fraction.
std::string partial(std::string_view of, std::string_view by);
/// A formula of the activations' table at one unit: z and a as given (what they are in a's own formula), parameters as
/// their numbers, without the remark on kinks.
std::string activation_text(const FilmReader& read, const Layer& layer, std::string_view formula, const std::string& z,
                            const std::string& a);
/// sum_i dL/da_i da_i/dz_j of softmax with the numbers in it.
std::string through_softmax(const FilmReader& read, MathText& numbers, Index layer, Index unit);
/// Terms with + between them; of many the first ones, and how many more there are.
std::string added_up(const std::vector<std::string>& terms, Index all);
inline constexpr Index most_terms = 6;

}  // namespace chainrule
