// SPDX-License-Identifier: MIT
#include "ui/panels/curves/insight.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"

namespace chainrule {
namespace {
constexpr double large_target = 10;  // what a network of usual weights does not answer
}

std::string gradient_words(std::span<const std::string> names, std::span<const float> norms, double target) {
  if (norms.empty() || norms.size() != names.size()) return "";
  const auto most = std::max_element(norms.begin(), norms.end());
  if (!(*most > 0)) return "";
  if (*most > 100)
    return "The gradient of " + names[static_cast<std::size_t>(most - norms.begin())] + " is " +
           short_number(*most, 2) +
           (target > large_target ? ": the targets are about " + short_number(target, 2) +
                                        ", and so are the first mistakes. It shrinks once the answers are of their "
                                        "size: scale the target."
                                  : ": it explodes. A smaller learning rate or clipnorm keeps steps small.");
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
