// SPDX-License-Identifier: MIT
// Formulas: how text becomes parts, and that these lie beside and above each other without touching.
#include "ui/typeset/math_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/random.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/optimizer.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

using Kind = MathBox::Kind;

/// The structure in brackets: fraction [above|below], script base_{sub}^{super}, root √[...].
std::string shape(const MathBox& b) {
  std::string inside;
  switch (b.kind) {
    case Kind::fraction: return "[" + shape(b.parts[0]) + "|" + shape(b.parts[1]) + "]";
    case Kind::script: {
      inside = shape(b.parts[0]);
      if (!shape(b.parts[1]).empty()) inside += "_{" + shape(b.parts[1]) + "}";
      if (!shape(b.parts[2]).empty()) inside += "^{" + shape(b.parts[2]) + "}";
      return inside;
    }
    case Kind::root: return "√[" + shape(b.parts[0]) + "]";
    case Kind::hat: return "hat[" + shape(b.parts[0]) + "]";
    case Kind::bar: return "bar[" + shape(b.parts[0]) + "]";
    default: break;
  }
  if (b.kind == Kind::nabla) return "∇";
  inside = b.words;
  for (const MathBox& part : b.parts) inside += shape(part);
  return b.kind == Kind::tied ? "<" + inside + ">" : inside;
}
std::string shape(std::string_view text) { return shape(parse_math(text)); }

TEST(MathText, ReadsTheTablesWayOfWriting) {
  EXPECT_EQ(shape("1 / (1 + e^-z)"), "[1|1+e^{−z}]");
  EXPECT_EQ(shape("(e^z - e^-z) / (e^z + e^-z)"), "[e^{z}−e^{−z}|e^{z}+e^{−z}]");
  EXPECT_EQ(shape("e^z_i / sum_j e^z_j"), "[e^{z_{i}}|∑_{j}e^{z_{j}}]");
  EXPECT_EQ(shape("(z + sqrt(z^2 + b)) / 2"), "[z+√[z^{2}+b]|2]");
  EXPECT_EQ(shape("learning_rate m_hat / (sqrt(v_hat) + epsilon)"), "[learning_ratehat[m]|√[hat[v]]+ε]");
  EXPECT_EQ(shape("mean_j (p_j - t_j)^2"), "mean_{j}(p_{j}−t_{j})^{2}");
  EXPECT_EQ(shape("dL/dw_12 = x_1 delta_2"), "[∂L|∂w_{12}]=x_{1}δ_{2}");
  EXPECT_EQ(shape("z if z > 0, else alpha (e^z - 1)"), "zifz>0,elseα(e^{z}−1)");
  EXPECT_EQ(shape("z_(n/2 + i)"), "z_{[n|2]+i}");
  EXPECT_EQ(shape("0.9 0.5 + ln 0.3"), "0.9·0.5+ln0.3") << "numbers side by side are multiplied";
  EXPECT_EQ(shape("-1e-05 · (-2)"), "−1e-05·(−2)");
  EXPECT_EQ(shape("@0{0.5} @1{w_1}"), "<0.5><w_{1}>");
  EXPECT_EQ(shape("∇loss(y) · g'(z_2)"), "∇loss(y)·g′(z_{2})");
  EXPECT_EQ(shape("m' = beta_1 m"), "m′=β_{1}m");
}

// The layer stands above the unit, both on one base; what is raised has a layer of its own.
TEST(MathText, ReadsLayers) {
  EXPECT_EQ(shape("z_1^[2] = a_1^[1] w_(1,12)^[2]"), "z_{1}^{[2]}=a_{1}^{[1]}w_{1,12}^{[2]}");
  EXPECT_EQ(shape("sum_k delta_k^[2] w_1k^[2]"), "∑_{k}δ_{k}^{[2]}w_{1k}^{[2]}");
  EXPECT_EQ(shape("a_1^([2](r)) x_1^((r))"), "a_{1}^{[2](r)}x_{1}^{(r)}");
  EXPECT_EQ(shape("(z_1^[2])^2"), "(z_{1}^{[2]})^{2}");
  EXPECT_EQ(shape("e^z_i^[2] / sum_j e^z_j^[2]"), "[e^{z_{i}^{[2]}}|∑_{j}e^{z_{j}^{[2]}}]");
  EXPECT_EQ(shape("e^-@0{z_1^[2]}"), "e^{−<z_{1}^{[2]}>}");
  EXPECT_EQ(shape("g'(z_1^[2]) ∂a_1^[2]"), "g′(z_{1}^{[2]})∂a_{1}^{[2]}");
  EXPECT_EQ(shape("{∂L} / {∂gamma_1^[2]}"), "[∂L|∂γ_{1}^{[2]}]");
  EXPECT_EQ(shape("delta^[1] = (delta^[2] W^([2]T)) ⊙ g'(z^[1])"), "δ^{[1]}=(δ^{[2]}W^{[2]T})⊙g′(z^{[1]})");
}

