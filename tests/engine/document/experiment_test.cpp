// SPDX-License-Identifier: MIT
#include "engine/document/experiment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/data/bundled.hpp"
#include "engine/data/generator.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/document/rows.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using test::rows_of;

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
    const DataSet data = rows_of(document);
    EXPECT_EQ(data.x.rows, 500);
    EXPECT_EQ(data.x.cols, static_cast<Index>(data.feature_names.size()));
    EXPECT_EQ(data.classes(), generator.classes());
  }
  for (const BundledData& bundled : bundled_data()) {
    document.data = bundled.name;
    const DataSet data = rows_of(document);
    EXPECT_EQ(data.image_width, bundled.image_width);
    EXPECT_EQ(data.y.rows, data.x.rows);
    EXPECT_EQ(data.classes() == 0, data.problem == Problem::regression);
  }
}

TEST(MakeData, BundlesHaveTheShapeOfTheirSource) {
  const struct {
    const char* name;
    Index rows, inputs, classes;
  } sets[] = {{"iris", 150, 4, 3},           {"penguins", 333, 9, 3},  {"wine", 178, 13, 3},
              {"breast_cancer", 569, 30, 2}, {"diabetes", 442, 10, 0}, {"digits", 1797, 64, 10},
              {"mnist", 4096, 784, 10}};
  for (const auto& set : sets) {
    const DataSet data = rows_of(with("data=" + std::string(set.name)));
    EXPECT_EQ(data.x.rows, set.rows) << set.name;
    EXPECT_EQ(data.x.cols, set.inputs) << set.name;
    EXPECT_EQ(data.classes(), set.classes) << set.name;
  }
}

TEST(MakeData, ReadsMnistsPicturesAndLabels) {
  const DataSet data = rows_of(with("data=mnist&shuffle_rows=0"));
  EXPECT_EQ(data.image_width, 28);
  const auto [low, high] = std::minmax_element(data.x.data.begin(), data.x.data.end());
  EXPECT_EQ(*low, 0);
  EXPECT_EQ(*high, 1);
  const std::string labels = test::asset("data/mnist4096-labels.idx1-ubyte");
  for (Index r = 0; r < 20; ++r) EXPECT_EQ(data.y(r, 0), static_cast<float>(labels[static_cast<std::size_t>(8 + r)]));
  const DataSet mixed = rows_of(with("data=mnist&seed=2"));
  EXPECT_NE(mixed.y.data, data.y.data);
  const BundledData& bundled = *find_bundled("mnist");
  const std::string images = test::asset(std::string(bundled.file));
  Document document = with("data=mnist");
  EXPECT_NE(test::message<Error>([&] { make_data(document, images); }), "") << "its labels are missing";
  EXPECT_NE(test::message<Error>([&] { make_data(document, "a,b\n1,2\n"); }), "");
}

TEST(MakeData, PassesParametersToGenerators) {
  EXPECT_EQ(rows_of(with("data=clusters:classes=5")).classes(), 5);
  EXPECT_EQ(rows_of(with("data=clusters:5")).classes(), 5);
  const DataSet above = rows_of(with("data=above:formula=x1/2&noise=0"));
  for (Index r = 0; r < above.x.rows; ++r) EXPECT_EQ(above.x(r, 1) > above.x(r, 0) / 2, above.y(r, 0) == 1);
  EXPECT_EQ(rows_of(with("imbalance=0.5")).x.rows, 375) << "250 and half of 250";
  EXPECT_NE(rows_of(with("label_noise=0.2")).y.data, rows_of(with("")).y.data);
}

TEST(MakeData, StandardisesGeneratedDataOnlyWhereItIsTold) {
  const DataSet usual = rows_of(with("data=moons")),
                scaled = rows_of(with("data=moons&standardise=1&validation_split=0"));
  EXPECT_EQ(usual.deviation, (std::vector<float>{1, 1}));
  double sum = 0, squares = 0;
  for (Index r = 0; r < scaled.x.rows; ++r) {
    sum += scaled.x(r, 0);
    squares += scaled.x(r, 0) * scaled.x(r, 0);
    EXPECT_NEAR(scaled.own_unit(scaled.x(r, 0), 0), usual.x(r, 0), 1e-5);
  }
  EXPECT_NEAR(sum / 500, 0, 1e-6);
  EXPECT_NEAR(squares / 500, 1, 1e-5);
}

TEST(MakeData, LeavesRowsInOrderWhenTheyAreNotShuffled) {
  const DataSet data = rows_of(with("data=clusters&shuffle_rows=0"));
  EXPECT_TRUE(std::is_sorted(data.y.data.begin(), data.y.data.end()));
}

