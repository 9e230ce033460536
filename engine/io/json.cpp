// SPDX-License-Identifier: MIT
// The experiment as a JSON file: one member a field.
#include <optional>
#include <utility>

#include "engine/io/json.hpp"
#include "engine/base/text.hpp"
#include "engine/io/json_text.hpp"
#include "engine/io/trained_json.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_complaints = 64;
constexpr std::string_view format_key = "chainrule";  // says what the file is, and the version of its form
constexpr int format_version = 1;
constexpr std::size_t piece = 1 << 15, long_value = 1 << 18;  // bytes: done at once, and what is done in pieces

const Field* find_field(std::string_view key) {
  for (const Field& field : document_fields())
    if (field.key == key) return &field;
  return nullptr;
}

void read_layers(Document& document, const Json& value) {
  if (!value.is_array()) throw Error("expected a list of layers, received " + quote(write_json_text(value, -1)));
  if (value.size() > static_cast<std::size_t>(limits::layers))
    throw Error("expected at most " + std::to_string(limits::layers) + " layers, received " +
                std::to_string(value.size()));
  std::vector<LayerSpec> layers;
  for (const Json& layer : value) {
    try {
      layers.push_back(layer_of(layer, document.dialect));
    } catch (const Error& e) { throw Error(std::string(e.what()) + ", in layer " + std::to_string(layers.size() + 1)); }
  }
  document.layers = std::move(layers);
}

/// True for a member that tells of training.
bool read_trained(ReadResult& result, const std::string& key, const Json& value) {
  if (key != "weights" && key != "history") return false;
  try {
    Trained trained = result.trained.value_or(Trained{});
    if (key == "weights") trained.weights = read_weights(value);
    else trained.history = read_history(value);
    result.trained = std::move(trained);
  } catch (const Error& e) { result.complaints.push_back({key, key + ": " + e.what() + "; they are left out"}); }
  return true;
}

void read_member(ReadResult& result, const std::string& key, const Json& value) {
  if (read_trained(result, key, value)) return;
  const Field* field = find_field(key);
  if (!field) {
    std::vector<std::string_view> known;
    for (const Field& f : document_fields()) known.push_back(f.key);
    result.complaints.push_back({key, unknown_name("member", key, known) + " It is kept, but does nothing."});
    result.document.unknown[key] = value.is_string() ? value.get<std::string>() : write_json_text(value, -1);
    return;
  }
  try {
    if (field->type == FieldType::layers && !value.is_string()) read_layers(result.document, value);
    else field->read(result.document, text_of(value));
    result.given.push_back(key);
  } catch (const Error& e) {
    const std::string stays = field->in_link ? "; it stays " + quote(field->write(result.document)) : "";
    result.complaints.push_back({key, key + ": " + e.what() + stays});
  }
}

Json typed(const Field& field, const Document& document) {
  std::string text = field.write(document);
  switch (field.type) {
    case FieldType::boolean: return text == "auto" ? Json(text) : Json(text == "1");
    case FieldType::number: return Json::parse(std::string_view(text), nullptr, false);
    case FieldType::list: return read_list(text);
    case FieldType::text: return text;
    case FieldType::layers: break;
  }
  Json layers = Json::array();
  for (const LayerSpec& layer : document.layers) layers.push_back(json_of(layer, document.dialect));
  return layers;
}

/// A member of another version: structures and numbers come back as what they were.
Json unknown_value(const std::string& text) {
  Json value = Json::parse(std::string_view(text), nullptr, false);
  return value.is_discarded() || value.is_string() || value.is_null() ? Json(text) : value;
}

ReadResult read_whole(std::string_view text) {
  const Json json = parse_json(text);
  if (!json.is_object())
    throw Error("line 1, column 1: expected a JSON object, received " + quote(write_json_text(json, -1)));
  ReadResult result{default_document(), {}, {}, {}};
  // The dialect decides what other members mean by default, so it is read before them.
  if (const auto dialect = json.find("dialect"); dialect != json.end()) read_member(result, "dialect", *dialect);
  for (const auto& [key, value] : json.items()) {
    if (key == "dialect") continue;
    if (result.complaints.size() >= most_complaints) break;
    if (key != format_key) read_member(result, key, value);
    else if (!value.is_number_integer() || value.get<std::int64_t>() > format_version)
      result.complaints.push_back({key, "chainrule: expected version " + std::to_string(format_version) +
                                            ", received " + quote(write_json_text(value, -1))});
  }
  return result;
}

// ---- In pieces: a long table and long weights are taken out of the text and put in afterwards. Where anything about
// them is not as write_json() writes it, the text is read as a whole, which knows what to say. ----

constexpr std::string_view csv_key = "\"csv\"", weights_key = "\"weights\"";

