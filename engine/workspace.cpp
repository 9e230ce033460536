// SPDX-License-Identifier: MIT
#include "workspace.hpp"

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
  for (const auto& layer : layers) total += (layer->has_activation() ? 4 : 2) * padded(layer->outputs() * capacity);
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
  Index below = inputs;
  for (const auto& layer : layers) {
    const Index n = layer->outputs() * capacity;
    Place place{take(n), nullptr, take(n), nullptr, layer->outputs()};
    place.a = layer->has_activation() ? take(n) : place.z;
    place.delta = layer->has_activation() ? take(n) : place.da;
    places_.push_back(place);
    scratch_.reserve(layer->outputs(), capacity, below);  // forward
    scratch_.reserve(layer->outputs(), below, capacity);  // dL/dW
    scratch_.reserve(below, capacity, layer->outputs());  // dL/dx
    below = layer->outputs();
  }
  row_loss_.resize(static_cast<std::size_t>(capacity));
}

LayerBuffers Workspace::layer(std::size_t l, Index rows) const {
  const Place& p = places_[l];
  const View<const float> x = l == 0 ? View<const float>(input(rows))
                                     : View<const float>{places_[l - 1].a, rows, places_[l - 1].outputs};
  return {x, {p.z, rows, p.outputs}, {p.a, rows, p.outputs}, {p.da, rows, p.outputs}, {p.delta, rows, p.outputs}};
}

}  // namespace chainrule
