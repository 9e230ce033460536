#pragma once
// SPDX-License-Identifier: MIT
// What the curves of a training say, in words: one table of rules over the courses of loss and val_loss.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// Where val_loss was least, when it has clearly risen since and loss alone went on falling.
struct SweetSpot {
  Index epoch = 0;  ///< counted from 1
  double best = 0, now = 0;
  double loss_then = 0, loss_now = 0;
  std::string words() const;
};

enum class Verdict { none, fails, overfits, not_learned, learned, falling, noise, gap, underfits, rests };

/// What the rules look at. `now` is the mean of the last epochs, `before` that of as many before them.
struct CurveFacts {
  Index epochs = 0, validation_rows = 0, spot = 0;  ///< spot: the epoch of the least val_loss, from 1; 0: no val_loss
  double guess = 0;                                 ///< the loss of a constant answer, or of the first epoch,
  bool guessed = true;                              ///< which of the two: a constant answer's
  double loss_least = 0, loss_before = 0, loss_now = 0, loss_at_spot = 0, loss_sways = 0;
  double val_first = 0, val_best = 0, val_before = 0, val_now = 0, val_jumps = 0;
  bool gap_lasts = false;  ///< loss lay below val_loss in each of the last epochs
  bool validates() const { return spot > 0; }
};

struct VerdictRule {
  Verdict verdict;
  std::string_view name, reason;
  bool (*when)(const CurveFacts&);
  std::string (*words)(const CurveFacts&);
};
/// The first that holds is the verdict.
std::span<const VerdictRule> verdict_rules();

struct Curves {
  const std::vector<double>* loss;
  const std::vector<double>* val_loss = nullptr;  ///< nullptr: nothing validates
  double guess = 0;                               ///< what a constant answer gets; 0: not known
  Index validation_rows = 0;                      ///< 0: not known
};
/// Nothing before the sixth epoch, and where numbers are not finite.
std::optional<CurveFacts> curve_facts(const Curves& curves);
/// The rule that holds, nullptr where it is too early to tell.
const VerdictRule* verdict_of(const CurveFacts& facts);

std::optional<SweetSpot> sweet_spot(const CurveFacts& facts);
std::optional<SweetSpot> sweet_spot(const std::vector<double>& loss, const std::vector<double>& val_loss);

}  // namespace chainrule
