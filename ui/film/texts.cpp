// SPDX-License-Identifier: MIT
#include "ui/film/texts.hpp"

#include <algorithm>
#include <cctype>

namespace chainrule {

std::string substituted(std::string_view text, const std::map<std::string, std::string>& what) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!std::isalpha(static_cast<unsigned char>(text[i]))) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    while (end > i && text[end - 1] == '_') --end;  // z_(n/2 + i)
    if (end < text.size() && text[end] == '\'') ++end;
    const std::string name(text.substr(i, end - i));
    const auto found = what.find(name);
    out += found == what.end() ? name : found->second;
    i = end;
  }
  return out;
}

std::string partial(std::string_view of, std::string_view by) {
  return "{∂" + std::string(of) + "} / {∂" + std::string(by) + "}";
}

std::string penalty_share(const Layer& layer) { return layer.activity()->any() ? " + penalty's share" : ""; }

bool has_penalty(const Matrix& shares) {
  return std::any_of(shares.data.begin(), shares.data.end(), [](float v) { return v != 0; });
}

std::string tensor_letter(const Tensor& tensor) {
  if (tensor.name == "kernel") return "w";
  return tensor.name == "gamma" || tensor.name == "beta" || tensor.name == "alpha" ? tensor.name
                                                                                   : tensor.name.substr(0, 1);
}

std::string added_up(const std::vector<std::string>& terms, Index all) {
  std::string out;
  for (std::size_t i = 0; i < terms.size(); ++i) out += (i > 0 ? " + " : "") + terms[i];
  const Index more = all - static_cast<Index>(terms.size());
  if (more > 0) out += " + … (" + std::to_string(more) + " more)";
  return out;
}

}  // namespace chainrule
