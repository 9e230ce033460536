// SPDX-License-Identifier: MIT
// Nothing that is not finite reaches the drawing, however large the weights are: every scene, view and step of the film
// of networks that have left all bounds. Headless fails a test whose frames had such a corner.
#include <gtest/gtest.h>

#include "engine/document/scenes.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

const char* const experiments[] = {
    "data=circle&layers=dense:3:relu,dense:1:sigmoid",
    "data=bump&layers=dense:3:linear,dense:1:linear",
    "data=plane&layers=dense:3:exponential,dense:1:linear&loss=mse",
    "data=clusters&layers=dense:4:tanh,batch_normalization,dense:3:softmax",
    "data=sheet&sheet=0.05:0.1/0.01:0.99&layers=dense:2:elu,dense:2:linear&loss=mse&validation_split=0",
    "data=digits&layers=dense:4:exponential:kernel_initializer=random_normal:stddev=100,dense:10:softmax",
    "data=circle&layers=rbf:3,dense:2:linear,dense:2:softmax"};

/// Weights that overflow when they are added, multiplied or raised.
void burst(Headless& ui, float size) {
  const std::size_t count = ui.app().snapshot().weights.size();
  for (std::size_t i = 0; i < count; ++i) ui.app().set_weight(i, i % 2 == 0 ? size : -0.5f * size);
  ui.frames(2);
}

void look_everywhere(Headless& ui) {
  for (int view = 0; view < 5; ++view) {
    ui.app().output.view = view;
    ui.app().output.mistakes = view == 0;
    ui.frames(2);
  }
  for (const Watched what : {Watched::gradients, Watched::updates}) {
    ui.app().watch(what);
    ui.app().step(Gear::batch);
    ui.frames(2);
  }
  ui.app().open_film();
  for (int i = 0; i < 30; ++i) {
    ui.app().step(i % 2 == 0 ? Gear::number : Gear::phase);
    ui.frames(2);
  }
}

TEST(Finite, WeightsBeyondAllBounds) {
  for (const char* experiment : experiments)
    for (const float size : {1e10f, 3e38f}) {
      SCOPED_TRACE(std::string(experiment) + " with weights of " + std::to_string(size));
      Headless ui(Trainer::Mode::slices, {1280, 800}, experiment);
      burst(ui, size);
      look_everywhere(ui);
    }
}

TEST(Finite, ScenesOfSuchNetworks) {
  for (const Scene& scene : scenes())
    for (const char* experiment : {experiments[0], experiments[1], experiments[4]}) {
      SCOPED_TRACE(std::string(scene.name) + " of " + experiment);
      Headless ui(Trainer::Mode::slices, {480, 270}, "scene=" + std::string(scene.name) + "&" + experiment);
      burst(ui, 3e38f);
      look_everywhere(ui);
    }
}

/// Numbers near the ends of their type in the data itself.
TEST(Finite, DataOfAllSizes) {
  for (const char* table :
       {"a,b,y\n1e38,-3e38,1\n-1e38,3e38,2\n0,1e-38,3\n", "a,y\n1e38,3e38\n-1e38,-3e38\n", "a,b,y\n0,0,u\n0,0,v\n"}) {
    SCOPED_TRACE(table);
    Headless ui;
    ui.app().open_file("table.csv", table);
    ui.frames(3);
    ui.app().import_data();
    ui.frames(3);
    look_everywhere(ui);
  }
}

}  // namespace
}  // namespace chainrule
