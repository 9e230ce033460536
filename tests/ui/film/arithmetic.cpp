// SPDX-License-Identifier: MIT
#include "tests/ui/film/arithmetic.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <regex>
#include <utility>

namespace chainrule {
namespace {

struct NoNumber {};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double normal(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }

class Reckoner {
 public:
  Reckoner(std::string_view text, const Values& names) : rest_(text), names_(names) {}

  double whole() {
    const double value = choice();
    skip();
    if (!rest_.empty()) throw NoNumber();
    return value;
  }

 private:
  void skip() {
    while (rest_.starts_with(" ")) rest_.remove_prefix(1);
  }
  bool take(std::string_view what) {
    skip();
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  void want(std::string_view what) {
    if (!take(what)) throw NoNumber();
  }

  double choice() {
    double value = sum();
    bool decided = false;
    double chosen = value;
    while (take("if ")) {
      if (condition() && !decided) {
        chosen = value;
        decided = true;
      }
      want(",");
      const bool last = take("else ");
      value = sum();
      if (last) return decided ? chosen : value;
    }
    return value;
  }
  bool condition() {
    double left = sum();
    bool holds = true, compared = false;
    for (;;) {
      const bool less = take("<="), more = !less && take(">="), below = !less && !more && take("<"),
                 above = !less && !more && !below && take(">");
      const bool same = !less && !more && !below && !above && take("=");
      if (!less && !more && !below && !above && !same) break;
      compared = true;
      const double right = sum();
      holds = holds && (less    ? left <= right
                        : more  ? left >= right
                        : below ? left < right
                        : above ? left > right
                                : left == right);
      left = right;
    }
    if (!compared) throw NoNumber();
    return holds;
  }
  double sum() {
    double value = take("-") ? -term() : term();
    for (;;) {
      if (take("+")) value += term();
      else if (take("-")) value -= term();
      else return value;
    }
  }
  double term() {
    double value = quotient();
    while (take("·")) value *= quotient();
    return value;
  }
  double quotient() {
    double value = product();
    while (take("/")) value /= product();
    return value;
  }
  bool at_factor() {
    skip();
    if (rest_.empty()) return false;
    const char c = rest_[0];
    if (c == '|') return bars_ == 0;
    return (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '(') && !rest_.starts_with("if ") &&
           !rest_.starts_with("else ");
  }
  double product() {
    if (!at_factor()) throw NoNumber();
    double value = factor();
    while (at_factor()) value *= factor();
    return value;
  }
  double factor() {
    const double base = atom();
    return take("^") ? std::pow(base, power()) : base;
  }
  double power() {
    const bool minus = take("-");
    const double value = atom();
    return minus ? -value : value;
  }
  double atom() {
    skip();
    if (rest_.empty()) throw NoNumber();
    if (take("(")) {
      const int outer = std::exchange(bars_, 0);
      const double value = choice();
      want(")");
      bars_ = outer;
      return value;
    }
    if (take("|")) {
      ++bars_;
      const double value = sum();
      --bars_;
      want("|");
      return std::abs(value);
    }
    if (std::isdigit(static_cast<unsigned char>(rest_[0]))) return number();
    return name();
  }
  double number() {
    if (rest_.empty() || !std::isdigit(static_cast<unsigned char>(rest_[0]))) throw NoNumber();
    std::size_t used = 0;
    const double value = std::stod(std::string(rest_), &used);
    rest_.remove_prefix(used);
    return value;
  }
  double name() {
    std::size_t n = 0;
    while (n < rest_.size() &&
           (std::isalnum(static_cast<unsigned char>(rest_[n])) || rest_[n] == '_' || rest_[n] == '\''))
      ++n;
    if (n == 0) throw NoNumber();
    if (rest_.substr(n).starts_with("^[")) n = rest_.find(']', n) + 1;  // z_1^[2]: the layer is a part of the name
    const std::string_view word = rest_.substr(0, n);
    if (const auto known = names_.find(word); known != names_.end()) {
      rest_.remove_prefix(n);
      return known->second;
    }
    if (word == "e" && rest_.substr(n).starts_with("^")) {
      rest_.remove_prefix(n);
      return std::numbers::e;
    }
    return function(std::string(word));
  }
  double function(const std::string& word) {
    rest_.remove_prefix(word.size());
    const double raised = take("^") ? number() : 1;  // tanh^2 z
    std::vector<double> x;
    if (rest_.starts_with("(")) {
      rest_.remove_prefix(1);
      do x.push_back(sum());
      while (take(","));
      want(")");
    } else if (at_factor()) {
      x.push_back(factor());
    }
    return std::pow(applied(word, x), raised);
  }
  static double applied(const std::string& word, const std::vector<double>& x) {
    using Function = double (*)(double);
    static const std::map<std::string, Function> functions{
        {"ln", [](double v) { return std::log(v); }},
        {"sqrt", [](double v) { return std::sqrt(v); }},
        {"sin", [](double v) { return std::sin(v); }},
        {"cos", [](double v) { return std::cos(v); }},
        {"tanh", [](double v) { return std::tanh(v); }},
        {"cosh", [](double v) { return std::cosh(v); }},
        {"arctan", [](double v) { return std::atan(v); }},
        {"sigmoid", sigmoid},
        {"softplus", [](double v) { return std::log1p(std::exp(v)); }},
        {"relu6", [](double v) { return std::clamp(v, 0.0, 6.0); }},
        {"phi", normal},
        {"Phi", [](double v) { return std::erfc(-v / std::numbers::sqrt2) / 2; }},
        {"sign", [](double v) { return v > 0   ? 1.0
                                       : v < 0 ? -1.0
                                               : 0.0; }}};
    const auto found = functions.find(word);
    if (found != functions.end() && x.size() == 1) return found->second(x[0]);
    if (word == "max" && !x.empty()) return *std::max_element(x.begin(), x.end());
    if (word == "min" && !x.empty()) return *std::min_element(x.begin(), x.end());
    if (word == "clip" && x.size() == 3) return std::clamp(x[0], x[1], x[2]);
    throw NoNumber();
  }

  std::string_view rest_;
  const Values& names_;
  int bars_ = 0;  // open |: the next one closes
};

}  // namespace

std::optional<double> value_of(std::string_view formula, Values names) {
  std::string text(formula);
  static const std::regex remark(R"( \([^()]* at [^()]*\)$)"), meaning(R"(^(.*), ([A-Za-z_]+) = ([^=]*)$)");
  text = std::regex_replace(text, remark, "");
  try {
    for (std::smatch found; std::regex_match(text, found, meaning);) {
      const std::string name = found[2], what = found[3], before = found[1];
      names[name] = Reckoner(what, names).whole();
      text = before;
    }
    return Reckoner(text, names).whole();
  } catch (const NoNumber&) { return std::nullopt; }
}

std::vector<std::string> sides_of(std::string_view equation) {
  if (equation.starts_with("= ")) equation.remove_prefix(2);
  std::vector<std::string> sides;
  for (;;) {
    const std::size_t end = equation.find(" = ");
    sides.emplace_back(equation.substr(0, end));
    if (end == std::string_view::npos) return sides;
    equation.remove_prefix(end + 3);
  }
}

}  // namespace chainrule
