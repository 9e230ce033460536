// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "engine/io/history_csv.hpp"
#include "engine/document/document.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/json.hpp"
#include "engine/io/json_text.hpp"
#include "tests/engine/document/random_document.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

std::string error(std::string_view text) {
  return test::message<Error>([text] { read_json(text); });
}
std::string only_complaint(std::string_view text) {
  const auto result = read_json(text);
  if (result.complaints.size() != 1) return std::to_string(result.complaints.size()) + " complaints";
  return result.complaints[0].text;
}

TEST(Json, ReadsBackWhatItWrites) {
  Random random(31);
  for (int i = 0; i < 300; ++i) {
    Document document = test::random_document(random);
    for (auto& [key, value] : document.unknown) value = "text " + value;  // other values come back as JSON's own types
    if (i % 3 == 0) {
      document.csv = "a,b\n1,\"x\"\n";
      document.csv_name = "mine.csv";
    }
    const std::string text = write_json(document);
    const auto result = read_json(text);
    EXPECT_EQ(result.document, document) << text;
    EXPECT_EQ(result.complaints.size(), document.unknown.size()) << text;
  }
}

TEST(Json, WritesTypedMembers) {
  Document document = default_document();
  document.seed = 18446744073709551615ULL;
  const auto json = nlohmann::json::parse(write_json(document));
  EXPECT_EQ(json.at("samples"), 500);
  EXPECT_EQ(json.at("noise"), 0.1);
  EXPECT_EQ(json.at("standardise"), "auto");
  EXPECT_EQ(json.at("seed"), 18446744073709551615ULL);
  EXPECT_EQ(json.at("metrics"), nlohmann::json::array({"acc"}));
  EXPECT_EQ(json.at("layers").at(0), (nlohmann::json{{"kind", "dense"}, {"units", 4}, {"activation", "tanh"}}));
  EXPECT_EQ(json.at("optimizer"), "adam:learning_rate=0.01");
  EXPECT_EQ(json.at("chainrule"), 1);
  EXPECT_FALSE(json.contains("csv"));
}

TEST(Json, TakesChoicesAndLayersAsObjectsOrTexts) {
  const auto result = read_json(R"({"optimizer": {"name": "adam", "learning_rate": 0.02}, "metrics": ["acc", "mse"],
    "layers": ["dense:8:tanh", {"kind": "dense", "units": 3, "activation": {"name": "leaky_relu", "negative_slope": 0.3},
               "use_bias": false, "kernel_initializer": "he_normal"}, {"kind": "activation", "activation": "softmax"}]})");
  for (const auto& complaint : result.complaints) ADD_FAILURE() << complaint.text;
  EXPECT_EQ(result.document.compile.optimizer.values[0], 0.02);
  EXPECT_EQ(result.document.layers[1],
            read_layer("dense:3:leaky_relu:negative_slope=0.3:use_bias=0:kernel_initializer=he_normal"));
  EXPECT_EQ(result.document.layers[2], read_layer("activation:softmax"));
}

TEST(Json, OneMemberIsOneValue) {
  const auto refused = [](const char* text) { return test::message<Error>([&] { compile_of(parse_json(text)); }); };
  EXPECT_EQ(refused(R"({"optimizer": {"name": "adam", "learning_rate": "0.1:beta_1=0.5"}})"),
            "expected one value as learning_rate, received '0.1:beta_1=0.5'");
  EXPECT_EQ(refused(R"({"optimizer": {"name": "adam", "epsilon=0.5:beta_1": 0.5}})"),
            "expected one value as epsilon=0.5:beta_1, received '0.5'");
  EXPECT_EQ(test::message<Error>(
                [] { layer_of(parse_json(R"({"kind": "batch_normalization", "momentum": "epsilon=0.5"})")); }),
            "expected one value as momentum, received 'epsilon=0.5'");
}

TEST(Json, MetricsMayHaveKeysAsObjects) {
  const CompileSpec compile = compile_of(parse_json(
      R"({"metrics": [{"name": "f1_score", "average": "micro"}, {"kind": "f1_score", "average": "micro", "name": "micro"}]})"));
  EXPECT_EQ(compile.metrics, (std::vector<std::string>{"f1_score:average=micro", "f1_score:average=micro:name=micro"}));
}

