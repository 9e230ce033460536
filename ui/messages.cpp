// SPDX-License-Identifier: MIT
#include "messages.hpp"

#include <cmath>

#include "app.hpp"
#include "engine/text.hpp"

namespace chainrule {
namespace {

/// A JSON string; control characters, of which links have none, are left out.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= ' ') out += c;
  }
  return out + '"';
}

}  // namespace

bool obey(App& app, std::string_view what, std::string_view how) {
  if (what == "play") return app.play(), true;
  if (what == "pause") return app.pause(), true;
  if (what == "step") {
    constexpr std::pair<std::string_view, Gear> gears[] = {{"epoch", Gear::epoch}, {"", Gear::epoch}, {"batch", Gear::batch}, {"layer", Gear::phase}, {"number", Gear::number}};
    for (const auto& [name, gear] : gears) {
      if (name != how) continue;
      app.step(gear);
      return true;
    }
    return false;
  }
  const auto epoch = what == "goto" ? parse_number(how) : std::nullopt;
  if (!epoch || !(*epoch >= 0) || *epoch > limits::epochs) return false;
  app.show_epoch(static_cast<Index>(*epoch));
  return true;
}

std::string state_text(const App& app) {
  std::string out = "{\"link\":" + quoted(write_link(app.document())) + ",\"epoch\":" + std::to_string(app.history().epochs()) + ",\"epochs\":" + std::to_string(app.document().fit.epochs) +
                    ",\"playing\":" + std::string(app.plays() ? "true" : "false") + (app.past() ? ",\"shown\":" + std::to_string(app.past()->epoch) : "") + ",\"logs\":{";
  const History& history = app.history();
  bool first = true;
  for (std::size_t k = 0; k < history.keys.size(); ++k) {
    if (history.values[k].empty() || !std::isfinite(history.values[k].back())) continue;
    out += (first ? "" : ",") + quoted(history.keys[k]) + ":" + format_number(history.values[k].back());
    first = false;
  }
  return out + "}}";
}

double state_stamp(const App& app) { return 2.0 * static_cast<double>(app.history().epochs()) + (app.plays() ? 1 : 0); }

}  // namespace chainrule
