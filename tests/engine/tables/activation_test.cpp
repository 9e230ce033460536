// SPDX-License-Identifier: MIT
// Values against a second writing of each formula in double, constants that anyone can look up, and what happens at
// kinks and far out. Gradients through a network are in gradient_test.cpp.
#include "engine/tables/activation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;
using Row = std::vector<double>;

const Activation& row_of(Choice& choice, Dialect dialect = Dialect::keras3) {
  return resolve(activations(), "activation", choice, dialect);
}

/// a = g(z) of one row.
template <class T>
std::vector<T> values(Choice choice, const std::vector<T>& z, Dialect dialect = Dialect::keras3) {
  const Activation& row = row_of(choice, dialect);
  const auto n = static_cast<Index>(z.size());
  std::vector<T> a(static_cast<std::size_t>(n / row.divides(choice.values.data())));
  row.functions<T>().forward({z.data(), 1, n}, {a.data(), 1, static_cast<Index>(a.size())}, choice.values.data());
  return a;
}
double value(const Choice& choice, double z, Dialect dialect = Dialect::keras3) {
  return values<double>(choice, {z}, dialect)[0];
}
/// g'(z) of an elementwise one: what comes back for dL/da = 1.
template <class T = double>
T slope(Choice choice, T z, Dialect dialect = Dialect::keras3) {
  const Activation& row = row_of(choice, dialect);
  T a = 0, dz = 0;
  const T one = 1;
  row.functions<T>().forward({&z, 1, 1}, {&a, 1, 1}, choice.values.data());
  row.functions<T>().backward({&z, 1, 1}, {&a, 1, 1}, {&one, 1, 1}, {&dz, 1, 1}, choice.values.data());
  return dz;
}

double clip(double x, double low, double high) { return std::min(std::max(x, low), high); }
double s(double x) { return 1 / (1 + std::exp(-x)); }

struct Formula {
  Choice choice;
  double (*g)(double);
  Dialect dialect = Dialect::keras3;
};

