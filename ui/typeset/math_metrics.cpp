// SPDX-License-Identifier: MIT
#include "ui/typeset/math_metrics.hpp"

#include <initializer_list>

namespace chainrule::book {
namespace {

/// Whether a text has a letter or a sign of those.
bool has_any(std::string_view words, std::initializer_list<std::string_view> what) {
  return std::any_of(what.begin(), what.end(), [&](std::string_view w) { return words.find(w) != w.npos; });
}

}  // namespace

float ascent_of(std::string_view words) {
  const bool low = std::all_of(words.begin(), words.end(), [](char c) {
    return (c >= 'a' && c <= 'z' && std::string_view("bdfhiklt").find(c) == std::string_view::npos) ||
           (static_cast<unsigned char>(c) & 0x80) != 0 || c == '.' || c == ',' || c == ';';
  });
  return low && !has_any(words, {"β", "δ", "λ", "Φ", "∂", "∑", "′"}) ? x_height : cap;
}

float descent_of(std::string_view words) {
  const bool deep = words.find_first_of("gjpqy()[]|,;") != std::string_view::npos;
  return deep || has_any(words, {"β", "γ", "η", "μ", "ρ", "φ"}) ? descender : 0;
}

}  // namespace chainrule::book