TEST(MakeData, TakesDrawnPoints) {
  const DataSet data = rows_of(with("data=points&points=1:2:0;-1.5:.25:2;0:0:0&shuffle_rows=0"));
  EXPECT_EQ(data.x.data, (std::vector<float>{1, 2, -1.5F, 0.25F, 0, 0}));
  EXPECT_EQ(data.y.data, (std::vector<float>{0, 2, 0}));
  EXPECT_EQ(data.classes(), 3);
  EXPECT_EQ(test::message<Error>([] { rows_of(with("data=points&points=1:2:0")); }),
            "expected at least 2 points, received 1: draw some more");
}

TEST(Features, AreComputedFromTheInputs) {
  const DataSet data = rows_of(with("features=x1,x2,x1^2,x1*x2,sin(x2)&noise=0"));
  ASSERT_EQ(data.x.cols, 5);
  EXPECT_EQ(data.feature_names, (std::vector<std::string>{"x1", "x2", "x1^2", "x1*x2", "sin(x2)"}));
  EXPECT_EQ(data.input_names(), (std::vector<std::string>{"x1", "x2"}));
  for (Index r = 0; r < 50; ++r) {
    const float a = data.inputs()(r, 0), b = data.inputs()(r, 1);
    EXPECT_EQ(data.x(r, 0), a);
    EXPECT_FLOAT_EQ(data.x(r, 2), a * a);
    EXPECT_FLOAT_EQ(data.x(r, 3), a * b);
    EXPECT_FLOAT_EQ(data.x(r, 4), std::sin(b));
  }
  EXPECT_EQ(data.features_of(data.inputs()).data, data.x.data);
  EXPECT_EQ(rows_of(with("")).inputs().data, rows_of(with("")).x.data);
}

TEST(Features, AreStandardisedAfterwards) {
  const DataSet data = rows_of(with("data=iris&features=petal length (cm),[petal length (cm)]*x4&validation_split=0"));
  EXPECT_EQ(data.x.cols, 2);
  EXPECT_EQ(data.inputs().cols, 4);
  double squares = 0;
  for (Index r = 0; r < data.x.rows; ++r) {
    squares += data.x(r, 1) * data.x(r, 1);
    EXPECT_NEAR(data.x(r, 1) * data.deviation[1] + data.mean[1], data.raw(r, 2) * data.raw(r, 3), 1e-4);
  }
  EXPECT_NEAR(squares / 150, 1, 1e-4);
  const Matrix again = data.features_of(data.raw);
  for (std::size_t i = 0; i < again.data.size(); ++i) EXPECT_NEAR(again.data[i], data.x.data[i], 1e-5);
}

TEST(Features, InputsStandsForAllOfThem) {
  const DataSet data = rows_of(with("data=penguins&left_out=island&features=inputs,log(x4)"));
  EXPECT_EQ(data.feature_names.size(), 7U);
  EXPECT_EQ(data.feature_names[6], "log(x4)");
  const DataSet plain = rows_of(with("data=penguins&left_out=island"));
  for (Index c = 0; c < 6; ++c) EXPECT_EQ(data.x(5, c), plain.x(5, c));
}

TEST(Features, MistakesNameTheFeature) {
  const auto error = [](const char* link) { return test::message<Error>([&] { rows_of(with(link)); }); };
  EXPECT_EQ(error("features=x1,log(x1)").substr(0, 71),
            "feature 'log(x1)': expected a finite number in each row, received none ");
  EXPECT_NE(error("features=x1%2B").find("feature 'x1+': expected a number, a name or '('"), std::string::npos);
  EXPECT_NE(error("features=y").find("received 'y'"), std::string::npos);
}

TEST(Types, AreChangeable) {
  Document document = default_document();
  document.data = "csv";
  document.csv = "code,size,kind\n1,5,a\n2,x,b\n3,y,a\n1,8,b\n";
  EXPECT_EQ(make_data(document, "").feature_names.size(), 5U) << "code, and sizes as texts: 5, 8, x, y";
  document.types = {"code:category", "size:number"};
  const DataSet data = make_data(document, "");
  EXPECT_EQ(data.feature_names, (std::vector<std::string>{"code = 1", "size"}));
  EXPECT_EQ(data.rows_left_out, 2);
  document.types = {"nothing:number"};
  EXPECT_EQ(test::message<Error>([&] { make_data(document, ""); }),
            "expected a column of the table in types, received 'nothing'");
}

