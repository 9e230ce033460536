// SPDX-License-Identifier: MIT
// strtod() by the page's Number(), which rounds as exactly. The C library's reads by way of numbers of 128 bits, in
// software: every page would download their arithmetic.
#include <emscripten.h>

#include <cerrno>
#include <cmath>
#include <limits>
#include <utility>

EM_JS(double, page_number, (const char* text, int length), { return Number(UTF8ToString(text, length)); });

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

/// Decimal numbers, inf and nan, as the engine and its files write them; no hexadecimal ones.
extern "C" double strtod(const char* text, char** end) {
  const char* at = text;
  while (*at == ' ' || (*at >= '\t' && *at <= '\r')) ++at;
  const char* const first = at;
  const bool negative = *at == '-';
  if (negative || *at == '+') ++at;
  for (const auto& [word, value] : {std::pair{"inf", std::numeric_limits<double>::infinity()},
                                    std::pair{"nan", std::numeric_limits<double>::quiet_NaN()}}) {
    int same = 0;
    while (same < 3 && (at[same] | 0x20) == word[same]) ++same;
    if (same < 3) continue;
    if (end) *end = const_cast<char*>(at + 3);
    return negative ? -value : value;
  }
  bool nothing = true;  // but zeros
  const auto skip = [&] {
    const char* const from = at;
    for (; digit(*at); ++at) nothing = nothing && *at == '0';
    return at - from;
  };
  auto count = skip();
  if (*at == '.' && (count > 0 || digit(at[1]))) {
    ++at;
    count += skip();
  }
  if (count == 0) at = text;
  else if ((*at | 0x20) == 'e') {
    const char* power = at + 1;
    if (*power == '-' || *power == '+') ++power;
    if (digit(*power)) {
      while (digit(*power)) ++power;
      at = power;
    }
  }
  if (end) *end = const_cast<char*>(at);
  if (count == 0) return 0;
  const double value = page_number(first, static_cast<int>(at - first));
  if (std::isinf(value) || (value == 0 && !nothing)) errno = ERANGE;
  return value;
}

// Nobody calls these two; without them the linker would take the C library's three, which stand in one object.
extern "C" float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
extern "C" long double strtold(const char* text, char** end) { return strtod(text, end); }
