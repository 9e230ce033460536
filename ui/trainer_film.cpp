// SPDX-License-Identifier: MIT
// The two gears inside a batch: by layer, a phase of the Stepper each; by number, from unit to unit of a phase.
#include "trainer_core.hpp"

#include <algorithm>

namespace chainrule {
namespace {

/// Of the first row; NaN where there is none. A zero has no sign to show.
float number(const Matrix& m, Index column) { return column < m.cols && m.rows > 0 ? m(0, column) + 0.0f : NAN; }

}  // namespace

void Trainer::Core::stop_film() {
  moment_ = {};
  fit_->stepper().record(false);
}

void Trainer::Core::step_inside(Gear gear) {
  if (moment_.phase == Phase::done) {
    if (fit_->in_batch()) run_batch();   // nobody took note of its beginning
    fit_->stepper().record(true);
  }
  const bool inside = gear == Gear::number && moment_.phase != Phase::done && moment_.unit >= 0 && moment_.unit + 1 < moment_.units;
  const Index unit = inside ? moment_.unit + 1 : 0;
  if (!inside) next_phase();
  moment_.unit = gear == Gear::number && moment_.phase != Phase::loss ? unit : -1;
  if (moment_.phase == Phase::done) stop_film();
  else read_trace();
}

/// Layers without weights have nothing to update, and the end of a batch nothing to show: neither is a step of its own.
void Trainer::Core::next_phase() {
  const auto idle = [&] {
    const auto [phase, layer] = fit_->stepper().position();
    return phase == Phase::update && model_->layers()[static_cast<std::size_t>(layer)]->parameter_count() == 0;
  };
  do advance();
  while (idle() && !fit_->finished());
  const Step at = fit_->stepper().position();
  moment_.phase = at.phase;
  moment_.layer = at.layer;
  moment_.rows = fit_->stepper().rows();
  if (at.phase != Phase::update) return;
  for (auto l = static_cast<std::size_t>(at.layer) + 1; l < model_->layers().size(); ++l)
    if (model_->layers()[l]->parameter_count() > 0) return;
  while (fit_->in_batch() && !fit_->finished()) advance();
}

void Trainer::Core::read_trace() {
  const Trace& trace = fit_->stepper().trace();
  const auto layer = static_cast<std::size_t>(moment_.layer);
  const auto u = std::max<Index>(moment_.unit, 0);
  auto& v = moment_.values;
  v.fill(NAN);
  moment_.units = 1;
  if (layer >= trace.layers.size()) return;
  const LayerTrace& t = trace.layers[layer];
  switch (moment_.phase) {
    case Phase::load:
      moment_.units = trace.x.cols;
      v[0] = number(trace.x, u);
      break;
    case Phase::forward:
      moment_.units = t.a.cols;
      if (t.z.cols == t.a.cols) v[0] = number(t.z, u);   // glu and maxout take several a unit
      v[1] = number(t.a, u);
      break;
    case Phase::loss:
      v = {trace.row_loss.empty() ? NAN : trace.row_loss[0], static_cast<float>(trace.loss), NAN, NAN};
      break;
    case Phase::backward:
      moment_.units = t.da.cols;
      v[0] = number(t.da, u);
      if (t.delta.cols == t.da.cols) v[1] = number(t.delta, u);
      break;
    case Phase::update:
      moment_.units = t.before.empty() ? 1 : t.before[0].cols;
      for (std::size_t i = 0; i < std::min<std::size_t>(t.after.size(), 2); ++i) {
        v[2 * i] = number(t.before[i], u);
        v[2 * i + 1] = number(t.after[i], u);
      }
      break;
    case Phase::done: break;
  }
}

}  // namespace chainrule
