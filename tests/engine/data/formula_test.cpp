// SPDX-License-Identifier: MIT
// Typed formulas against values worked out by hand, and what is said of mistakes.
#include "engine/data/formula.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "engine/base/random.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

const std::array<std::string, 3> names{"x1", "x2", "petal length (cm)"};

double value(const std::string& text) {
  constexpr float values[] = {2, -3, 0.5F};
  return Formula(text, names)(values);
}
std::string error(const std::string& text) {
  return test::message<Error>([&] { Formula(text, names); });
}

TEST(Formula, FollowsTheRulesOfArithmetic) {
  EXPECT_EQ(value("1 + 2 * 3"), 7);
  EXPECT_EQ(value("(1 + 2) * 3"), 9);
  EXPECT_EQ(value("10 - 4 - 3"), 3);
  EXPECT_EQ(value("24 / 4 / 3"), 2);
  EXPECT_EQ(value("2^3^2"), 512) << "to the right";
  EXPECT_EQ(value("-2^2"), -4) << "a power before its sign";
  EXPECT_EQ(value("2^-1"), 0.5);
  EXPECT_EQ(value("--3"), 3);
  EXPECT_EQ(value("2 * -3"), -6);
  EXPECT_EQ(value(" 1.5e1 "), 15);
  EXPECT_EQ(value(".5"), 0.5);
  EXPECT_EQ(value("2*e - 2*e"), 0) << "e is a number here, not an exponent";
}

TEST(Formula, KnowsInputsByNameAndByPlace) {
  EXPECT_EQ(value("x1*x2"), -6);
  EXPECT_EQ(value("x1^2 + x2^2"), 13);
  EXPECT_EQ(value("[petal length (cm)] * 4"), 2);
  EXPECT_EQ(value("x3"), 0.5);
  const std::array<std::string, 2> swapped{"x2", "x1"};  // a table may have them in any order
  constexpr float row[] = {10, 20};
  EXPECT_EQ(Formula("x1", swapped)(row), 20);
}

TEST(Formula, HasItsFunctions) {
  EXPECT_NEAR(value("sin(pi/6)"), 0.5, 1e-15);
  EXPECT_NEAR(value("cos(pi/3)"), 0.5, 1e-15);
  EXPECT_NEAR(value("tan(pi/4)"), 1, 1e-15);
  EXPECT_NEAR(value("exp(1)"), 2.718281828459045, 1e-15);
  EXPECT_NEAR(value("log(e^3)"), 3, 1e-15);
  EXPECT_NEAR(value("tanh(0.5)"), 0.46211715726000976, 1e-15);
  EXPECT_EQ(value("sqrt(2.25)"), 1.5);
  EXPECT_EQ(value("abs(x2)"), 3);
  EXPECT_EQ(value("min(x1, x2) + max(x1, x2) * 10"), 17);
  EXPECT_EQ(value("sign(x2) + sign(0) + step(x1) + step(0)"), 0);
  EXPECT_NEAR(value("2^0.5"), 1.4142135623730951, 1e-15);
  EXPECT_NEAR(value("(-2)^65 / 2^65"), -1, 1e-12);
}

TEST(Formula, ExpIsTheOneOfTheLibrary) {
  for (double x = -740; x < 709; x += 0.37) EXPECT_NEAR(exact_exp(x) / std::exp(x), 1, x < -700 ? 1e-3 : 4e-15) << x;
  EXPECT_EQ(exact_exp(0), 1);
  EXPECT_EQ(exact_exp(-1000), 0);
  EXPECT_TRUE(std::isinf(exact_exp(1000)));
}

TEST(Formula, HasNoFiniteValueWhereThereIsNone) {
  for (const char* text : {"log(-1)", "log(0)", "1/0", "sqrt(x2)", "(-2)^0.5", "0^-1", "exp(1e9)", "sin(1e300)", "0/0"})
    EXPECT_FALSE(std::isfinite(value(text))) << text;
}

TEST(Formula, EvaluatesRowsIntoAColumn) {
  const Matrix rows(2, 3, {1, 2, 0, 3, 4, 0});
  Matrix out(2, 2, 9);
  Formula("x1 - x2 * 2", names).evaluate(rows, out.data.data() + 1, 2);
  EXPECT_EQ(out.data, (std::vector<float>{9, -3, 9, -5}));
}

TEST(Formula, SaysWhatItExpectsAndWhere) {
  EXPECT_EQ(error(""), "expected a number, a name or '(', received the end, at column 1 of the formula");
  EXPECT_EQ(error("2 x1"), "expected an operator, received 'x', at column 3 of the formula");
  EXPECT_EQ(error("x1 +"), "expected a number, a name or '(', received the end, at column 5 of the formula");
  EXPECT_EQ(error("(x1"), "expected an operator or ')', received the end, at column 4 of the formula");
  EXPECT_EQ(error("sin x1"), "expected '(' after sin, received 'x', at column 5 of the formula");
  EXPECT_EQ(error("min(1)"), "expected ',' and a second number for min, received ')', at column 6 of the formula");
  EXPECT_EQ(error("1.2.3"), "expected a number, received '1.2.3', at column 1 of the formula");
  EXPECT_EQ(error("[petal"), "expected ']' after the name, received the end, at column 1 of the formula");
  EXPECT_NE(error("1 + sine(x1)").find("received 'sine', at column 5 of the formula; did you mean 'sin'?"),
            std::string::npos);
  EXPECT_NE(error("x4").find("received 'x4'"), std::string::npos);
  EXPECT_NE(error("x0"), "");
}

TEST(Formula, RefusesWhatIsTooLongOrTooDeep) {
  EXPECT_EQ(error(std::string(201, '1')), "expected a formula of at most 200 characters, received 201");
  EXPECT_NE(error(std::string(90, '(') + "1" + std::string(90, ')')).find("at most 24 levels"), std::string::npos);
  EXPECT_NE(error(std::string(199, '-') + "1").find("at most 24 levels"), std::string::npos);
  std::string tower = "2";
  for (int i = 0; i < 90; ++i) tower += "^1";
  EXPECT_NE(error(tower).find("at most 24 levels"), std::string::npos);
  // The deepest that is let through, with every kind of number waiting on each level.
  std::string deep = "1";
  for (int i = 0; i < 7; ++i) deep = "0+1*1^max(0," + deep + ")";
  EXPECT_EQ(value(deep), 1);
}

// The limits from above: 0^b for b > 0, infinity for b < 0; a whole b multiplies, others go by exp(b log a).
TEST(Formula, RaisesNothingToAnyPower) {
  const std::string input[] = {"x1"};
  const auto at_zero = [&](const char* text) {
    const float zero = 0;
    return Formula(text, input)(&zero);
  };
  EXPECT_EQ(at_zero("x1^2"), 0);
  EXPECT_EQ(at_zero("x1^0.5"), 0);
  EXPECT_EQ(at_zero("x1^0"), 1);
  EXPECT_EQ(at_zero("x1^-1"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(at_zero("x1^-0.5"), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace chainrule
