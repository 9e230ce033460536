#pragma once
// SPDX-License-Identifier: MIT
// Reckons what the film's formulas say, from their plain text alone: an oracle that knows nothing of the engine.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chainrule {

using Values = std::map<std::string, double, std::less<>>;

/// The value of a formula as the tables write it: a product of neighbours binds tighter than /, which binds tighter
/// than ·; |x|, e^x, functions; "a if c, b if d, else e"; ", s = ..." behind it says what a name means. Nothing where
/// there are words or unknown names in it.
std::optional<double> value_of(std::string_view text, Values names = {});

/// The sides of "z = 0.5 · 2 = 1".
std::vector<std::string> sides_of(std::string_view equation);

}  // namespace chainrule
