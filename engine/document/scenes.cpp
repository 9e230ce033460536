// SPDX-License-Identifier: MIT
#include "engine/document/scenes.hpp"

#include <algorithm>

namespace chainrule {
namespace {

// Experiments small enough for every number to be seen. The 2-2-2 network is Mazur's, "A Step by Step Backpropagation
// Example" (2015); the two layers of one neuron are the lecture's.
#define CHAINRULE_PAPER \
  "&loss=mse&metrics=&optimizer=sgd:learning_rate=0.5&validation_split=0&shuffle=0&shuffle_rows=0&epochs=200"
#define CHAINRULE_MAZUR                                                                                               \
  "data=sheet&sheet=0.05:0.1/"                                                                                        \
  "0.01:0.99&layers=dense:2:sigmoid,dense:2:sigmoid&initial_weights=0.15,0.25,0.2,0.3,0.35,0.35,0.4,0.5,0.45,0.55,0." \
  "6,0.6" CHAINRULE_PAPER

constexpr Scene table[] = {
    {"neuron", "A neuron",
     "A neuron multiplies each input by a weight, adds them up and adds its bias: z = x W + b. Change a weight by its "
     "line and see the output change.",
     "network,output", Drive::film,
     "data=plane&samples=60&noise=0&layers=dense:1:linear&initial_weights=0.8,-0.5,0.3&loss=mse&metrics=&optimizer=sgd:"
     "learning_rate=0.1&batch_size=1&validation_split=0",
     Phase::forward, 0, true},
    {"layer", "A layer",
     "A layer is an array of neurons: all of them take the same inputs, each has its own weights and bias. Its outputs "
     "are one row of numbers.",
     "network,backprop", Drive::film,
     "data=sheet&sheet=1:0.5:-1/"
     "0:0:0&layers=dense:3:linear&initial_weights=0.2,-0.4,0.6,0.5,0.3,-0.2,-0.3,0.8,0.4,0.1,0,-0.1" CHAINRULE_PAPER,
     Phase::forward, 0, true},
    {"mlp", "A multi-layer perceptron",
     "Layers stacked one behind the other: what one gives is what the next one takes. Layers between inputs and "
     "outputs are hidden layers.",
     "network", Drive::fit, "data=circle&features=inputs,x1*x2&layers=dense:4:tanh,dense:4:tanh,dense:1:sigmoid"},
    {"parameters", "Free parameters",
     "Each unit has a weight for every input and one bias. The table counts them layer by layer, as model.summary() "
     "does.",
     "network,summary", Drive::none,
     "data=plane&features=inputs,x1*x2&layers=dense:4:linear,dense:4:linear,dense:1:linear&loss=mse&metrics=&dialect="
     "keras2"},
    {"activation", "Activation functions",
     "However many linear layers there are, together they are a linear one. An activation function between them lets "
     "the network bend its answer.",
     "activation,output", Drive::fit,
     "data=circle&layers=dense:6:linear,dense:6:linear,dense:1:sigmoid&optimizer=adam:learning_rate=0.03&epochs=200"},
    {"feedforward", "Feed forward",
     "A row of inputs goes through the network: each layer computes z = x W + b and a = g(z). What comes out at the "
     "end is the answer.",
     "network,backprop", Drive::film, CHAINRULE_MAZUR, Phase::forward, 0},
    {"loss", "The loss",
     "The loss says how far the answer is from the target. Its slope says which way the answer has to move.",
     "network,backprop", Drive::film, CHAINRULE_MAZUR, Phase::loss, 0},
    {"chain", "The chain rule",
     "How the loss depends on one weight: the product of all slopes on the way from there to the loss. Press another "
     "line for its product.",
     "network,backprop", Drive::film,
     "data=sheet&sheet=1.5/0.2&layers=dense:1:sigmoid,dense:1:sigmoid&initial_weights=0.8,-0.4,1.2,0.1" CHAINRULE_PAPER,
     Phase::backward, 0, false, true},
    {"backprop", "Backpropagation",
     "The gradient goes back layer by layer: receive dL/da, compute delta = dL/da g'(z), multiply and pass on. Every "
     "number on the way is shown.",
     "network,backprop", Drive::film, CHAINRULE_MAZUR, Phase::backward, -1},
    {"update", "The update",
     "Each weight moves against its gradient, as far as the learning rate says. Before, change and after stand side by "
     "side.",
     "network,backprop", Drive::film, CHAINRULE_MAZUR, Phase::update, -1},
    {"training", "Training",
     "Batch after batch the weights are updated; an epoch is once through all training rows. The loss falls, and the "
     "answer takes the shape of the data.",
     "output,curves", Drive::fit,
     "data=moons&noise=0.15&layers=dense:8:tanh,dense:8:tanh,dense:1:sigmoid&optimizer=adam:learning_rate=0.02&epochs="
     "100"},
    {"overfitting", "Overfitting",
     "A large network learns few noisy rows by heart: loss goes on falling while val_loss rises again. Between them "
     "lies the sweet spot.",
     "curves,output", Drive::fit,
     "data=moons&noise=0.45&samples=90&layers=dense:32:relu,dense:32:relu,dense:1:sigmoid&optimizer=adam:learning_rate="
     "0.01&batch_size=16&validation_split=0.5&epochs=200&seed=3"},
    {"metrics", "Other metrics",
     "The loss is what training lowers; accuracy is what people ask for. The table says which class is taken for "
     "which.",
     "output,curves", Drive::fit,
     "data=clusters:classes=4&noise=0.5&layers=dense:8:tanh,dense:4:softmax&loss=sparse_categorical_crossentropy&"
     "optimizer=adam:learning_rate=0.02&epochs=60",
     Phase::load, 0, false, false, true},
    {"play", "Playground", "Press Play and watch the network learn. Change layers and units on the drawing.",
     "network,output,curves", Drive::fit, ""},
};
#undef CHAINRULE_MAZUR
#undef CHAINRULE_PAPER

}  // namespace

std::span<const Scene> scenes() { return table; }

const Scene* find_scene(std::string_view name) {
  const auto row = std::find_if(std::begin(table), std::end(table), [&](const Scene& t) { return t.name == name; });
  return row == std::end(table) ? nullptr : row;
}

std::vector<std::string_view> panels_of(const Scene& scene) {
  std::vector<std::string_view> panels;
  for (std::string_view rest = scene.panels; !rest.empty();) {
    const auto end = std::min(rest.find(','), rest.size());
    panels.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return panels;
}

bool shows(const Scene& scene, std::string_view panel) {
  const auto panels = panels_of(scene);
  return std::find(panels.begin(), panels.end(), panel) != panels.end();
}

}  // namespace chainrule
