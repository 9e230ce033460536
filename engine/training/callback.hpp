#pragma once
// SPDX-License-Identifier: MIT
// The table of callbacks: what fit() may do by itself at an epoch's end.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.hpp"
#include "engine/tables/choice.hpp"
#include "engine/tables/spec.hpp"
#include "engine/training/history.hpp"

namespace chainrule {

class Model;

/// Where a callback stands, to be shown: "patience 3 of 5, best 0.12 after epoch 30".
struct CallbackStatus {
  std::string name, monitor;
  double best = 0;
  Index best_epoch = 0;  ///< counted from 1; 0 = none yet
  Index wait = 0, patience = 0;
  bool operator==(const CallbackStatus&) const = default;
};

class Callback {
 public:
  virtual ~Callback() = default;
  virtual void epoch_begin(Index /*epoch*/, Model&) {}
  /// Returns why training shall stop, or "".
  virtual std::string epoch_end(Index epoch, const Logs& logs, Model& model) = 0;
  virtual void train_end(Model&) {}
  /// Weights that a ModelCheckpoint keeps.
  virtual std::span<const float> kept_weights() const { return {}; }
  /// Lines that a CSVLogger has written.
  virtual std::string_view lines() const { return {}; }
  const CallbackStatus& status() const { return status_; }
  /// What it remembers of the epochs so far.
  virtual void pass(Bytes& way) { way.pass(status_.best), way.pass(status_.best_epoch), way.pass(status_.wait); }

 protected:
  CallbackStatus status_;
};

struct CallbackKind {
  std::string_view name, help;
  KerasName keras;  ///< classes; it is left out where there is none
  std::span<const Parameter> parameters;
  bool monitors;  ///< has a monitor=
  std::unique_ptr<Callback> (*make)(const CallbackSpec& spec);
  std::span<const std::string_view> aliases = {};
};
std::span<const CallbackKind> callback_kinds();

/// A callback ready for a fit() whose history has these keys, measured by compile()'s `metrics`: they say what
/// mode=auto means. Throws Error on unknown names, bad values, and a monitor that the history will not have.
std::unique_ptr<Callback> make_callback(CallbackSpec spec, std::span<const std::string> keys,
                                        std::span<const std::string> metrics = {}, Dialect dialect = Dialect::keras3);

/// Keras's CSVLogger: a line of "epoch" and the keys in alphabetical order, then a line for each epoch from 0.
std::string csv_header(const Logs& logs);
std::string csv_line(Index epoch, const Logs& logs);

}  // namespace chainrule
