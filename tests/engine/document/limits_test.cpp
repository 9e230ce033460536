// SPDX-License-Identifier: MIT
// What a document takes and what it does not, from both sides of each limit; and what of a user's choices stays when
// the data change.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/document/data_set.hpp"
#include "engine/document/document.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/document/scenes.hpp"
#include "engine/document/table_data.hpp"
#include "engine/io/link.hpp"
#include "engine/tables/loss.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using test::message;

/// "" where the field takes the text, else why not.
std::string trouble(std::string_view key, const std::string& text) {
  Document document = default_document();
  for (const Field& field : document_fields())
    if (field.key == key) return message<Error>([&] { field.read(document, text); });
  return "there is no such field";
}
Document document_of(const std::string& link) {
  const ReadResult read = read_link(link);
  for (const auto& complaint : read.complaints) ADD_FAILURE() << complaint.text;
  return read.document;
}

std::string many(int count, const std::string& item) {
  std::string text;
  for (int i = 0; i < count; ++i) text += (i > 0 ? "," : "") + item;
  return text;
}

TEST(Limits, AreTakenAndNoMore) {
  EXPECT_EQ(trouble("metrics", many(16, "mse")), "");
  EXPECT_NE(trouble("metrics", many(17, "mse")).find("at most 16 metrics, received 17"), std::string::npos);
  EXPECT_EQ(trouble("callbacks", many(16, "csv_logger")), "");
  EXPECT_NE(trouble("callbacks", many(17, "csv_logger")), "");
  EXPECT_EQ(trouble("validation_split", "0"), "");
  EXPECT_EQ(trouble("validation_split", "0.999"), "");
  EXPECT_NE(trouble("validation_split", "1"), "");
  EXPECT_NE(trouble("validation_split", "-0.001"), "");
  for (const char* key : {"noise", "label_noise", "outliers"}) {
    EXPECT_EQ(trouble(key, "0"), "") << key;
    EXPECT_EQ(trouble(key, "1"), "") << key;
    EXPECT_NE(trouble(key, "1.001"), "") << key;
    EXPECT_NE(trouble(key, "-0.001"), "") << key;
  }
  EXPECT_EQ(trouble("imbalance", "0.95"), "");
  EXPECT_NE(trouble("imbalance", "0.951"), "");
  EXPECT_EQ(trouble("samples", "2"), "");
  EXPECT_NE(trouble("samples", "1"), "");
  EXPECT_EQ(trouble("epochs", "1"), "");
  EXPECT_NE(trouble("epochs", "0"), "");
  EXPECT_EQ(trouble("batch_size", "1"), "");
  EXPECT_NE(trouble("batch_size", "0"), "");
  EXPECT_EQ(trouble("seed", "18446744073709551615"), "");
  EXPECT_NE(trouble("seed", "18446744073709551616"), "");
  EXPECT_EQ(trouble("class_weight", "0,1000000"), "");
  EXPECT_NE(trouble("class_weight", "1000001"), "");
  EXPECT_NE(trouble("class_weight", "-1"), "");
}

TEST(Limits, ANameOfALayerHasSixtyFourSigns) {
  EXPECT_TRUE(is_layer_name(std::string(64, 'n')));
  EXPECT_FALSE(is_layer_name(std::string(65, 'n')));
  EXPECT_FALSE(is_layer_name(""));
  EXPECT_FALSE(is_layer_name("/n"));
  EXPECT_TRUE(is_layer_name("n/_.-9"));
  EXPECT_FALSE(is_layer_name("n n"));
}

TEST(Limits, ANameOfAFileIsCut) {
  Document document = default_document();
  for (const Field& field : document_fields())
    if (field.key == "csv_name") field.read(document, std::string(1000, 'n'));
  EXPECT_EQ(document.csv_name, std::string(256, 'n'));
}

// "none" says that a class has no weight of its own: in Keras 2.2 that is refused, so it is not the same as 1.
TEST(ClassWeight, OfNoneIsNoNumber) {
  const Document document = document_of("class_weight=1,none,0.5");
  ASSERT_EQ(document.fit.class_weight.size(), 3U);
  EXPECT_EQ(document.fit.class_weight[1], unset);
  EXPECT_NE(write_link(document).find("class_weight=1,none,0.5"), std::string::npos) << write_link(document);
}

// ---- what stays when the data change ----

/// The loss as a link has it, after the document was made to fit the data of another link.
Document fitted(const std::string& link, const std::string& data) {
  Document document = document_of(link);
  const Document other = document_of(data);
  fit_output_to_data(document, make_data(other, ""));
  return document;
}
std::string loss_of(const Document& d) { return write_choice(losses(), d.compile.loss, d.dialect); }

TEST(FitOutputToData, KeepsALossThatFitsWithItsNumbers) {
  EXPECT_EQ(loss_of(fitted("loss=binary_crossentropy:label_smoothing=0.1", "data=xor")),
            "binary_crossentropy:label_smoothing=0.1");
  EXPECT_EQ(loss_of(fitted("loss=huber:delta=0.5", "data=plane")), "huber:delta=0.5");
  EXPECT_EQ(loss_of(fitted("loss=mae", "data=curve")), "mae");
  EXPECT_EQ(loss_of(fitted("loss=sparse_categorical_crossentropy", "data=clusters")),
            "sparse_categorical_crossentropy");
  EXPECT_EQ(loss_of(fitted("loss=categorical_crossentropy:label_smoothing=0.2", "data=clusters")),
            "categorical_crossentropy:label_smoothing=0.2");
}