const std::vector<Formula>& formulas() {
  static const std::vector<Formula> all{
      {"linear", [](double x) { return x; }},
      {"sigmoid", s},
      {"tanh", [](double x) { return 1 - 2 / (std::exp(2 * x) + 1); }},
      {"hard_sigmoid", [](double x) { return clip(x + 3, 0, 6) / 6; }},
      {"hard_sigmoid", [](double x) { return clip(0.2 * x + 0.5, 0, 1); }, Dialect::keras2},
      {"relu", [](double x) { return std::max(0.0, x); }},
      {"relu6", [](double x) { return std::min(std::max(0.0, x), 6.0); }},
      {"leaky_relu", [](double x) { return x > 0 ? x : 0.2 * x; }},
      {{"leaky_relu", {0.01}}, [](double x) { return x > 0 ? x : 0.01 * x; }},
      {"elu", [](double x) { return x > 0 ? x : std::exp(x) - 1; }},
      {{"elu", {0.5}}, [](double x) { return x > 0 ? x : 0.5 * (std::exp(x) - 1); }},
      {"selu", [](double x) { return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543773 * (std::exp(x) - 1)); }},
      {{"celu", {0.5}}, [](double x) { return std::max(0.0, x) + 0.5 * (std::exp(std::min(0.0, x) / 0.5) - 1); }},
      {"softplus", [](double x) { return std::log(1 + std::exp(x)); }},
      {"softsign", [](double x) { return x / (1 + std::abs(x)); }},
      {"silu", [](double x) { return x * s(x); }},
      {"hard_silu", [](double x) { return x * clip(x + 3, 0, 6) / 6; }},
      {"gelu", [](double x) { return x * 0.5 * (1 + std::erf(x / std::sqrt(2.0))); }},
      {{"gelu", {1}},
       [](double x) { return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))); }},
      {"mish", [](double x) { return x * std::tanh(std::log(1 + std::exp(x))); }},
      {"exponential", [](double x) { return std::exp(x); }},
      {"log_sigmoid", [](double x) { return -std::log(1 + std::exp(-x)); }},
      {"hard_tanh", [](double x) { return clip(x, -1, 1); }},
      {"hard_shrink", [](double x) { return std::abs(x) > 0.5 ? x : 0; }},
      {"soft_shrink", [](double x) { return x > 0.5    ? x - 0.5
                                            : x < -0.5 ? x + 0.5
                                                       : 0; }},
      {"tanh_shrink", [](double x) { return x - std::tanh(x); }},
      {{"threshold", {1, -2}}, [](double x) { return x > 1 ? x : -2; }},
      {"squareplus", [](double x) { return (x + std::sqrt(x * x + 4)) / 2; }},
      {"sparse_plus", [](double x) { return x <= -1  ? 0
                                            : x >= 1 ? x
                                                     : (x + 1) * (x + 1) / 4; }},
      {"sparse_sigmoid", [](double x) { return clip((x + 1) / 2, 0, 1); }},
      {"binary_step", [](double x) { return x >= 0 ? 1.0 : 0.0; }},
      {"gaussian", [](double x) { return std::exp(-x * x); }},
      {"sinusoid", [](double x) { return std::sin(x); }},
      {"sinc", [](double x) { return std::sin(x) / x; }},
      {"arctan", [](double x) { return std::atan(x); }},
      {{"isru", {2}}, [](double x) { return x / std::sqrt(1 + 2 * x * x); }},
      {{"isrlu", {2}}, [](double x) { return x >= 0 ? x : x / std::sqrt(1 + 2 * x * x); }},
      {"bent_identity", [](double x) { return (std::sqrt(x * x + 1) - 1) / 2 + x; }},
      {{"soft_exponential", {0.5}}, [](double x) { return (std::exp(0.5 * x) - 1) / 0.5 + 0.5; }},
      {{"soft_exponential", {0}}, [](double x) { return x; }},
      {"sqnl", [](double x) { return std::abs(x) > 2 ? std::copysign(1.0, x) : x - std::copysign(x * x / 4, x); }},
      {"elish", [](double x) { return x >= 0 ? x * s(x) : (std::exp(x) - 1) * s(x); }},
      {{"smht", {0.5, 0.7, 1.1, 0.9}},
       [](double x) { return (std::exp(0.5 * x) - std::exp(-0.7 * x)) / (std::exp(1.1 * x) + std::exp(-0.9 * x)); }},
  };
  return all;
}

constexpr double points[] = {-7.3, -3.4, -2.2, -1.3, -0.7, -0.2, 0.3, 0.6, 1.4, 2.3, 3.6, 7.1};  // no kinks

TEST(Activation, FollowsItsFormulaInBothNumberTypes) {
  for (const Formula& f : formulas())
    for (const double z : points) {
      const double wanted = f.g(z);
      EXPECT_NEAR(value(f.choice, z, f.dialect), wanted, 1e-12 * std::max(1.0, std::abs(wanted)))
          << f.choice.name << " at " << z;
      const auto single = static_cast<float>(z);
      EXPECT_NEAR(values<float>(f.choice, {single}, f.dialect)[0], f.g(single), 1e-6 * std::max(1.0, std::abs(wanted)))
          << f.choice.name << " at " << z;
    }
}

TEST(Activation, SlopeIsTheDerivativeOfTheFormula) {
  constexpr double h = 1e-6;
  for (const Formula& f : formulas())
    for (const double z : points) {
      const double wanted = (f.g(z + h) - f.g(z - h)) / (2 * h);
      EXPECT_NEAR(slope(f.choice, z, f.dialect), wanted, 1e-8 * std::max(1.0, std::abs(wanted)))
          << f.choice.name << " at " << z;
      EXPECT_NEAR(slope(f.choice, static_cast<float>(z), f.dialect), wanted, 2e-6 * std::max(1.0, std::abs(wanted)))
          << f.choice.name << " at " << z;
    }
}

TEST(Activation, EveryElementwiseRowHasAFormulaHere) {
  for (const Activation& a : activations())
    EXPECT_TRUE(!a.elementwise || std::any_of(formulas().begin(), formulas().end(), [&](const Formula& f) {
      return f.choice.name == a.name;
    })) << a.name;
}

