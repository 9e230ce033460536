#pragma once
// SPDX-License-Identifier: MIT
// The controls of Chainrule, drawn flat on ImGui's behaviour, each of which adds itself to the control mirror.
#include "ui/widgets/controls.hpp"
#include "ui/widgets/frames.hpp"
#include "ui/widgets/icons.hpp"
#include "ui/widgets/numbers.hpp"
#include "ui/widgets/text_field.hpp"
#include "ui/widgets/type.hpp"
#include "ui/widgets/ui.hpp"
