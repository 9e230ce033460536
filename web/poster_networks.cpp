// SPDX-License-Identifier: MIT
// Tells what posters have to know of networks that a link does not spell out, those of its scene or of its data. A line
// each, with tabs between: scene or data, its name, its title, inputs, layers as links have them.
//   node poster_networks.js ASSETS
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "engine/data/bundled.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/scenes.hpp"
#include "engine/io/link.hpp"

using namespace chainrule;

namespace {

std::string contents(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string layers(const Document& document) {
  const auto fields = document_fields();
  return std::find_if(fields.begin(), fields.end(), [](const Field& field) { return field.key == "layers"; })
      ->write(document);
}

void tell(std::string_view kind, std::string_view name, std::string_view title, const std::string& assets) {
  Document document = read_link(std::string(kind) + "=" + std::string(name)).document;
  std::string text;
  if (const BundledData* bundled = find_bundled(document.data)) {
    text = contents(assets + std::string(bundled->file));
    if (!bundled->labels.empty()) text += contents(assets + std::string(bundled->labels));
  }
  const DataSet data = make_data(document, text);
  if (kind == "data") fit_output_to_data(document, data);
  std::cout << kind << '\t' << name << '\t' << title << '\t' << data.x.cols << '\t' << layers(document) << '\n';
}

}  // namespace

int main(int, char** arguments) {  // NOLINT(bugprone-exception-escape): a build ends with what it throws
  const std::string assets = std::string(arguments[1]) + "/";
  for (const Scene& row : scenes()) tell("scene", row.name, row.title, assets);
  for (const Generator& row : generators()) tell("data", row.name, row.name, assets);
  for (const BundledData& row : bundled_data()) tell("data", row.name, row.name, assets);
}
