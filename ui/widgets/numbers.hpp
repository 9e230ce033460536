#pragma once
// SPDX-License-Identifier: MIT
// Numbers to drag and to type.
#include <string_view>

#include "ui/widgets/ui.hpp"

namespace chainrule {

struct SliderOptions {
  bool log = false;
  double step = 0;  ///< 0: continuous
  bool whole = false;
  double typed_minimum = 0,
         typed_maximum = 0;     ///< what the field takes when that is more than the track; both 0: the same
  std::string_view label = {};  ///< shown instead of the name
  std::string_view help = {};
};
/// A label, a number to type and a track. In the mirror a logarithmic slider goes from 0 to 100, its track.
bool slider(Ui& ui, std::string_view name, double& value, double minimum, double maximum,
            const SliderOptions& options = {});

/// A number to type (Enter takes it); out of range or not a number: red, and the old value stays.
bool number_field(Ui& ui, std::string_view name, double& value, double minimum, double maximum, bool whole,
                  float width);

/// Two keys of opposite sense, which belong to `owner` from now on: -1, 1, or 0 for neither.
int key_pair(ImGuiID owner, ImGuiKey less, ImGuiKey more);
/// The arrow keys on the last item while it has the keyboard's cursor: -1 left, 1 right, 0 neither.
int arrow_keys();

}  // namespace chainrule
