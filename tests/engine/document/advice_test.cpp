// SPDX-License-Identifier: MIT
// Advice: each row where it is due and just beside, that its press mends it, and that nobody is nagged.
#include "engine/document/advice.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/examples.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/fitting.hpp"
#include "engine/document/scenes.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/document/rows.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using test::rows_of;

Document open(const std::string& link) {
  const ReadResult read = read_link(link);
  EXPECT_TRUE(read.complaints.empty()) << link;
  return completed(read, rows_of(read.document));
}
std::string id_of(const Advice* row) { return row ? std::string(row->id) : ""; }

struct Case {
  std::string id, link;
  Signs signs = {};
};
const std::vector<Case> cases{
    {"softmax_one", "layers=dense:4:tanh,dense:1:softmax"},
    {"", "layers=dense:4:tanh,dense:1:sigmoid"},
    {"no_probabilities", "layers=dense:4:tanh,dense:1"},
    {"no_probabilities", "layers=dense:4:tanh,dense:1:relu"},
    {"no_probabilities", "layers=dense:4:tanh,dense:1:tanh"},
    {"no_probabilities", "data=clusters&layers=dense:3:relu&loss=categorical_crossentropy"},
    {"", "layers=dense:4:tanh,dense:1&loss=binary_crossentropy:from_logits=1"},
    {"", "layers=dense:4:tanh,dense:1:hard_sigmoid"},
    {"", "layers=dense:4:tanh,dense:1:tanh&loss=hinge"},
    {"exclusive_classes", "data=clusters&layers=dense:3:sigmoid&loss=categorical_crossentropy"},
    {"exclusive_classes", "data=clusters&layers=dense:3:sigmoid&loss=sparse_categorical_crossentropy"},
    {"exclusive_classes", "data=clusters&layers=dense:3:sigmoid&loss=binary_crossentropy"},
    {"", "data=clusters&layers=dense:3:softmax&loss=sparse_categorical_crossentropy"},
    {"classes_as_numbers", "layers=dense:4:tanh,dense:1:sigmoid&loss=mse"},
    {"classes_as_numbers", "data=clusters&layers=dense:3:softmax&loss=mae"},
    {"large_inputs", "data=breast_cancer&standardise=0&layers=dense:4:tanh,dense:1:sigmoid"},
    {"", "data=breast_cancer&layers=dense:4:tanh,dense:1:sigmoid"},
    {"large_inputs", "features=x1,100*x2"},
    {"", "features=x1,3*x2"},
    {"large_targets", "data=diabetes&layers=dense:4:tanh,dense:1"},
    {"", "data=diabetes&layers=dense:4:tanh,dense:1&optimizer=adam:learning_rate=0.2"},
    {"", "data=diabetes&layers=dense:1&optimizer=sgd:learning_rate=0.01"},
    {"", "data=plane&layers=dense:1&optimizer=adam:learning_rate=0.00001"},
    {"dead_relus", "layers=dense:8:relu,dense:1:sigmoid", {0.6, false}},
    {"", "layers=dense:8:relu,dense:1:sigmoid", {0.5, false}},
    {"", "layers=dense:8:tanh,dense:1:sigmoid", {0.6, false}},
    {"small_rate", "optimizer=adam:learning_rate=0.0001", {0, true}},
    {"", "optimizer=adam:learning_rate=0.0001", {0, false}},
    {"", "optimizer=adam:learning_rate=0.0004", {0, true}},
};

TEST(Advice, IsGivenWhereItIsDueAndMendsIt) {
  std::set<std::string> seen;
  for (const Case& c : cases) {
    Document d = open(c.link);
    const DataSet data = rows_of(d);
    const Advice* row = advice_for(d, data, c.signs);
    EXPECT_EQ(id_of(row), c.id) << c.link;
    if (!row) continue;
    seen.insert(c.id);
    row->mend(d, data);
    const DataSet after = rows_of(d);
    EXPECT_FALSE(row->when(d, after, c.signs)) << c.link << " is not mended";
    EXPECT_EQ(id_of(advice_for(d, after)), "") << c.link << ": one press leads to the next";
    EXPECT_NO_THROW(make_targets(after, d)) << c.link;
    EXPECT_NO_THROW(make_model(d, after.x.cols)) << c.link;
  }
  EXPECT_EQ(seen.size(), advice().size()) << "a row without a case";
}

TEST(Advice, NagsNobody) {
  for (const Scene& s : scenes()) {
    const Document d = open("scene=" + std::string(s.name));
    EXPECT_EQ(id_of(advice_for(d, rows_of(d))), "") << s.name;
  }
  for (const Preset& p : presets()) {
    const Document d = open(std::string(p.link));
    EXPECT_EQ(id_of(advice_for(d, rows_of(d))), "") << p.name;
  }
  for (const Fitting& f : fittings()) {
    Document d = default_document();
    d.data = f.data;
    const DataSet data = rows_of(d);
    use_fitting(d, f, data);
    EXPECT_EQ(id_of(advice_for(d, data)), "") << f.data;
  }
}

TEST(Advice, IsCalmAndWhole) {
  for (const Advice& row : advice()) {
    EXPECT_TRUE(row.words.ends_with('.')) << row.id;
    EXPECT_EQ(row.words.find('!'), std::string_view::npos) << row.id;
    EXPECT_FALSE(row.button.empty()) << row.id;
  }
}

// ---- which losses and activations fit ----

std::set<std::string> fitting_losses_of(const std::string& link) {
  const DataSet data = rows_of(open(link));
  std::set<std::string> all;
  for (const Loss& loss : losses()) {
    const Fits f = fits(loss, data);
    EXPECT_FALSE(f.why.empty()) << loss.name;
    if (f.fits) all.emplace(loss.name);
  }
  return all;
}
bool output_fits(const std::string& link, const char* activation) {
  return fits(find(activations(), "activation", activation), rows_of(open(link))).fits;
}

TEST(Fits, LossesByTheTargets) {
  const auto two = fitting_losses_of(""), three = fitting_losses_of("data=clusters"),
             number = fitting_losses_of("data=plane");
  EXPECT_TRUE(two.contains("binary_crossentropy"));
  EXPECT_FALSE(two.contains("mse"));
  EXPECT_FALSE(two.contains("categorical_crossentropy"));
  EXPECT_TRUE(three.contains("categorical_crossentropy") && three.contains("sparse_categorical_crossentropy"));
  EXPECT_FALSE(three.contains("binary_crossentropy"));
  EXPECT_TRUE(number.contains("mse") && number.contains("huber"));
  EXPECT_FALSE(number.contains("hinge"));
}

TEST(Fits, ActivationsByTheirNumbers) {
  EXPECT_TRUE(output_fits("", "sigmoid"));
  EXPECT_TRUE(output_fits("", "hard_sigmoid"));
  for (const char* other : {"softmax", "tanh", "relu", "linear", "glu"}) EXPECT_FALSE(output_fits("", other)) << other;
  EXPECT_TRUE(output_fits("data=clusters", "softmax"));
  EXPECT_TRUE(output_fits("data=clusters", "sparsemax"));
  for (const char* other : {"sigmoid", "relu", "log_softmax"})
    EXPECT_FALSE(output_fits("data=clusters", other)) << other;
  EXPECT_TRUE(output_fits("data=plane", "linear"));
  for (const char* other : {"sigmoid", "relu", "softmax"}) EXPECT_FALSE(output_fits("data=plane", other)) << other;
}

}  // namespace
}  // namespace chainrule
