// SPDX-License-Identifier: MIT
#include "choice.hpp"

#include <algorithm>
#include <cmath>

#include "text.hpp"

namespace chainrule {
namespace {

constexpr std::size_t longest_word = 64;  // nobody mistypes a longer one; keeps the work of hostile input small

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Changes, insertions, deletions and swaps of neighbours that turn one word into the other; case does not count.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + change});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

bool starts_vowel(std::string_view word) {
  return !word.empty() && std::string_view("aeiou").find(lower(word.front())) != std::string_view::npos;
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> names) {
  if (word.empty() || word.size() > longest_word) return "";
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, std::min<std::size_t>(4, (word.size() + 1) / 3)) + 1;
  for (const auto name : names) {
    if (name.size() > longest_word) continue;
    const auto distance = edit_distance(word, name);
    if (distance < least && distance < name.size()) {
      best = name;
      least = distance;
    }
  }
  return std::string(best);
}

std::string unknown_name(std::string_view family, std::string_view word, std::span<const std::string_view> names) {
  std::string text = starts_vowel(family) ? "expected an " : "expected a ";
  text.append(family).append(" such as ").append(listed(names)).append(", received ").append(quote(word));
  if (const auto meant = nearest(word, names); !meant.empty()) text += "; did you mean '" + meant + "'?";
  return text;
}

void check(const Parameter& parameter, double value, std::string_view owner) {
  const bool inside = value >= parameter.minimum && value <= parameter.maximum;  // false for NaN
  if (inside && (!parameter.whole || value == std::trunc(value))) return;
  std::string text = "expected " + std::string(parameter.name);
  if (parameter.whole) text += " as a whole number";
  text += " between " + format_number(parameter.minimum) + " and " + format_number(parameter.maximum) + ", received " +
          format_number(value);
  if (!owner.empty()) text.append(", in ").append(owner);
  throw Error(text);
}

}  // namespace chainrule
