// SPDX-License-Identifier: MIT
#include "ui/app/protocol.hpp"

#include <cmath>
#include <functional>

#include "engine/base/json_string.hpp"
#include "engine/base/text.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "ui/app/app.hpp"

namespace chainrule {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

constexpr std::pair<std::string_view, Gear> gears[] = {{"epoch", Gear::epoch},
                                                       {"", Gear::epoch},
                                                       {"batch", Gear::batch},
                                                       {"layer", Gear::phase},
                                                       {"number", Gear::number}};
constexpr std::string_view stages[] = {"load",    "sum",      "activate", "loss",  "receive",
                                       "compute", "multiply", "pass_on",  "update"};

std::string obey_play(App& app, std::string_view) { return app.play(), ""; }
std::string obey_pause(App& app, std::string_view) { return app.pause(), ""; }

std::string obey_step(App& app, std::string_view how) {
  for (const auto& [name, gear] : gears) {
    if (name != how) continue;
    app.step(gear);
    return "";
  }
  return "expected a step by epoch, batch, layer or number, received " + quote(how);
}

std::string obey_goto(App& app, std::string_view how) {
  const auto epoch = parse_number(how);
  if (!epoch || !(*epoch >= 0) || *epoch > limits::epochs)
    return "expected an epoch to go to, 0 or more, received " + quote(how);
  app.show_epoch(static_cast<Index>(*epoch));
  return "";
}

/// Another look at the same network leaves its training alone. Keys that no link has do no harm; a value that is none
/// would leave an experiment that nobody asked for.
std::string obey_set(App& app, std::string_view link) {
  std::string wrong;
  const ReadResult read = read_link(link);
  for (const Complaint& c : read.complaints)
    if (is_link_key(c.key)) wrong += (wrong.empty() ? "" : " ") + c.text;
  if (!wrong.empty()) return wrong;
  if (!read.trained && app.experiment() && !app.loading() && same_experiment(read.document, app.document()))
    app.look_like(read.document);
  else app.open_link(link);
  return "";
}

struct Message {
  std::string_view name;
  std::string (*obey)(App& app, std::string_view how);  // "" where that is done, else why it is not
};
#include "messages.inc"  // a row for each one of messages.json

/// Layers count from 1, as on screen.
std::string moment_text(const Moment& moment) {
  std::string out = "{\"phase\":" + quoted(phase_names[static_cast<std::size_t>(moment.phase)]);
  if (moment.phase != Phase::load && moment.phase != Phase::loss)
    out += ",\"layer\":" + std::to_string(moment.layer + 1);
  out += ",\"stage\":" + quoted(stages[static_cast<std::size_t>(moment.stage)]);
  if (moment.unit >= 0) out += ",\"unit\":" + std::to_string(moment.unit + 1);
  return out + "}";
}

}  // namespace

std::string obey(App& app, std::string_view what, std::string_view how) {
  for (const Message& row : messages)
    if (row.name == what) return row.obey(app, how);
  return "expected do: " + std::string(message_names) + ", received " + quote(what);
}

std::string state_text(const App& app) {
  std::string out = "{\"link\":" + quoted(write_link(app.document())) +
                    ",\"epoch\":" + std::to_string(app.history().epochs()) +
                    ",\"epochs\":" + std::to_string(app.document().fit.epochs) +
                    ",\"playing\":" + std::string(app.plays() ? "true" : "false") +
                    (app.past() ? ",\"shown\":" + std::to_string(app.past()->epoch) : "");
  if (app.experiment()) out += ",\"parameters\":" + std::to_string(app.model().count_params());
  if (app.scene() && app.scene()->drive != Drive::fit)
    out += ",\"drive\":\"" + std::string(app.about_a_step() ? "film" : "none") + "\"";
  if (app.loading()) out += ",\"loading\":true";
  if (app.film()) out += ",\"film\":" + moment_text(app.film_player.view.moment);
  out += ",\"logs\":{";
  const History& history = app.history();
  bool first = true;
  for (std::size_t k = 0; k < history.keys.size(); ++k) {
    if (history.values[k].empty() || !std::isfinite(history.values[k].back())) continue;
    out += (first ? "" : ",") + quoted(history.keys[k]) + ":" + format_number(history.values[k].back());
    first = false;
  }
  out += "},\"notices\":[";
  for (std::size_t i = 0; i < app.notices.size(); ++i) out += (i > 0 ? "," : "") + quoted(app.notices[i].words);
  return out + "]}";
}

double state_stamp(const App& app) { return 2.0 * static_cast<double>(app.history().epochs()) + (app.plays() ? 1 : 0); }

double moment_stamp(const App& app) {
  std::size_t stamp = 0;
  const auto add = [&](std::size_t part) { stamp = (stamp * 31 + part + 1) % (std::size_t{1} << 30); };
  if (app.film()) {
    const Moment& moment = app.film_player.view.moment;
    const Index parts[] = {static_cast<Index>(moment.phase), moment.layer, static_cast<Index>(moment.stage),
                           moment.unit};
    for (const Index part : parts) add(static_cast<std::size_t>(part + 1));
  }
  for (const Notice& notice : app.notices) add(std::hash<std::string>()(notice.words) % 1'000'003);
  return static_cast<double>(stamp);
}

}  // namespace chainrule
