// SPDX-License-Identifier: MIT
// From plain text to the parts of a formula. A product is what stands between two signs; a / takes the product before
// it and the one behind it, as the tables mean it.
#include "ui/typeset/math_parse.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace chainrule {
namespace {

using Kind = MathBox::Kind;
using Named = std::pair<std::string_view, std::string_view>;

constexpr Named greek[] = {{"alpha", "α"}, {"beta", "β"},   {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"},
                           {"eta", "η"},   {"lambda", "λ"}, {"mu", "μ"},    {"pi", "π"},    {"rho", "ρ"},
                           {"sigma", "σ"}, {"tau", "τ"},    {"phi", "φ"},   {"Phi", "Φ"}};
// The longer ones first.
constexpr Named signs[] = {{"<=", "≤"}, {">=", "≥"}, {"-=", "−="}, {"+=", "+="}, {"-+", "∓"}, {"->", "→"}, {"+", "+"},
                           {"-", "−"},  {"*", "·"},  {"=", "="},   {"<", "<"},   {">", ">"},  {",", ","},  {";", ";"},
                           {":", ":"},  {"·", "·"},  {"×", "×"},   {"−", "−"},   {"→", "→"},  {"≈", "≈"},  {"≤", "≤"},
                           {"≥", "≥"},  {"≠", "≠"},  {"…", "…"},   {"⊙", "⊙"}};
constexpr std::string_view words[] = {"if",    "else",    "for",     "so",     "that", "they",   "add",  "up",
                                      "to",    "inside",  "outside", "within", "then", "of",     "each", "group",
                                      "units", "the",     "below",   "above",  "in",   "at",     "and",  "row",
                                      "rows",  "support", "first",   "second", "half", "largest"};
constexpr int deepest = 40;  // brackets within brackets

MathBox row(std::vector<MathBox> parts) {
  if (parts.size() == 1) return std::move(parts[0]);
  MathBox b = math_box(Kind::row);
  b.parts = std::move(parts);
  return b;
}
/// Brackets around a whole part of a fraction or an exponent say nothing.
MathBox bare(MathBox b) {
  if (!b.bracketed) return b;
  b.parts.erase(b.parts.begin());
  b.parts.pop_back();
  b.bracketed = false;
  return b;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  MathBox sequence(char stop) {
    std::vector<MathBox> all, product;
    ++depth_;
    for (skip(); !rest_.empty() && rest_[0] != stop; skip()) {
      if (rest_[0] == '/' && !product.empty()) {
        rest_.remove_prefix(1);
        std::vector<MathBox> below = take_product(stop);
        fraction(product, std::move(below));
      } else if (const Named* sign = this->sign()) {
        const bool prefix = sign->first == "-" && product.empty() &&
                            (all.empty() || all.back().kind == Kind::sign || all.back().kind == Kind::word);
        flush(all, product);
        rest_.remove_prefix(sign->first.size());
        MathBox b = math_box(Kind::sign, std::string(sign->second));
        b.closer = (prefix && all.empty()) || sign->second == "," || sign->second == ";" || sign->second == ":";
        b.prefix = prefix;
        all.push_back(std::move(b));
      } else if (!factor(product, stop)) {
        flush(all, product);
        all.push_back(std::move(word_));
      }
    }
    if (!rest_.empty()) rest_.remove_prefix(1);
    --depth_;
    flush(all, product);
    return row(std::move(all));
  }

 private:
  void skip() {
    space_ = false;
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1), space_ = true;
  }
  const Named* sign() const {
    const auto found =
        std::find_if(std::begin(signs), std::end(signs), [&](const Named& s) { return rest_.starts_with(s.first); });
    return found == std::end(signs) ? nullptr : &*found;
  }
  static void flush(std::vector<MathBox>& all, std::vector<MathBox>& product) {
    if (!product.empty()) all.push_back(row(std::move(product)));
    product.clear();
  }
  /// Sums stand before a fraction, not on it.
  static void fraction(std::vector<MathBox>& product, std::vector<MathBox> below) {
    auto first = product.begin();
    while (first != product.end() &&
           (first->kind == Kind::big || (first->kind == Kind::script && first->parts[0].kind == Kind::big)))
      ++first;
    if (first == product.end()) first = product.begin();
    std::vector<MathBox> above(std::make_move_iterator(first), std::make_move_iterator(product.end()));
    product.erase(first, product.end());
    MathBox b = math_box(Kind::fraction);
    b.parts.push_back(bare(row(std::move(above))));
    b.parts.push_back(bare(row(std::move(below))));
    product.push_back(std::move(b));
  }
  std::vector<MathBox> take_product(char stop) {
    std::vector<MathBox> product;
    for (skip(); !rest_.empty() && rest_[0] != stop && rest_[0] != '/' && !sign(); skip()) {
      const std::string_view before = rest_;
      if (factor(product, stop)) continue;
      rest_ = before;  // a word ends it
      break;
    }
    if (product.empty()) product.push_back(math_box(Kind::text, ""));
    return product;
  }

  /// Adds the next factor; false where a word stands, which is in word_.
  bool factor(std::vector<MathBox>& product, char stop) {
    const bool close = !space_ && !product.empty();
    MathBox b = atom(stop);
    if (b.kind == Kind::word) {
      word_ = std::move(b);
      return false;
    }
    while (!rest_.empty() && (rest_[0] == '^' || rest_[0] == '_')) {
      const bool up = rest_[0] == '^';
      rest_.remove_prefix(1);
      if (b.kind != Kind::script) {
        MathBox script = math_box(Kind::script);
        script.parts = {std::move(b), MathBox(), MathBox()};
        b = std::move(script);
      }
      b.parts[up ? 2 : 1] = script_part(stop, up);
    }
    b.closer = close;
    if (!close && !product.empty() && begins_with_digit(b) && !is_function(product.back()))
      product.push_back(math_box(Kind::sign, "·"));
    product.push_back(std::move(b));
    return true;
  }
  /// Two numbers side by side would read as one.
  static bool begins_with_digit(const MathBox& b) {
    return b.words.empty() ? !b.parts.empty() && begins_with_digit(b.parts[0])
                           : std::isdigit(static_cast<unsigned char>(b.words[0])) != 0;
  }
  static bool is_function(const MathBox& b) {
    if (b.kind == Kind::script) return is_function(b.parts[0]);
    return b.kind == Kind::big ||
           (b.kind == Kind::text && b.words.size() > 1 && std::all_of(b.words.begin(), b.words.end(), [](char c) {
              return std::islower(static_cast<unsigned char>(c)) != 0;
            }));
  }
  /// Letters and digits are one index: w_1k.
  MathBox index(char stop) {
    std::size_t n = 0;
    while (n < rest_.size() && std::isalnum(static_cast<unsigned char>(rest_[n]))) ++n;
    return n > 0 ? math_box(Kind::text, take(n)) : bare(atom(stop));
  }
  /// What is raised has its own index and layer: e^z_i^[2].
  MathBox script_part(char stop, bool up) {
    if (depth_ > deepest) return atom(stop);
    std::vector<MathBox> parts;
    if (rest_.starts_with("-")) {
      rest_.remove_prefix(1);
      parts.push_back(math_box(Kind::text, "−"));
    }
    MathBox raised = !up ? index(stop) : parts.empty() ? bare(atom(stop)) : atom(stop);
    if (up && rest_.starts_with("_")) {
      rest_.remove_prefix(1);
      MathBox script = math_box(Kind::script);
      script.parts = {std::move(raised), index(stop), MathBox()};
      raised = std::move(script);
    }
    if (up && rest_.starts_with("^[")) {
      rest_.remove_prefix(1);
      if (raised.kind != Kind::script) {
        MathBox script = math_box(Kind::script);
        script.parts = {std::move(raised), MathBox(), MathBox()};
        raised = std::move(script);
      }
      raised.parts[2] = atom(stop);
    }
    parts.push_back(std::move(raised));
    if (parts.size() > 1) parts.back().closer = true;
    return row(std::move(parts));
  }

  MathBox atom(char stop) {
    if (rest_.empty()) return math_box(Kind::text, "");
    const char c = rest_[0];
    if (depth_ <= deepest) {
      if (c == '(' || c == '[') return bracket(c, c == '(' ? ')' : ']');
      if (c == '|' && stop != '|') return bracket('|', '|');
      if (c == '{') return invisible();
      if (c == '@') return tied();
    }
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') return number();
    if (letter(c)) return name(stop);
    rest_.remove_prefix(1);
    return math_box(Kind::text, std::string(1, c));
  }
  static bool letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80);
  }

  MathBox bracket(char open, char close) {
    rest_.remove_prefix(1);
    MathBox b = math_box(Kind::row);
    b.parts.push_back(math_box(Kind::text, std::string(1, open)));
    MathBox inside = sequence(close);
    inside.closer = true;
    b.parts.push_back(std::move(inside));
    MathBox end = math_box(Kind::text, std::string(1, close));
    end.closer = true;
    b.parts.push_back(std::move(end));
    b.bracketed = open == '(';
    return b;
  }
  MathBox invisible() {
    rest_.remove_prefix(1);
    return sequence('}');
  }
  MathBox tied() {
    rest_.remove_prefix(1);
    MathBox b = math_box(Kind::tied);
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_[0]))) {
      b.symbol = std::min<std::size_t>(b.symbol * 10 + static_cast<std::size_t>(rest_[0] - '0'), 1'000'000);
      rest_.remove_prefix(1);
    }
    if (!rest_.empty() && rest_[0] == '{') b.parts.push_back(invisible());
    return b;
  }
  MathBox number() {
    std::size_t n = 0;
    const auto at = [&](std::size_t i) { return i < rest_.size() ? rest_[i] : '\0'; };
    const auto digit = [&](std::size_t i) { return std::isdigit(static_cast<unsigned char>(at(i))) != 0; };
    while (digit(n) || at(n) == '.') ++n;
    if (at(n) == 'e' && (digit(n + 1) || ((at(n + 1) == '-' || at(n + 1) == '+') && digit(n + 2)))) {
      n += 2;
      while (digit(n)) ++n;
    }
    return math_box(Kind::text, take(n));
  }
  std::string take(std::size_t n) {
    std::string text(rest_.substr(0, n));
    rest_.remove_prefix(std::min(n, rest_.size()));
    return text;
  }

  /// A name: a letter with an index, a Greek one, a function, or a word of the text.
  MathBox name(char stop) {
    std::size_t n = 0;
    while (n < rest_.size() && (letter(rest_[n]) || std::isdigit(static_cast<unsigned char>(rest_[n]))) &&
           !(n > 0 && cut(n)))
      ++n;
    std::string base = take(n);
    if (constexpr std::string_view d = "∂"; base.starts_with(d) && base.size() > d.size())  // ∂gamma
      for (const Named& g : greek)
        if (base.substr(d.size()) == g.first) base = std::string(d) + std::string(g.second);
    if (base.starts_with("∇")) {  // no sign of the font: drawn
      std::vector<MathBox> parts;
      parts.push_back(math_box(Kind::nabla));
      parts.push_back(call(math_box(Kind::text, base.substr(std::string_view("∇").size())), stop));
      parts.back().closer = true;
      return row(std::move(parts));
    }
    if (base == "dL" && rest_.starts_with("/d")) return derivative(stop);
    if (std::find(std::begin(words), std::end(words), base) != std::end(words)) return math_box(Kind::word, base);
    const auto letter_of =
        std::find_if(std::begin(greek), std::end(greek), [&](const Named& g) { return g.first == base; });
    const bool single =
        letter_of != std::end(greek) || base.size() == 1 || (base.size() <= 5 && (base[0] & 0x80));  // ∂x too
    if (base == "sqrt" && rest_.starts_with("(")) {
      MathBox root = math_box(Kind::root);
      root.parts.push_back(bare(atom(stop)));
      return root;
    }
    if (base == "sum") return math_box(Kind::big, "∑");
    if (base == "mean" || base == "max" || base == "argmax") {
      MathBox b = math_box(Kind::text, base);
      return call(std::move(b), stop);
    }
    if (!single && rest_.starts_with("_") && rest_.size() > 1 && letter(rest_[1])) {  // a name of Keras: learning_rate
      while (!rest_.empty() &&
             (letter(rest_[0]) || rest_[0] == '_' || std::isdigit(static_cast<unsigned char>(rest_[0]))))
        base += take(1);
      return math_box(Kind::text, base);
    }
    MathBox b = math_box(Kind::text, letter_of == std::end(greek) ? base : std::string(letter_of->second));
    for (const auto& [accent, kind] : {std::pair{"_hat", Kind::hat}, {"_bar", Kind::bar}})
      if (rest_.starts_with(accent)) {
        take(4);
        MathBox accented = math_box(kind);
        accented.parts.push_back(std::move(b));
        b = std::move(accented);
      }
    while (rest_.starts_with("'")) {
      take(1);
      b.words += "′";
    }
    return call(std::move(b), stop);
  }
  /// Signs that are letters' neighbours in UTF-8 end a name.
  bool cut(std::size_t n) const {
    return std::any_of(std::begin(signs), std::end(signs),
                       [&](const Named& s) { return rest_.substr(n).starts_with(s.first); });
  }
  /// f(z) stands close together.
  MathBox call(MathBox b, char stop) {
    if (!rest_.starts_with("(") || depth_ > deepest) return b;
    std::vector<MathBox> parts;
    parts.push_back(std::move(b));
    parts.push_back(atom(stop));
    parts.back().closer = true;
    return row(std::move(parts));
  }
  MathBox derivative(char stop) {
    rest_.remove_prefix(2);
    MathBox b = math_box(Kind::fraction);
    b.parts.push_back(math_box(Kind::text, "∂L"));
    std::vector<MathBox> below;
    below.push_back(math_box(Kind::text, "∂"));
    std::vector<MathBox> rest;
    space_ = false;
    factor(rest, stop);
    for (MathBox& part : rest) {
      part.closer = true;
      below.push_back(std::move(part));
    }
    b.parts.push_back(row(std::move(below)));
    return b;
  }

  std::string_view rest_;
  MathBox word_;
  int depth_ = 0;
  bool space_ = false;
};

}  // namespace

MathBox parse_math(std::string_view text) {
  Parser parser(text);
  return parser.sequence('\0');
}

std::string MathText::tie(const Symbol& symbol, std::string_view what) {
  symbols.push_back(symbol);
  return "@" + std::to_string(symbols.size() - 1) + "{" + std::string(what) + "}";
}

std::string plain(const MathText& formula) {
  std::string out;
  std::vector<std::pair<bool, std::size_t>> open;  // of each brace: whether it ties; where its inside begins
  for (std::size_t i = 0; i < formula.text.size(); ++i) {
    const char c = formula.text[i];
    if (c == '@') {
      while (i + 1 < formula.text.size() && formula.text[i + 1] != '{') ++i;
      if (i + 1 < formula.text.size()) ++i, open.emplace_back(true, out.size());
    } else if (c == '{') {
      open.emplace_back(false, out.size());
    } else if (c == '}' && !open.empty()) {
      const auto [ties, from] = open.back();
      open.pop_back();
      if (!ties && out.find(' ', from) != std::string::npos) out = out.insert(from, "(") + ")";  // a sum on a fraction
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace chainrule
