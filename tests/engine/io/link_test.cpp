// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/link.hpp"
#include "engine/io/link_examples.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/document/random_document.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using Texts = std::vector<std::string>;

std::string only_complaint(std::string_view link) {
  const auto result = read_link(link);
  if (result.complaints.size() != 1) return std::to_string(result.complaints.size()) + " complaints";
  return result.complaints[0].text;
}

TEST(Link, OpensTheExampleOfTheGrammar) {
  const auto [d, complaints, given, trained, mended] = read_link(
      "#data=spiral&noise=0.1&layers=dense:8:tanh,dense:8:tanh,dense:1:sigmoid&optimizer=adam:learning_rate=0.01"
      "&loss=binary_crossentropy&metrics=acc&batch_size=32&epochs=50&validation_split=0.3&seed=7&scene=backprop"
      "&hide=data,code&theme=dark");
  for (const auto& complaint : complaints) ADD_FAILURE() << complaint.text;
  EXPECT_EQ(d.data, "spiral");
  EXPECT_EQ(d.noise, 0.1);
  ASSERT_EQ(d.layers.size(), 3U);
  EXPECT_EQ(d.layers[1], read_layer("dense:8:tanh"));
  EXPECT_EQ(d.compile.optimizer.values[0], 0.01);
  EXPECT_EQ(d.compile.metrics, (Texts{"acc"}));
  EXPECT_EQ(d.fit, (FitSpec{32, 50, 0.3, true}));
  EXPECT_EQ(d.seed, 7U);
  EXPECT_EQ(d.scene, "backprop");
  EXPECT_EQ(d.hide, (Texts{"data", "code"}));
  EXPECT_EQ(d.theme, "dark");
  EXPECT_EQ(given.size(), 13U);
  EXPECT_EQ(mended, "");
}

TEST(Link, EmptyMeansTheDefaultDocument) {
  for (const char* link : {"", "#", "&", "#&&&"}) {
    EXPECT_EQ(read_link(link).document, default_document());
    EXPECT_TRUE(read_link(link).complaints.empty());
  }
  EXPECT_EQ(write_link(default_document()), "");
}

TEST(Link, ReadsEncodedLinksToo) {
  const auto plain = read_link("layers=dense:8:tanh,dense:1:sigmoid&optimizer=adam:learning_rate=0.02");
  const auto coded = read_link("layers=dense%3A8%3Atanh%2Cdense%3a1%3asigmoid&optimizer=adam%3Alearning_rate%3D0.02");
  EXPECT_EQ(plain.document, coded.document);
  EXPECT_TRUE(coded.complaints.empty());
}

TEST(Link, WritesReadably) {
  Document d = default_document();
  d.data = "spiral";
  d.layers[0] = read_layer("dense:8:leaky_relu:negative_slope=0.3");
  d.compile.optimizer.values[0] = 0.03;
  EXPECT_EQ(write_link(d),
            "data=spiral&layers=dense:8:leaky_relu:negative_slope=0.3,dense:4:tanh,dense:1:sigmoid"
            "&optimizer=adam:learning_rate=0.03");
}

TEST(Link, ReadsBackWhatItWrites) {
  Random random(21);
  for (int i = 0; i < 500; ++i) {
    Document document = test::random_document(random);
    const std::string link = write_link(document);
    const auto result = read_link(link);
    EXPECT_EQ(result.document, document) << link;
    EXPECT_EQ(result.complaints.size(), document.unknown.size()) << link;
    EXPECT_EQ(write_link(result.document), link);
    EXPECT_EQ(read_link("#" + link).document, document);
    for (const char c : link) EXPECT_TRUE(c > ' ' && c < 127 && c != '"' && c != '<' && c != '>') << link;
  }
}

TEST(Link, KeepsAndReportsUnknownKeys) {
  const auto result = read_link("nosie=0.3&zoom=2%263&data=xor");
  EXPECT_EQ(result.document.data, "xor");
  EXPECT_EQ(result.document.unknown.at("zoom"), "2&3");
  ASSERT_EQ(result.complaints.size(), 2U);
  EXPECT_EQ(result.complaints[0].key, "nosie");
  EXPECT_NE(result.complaints[0].text.find("did you mean 'noise'?"), std::string::npos);
  EXPECT_NE(write_link(result.document).find("zoom=2%263"), std::string::npos);
}

