#pragma once
// SPDX-License-Identifier: MIT
// The data sets that come with the program.
#include <span>
#include <string_view>

#include "engine/base/types.hpp"

namespace chainrule {

/// A data set that comes with the program.
struct BundledData {
  std::string_view name, title, help, file;  ///< file under assets/
  std::string_view source, licence;
  Index image_width;        ///< pixels a line, 0 = no picture
  float scale;              ///< inputs are divided by it instead of standardised (pixels: 16)
  std::string_view labels;  ///< the second file of pictures in IDX format; "" for tables
};
std::span<const BundledData> bundled_data();

/// The row of that name, or nullptr for generators, points and csv.
const BundledData* find_bundled(std::string_view name);

}  // namespace chainrule
