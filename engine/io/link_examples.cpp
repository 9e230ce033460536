// SPDX-License-Identifier: MIT
#include "engine/io/link_examples.hpp"

namespace chainrule {
namespace {

constexpr LinkExample examples[] = {
    {"dialect", "dialect=keras2&optimizer=rmsprop"},
    {"data", "data=spiral"},
    {"samples", "data=moons&samples=200"},
    {"noise", "data=moons&noise=0.3"},
    {"label_noise", "data=moons&label_noise=0.1"},
    {"outliers", "data=gauss&outliers=0.05"},
    {"imbalance", "data=gauss&imbalance=0.8"},
    {"points", "data=points&points=-1:0.5:0;-0.8:1:0;1:-0.5:1;1.2:0:1&validation_split=0"},
    {"sheet", "data=sheet&sheet=0.05:0.1/0.01:0.99&layers=dense:2:sigmoid,dense:2:sigmoid&loss=mse&validation_split=0"},
    {"target", "data=wine&target=alcohol&problem=regression"},
    {"problem", "data=wine&target=ash&problem=regression"},
    {"left_out", "data=penguins&left_out=island,sex"},
    {"types", "data=wine&types=magnesium:category"},
    {"features", "data=spiral&features=x1,x2,sin(x1),sin(x2)"},
    {"standardise", "data=iris&standardise=0"},
    {"shuffle_rows", "data=iris&shuffle_rows=0"},
    {"layers", "data=xor&layers=dense:8:relu,dropout:0.2,dense:1:sigmoid"},
    {"initial_weights",
     "data=sheet&sheet=1.5/0.2&layers=dense:1:sigmoid&initial_weights=0.8,-0.4&loss=mse&validation_split=0"},
    {"optimizer", "data=moons&optimizer=adam:learning_rate=0.03"},
    {"learning_rate_schedule",
     "optimizer=sgd:learning_rate=0.1&learning_rate_schedule=exponential_decay:decay_steps=100"},
    {"loss", "data=moons&loss=mse"},
    {"metrics", "data=iris&metrics=acc,f1_score:average=macro"},
    {"batch_size", "data=moons&batch_size=8"},
    {"epochs", "data=moons&epochs=300"},
    {"validation_split", "data=moons&validation_split=0.5"},
    {"shuffle", "data=moons&shuffle=0"},
    {"callbacks", "data=moons&epochs=500&callbacks=early_stopping:patience=10"},
    {"class_weight", "data=gauss&imbalance=0.8&class_weight=1,5"},
    {"seed", "data=spiral&seed=7"},
    {"theme", "data=xor&theme=dark"},
    {"scene", "scene=backprop"},
    {"hide", "data=xor&hide=data,fit"},
    {"weights", "data=xor&layers=dense:1:sigmoid&weights=eNpjYGiwZ2BQOHD2zBlbABMwBEI"},
    {"epoch", "data=xor&layers=dense:1:sigmoid&weights=eNpjYGiwZ2BQOHD2zBlbABMwBEI&epoch=12"},
};

}  // namespace

std::span<const LinkExample> link_examples() { return examples; }

}  // namespace chainrule
