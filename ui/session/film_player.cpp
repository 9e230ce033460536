// SPDX-License-Identifier: MIT
// Play, Pause and Step: training, or walking through the film of the next batch, and what of its update the network
// shows on the way.
#include <algorithm>
#include <utility>

#include "engine/sequential.hpp"
#include "ui/session/names.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

/// The weights as they are at a moment of the update: layers before it are done, of its own layer the units up to its.
std::vector<float> weights_at(const Film& film, const Moment& moment, const Sequential& model,
                              std::vector<float> weights) {
  for (Index l = 0; l <= moment.layer; ++l) {
    const auto& after = film.trace.layers[static_cast<std::size_t>(l)].after;
    const auto& tensors = model.layers()[static_cast<std::size_t>(l)]->tensors();
    for (std::size_t t = 0; t < std::min(after.size(), tensors.size()); ++t) {
      const Index columns =
          l == moment.layer && moment.unit >= 0 ? std::min(moment.unit + 1, after[t].cols) : after[t].cols;
      float* const to = weights.data() + tensors[t].offset;
      for (Index r = 0; r < after[t].rows; ++r)
        std::copy_n(after[t].data.data() + r * after[t].cols, columns, to + r * after[t].cols);
    }
  }
  return weights;
}

}  // namespace

const Film* Session::film() const {
  const Film* film = film_view.open && !past() ? snapshot_->film.get() : nullptr;
  return film && fits(*film, lens_.model()) ? film : nullptr;
}

bool Session::about_a_step() const { return scene() && scene()->drive == Drive::film; }
bool Session::plays() const { return mirrored_ || snapshot_->playing || (about_a_step() && film_view.plays && film()); }
void Session::play_or_pause() {
  if (plays()) pause();
  else play();
}
void Session::pause() {
  touched_ = true;
  mirrored_ = false;
  const auto stop = [this] {
    if (about_a_step()) film_view.plays = false;
    trainer_.pause();
  };
  stop();
  if (!waiting_.empty()) waiting_.push_back(stop);  // a Play that waits shall not win
}
void Session::play() {
  touched_ = true;
  waiting_.push_back([this] {
    if (scene() && scene()->drive != Drive::fit) {  // nothing trains there
      film_view.plays = film_view.open;
      return;
    }
    if (snapshot_->finished && snapshot_->failed && !past()) return explain_stop();  // diverged: say again why
    go_on();
    trainer_.play();
  });
}
void Session::step(Gear by) {
  touched_ = true;
  gear = by;
  waiting_.push_back([this, by] {
    go_on();
    if (by <= Gear::phase) return step_film(by == Gear::number);
    film_view.moment = {};
    trainer_.step(by);
  });
}

/// Pace and digits stay from the last one.
void Session::begin_film(const Moment& first) {
  trainer_.film(true);
  film_view.open = true;
  film_view.plays = false;
  film_view.moment = first;
  film_view.row = 0;
  film_view.checked = -1;
}

void Session::open_film() {
  touched_ = true;
  waiting_.push_back([this] {
    if (film_view.open || !experiment_) return;
    go_on();
    if (snapshot_->playing) trainer_.pause();
    begin_film({});
  });
}

/// The place in the film that the scene begins with.
Moment Session::first_moment() const {
  const Scene* about = scene();
  if (!about || about->drive != Drive::film) return {};
  const auto layers = static_cast<Index>(lens_.model().layers().size());
  const Index layer = about->layer < 0 ? layers + about->layer : about->layer;
  const Reel reel(lens_.model());
  const Moment wanted{about->phase, layer, Stage::load, -1};
  Moment first = reel.chapters()[reel.chapter(wanted)];
  first.stage = reel.stages(first).front();
  if (about->by_number) first.unit = 0;
  return first;
}

/// After the scene has changed: what it is about is in sight.
void Session::open_scene() {
  const Scene* about = scene();
  film_view.traced = about && about->chain ? WeightPlace{1, 0, 0} : WeightPlace{};
  if (!about) return;
  opened(*about);
  if (about->drive == Drive::film) begin_film(first_moment());
  else if (film_view.open) trainer_.film(false);
  film_view.open = about->drive == Drive::film;
}

