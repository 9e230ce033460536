// SPDX-License-Identifier: MIT
#include "engine/io/link_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <utility>

#include "engine/data/bundled.hpp"
#include "engine/document/document.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/document/panels.hpp"
#include "engine/document/scenes.hpp"
#include "engine/layers/layer.hpp"
#include "engine/tables/activation.hpp"
#include "engine/tables/initializer.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/regularizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"

namespace chainrule {
namespace {

constexpr std::size_t longest_word = 64;

/// Names of Keras 2 and of other programs that are none here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> other_names{{{"lr", "learning_rate"},
                                                                                     {"alpha", "negative_slope"},
                                                                                     {"valsplit", "validation_split"},
                                                                                     {"batch", "batch_size"},
                                                                                     {"dataset", "data"},
                                                                                     {"randomstate", "seed"},
                                                                                     {"standardize", "standardise"},
                                                                                     {"yes", "1"},
                                                                                     {"on", "1"},
                                                                                     {"no", "0"},
                                                                                     {"off", "0"}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool has(std::string_view all, char c) { return all.find(c) != std::string_view::npos; }

/// The first sign of UTF-8, and its bytes; a byte that begins none stands for itself.
std::pair<std::uint32_t, std::size_t> first_sign(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::size_t size = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (size == 1 || size > text.size()) return {byte(0), 1};
  std::uint32_t sign = byte(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {byte(0), 1};
    sign = (sign << 6U) | (byte(i) & 0x3FU);
  }
  return {sign, size};
}

bool within(std::uint32_t sign, std::uint32_t low, std::uint32_t high) { return sign >= low && sign <= high; }

/// What a keyboard has for a sign: one of its own, nothing (0), or the sign itself (-1).
int typed(std::uint32_t sign) {
  if (sign == '\r' || sign == '\n' || sign == 0xAD || within(sign, 0x200B, 0x200F) || within(sign, 0x202A, 0x202E) ||
      within(sign, 0x2060, 0x2064) || sign == 0xFEFF)
    return 0;
  if (sign == '\t' || sign == 0xA0 || within(sign, 0x2000, 0x200A) || sign == 0x202F || sign == 0x205F ||
      sign == 0x3000)
    return ' ';
  if (within(sign, 0x2010, 0x2015) || sign == 0x2212) return '-';
  if (within(sign, 0x2018, 0x201B)) return '\'';
  if (within(sign, 0x201C, 0x201F) || sign == 0xAB || sign == 0xBB) return '"';
  if (sign == 0x2026) return '.';
  if (within(sign, 0xFF01, 0xFF5E)) return static_cast<int>(sign - 0xFF01 + '!');
  return -1;
}

/// Every name of the tables by what it is without capitals and underscores.
class Vocabulary {
 public:
  Vocabulary() {
    add_rows(layer_kinds()), add_rows(activations()), add_rows(losses()), add_rows(optimizers()), add_rows(schedules());
    add_rows(metrics()), add_rows(callback_kinds()), add_rows(initializers()), add_rows(regularizers()),
        add_rows(constraints());
    add_rows(generators());
    for (const BundledData& row : bundled_data()) add(row.name);
    for (const Scene& row : scenes()) add(row.name);
    for (const LayerField& row : layer_fields()) add(row.key);
    for (const Panel& row : panels()) add(row.name);
    for (const std::string_view name : themes()) add(name);
    for (const std::string_view name : {"points", "sheet", "csv", "classification", "regression", "keras2", "keras3",
                                        "auto", "none", "true", "false", "monitor", "code", "weights", "history"})
      add(name);
  }
  /// The name as the tables have it; "" where there is none.
  std::string_view find(std::string_view word) const {
    const auto place = names_.find(squashed(word));
    return place == names_.end() ? std::string_view() : place->second;
  }

 private:
  template <class Row>
  void add_rows(std::span<const Row> table) {
    for (const Row& row : table) {
      add(row.name);
      if constexpr (requires { row.aliases; })
        for (const std::string_view alias : row.aliases) add(alias);
      for (const Parameter& parameter : row.parameters) {
        add(parameter.name);
        for (const std::string_view word : parameter.words) add(word);
      }
    }
  }
  void add(std::string_view name) { names_.emplace(squashed(name), name); }

