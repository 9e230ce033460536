// SPDX-License-Identifier: MIT
#include "workspace.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace chainrule {
namespace {
constexpr std::align_val_t alignment{64};
Index padded(Index n) { return (n + 15) / 16 * 16; }
}  // namespace

void Buffer::Free::operator()(float* p) const { ::operator delete[](p, alignment); }

Buffer::Buffer(Index size) : size_(size) {
  if (size == 0) return;
  const auto count = static_cast<std::size_t>(size);
  data_.reset(static_cast<float*>(::operator new[](count * sizeof(float), alignment)));
  std::fill(data_.get(), data_.get() + count, 0.0f);
}

Workspace::Workspace(const std::vector<std::unique_ptr<Layer>>& layers, Index inputs, Index capacity)
    : inputs_(inputs), capacity_(capacity) {
  Index total = padded(inputs * capacity);
  for (const auto& layer : layers) total += (layer->has_activation() ? 4 : 2) * padded(layer->outputs() * capacity);
  memory_ = Buffer(total);
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
