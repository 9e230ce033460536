// SPDX-License-Identifier: MIT
// Play, Pause and Step: training, or walking through the film of the next batch.
#include <utility>

#include "ui/session/session.hpp"

namespace chainrule {

const Film* Session::film() const { return past() ? nullptr : film_player.film(); }

bool Session::about_a_step() const { return scene() && scene()->drive == Drive::film; }
bool Session::plays() const {
  return mirrored_ || snapshot_->playing || (about_a_step() && film_player.view.plays && film());
}
void Session::play_or_pause() {
  if (plays()) pause();
  else play();
}
void Session::pause() {
  touched_ = true;
  mirrored_ = false;
  const auto stop = [this] {
    if (about_a_step()) film_player.view.plays = false;
    trainer_.pause();
  };
  stop();
  if (!waiting_.empty()) waiting_.push_back(stop);  // a Play that waits shall not win
}
void Session::play() {
  touched_ = true;
  waiting_.push_back([this] {
    if (scene() && scene()->drive != Drive::fit) {  // nothing trains there
      film_player.view.plays = film_player.view.open;
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
    if (by > Gear::phase) {
      film_player.view.moment = {};
      trainer_.step(by);
    } else if (experiment_) {
      film_player.step(by == Gear::number);
    }
  });
}

void Session::open_film() {
  touched_ = true;
  waiting_.push_back([this] {
    if (film_player.view.open || !experiment_) return;
    go_on();
    if (snapshot_->playing) trainer_.pause();
    film_player.open({});
  });
}
void Session::close_film() {
  waiting_.push_back([this] { film_player.close(); });
}
void Session::show_moment(const Moment& moment) {
  waiting_.push_back([this, moment] { film_player.view.moment = moment; });
}
void Session::step_back(bool by_number) {
  waiting_.push_back([this, by_number] {
    if (film()) film_player.back(by_number);
  });
}

/// After the scene has changed: what it is about is in sight.
void Session::open_scene() {
  const Scene* about = scene();
  FilmView& view = film_player.view;
  view.traced = about && about->chain ? WeightPlace{1, 0, 0} : WeightPlace{};
  if (!about) return;
  opened(*about);
  if (about->drive == Drive::film) film_player.open(film_player.first_moment(about));
  else if (view.open) trainer_.film(false);
  view.open = about->drive == Drive::film;
}

WeightPlace Session::traced_weight() const {
  const WeightPlace pressed = pressed_weight();
  return film_player.weight_at(pressed.column > 0 ? pressed : film_player.view.traced);
}

}  // namespace chainrule
