#pragma once
// SPDX-License-Identifier: MIT
// Formulas that a user types, such as x1 * sin(2 * x2): parsed once, evaluated for any number of rows.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// One function that formulas may call. Angles are in radians, log is the natural one.
struct FormulaFunction {
  std::string_view name, help;
  int arguments;                        ///< 1 or 2
  double (*value)(double a, double b);  ///< b is 0 where there is one argument
};
/// sin, cos, tan, tanh, exp, log, sqrt, abs, sign, step, min, max.
std::span<const FormulaFunction> formula_functions();

namespace limits {
inline constexpr std::size_t formula_length = 200;  ///< characters
inline constexpr int formula_depth = 24;            ///< brackets, calls, powers and signs within each other
}  // namespace limits

/// A formula over named numbers: numbers, names, + - * / ^, brackets, signs, the functions above, the constants pi and
/// e. ^ binds strongest and to the right, so -x^2 is -(x^2) and 2^3^2 is 2^9. A name is one of `names`, spelled as it
/// is (petal) or in square brackets ([petal length (cm)]); x1, x2, ... also stand for the first, the second, ... of
/// them. The same bits natively and in WebAssembly. Where there is no value (log(-1), 1/0) the result is not finite.
class Formula {
 public:
  /// Throws Error "expected X, received Y, at column N of the formula".
  Formula(std::string_view text, std::span<const std::string> names);

  const std::string& text() const { return text_; }
  /// `values` has a number for each name.
  double operator()(const float* values) const;
  /// Row by row: `rows` has a column for each name; the result of row r goes to out[r * stride].
  void evaluate(View<const float> rows, float* out, Index stride = 1) const;

  /// One step of the compiled form, a program for a stack of numbers.
  struct Step {
    enum class Kind { number, name, negate, add, subtract, multiply, divide, power, call } kind;
    double number = 0;  ///< the number itself; the place of a name or function
  };
  /// For those who write formulas in another language: each step takes its arguments from the ones before it.
  const std::vector<Step>& steps() const { return steps_; }

 private:
  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace chainrule
