// SPDX-License-Identifier: MIT
#include "ui/film/reel.hpp"

#include <algorithm>

#include "engine/sequential.hpp"

namespace chainrule {

bool fits(const Film& film, const Sequential& model) {
  const auto& layers = model.layers();
  const Trace& trace = film.trace;
  if (trace.x.cols != model.inputs() || trace.layers.size() != layers.size() || trace.y.cols != model.target_columns())
    return false;
  const auto outputs = static_cast<float>(model.outputs());
  if (model.loss().class_index() &&
      std::any_of(trace.y.data.begin(), trace.y.data.end(), [&](float t) { return !(t >= 0 && t < outputs); }))
    return false;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const LayerTrace& t = trace.layers[l];
    const auto& tensors = layers[l]->tensors();
    if (t.statistics.cols != layers[l]->statistics(trace.x.rows) || t.derivative.empty() == layers[l]->elementwise())
      return false;
    if (t.z.cols != layers[l]->arguments() || t.a.cols != layers[l]->outputs() || t.after.size() != tensors.size())
      return false;
    for (std::size_t k = 0; k < tensors.size(); ++k)
      if (t.after[k].rows != tensors[k].rows || t.after[k].cols != tensors[k].cols) return false;
  }
  return true;
}

Reel::Reel(const Sequential& model) : model_(model) {
  const auto layers = static_cast<Index>(model.layers().size());
  chapters_.push_back({Phase::load, 0, Stage::load, -1});
  for (Index l = 0; l < layers; ++l) chapters_.push_back({Phase::forward, l, Stage::sum, -1});
  chapters_.push_back({Phase::loss, 0, Stage::loss, -1});
  for (Index l = layers - 1; l >= 0; --l) chapters_.push_back({Phase::backward, l, Stage::receive, -1});
  for (Index l = 0; l < layers; ++l)
    if (model.layers()[static_cast<std::size_t>(l)]->parameter_count() > 0)
      chapters_.push_back({Phase::update, l, Stage::update, -1});
  for (Moment& c : chapters_) c.stage = stages(c).front();
}

std::size_t Reel::chapter(const Moment& moment) const {
  const auto found =
      std::find_if(chapters_.begin(), chapters_.end(), [&](const Moment& c) { return same_chapter(c, moment); });
  return found == chapters_.end() ? 0 : static_cast<std::size_t>(found - chapters_.begin());
}

std::vector<Stage> Reel::stages(const Moment& moment) const {
  const Layer& layer = *model_.layers()[static_cast<std::size_t>(moment.layer)];
  std::vector<Stage> all;
  switch (moment.phase) {
    case Phase::forward:
      if (!layer.z_is_x()) all.push_back(Stage::sum);
      if (!layer.a_is_z() || all.empty()) all.push_back(Stage::activate);
      break;
    case Phase::backward:
      all = {Stage::receive, Stage::compute};
      if (layer.trainable_count() > 0) all.push_back(Stage::multiply);
      if (moment.layer > 0 && !layer.z_is_x()) all.push_back(Stage::pass_on);
      break;
    case Phase::loss: all = {Stage::loss}; break;
    case Phase::update: all = {Stage::update}; break;
    case Phase::load:
    case Phase::done: all = {Stage::load}; break;
  }
  return all;
}

Index Reel::units(const Moment& moment) const {
  const Layer& layer = *model_.layers()[static_cast<std::size_t>(moment.layer)];
  switch (moment.stage) {
    case Stage::load: return model_.inputs();
    case Stage::loss: return 1;
    case Stage::pass_on: return layer.inputs();
    case Stage::sum:
    case Stage::compute:
    case Stage::multiply:
    case Stage::update: return layer.arguments();
    case Stage::activate:
    case Stage::receive: break;
  }
  return layer.outputs();
}

std::vector<Reel::Block> Reel::blocks(const Moment& chapter) const {
  std::vector<Block> all;
  for (const Stage stage : stages(chapter)) {
    const Index count = units({chapter.phase, chapter.layer, stage, 0});
    if (all.empty() || stage == Stage::pass_on || all.back().units != count) all.push_back({{}, count});
    all.back().stages.push_back(stage);
  }
  return all;
}

Index Reel::place(const Moment& moment) const {
  Index first = 0;
  for (const Block& b : blocks(moment)) {
    const auto stage = std::find(b.stages.begin(), b.stages.end(), moment.stage);
    if (stage != b.stages.end()) return first + moment.unit * b.width() + (stage - b.stages.begin());
    first += b.units * b.width();
  }
  return first;
}

std::optional<Moment> Reel::at(Moment chapter, Index place) const {
  for (const Block& b : blocks(chapter)) {
    if (place < b.units * b.width()) {
      chapter.stage = b.stages[static_cast<std::size_t>(place % b.width())];
      chapter.unit = place / b.width();
      return chapter;
    }
    place -= b.units * b.width();
  }
  return std::nullopt;
}

std::optional<Moment> Reel::after(const Moment& moment, bool by_number) const {
  const std::size_t c = chapter(moment);
  if (by_number)
    if (const auto next = at(chapters_[c], moment.unit < 0 ? 0 : place(moment) + 1)) return next;
  if (c + 1 == chapters_.size()) return std::nullopt;
  return by_number ? at(chapters_[c + 1], 0) : chapters_[c + 1];
}

std::optional<Moment> Reel::before(const Moment& moment, bool by_number) const {
  const std::size_t c = chapter(moment);
  if (by_number && moment.unit >= 0 && place(moment) > 0) return at(chapters_[c], place(moment) - 1);
  if (c == 0) return std::nullopt;
  if (!by_number) return chapters_[c - 1];
  Index places = 0;
  for (const Block& b : blocks(chapters_[c - 1])) places += b.units * b.width();
  return at(chapters_[c - 1], places - 1);
}

std::size_t column_of(const Moment& moment, const Sequential& model) {
  if (moment.phase == Phase::load) return 0;
  if (moment.phase == Phase::loss) return model.layers().size();
  return static_cast<std::size_t>(moment.layer) + (moment.stage == Stage::pass_on && moment.unit >= 0 ? 0 : 1);
}

std::string_view stage_title(Stage stage) {
  constexpr std::string_view titles[] = {"Load",    "Weighted sum", "Activation", "Loss",  "Receive",
                                         "Compute", "Multiply",     "Pass on",    "Update"};
  return titles[static_cast<std::size_t>(stage)];
}

}  // namespace chainrule
