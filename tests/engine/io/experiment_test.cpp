// SPDX-License-Identifier: MIT
#include "engine/io/experiment.hpp"

#include <gtest/gtest.h>

#include "../files.hpp"
#include "engine/generator.hpp"
#include "engine/io/layer_fields.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {

DataSet data_of(const Document& document) {
  const BundledData* bundled = find_bundled(document.data);
  return make_data(document, bundled ? test::asset(std::string(bundled->file)) : "");
}
Document with(std::string_view link) {
  auto result = read_link(link);
  for (const auto& complaint : result.complaints) ADD_FAILURE() << complaint.text;
  return result.document;
}
std::string target_error(const DataSet& data, const Document& document) {
  return test::message<Error>([&] { make_targets(data, document); });
}

TEST(MakeData, KnowsEveryGeneratorAndBundle) {
  Document document = default_document();
  for (const Generator& generator : generators()) {
    document.data = generator.name;
    const DataSet data = data_of(document);
    EXPECT_EQ(data.x.rows, 500);
    EXPECT_EQ(data.x.cols, static_cast<Index>(data.feature_names.size()));
    EXPECT_EQ(data.classes(), generator.classes());
  }
  for (const BundledData& bundled : bundled_data()) {
    document.data = bundled.name;
    const DataSet data = data_of(document);
    EXPECT_EQ(data.image_width, bundled.image_width);
    EXPECT_GE(data.classes(), 3);
  }
}

TEST(MakeData, ScalesPixelsInsteadOfStandardising) {
  const DataSet digits = data_of(with("data=digits"));
  EXPECT_EQ(digits.x.rows, 1797);
  EXPECT_EQ(digits.classes(), 10);
  EXPECT_TRUE(digits.pixels());
  float largest = 0;
  for (const float x : digits.x.data) largest = std::max(largest, x);
  EXPECT_EQ(largest, 1);
  EXPECT_EQ(digits.deviation[5], 16);
  const DataSet raw = data_of(with("data=digits&standardise=0"));
  EXPECT_EQ(raw.deviation[5], 1);
  EXPECT_EQ(raw.x.data[20], digits.x.data[20] * 16);
  EXPECT_FALSE(data_of(with("data=digits&left_out=pixel%200%5C,0")).pixels());
}

TEST(MakeData, GuessesTheProblemFromTheTarget) {
  Document document = default_document();
  document.data = "csv";
  const auto problem = [&](std::string csv) {
    document.csv = std::move(csv);
    return make_data(document, "").problem;
  };
  EXPECT_EQ(problem("a,b\n1,x\n2,y\n"), Problem::classification);
  EXPECT_EQ(problem("a,b\n1,0\n2,1\n3,1\n"), Problem::classification);
  EXPECT_EQ(problem("a,b\n1,0.5\n2,1.5\n"), Problem::regression);
  std::string counts = "a,b\n";
  for (int i = 0; i < 20; ++i) counts += "1," + std::to_string(i) + "\n";
  EXPECT_EQ(problem(counts), Problem::regression);
  document.problem = "regression";
  EXPECT_EQ(problem("a,b\n1,0\n2,1\n3,1\n"), Problem::regression);
  document.data = "nowhere";
  EXPECT_THROW(make_data(document, ""), Error);
}

TEST(MakeTargets, TakesTheFormOfLossAndLayer) {
  Document document = with("data=iris&layers=dense:3:softmax&loss=categorical_crossentropy");
  const DataSet iris = data_of(document);
  const Matrix one_hot = make_targets(iris, document);
  EXPECT_EQ(one_hot.cols, 3);
  for (Index r = 0; r < one_hot.rows; ++r) EXPECT_EQ(one_hot(r, static_cast<Index>(iris.y(r, 0))), 1);
  document.compile.loss = "sparse_categorical_crossentropy";
  EXPECT_EQ(make_targets(iris, document).data, iris.y.data);
  document = with("data=xor&layers=dense:4:tanh,dense:2,activation:softmax&loss=mse");
  EXPECT_EQ(make_targets(data_of(document), document).cols, 2);
}

