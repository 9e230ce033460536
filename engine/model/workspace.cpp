// SPDX-License-Identifier: MIT
#include "engine/model/workspace.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace chainrule {
namespace {
constexpr std::align_val_t alignment{64};
std::int64_t padded(std::int64_t n) { return (n + 15) / 16 * 16; }

/// Numbers that a pass over `capacity` rows holds at once.
std::int64_t needed(const std::vector<std::unique_ptr<Layer>>& layers, std::int64_t inputs, std::int64_t capacity) {
  std::int64_t total = padded(inputs * capacity);
  bool first = true;
  for (const auto& layer : layers) {
    const std::int64_t z = padded(std::int64_t{layer->arguments()} * capacity),
                       a = padded(std::int64_t{layer->outputs()} * capacity);
    const bool own_z = !layer->z_is_x(), own_a = !layer->a_is_z();
    total += (own_z ? z : 0) + (own_a ? a : 0);                                        // z, a
    total += (own_a || own_z || first ? a : 0) + (own_a && (own_z || first) ? z : 0);  // da, delta
    total += padded(layer->extra(static_cast<Index>(capacity)));
    first = false;
  }
  return total;
}

std::int64_t affordable(const std::vector<std::unique_ptr<Layer>>& layers, Index inputs, Index capacity) {
  const std::int64_t total = needed(layers, inputs, capacity);
  if (total <= limits::workspace_floats) return total;
  const std::int64_t fitting = limits::workspace_floats / needed(layers, inputs, 16) * 16;
  throw Error("expected batch_size (rows at once) of at most " + std::to_string(fitting) +
              " for layers as wide as these, received " + std::to_string(capacity) + ": together they need " +
              std::to_string(total) + " numbers, more than " + std::to_string(limits::workspace_floats));
}
}  // namespace

void Buffer::Free::operator()(float* p) const { ::operator delete[](p, alignment); }

Buffer::Buffer(std::int64_t size) : size_(static_cast<Index>(size)) {
  if (size == 0) return;
  const std::size_t count = checked_size(size, 1);
  data_.reset(static_cast<float*>(::operator new[](count * sizeof(float), alignment)));
  std::fill(data_.get(), data_.get() + count, 0.0f);
}

Workspace::Workspace(const std::vector<std::unique_ptr<Layer>>& layers, Index inputs, Index capacity)
    : inputs_(inputs), capacity_(capacity) {
  memory_ = Buffer(affordable(layers, inputs, capacity));
  float* next = memory_.data();
  const auto take = [&](Index n) { return std::exchange(next, next + padded(n)); };
  input_ = take(inputs * capacity);
  Place below{nullptr, nullptr, input_, nullptr, nullptr, nullptr, 0, 0, inputs};
  for (const auto& layer : layers) {
    const Index z = layer->arguments() * capacity, a = layer->outputs() * capacity;
    const bool shares = layer->z_is_x(), through = layer->a_is_z();
    const bool shares_back = shares && below.da;  // dL/dz is the layer below's dL/da
    Place p{below.a, nullptr, nullptr, nullptr, nullptr, nullptr, below.outputs, layer->arguments(), layer->outputs()};
    p.z = shares ? p.x : take(z);
    p.a = through ? p.z : take(a);
    p.da = through && shares_back ? below.da : take(a);
    p.delta = through ? p.da : shares_back ? below.da : take(z);
    p.extra = take(layer->extra(capacity));
    places_.push_back(p);
    scratch_.reserve(std::max({p.inputs, p.arguments, capacity}));
    below = p;
  }
  row_loss_.resize(static_cast<std::size_t>(capacity));
}

}  // namespace chainrule
