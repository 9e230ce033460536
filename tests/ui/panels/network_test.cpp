// SPDX-License-Identifier: MIT
// The network's drawing: its layers edited, its weights set by hand, its wide layers folded.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "engine/document/data_set.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/initializer.hpp"
#include "tests/ui/headless.hpp"
#include "ui/panels/data/gallery.hpp"
#include "ui/session/layer_edits.hpp"
#include "ui/session/layer_places.hpp"

namespace chainrule {
namespace {

Document with_layers(const std::string& layers) {
  return read_link("data=clusters:classes=3&layers=" + layers).document;
}
DataSet data_of(const Document& d) { return make_data(d, ""); }

std::string layers_of(const Document& d) {
  const std::string link = write_link(d);
  const auto from = link.find("layers=") + 7;
  return link.substr(from, link.find('&', from) - from);
}

TEST(NetworkEdit, CopiesMovesAndRemovesLayers) {
  Document d = with_layers("dense:8:relu,dense:4:tanh,dense:3:softmax");
  const DataSet data = data_of(d);
  copy_layer(d, 0, data);
  EXPECT_EQ(layers_of(d), "dense:8:relu,dense:8:relu,dense:4:tanh,dense:3:softmax");
  move_layer(d, 2, 0, data);
  EXPECT_EQ(layers_of(d), "dense:4:tanh,dense:8:relu,dense:8:relu,dense:3:softmax");
  remove_layer(d, 1, data);
  EXPECT_EQ(layers_of(d), "dense:4:tanh,dense:8:relu,dense:3:softmax");
  move_layer(d, 7, 0, data);
  move_layer(d, 0, 7, data);
  remove_layer(d, 7, data);
  copy_layer(d, 7, data);
  EXPECT_EQ(layers_of(d), "dense:4:tanh,dense:8:relu,dense:3:softmax") << "places that do not exist change nothing";
}

TEST(NetworkEdit, TheOutputAlwaysFitsTheData) {
  Document d = with_layers("dense:8:relu,dense:3:softmax");
  const DataSet data = data_of(d);
  move_layer(d, 0, 1, data);  // the hidden layer becomes the output
  EXPECT_EQ(layers_of(d), "dense:3:softmax,dense:3:softmax");
  remove_layer(d, 1, data);
  EXPECT_EQ(layers_of(d), "dense:3:softmax");
  insert_layer(d, 1, "dense", data);
  EXPECT_EQ(d.layers.back().units, 3);
  EXPECT_EQ(d.layers.back().activation.name, "softmax");
}

TEST(NetworkEdit, SplitsAndJoinsActivations) {
  Document d = with_layers("dense:8:relu,dense:3:softmax");
  const Document before = d;
  ASSERT_TRUE(can_split(d, 0));
  split_activation(d, 0);
  EXPECT_EQ(layers_of(d), "dense:8,activation:relu,dense:3:softmax");
  EXPECT_TRUE(joined_to_previous(d, 1));
  ASSERT_TRUE(can_join(d, 0));
  ASSERT_TRUE(can_join(d, 1));
  EXPECT_FALSE(can_join(d, 2));
  join_activation(d, 1);
  EXPECT_EQ(d, before);
}

TEST(NetworkEdit, EveryKindOfLayerCanBeInserted) {
  for (const LayerKind& kind : layer_kinds()) {
    Document d = with_layers("dense:8:relu,dense:3:softmax");
    const DataSet data = data_of(d);
    insert_layer(d, 1, kind.name, data);
    ASSERT_EQ(d.layers.size(), 3U);
    EXPECT_EQ(d.layers[1].kind, kind.name);
    EXPECT_NO_THROW(make_model(d, data.x.cols)) << kind.name;
    EXPECT_NO_THROW(make_targets(data, d)) << kind.name;
  }
}

TEST(Network, EveryKindOfLayerIsInsertedEditedAndRemoved) {
  Headless ui(Trainer::Mode::slices, {1600, 2400});
  for (const LayerKind& kind : layer_kinds()) {
    ui.press("Insert layer before dense_1");
    ui.press("Insert " + std::string(kind.title));
    ASSERT_EQ(ui.app().document().layers.size(), 4U) << kind.name;
    EXPECT_EQ(ui.app().document().layers[1].kind, kind.name);
    const std::string name = ui.app().lens().model().layers()[1]->spec().name;
    ui.press("Edit " + name);
    ui.frames(3);
    for (const LayerField& field : layer_fields()) {
      if (!field.used_by(kind) || field.key == "input_dim") continue;
      const std::string key(field.key);
      EXPECT_TRUE(ui.find(Role::select, key) || ui.find(Role::number, key) || ui.find(Role::toggle, key) ||
                  ui.find(Role::text, key))
          << kind.name << " " << key;
    }
    ui.press("Remove layer");
    ASSERT_EQ(ui.app().document().layers.size(), 3U) << kind.name;
    ASSERT_TRUE(ui.app().notices.empty()) << kind.name << ": " << ui.app().notices[0].words;
  }
}

TEST(Network, TheEditorSetsWhatALayerHas) {
  Headless ui(Trainer::Mode::slices, {1600, 2400});
  ui.press("Edit dense");
  ui.frames(3);
  for (const Initializer& row : initializers()) {
    ui.set(Role::select, "kernel_initializer", std::string(row.name));
    if (ui.app().notices.empty()) { EXPECT_EQ(ui.app().document().layers[0].kernel_initializer.name, row.name); }
    ui.app().notices.clear();  // some need a square kernel
  }
  ui.set(Role::select, "kernel_regularizer", "l2");
  EXPECT_EQ(ui.app().document().layers[0].kernel_regularizer.name, "l2");
  ui.press("use_bias", Role::toggle);
  EXPECT_FALSE(ui.app().document().layers[0].use_bias);
  ui.set(Role::text, "name", "first");
  EXPECT_EQ(ui.app().document().layers[0].name, "first");
  ui.set(Role::select, "activation", "leaky_relu");
  EXPECT_EQ(ui.app().document().layers[0].activation.name, "leaky_relu");
  ui.press("Close");
  EXPECT_EQ(ui.find(Role::select, "kernel_initializer"), nullptr);
}

TEST(Network, AWeightIsSetByHandAlsoTheOutputsBias) {
  Headless ui(Trainer::Mode::slices, {1600, 1200}, "layers=dense:2:tanh,dense:1:sigmoid");
  const std::vector<float> before = ui.app().snapshot().weights;
  ui.press("dense_1 unit 1");
  ui.frames(3);
  ui.set(Role::number, "Bias of dense_1 unit 1", "0.75");
  ui.set(Role::number, "Weight from dense unit 2 to dense_1 unit 1", "-1.5");
  const auto& after = ui.app().snapshot().weights;
  ASSERT_EQ(after.size(), before.size());
  const auto& tensors = ui.app().lens().model().layers()[1]->tensors();
  for (std::size_t i = 0; i < after.size(); ++i) {
    const float expected = i == static_cast<std::size_t>(tensors[1].offset)       ? 0.75f
                           : i == static_cast<std::size_t>(tensors[0].offset) + 1 ? -1.5f
                                                                                  : before[i];
    EXPECT_EQ(after[i], expected) << i;
  }
}

TEST(Network, AFrozenLayerKeepsItsWeights) {
  Headless ui;
  ui.press("Freeze dense", Role::toggle);
  EXPECT_FALSE(ui.app().document().layers[0].trainable);
  const std::vector<float> before = ui.app().snapshot().weights;
  ui.app().step(Gear::epoch);
  ui.until([&] { return ui.app().history().epochs() == 1; });
  const auto& after = ui.app().snapshot().weights;
  const auto count = static_cast<std::size_t>(ui.app().lens().model().layers()[0]->parameter_count());
  EXPECT_TRUE(std::equal(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(count), before.begin()));
  EXPECT_NE(after, before) << "the others moved";
  ui.press("Freeze dense", Role::toggle);
  EXPECT_TRUE(ui.app().document().layers[0].trainable);
  EXPECT_EQ(ui.app().history().epochs(), 1) << "training goes on from there";
}

TEST(Network, TheLinesShowGradientsAndUpdates) {
  Headless ui(Trainer::Mode::slices, {1600, 900},
              "optimizer=sgd:learning_rate=0.5&layers=dense:2:tanh,dense:1:sigmoid");
  ui.press("Gradients", Role::tab);
  ui.app().step(Gear::batch);
  ui.until([&] { return ui.app().snapshot().batch == 1; });
  const auto gradients = ui.app().snapshot().gradients;
  ASSERT_EQ(gradients.size(), ui.app().snapshot().weights.size());
  ui.press("Updates", Role::tab);
  const std::vector<float> before = ui.app().snapshot().weights;
  ui.app().step(Gear::batch);
  ui.until([&] { return ui.app().snapshot().batch == 2; });
  const auto& updates = ui.app().snapshot().updates;
  ASSERT_EQ(updates.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(updates[i], ui.app().snapshot().weights[i] - before[i]);
  ui.press("Weights", Role::tab);
  ui.app().step(Gear::batch);
  ui.until([&] { return ui.app().snapshot().batch == 3; });
  EXPECT_TRUE(ui.app().snapshot().gradients.empty()) << "what nobody looks at is not copied";
}

TEST(Network, WideLayersFoldAndTheirWindowMoves) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:4096:relu,dense:1:sigmoid&samples=20");
  ASSERT_TRUE(ui.app().notices.empty());
  const MirrorItem* shown = ui.find(Role::status, "Shown units of dense");
  ASSERT_NE(shown, nullptr);
  EXPECT_NE(shown->value.find("of 4096"), std::string::npos);
  EXPECT_NE(ui.find(Role::button, "dense unit 1"), nullptr);
  ui.press("Next units of dense");
  ui.frames(2);
  EXPECT_EQ(ui.find(Role::button, "dense unit 1"), nullptr);
  ui.press("Previous units of dense");
  ui.frames(2);
  EXPECT_NE(ui.find(Role::button, "dense unit 1"), nullptr);
  ui.press("dense unit 2");
  ui.frames(3);
  EXPECT_NE(ui.find(Role::image, "Enlarged dense unit 2"), nullptr);
}

TEST(Network, AWideLayerUnfoldsAndGoesToAnyUnit) {
  Headless ui(Trainer::Mode::slices, {1280, 900}, "layers=dense:4096:relu,dense:1:sigmoid&samples=20");
  const auto tiles = [&] {
    return std::ranges::count_if(ui.app().ui.mirror.items(), [](const MirrorItem& i) {
      return i.role == Role::button && i.name.starts_with("dense unit ");
    });
  };
  const auto folded = tiles();
  ui.press("Unfold units of dense", Role::toggle);
  ui.frames(2);
  const auto unfolded = tiles();
  EXPECT_GT(unfolded, 2 * folded);
  EXPECT_TRUE(ui.find(Role::toggle, "Unfold units of dense")->on);
  ui.press("dense unit 20");
  ui.frames(3);
  ui.set(Role::number, "Unit number", "4000");
  ui.frames(2);
  EXPECT_NE(ui.find(Role::image, "Enlarged dense unit 4000"), nullptr);
  EXPECT_NE(ui.find(Role::button, "dense unit 4000"), nullptr) << "the window follows";
  EXPECT_EQ(tiles(), unfolded);
  ui.press("Unfold units of dense", Role::toggle);
  ui.frames(2);
  EXPECT_EQ(tiles(), folded);
}

TEST(Network, TheEditorCopiesMovesAndRespellsALayer) {
  Headless ui(Trainer::Mode::slices, {1600, 1200},
              "data=clusters:classes=3&layers=dense:8:relu,dense:4:tanh,dense:3:softmax");
  ui.press("Edit dense");
  ui.frames(3);
  ui.press("Move right");
  EXPECT_EQ(layers_of(ui.app().document()), "dense:4:tanh,dense:8:relu,dense:3:softmax");
  ui.press("Copy layer");  // the card went along
  EXPECT_EQ(layers_of(ui.app().document()), "dense:4:tanh,dense:8:relu,dense:8:relu,dense:3:softmax");
  ui.press("Split activation");
  EXPECT_EQ(layers_of(ui.app().document()), "dense:4:tanh,dense:8,activation:relu,dense:8:relu,dense:3:softmax");
  ui.press("Join activation");
  EXPECT_EQ(layers_of(ui.app().document()), "dense:4:tanh,dense:8:relu,dense:8:relu,dense:3:softmax");
  ui.press("Move left");
  EXPECT_EQ(layers_of(ui.app().document()), "dense:8:relu,dense:4:tanh,dense:8:relu,dense:3:softmax");
  ui.press("Insert layer after");
  ui.press("Insert Dropout");
  EXPECT_EQ(ui.app().document().layers[1].kind, "dropout");
  EXPECT_TRUE(ui.app().notices.empty());
}

/// Moves the mouse there, with frames between as a hand leaves them.
void point_at(Headless& ui, float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  ui.frames(2);
}

TEST(Network, ALayerIsDraggedToAnotherPlace) {
  Headless ui(Trainer::Mode::slices, {1600, 1200},
              "data=clusters:classes=3&layers=dense:8:relu,dense:4:tanh,dense:3:softmax");
  const MirrorItem from = *ui.find(Role::button, "Edit dense"), to = *ui.find(Role::button, "Edit dense_1");
  const float y = from.y + from.height / 2;
  point_at(ui, from.x + from.width / 2, y);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frames(2);
  point_at(ui, from.x + from.width, y);
  point_at(ui, to.x + to.width - 4, y);
  EXPECT_EQ(ui.app().network.dragged, 0);
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frames(3);
  EXPECT_EQ(layers_of(ui.app().document()), "dense:4:tanh,dense:8:relu,dense:3:softmax");
  EXPECT_EQ(ui.app().network.card, NetworkCard::none) << "a drag opens no card";
}

TEST(Network, ALineAndABiasOpenUnderTheMouse) {
  Headless ui(Trainer::Mode::slices, {1600, 1200}, "layers=dense:1:tanh,dense:1:sigmoid");
  ui.frames(3);
  const MirrorItem left = *ui.find(Role::button, "dense unit 1"), right = *ui.find(Role::button, "dense_1 unit 1");
  const auto press_at = [&](float x, float y) {
    point_at(ui, x, y);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    ui.frames();
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    ui.frames(4);
  };
  press_at((left.x + left.width + right.x) / 2, left.y + left.height / 2);
  ui.set(Role::number, "Weight from dense unit 1 to dense_1 unit 1", "1.25");
  const auto& tensors = ui.app().lens().model().layers()[1]->tensors();
  EXPECT_EQ(ui.app().snapshot().weights[static_cast<std::size_t>(tensors[0].offset)], 1.25f);
  ui.press("Close");
  press_at(right.x + 1, right.y + right.height - 1);
  EXPECT_EQ(ui.app().network.card, NetworkCard::weight);
  ui.set(Role::number, "Bias of dense_1 unit 1", "-0.5");
  EXPECT_EQ(ui.app().snapshot().weights[static_cast<std::size_t>(tensors[1].offset)], -0.5f);
}

TEST(Network, NumbersFollowTheKeyboard) {
  Headless ui(Trainer::Mode::slices, {1600, 1200});
  point_at(ui, 5, 1190);
  const auto tip = [] {
    const ImGuiWindow* window = ImGui::FindWindowByName("##Tooltip_00");
    return window && window->Active ? window : nullptr;
  };
  EXPECT_EQ(tip(), nullptr);
  const MirrorItem tile = *ui.find(Role::button, "dense unit 2");
  ui.app().ui.mirror.act({tile.id, MirrorAction::Kind::focus, ""});
  ui.frames(4);
  ASSERT_NE(tip(), nullptr);
  EXPECT_EQ(tip()->Pos.x, std::floor(tile.x + tile.width + 8)) << "beside the tile, not under the mouse";
  EXPECT_EQ(tip()->Pos.y, std::floor(tile.y));
  EXPECT_NE(tile.description.find("bias"), std::string::npos) << tile.description;
}

TEST(Network, SixtyFourLayersStayUsable) {
  std::string layers;
  for (int i = 0; i < 63; ++i) layers += "dense:8:tanh,";
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=" + layers + "dense:1:sigmoid&samples=50");
  ASSERT_TRUE(ui.app().notices.empty());
  EXPECT_EQ(ui.app().document().layers.size(), 64U);
  EXPECT_FALSE(ui.find(Role::button, "Add hidden layer")->enabled);
  EXPECT_LT(ui.app().ui.mirror.items().size(), 700U) << "only what is in sight is drawn";
  ui.press("Edit dense_62");  // scrolls there
  ui.frames(4);
  EXPECT_NE(ui.find(Role::button, "dense_62 unit 1"), nullptr);
  ui.press("Remove layer");
  EXPECT_EQ(ui.app().document().layers.size(), 63U);
}

}  // namespace
}  // namespace chainrule
