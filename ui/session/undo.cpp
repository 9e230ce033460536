// SPDX-License-Identifier: MIT
#include "ui/session/undo.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {
constexpr std::uint64_t no_gesture = 0;

/// The first field that differs, nullptr when none does.
const Field* difference(const Document& a, const Document& b) {
  for (const Field& field : document_fields())
    if (field.in_link && field.write(a) != field.write(b)) return &field;
  return nullptr;
}

}  // namespace

std::string plain_words(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

bool Undo::joins(std::string_view what, std::uint64_t gesture) {
  return gesture != no_gesture && future_.empty() && !past_.empty() && past_.back().gesture == gesture &&
         past_.back().what == what;
}

void Undo::remember(State before, std::string what, std::uint64_t gesture) {
  future_.clear();
  past_.push_back({std::move(before), std::move(what), gesture});
  shrink();
}

/// Takes the nearest of `from`; what is now becomes the nearest of `to`.
State Undo::go(std::deque<Entry>& from, std::deque<Entry>& to, State now) {
  Entry entry = std::move(from.back());
  from.pop_back();
  to.push_back({std::move(now), std::move(entry.what), no_gesture});
  shrink();
  return std::move(entry.state);
}

State Undo::back(State now) { return go(past_, future_, std::move(now)); }
State Undo::forward(State now) { return go(future_, past_, std::move(now)); }

std::size_t Undo::bytes() const {
  std::size_t sum = 0;
  std::set<const std::string*> texts;
  for (const auto* entries : {&past_, &future_})
    for (const Entry& entry : *entries) {
      sum += entry.state.bytes;
      if (entry.state.text && texts.insert(entry.state.text.get()).second) sum += entry.state.text->size();
    }
  return sum;
}

/// The farthest go first; the nearest stays, whatever its size.
void Undo::shrink() {
  while (size() > 1 && (size() > limits_.entries || bytes() > limits_.bytes)) {
    if (past_.size() > 1 || future_.empty()) past_.pop_front();
    else future_.pop_front();
  }
}

std::string run_name(const Document& before, const Document& now) {
  const Field* field = difference(before, now);
  if (field && field->key == "layers") {
    std::string words = "layers";
    for (const LayerSpec& layer : now.layers)
      if (layer.units > 0) words += (words == "layers" ? " " : "-") + std::to_string(layer.units);
    return words;
  }
  if (field && field->key != "optimizer") return plain_words(field->key) + " " + field->write(now);
  Choice optimizer = now.compile.optimizer;
  resolve(optimizers(), "optimizer", optimizer, now.dialect);
  return optimizer.name + (optimizer.values.empty() ? "" : " " + short_number(optimizer.values[learning_rate_place]));
}

std::string change_name(const Document& before, const Document& after) {
  if (const Field* field = difference(before, after)) return plain_words(field->key);
  return before.csv_name != after.csv_name || before.csv != after.csv ? "data" : "experiment";
}

// ---- What the session does with it. ----

State Session::state() {
  const std::size_t bytes = lens_.model().weights().size_bytes() +
                            static_cast<std::size_t>(history_.epochs()) * history_.keys.size() * sizeof(double);
  State now{document_, text_, trainer_.checkpoint(), bytes};
  now.document.csv.clear();  // it is in the text
  return now;
}

void Session::remember(const std::string& what) {
  touched_ = true;
  if (!undo_.joins(what, gesture_)) undo_.remember(state(), what, gesture_);
}

void Session::follow_gesture(bool held) {
  if (!held) gesture_ = no_gesture;
  else if (gesture_ == no_gesture) gesture_ = ++gestures_;
}

/// Goes to the nearest state before or after, once its rows are there.
void Session::travel(const State* to, State (Undo::*go)(State)) {
  if (!to) return;
  touched_ = true;
  loader_.ask();
  Document wanted = to->document;
  if (wanted.data == "csv") wanted.csv = to->text;
  with_data(wanted, to->text, [this, wanted, text = to->text, go](DataSet* made) mutable {
    wanted.theme = document_.theme;  // how it is looked at is no part of what was done
    const bool other_scene = wanted.scene != document_.scene;
    auto ready = prepared(std::move(wanted), text, made);
    const State then = (undo_.*go)(state());
    adopt(std::move(ready), text);
    trainer_.restore(experiment_, then.training);
    if (other_scene) open_scene();
    follow_link();
  });
}

void Session::undo() {
  waiting_.push_back([this] { travel(undo_.last(), &Undo::back); });
}
void Session::redo() {
  waiting_.push_back([this] { travel(undo_.next(), &Undo::forward); });
}

}  // namespace chainrule
