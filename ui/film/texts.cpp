// SPDX-License-Identifier: MIT
#include "ui/film/texts.hpp"

#include <algorithm>
#include <cctype>

#include "ui/typeset/math_parse.hpp"

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
    const bool raised = end < text.size() && text[end] == '^';
    out += found == what.end() ? name : raised ? power_base(found->second) : found->second;
    i = end;
  }
  return out;
}

std::string power_base(const std::string& symbol) {
  return symbol.find('^') == std::string::npos || symbol.starts_with("(") ? symbol : "(" + symbol + ")";
}

std::string with_layer(std::string_view text, std::string_view layer) {
  std::string out;
  const auto part_of_name = [&](std::size_t i) {
    return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0;
  };
  for (std::size_t i = 0; i < text.size();) {
    const bool letter = (text[i] == 'z' || text[i] == 'a') && !part_of_name(i + 1) && (i == 0 || !part_of_name(i - 1));
    out += text[i++];
    if (!letter) continue;
    if (i < text.size() && text[i] == '_') {  // z_i, z_(n/2 + i)
      std::size_t end = i + 1;
      if (end < text.size() && text[end] == '(') end = text.find(')', end) + 1;
      else
        while (part_of_name(end)) ++end;
      out += text.substr(i, end - i);
      i = end;
    }
    out += layer;
  }
  return out;
}

std::string partial(std::string_view of, std::string_view by) {
  return "{∂" + std::string(of) + "} / {∂" + std::string(by) + "}";
}

bool says_more(const std::string& formula, const std::string& value) {
  const auto bare = [](const std::string& text) {
    const std::string words = plain({text, {}});
    return words.size() > 2 && words.starts_with("(") && words.find(')') == words.size() - 1
               ? words.substr(1, words.size() - 2)
               : words;
  };
  return !formula.empty() && bare(formula) != bare(value);
}

std::string penalty_share(const Layer& layer) { return layer.activity()->any() ? " + penalty's share" : ""; }

bool has_penalty(const Matrix& shares) {
  return std::any_of(shares.data.begin(), shares.data.end(), [](float v) { return v != 0; });
}

std::string tensor_letter(const Tensor& tensor) {
  if (tensor.name == "kernel") return "w";
  if (tensor.name == "widths") return "s";  // w is a weight
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
