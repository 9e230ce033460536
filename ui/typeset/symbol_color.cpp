// SPDX-License-Identifier: MIT
#include "ui/typeset/symbol_color.hpp"

namespace chainrule {

ImU32 symbol_color(const Theme& theme, const Symbol& symbol) {
  switch (symbol.kind) {
    case 'w':
    case 'b': return theme.good;
    case 'd':
    case 'l': return theme.validation;
    case 'g': return theme.text;
    default: return theme.accent;
  }
}

ImU32 moment_color(const Theme& theme, Phase phase) {
  return phase <= Phase::forward ? theme.positive : phase == Phase::update ? theme.good : theme.negative;
}

}  // namespace chainrule