TEST(FitOutputToData, TakesTheUsualLossWhereTheOldOneDoesNotFit) {
  EXPECT_EQ(loss_of(fitted("loss=huber", "data=xor")), "binary_crossentropy");
  EXPECT_EQ(loss_of(fitted("loss=binary_crossentropy", "data=plane")), "mse");
  EXPECT_EQ(loss_of(fitted("loss=binary_crossentropy", "data=clusters")), "categorical_crossentropy");
}

TEST(FitOutputToData, KeepsMetricsThatFit) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(fitted("metrics=auc,mse", "data=xor").compile.metrics, (Texts{"auc", "mse"}));
  EXPECT_EQ(fitted("metrics=", "data=xor").compile.metrics, (Texts{"acc"}));
  EXPECT_EQ(fitted("metrics=acc,mae", "data=plane").compile.metrics, (Texts{"mae"}));
}

TEST(FitOutputToData, GivesTheLastLayerAsManyUnitsAsThereIsToSay) {
  EXPECT_EQ(fitted("layers=dense:4,dense:7:relu", "data=xor").layers.back().units, 1);
  EXPECT_EQ(fitted("layers=dense:4,dense:7:relu", "data=clusters:classes=5").layers.back().units, 5);
  EXPECT_EQ(fitted("layers=dense:4,dense:7:relu", "data=plane").layers.back().units, 1);
  EXPECT_EQ(fitted("layers=dense:4,dense:7:relu", "data=xor").layers.back().activation.name, "sigmoid");
  EXPECT_EQ(fitted("layers=dense:4,dense:7:relu", "data=plane").layers.back().activation.name, "linear");
}

TEST(MakeTargets, OneUnitSaysOneOfTwoClassesAndNoMore) {
  const auto wants = [](const std::string& link) {
    const Document d = document_of(link);
    return message<Error>([&] { make_targets(make_data(d, ""), d); });
  };
  EXPECT_EQ(wants("data=xor&loss=mse&layers=dense:1"), wants("data=xor&layers=dense:1:sigmoid"));
  EXPECT_EQ(wants("data=xor&layers=dense:1:sigmoid"), "");
  EXPECT_NE(wants("data=clusters:classes=3&layers=dense:1:sigmoid").find("3 units"), std::string::npos);
}

// ---- rows ----

// The first 1 - validation_split of the rows say what mean and deviation are.
TEST(MakeData, StandardisesByTheRowsThatTrain) {
  for (const double split : {0.0, 0.25, 0.6}) {
    const Document d = document_of("data=gauss&samples=80&standardise=1&validation_split=" + std::to_string(split));
    const DataSet data = make_data(d, "");
    const auto train = static_cast<Index>(std::floor(80 * (1 - split)));
    double sum = 0, squares = 0;
    for (Index r = 0; r < train; ++r) sum += data.x(r, 0), squares += double(data.x(r, 0)) * double(data.x(r, 0));
    EXPECT_NEAR(sum / static_cast<double>(train), 0, 1e-5) << split;
    EXPECT_NEAR(squares / static_cast<double>(train), 1, 1e-4) << split;
  }
}

TEST(MakeData, DrawnPointsHaveAsManyClassesAsTheirLargestLabelSays) {
  EXPECT_EQ(make_data(document_of("data=points&points=0:0:0;1:1:0"), "").classes(), 2) << "never fewer than two";
  EXPECT_EQ(make_data(document_of("data=points&points=0:0:0;1:1:1"), "").classes(), 2);
  EXPECT_EQ(make_data(document_of("data=points&points=0:0:0;1:1:2"), "").classes(), 3);
  EXPECT_EQ(make_data(document_of("data=points&points=0:0:5;1:1:2"), "").classes(), 6);
}

TEST(MakeData, NamesPixelsByRowAndColumn) {
  const Document mnist = document_of("data=mnist");
  const std::string text =
      test::asset("data/mnist4096-images.idx3-ubyte") + test::asset("data/mnist4096-labels.idx1-ubyte");
  const DataSet data = make_data(mnist, text);
  EXPECT_EQ(data.feature_names[0], "pixel 0,0");
  EXPECT_EQ(data.feature_names[27], "pixel 0,27");
  EXPECT_EQ(data.feature_names[28], "pixel 1,0");
  EXPECT_EQ(data.feature_names[783], "pixel 27,27");
}

// ---- links ----

// Weights that a scene brings along belong to its own layers; with others they stand in the link.
TEST(Link, KeepsAScenesWeightsUnderOtherLayers) {
  int with_weights = 0;
  for (const Scene& scene : scenes()) {
    Document document = document_of("scene=" + std::string(scene.name));
    if (document.weights.empty()) continue;
    ++with_weights;
    document.layers[0].activation = document.layers[0].activation.name == "tanh" ? "relu" : "tanh";
    EXPECT_EQ(document_of(write_link(document)).weights, document.weights) << scene.name;
    document.weights.clear();
    EXPECT_EQ(document_of(write_link(document)), document) << scene.name;
  }
  EXPECT_GT(with_weights, 0);
}

}  // namespace
}  // namespace chainrule
