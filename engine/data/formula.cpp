// SPDX-License-Identifier: MIT
#include "engine/data/formula.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

#include "engine/base/random.hpp"
#include "engine/base/text.hpp"
#include "engine/tables/choice.hpp"

namespace chainrule {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
constexpr double farthest_angle = 1e6;  // beyond it a float32 has no digits left to take the sine of
// Each level of depth keeps at most four numbers waiting: of a sum, a product, a power and a call.
constexpr std::size_t stack_size = 4 * limits::formula_depth + 8;

double sine(double x, double) { return std::fabs(x) <= farthest_angle ? exact_sin(x) : nan; }
double cosine(double x, double) { return std::fabs(x) <= farthest_angle ? exact_cos(x) : nan; }
double tangent(double x, double) { return sine(x, 0) / cosine(x, 0); }
double exponential(double x, double) { return exact_exp(x); }
double logarithm(double x, double) {
  if (x > 0) return x == infinity ? infinity : exact_log(x);
  return x == 0 ? -infinity : nan;
}
double hyperbolic_tangent(double x, double) {
  const double small = exact_exp(-2 * std::fabs(x)), size = (1 - small) / (1 + small);
  return x < 0 ? -size : size;
}
double signum(double x, double) { return x > 0 ? 1 : x < 0 ? -1 : x; }

/// Whole powers by multiplication, so that x^2 is exactly x * x; others as exp(b log a).
double power(double a, double b) {
  constexpr double most_factors = 64;
  const bool whole = b == std::floor(b);
  if (whole && std::fabs(b) <= most_factors) {
    double product = 1;
    for (int i = 0; i < static_cast<int>(std::fabs(b)); ++i) product *= a;
    return b < 0 ? 1 / product : product;
  }
  if (a == 0) return b > 0 ? 0 : infinity;
  if (a < 0 && !whole) return nan;
  const double size = exact_exp(b * logarithm(std::fabs(a), 0));
  return a < 0 && std::floor(b / 2) * 2 != b ? -size : size;
}

constexpr FormulaFunction functions[] = {
    {"sin", "sine", 1, sine},
    {"cos", "cosine", 1, cosine},
    {"tan", "tangent", 1, tangent},
    {"tanh", "hyperbolic tangent", 1, hyperbolic_tangent},
    {"exp", "e to the power of a number", 1, exponential},
    {"log", "natural logarithm", 1, logarithm},
    {"sqrt", "square root", 1, [](double a, double) { return std::sqrt(a); }},
    {"abs", "without its sign", 1, [](double a, double) { return std::fabs(a); }},
    {"sign", "-1, 0 or 1", 1, signum},
    {"step", "1 above 0, else 0", 1, [](double a, double) { return a > 0    ? 1.0
                                                                   : a == a ? 0.0
                                                                            : a; }},
    {"min", "the smaller of two", 2, [](double a, double b) { return a < b ? a : b; }},
    {"max", "the larger of two", 2, [](double a, double b) { return a > b ? a : b; }},
};

struct Constant {
  std::string_view name;
  double value;
};
constexpr Constant constants[] = {{"pi", 3.14159265358979324}, {"e", 2.71828182845904524}};

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Recursive descent; every descent counts against the depth, so no text can exhaust the call stack.
class Parser {
 public:
  Parser(std::string_view text, std::span<const std::string> names) : text_(text), names_(names) {}

  std::vector<Formula::Step> parse() {
    if (text_.size() > limits::formula_length)
      throw Error("expected a formula of at most " + std::to_string(limits::formula_length) + " characters, received " +
                  std::to_string(text_.size()));
    sum();
    if (!at_end()) refuse("an operator");
    return std::move(steps_);
  }

 private:
  using Kind = Formula::Step::Kind;

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool at_end() {
    skip_blanks();
    return at_ == text_.size();
  }
  char next() { return at_end() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (next() != c || at_end()) return false;
    ++at_;
    return true;
  }
  std::string column(std::size_t at) const { return ", at column " + std::to_string(at + 1) + " of the formula"; }
  [[noreturn]] void refuse(const std::string& expected) {
    const std::string received = at_end() ? "the end" : quote(text_.substr(at_, 1));
    throw Error("expected " + expected + ", received " + received + column(at_));
  }
  void push(Kind kind, double number = 0) { steps_.push_back({kind, number}); }

  struct Level {  // one more within each other, for as long as it lives
    explicit Level(Parser& parser) : depth(parser.depth_) {
      if (++depth > limits::formula_depth)
        throw Error("expected a formula with at most " + std::to_string(limits::formula_depth) +
                    " levels, received more" + parser.column(parser.at_));
    }
    ~Level() { --depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    int& depth;
  };

  void sum() {
    product();
    for (;;) {
      const Kind kind = next() == '+' ? Kind::add : Kind::subtract;
      if (!take('+') && !take('-')) return;
      product();
      push(kind);
    }
  }

  void product() {
    signed_power();
    for (;;) {
      const Kind kind = next() == '*' ? Kind::multiply : Kind::divide;
      if (!take('*') && !take('/')) return;
      signed_power();
      push(kind);
    }
  }

