// SPDX-License-Identifier: MIT
#include "engine/document/callback_text.hpp"

#include "engine/base/text.hpp"
#include "engine/document/choice_text.hpp"

namespace chainrule {

CallbackSpec read_callback(std::string_view text) {
  const auto items = split(text, ':');
  const CallbackKind& kind = find(callback_kinds(), "callback", items.empty() ? text : items[0]);
  CallbackSpec callback{defaults(kind)};
  std::size_t position = 0;
  for (std::size_t i = 1; i < items.size(); ++i) {
    const std::string_view item = items[i];
    if (!kind.monitors || !item.starts_with("monitor=")) {
      read_parameter(kind.name, kind.parameters, item, position++, callback.choice.values);
      continue;
    }
    callback.monitor = trimmed(item.substr(8));
    if (callback.monitor.empty() || callback.monitor.size() > 64)
      throw Error("expected monitor as a key of the history such as val_loss, received " + quote(callback.monitor));
  }
  return callback;
}

std::string write_callback(const CallbackSpec& callback) {
  const CallbackKind* const kind = find_or_null(callback_kinds(), callback.choice.name);
  if (!kind) return callback.choice.name;
  const bool watches = kind->monitors && callback.monitor != CallbackSpec{}.monitor;
  return std::string(kind->name) + (watches ? ":monitor=" + callback.monitor : "") +
         write_parameters(kind->parameters, callback.choice.values);
}

}  // namespace chainrule
