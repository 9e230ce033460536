// SPDX-License-Identifier: MIT
#include "engine/io/model_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/document/layer_fields.hpp"
#include "engine/io/catalogue.hpp"
#include "engine/tables/activation.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

Sequential example() {
  Sequential model(Dialect::keras2, 9);
  model.add(read_layer("dense:5:leaky_relu:0.25:name=first"));
  model.add(read_layer("dense:3:use_bias=0:trainable=0"));
  model.add(read_layer("activation:softmax"));
  model.build(4);
  model.compile({{"adam", {0.02}}, "categorical_crossentropy", {"acc"}});
  return model;
}

TEST(ModelJson, ComesBackWithTheSameWeightsAndAnswers) {
  Sequential model = example();
  model.weights()[0] = 1e-30F;
  const std::string text = write_model(model);
  Sequential again = read_model(text);
  EXPECT_TRUE(
      std::equal(model.weights().begin(), model.weights().end(), again.weights().begin(), again.weights().end()));
  EXPECT_EQ(again.summary(), model.summary());
  EXPECT_EQ(again.compile_spec(), model.compile_spec());
  const Matrix x(2, 4, {1, -2, 3, 0.5, 0, 1, 2, 3});
  EXPECT_EQ(again.predict(x).data, model.predict(x).data);
  EXPECT_EQ(write_model(again), text);
}

TEST(ModelJson, KeepsAModelThatIsNotBuilt) {
  Sequential model;
  model.add(read_layer("dense:5:tanh"));
  const Sequential again = read_model(write_model(model));
  EXPECT_FALSE(again.built());
  EXPECT_EQ(again.layers().size(), 1U);
}

TEST(ModelJson, ReadsJsonInsideJson) {
  const std::string text = write_model(example());
  EXPECT_EQ(write_model(read_model(nlohmann::json(text).dump())), text);
}

TEST(ModelJson, SaysWhatIsMissingOrWrong) {
  const auto broken = [](const std::function<void(nlohmann::json&)>& change) {
    auto json = nlohmann::json::parse(write_model(example()));
    change(json);
    return test::message<Error>([&] { read_model(json.dump()); });
  };
  EXPECT_NE(broken([](auto& j) { j.erase("layers"); }).find("\"layers\""), std::string::npos);
  EXPECT_NE(broken([](auto& j) { j["chainrule_model"] = 7; }).find("version"), std::string::npos);
  EXPECT_EQ(broken([](auto& j) { j["dialect"] = "keras4"; }),
            "expected dialect keras2 or keras3 in a model, received 'keras4'");
  EXPECT_NE(broken([](auto& j) { j["weights"].push_back(1); }).find("weights"), std::string::npos);
  EXPECT_NE(broken([](auto& j) { j["weights"][3] = "x"; }).find("'\"x\"'"), std::string::npos);
  EXPECT_NE(broken([](auto& j) { j["weights"][3] = nullptr; }), "");
  EXPECT_NE(broken([](auto& j) { j["weights"] = 4; }), "");
  EXPECT_NE(broken([](auto& j) { j["inputs"] = 1e9; }), "");
  EXPECT_NE(broken([](auto& j) { j["inputs"] = 1000000000; }), "");
  EXPECT_NE(broken([](auto& j) { j["layers"][0]["units"] = 0; }), "");
  EXPECT_NE(broken([](auto& j) { j["compile"]["loss"] = "mes"; }).find("'mse'"), std::string::npos);
  EXPECT_NE(test::message<Error>([] { read_model("[]"); }), "");
  EXPECT_NE(test::message<Error>([] { read_model("{"); }), "");
}

TEST(Tables, HaveEveryRowWithHelp) {
  const auto tables = nlohmann::json::parse(write_tables());
  for (const auto& [family, rows] : tables.items()) {
    EXPECT_FALSE(rows.empty()) << family;
    for (const auto& row : rows) EXPECT_FALSE(row.at("help").get<std::string>().empty()) << row;
  }
  EXPECT_EQ(tables.at("activations").size(), activations().size());
  EXPECT_EQ(tables.at("layers").at(0).at("parameters").at(0).at("name"), "units");
  EXPECT_EQ(tables.at("fit").size(), 6U);
}

}  // namespace
}  // namespace chainrule