TEST(Activation, KnownConstants) {
  EXPECT_NEAR(value("gelu", 1), 0.8413447460685429, 1e-15) << "Phi(1)";
  EXPECT_NEAR(value({"gelu", {1}}, 1), 0.8411919906082768, 1e-12);
  EXPECT_NEAR(value("hard_sigmoid", 1, Dialect::keras2), 0.7, 1e-15);
  EXPECT_NEAR(value("hard_sigmoid", 1, Dialect::keras3), 4.0 / 6, 1e-15);
  EXPECT_NEAR(value("selu", 1), 1.0507009873554805, 1e-15);
  EXPECT_NEAR(value("selu", -100), -1.7580993408473766, 1e-15) << "-scale alpha";
  EXPECT_NEAR(value("softplus", 0), 0.6931471805599453, 1e-15) << "ln 2";
  EXPECT_NEAR(value("silu", 1), 0.7310585786300049, 1e-15) << "1 / (1 + 1/e)";
  EXPECT_NEAR(value("mish", 1), 0.8650983882673103, 1e-12);  // t = tanh ln(1 + e) = ((1+e)^2 - 1) / ((1+e)^2 + 1)
  EXPECT_NEAR(value("arctan", 1), 0.7853981633974483, 1e-15) << "pi / 4";
  EXPECT_NEAR(value("leaky_relu", -1), -0.2, 1e-15);
  EXPECT_EQ(value("sinc", 0), 1);
  EXPECT_EQ(slope("sinc", 0.0), 0);
  // alpha = -1: ln(1 + x - 1) = ln x, which at 1 is 0 and has slope 1.
  EXPECT_NEAR(value({"soft_exponential", {-1}}, 1), 0, 1e-15);
  EXPECT_NEAR(slope({"soft_exponential", {-1}}, 2.0), 0.5, 1e-12);
}

TEST(Activation, KinksHaveStatedSlopes) {
  struct Kink {
    Choice choice;
    double z, slope;
  };
  const Kink kinks[] = {{"relu", 0, 0},
                        {"relu6", 0, 0},
                        {"relu6", 6, 0},
                        {"leaky_relu", 0, 0.2},
                        {"elu", 0, 1},
                        {{"elu", {0.5}}, 0, 0.5},
                        {"celu", 0, 1},
                        {"selu", 0, 1.7580993408473766},
                        {"hard_sigmoid", -3, 0},
                        {"hard_sigmoid", 3, 0},
                        {"hard_tanh", -1, 0},
                        {"hard_tanh", 1, 0},
                        {"hard_silu", -3, 0},
                        {"hard_silu", 3, 1},
                        {"hard_shrink", 0.5, 0},
                        {"hard_shrink", -0.5, 0},
                        {"soft_shrink", 0.5, 0},
                        {"soft_shrink", -0.5, 0},
                        {{"threshold", {1, 0}}, 1, 0},
                        {"sparse_plus", -1, 0},
                        {"sparse_plus", 1, 1},
                        {"sparse_sigmoid", -1, 0},
                        {"sparse_sigmoid", 1, 0},
                        {"binary_step", 0, 0},
                        {"isrlu", 0, 1},
                        {"sqnl", 0, 1},
                        {"sqnl", 2, 0},
                        {"sqnl", -2, 0},
                        {"softsign", 0, 1},
                        {"elish", 0, 0.5}};
  for (const Kink& k : kinks) {
    EXPECT_NEAR(slope(k.choice, k.z), k.slope, 1e-15) << k.choice.name << " at " << k.z;
    EXPECT_NEAR(slope(k.choice, static_cast<float>(k.z)), k.slope, 1e-6) << k.choice.name << " at " << k.z;
  }
  EXPECT_EQ(value("binary_step", 0), 1);
  EXPECT_EQ(value("hard_shrink", 0.5), 0);
  EXPECT_EQ(value({"threshold", {1, -2}}, 1), -2);
}

