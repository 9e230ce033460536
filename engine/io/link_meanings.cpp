// SPDX-License-Identifier: MIT
#include "engine/io/link_meanings.hpp"

#include <algorithm>
#include <utility>

#include "engine/data/generator.hpp"
#include "engine/io/link.hpp"
#include "engine/io/link_words.hpp"
#include "engine/io/weights_text.hpp"
#include "engine/tables/loss.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"

namespace chainrule {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Decimal commas as points; `thousands`: left out, where three digits follow.
std::string without_commas(std::string_view text, bool thousands) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between =
        text[i] == ',' && i > 0 && is_digit(text[i - 1]) && i + 1 < text.size() && is_digit(text[i + 1]);
    if (!between) plain += text[i];
    else if (!thousands) plain += '.';
    else if (text[i - 1] == '0' && (i == 1 || !is_digit(text[i - 2]))) plain += text[i];  // nobody writes 0,500 for 500
    else if (i + 3 >= text.size() || !is_digit(text[i + 2]) || !is_digit(text[i + 3]) ||
             (i + 4 < text.size() && is_digit(text[i + 4])))
      plain += text[i];
  }
  return plain;
}

std::string with_all(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

/// Decoded as often as that changes anything.
std::string decoded(std::string text) {
  for (int i = 0; i < most_layers_of_code; ++i) text = decode_link_text(text);
  return text;
}

/// A mail has =3D for =.
std::string without_mail_code(std::string text) { return text.starts_with("3D") ? text.substr(2) : text; }

/// What may have been done to a value, one after the other.
std::vector<std::string> steps_back(const std::string& value) {
  std::vector<std::string> steps{value};
  const auto then = [&](std::string text) {
    if (text != steps.back()) steps.push_back(std::move(text));
  };
  then(tidied(steps.back()));
  then(tidied(decoded(steps.back())));
  then(without_mail_code(steps.back()));
  then(without_wrapping(steps.back()));
  then(in_own_words(steps.back()));
  then(in_own_words(steps.back(), true));
  then(in_own_words(tidied(with_all(steps.back(), '+', ' '))));
  return steps;
}

template <class Row>
void add_owner(std::vector<Owner>& all, std::string_view key, std::span<const Row> table, std::string_view name,
               const std::vector<double>& values) {
  if (const Row* row = find_or_null(table, name)) all.push_back({key, row->name, row->parameters, &values});
}

}  // namespace

const Field* field_of(std::string_view key) {
  const auto fields = document_fields();
  const auto row =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.in_link && f.key == key; });
  return row == fields.end() ? nullptr : &*row;
}

std::optional<Document> with_value(const Document& document, std::string_view key, std::string_view value) {
  try {
    Document changed = document;
    if (key == "weights") unpack_weights(value);
    else if (key == "epoch") parse_whole(key, value, 0, limits::trained_epochs);
    else field_of(key)->read(changed, value);
    return changed;
  } catch (const Error&) { return std::nullopt; }
}

std::vector<std::string> meanings(const Document& document, std::string_view key, const std::string& value) {
  const std::vector<std::string> steps = steps_back(value);
  for (const std::string& step : steps)
    if (with_value(document, key, step)) return {step};
  const std::string& last = steps.back();
  const std::string point = without_commas(last, false);
  std::vector<std::string> all;
  std::vector<Document> made;
  for (const std::string& text :
       {point, without_commas(last, true), with_all(point, ';', ','), with_all(last, ';', ',')}) {
    auto document_of = with_value(document, key, text);
    if (!document_of || std::find(made.begin(), made.end(), *document_of) != made.end()) continue;
    all.push_back(text);
    made.push_back(std::move(*document_of));
  }
  return all;
}

std::vector<Owner> owners_in(const Document& document) {
  std::vector<Owner> all;
  add_owner(all, "optimizer", optimizers(), document.compile.optimizer.name, document.compile.optimizer.values);
  add_owner(all, "learning_rate_schedule", schedules(), document.compile.learning_rate_schedule.name,
            document.compile.learning_rate_schedule.values);
  add_owner(all, "loss", losses(), document.compile.loss.name, document.compile.loss.values);
  add_owner(all, "data", generators(), document.data, document.data_values);
  return all;
}

int parameter_meant(std::span<const Parameter> parameters, std::string_view word) {
  const std::string wanted = squashed(own_name(word));
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (squashed(parameters[i].name) == wanted) return static_cast<int>(i);
  return -1;
}

bool is_parameter_of_optimizers(std::string_view word) {
  const auto rows = optimizers();
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Optimizer& row) { return parameter_meant(row.parameters, word) >= 0; });
}

}  // namespace chainrule
