// SPDX-License-Identifier: MIT
#include "engine/document/examples.hpp"

namespace chainrule {
namespace {

constexpr Preset table[] = {
    {"One neuron", "x to z to a to the loss, and its two gradients",
     "data=sheet&sheet=1.5/"
     "0.2&layers=dense:1:sigmoid&initial_weights=0.8,-0.4&loss=mse&metrics=&optimizer=sgd:learning_rate=0.5&validation_"
     "split=0&shuffle=0&shuffle_rows=0&epochs=200"},
    {"Two layers of one neuron", "the chain rule with five factors, as in the lecture",
     "data=sheet&sheet=1.5/"
     "0.2&layers=dense:1:sigmoid,dense:1:sigmoid&initial_weights=0.8,-0.4,1.2,0.1&loss=mse&metrics=&optimizer=sgd:"
     "learning_rate=0.5&validation_split=0&shuffle=0&shuffle_rows=0&epochs=200"},
    // Published numbers: Mazur, "A Step by Step Backpropagation Example" (2015): error 0.298371109, w5 to 0.35891648.
    {"Worked example 2-2-2", "the classic one with sigmoid and squared error, to compare with the paper",
     "data=sheet&sheet=0.05:0.1/"
     "0.01:0.99&layers=dense:2:sigmoid,dense:2:sigmoid&initial_weights=0.15,0.25,0.2,0.3,0.35,0.35,0.4,0.5,0.45,0.55,0."
     "6,0.6&loss=mse&metrics=&optimizer=sgd:learning_rate=0.5&validation_split=0&shuffle=0&shuffle_rows=0&epochs=200"},
    {"A wider layer", "many paths: the recursion adds them up",
     "data=circle&layers=dense:4:tanh,dense:1:sigmoid&optimizer=sgd:learning_rate=0.1&batch_size=4"},
    {"Vanishing gradients", "ten sigmoid layers: each multiplies what comes back by at most a quarter",
     "data=circle&layers=dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:"
     "sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:4:sigmoid,dense:1:sigmoid&optimizer=sgd:learning_"
     "rate=0.1"},
    {"Exploding gradients", "ten linear layers with large weights: each multiplies what comes back",
     "data=plane&layers=dense:6:linear:kernel_initializer=random_normal:stddev=1,dense:6:linear:kernel_initializer="
     "random_normal:stddev=1,dense:6:linear:kernel_initializer=random_normal:stddev=1,dense:6:linear:kernel_"
     "initializer=random_normal:stddev=1,dense:6:linear:kernel_initializer=random_normal:stddev=1,dense:6:linear:"
     "kernel_initializer=random_normal:stddev=1,dense:6:linear:kernel_initializer=random_normal:stddev=1,dense:6:"
     "linear:kernel_initializer=random_normal:stddev=1,dense:1:linear&optimizer=sgd:learning_rate=0.0001"},
};

}  // namespace

std::span<const Preset> presets() { return table; }

}  // namespace chainrule
