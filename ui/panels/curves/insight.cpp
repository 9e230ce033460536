// SPDX-License-Identifier: MIT
#include "ui/panels/curves/insight.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

std::string SweetSpot::words() const {
  return "Sweet spot: epoch " + std::to_string(epoch) + ", val_loss " + short_number(best, 3) + ". Now " +
         short_number(now, 3) + ": since then it learns its training rows by heart.";
}

std::optional<SweetSpot> sweet_spot(const std::vector<double>& loss, const std::vector<double>& val_loss) {
  constexpr std::ptrdiff_t least_epochs = 5;
  constexpr double wiggle = 0.02;
  if (val_loss.size() <= least_epochs || loss.size() != val_loss.size()) return {};
  const auto best = std::min_element(val_loss.begin(), val_loss.end(),
                                     [](double a, double b) { return std::isfinite(a) && !(b <= a); });
  if (!std::isfinite(*best) || val_loss.end() - best <= least_epochs) return {};
  // The mean of the last epochs: val_loss may jump from epoch to epoch.
  double now = 0;
  for (auto v = val_loss.end() - least_epochs; v != val_loss.end(); ++v) now += *v / least_epochs;
  const auto at = static_cast<std::size_t>(best - val_loss.begin());
  const double first = *std::find_if(val_loss.begin(), best,
                                     [](double v) { return !std::isnan(v); });  // of a link's epochs nothing is known
  const double fell = std::max(first - *best, 0.1 * std::abs(*best));
  if (!(now - *best > wiggle * fell && now > *best * 1.02) || loss.back() > loss[at]) return {};
  return SweetSpot{static_cast<Index>(at) + 1, *best, now};
}

std::string gradient_words(std::span<const std::string> names, std::span<const float> norms) {
  if (norms.empty() || norms.size() != names.size()) return "";
  const auto most = std::max_element(norms.begin(), norms.end());
  if (!(*most > 0)) return "";
  if (*most > 100)
    return "The gradient of " + names[static_cast<std::size_t>(most - norms.begin())] + " is " +
           short_number(*most, 2) + ": it explodes. A smaller learning rate or clipnorm keeps steps small.";
  if (names.size() < 2) return "";
  const float first = norms.front(), last = norms.back();
  if (first < last * 1e-3f)
    return "The gradient of " + names.front() + " is " +
           (first > 0 ? "1/" + short_number(std::round(last / first), 3) + " of that of " + names.back()
                      : std::string("0")) +
           ": it vanishes on its way back, so early layers hardly learn.";
  if (first > last * 1e3f)
    return "The gradient of " + names.front() + " is " + short_number(std::round(first / last), 3) + " times that of " +
           names.back() + ": it grows on its way back.";
  return "";
}

}  // namespace chainrule
