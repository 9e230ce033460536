// SPDX-License-Identifier: MIT
// Tells what the page about links has to know, a line each, with tabs between. Node runs it.
//   key: name, help, type, what it is in the empty link, a link to copy;  scene: name, title, help, panels;  panel:
//   name;  theme: name mangled: a link that came to harm, what is said of it
#include <algorithm>
#include <iostream>
#include <string>

#include "engine/document/document.hpp"
#include "engine/document/panels.hpp"
#include "engine/document/scenes.hpp"
#include "engine/io/link.hpp"
#include "engine/io/link_examples.hpp"

using namespace chainrule;

namespace {

constexpr std::string_view types[] = {"text", "number", "0 or 1", "list", "layers"};  // of FieldType

std::string_view example_of(std::string_view key) {
  const auto all = link_examples();
  const auto row = std::find_if(all.begin(), all.end(), [&](const LinkExample& e) { return e.key == key; });
  return row == all.end() ? "" : row->link;
}

void tell_key(std::string_view key, std::string_view help, std::string_view type, std::string_view usual) {
  std::cout << "key\t" << key << '\t' << help << '\t' << type << '\t' << usual << '\t' << example_of(key) << '\n';
}

constexpr std::string_view mangled[] = {"?data=xor",
                                        "data=xor&amp;noise=0.3",
                                        "data%3Dxor%26noise%3D0.3",
                                        "Data=XOR",
                                        "layers=dense:8:ReLU,dense:1:sigmoid)",
                                        "data=moons&noise=0,3",
                                        "data=moons;epochs=50",
                                        "learning_rate=0.1",
                                        "epochs=1,000",
                                        "nosie=0.3"};

void tell_mangled(std::string_view link) {
  const ReadResult read = read_link(link);
  std::cout << "mangled\t" << link << '\t' << (read.complaints.empty() ? read.mended : read.complaints[0].text) << '\n';
}

}  // namespace

int main() {
  for (const Field& field : document_fields())
    if (field.in_link)
      tell_key(field.key, field.help, types[static_cast<int>(field.type)], field.write(default_document()));
  tell_key(
      "weights",
      "of a trained network: float32, little-endian, zlib's deflate, base64url; in links of at most 8192 characters",
      "text", "");
  tell_key("epoch", "how many epochs have led to weights", "number", "");
  for (const Scene& row : scenes())
    std::cout << "scene\t" << row.name << '\t' << row.title << '\t' << row.help << '\t' << row.panels << '\n';
  for (const Panel& row : panels()) std::cout << "panel\t" << row.name << '\n';
  for (const std::string_view name : themes()) std::cout << "theme\t" << name << '\n';
  for (const std::string_view link : mangled) tell_mangled(link);
}
