// SPDX-License-Identifier: MIT
#include "engine/tables/choice.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "engine/base/text.hpp"
#include "engine/data/generator.hpp"
#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

using test::message;

constexpr std::string_view words[] = {"linear", "sigmoid", "tanh", "relu", "leaky_relu", "softmax", "mse"};

TEST(Nearest, FindsWhatWasMeant) {
  EXPECT_EQ(nearest("rleu", words), "relu");
  EXPECT_EQ(nearest("ReLU", words), "relu");
  EXPECT_EQ(nearest("sigmiod", words), "sigmoid");
  EXPECT_EQ(nearest("leakyrelu", words), "leaky_relu");
  EXPECT_EQ(nearest("soft max", words), "softmax");
  EXPECT_EQ(nearest("mae", words), "mse");
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("", words), "");
  EXPECT_EQ(nearest("banana", words), "");
  EXPECT_EQ(nearest("x", words), "");
  EXPECT_EQ(nearest(std::string(1'000'000, 'r'), words), "");
  EXPECT_EQ(nearest("relu", {}), "");
}

TEST(UnknownName, NamesFamilyWordAndNeighbour) {
  EXPECT_EQ(unknown_name("activation", "rleu", words),
            "expected an activation such as linear, sigmoid, tanh, relu, leaky_relu, softmax, mse, received 'rleu'; "
            "did you mean 'relu'?");
  EXPECT_EQ(unknown_name("loss", "banana", std::span(words).first(2)),
            "expected a loss such as linear, sigmoid, received 'banana'");
}

TEST(Check, NamesRangeValueAndOwner) {
  const Parameter rate{"learning_rate", "", 0.01, 0, 10, true, false};
  check(rate, 0, "adam");
  check(rate, 10, "adam");
  EXPECT_EQ(message<Error>([&] { check(rate, 10.5, "adam"); }),
            "expected learning_rate between 0 and 10, received 10.5, in adam");
  EXPECT_NE(message<Error>([&] { check(rate, std::numeric_limits<double>::quiet_NaN(), "adam"); }), "");
  const Parameter count{"count", "", 1, 0, 4, false, true};
  check(count, 3, "");
  EXPECT_EQ(message<Error>([&] { check(count, 2.5, ""); }),
            "expected count as a whole number between 0 and 4, received 2.5");
}

struct Row {
  std::string_view name;
  std::span<const Parameter> parameters;
};
constexpr Parameter two[] = {{"a", "", 1, 0, 5, false, false}, {"b", "", 2, 0, 5, false, false}};
constexpr Row rows[] = {{"one", two}, {"none", {}}};

TEST(Resolve, FillsUpWithDefaults) {
  Choice choice{"one", {4}};
  EXPECT_EQ(resolve(std::span<const Row>(rows), "row", choice).name, "one");
  EXPECT_EQ(choice, (Choice{"one", {4, 2}}));
  Choice bad{"one", {9}};
  EXPECT_THROW(resolve(std::span<const Row>(rows), "row", bad), Error);
  Choice unknown{"noen", {}};
  EXPECT_NE(message<Error>([&] { resolve(std::span<const Row>(rows), "row", unknown); }).find("'none'?"),
            std::string::npos);
}

