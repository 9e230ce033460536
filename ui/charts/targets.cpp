// SPDX-License-Identifier: MIT
#include "ui/charts/targets.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

std::string class_name(const DataSet& data, Index c) {
  return c >= 0 && c < data.classes() ? data.class_names[static_cast<std::size_t>(c)] : std::to_string(c);
}

std::string target_name(Index target) { return "target " + std::to_string(target + 1); }

std::string target_words(const DataSet& data, Index row) {
  if (data.problem == Problem::classification) return class_name(data, static_cast<Index>(data.y(row, 0)));
  std::string words = short_number(data.y(row, 0));
  for (Index t = 1; t < data.y.cols; ++t) words += ", " + short_number(data.y(row, t));
  return words;
}

TargetColors::TargetColors(const Theme& theme, const DataSet& data, Index target)
    : theme_(theme), data_(data), target_(target) {
  const auto [least, most] = data.target_range(target);
  center_ = least / 2 + most / 2;
  half_ = std::max(most / 2 - least / 2, 1e-6f);
}

ImU32 TargetColors::operator()(Index row) const {
  const float y = data_.y(row, target_);
  return data_.problem == Problem::classification ? class_color(static_cast<int>(y))
                                                  : diverging(theme_, (y - center_) / half_);
}

}  // namespace chainrule
