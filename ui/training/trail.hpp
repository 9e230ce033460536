#pragma once
// SPDX-License-Identifier: MIT
// The weights at the ends of epochs, to travel back to: as many as there is room for.
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

struct Trail {
  static constexpr std::size_t most_entries = 200, most_bytes = std::size_t{64} << 20;
  struct Entry {
    Index epoch = 0;
    std::shared_ptr<const std::vector<float>> weights;  ///< entries are copied from trail to trail
  };
  std::vector<Entry> entries;  ///< by epoch
  Index stride = 1;            ///< those kept are so many epochs apart; besides them the newest

  /// The end of a new epoch, or the last one again. Networks too large for a handful of entries are not kept.
  void add(Index epoch, std::span<const float> weights);
  void add(const Trail& newer) {
    for (const Entry& e : newer.entries) add(e);
  }
  /// Keeps from now on what a trail of all epochs up to this one would have kept: one that is on its way there.
  void thin(Index epoch, std::size_t weights);
  /// The entry nearest to an epoch, nullptr when there is none.
  const Entry* nearest(Index epoch) const;

 private:
  static std::size_t room(std::size_t weights);
  void add(Entry entry);
};

}  // namespace chainrule