TEST(Resolve, DropsNoNumber) {
  const auto refused = [](const std::string& name, std::vector<double> values) {
    Choice choice{name, std::move(values)};
    return message<Error>([&] { resolve(std::span<const Row>(rows), "row", choice); });
  };
  EXPECT_EQ(refused("none", {1, 2, 3}), "expected none with no parameters, received 3 numbers");
  EXPECT_EQ(refused("one", {4, 2, 1}), "expected one with at most 2 parameters, received 3 numbers");
  EXPECT_EQ(refused("one", {4, 2}), "");
  // And so does everything that stands on it.
  LayerSpec dropout{.kind = "dropout"};
  dropout.values = {0.5, 0.1};
  EXPECT_EQ(message<Error>([&] { make_layer(dropout, Dialect::keras3); }),
            "expected dropout with at most 1 parameter, received 2 numbers");
  for (const auto field : {&LayerSpec::kernel_regularizer, &LayerSpec::activation, &LayerSpec::kernel_initializer,
                           &LayerSpec::kernel_constraint}) {
    LayerSpec layer;
    (layer.*field).values.assign(9, 0.5);
    EXPECT_NE(message<Error>([&] { make_network(1, {layer}, {}); }).find("received 9 numbers"), std::string::npos);
  }
  EXPECT_NE(message<Error>([] {
              make_network(1, {LayerSpec{}}, {{"sgd", std::vector<double>(99)}, "mse", {}});
            }).find("received 99 numbers"),
            std::string::npos);
  EXPECT_NE(message<Error>([] { make_network(1, {LayerSpec{}}, {"sgd", {"mse", {1}}, {}}); }).find("received 1 number"),
            std::string::npos);
  EXPECT_NE(message<Error>([] {
              find(generators(), "generator", "rings").make(9, 0, 1, std::vector<double>{4, 4});
            }).find("received 2 numbers"),
            std::string::npos);
}

TEST(Text, ReadsNumbersAndNothingElse) {
  EXPECT_EQ(parse_number("1e5"), 1e5);
  EXPECT_EQ(parse_number("-3"), -3);
  EXPECT_EQ(parse_number("+2"), 2);
  EXPECT_EQ(parse_number(" 4\t"), 4);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("5."), 5);
  EXPECT_EQ(parse_number("1.5E-3"), 1.5e-3);
  for (const char* text : {"", " ", ".", "+", "-", "e5", "1e", "1e+", "1 2", "0x10", "nan", "inf", "-inf", "1,5", "1_0",
                           "--1", "1.2.3", "1f"})
    EXPECT_FALSE(parse_number(text)) << text;
  EXPECT_FALSE(parse_number(std::string_view("1\0", 2)));
  EXPECT_FALSE(parse_number(std::string(1000, '1')));
}

TEST(Text, WritesTheShortestThatReadsBack) {
  EXPECT_EQ(format_number(0.1), "0.1");
  EXPECT_EQ(format_number(0.1F), "0.1");
  EXPECT_EQ(format_number(32.0), "32");
  EXPECT_EQ(format_number(-0.0), "0");
  EXPECT_EQ(format_number(1e-7), "1e-7");
  EXPECT_EQ(format_number(1e20), "1e20");
  EXPECT_EQ(format_number(100000.0), "100000");
  for (const double x : {1.0 / 3, 1e300, 5e-324, 123456789.0, -2.5e-11}) EXPECT_EQ(parse_number(format_number(x)), x);
}

TEST(Parameters, AreReadByName) {
  constexpr Parameter both[] = {{"alpha", "", 1, 0, 1}, {"beta", "", 2, 0, 1}};
  const double values[] = {0.25, 0.75};
  static_assert(place("alpha", both) == 0 && place("beta", both) == 1 && place("beta", both, both) == 1);
  EXPECT_EQ(value_of(both, values, "beta"), 0.75);
  EXPECT_EQ(parameter_of(both, "beta").value, 2);
  EXPECT_EQ(message<Error>([&] { value_of(both, values, "beta_1"); }),
            "expected a parameter such as alpha, beta, received 'beta_1'; did you mean 'beta'?");
}

TEST(Text, QuotesForMessages) {
  EXPECT_EQ(quote("a\nb"), "'a?b'");
  EXPECT_EQ(quote(std::string(100, 'x')), "'" + std::string(40, 'x') + "...'");
  EXPECT_EQ(quote(std::string(39, 'x') + "\xC3\xA4yz"), "'" + std::string(39, 'x') + "\xC3\xA4...'");
  EXPECT_LT(quote(std::string(1000, '\x80')).size(), 60U);
}

}  // namespace
}  // namespace chainrule
