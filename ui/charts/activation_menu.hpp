#pragma once
// SPDX-License-Identifier: MIT
#include <span>
#include <string_view>

#include "engine/tables/activation.hpp"
#include "ui/widgets/options.hpp"

namespace chainrule {

struct DataSet;

/// Headings of activation functions, in the menus' order.
std::span<const std::string_view> activation_groups();
/// Which of them a function stands under: where its slope is gone far from zero, read off the function itself (its
/// usual parameters, z = -30 and 30). There a unit hardly learns any more.
std::string_view activation_group(const Activation& activation);

/// The table as a menu, each with its curve; `target`: of an output, what fits its targets first.
GroupedOptions activation_options(Ui& ui, std::string_view current, int& chosen, const DataSet* target = nullptr);

}  // namespace chainrule
