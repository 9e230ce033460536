// SPDX-License-Identifier: MIT
#include "engine/document/scenes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/document/data_set.hpp"
#include "engine/document/document.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/panels.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {

TEST(Scenes, AreThoseOfTheDesign) {
  std::vector<std::string> names;
  for (const Scene& t : scenes()) names.emplace_back(t.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"neuron", "layer", "mlp", "parameters", "activation", "feedforward", "loss",
                                      "chain", "backprop", "update", "training", "overfitting", "metrics", "play"}));
}

TEST(Scenes, HaveLinksWithoutMistakesAndPanelsThatExist) {
  for (const Scene& t : scenes()) {
    const ReadResult read = read_link("scene=" + std::string(t.name));
    EXPECT_TRUE(read.complaints.empty()) << t.name << ": " << (read.complaints.empty() ? "" : read.complaints[0].text);
    EXPECT_TRUE(read_link(t.link).complaints.empty()) << t.name;
    EXPECT_FALSE(t.title.empty() || t.help.empty()) << t.name;
    int shown = 0;
    for (const Panel& panel : panels()) shown += shows(t, panel.name);
    EXPECT_EQ(shown, 1 + std::count(t.panels.begin(), t.panels.end(), ',')) << t.name << ": a panel of another name";
    const DataSet data = make_data(read.document, "");
    EXPECT_GT(make_model(read.document, data.x.cols)->count_params(), 0) << t.name;
  }
}

/// The lecture's network of 41 parameters.
TEST(Scenes, ParametersAreTheLectures) {
  const Document d = read_link("scene=parameters").document;
  EXPECT_EQ(make_model(d, make_data(d, "").x.cols)->count_params(), 41);
  EXPECT_EQ(d.dialect, Dialect::keras2);
}

TEST(Scenes, AreWrittenAsShortAsTheyAreRead) {
  for (const Scene& t : scenes()) {
    const std::string link = "scene=" + std::string(t.name);
    EXPECT_EQ(write_link(read_link(link).document), link);
  }
}

/// What a link says itself comes before the scene's; the weights of other layers have no place in it.
TEST(Scenes, ChangedExperimentsComeBackFromTheirLinks) {
  for (const Scene& t : scenes()) {
    for (const char* more :
         {"data=xor", "data=circle", "layers=dense:3:tanh,dense:1:sigmoid",
          "data=spiral&layers=dense:5:relu,dense:1:sigmoid", "batch_size=7", "theme=dark", "seed=9&epochs=3",
          "initial_weights=", "optimizer=adam:learning_rate=0.1", "metrics=", "hide=output"}) {
      const std::string link = "scene=" + std::string(t.name) + "&" + more;
      const ReadResult read = read_link(link);
      EXPECT_TRUE(read.complaints.empty()) << link << ": " << (read.complaints.empty() ? "" : read.complaints[0].text);
      EXPECT_EQ(read_link(write_link(read.document)).document, read.document)
          << link << " became " << write_link(read.document);
    }
  }
  const Document other = read_link("scene=chain&layers=dense:3:tanh,dense:1:sigmoid").document;
  EXPECT_TRUE(other.weights.empty());
  EXPECT_EQ(other.data, "sheet");
  const Document own = read_link("scene=chain&data=xor").document;
  EXPECT_EQ(own.layers, default_document().layers);
  EXPECT_EQ(own.scene, "chain");
}

TEST(Scenes, UnknownSceneSaysWhichThereAre) {
  const ReadResult read = read_link("scene=backdrop");
  ASSERT_EQ(read.complaints.size(), 1U);
  for (const Scene& t : scenes())
    EXPECT_NE(read.complaints[0].text.find(t.name), std::string::npos) << read.complaints[0].text;
  EXPECT_EQ(read.document.scene, "");
}

}  // namespace
}  // namespace chainrule
