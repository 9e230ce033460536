#pragma once
// SPDX-License-Identifier: MIT
// Controls to press. A widget takes a reference to the caller's value and returns true when it changed it; `name` is
// the accessible name and makes the id.
#include <functional>
#include <string_view>
#include <vector>

#include "ui/widgets/icons.hpp"
#include "ui/widgets/ui.hpp"

namespace chainrule {

enum class Look { normal, primary, quiet };

struct ButtonOptions {
  Icon icon = Icon::none;
  Look look = Look::normal;
  std::string_view label = {};  ///< shown instead of the name
  bool icon_only = false;
  float width = 0;  ///< 0: as wide as its words
  float height = size::control;
  bool enabled = true;
  std::string_view help = {};  ///< tool tip
};
bool button(Ui& ui, std::string_view name, const ButtonOptions& options = {});

/// `label` is shown instead of the name.
bool toggle(Ui& ui, std::string_view name, bool& on, std::string_view help = {}, std::string_view label = {});

/// A small rounded switch with words in it: filled when on.
bool chip(Ui& ui, std::string_view name, std::string_view label, bool on, ImVec2 extent);

/// A menu of options with a help line each.
struct Option {
  std::string_view name, help;
  std::string_view group = {};  ///< the heading above the first of those that have the same one
  std::function<void(ImVec2 low, ImVec2 high)> picture = {};  ///< draws beside the name
};
bool select(Ui& ui, std::string_view name, int& chosen, const std::vector<Option>& options, float width,
            std::string_view label = {});

/// A row of tabs of equal rank.
bool tabs(Ui& ui, std::string_view group, int& chosen, const std::vector<std::string_view>& names, float width = 0);

/// The ring of keyboard focus around the last item, when it has the focus.
void focus_ring(Ui& ui);

// What is drawn by hand.
/// The last item as a mirror item.
MirrorItem item_of(ImGuiID id, Role role, std::string_view name, std::string_view help = {});
/// Where an item of the mirror lies.
void place(MirrorItem& item, ImVec2 low, ImVec2 high);
/// The ring of keyboard focus around the last item, when the mirror's focus is on `id`.
void ring(Ui& ui, ImGuiID id, float round);

/// Where something drawn by hand can be pressed, by mouse, key or mirror; the name makes the id.
struct Pressable {
  ImGuiID id;
  ImVec2 low, high;
  bool over, pressed;
};
Pressable pressable(Ui& ui, std::string_view name, ImVec2 low, ImVec2 extent);

}  // namespace chainrule
