#pragma once
// SPDX-License-Identifier: MIT
// Undo and redo: whole states of the experiment, not differences. What a command changes is never asked, so none can
// be forgotten.
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/document/document.hpp"
#include "ui/training/trainer.hpp"

namespace chainrule {

/// The experiment at one moment. Texts of tables are shared, however many states have them.
struct State {
  Document document;                        ///< without the table's text
  std::shared_ptr<const std::string> text;  ///< of the table in use
  std::shared_ptr<const Checkpoint> training;
  std::size_t bytes = 0;  ///< of the checkpoint, which the drawing side must not read
};

class Undo {
 public:
  struct Limits {
    std::size_t entries = 100, bytes = std::size_t{64} << 20;
  };
  Undo() = default;
  explicit Undo(Limits limits) : limits_(limits) {}

  /// The state before a change named `what`; nothing is left to redo. Changes of one name within one gesture (a drag)
  /// are one: true when this one is part of the last, which needs no state of its own.
  bool joins(std::string_view what, std::uint64_t gesture);
  void remember(State before, std::string what, std::uint64_t gesture);

  /// The state to go back or forward to; `now` is where one comes from. Only when there is one.
  State back(State now);
  State forward(State now);
  /// What they would give, nullptr when nothing is left.
  const State* last() const { return past_.empty() ? nullptr : &past_.back().state; }
  const State* next() const { return future_.empty() ? nullptr : &future_.back().state; }
  /// What would be undone or redone, "" when nothing is left.
  std::string_view undoes() const { return past_.empty() ? std::string_view{} : past_.back().what; }
  std::string_view redoes() const { return future_.empty() ? std::string_view{} : future_.back().what; }

  std::size_t size() const { return past_.size() + future_.size(); }
  /// What all states together hold.
  std::size_t bytes() const;

 private:
  struct Entry {
    State state;
    std::string what;
    std::uint64_t gesture = 0;
  };
  State go(std::deque<Entry>& from, std::deque<Entry>& to, State now);
  void shrink();

  Limits limits_;
  std::deque<Entry> past_, future_;  // the nearest at the back
};

/// learning_rate as "learning rate".
std::string plain_words(std::string_view name);
/// Names the change from one document to another by the first field that differs: "noise", "layers".
std::string change_name(const Document& before, const Document& after);
/// A run in a few words, by what sets it apart from another: "adam 0.01", "layers 8-8-1", "noise 0.2".
std::string run_name(const Document& before, const Document& now);

}  // namespace chainrule
