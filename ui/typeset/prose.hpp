#pragma once
// SPDX-License-Identifier: MIT
// Sentences with symbols in them.
#include <string_view>

#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// A paragraph whose words with a layer in them, a^[1], are set as symbols. `width` 0: what is left of the line.
void prose(Ui& ui, std::string_view words, TextStyle style = {size::caption, false, 0}, float width = 0);

}  // namespace chainrule
