#pragma once
// SPDX-License-Identifier: MIT
#include <imgui.h>

#include "engine/training/trace.hpp"
#include "ui/typeset/symbol.hpp"
#include "ui/widgets/theme.hpp"

namespace chainrule {

/// What a formula's symbol and its place in the drawing are coloured with.
ImU32 symbol_color(const Theme& theme, const Symbol& symbol);
/// Blue on the way forward, orange on the way back, green for the update.
ImU32 moment_color(const Theme& theme, Phase phase);

}  // namespace chainrule
