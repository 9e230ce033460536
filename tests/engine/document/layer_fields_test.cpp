// SPDX-License-Identifier: MIT
#include "engine/document/layer_fields.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/engine/document/random_document.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

std::string complaint(std::string_view text) {
  return test::message<Error>([text] { read_layer(text); });
}

TEST(ReadLayer, TakesUnitsAndActivationByPlace) {
  const LayerSpec dense = read_layer("dense:8:tanh");
  EXPECT_EQ(dense.kind, "dense");
  EXPECT_EQ(dense.units, 8);
  EXPECT_EQ(dense.activation.name, "tanh");
  EXPECT_EQ(read_layer("dense").units, 1);
  EXPECT_EQ(read_layer("dense").activation.name, "linear");
  EXPECT_EQ(read_layer("dense:3").units, 3);
  EXPECT_EQ(read_layer("activation:softmax").activation.name, "softmax");
  EXPECT_EQ(read_layer(" dense : 8 : tanh ").units, 8);
}

TEST(ReadLayer, TakesTheRestByName) {
  const LayerSpec layer = read_layer(
      "dense:8:leaky_relu:negative_slope=0.3:use_bias=0:kernel_initializer=he_normal:"
      "trainable=false:input_dim=3:name=hidden");
  EXPECT_EQ(layer.activation, (Choice{"leaky_relu", {0.3}}));
  EXPECT_FALSE(layer.use_bias);
  EXPECT_EQ(layer.kernel_initializer.name, "he_normal");
  EXPECT_FALSE(layer.trainable);
  EXPECT_EQ(layer.input_dim, 3);
  EXPECT_EQ(layer.name, "hidden");
  EXPECT_EQ(read_layer("dense:activation=relu:units=4"), read_layer("dense:4:relu"));
  EXPECT_EQ(read_layer("dense:8:leaky_relu:0.3"), read_layer("dense:8:leaky_relu:negative_slope=0.3"));
}

TEST(ReadLayer, SaysWhatIsWrong) {
  EXPECT_NE(complaint("dnese:8").find("did you mean 'dense'?"), std::string::npos);
  EXPECT_EQ(complaint("dense:tanh"), "expected units as a whole number between 1 and 4096, received 'tanh'");
  EXPECT_EQ(complaint("dense:0"), "expected units as a whole number between 1 and 4096, received '0'");
  EXPECT_NE(complaint("dense:2.5"), "");
  EXPECT_NE(complaint("dense:5000"), "");
  EXPECT_NE(complaint("dense:8:rleu").find("did you mean 'relu'?"), std::string::npos);
  EXPECT_NE(complaint("dense:8:tanh:use_bais=0").find("did you mean 'use_bias'?"), std::string::npos);
  EXPECT_NE(complaint("dense:8:leaky_relu:negative_slop=0").find("did you mean 'negative_slope'?"), std::string::npos);
  EXPECT_NE(complaint("dense:8:tanh:0.3").find("use_bias"), std::string::npos);
  EXPECT_EQ(complaint("dense:8:tanh:use_bias=maybe"), "expected use_bias as 0 or 1, received 'maybe'");
  EXPECT_NE(complaint("activation:tanh:units=3"), "");
  EXPECT_NE(complaint("dense:8:tanh:name=a b"), "");
  EXPECT_NE(complaint(""), "");
  EXPECT_NE(complaint(":::::"), "");
}

TEST(WriteLayer, IsShort) {
  EXPECT_EQ(write_layer(read_layer("dense:8:tanh")), "dense:8:tanh");
  EXPECT_EQ(write_layer(read_layer("dense")), "dense:1");
  EXPECT_EQ(write_layer(read_layer("activation:relu")), "activation:relu");
  EXPECT_EQ(write_layer(LayerSpec{}), "dense:1");
}

TEST(WriteLayer, ReadsBackAsTheSame) {
  Random random(11);
  for (int i = 0; i < 2000; ++i) {
    const LayerSpec layer = test::random_layer(random);
    EXPECT_EQ(read_layer(write_layer(layer)), layer) << write_layer(layer);
  }
}

// The text form tells options of the layer from parameters of its choices by name alone.
TEST(LayerFields, ShareNoNameWithParameters) {
  std::set<std::string_view> keys{"kind"};
  for (const LayerField& field : layer_fields()) EXPECT_TRUE(keys.insert(field.key).second);
  for (const auto& row : activations())
    for (const Parameter& p : row.parameters) EXPECT_FALSE(keys.contains(p.name)) << row.name;
  for (const auto& row : initializers())
    for (const Parameter& p : row.parameters) EXPECT_FALSE(keys.contains(p.name)) << row.name;
}

}  // namespace
}  // namespace chainrule
