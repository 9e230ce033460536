#pragma once
// SPDX-License-Identifier: MIT
// What of an experiment cannot go well, why, and what mends it: one table. And which losses and activations of the
// output fit the targets.
#include <span>
#include <string>
#include <string_view>

#include "engine/data/table.hpp"
#include "engine/document/document.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/loss.hpp"

namespace chainrule {

/// What training has shown so far.
struct Signs {
  double dead_relus = 0;     ///< share of the relu units that answer 0 to every row
  bool not_learned = false;  ///< it is over, and loss is about that of a constant answer
};

struct Advice {
  std::string_view id, words, button;
  bool (*when)(const Document&, const DataSet&, const Signs&);
  void (*mend)(Document&, const DataSet&);  ///< after it, `when` no longer holds
};
std::span<const Advice> advice();
/// The first that holds, nullptr when all is well.
const Advice* advice_for(const Document& document, const DataSet& data, const Signs& signs = {});

/// Whether a choice fits the targets, and why or why not in half a sentence.
struct Fits {
  bool fits;
  std::string why;
};
Fits fits(const Loss& loss, const DataSet& data);
/// Of the output's activation, by the numbers that it gives.
Fits fits(const Activation& activation, const DataSet& data);

}  // namespace chainrule
