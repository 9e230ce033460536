// SPDX-License-Identifier: MIT
#include "ui/widgets/mirror.hpp"

#include <utility>

namespace chainrule {
namespace {
constexpr int patience = 3;  // frames that an action waits for its control
}

void Mirror::begin_frame() {
  items_.clear();
  for (std::size_t i = actions_.size(); i-- > 0;)
    if (++ages_[i] > patience) {
      actions_.erase(actions_.begin() + static_cast<std::ptrdiff_t>(i));
      ages_.erase(ages_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

void Mirror::add(MirrorItem item) { items_.push_back(std::move(item)); }

void Mirror::act(MirrorAction action) {
  if (action.kind == MirrorAction::Kind::focus) {
    focused_ = action.id;
    return;
  }
  if (action.kind == MirrorAction::Kind::blur) {
    if (focused_ == action.id) focused_ = 0;
    return;
  }
  actions_.push_back(std::move(action));
  ages_.push_back(0);
}

bool Mirror::take_press(std::uint32_t id) {
  for (std::size_t i = 0; i < actions_.size(); ++i)
    if (actions_[i].id == id && actions_[i].kind == MirrorAction::Kind::press) {
      actions_.erase(actions_.begin() + static_cast<std::ptrdiff_t>(i));
      ages_.erase(ages_.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
  return false;
}

bool Mirror::take_value(std::uint32_t id, std::string& value) {
  for (std::size_t i = 0; i < actions_.size(); ++i)
    if (actions_[i].id == id && actions_[i].kind == MirrorAction::Kind::set) {
      value = std::move(actions_[i].value);
      actions_.erase(actions_.begin() + static_cast<std::ptrdiff_t>(i));
      ages_.erase(ages_.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
  return false;
}

}  // namespace chainrule