  std::map<std::string, std::string_view, std::less<>> names_;
};

const Vocabulary& vocabulary() {
  static const Vocabulary all;
  return all;
}

/// Whether the last bracket of `text` closes what nothing has opened.
bool closes_nothing(std::string_view text) {
  const std::size_t kind = std::string_view(")]}").find(text.back());
  if (kind == std::string_view::npos) return false;
  return std::count(text.begin(), text.end(), "([{"[kind]) < std::count(text.begin(), text.end(), text.back());
}
bool opens_nothing(std::string_view text) {
  const std::size_t kind = std::string_view("([{").find(text.front());
  if (kind == std::string_view::npos) return false;
  return std::count(text.begin(), text.end(), ")]}"[kind]) < std::count(text.begin(), text.end(), text.front());
}
bool in_brackets(std::string_view text) {
  const std::size_t kind = std::string_view("([{").find(text.front());
  return text.size() > 1 && kind != std::string_view::npos && text.back() == ")]}"[kind];
}

}  // namespace

std::string squashed(std::string_view word) {
  std::string plain;
  for (const char c : word.substr(0, longest_word + 1))
    if (is_letter(c) || is_digit(c)) plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return plain;
}

std::string tidied(std::string_view text) {
  constexpr std::string_view separators = ":,;=/&";
  std::string plain;
  const auto append = [&](std::string_view sign) {
    const bool after_separator = plain.empty() || has(separators, plain.back());
    if (sign == " " && after_separator) return;
    while (has(separators, sign[0]) && !plain.empty() && plain.back() == ' ') plain.pop_back();
    plain += sign;
  };
  while (!text.empty()) {
    const auto [sign, size] = first_sign(text);
    const int key = typed(sign);
    if (key > 0) append(std::string(1, static_cast<char>(key)));
    else if (key < 0) append(text.substr(0, size));
    text.remove_prefix(size);
  }
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

std::string without_wrapping(std::string_view text) {
  bool again = true;
  for (int most = 16; again && most > 0 && !text.empty(); --most) {
    again = false;
    if (has(".,;:!?\"'*_>`\\/ ", text.back()) || closes_nothing(text)) text.remove_suffix(1), again = true;
    if (!text.empty() && (has("\"'*_<` ", text.front()) || opens_nothing(text))) text.remove_prefix(1), again = true;
    if (!text.empty() && in_brackets(text)) text = text.substr(1, text.size() - 2), again = true;
  }
  return std::string(text);
}

std::string in_own_words(std::string_view text, bool others_first) {
  std::string own;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && (is_letter(text[end]) || (end > i && (is_digit(text[end]) || has("_- ", text[end])))))
      ++end;
    if (end == i) {
      own += text[i++];
      continue;
    }
    const std::string_view word = text.substr(i, end - i);
    const std::string_view known = vocabulary().find(word), named = own_name(word);
    own += known.empty() || (others_first && named != word) ? named : known;
    i = end;
  }
  return own;
}

std::string_view own_name(std::string_view word) {
  const std::string plain = squashed(word);
  for (const auto& [other, name] : other_names)
    if (plain == other) return name;
  return word;
}

std::string_view key_meant(std::string_view word) {
  std::string text = tidied(word.substr(0, 2 * longest_word));
  for (bool entity = true; std::exchange(entity, false);)
    for (const std::string_view rest : {"&", "amp;", "#38;", "#038;", "#x26;"})
      if (text.starts_with(rest)) text.erase(0, rest.size()), entity = true;
  const auto letter = std::find_if(text.begin(), text.end(), is_letter);
  if (static_cast<std::size_t>(std::count_if(text.begin(), letter, is_digit)) > 0) return {};
  text.erase(text.begin(), letter);
  if (text.empty()) return {};
  const std::string wanted = squashed(own_name(text));
  for (const Field& field : document_fields())
    if (field.in_link && squashed(field.key) == wanted) return field.key;
  for (const std::string_view key : {"weights", "epoch"})
    if (key == wanted) return key;
  return {};
}

}  // namespace chainrule
