// SPDX-License-Identifier: MIT
#include "text.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

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
std::string format(Number value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  const bool whole = value == std::trunc(value) && std::fabs(value) < Number(1e7);
  const auto end = whole ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<long>(value)).ptr
                         : std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string text(buffer, end);
  // 1e-07 and 1e+07 become 1e-7 and 1e7: as people write them, and '+' has a meaning of its own in links.
  if (const auto e = text.find('e'); e != std::string::npos) {
    auto digits = e + 2;
    while (digits + 1 < text.size() && text[digits] == '0') text.erase(digits, 1);
    if (text[e + 1] == '+') text.erase(e + 1, 1);
  }
  return text;
}

}  // namespace

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