TEST(Activation, StaysFiniteFarOut) {
  for (const Activation& a : activations()) {
    const bool grows = a.name == "exponential" || a.name == "soft_exponential";  // e^10000 has no float
    std::vector<float> z{1e4f, -1e4f, 1e4f, -1e4f, 0, 88.8f, -88.8f, -104};
    if (grows) z = {-1e4f, -1e4f, 0, 1};
    const Choice choice = defaults(a);
    const auto n = static_cast<Index>(z.size());
    std::vector<float> out = values(choice, z), ones(out.size(), 1), dz(z.size());
    const auto cols = static_cast<Index>(out.size());
    a.single.backward({z.data(), 1, n}, {out.data(), 1, cols}, {ones.data(), 1, cols}, {dz.data(), 1, n},
                      choice.values.data());
    for (const float v : out) EXPECT_TRUE(std::isfinite(v)) << a.name;
    for (const float v : dz) EXPECT_TRUE(std::isfinite(v)) << a.name;
  }
}

TEST(Activation, LimitsFarOut) {
  EXPECT_EQ(values<float>("softplus", {1e4f})[0], 1e4f);
  EXPECT_EQ(values<float>("log_sigmoid", {-1e4f})[0], -1e4f);
  EXPECT_EQ(values<float>("mish", {1e4f})[0], 1e4f);
  EXPECT_EQ(values<float>("gelu", {1e4f})[0], 1e4f);
  EXPECT_EQ(values<float>("smht", {1e4f, -1e4f}), (std::vector<float>{1, -1}));
  EXPECT_EQ(values<float>("log_softmax", {1e4f, -1e4f}), (std::vector<float>{0, -2e4f}));
  EXPECT_EQ(values<float>("softmax", {1e4f, -1e4f}), (std::vector<float>{1, 0}));
  EXPECT_EQ(values<float>("sigmoid", {1e4f})[0], 1);
  EXPECT_NEAR(values<float>("sigmoid", {-1e4f})[0], 0, 1e-30);
}

TEST(Activation, ANaNDoesNotVanish) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Activation& a : activations()) {
    if (!a.elementwise) continue;
    for (const std::size_t n : {1U, 4U, 8U, 19U})  // alone, and at every place of a vector
      for (std::size_t at = 0; at < n; ++at) {
        std::vector<float> z(n, 0.5f);
        z[at] = nan;
        const auto out = values(defaults(a), z);
        for (std::size_t i = 0; i < n; ++i)
          ASSERT_EQ(std::isnan(out[i]), i == at) << a.name << ", " << at << " of " << n;
      }
    EXPECT_TRUE(std::isnan(value(defaults(a), nan))) << a.name;
  }
  for (const char* name : {"softmax", "log_softmax"})
    EXPECT_TRUE(std::isnan(values<float>(name, {1, nan, 2})[0])) << name;
}

// ---- functions of a whole row --------------------------------------------------------------------------------------

TEST(Activation, ProbabilitiesAddUpToOne) {
  for (const char* name : {"softmax", "sparsemax"})
    for (const float size : {0.1f, 1.0f, 10.0f}) {
      const Matrix z = normal_matrix(20, 7, 3);
      for (Index r = 0; r < z.rows; ++r) {
        std::vector<float> row(z.view().row(r), z.view().row(r) + z.cols);
        for (float& v : row) v *= size;
        const auto a = values(Choice(name), row);
        EXPECT_NEAR(std::accumulate(a.begin(), a.end(), 0.0), 1, 1e-6 * size + 1e-6) << name;
        EXPECT_GE(*std::min_element(a.begin(), a.end()), 0);
      }
    }
}