TEST(Link, NamesKeyValueAndWhatIsAllowed) {
  EXPECT_EQ(only_complaint("noise=2"), "noise: expected noise between 0 and 1, received '2'; it stays '0.1'");
  EXPECT_EQ(only_complaint("epochs=ten"),
            "epochs: expected epochs as a whole number between 1 and 1000000, received 'ten'; it stays '100'");
  EXPECT_NE(only_complaint("data=spirl").find("did you mean 'spiral'?; it stays 'circle'"), std::string::npos);
  EXPECT_NE(only_complaint("layers=dense:8,dense:8:tahn").find("in layer 2 'dense:8:tahn'"), std::string::npos);
  EXPECT_NE(only_complaint("optimizer=adam:learning_rate=-1").find("between 0 and 100"), std::string::npos);
  EXPECT_NE(only_complaint("optimizer=adm").find("did you mean 'adam'?"), std::string::npos);
  EXPECT_NE(only_complaint("loss=mes").find("did you mean 'mse'?"), std::string::npos);
  EXPECT_NE(only_complaint("metrics=acc,acu").find("'acu'"), std::string::npos);
  EXPECT_NE(only_complaint("hide=date").find("did you mean 'data'?"), std::string::npos);
  EXPECT_NE(only_complaint("seed=-1").find("seed"), std::string::npos);
  EXPECT_NE(only_complaint("validation_split=1").find("not including"), std::string::npos);
  EXPECT_NE(only_complaint("noise=nan").find("between 0 and 1"), std::string::npos);
  EXPECT_NE(only_complaint("csv=a,b").find("in files only"), std::string::npos);
  EXPECT_NE(only_complaint("scene=<script>").find("backprop"), std::string::npos);
  EXPECT_NE(only_complaint("=5").find("key=value"), std::string::npos);
}

TEST(Link, ABadValueLeavesTheRestAlone) {
  const auto result = read_link("data=xor&noise=9&layers=dense:8:relu,dense:9999&epochs=7");
  EXPECT_EQ(result.document.data, "xor");
  EXPECT_EQ(result.document.fit.epochs, 7);
  EXPECT_EQ(result.document.noise, default_document().noise);
  EXPECT_EQ(result.document.layers, default_document().layers);
  EXPECT_TRUE(result.has("epochs"));
  EXPECT_FALSE(result.has("noise"));
}

TEST(Link, HasAnExampleForEachKeyThatOpens) {
  std::vector<std::string> keys, examples;
  for (const Field& field : document_fields())
    if (field.in_link) keys.emplace_back(field.key);
  keys.insert(keys.end(), {"weights", "epoch"});
  for (const LinkExample& example : link_examples()) {
    examples.emplace_back(example.key);
    const ReadResult read = read_link(example.link);
    for (const Complaint& c : read.complaints) ADD_FAILURE() << example.link << ": " << c.text;
    EXPECT_EQ(read.mended, "") << example.link;
    EXPECT_TRUE(read.has(example.key)) << example.link;
    const BundledData* bundled = find_bundled(read.document.data);
    const DataSet data = make_data(read.document, bundled ? test::asset(std::string(bundled->file)) : "");
    const Document document = completed(read, data);
    EXPECT_EQ(make_targets(data, document).rows, data.x.rows) << example.link;
    const auto model = make_model(document, data.x.cols);
    if (read.trained) { EXPECT_EQ(static_cast<std::size_t>(model->count_params()), read.trained->weights.size()); }
  }
  EXPECT_EQ(examples, keys) << "in the order of the table";
}

TEST(Link, StaysHarmless) {
  EXPECT_NE(only_complaint(std::string(100'000, 'a')).find("65536"), std::string::npos);
  std::string many = "layers=dense:1", junk;
  for (int i = 0; i < 100; ++i) many += ",dense:1";
  EXPECT_NE(only_complaint(many).find("at most 64 layers"), std::string::npos);
  for (int i = 0; i < 5000; ++i) junk += "k" + std::to_string(i) + "=1&";
  const auto result = read_link(junk);
  EXPECT_LE(result.complaints.size(), 64U);
  EXPECT_LE(result.document.unknown.size(), 64U);
  read_link("%&%4&%zz=%&a%00b=%00");
  read_link(std::string_view("\0&\0=\0", 5));
}

}  // namespace
}  // namespace chainrule
