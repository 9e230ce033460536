#pragma once
// SPDX-License-Identifier: MIT
// The film of the next batch: where it stands, and what of its update the network shows on the way.
#include <memory>
#include <vector>

#include "ui/film/view.hpp"
#include "ui/training/trainer.hpp"

namespace chainrule {

class Lens;
struct Scene;

/// Asks training for the film and walks through it. What it is given must outlive it; the lens must have a model before
/// anything but film() is called.
class FilmPlayer {
 public:
  FilmPlayer(const Lens& lens, Trainer& trainer, const std::shared_ptr<const Snapshot>& newest)
      : lens_(lens), trainer_(trainer), newest_(newest) {}

  /// The open film, where it is one of the network that is shown; nullptr while there is none (yet).
  const Film* film() const;
  void open(const Moment& first);  ///< pace and digits stay from the last one
  void close();
  /// To the next moment; past the last one the batch is taken, and the next one's film begins.
  void step(bool by_number);
  void back(bool by_number);
  /// The place that the scene begins with; the first one without a scene, or in one that is not about a step.
  Moment first_moment(const Scene* about) const;
  /// The moment, or what is nearest to it in this network's film.
  Moment fitting(Moment moment) const;
  /// The place where it is a weight of this network, else none: column 0.
  WeightPlace weight_at(const WeightPlace& place) const;
  /// The weight whose chain rule is shown is checked against the definition of a derivative.
  void check(const WeightPlace& traced);
  /// Before a frame: goes on where the film plays and keeps the moment within a film that has changed under it. `seen`:
  /// no earlier epoch is shown in its place. True where weights() have changed.
  bool follow(bool seen, bool about_a_step, double now_ms);
  /// The weights as they are at a moment of the update; empty at any other one.
  const std::vector<float>& weights() const { return weights_; }

  FilmView view;

 private:
  struct Shown {
    std::shared_ptr<const Film> film;
    Moment moment;
    bool covers = false;
    bool operator==(const Shown&) const = default;
  };

  const Lens& lens_;
  Trainer& trainer_;
  const std::shared_ptr<const Snapshot>& newest_;
  std::vector<float> weights_;
  Shown shown_;  ///< what they belong to
};

}  // namespace chainrule
