#pragma once
// SPDX-License-Identifier: MIT
// The places in the film of a training step, and the way from one to the next, forth and back.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ui/training/film.hpp"

namespace chainrule {

class Sequential;

/// Whether it is of a network of this shape. A thread's film may be of the one before.
bool fits(const Film& film, const Sequential& model);

/// What is done in a phase, in this order.
enum class Stage : std::uint8_t { load, sum, activate, loss, receive, compute, multiply, pass_on, update };

/// A place in a film.
struct Moment {
  Phase phase = Phase::load;
  Index layer = 0;  ///< of forward, backward, update
  Stage stage = Stage::load;
  Index unit = -1;  ///< of the stage's units; -1: all stages of the phase at once
  bool operator==(const Moment&) const = default;
};

/// Whether `moment` is in the phase of the layer that `chapter` is.
inline bool same_chapter(const Moment& a, const Moment& b) { return a.phase == b.phase && a.layer == b.layer; }

/// The way through the step of a model: chapters (a phase of a layer each), their stages, the units of those.
class Reel {
 public:
  explicit Reel(const Sequential& model);

  /// Load, forward layer by layer, loss, backward, update: of layers that have something to update.
  const std::vector<Moment>& chapters() const { return chapters_; }
  /// Where a moment's chapter stands among them.
  std::size_t chapter(const Moment& moment) const;
  /// The stages of a moment's chapter.
  std::vector<Stage> stages(const Moment& moment) const;
  /// Units of a moment's stage: of the inputs, of the layer, or (passing on) of the layer before.
  Index units(const Moment& moment) const;

  // Neighbours: chapter by chapter, or number by number. Nothing at the film's ends.
  std::optional<Moment> after(const Moment& moment, bool by_number) const;
  std::optional<Moment> before(const Moment& moment, bool by_number) const;

 private:
  // Stages that are gone through unit by unit: all of them of the first, of the second, ...
  struct Block {
    std::vector<Stage> stages;
    Index units = 0;
    Index width() const { return static_cast<Index>(stages.size()); }
  };
  std::vector<Block> blocks(const Moment& chapter) const;
  Index place(const Moment& moment) const;
  std::optional<Moment> at(Moment chapter, Index place) const;

  const Sequential& model_;
  std::vector<Moment> chapters_;
};

/// The column of the drawing (0 is the inputs) that a moment's units stand in.
std::size_t column_of(const Moment& moment, const Sequential& model);
/// "Weighted sum".
std::string_view stage_title(Stage stage);

}  // namespace chainrule
