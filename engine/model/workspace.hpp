#pragma once
// SPDX-License-Identifier: MIT
// Everything a pass over a batch needs, allocated once: a training step allocates nothing.
#include <memory>
#include <vector>

#include "engine/layers/layer.hpp"

namespace chainrule {

/// Floats aligned to 64 bytes, zeroed.
class Buffer {
 public:
  /// Throws Error above limits::workspace_floats.
  explicit Buffer(std::int64_t size = 0);
  float* data() const { return data_.get(); }
  Index size() const { return size_; }

 private:
  struct Free {
    void operator()(float* p) const;
  };
  std::unique_ptr<float[], Free> data_;
  Index size_ = 0;
};

class Workspace {
 public:
  /// For batches of up to `capacity` rows; throws Error when these need too much memory. Buffers that would hold the
  /// same numbers are shared: a = z and delta = dL/da behind a linear activation; z = x and dL/dx = delta in layers
  /// whose z is their input.
  Workspace(const std::vector<std::unique_ptr<Layer>>& layers, Index inputs, Index capacity);

  Index capacity() const { return capacity_; }
  /// The batch's inputs [rows, inputs].
  View<float> input(Index rows) const { return {input_, rows, inputs_}; }
  /// Layer l's buffers for a batch of `rows`; x is the layer below's a.
  LayerBuffers layer(std::size_t l, Index rows) const {
    const Place& p = places_[l];
    return {{p.x, rows, p.inputs},   {p.z, rows, p.arguments},     {p.a, rows, p.outputs},
            {p.da, rows, p.outputs}, {p.delta, rows, p.arguments}, p.extra};
  }
  std::vector<float>& row_loss() { return row_loss_; }
  Scratch& scratch() { return scratch_; }

 private:
  struct Place {
    float *x, *z, *a, *da, *delta, *extra;
    Index inputs, arguments, outputs;
  };
  Index inputs_, capacity_;
  Buffer memory_;
  float* input_;
  std::vector<Place> places_;
  std::vector<float> row_loss_;
  Scratch scratch_;
};

}  // namespace chainrule
