// SPDX-License-Identifier: MIT
#include "ui/session/film_player.hpp"

#include <algorithm>
#include <utility>

#include "engine/document/scenes.hpp"
#include "engine/sequential.hpp"
#include "ui/session/names.hpp"
#include "ui/views/lens.hpp"

namespace chainrule {
namespace {

/// The weights as they are at a moment of the update: layers before it are done, of its own layer the units up to its.
std::vector<float> weights_during(const Film& film, const Moment& moment, const Sequential& model,
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

const Film* FilmPlayer::film() const {
  const Film* film = view.open ? newest_->film.get() : nullptr;
  return film && fits(*film, lens_.model()) ? film : nullptr;
}

void FilmPlayer::open(const Moment& first) {
  trainer_.film(true);
  view.open = true;
  view.plays = false;
  view.moment = first;
  view.row = 0;
  view.checked = -1;
}

void FilmPlayer::close() {
  if (!view.open) return;
  trainer_.film(false);
  view.open = view.plays = false;
}

void FilmPlayer::step(bool by_number) {
  if (newest_->playing) trainer_.pause();
  const Moment first{Phase::load, 0, Stage::load, by_number ? Index{0} : Index{-1}};
  if (!view.open) {
    open(first);
  } else if (film()) {
    const auto next = Reel(lens_.model()).after(view.moment, by_number);
    if (!next) trainer_.step(Gear::batch);
    view.moment = next.value_or(first);
  }
}

void FilmPlayer::back(bool by_number) {
  if (const auto before = Reel(lens_.model()).before(view.moment, by_number)) view.moment = *before;
}

Moment FilmPlayer::first_moment(const Scene* about) const {
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

Moment FilmPlayer::fitting(Moment moment) const {
  if (moment.layer >= static_cast<Index>(lens_.model().layers().size())) moment = {};
  const Reel reel(lens_.model());
  if (!same_chapter(reel.chapters()[reel.chapter(moment)], moment)) moment = {};
  const auto stages = reel.stages(moment);
  if (std::find(stages.begin(), stages.end(), moment.stage) == stages.end()) moment.stage = stages.front();
  if (moment.unit >= reel.units(moment)) moment.unit = -1;
  return moment;
}

WeightPlace FilmPlayer::weight_at(const WeightPlace& place) const {
  const auto& layers = lens_.model().layers();
  const bool there = place.column > 0 && place.column <= static_cast<Index>(layers.size()) &&
                     weight_index(*layers[static_cast<std::size_t>(place.column - 1)], place.from, place.unit) >= 0;
  return there ? place : WeightPlace{};
}

void FilmPlayer::check(const WeightPlace& traced) {
  if (!view.open || newest_->playing) return;
  const Index weight =
      traced.column > 0
          ? weight_index(*lens_.model().layers()[static_cast<std::size_t>(traced.column - 1)], traced.from, traced.unit)
          : -1;
  if (std::exchange(view.checked, weight) != weight) trainer_.film(true, weight);
}

bool FilmPlayer::follow(bool seen, bool about_a_step, double now_ms) {
  if (view.open) {
    Moment& moment = view.moment;
    moment = fitting(moment);
    if (view.unit_by_unit && about_a_step && moment.unit < 0) moment.unit = 0;
  }
  const auto film_now = seen && film() ? newest_->film : nullptr;
  if (view.plays && film_now && now_ms >= view.next) {
    view.next = now_ms + 1000 / view.per_second;
    step(view.moment.unit >= 0);
  }
  if (film_now) view.row = std::clamp<Index>(view.row, 0, film_now->trace.x.rows - 1);
  const Shown shown{film_now, view.moment, view.cover.on};
  if (shown_ == shown) return false;
  shown_ = shown;
  view.since = now_ms;
  view.cover.begin();
  view.terse = 0;
  const bool updates = film_now && view.moment.phase == Phase::update && !view.cover.on;
  if (!updates && weights_.empty()) return false;
  weights_ = updates ? weights_during(*film_now, view.moment, lens_.model(), newest_->weights) : std::vector<float>();
  return true;
}

}  // namespace chainrule
