#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include <string>

#include "engine/base/types.hpp"
#include "engine/data/table.hpp"
#include "ui/widgets/theme.hpp"

namespace chainrule {

/// The class's name; its number where it has none.
std::string class_name(const DataSet& data, Index c);
/// What one of several numbers to predict is called: "target 2".
std::string target_name(Index target);
/// "setosa", "12.5", "0.01, 0.99": what the row's target is.
std::string target_words(const DataSet& data, Index row);
/// Colours of rows by their class, or by one of their targets on the scale of all rows.
class TargetColors {
 public:
  TargetColors(const Theme& theme, const DataSet& data, Index target);
  ImU32 operator()(Index row) const;

 private:
  const Theme& theme_;
  const DataSet& data_;
  Index target_;
  float center_, half_;
};

}  // namespace chainrule
