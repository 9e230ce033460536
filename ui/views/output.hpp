#pragma once
// SPDX-License-Identifier: MIT
// How the output is looked at: no part of a document.
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// A picture that somebody draws for a network that looks at pictures.
struct Pad {
  Matrix ink;          ///< one row of pixels from 0 to 1
  Matrix out;          ///< what the network says of it
  unsigned of = 0;     ///< the lens's version that said so
  int cell = 0;        ///< where the keyboard's brush stands
  float x = 0, y = 0;  ///< where the pointer's brush was, in pixels of the picture
  bool busy = false;   ///< the brush is down
};

struct OutputView {
  enum : int { everywhere, sample, rows, pad, latent };
  int view = everywhere;  ///< surface, curve or pictures; sample; confusion or scatter; the pad; the latent plane
  Pad drawn;
  Index target = 0;  ///< of several numbers to predict, the one that is shown
  bool discretise = false;
  bool mistakes = false;    ///< rows that are taken for a wrong class are ringed
  bool all_rows = false;    ///< confusion: training rows too
  std::vector<float> held;  ///< where those inputs stand; see Viewpoint
};

}  // namespace chainrule
