// SPDX-License-Identifier: MIT
#include "engine/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <type_traits>
#include <utility>

namespace chainrule {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// [+-] digits [. digits] [e [+-] digits], with at least one digit before the exponent. strtod accepts more.
bool spells_number(std::string_view text) {
  std::size_t at = 0, digits = 0;
  const auto skip_digits = [&] {
    std::size_t count = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) ++count;
    return count;
  };
  const auto skip_sign = [&] {
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  };
  skip_sign();
  digits = skip_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    skip_sign();
    if (skip_digits() == 0) return false;
  }
  return at == text.size();
}

template <class Number>
Number read(const char* text) {
  return static_cast<Number>(
      std::strtod(text, nullptr));  // a float too is read as a double at first, as parse_number() does
}

/// The fewest digits that read back as `value`, by trial: std::to_chars does it faster, but brings along 100 KB of
/// tables. As "d.ddde-7" in parts: the digits, and the exponent of the first.
template <class Number>
std::pair<std::string, int> shortest_digits(Number value) {
  char buffer[32];
  int more = 0;  // digits after the first
  do std::snprintf(buffer, sizeof buffer, "%.*e", more, static_cast<double>(value));
  while (read<Number>(buffer) != value && ++more < std::numeric_limits<Number>::max_digits10);
  std::string digits(1, buffer[0]);
  if (more > 0) digits.append(buffer + 2, static_cast<std::size_t>(more));
  return {digits, std::atoi(buffer + digits.size() + (more > 0 ? 2 : 1))};
}

template <class Number>
std::string format(Number value) {
  if (std::isnan(value)) return "nan";
  if (value < 0) return "-" + format(-value);
  if (std::isinf(value)) return "inf";
  if (value == std::trunc(value) && value < Number(1e7)) return std::to_string(static_cast<long>(value));
  auto [digits, exponent] = shortest_digits(value);
  const int count = static_cast<int>(digits.size());
  const int plain = exponent < 0 ? count + 1 - exponent : std::max(count + 1, exponent + 1);
  const int scientific = count + (count > 1) + (std::abs(exponent) < 100 ? 4 : 5);
  if (plain > scientific) {  // 1e-7 and 1e7: as people write them, and '+' has a meaning of its own in links
    if (count > 1) digits.insert(1, ".");
    return digits + "e" + std::to_string(exponent);
  }
  if (exponent < 0) return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (count > exponent + 1) return digits.insert(static_cast<std::size_t>(exponent) + 1, ".");
  char whole[64];  // all digits of a large number, not zeros for those that reading does not need
  std::snprintf(whole, sizeof whole, "%.0f", static_cast<double>(value));
  return whole;
}

}  // namespace

std::string sentence(std::string text) {
  if (!text.empty() && std::string_view(".!?:;").find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<double> parse_number(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 400 || !spells_number(text)) return std::nullopt;
  char buffer[401];  // strtod wants a NUL at the end; std::from_chars for floats is missing in older libc++
  text.copy(buffer, text.size());
  buffer[text.size()] = '\0';
  return std::strtod(buffer, nullptr);
}

std::string format_number(double value) { return format(value); }
std::string format_number(float value) { return format(value); }

std::string short_number(double value, int digits) {
  char buffer[40];
  if (!std::isfinite(value)) return std::isnan(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, value == 0 ? 0.0 : value);
  return buffer;
}

std::string quote(std::string_view text) {
  constexpr std::size_t most = 40;
  std::string safe = "'";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (i >= most && (c & 0xC0U) != 0x80U) {  // never inside a UTF-8 character
      safe += "...";
      break;
    }
    if (i >= most + 4) break;
    safe += c < 0x20 || c == 0x7F ? '?' : text[i];
  }
  return safe + "'";
}

}  // namespace chainrule
