#pragma once
// SPDX-License-Identifier: MIT
// How the curves are looked at: no part of a document.
#include <memory>
#include <string>
#include <vector>

#include "engine/document/document.hpp"

namespace chainrule {

/// The second chart's place can show a metric or the sizes of the gradients.
inline constexpr const char* gradients_chart = "gradients";

/// A run kept to compare with.
struct Pin {
  std::string name;
  std::shared_ptr<const Document> document;  ///< without the table's text
  std::vector<double> loss, val_loss;
};

struct CurvesView {
  bool log = false;    ///< powers of ten up the loss's axis
  std::string second;  ///< a metric's key or gradients_chart; "": the first metric
  std::vector<Pin> pins;
};

}  // namespace chainrule
