// SPDX-License-Identifier: MIT
// golden/links.txt: links of earlier versions open without a complaint and mean what they meant.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

struct OldLink {
  std::string link, means, facts;
};

/// The rest of a line that begins with `word`.
std::string after(std::string_view word, std::string_view line) {
  EXPECT_TRUE(line.starts_with(word)) << line;
  return std::string(line.substr(std::min(line.size(), word.size() + 1)));
}

std::vector<OldLink> old_links() {
  const std::string file = test::read_file(test::source_dir() + "/tests/golden/links.txt");
  std::vector<std::string_view> lines;
  for (const std::string_view line : split(file, '\n'))
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  EXPECT_EQ(lines.size() % 3, 0U);
  std::vector<OldLink> all;
  for (std::size_t i = 0; i + 2 < lines.size(); i += 3)
    all.push_back({after("link", lines[i]), after("means", lines[i + 1]), after("facts", lines[i + 2])});
  return all;
}

std::string bundled_text(const Document& document) {
  const BundledData* bundled = find_bundled(document.data);
  return !bundled ? ""
                  : test::asset(std::string(bundled->file)) +
                        (bundled->labels.empty() ? "" : test::asset(std::string(bundled->labels)));
}

template <class Numbers>
std::string print_of(const Numbers& numbers) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(test::fingerprint(numbers)));
  return text;
}

/// How many rows, inputs, targets and weights; prints of the data and of the first weights, which one seed gives the
/// same everywhere; and of trained weights.
std::string facts(const Document& document, const DataSet& data, const std::optional<Trained>& trained) {
  const auto model = make_model(document, data.x.cols);
  const Matrix targets = make_targets(data, document);
  return std::to_string(data.x.rows) + " rows of " + std::to_string(data.x.cols) + " inputs, " +
         std::to_string(targets.cols) + " targets, " + std::to_string(model->count_params()) + " weights; data " +
         print_of(data.x.data) + " " + print_of(targets.data) + ", weights " + print_of(model->weights()) +
         (trained ? "; trained to epoch " + std::to_string(trained->epochs()) + " " + print_of(trained->weights) : "");
}

/// The values that the empty link had when it was written down: key=value&key=value.
void expect_defaults(const Document& document, std::string_view values) {
  for (const std::string_view pair : split(values, '&'))
    for (const Field& field : document_fields()) {
      if (field.key != pair.substr(0, pair.find('='))) continue;
      EXPECT_EQ(field.write(document), pair.substr(pair.find('=') + 1)) << field.key;
    }
}

void check(const OldLink& old) {
  const ReadResult read = read_link(old.link);
  for (const Complaint& c : read.complaints) ADD_FAILURE() << c.text;
  const DataSet data = make_data(read.document, bundled_text(read.document));
  const Document document = completed(read, data);
  if (old.link.empty()) expect_defaults(document, old.means);
  else EXPECT_EQ(old.means, write_link(document));
  EXPECT_EQ(old.facts, facts(document, data, read.trained));
}

TEST(OldLinks, MeanWhatTheyMeant) {
  const auto links = old_links();
  EXPECT_GT(links.size(), 50U);
  for (const OldLink& old : links) {
    SCOPED_TRACE(old.link);
    EXPECT_EQ(test::message<Error>([&] { check(old); }), "");
  }
}

TEST(OldLinks, UseEveryKey) {
  std::set<std::string, std::less<>> used;
  for (const OldLink& old : old_links())
    for (const std::string& key : read_link(old.link).given) used.insert(key);
  for (const Field& field : document_fields())
    EXPECT_TRUE(!field.in_link || used.contains(field.key))
        << "add a link with " << field.key << " to tests/golden/links.txt";
  EXPECT_TRUE(used.contains("weights") && used.contains("epoch"));
}

}  // namespace
}  // namespace chainrule
