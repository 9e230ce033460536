#pragma once
// SPDX-License-Identifier: MIT
// What stays of an experiment between visits, where the front end has a place for it.
#include <string>
#include <vector>

#include "engine/document/document.hpp"
#include "engine/training/history.hpp"
#include "ui/session/services.hpp"

namespace chainrule {

class Keeper {
 public:
  explicit Keeper(const Services& services) : services_(services) {}

  bool keeps() const { return static_cast<bool>(services_.keep); }
  /// Keeps the experiment for the next visit, with its training where that is small. What is to be said where it cannot
  /// be kept, once; else "".
  std::string keep(const Document& document, const std::vector<float>& weights, const History& history);
  /// What was kept, "" = nothing.
  std::string remembered() const { return services_.remembered ? services_.remembered() : ""; }
  void forget();

 private:
  const Services& services_;
  std::string kept_;  ///< what keep() wrote last
  bool told_ = false;
};

}  // namespace chainrule
