// SPDX-License-Identifier: MIT
// What a twin of this window shows: the same network in another window of a lecture (the speaker's and the beamer's),
// or on the next slide, where a list is built up line by line. Told are the experiment with its training to the last
// digit, and how it is looked at; neither is meant to be read by anybody but a twin.
#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/bytes.hpp"
#include "engine/io/json.hpp"
#include "engine/io/link.hpp"
#include "engine/io/weights_text.hpp"
#include "engine/sequential.hpp"
#include "engine/training/fit.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

constexpr std::size_t longest_run = 8'000'000;  // bytes: what is larger stays in its window
}  // namespace

/// How the experiment is looked at.
struct TwinView {
  bool opened = false;
  Index shown = -1;            ///< the earlier epoch on screen, -1: none,
  std::vector<float> weights;  ///< and its weights, where they are few
  std::uint8_t phase = 0, stage = 0;
  Index layer = 0, unit = -1, row = 0;
  bool batch = false;
  Index traced_column = 0, traced_unit = 0, traced_from = 0;
  std::uint8_t pointer = 0;
  Index pointer_column = 0, pointer_unit = 0, pointer_from = -1;

  void pass(Bytes& way) {
    way.pass(opened), way.pass(shown), way.pass_finite(weights);
    way.pass(phase), way.pass(stage), way.pass(layer), way.pass(unit), way.pass(row), way.pass(batch);
    way.pass(traced_column), way.pass(traced_unit), way.pass(traced_from);
    way.pass(pointer), way.pass(pointer_column), way.pass(pointer_unit), way.pass(pointer_from);
    if (!way.reads()) return;
    const bool known =
        phase < static_cast<std::uint8_t>(Phase::done) && stage <= static_cast<std::uint8_t>(Stage::update);
    const bool somewhere = traced_column >= 0 && traced_unit >= 0 && traced_from >= -1;
    if (!known || !somewhere || layer < 0 || unit < -1 || row < 0) Bytes::refuse();
  }
  Moment moment() const { return {static_cast<Phase>(phase), layer, static_cast<Stage>(stage), unit}; }
  Symbol symbol() const { return {static_cast<char>(pointer), pointer_column, pointer_unit, pointer_from}; }
};

namespace {

/// The experiment and where its training stands.
struct Run {
  std::string document, state;
  Index epochs = 0;  ///< that there shall be
  void pass(Bytes& way) {
    way.pass(document), way.pass(state), way.pass(epochs);
    if (epochs < 0 || epochs > limits::epochs) Bytes::refuse();
  }
};

template <class T>
std::string text_of(T& value) {
  std::string bytes;
  Bytes way(bytes);
  value.pass(way);
  return to_base64url(bytes);
}
template <class T>
T read(std::string_view text) {
  T value;
  const std::string bytes = of_base64url(text);
  Bytes way{std::string_view(bytes)};
  value.pass(way);
  if (!way.ended()) Bytes::refuse();
  return value;
}

}  // namespace

void Session::look_like(const Document& other) {
  waiting_.push_back([this, view = ViewSpec(other)] {
    const bool other_scene = view.scene != document_.scene;
    document_.view() = view;
    renew();
    if (other_scene) open_scene();
    follow_link();
  });
}

std::string Session::view_text() const {
  TwinView v;
  if (const Trail::Entry* then = past()) {
    v.shown = then->epoch;
    if (then->weights->size() <= limits::typed_weights) v.weights = *then->weights;
  }
  const Moment& moment = film_player.view.moment;
  v.opened = film_player.view.open;
  if (v.opened) {
    v.phase = static_cast<std::uint8_t>(std::min(moment.phase, Phase::update));
    v.stage = static_cast<std::uint8_t>(moment.stage);
    std::tie(v.layer, v.unit, v.row, v.batch) =
        std::tuple(moment.layer, moment.unit, film_player.view.row, film_player.view.batch);
    const WeightPlace traced = traced_weight();
    std::tie(v.traced_column, v.traced_unit, v.traced_from) = std::tuple(traced.column, traced.unit, traced.from);
  }
  const Symbol& s = film_player.view.hovered;
  v.pointer = static_cast<std::uint8_t>(s.kind);
  std::tie(v.pointer_column, v.pointer_unit, v.pointer_from) = std::tuple(s.column, s.unit, s.from);
  return text_of(v);
}

std::string Session::run_text() {
  constexpr double patience = 3000;  // what was asked for may be lost with the Worker that had it
  const std::string_view too_large = "-";
  if (lens_.model().weights().size() * 12 + document_.csv.size() > longest_run) return std::string(too_large);
  const auto state = std::exchange(run_, nullptr);
  if (!state || run_link_ != write_link(document_)) {  // a state is of the experiment that was trained
    const double now = services_.now_ms();
    if (!run_asked_ || now - run_since_ > patience) {
      run_asked_ = true;
      run_since_ = now;
      waiting_.push_back([this] {
        run_link_ = write_link(document_);
        trainer_.tell();
      });
    }
    return "";
  }
  if (state->size() + document_.csv.size() > longest_run) return std::string(too_large);
  Run run{write_json(document_), *state, snapshot_->epochs};
  return text_of(run);
}

