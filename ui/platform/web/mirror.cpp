// SPDX-License-Identifier: MIT
// The control mirror's way into the page: items as JSON, only those that changed; mirror_web.js makes elements of them.
#include <emscripten.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json_string.hpp"
#include "ui/platform/web/page.hpp"

EM_JS(void, page_mirror, (const char* json), { Mirror.update(JSON.parse(UTF8ToString(json))); });

namespace chainrule::platform {
namespace {

constexpr std::string_view role_names[] = {"button", "toggle", "slider", "number", "text",  "passage", "select",
                                           "tab",    "table",  "image",  "status", "alert", "heading", "group"};

void append(std::string& json, std::string_view text) { append_json_string(json, text); }

void append(std::string& json, double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", std::isfinite(number) ? number : 0.0);
  json += text;
}

void append(std::string& json, float pixels) { append(json, std::round(static_cast<double>(pixels) * 2) / 2); }

void append(std::string& json, const std::vector<std::string>& list) {
  json += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i) json += ',';
    append(json, list[i]);
  }
  json += ']';
}

// The order is that of Mirror.update() in mirror_web.js.
std::string serialise(const MirrorItem& item) {
  std::string json = "[" + std::to_string(item.id) + ',';
  const auto add = [&json](const auto& value) {
    append(json, value);
    json += ',';
  };
  add(role_names[static_cast<std::size_t>(item.role)]);
  add(item.name);
  add(item.value);
  add(item.description);
  const float zoom = web::page().zoom;
  add(item.x * zoom);
  add(item.y * zoom);
  add(item.width * zoom);
  add(item.height * zoom);
  json += item.enabled ? "1," : "0,";
  json += item.on ? "1," : "0,";
  add(item.minimum);
  add(item.maximum);
  add(item.step);
  add(item.number);
  add(item.options);
  json += '[';
  for (std::size_t i = 0; i < item.rows.size(); ++i) {
    if (i) json += ',';
    append(json, item.rows[i]);
  }
  return json + "]]";
}

}  // namespace

void publish(const Mirror& mirror) {
  static std::map<std::uint32_t, std::string>
      shown;  // no hash table: its list of primes would be all of this file's size
  static std::vector<std::uint32_t> shown_order;

  std::map<std::uint32_t, std::string> now;
  std::vector<std::uint32_t> order;
  std::string changed;
  for (const MirrorItem& item : mirror.items()) {
    auto [entry, fresh] = now.try_emplace(item.id);
    if (!fresh) continue;  // two items with one id: the first counts
    order.push_back(item.id);
    entry->second = serialise(item);
    const auto before = shown.find(item.id);
    if (before != shown.end() && before->second == entry->second) continue;
    if (!changed.empty()) changed += ',';
    changed += entry->second;
  }
  if (changed.empty() && order == shown_order) return;

  std::string json = "[[" + changed + "],";
  if (order == shown_order) {
    json += "null]";
  } else {
    json += '[';
    for (std::size_t i = 0; i < order.size(); ++i) json += (i ? "," : "") + std::to_string(order[i]);
    json += "]]";
  }
  page_mirror(json.c_str());
  shown = std::move(now);
  shown_order = std::move(order);
}

}  // namespace chainrule::platform

using namespace chainrule::platform;

extern "C" EMSCRIPTEN_KEEPALIVE void chainrule_act(std::uint32_t id, int kind, const char* value) {
  chainrule::MirrorAction action;
  action.id = id;
  action.kind = static_cast<chainrule::MirrorAction::Kind>(kind);
  action.value = value;
  if (web::page().app.act) web::page().app.act(std::move(action));
  request_frames();
}
