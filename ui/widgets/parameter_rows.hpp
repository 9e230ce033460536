#pragma once
// SPDX-License-Identifier: MIT
// Parameters of the engine's tables as controls: one row for each, whatever the table.
#include <span>
#include <string>
#include <string_view>

#include "ui/widgets/widgets.hpp"

#include "engine/tables/choice.hpp"

namespace chainrule {

/// A control for one parameter: a switch, a menu of its words, a slider over a short range, or a number to type.
/// `name` is the accessible name. Returns true when it changed `value`.
bool parameter_row(Ui& ui, std::string_view name, const Parameter& parameter, double& value);

/// All parameters from `first` on, named "owner parameter" in the mirror. Returns the index of the one that changed,
/// -1: none.
int parameter_rows(Ui& ui, std::string_view owner, std::span<const Parameter> parameters, std::vector<double>& values,
                   std::size_t first = 0);

/// A quiet line that opens and closes what stands under it; remembered by ImGui for as long as the program runs.
bool disclosure(Ui& ui, std::string_view name, std::string_view label, std::string_view help = {});

}  // namespace chainrule