TEST(MakeTargets, ExplainsWhatDoesNotFit) {
  Document document = with("data=iris&layers=dense:2:softmax&loss=categorical_crossentropy");
  const DataSet iris = data_of(document);
  EXPECT_EQ(target_error(iris, document),
            "expected 3 units in the last layer, received 2 units, because the data has 3 classes");
  document.layers = {read_layer("dense:1:sigmoid")};
  EXPECT_NE(target_error(iris, document), "");
  document.data = "plane";
  document.compile.loss = "sparse_categorical_crossentropy";
  EXPECT_NE(target_error(data_of(document), document).find("loss for numbers"), std::string::npos);
  document.compile.loss = "mse";
  document.layers = {read_layer("dense:2")};
  EXPECT_EQ(target_error(data_of(document), document),
            "expected 1 unit in the last layer, received 2 units, because the data has 1 number to predict");
}

TEST(MakeTargets, WantsTwoUnitsForSoftmaxLosses) {
  for (const std::string loss : {"categorical_crossentropy", "sparse_categorical_crossentropy"}) {
    Document document = default_document();
    document.compile.loss = loss;
    EXPECT_EQ(target_error(data_of(document), document),
              "expected at least 2 units in the last layer for the loss " + loss +
                  ", received 1 unit; for 1 unit there is binary_crossentropy");
  }
}

TEST(MakeModel, RefusesNetworksThatWouldTakeForever) {
  std::string link = "layers=dense:4096:tanh";
  for (int i = 0; i < 62; ++i) link += ",activation:tanh";
  const Document document = with(link + ",dense:1:sigmoid");
  EXPECT_EQ(document.layers.size(), 64U);
  EXPECT_NE(test::message<Error>([&] { make_model(document, 2); }).find("at most 20000 outputs"), std::string::npos);
}

TEST(FitOutputToData, MakesEveryDataSetTrainable) {
  Document document = default_document();
  std::vector<std::string> all{"circle"};
  for (const BundledData& bundled : bundled_data()) all.emplace_back(bundled.name);
  for (const Generator& generator : generators()) all.emplace_back(generator.name);
  for (const auto& name : all) {
    document.data = name;
    const DataSet data = data_of(document);
    fit_output_to_data(document, data);
    const Matrix y = make_targets(data, document);
    const auto model = make_model(document, data.x.cols);
    model->train_on_batch(data.x.view().middle_rows(0, 32), y.view().middle_rows(0, 32));
    EXPECT_EQ(document.layers.size(), 3U);
    EXPECT_EQ(document.layers[0], default_document().layers[0]);
    EXPECT_EQ(document.compile.metrics.empty(), data.problem == Problem::regression);
  }
}

TEST(FitOutputToData, ChoosesWhatTheDataNeeds) {
  Document document = with("data=iris");
  fit_output_to_data(document, data_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:3:softmax"));
  EXPECT_EQ(document.compile.loss.name, "categorical_crossentropy");
  document.compile.loss = "sparse_categorical_crossentropy";
  fit_output_to_data(document, data_of(document));
  EXPECT_EQ(document.compile.loss.name, "sparse_categorical_crossentropy");
  document.data = "xor";
  fit_output_to_data(document, data_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:1:sigmoid"));
  EXPECT_EQ(document.compile.loss.name, "binary_crossentropy");
  document.data = "curve";
  fit_output_to_data(document, data_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:1:linear"));
  EXPECT_EQ(document.compile.loss.name, "mse");
}

TEST(FitOutputToData, ReachesThroughActivationLayers) {
  Document document = with("data=iris&layers=dense:8,activation:relu,dense:1,activation:sigmoid");
  fit_output_to_data(document, data_of(document));
  EXPECT_EQ(document.layers[2], read_layer("dense:3"));
  EXPECT_EQ(document.layers[3], read_layer("activation:softmax"));
  document.layers = {read_layer("activation:tanh")};
  fit_output_to_data(document, data_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:3:softmax"));
}

TEST(MakeModel, IsTheDocumentsModel) {
  const Document document = with("layers=dense:4:tanh,dense:1:sigmoid&dialect=keras2&seed=5");
  const auto model = make_model(document, 2), again = make_model(document, 2);
  EXPECT_EQ(model->count_params(), 2 * 4 + 4 + 4 + 1);
  EXPECT_EQ(model->dialect(), Dialect::keras2);
  EXPECT_TRUE(std::equal(model->weights().begin(), model->weights().end(), again->weights().begin()));
  EXPECT_THROW(make_model(with("layers="), 2), Error);
  EXPECT_THROW(make_model(with("layers=dense:4096,dense:4096,dense:1"), 2), Error);
}

}  // namespace
}  // namespace chainrule
