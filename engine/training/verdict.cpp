// SPDX-License-Identifier: MIT
#include "engine/training/verdict.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"

namespace chainrule {
namespace {

constexpr Index window = 5;  // epochs that a mean is taken of, so that one jump says nothing

std::string number(double value) { return short_number(value, 3); }

/// What loss is compared with, as far as it is known.
std::string compared(const CurveFacts& f) {
  return f.guessed ? "a constant answer gets " + number(f.guess) : "the first epoch had " + number(f.guess);
}

/// The mean of the `count` values that end `back` before the last one.
double mean_before(const std::vector<double>& course, Index count, Index back = 0) {
  double sum = 0;
  const auto end = static_cast<Index>(course.size()) - back;
  for (Index e = end - count; e < end; ++e) sum += course[static_cast<std::size_t>(e)];
  return sum / static_cast<double>(count);
}

/// By how much val_loss has risen since the sweet spot, 0 where that is a wiggle or too near to tell.
double rise(const CurveFacts& f) {
  if (!f.validates() || f.epochs - f.spot < window) return 0;
  const double fell = std::max(f.val_first - f.val_best, 0.1 * std::abs(f.val_best)), rose = f.val_now - f.val_best;
  return rose > 0.02 * fell && rose > 0.02 * std::abs(f.val_best) ? rose : 0;
}
/// How far val_loss is off by chance: about half of a row's loss over the root of their number, for the same rows are
/// measured then and now; or what it jumps from epoch to epoch.
double scatter(const CurveFacts& f) {
  const auto rows = static_cast<double>(f.validation_rows);
  return std::max(rows > 0 ? 0.5 * std::abs(f.val_best) / std::sqrt(rows) : 0, f.val_jumps);
}
bool falls(double before, double now) { return now < before - 0.02 * std::abs(before); }

bool fails(const CurveFacts& f) {
  const bool rises = f.loss_now - f.loss_least > std::max(0.2 * std::abs(f.loss_least), 0.1 * f.guess);
  return rises || (f.loss_now > 0.9 * f.guess && f.loss_sways > 0.05 * f.loss_now);
}
bool overfits(const CurveFacts& f) {
  const double rose = rise(f);
  return rose > 0 && f.gap_lasts && f.loss_at_spot - f.loss_now > 0.1 * std::abs(f.loss_at_spot) && rose > scatter(f);
}
bool not_learned(const CurveFacts& f) { return f.loss_now > 0.95 * f.guess; }
bool learned(const CurveFacts& f) {
  return f.guess > 0 && f.loss_now < 0.1 * f.guess && (!f.validates() || f.val_now < 0.1 * f.guess);
}
bool falling(const CurveFacts& f) {
  return falls(f.loss_before, f.loss_now) && (!f.validates() || falls(f.val_before, f.val_now));
}
bool noise(const CurveFacts& f) {
  const double rose = rise(f);
  return rose > 0 && rose <= scatter(f);
}
bool gap(const CurveFacts& f) { return f.validates() && f.gap_lasts && falls(f.loss_before, f.loss_now); }
bool underfits(const CurveFacts& f) { return f.loss_now > 0.5 * f.guess; }

constexpr VerdictRule table[] = {
    {Verdict::fails, "fails",
     "loss is what training lowers: where it rises, or goes to and fro above a constant answer's, steps overshoot",
     fails,
     [](const CurveFacts& f) {
       return (f.loss_now > f.loss_least ? "loss was " + number(f.loss_least) + " and is " + number(f.loss_now)
                                         : "loss goes to and fro around " + number(f.loss_now)) +
              ": the steps are too large. A smaller learning rate may help.";
     }},
    {Verdict::overfits, "overfits",
     "loss fell well below its value at the sweet spot, stays below val_loss, and val_loss rose by more than its rows "
     "scatter: what was learned since holds for the training rows alone",
     overfits, [](const CurveFacts& f) { return sweet_spot(f)->words(); }},
    {Verdict::not_learned, "not learned yet", "a constant answer gets as much: nothing is known of the inputs yet",
     not_learned,
     [](const CurveFacts& f) {
       const std::string still = "Not learned yet: loss is " + number(f.loss_now) + ", and " + compared(f) + ".";
       if (falls(f.loss_before, f.loss_now)) return still + " It falls: give it more epochs.";
       if (f.loss_now < 0.999 * f.loss_before) return still + " It falls slowly: larger steps or more epochs may help.";
       return still + " It rests: look at the gradients, or try other features or more units.";
     }},
    {Verdict::learned, "learned", "both are less than a tenth of what a constant answer gets", learned,
     [](const CurveFacts& f) {
       return "Learned: loss is " + number(f.loss_now) +
              (f.validates() ? ", val_loss " + number(f.val_now) : std::string()) + ", and " + compared(f) + ".";
     }},
    {Verdict::falling, "both still fall", "their means over the last epochs are lower than over those before", falling,
     [](const CurveFacts& f) {
       return f.validates() ? std::string("Both still fall: more epochs may help.")
                            : std::string("loss still falls: more epochs may help.");
     }},
    {Verdict::noise, "noise of the validation rows",
     "the mean over few rows is off by chance, and jumps from epoch to epoch: a rise within that is none", noise,
     [](const CurveFacts& f) {
       return "val_loss is a little above its least, by no more than it scatters" +
              (f.validation_rows > 0 ? " over " + std::to_string(f.validation_rows) + " validation rows" : "") +
              ": that says nothing yet.";
     }},
    {Verdict::gap, "the gap grows", "loss falls and val_loss does not: no harm is done yet, and no good", gap,
     [](const CurveFacts&) {
       return std::string(
           "val_loss rests while loss falls: what is learned now helps the training rows alone. More rows or "
           "regularization may help.");
     }},
    {Verdict::underfits, "underfits", "it rests at more than half of what a constant answer gets, on both sides",
     underfits,
     [](const CurveFacts& f) {
       return "Underfits: loss rests at " + number(f.loss_now) + ", and " + compared(f) +
              ". More units or features may help, unless the rows have no more to say.";
     }},
    {Verdict::rests, "rests", "neither changes any more", [](const CurveFacts&) { return true; },
     [](const CurveFacts& f) {
       return f.validates() ? std::string("Both have come to rest.") : std::string("loss has come to rest.");
     }},
};

double least_of(const std::vector<double>& course, std::size_t& at) {
  const auto best =
      std::min_element(course.begin(), course.end(), [](double a, double b) { return std::isfinite(a) && !(b <= a); });
  at = static_cast<std::size_t>(best - course.begin());
  return *best;
}
/// The least mean of `window` epochs in a row: where training is steep, an epoch alone lies below the mean of now.
double least_mean(const std::vector<double>& course) {
  double least = INFINITY;
  for (Index back = 0; back + window <= static_cast<Index>(course.size()); ++back) {
    const double mean = mean_before(course, window, back);
    if (mean < least) least = mean;
  }
  return least;
}
/// How much it changes from epoch to epoch, in the mean over the last ones; none from before `since`.
double jumps(const std::vector<double>& course, std::size_t since = 0) {
  const std::size_t count = std::min<std::size_t>(2 * window, course.size() - 1 - since);
  if (count == 0) return 0;
  double sum = 0;
  for (std::size_t e = course.size() - count; e < course.size(); ++e) sum += std::abs(course[e] - course[e - 1]);
  return std::isfinite(sum) ? sum / static_cast<double>(count) : 0;
}
/// The same without what it changes in one direction.
double sways(const std::vector<double>& course) {
  const std::size_t count = std::min<std::size_t>(2 * window, course.size() - 1);
  const double way = std::abs(course.back() - course[course.size() - 1 - count]) / static_cast<double>(count);
  return std::isfinite(way) ? jumps(course) - way : 0;
}
/// Of a link's epochs nothing is known.
double first_of(const std::vector<double>& course) {
  const auto first = std::find_if(course.begin(), course.end(), [](double v) { return std::isfinite(v); });
  return first == course.end() ? NAN : *first;
}

}  // namespace

std::span<const VerdictRule> verdict_rules() { return table; }

std::string SweetSpot::words() const {
  return "Sweet spot: epoch " + std::to_string(epoch) + ", val_loss " + number(best) + ". Now " + number(now) +
         ", while loss fell from " + number(loss_then) + " to " + number(loss_now) +
         ": since then it learns its training rows by heart.";
}

std::optional<CurveFacts> curve_facts(const Curves& c) {
  const auto n = static_cast<Index>(c.loss->size());
  const bool validates = c.val_loss && !c.val_loss->empty();
  if (n <= window || (validates && c.val_loss->size() != c.loss->size())) return {};
  const Index before = std::clamp<Index>(n / 5, 1, n - window);  // how long ago the comparison is
  CurveFacts f;
  f.epochs = n;
  f.validation_rows = c.validation_rows;
  f.guessed = c.guess > 0;
  f.guess = f.guessed ? c.guess : first_of(*c.loss);
  std::size_t at = 0;
  f.loss_least = least_mean(*c.loss);
  f.loss_now = mean_before(*c.loss, window);
  f.loss_sways = sways(*c.loss);
  f.loss_before = mean_before(*c.loss, window, before);
  if (validates) {
    const auto& loss = *c.loss;
    const auto& val_loss = *c.val_loss;
    f.val_first = first_of(val_loss);
    f.val_best = least_of(val_loss, at);
    f.val_now = mean_before(val_loss, window);
    f.val_before = mean_before(val_loss, window, before);
    f.val_jumps = jumps(val_loss, at);
    f.spot = static_cast<Index>(at) + 1;
    f.loss_at_spot = loss[at];
    f.gap_lasts = true;
    for (std::size_t e = loss.size() - window; e < loss.size(); ++e) f.gap_lasts = f.gap_lasts && loss[e] < val_loss[e];
  }
  if (!std::isfinite(f.loss_now) || !std::isfinite(f.val_now) || !std::isfinite(f.val_best)) return {};
  return f;
}

const VerdictRule* verdict_of(const CurveFacts& facts) {
  return &*std::find_if(std::begin(table), std::end(table), [&](const VerdictRule& r) { return r.when(facts); });
}

std::optional<SweetSpot> sweet_spot(const CurveFacts& f) {
  if (!overfits(f)) return {};
  return SweetSpot{f.spot, f.val_best, f.val_now, f.loss_at_spot, f.loss_now};
}
std::optional<SweetSpot> sweet_spot(const std::vector<double>& loss, const std::vector<double>& val_loss) {
  const auto facts = curve_facts({&loss, &val_loss});
  return facts ? sweet_spot(*facts) : std::nullopt;
}

}  // namespace chainrule
