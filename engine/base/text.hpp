#pragma once
// SPDX-License-Identifier: MIT
// Numbers and words as text: the same on every platform and in every locale.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chainrule {

/// The number that all of `text` spells (blanks around it allowed): 3, -0.5, +2, .5, 1e-7. Nothing for anything else,
/// also for nan, inf and hexadecimal. Numbers too large for a double come back infinite.
std::optional<double> parse_number(std::string_view text);

/// The shortest text that reads back as the same number: 0.1, 32, 1e-7 (at some powers of two, one digit more).
std::string format_number(double value);
std::string format_number(float value);
/// For eyes: 0.03, 1e-05, 12.5, as short as so many digits allow; "∞" and "not a number" where it is none.
std::string short_number(double value, int digits = 4);

/// `text` in single quotes, fit for a message: cut after 40 characters, without control characters.
std::string quote(std::string_view text);

/// With a full stop at its end, unless it ends as a sentence already.
std::string sentence(std::string text);

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// "a", "b" and "c" as "a, b, c"; after `most` of them "...".
template <class Names>
std::string listed(const Names& names, std::size_t most = 16) {
  std::string all;
  std::size_t count = 0;
  for (const auto& name : names) {
    if (count > 0) all += ", ";
    if (count++ == most) return all + "...";
    all += name;
  }
  return all;
}

}  // namespace chainrule