TEST(Json, SaysWhereItIsNoJson) {
  EXPECT_EQ(error("{\"data\": \n  spiral}").substr(0, 45), "line 2, column 3: expected JSON, received a s");
  EXPECT_NE(error(""), "");
  EXPECT_NE(error("[1, 2]").find("expected a JSON object"), std::string::npos);
  EXPECT_NE(error("{\"a\": 1"), "");
  EXPECT_NE(error("{\"a\": \"\xFF\"}"), "");
  EXPECT_LT(error("{\"a\": " + std::string(100'000, 'x')).size(), 400U);
}

TEST(Json, RefusesDeepNesting) {
  EXPECT_NE(error(std::string(1'000'000, '[')), "");
  EXPECT_NE(error("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}").find("levels"),
            std::string::npos);
}

TEST(Json, NamesMemberValueAndWhatIsAllowed) {
  EXPECT_EQ(only_complaint(R"({"noise": 3})"), "noise: expected noise between 0 and 1, received '3'; it stays '0.1'");
  EXPECT_NE(only_complaint(R"({"noise": null})").find("null"), std::string::npos);
  EXPECT_NE(only_complaint(R"({"noise": {"a": 1}})").find("name"), std::string::npos);
  EXPECT_NE(only_complaint(R"({"noise": [[1]]})").find("list"), std::string::npos);
  EXPECT_NE(only_complaint(R"({"layers": [{"kind": "dense", "unitss": 3}]})").find("did you mean 'units'?, in layer 1"),
            std::string::npos);
  EXPECT_NE(only_complaint(R"({"layers": [{"units": 3}]})").find("\"kind\""), std::string::npos);
  EXPECT_NE(only_complaint(R"({"layers": 7})").find("list of layers"), std::string::npos);
  EXPECT_NE(only_complaint(R"({"dta": "xor"})").find("did you mean 'data'?"), std::string::npos);
  EXPECT_NE(only_complaint(R"({"chainrule": 99})").find("version"), std::string::npos);
  EXPECT_NE(only_complaint(R"({"optimizer": {"name": "adam", "learning_rate": {"x": 1}}})").find("learning_rate"),
            std::string::npos);
}

TEST(Json, KeepsUnknownMembers) {
  const auto result = read_json(R"({"later": {"a": [1, 2]}, "word": "x"})");
  const auto again = nlohmann::json::parse(write_json(result.document));
  EXPECT_EQ(again.at("later"), (nlohmann::json{{"a", {1, 2}}}));
  EXPECT_EQ(again.at("word"), "x");
}

TEST(Json, WeightsAndHistoryComeBackBitForBit) {
  Random random(5);
  Trained trained;
  for (int i = 0; i < 5000; ++i) {
    const float value = std::bit_cast<float>(random.bits());
    trained.weights.push_back(std::isfinite(value) ? value : 0.5f);
  }
  trained.weights.insert(trained.weights.end(),
                         {-0.0f, std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max()});
  trained.history.keys = {"loss", "val_loss"};
  trained.history.values = {{0.7, 0.1 + 0.2}, {1e-300, std::numeric_limits<double>::infinity()}};
  const std::string text = write_json(default_document(), &trained);
  const auto result = read_json(text);
  EXPECT_TRUE(result.complaints.empty());
  EXPECT_EQ(result.document, default_document());
  ASSERT_TRUE(result.trained);
  ASSERT_EQ(result.trained->weights.size(), trained.weights.size());
  for (std::size_t i = 0; i < trained.weights.size(); ++i)
    EXPECT_EQ(std::bit_cast<std::uint32_t>(result.trained->weights[i]),
              std::bit_cast<std::uint32_t>(trained.weights[i]));
  EXPECT_EQ(result.trained->history.keys, trained.history.keys);
  EXPECT_EQ(result.trained->history.values[0], trained.history.values[0]);
  EXPECT_EQ(result.trained->history.values[1][0], 1e-300);
  EXPECT_TRUE(std::isnan(result.trained->history.values[1][1])) << "JSON has no infinity";
  EXPECT_FALSE(read_json(write_json(default_document())).trained);
}

TEST(Json, BadWeightsAndHistoriesAreLeftOut) {
  for (const char* text : {R"({"weights": 3})", R"({"weights": [1, "2"]})", R"({"weights": [1, null]})",
                           R"({"weights": [1e39]})", R"({"weights": [[1]]})", R"({"history": [1]})",
                           R"({"history": {"loss": 3}})", R"({"history": {"loss": [1, 2], "acc": [1]}})",
                           R"({"history": {"": [1]}})", R"({"history": {"loss": ["a"]}})"}) {
    const auto result = read_json(text);
    EXPECT_EQ(result.complaints.size(), 1U) << text;
    EXPECT_FALSE(result.trained) << text;
  }
  EXPECT_NE(only_complaint(R"({"weights": [1, "2"]})").find("weights: expected numbers, received '\"2\"'"),
            std::string::npos);
  std::string many = "{\"weights\": [0";
  for (Index i = 0; i < limits::parameters; ++i) many += ",0";
  EXPECT_NE(only_complaint(many + "]}").find("at most 10000000"), std::string::npos);
}

TEST(Json, HistoryAsCsv) {
  EXPECT_EQ(write_history_csv({{"loss", "val_loss"}, {{0.5, 0.25}, {1, 2e-9}}, ""}),
            "epoch,loss,val_loss\n1,0.5,1\n2,0.25,2e-9\n");
  EXPECT_EQ(write_history_csv({}), "epoch\n");
}

TEST(Json, WritesTextThatIsNoUtf8) {
  Document document = default_document();
  document.target = "\xFF\xC3";
  EXPECT_NO_THROW(read_json(write_json(document)));
}

TEST(Json, RefusesObjectsOfMoreMembersThanAnyFileHas) {
  std::string many = "{";
  for (int i = 0; i < 300; ++i) many += (i > 0 ? ",\"u" : "\"u") + std::to_string(i) + "\":0";
  EXPECT_EQ(error(many + "}"), "expected at most 256 members in an object, received more");
  EXPECT_EQ(error("{\"a\":[" + many + "}]}"), "expected at most 256 members in an object, received more");
  std::string few = "{\"target\":\"";
  for (int i = 0; i < 300; ++i) few += ",{[\\\"";  // what stands in a text does not count
  few += "\", \"weights\": [1";
  for (int i = 0; i < 300; ++i) few += ",1";  // nor do the members of lists
  EXPECT_EQ(error(few + "]}"), "");
}

TEST(Json, EveryFloatComesBackBitForBit) {
  Random random(3);
  Trained trained;
  for (int i = 0; i < 50'000; ++i) {
    const std::uint32_t bits = random.bits();
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) trained.weights.push_back(value);
  }
  trained.weights.insert(trained.weights.end(), {0.0f, -0.0f, 1e-45f, -3.4028235e38f, 0.1f, 16777216.0f, 1e23f});
  const auto back = read_json(write_json(default_document(), &trained)).trained;
  ASSERT_TRUE(back);
  ASSERT_EQ(back->weights.size(), trained.weights.size());
  EXPECT_EQ(std::memcmp(back->weights.data(), trained.weights.data(), trained.weights.size() * sizeof(float)), 0);
}

}  // namespace
}  // namespace chainrule
