#pragma once
// SPDX-License-Identifier: MIT
// What is on its way in: data sets that are fetched, and the table that was read last. Only what was asked for last is
// used.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/data/bundled.hpp"
#include "engine/data/table.hpp"
#include "ui/session/services.hpp"

namespace chainrule {

/// A table as it was read, so that it is read once.
struct ReadTable {
  std::shared_ptr<const Table> table;
  std::shared_ptr<const std::string> text;
  std::vector<std::string> types;  ///< Document::types
  bool is_of(const std::shared_ptr<const std::string>& wanted, const std::vector<std::string>& as) const {
    return table && text == wanted && types == as;
  }
};

class Loader {
 public:
  explicit Loader(const Services& services) : services_(services) {}

  /// Something is asked for: whatever is still being loaded comes too late. Its number.
  std::uint64_t ask() {
    loading_ = false;
    return ++asked_;
  }
  std::uint64_t newest() const { return asked_; }
  /// A data set is being fetched.
  bool loading() const { return loading_; }
  /// Fetches a data set. `use` gets its bytes, or why there are none, unless something else was asked for meanwhile.
  void fetch(const BundledData& bundled, std::uint64_t ask,
             std::function<void(const std::string& bytes, const std::string& error)> use);

  ReadTable last;

 private:
  const Services& services_;
  bool loading_ = false;
  std::uint64_t asked_ = 0;
};

}  // namespace chainrule