TEST(MathText, PlainIsWithoutTies) {
  MathText f;
  f.text = f.tie({'z', 1, 0, -1}, "z_1") + " = ";
  f.text += f.tie({'x', 0, 0, -1}, "0.5") + " · {2}";
  EXPECT_EQ(plain(f), "z_1 = 0.5 · 2");
  EXPECT_EQ(plain({"{p - t} / {2}", {}}), "(p - t) / 2");
  ASSERT_EQ(f.symbols.size(), 2U);
  EXPECT_EQ(f.symbols[0].kind, 'z');
}

/// Parts of a row lie side by side, those of a fraction above each other, and every box holds what is in it.
void expect_in_order(const MathBox& b, const std::string& of) {
  float inside = 0;
  for (const MathBox& part : b.parts) {
    if (part.size == 0) continue;  // a script that is not there
    EXPECT_TRUE(std::isfinite(part.width) && part.width >= 0 && part.ascent + part.descent >= 0) << of;
    EXPECT_LE(part.width, b.width + 0.01f) << of;
    inside += part.width;
    expect_in_order(part, of);
  }
  if (b.kind == Kind::row || b.kind == Kind::tied) {
    EXPECT_LE(inside, b.width + 0.01f) << of << ": parts overlap";
    for (const MathBox& part : b.parts)
      EXPECT_TRUE(part.ascent <= b.ascent + 0.01f && part.descent <= b.descent + 0.01f) << of;
  }
  if (b.kind == Kind::fraction) {
    const float height = b.parts[0].ascent + b.parts[0].descent + b.parts[1].ascent + b.parts[1].descent;
    EXPECT_GE(b.ascent + b.descent, height) << of << ": above and below overlap";
  }
}

TEST(MathText, SetsEveryFormulaOfTheTablesWithinTheWidth) {
  Headless ui;
  std::vector<std::string> all;
  for (const Activation& a : activations()) all.insert(all.end(), {std::string(a.formula), std::string(a.derivative)});
  for (const Loss& l : losses()) all.insert(all.end(), {std::string(l.formula), std::string(l.derivative)});
  for (const Optimizer& o : optimizers()) {
    const std::vector<double> values = defaults(o).values;
    for (const Dialect dialect : {Dialect::keras2, Dialect::keras3}) all.emplace_back(o.steps(values.data(), dialect));
  }
  for (const std::string& text : all) {
    MathText formula{text, {}};
    EXPECT_FALSE(text.empty());
    const ImVec2 wide = math(ui.app().ui, nullptr, formula, {0, 0}, 5000, {.size = 19});
    const ImVec2 narrow = math(ui.app().ui, nullptr, formula, {0, 0}, 420, {.size = 17});
    EXPECT_GT(wide.x, 0) << text;
    EXPECT_LE(narrow.x, 430) << text;
    EXPECT_GE(narrow.y, 0.7f * wide.y) << text;
    expect_in_order(measured(ui.app().ui, formula, 19), text);
  }
}

TEST(MathText, TakesAnyText) {
  Headless ui;
  Random random(7);
  const std::string_view pieces[] = {"(",     ")",   "{", "}", "[",     "|",    "^",    "_",  "/",
                                     "@",     "@7{", "-", "+", "sqrt(", "sum_", "dL/d", "e^", "z",
                                     "0.1e-", " ",   "∂", "·", "\xE2",  "'",    ","};
  for (int i = 0; i < 3000; ++i) {
    MathText formula;
    const int length = static_cast<int>(random.uniform() * 60);
    for (int k = 0; k < length; ++k)
      formula.text += pieces[static_cast<std::size_t>(random.uniform() * std::size(pieces))];
    const ImVec2 extent = math(ui.app().ui, nullptr, formula, {0, 0}, 300, {});
    EXPECT_TRUE(std::isfinite(extent.x) && std::isfinite(extent.y)) << formula.text;
    plain(formula);
  }
  const MathText deep{std::string(100000, '('), {}};
  math(ui.app().ui, nullptr, deep, {0, 0}, 300, {});
}

}  // namespace
}  // namespace chainrule