void Session::lead() {
  mirrors_ = false;
  if (std::exchange(mirrored_, false)) trainer_.play();  // at once: what was touched may be Pause
}

std::string Session::follow(std::string_view view, std::string_view run, Twin twin, bool plays) {
  try {
    auto shown = std::make_shared<TwinView>(read<TwinView>(view));
    if (run.empty()) {
      waiting_.push_back([this, shown, twin, plays] {
        show(*shown, twin, plays);
        show_past(*shown);
      });
      return "";
    }
    auto text = std::make_shared<Run>(read<Run>(run));
    ReadResult wanted = read_json(text->document);
    if (!wanted.complaints.empty()) return wanted.complaints.front().text;
    waiting_.push_back([this, shown, text, twin, plays, document = std::move(wanted.document)]() mutable {
      if (twin != Twin::window)
        document.theme = document_.theme, document.scene = document_.scene, document.hide = document_.hide;
      auto from = std::make_shared<Checkpoint>();
      from->state = std::move(text->state);
      from->epochs = text->epochs;
      take_run(document, from, [this, shown, twin, plays] {
        show(*shown, twin, plays);
        arriving_ = shown;
      });
    });
    return "";
  } catch (const std::exception& e) { return e.what(); }
}

bool Session::has_own_table() const { return document_.data == "csv" || !document_.csv.empty(); }

/// The experiment of a twin in the place of the one here, which can be had back.
void Session::take_run(const Document& document, const std::shared_ptr<Checkpoint>& from, std::function<void()> then) {
  const auto use = [this, document, from, then = std::move(then)](const std::string& csv) {
    const Text text = shared(csv.empty() ? document.csv.shared() : std::make_shared<std::string>(csv));
    const bool own_theme = document.theme == document_.theme;
    with_data(document, text, [this, wanted = document, from, then, text, own_theme](DataSet* rows) mutable {
      if (own_theme) wanted.theme = document_.theme;  // which may be another one by then
      const bool same = experiment_ && same_experiment(wanted, document_) && text == text_;
      const Index epochs = history_.epochs();
      auto made = same ? nullptr : prepared(wanted, text, rows);
      const Experiment& of = made ? *made : *experiment_;
      const auto probe = make_model(wanted, of.data.x.cols);
      Fit(*probe, of.data.x.view(), of.targets.view(), wanted.fit)
          .restore(from->state);  // refused before anything has changed
      if (experiment_ && !stands_in_ && !mirrors_ && touched_) remember("what the other window shows");
      if (!same) {
        const bool other_scene = wanted.scene != document_.scene;
        adopt(std::move(made), text);
        if (other_scene) open_scene();
      } else {
        document_ = wanted;
        renew();
        carried_ = epochs;  // what this window has seen of the way there stays
      }
      stands_in_ = false;
      touched_ = mirrors_ = true;
      trainer_.restore(experiment_, from);
      follow_link();
      then();
    });
  };
  const auto ask = loader_.ask();
  const BundledData* bundled = find_bundled(document.data);
  if (bundled && !(experiment_ && experiment_->document.data == document.data)) fetch(*bundled, ask, use);
  else use(bundled ? *text_ : "");
}

void Session::show(const TwinView& view, Twin twin, bool plays) {
  if (snapshot_->playing) trainer_.pause();
  mirrored_ = plays && twin != Twin::before;
  film_player.view.plays = false;
  film_player.view.told = twin != Twin::before ? view.symbol() : Symbol{};
  if (view.opened && !film_player.view.open) film_player.open(film_player.fitting(view.moment()));
  if (!view.opened && film_player.view.open) {
    trainer_.film(false);
    film_player.view.open = false;
  }
  if (view.opened) {
    film_player.view.moment = film_player.fitting(view.moment());
    film_player.view.row = view.row;
    film_player.view.batch = view.batch;
    film_player.view.traced = {view.traced_column, view.traced_unit, view.traced_from};
  }
  if (!plays || twin != Twin::before) return;
  if (about_a_step()) film_player.view.plays = film_player.view.open;
  else trainer_.play();
}

/// The earlier epoch that the twin looks at.
void Session::show_past(const TwinView& view) {
  stale_ = true;
  past_ = view.shown;
  told_past_ = {};
  if (past_ >= 0 && view.weights.size() == snapshot_->weights.size())
    told_past_ = {past_, std::make_shared<std::vector<float>>(view.weights)};
}

}  // namespace chainrule
