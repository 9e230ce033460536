#pragma once
// SPDX-License-Identifier: MIT
// What the data panel remembers between frames that is not part of a document.
#include <string>
#include <vector>

#include "engine/document/document.hpp"

namespace chainrule {

/// Points on their way: a stroke of the brush becomes part of the document when it ends.
struct Drawing {
  std::vector<DrawnPoint> points;
  bool busy = false;     ///< the brush is down
  bool waiting = false;  ///< too few points to learn from; the document still has the old ones
  bool erase = false;
  int label = 0;
  double size = 0.4;      ///< radius of the brush, in units of the plane
  double x1 = 0, x2 = 0;  ///< of the point to add by numbers
  double last_x1 = 0, last_x2 = 0;
  std::uint64_t dots = 0;  ///< so that the brush's spray differs from dot to dot
};

struct DataView {
  Drawing drawing;
  std::string new_feature, feature_problem;
  std::string formula_problem;
  bool unfolded = false;  ///< what most data needs no thought about: noise in labels, scaling, order, features
  bool gallery = false;   ///< the dialog with all data sets is open
};

}  // namespace chainrule