void Session::close_film() {
  waiting_.push_back([this] {
    if (!film_view.open) return;
    trainer_.film(false);
    film_view.open = film_view.plays = false;
  });
}

void Session::show_moment(const Moment& moment) {
  waiting_.push_back([this, moment] { film_view.moment = moment; });
}

void Session::step_film(bool by_number) {
  if (!experiment_) return;
  if (snapshot_->playing) trainer_.pause();
  const Moment first{Phase::load, 0, Stage::load, by_number ? Index{0} : Index{-1}};
  if (!film_view.open) {
    begin_film(first);
  } else if (film()) {
    const auto next = Reel(lens_.model()).after(film_view.moment, by_number);
    if (!next) trainer_.step(Gear::batch);
    film_view.moment = next.value_or(first);
  }
}

/// The weight whose chain rule is shown is checked against the definition of a derivative.
void Session::check_opened() {
  if (!film_view.open || snapshot_->playing || !experiment_) return;
  const WeightPlace place = traced_weight();
  const Index weight =
      place.column > 0
          ? weight_index(*lens_.model().layers()[static_cast<std::size_t>(place.column - 1)], place.from, place.unit)
          : -1;
  if (std::exchange(film_view.checked, weight) != weight) trainer_.film(true, weight);
}

WeightPlace Session::traced_weight() const {
  const WeightPlace pressed = pressed_weight(), place = pressed.column > 0 ? pressed : film_view.traced;
  const auto& layers = lens_.model().layers();
  const bool there = place.column > 0 && place.column <= static_cast<Index>(layers.size()) &&
                     weight_index(*layers[static_cast<std::size_t>(place.column - 1)], place.from, place.unit) >= 0;
  return there ? place : WeightPlace{};
}

void Session::step_back(bool by_number) {
  waiting_.push_back([this, by_number] {
    if (!film()) return;
    if (const auto before = Reel(lens_.model()).before(film_view.moment, by_number)) film_view.moment = *before;
  });
}

/// The moment, or what is nearest to it in this network's film.
Moment Session::fitting(Moment moment) const {
  if (moment.layer >= static_cast<Index>(lens_.model().layers().size())) moment = {};
  const Reel reel(lens_.model());
  if (!same_chapter(reel.chapters()[reel.chapter(moment)], moment)) moment = {};
  const auto stages = reel.stages(moment);
  if (std::find(stages.begin(), stages.end(), moment.stage) == stages.end()) moment.stage = stages.front();
  if (moment.unit >= reel.units(moment)) moment.unit = -1;
  return moment;
}

/// Keeps the moment within a film that has changed under it, and the weights on screen with the moment.
void Session::follow_film() {
  if (film_view.open && experiment_) {
    Moment& moment = film_view.moment;
    moment = fitting(moment);
    if (film_view.unit_by_unit && about_a_step() && moment.unit < 0) moment.unit = 0;
  }
  const auto film_now = film() ? snapshot_->film : nullptr;
  if (film_view.plays && film_now && services_.now_ms() >= film_view.next) {
    film_view.next = services_.now_ms() + 1000 / film_view.per_second;
    step_film(film_view.moment.unit >= 0);
  }
  if (film_now) film_view.row = std::clamp<Index>(film_view.row, 0, film_now->trace.x.rows - 1);
  const FilmShown shown{film_now, film_view.moment, film_view.cover.on};
  if (film_shown_ == shown) return;
  film_shown_ = shown;
  film_view.since = services_.now_ms();
  film_view.cover.begin();
  film_view.terse = 0;
  const bool updates = film_now && film_view.moment.phase == Phase::update && !film_view.cover.on;
  if (!updates && film_weights_.empty()) return;
  film_weights_ =
      updates ? weights_at(*film_now, film_view.moment, lens_.model(), snapshot_->weights) : std::vector<float>();
  stale_ = true;
}

}  // namespace chainrule
