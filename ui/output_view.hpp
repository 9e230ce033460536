#pragma once
// SPDX-License-Identifier: MIT
// How the output is looked at: no part of a document.
#include <memory>
#include <vector>

#include "engine/types.hpp"

namespace chainrule {

struct Experiment;

/// The outputs for every row of the data, or every so manieth where there are too many.
struct Predictions {
  Matrix out;
  Index stride = 1;                         ///< row r of `out` is for row r * stride of the data
  unsigned of = 0;                          ///< the surface's version
  std::shared_ptr<const Experiment> data;   ///< what they are predictions for
};

struct OutputView {
  int view = 0;               ///< its place in the panel's menu: surface or pictures, sample, confusion or scatter
  bool discretise = false;
  bool mistakes = false;      ///< rows that are taken for a wrong class are ringed
  bool all_rows = false;      ///< confusion: training rows too
  bool more_inputs = false;   ///< the sliders of the inputs off the plane are open
  std::vector<float> held;    ///< where those inputs stand; see Viewpoint
};

}  // namespace chainrule
