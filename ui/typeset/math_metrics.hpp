#pragma once
// SPDX-License-Identifier: MIT
// Sizes and heights of formulas in parts of the type's size, which are TeX's (The TeXbook, appendix G); those of
// letters are Inter's.
#include <algorithm>
#include <string_view>

namespace chainrule::book {

inline constexpr float x_height = 0.45f, cap = 0.61f, descender = 0.18f;
inline constexpr float axis = 0.235f;  ///< of a minus and of a fraction's bar
/// Of whole formulas, of parts of fractions, of scripts, of scripts' scripts: the first two have room around signs.
inline constexpr float scale[] = {1, 1, 0.7f, 0.5f};
inline constexpr int display = 0, tight = 2;
inline constexpr float least_size = 9, least_display = 14.5f;  ///< smaller type is set as within a line of text
inline constexpr float strut_up = 0.74f, strut_down = 0.2f;    ///< of a line, whatever is on it
inline constexpr float line_gap = 0.1f;                        ///< what is higher keeps this from the next line
inline constexpr float sum_size[] = {1.7f, 1.35f, 1.2f, 1.2f};

/// How thick a bar is.
inline float rule(float size) { return std::max(1.0f, size * 0.05f); }
/// How far letters reach above and below their base line.
float ascent_of(std::string_view words);
float descent_of(std::string_view words);

}  // namespace chainrule::book
