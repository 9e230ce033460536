// SPDX-License-Identifier: MIT
#include "tests/monkey/user.hpp"

#include <algorithm>
#include <cmath>

#include "tests/monkey/experiments.hpp"
#include "ui/app/protocol.hpp"

namespace chainrule::monkey {
namespace {

const std::vector<const char*> commands{"undo",      "redo",        "reset",        "new seed", "play",       "pause",
                                        "open film", "close film",  "step back",    "epoch",    "batch",      "phase",
                                        "number",    "leave scene", "start afresh", "save",     "open saved", "history",
                                        "keep",      "gradients",   "updates",      "all rows", "output view"};

/// Something to give to a control that takes a value.
std::string value_for(Random& random, const MirrorItem& item) {
  if (!item.options.empty() && chance(random, 0.95)) return one_of(random, item.options);
  if (item.role == Role::number || item.role == Role::slider) {
    if (chance(random, 0.5) && item.maximum > item.minimum && item.maximum - item.minimum < 1e6)
      return std::to_string(random.uniform(item.minimum, std::min(item.maximum, item.minimum + 60)));
    return odd_number(random);
  }
  return chance(random, 0.5) ? odd_text(random) : random_link(random);
}

bool is_passive(Role role) {
  return role == Role::table || role == Role::image || role == Role::status || role == Role::alert ||
         role == Role::heading || role == Role::group || role == Role::passage;
}

Action at_control(Random& random, Window& window) {
  std::vector<const MirrorItem*> controls;
  for (const MirrorItem& item : window.app().ui.mirror.items())
    if (!is_passive(item.role)) controls.push_back(&item);
  if (controls.empty()) return {{"do", "frames"}};
  const MirrorItem& item = *one_of(random, controls);
  Action action{{"role", static_cast<int>(item.role)}, {"name", item.name}};
  const bool takes_value = item.role != Role::button && item.role != Role::toggle && item.role != Role::tab;
  action["do"] = takes_value ? "set" : "press";
  if (takes_value) action["value"] = value_for(random, item);
  return action;
}

Action with_pointer(Random& random) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const auto place = [&] {
    return std::vector<double>{std::floor(random.uniform() * double(size.x)),
                               std::floor(random.uniform() * double(size.y))};
  };
  return {{"do", one_of(random, std::vector<std::string>{"click", "click", "drag", "wheel", "right click"})},
          {"from", place()},
          {"to", place()},
          {"by", std::floor(random.uniform(-4, 5))}};
}

Action with_keys(Random& random) {
  if (chance(random, 0.2))
    return {{"do", "type"}, {"text", chance(random, 0.5) ? odd_number(random) : odd_text(random)}};
  const int key = static_cast<int>(ImGuiKey_Tab + below(random, ImGuiKey_KeypadEqual - ImGuiKey_Tab + 1));
  return {{"do", "key"},
          {"key", key},
          {"modifiers", chance(random, 0.15)   ? static_cast<int>(ImGuiMod_Ctrl)
                        : chance(random, 0.15) ? static_cast<int>(ImGuiMod_Shift)
                                               : 0}};
}

Action with_experiment(Random& random) {
  switch (below(random, 8)) {
    case 0: return {{"do", "file"}, {"name", "table.csv"}, {"text", random_csv(random)}};
    case 1:
      return {{"do", "file"},
              {"name", one_of(random, std::vector<std::string>{"a.json", "a.csv", "a.txt", "a.idx", ""})},
              {"text", odd_text(random)}};
    case 2: return {{"do", "paste"}, {"text", chance(random, 0.5) ? random_csv(random) : random_link(random)}};
    case 3:
      return {
          {"do", "size"},
          {"to",
           one_of(random, std::vector<std::vector<int>>{
                              {1280, 800}, {480, 270}, {390, 844}, {1920, 1080}, {640, 360}, {60, 40}, {1000, 300}})}};
    case 4:
      return {{"do", "message"},
              {"what", one_of(random, std::vector<std::string>{"play", "pause", "step", "goto", "x"})},
              {"how", one_of(random, std::vector<std::string>{"", "epoch", "batch", "layer", "number", "0", "3", "1e9",
                                                              "-1", "nan"})}};
    case 5: return {{"do", "weight"}, {"index", below(random, 40)}, {"value", odd_number(random)}};
    default: return {{"do", "link"}, {"text", random_link(random)}};
  }
}

float number_of(const std::string& text) {
  try {
    return static_cast<float>(std::stod(text));
  } catch (const std::exception&) { return NAN; }
}

void command(const std::string& name, Window& window) {
  App& app = window.app();
  if (name == "undo") app.undo();
  if (name == "redo") app.redo();
  if (name == "reset") app.reset_same();
  if (name == "new seed") app.new_seed();
  if (name == "play") app.play();
  if (name == "pause") app.pause();
  if (name == "open film") app.open_film();
  if (name == "close film") app.close_film();
  if (name == "step back") app.step_back(true);
  for (const auto& [word, gear] :
       {std::pair{"epoch", Gear::epoch}, {"batch", Gear::batch}, {"phase", Gear::phase}, {"number", Gear::number}})
    if (name == word) app.step(gear);
  if (name == "leave scene") app.leave_scene();
  if (name == "start afresh") app.start_afresh();
  if (name == "save") app.save_experiment();
  if (name == "history") app.save_history();
  if (name == "open saved" && !window.saved.empty()) app.open_file("saved.json", window.saved);
  if (name == "keep") app.keep();
  if (name == "gradients") app.watch(Watched::gradients);
  if (name == "updates") app.watch(Watched::updates);
  if (name == "all rows") app.output.all_rows = !app.output.all_rows;
  if (name == "output view") app.output.view = (app.output.view + 1) % 5;
}

void move_to(const std::vector<double>& place) {
  ImGui::GetIO().AddMousePosEvent(static_cast<float>(place[0]), static_cast<float>(place[1]));
}

void point(const Action& action, Window& window) {
  ImGuiIO& io = ImGui::GetIO();
  const std::string kind = action["do"];
  move_to(action["from"]);
  window.frames();
  if (kind == "wheel") io.AddMouseWheelEvent(0, action["by"]);
  const int button = kind == "right click" ? 1 : 0;
  if (kind != "wheel") io.AddMouseButtonEvent(button, true);
  window.frames();
  if (kind == "drag") {
    move_to(action["to"]);
    window.frames();
  }
  if (kind != "wheel") io.AddMouseButtonEvent(button, false);
}

void press_key(const Action& action, Window& window) {
  ImGuiIO& io = ImGui::GetIO();
  const auto key = static_cast<ImGuiKey>(action["key"].get<int>()),
             modifier = static_cast<ImGuiKey>(action["modifiers"].get<int>());
  if (modifier != 0) io.AddKeyEvent(modifier, true);
  io.AddKeyEvent(key, true);
  window.frames();
  io.AddKeyEvent(key, false);
  if (modifier != 0) io.AddKeyEvent(modifier, false);
}

void at_control(const Action& action, Window& window) {
  const MirrorItem* item = window.find(static_cast<Role>(action["role"].get<int>()), action["name"]);
  if (!item) return;
  if (action["do"] == "press") window.app().ui.mirror.act({item->id, MirrorAction::Kind::press, ""});
  else window.app().ui.mirror.act({item->id, MirrorAction::Kind::set, action["value"]});
}

}  // namespace

