#pragma once
// SPDX-License-Identifier: MIT
// What a value of a link can mean that means nothing as it stands.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document/document.hpp"
#include "engine/tables/choice.hpp"

namespace chainrule {

inline constexpr int most_layers_of_code = 4;  ///< percent-encoded, and encoded again

/// The field that a link's key sets; nullptr for weights and epoch.
const Field* field_of(std::string_view key);
/// The document that a value makes of `document`; nothing where it is none.
std::optional<Document> with_value(const Document& document, std::string_view key, std::string_view value);
/// The values that it may have been, of which each makes another document. What was done to it is undone step by step;
/// where that does not help, commas are points, or part thousands, and semicolons are commas.
std::vector<std::string> meanings(const Document& document, std::string_view key, const std::string& value);

/// What a document has chosen from a table, and the parameters that go with it.
struct Owner {
  std::string_view key, name;
  std::span<const Parameter> parameters;
  const std::vector<double>* values;
};
std::vector<Owner> owners_in(const Document& document);
/// The place of the parameter that a word stands for, or -1.
int parameter_meant(std::span<const Parameter> parameters, std::string_view word);
bool is_parameter_of_optimizers(std::string_view word);

}  // namespace chainrule