/// The end of a piece of a JSON string that begins at `at` and ends before `end`: never inside an escape or a
/// character, nor between the two escapes of one character.
std::size_t end_of_piece(std::string_view text, std::size_t at, std::size_t end) {
  bool pair = false;
  for (const std::size_t least = at + piece; at < end;) {
    if (at >= least && !pair && (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) return at;
    const bool escape = text[at] == '\\', coded = escape && at + 1 < end && text[at + 1] == 'u';
    pair = coded && at + 3 < end && (text[at + 2] == 'd' || text[at + 2] == 'D') &&
           std::string_view("89abAB").find(text[at + 3]) != std::string_view::npos;
    at += coded ? 6 : escape ? 2 : 1;
  }
  return end;
}

/// Appends what a JSON string says; false where it is none.
Pieces<bool> append_string(std::string& all, std::string_view value) {
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) co_return false;
  for (std::size_t at = 1, end = value.size() - 1; at < end;) {
    const std::size_t next = end_of_piece(value, at, end);
    const Json part = Json::parse("\"" + std::string(value.substr(at, next - at)) + "\"", nullptr, false);
    if (!part.is_string()) co_return false;
    all += part.get_ref<const std::string&>();
    at = next;
    co_yield static_cast<double>(at) / static_cast<double>(end);
  }
  co_return true;
}

/// Appends the numbers of a JSON list; false where it is none. Throws Error as read_weights() does.
Pieces<bool> append_weights(std::vector<float>& all, std::string_view value) {
  if (value.size() < 2 || !value.starts_with('[') || !value.ends_with(']')) co_return false;
  for (std::size_t at = 1, end = value.size() - 1; at <= end;) {
    const std::size_t next = at + piece < end ? std::min(value.find(',', at + piece), end) : end;
    const Json part = Json::parse("[" + std::string(value.substr(at, next - at)) + "]", nullptr, false);
    if (!part.is_array() || part.empty()) co_return false;
    read_weights(all, part);
    at = next + 1;
    co_yield static_cast<double>(next) / static_cast<double>(end);
  }
  co_return true;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

struct LongParts {
  std::string rest, csv;
  std::vector<float> weights;
};

/// Nothing where they are not what write_json() writes.
Pieces<std::optional<LongParts>> take_out(std::string_view text, std::vector<LongMember> members) {
  LongParts parts;
  std::size_t at = 0;
  for (const LongMember& member : members) {
    const bool table = member.key == csv_key;
    if (!table && member.key != weights_key) continue;
    if (table ? !parts.csv.empty() : !parts.weights.empty()) co_return std::nullopt;  // it is there twice
    const std::string_view value = without_blanks(text.substr(member.begin, member.end - member.begin));
    auto part = table ? append_string(parts.csv, value) : append_weights(parts.weights, value);
    try {
      const auto length = static_cast<double>(member.end - member.begin);
      while (part.go_on())
        co_yield (static_cast<double>(member.begin) + part.done() * length) / static_cast<double>(text.size());
      if (!part.finish()) co_return std::nullopt;
    } catch (const Error&) { co_return std::nullopt; }
    parts.rest.append(text.substr(at, member.begin - at)).append(table ? "\"\"" : "[]");
    at = member.end;
  }
  parts.rest += text.substr(at);
  co_return parts;
}

}  // namespace

Pieces<ReadResult> read_json_in_pieces(std::string_view text) {
  constexpr double finding = 0.1;  // of the whole work
  auto walk = long_members(text, long_value);
  while (walk.go_on()) co_yield finding* walk.done();
  auto taking = take_out(text, walk.finish());
  while (taking.go_on()) co_yield finding + (1 - finding) * taking.done();
  std::optional<LongParts> parts = taking.finish();
  if (!parts) co_return read_whole(text);
  std::optional<ReadResult> result;
  try {
    result = read_whole(parts->rest);
  } catch (const Error&) {
    co_return read_whole(text);  // it says where
  }
  if (!parts->csv.empty()) result->document.csv = std::move(parts->csv);
  if (!parts->weights.empty()) result->trained->weights = std::move(parts->weights);
  co_return std::move(*result);
}

ReadResult read_json(std::string_view text) { return read_json_in_pieces(text).finish(); }

Pieces<std::string> write_json_in_pieces(const Document& document, const Trained* trained) {
  Json json{{std::string(format_key), format_version}};
  for (const Field& field : document_fields()) {
    if (!field.in_link && field.write(document).empty()) continue;
    json[std::string(field.key)] = &field == find_field("csv") ? Json("") : typed(field, document);
  }
  for (const auto& [key, value] : document.unknown)
    if (!json.contains(key)) json[key] = unknown_value(value);
  std::string text = write_json_text(json, 2);
  if (!document.csv.empty()) {
    constexpr std::string_view place = "\n  \"csv\": \"\"";  // no text has a quote like that, and lists are no objects
    std::string table;
    for (std::size_t at = 0; at < document.csv.size();) {
      std::size_t next = std::min(at + piece, document.csv.size());
      while (next < document.csv.size() && next < at + piece + 4 &&
             (static_cast<unsigned char>(document.csv.str()[next]) & 0xC0U) == 0x80U)
        ++next;
      const std::string part = write_json_text(Json(document.csv.str().substr(at, next - at)), -1);
      table.append(part, 1, part.size() - 2);
      at = next;
      co_yield 0.5 * static_cast<double>(at) / static_cast<double>(document.csv.size());
    }
    text.insert(text.find(place) + place.size() - 1, table);
  }
  if (trained) {
    auto writing = write_trained(*trained);
    while (writing.go_on()) co_yield 0.5 + 0.5 * writing.done();
    text.insert(text.size() - 2, writing.finish());  // before "\n}"
  }
  co_return text + "\n";
}

std::string write_json(const Document& document, const Trained* trained) {
  return write_json_in_pieces(document, trained).finish();
}

}  // namespace chainrule