void furnish(Window& window) {
  Services& s = window.app().services();
  s.save_picture = [](std::string_view name, const Area&, const auto& done) { done(std::string(name)); };
  s.page_address = [] { return std::string("https://example.org/"); };
  s.open_page = [](const std::string&) { return false; };
  s.qr_code = [](const std::string& text, const auto& done) {
    done(text.size() > 2000 ? "" : "10\n01\n", text.size() > 2000 ? "too long" : "");
  };
  s.keep = [&window](std::string_view text) {
    window.clipboard = text;
    return true;
  };
  s.remembered = [&window] { return window.clipboard; };
  s.forget = [&window] { window.clipboard.clear(); };
}

Action choose(Random& random, Window& window) {
  const double kind = random.uniform();
  if (kind < 0.5) return at_control(random, window);
  if (kind < 0.62) return with_pointer(random);
  if (kind < 0.70) return with_keys(random);
  if (kind < 0.84) return {{"do", "command"}, {"name", one_of(random, commands)}};
  if (kind < 0.86) return {{"do", "epoch"}, {"epoch", below(random, 40)}};
  if (kind < 0.88) return {{"do", "frames"}};
  return with_experiment(random);
}

void perform(const Action& action, Window& window) {
  App& app = window.app();
  const std::string kind = action["do"];
  if (kind == "press" || kind == "set") at_control(action, window);
  else if (kind == "click" || kind == "right click" || kind == "drag" || kind == "wheel") point(action, window);
  else if (kind == "key") press_key(action, window);
  else if (kind == "type") ImGui::GetIO().AddInputCharactersUTF8(action["text"].get<std::string>().c_str());
  else if (kind == "command") command(action["name"], window);
  else if (kind == "epoch") app.show_epoch(action["epoch"]);
  else if (kind == "file") app.open_file(action["name"], action["text"]);
  else if (kind == "paste") {
    window.clipboard = action["text"];
    app.paste();
  } else if (kind == "size") ImGui::GetIO().DisplaySize = {action["to"][0], action["to"][1]};
  else if (kind == "message") obey(app, action["what"].get<std::string>(), action["how"].get<std::string>());
  else if (kind == "weight") app.set_weight(action["index"], number_of(action["value"]));
  else if (kind == "link") app.open_link(action["text"].get<std::string>());
  window.frames(2);
}

std::string fault_of(const Window& window) {
  if (!window.fault.empty()) return window.fault;
  for (const Notice& notice : window.app().notices)
    for (const char* foreign : {"std::", "vector", "basic_string", "bad_alloc", "map::at", "json.exception", "stod"})
      if (notice.words.find(foreign) != std::string::npos) return "a notice in the words of a library: " + notice.words;
  for (const MirrorItem& item : window.app().ui.mirror.items())
    if (item.name.empty() && !is_passive(item.role))
      return "a control without a name at " + std::to_string(item.x) + ", " + std::to_string(item.y);
  return "";
}

}  // namespace chainrule::monkey