TEST(Activation, WholeRowsByHand) {
  const auto softmax = values<double>("softmax", {0, std::log(2.0), std::log(5.0)});  // 1 : 2 : 5
  EXPECT_NEAR(softmax[0], 1.0 / 8, 1e-15);
  EXPECT_NEAR(softmax[2], 5.0 / 8, 1e-15);
  const auto logs = values<double>("log_softmax", {0, std::log(2.0), std::log(5.0)});
  EXPECT_NEAR(logs[1], std::log(0.25), 1e-15);
  // tau = (1 + 0.5 - 1) / 2 = 0.25 over the two largest; -1 is below it.
  EXPECT_EQ(values<double>("sparsemax", {1, 0.5, -1}), (Row{0.75, 0.25, 0}));
  EXPECT_EQ(values<double>("sparsemax", {3, 1, 1}), (Row{1, 0, 0}));
  EXPECT_EQ(values<double>("sparsemax", {2, 2}), (Row{0.5, 0.5}));
  const auto glu = values<double>("glu", {2, -4, 0, std::log(3.0)});  // 2 s(0), -4 s(ln 3)
  ASSERT_EQ(glu.size(), 2U);
  EXPECT_NEAR(glu[0], 1, 1e-15);
  EXPECT_NEAR(glu[1], -3, 1e-14);
  EXPECT_EQ(values<double>({"maxout", {3}}, {1, 5, 2, -1, -3, -2}), (Row{5, -1}));
}

TEST(Activation, HalvingOnesNarrowTheLayerAndRefuseOddUnits) {
  for (const char* name : {"glu", "maxout"}) {
    Sequential model = make_network(3, {dense(8, name), dense(2)}, {{"sgd", {}}, "mse", {}});
    EXPECT_EQ(model.layers()[0]->outputs(), 4) << name;
    EXPECT_EQ(model.get_weights()[2].rows, 4) << name;
    Sequential odd;
    EXPECT_EQ(message<Error>([&] { odd.add(dense(7, name, 3)); }),
              "expected units in a multiple of 2 for " + std::string(name) + ", received 7, in layer dense");
    EXPECT_TRUE(odd.layers().empty());
  }
  LayerSpec pieces = dense(6);
  pieces.activation = {"maxout", {3}};
  EXPECT_EQ(make_network(3, {pieces}, {{"sgd", {}}, "mse", {}}).outputs(), 2);
}

TEST(Activation, MaxoutGivesTheGradientToTheFirstOfEquals) {
  Choice choice{"maxout"};
  const Activation& row = row_of(choice);
  const double z[] = {2, 2, 1, 3}, a[] = {2, 3}, da[] = {5, 7};
  double dz[4] = {};
  row.exact.backward({z, 1, 4}, {a, 1, 2}, {da, 1, 2}, {dz, 1, 4}, choice.values.data());
  EXPECT_EQ(Row(dz, dz + 4), (Row{5, 0, 0, 7}));
}

// ---- the table -----------------------------------------------------------------------------------------------------

TEST(Activation, TableHasKerassAndWikipediasRows) {
  for (const char* name : {"linear",
                           "sigmoid",
                           "tanh",
                           "hard_sigmoid",
                           "relu",
                           "relu6",
                           "leaky_relu",
                           "elu",
                           "selu",
                           "celu",
                           "softplus",
                           "softsign",
                           "silu",
                           "hard_silu",
                           "gelu",
                           "mish",
                           "exponential",
                           "log_sigmoid",
                           "hard_tanh",
                           "hard_shrink",
                           "soft_shrink",
                           "tanh_shrink",
                           "threshold",
                           "squareplus",
                           "sparse_plus",
                           "sparse_sigmoid",
                           "softmax",
                           "log_softmax",
                           "sparsemax",
                           "glu",
                           "binary_step",
                           "gaussian",
                           "sinusoid",
                           "arctan",
                           "elish",
                           "smht",
                           "isru",
                           "isrlu",
                           "bent_identity",
                           "sinc",
                           "soft_exponential",
                           "sqnl",
                           "maxout"})
    EXPECT_NE(find_or_null(activations(), name), nullptr) << name;
  EXPECT_NE(find_or_null(layer_kinds(), "prelu"), nullptr) << "its slopes are learned, so it is a layer";
}

TEST(Activation, TakesKerassSecondNames) {
  EXPECT_EQ(find(activations(), "activation", "swish").name, "silu");
  EXPECT_EQ(find(activations(), "activation", "hard_swish").name, "hard_silu");
  Sequential model = make_network(1, {dense(1, "swish")}, {{"sgd", {}}, "mse", {}});
  EXPECT_EQ(model.layers()[0]->spec().activation.name, "silu") << "one name from there on";
}

}  // namespace
}  // namespace chainrule
