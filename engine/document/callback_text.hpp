#pragma once
// SPDX-License-Identifier: MIT
// Callbacks as text: early_stopping:monitor=val_loss:patience=5. The form that links, files and scripts share.
#include <string>
#include <string_view>

#include "engine/training/callback.hpp"

namespace chainrule {

/// The kind, then monitor= (val_loss when left out) and parameters by name or place. Throws Error.
CallbackSpec read_callback(std::string_view text);
std::string write_callback(const CallbackSpec& callback);

}  // namespace chainrule
