#pragma once
// SPDX-License-Identifier: MIT
// What training reports: named numbers for a batch or epoch, and their course over the epochs.
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/types.hpp"
#include "engine/model/logs.hpp"

namespace chainrule {

struct History {
  std::vector<std::string> keys;
  std::vector<std::vector<double>> values;  ///< values[k][e]: key k after epoch e
  std::string stopped;                      ///< why training ended early, "" when it did not

  Index epochs() const { return values.empty() ? 0 : static_cast<Index>(values.front().size()); }
  /// The course of one key, or nullptr.
  const std::vector<double>* find(std::string_view key) const {
    for (std::size_t k = 0; k < keys.size(); ++k)
      if (keys[k] == key) return &values[k];
    return nullptr;
  }
  void append(const Logs& logs) {
    if (keys.empty()) {
      for (const auto& log : logs) keys.push_back(log.first);
      values.resize(keys.size());
    }
    for (std::size_t k = 0; k < keys.size(); ++k) values[k].push_back(logs[k].second);
  }
};

}  // namespace chainrule