  void signed_power() {
    const Level level(*this);
    if (take('+')) return signed_power();
    if (take('-')) {
      signed_power();
      return push(Kind::negate);
    }
    operand();
    if (!take('^')) return;
    signed_power();
    push(Kind::power);
  }

  void operand() {
    if (take('(')) {
      sum();
      if (!take(')')) refuse("an operator or ')'");
    } else if (next() == '[') {
      bracketed_name();
    } else if (is_digit(next()) || next() == '.') {
      number();
    } else if (is_letter(next())) {
      word();
    } else {
      refuse("a number, a name or '('");
    }
  }

  void number() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      std::size_t after = at_ + 1;
      if (after < text_.size() && (text_[after] == '+' || text_[after] == '-')) ++after;
      if (after < text_.size() && is_digit(text_[after])) {
        at_ = after;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      }
    }
    const auto value = parse_number(text_.substr(start, at_ - start));
    if (!value || !std::isfinite(*value))
      throw Error("expected a number, received " + quote(text_.substr(start, at_ - start)) + column(start));
    push(Kind::number, *value);
  }

  void bracketed_name() {
    const std::size_t start = at_, end = text_.find(']', at_);
    if (end == std::string_view::npos) throw Error("expected ']' after the name, received the end" + column(start));
    at_ = end + 1;
    const std::string_view name = trimmed(text_.substr(start + 1, end - start - 1));
    if (!push_name(name)) unknown(name, start);
  }

  void word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (push_name(word)) return;
    for (const Constant& constant : constants)
      if (constant.name == word) return push(Kind::number, constant.value);
    for (std::size_t i = 0; i < std::size(functions); ++i)
      if (functions[i].name == word) return call(i);
    unknown(word, start);
  }

  void call(std::size_t function) {
    const Level level(*this);
    const std::string name(functions[function].name);
    if (!take('(')) refuse("'(' after " + name);
    for (int i = 0; i < functions[function].arguments; ++i) {
      if (i > 0 && !take(',')) refuse("',' and a second number for " + name);
      sum();
    }
    if (!take(')')) refuse("an operator or ')' after what " + name + " takes");
    push(Kind::call, static_cast<double>(function));
  }

  /// By its own name first, then as x1, x2, ...: a table whose columns are called so keeps its own order.
  bool push_name(std::string_view word) {
    const auto found = std::find(names_.begin(), names_.end(), word);
    if (found != names_.end()) {
      push(Kind::name, static_cast<double>(found - names_.begin()));
      return true;
    }
    if (word.size() < 2 || word.size() > 6 || word[0] != 'x' || word[1] == '0') return false;
    std::size_t place = 0;
    for (const char c : word.substr(1)) {
      if (!is_digit(c)) return false;
      place = place * 10 + static_cast<std::size_t>(c - '0');
    }
    if (place > names_.size()) return false;
    push(Kind::name, static_cast<double>(place - 1));
    return true;
  }

  [[noreturn]] void unknown(std::string_view word, std::size_t at) {
    std::vector<std::string_view> known(names_.begin(), names_.end());
    for (const FormulaFunction& f : functions) known.push_back(f.name);
    for (const Constant& c : constants) known.push_back(c.name);
    std::string text = "expected a name (" + listed(known, 24) + "), received " + quote(word) + column(at);
    if (const auto meant = nearest(word, known); !meant.empty()) text += "; did you mean '" + meant + "'?";
    throw Error(text);
  }

  std::string_view text_;
  std::span<const std::string> names_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<Formula::Step> steps_;
};

}  // namespace

std::span<const FormulaFunction> formula_functions() { return functions; }

Formula::Formula(std::string_view text, std::span<const std::string> names)
    : text_(trimmed(text)), steps_(Parser(text_, names).parse()) {}

double Formula::operator()(const float* values) const {
  using Kind = Step::Kind;
  std::array<double, stack_size> stack;
  std::size_t top = 0;  // numbers on the stack
  for (const Step& step : steps_) {
    const auto place = static_cast<std::size_t>(step.kind == Kind::name || step.kind == Kind::call ? step.number : 0);
    if (step.kind == Kind::number || step.kind == Kind::name) {
      stack[top++] = step.kind == Kind::number ? step.number : values[place];
      continue;
    }
    const bool one = step.kind == Kind::negate || (step.kind == Kind::call && functions[place].arguments == 1);
    const double b = one ? 0 : stack[--top];
    double& a = stack[top - 1];
    switch (step.kind) {
      case Kind::negate: a = -a; break;
      case Kind::add: a += b; break;
      case Kind::subtract: a -= b; break;
      case Kind::multiply: a *= b; break;
      case Kind::divide: a /= b; break;
      case Kind::power: a = power(a, b); break;
      case Kind::call: a = functions[place].value(a, b); break;
      case Kind::number:
      case Kind::name: break;
    }
  }
  return stack[0];
}

void Formula::evaluate(View<const float> rows, float* out, Index stride) const {
  for (Index r = 0; r < rows.rows; ++r) out[r * stride] = static_cast<float>((*this)(rows.row(r)));
}

}  // namespace chainrule
