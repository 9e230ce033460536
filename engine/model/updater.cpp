// SPDX-License-Identifier: MIT
#include "engine/model/updater.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chainrule {

Updater::Updater(Choice optimizer, Choice schedule, const Network& network)
    : choice_(std::move(optimizer)), schedule_choice_(std::move(schedule)), dialect_(network.dialect()) {
  optimizer_ = &resolve(optimizers(), "optimizer", choice_, dialect_);
  schedule_ = &resolve(schedules(), "learning-rate schedule", schedule_choice_, dialect_);
  check_clipping(*optimizer_, choice_.values, dialect_);
  parameters_ = network.count_params();
  slots_ = make_slots(parameters_);
}

void Updater::set(std::string_view name, double value) {
  if (name == "lr" && dialect_ == Dialect::keras2) name = "learning_rate";
  const int i = parameter_index(*optimizer_, name);
  if (i < 0) {
    std::vector<std::string_view> known = names(optimizer_->parameters);
    throw Error(unknown_name("parameter of " + std::string(optimizer_->name), name, known));
  }
  const auto index = static_cast<std::size_t>(i);
  check(optimizer_->parameters[index], value, optimizer_->name);
  std::vector<double> values = choice_.values;
  values[index] = value;
  check_clipping(*optimizer_, values, dialect_);
  for (std::size_t s = 0; s < slots_.size(); ++s)  // momentum that begins now has no past
    if (slots_[s].size() == 0 && optimizer_->in_use(static_cast<int>(s), values.data()))
      slots_[s] = Buffer(parameters_);
  choice_.values = std::move(values);
}

std::vector<Buffer> Updater::make_slots(Index parameters) const {
  std::vector<Buffer> slots;
  for (std::size_t s = 0; optimizer_ && s < optimizer_->slots.size(); ++s)
    slots.emplace_back(optimizer_->in_use(static_cast<int>(s), choice_.values.data()) ? parameters : 0);
  fill(slots);
  return slots;
}

void Updater::fill(std::vector<Buffer>& slots) const {
  const int given = optimizer_ ? optimizer_->first_slot_parameter : -1;
  for (std::size_t s = 0; s < slots.size(); ++s)
    std::fill(slots[s].data(), slots[s].data() + slots[s].size(),
              s == 0 && given >= 0 ? static_cast<float>(choice_.values[static_cast<std::size_t>(given)]) : 0.0f);
}

void Updater::start(Index parameters, std::vector<Buffer> slots) {
  parameters_ = parameters;
  slots_ = std::move(slots);
  iterations_ = 0;
  step_ = {};
}

void Updater::restart() {
  fill(slots_);
  iterations_ = 0;
  step_ = {};
}

double Updater::learning_rate() const {
  const auto done = static_cast<double>(iterations_);
  const double rate = schedule_->rate(choice_.values[learning_rate_place], done, schedule_choice_.values.data());
  return decayed(rate, shared_parameters(*optimizer_, choice_.values).decay, done + 1);
}

void Updater::begin(Network& network) {
  step_.step = static_cast<double>(iterations_ + 1);
  step_.learning_rate = learning_rate();
  step_.dialect = dialect_;
  optimizer_->prepare(step_, choice_.values.data());
  const SharedParameters shared = shared_parameters(*optimizer_, choice_.values);
  clips_ = shared.clipnorm > 0 || shared.global_clipnorm > 0 || shared.clipvalue > 0;
  if (clips_) clip(network, shared);
}

/// Keras 2.2's clipnorm is the norm of all gradients together; Keras 3 has a name of its own for that.
void Updater::clip(Network& network, const SharedParameters& shared) const {
  const auto each = [&](auto&& action) {  // all gradients that an optimizer will use, tensor by tensor
    for (const auto& layer : network.layers())
      for (const Tensor& t : layer->tensors())
        if (t.trainable && layer->spec().trainable)
          action(std::span(network.gradients().data() + t.offset, static_cast<std::size_t>(t.size())));
  };
  const auto squares = [](std::span<const float> g) {
    double sum = 0;
    for (const float v : g) sum += double(v) * double(v);
    return sum;
  };
  const auto shorten = [](std::span<float> g, double norm, double most) {
    if (norm <= most) return;  // a norm that is no number goes on, to be seen
    for (float& v : g) v = static_cast<float>(v * (most / norm));
  };
  const bool keras2 = dialect_ == Dialect::keras2;
  const double together = keras2 ? std::max(shared.clipnorm, shared.global_clipnorm) : shared.global_clipnorm;
  if (together > 0) {
    double sum = 0;
    each([&](std::span<float> g) { sum += squares(g); });
    each([&](std::span<float> g) { shorten(g, std::sqrt(sum), together); });
  } else if (shared.clipnorm > 0) {
    each([&](std::span<float> g) { shorten(g, std::sqrt(squares(g)), shared.clipnorm); });
  }
  if (shared.clipvalue <= 0) return;
  const auto most = static_cast<float>(shared.clipvalue);
  each([&](std::span<float> g) {
    for (float& v : g) v = v > most ? most : v < -most ? -most : v;
  });
}

bool Updater::update(Network& network, const Layer& layer) {
  const Index count = layer.trainable_count();
  if (count == 0) return true;
  UpdateRange range{network.weights().data() + layer.offset(), network.gradients().data() + layer.offset(), {}, count};
  for (std::size_t s = 0; s < slots_.size(); ++s)
    range.slots[s] = slots_[s].size() > 0 ? slots_[s].data() + layer.offset() : nullptr;
  const double decay = shared_parameters(*optimizer_, choice_.values).weight_decay;
  bool finite = true;
  if (decay > 0) {
    const auto keep = static_cast<float>(1 - decay * step_.learning_rate);
    for (Index i = 0; i < count; ++i) {
      const float now = range.weights[i] * keep;
      if (std::isfinite(now)) range.weights[i] = now;
      else finite = false;
    }
  }
  finite = optimizer_->update(range, step_, choice_.values.data()) && finite;
  layer.constrain(network.weights().data());
  return finite;
}

Updater::State Updater::state() const {
  State s{{}, choice_.values, step_, iterations_};
  for (const Buffer& slot : slots_) s.slots.emplace_back(slot.data(), slot.data() + slot.size());
  return s;
}

void Updater::restore(const State& state) {
  for (std::size_t i = 0; i < slots_.size(); ++i)
    std::copy(state.slots[i].begin(), state.slots[i].end(), slots_[i].data());
  choice_.values = state.values;
  step_ = state.step;
  iterations_ = state.iterations;
}

}  // namespace chainrule