TEST(MakeData, ScalesPixelsInsteadOfStandardising) {
  const DataSet digits = rows_of(with("data=digits"));
  EXPECT_EQ(digits.x.rows, 1797);
  EXPECT_EQ(digits.classes(), 10);
  EXPECT_TRUE(digits.pixels());
  float largest = 0;
  for (const float x : digits.x.data) largest = std::max(largest, x);
  EXPECT_EQ(largest, 1);
  EXPECT_EQ(digits.deviation[5], 16);
  const DataSet raw = rows_of(with("data=digits&standardise=0"));
  EXPECT_EQ(raw.deviation[5], 1);
  EXPECT_EQ(raw.x.data[20], digits.x.data[20] * 16);
  EXPECT_FALSE(rows_of(with("data=digits&left_out=pixel%200%5C,0")).pixels());
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
  const DataSet iris = rows_of(document);
  const Matrix one_hot = make_targets(iris, document);
  EXPECT_EQ(one_hot.cols, 3);
  for (Index r = 0; r < one_hot.rows; ++r) EXPECT_EQ(one_hot(r, static_cast<Index>(iris.y(r, 0))), 1);
  document.compile.loss = "sparse_categorical_crossentropy";
  EXPECT_EQ(make_targets(iris, document).data, iris.y.data);
  document = with("data=xor&layers=dense:4:tanh,dense:2,activation:softmax&loss=mse");
  EXPECT_EQ(make_targets(rows_of(document), document).cols, 2);
}

TEST(MakeTargets, ExplainsWhatDoesNotFit) {
  Document document = with("data=iris&layers=dense:2:softmax&loss=categorical_crossentropy");
  const DataSet iris = rows_of(document);
  EXPECT_EQ(target_error(iris, document),
            "expected 3 units in the last layer, received 2 units, because the data has 3 classes");
  document.layers = {read_layer("dense:1:sigmoid")};
  EXPECT_NE(target_error(iris, document), "");
  document.data = "plane";
  document.compile.loss = "sparse_categorical_crossentropy";
  EXPECT_NE(target_error(rows_of(document), document).find("loss for numbers"), std::string::npos);
  document.compile.loss = "mse";
  document.layers = {read_layer("dense:2")};
  EXPECT_EQ(target_error(rows_of(document), document),
            "expected 1 unit in the last layer, received 2 units, because the data has 1 number to predict");
}

TEST(MakeTargets, WantsTwoUnitsForSoftmaxLosses) {
  for (const std::string loss : {"categorical_crossentropy", "sparse_categorical_crossentropy"}) {
    Document document = default_document();
    document.compile.loss = loss;
    EXPECT_EQ(target_error(rows_of(document), document),
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
    const DataSet data = rows_of(document);
    fit_output_to_data(document, data);
    const Matrix y = make_targets(data, document);
    const auto model = make_model(document, data.x.cols);
    model->train_on_batch(data.x.view().middle_rows(0, 32), y.view().middle_rows(0, 32));
    EXPECT_EQ(document.layers.size(), 3U);
    EXPECT_EQ(document.layers[0], default_document().layers[0]);
    EXPECT_EQ(document.compile.metrics.empty(), data.problem == Problem::regression);
  }
}

TEST(FitOutputToData, LeavesNoAccuracyToNumbers) {
  Document document = with("data=plane&metrics=acc:name=hits,binary_accuracy:threshold=0.3,mae:name=accuracy");
  fit_output_to_data(document, rows_of(document));
  EXPECT_EQ(document.compile.metrics, (std::vector<std::string>{"mae:name=accuracy"}));
}

TEST(FitOutputToData, ChoosesWhatTheDataNeeds) {
  Document document = with("data=iris");
  fit_output_to_data(document, rows_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:3:softmax"));
  EXPECT_EQ(document.compile.loss.name, "categorical_crossentropy");
  document.compile.loss = "sparse_categorical_crossentropy";
  fit_output_to_data(document, rows_of(document));
  EXPECT_EQ(document.compile.loss.name, "sparse_categorical_crossentropy");
  document.data = "xor";
  fit_output_to_data(document, rows_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:1:sigmoid"));
  EXPECT_EQ(document.compile.loss.name, "binary_crossentropy");
  document.data = "curve";
  fit_output_to_data(document, rows_of(document));
  EXPECT_EQ(document.layers.back(), read_layer("dense:1:linear"));
  EXPECT_EQ(document.compile.loss.name, "mse");
}

TEST(FitOutputToData, ReachesThroughActivationLayers) {
  Document document = with("data=iris&layers=dense:8,activation:relu,dense:1,activation:sigmoid");
  fit_output_to_data(document, rows_of(document));
  EXPECT_EQ(document.layers[2], read_layer("dense:3"));
  EXPECT_EQ(document.layers[3], read_layer("activation:softmax"));
  document.layers = {read_layer("activation:tanh")};
  fit_output_to_data(document, rows_of(document));
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
