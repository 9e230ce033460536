// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "engine/io/link.hpp"
#include "engine/base/text.hpp"
#include "engine/document/scenes.hpp"
#include "engine/io/link_mend.hpp"
#include "engine/io/link_pairs.hpp"
#include "engine/io/weights_text.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_unknown = 64;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encode(std::string_view text, std::string_view readable) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string coded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || readable.find(c) != std::string_view::npos) {
      coded += c;
    } else {
      coded += '%';
      coded += digits[byte >> 4U];
      coded += digits[byte & 15U];
    }
  }
  return coded;
}

std::string encode_key(std::string_view key) { return encode(key, "-._~"); }

const Field* find_field(std::string_view key) {
  for (const Field& field : document_fields())
    if (field.key == key) return &field;
  return nullptr;
}

constexpr std::string_view weights_key = "weights", epoch_key = "epoch";

/// True for a key that tells of training.
bool read_trained(ReadResult& result, const std::string& key, const std::string& value, std::string_view pair) {
  if (key != weights_key && key != epoch_key) return false;
  try {
    Trained trained = result.trained.value_or(Trained{});
    if (key == weights_key) trained.weights = unpack_weights(value);
    else trained.epoch = static_cast<Index>(parse_whole(key, value, 0, limits::trained_epochs));
    result.trained = std::move(trained);
    if (!result.has(key)) result.given.push_back(key);
  } catch (const Error& e) {
    result.complaints.push_back({key, key + ": " + e.what() + "; it is left out", std::string(pair)});
  }
  return true;
}

void keep_unknown(ReadResult& result, const std::string& key, std::string value, std::string_view pair) {
  std::vector<std::string_view> known;
  for (const Field& field : document_fields())
    if (field.in_link) known.push_back(field.key);
  known.insert(known.end(), {weights_key, epoch_key});
  const std::string text = unknown_name("key", key, known);
  result.complaints.push_back(
      {key, text + (text.ends_with('?') ? "" : ".") + " It is kept, but does nothing.", std::string(pair)});
  if (result.document.unknown.size() < most_unknown) result.document.unknown[key] = std::move(value);
}

std::string key_of(std::string_view pair) {
  return decode_link_text(pair.substr(0, std::min(pair.find('='), pair.size())));
}

void read_pair(ReadResult& result, std::string_view pair) {
  const auto equals = std::min(pair.find('='), pair.size());
  const std::string key = key_of(pair);
  std::string value = decode_link_text(pair.substr(std::min(equals + 1, pair.size())));
  if (key.empty()) {
    result.complaints.push_back({"", "expected key=value, received " + quote(pair), std::string(pair)});
    return;
  }
  if (read_trained(result, key, value, pair)) return;
  const Field* field = find_field(key);
  if (!field) return keep_unknown(result, key, std::move(value), pair);
  if (!field->in_link) {
    result.complaints.push_back({key, key + ": expected in files only, received in a link", std::string(pair)});
    return;
  }
  try {
    field->read(result.document, value);
    if (!result.has(key)) result.given.push_back(key);
  } catch (const Error& e) {
    result.complaints.push_back(
        {key, key + ": " + e.what() + "; it stays " + quote(field->write(result.document)), std::string(pair)});
  }
}

/// What a link begins with: the experiment of its scene, unless it brings data of its own. With layers of its own, the
/// weights that were chosen for the scene's have no place.
Document starting_document(std::string_view fragment) {
  const Scene* scene = nullptr;
  bool data = false, layers = false;
  for_each_pair(fragment, [&](std::string_view pair) {
    const std::string key = key_of(pair);
    if (key == "scene") scene = find_scene(decode_link_text(pair.substr(std::min(pair.find('=') + 1, pair.size()))));
    data = data || key == "data";
    layers = layers || key == "layers";
    return true;
  });
  if (!scene || data) return default_document();
  Document document = read_link(scene->link).document;
  if (layers) document.weights.clear();
  return document;
}

}  // namespace

/// %41 becomes A; a '%' that starts no such code stays.
std::string decode_link_text(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool is_link_key(std::string_view key) {
  const Field* field = find_field(key);
  return (field && field->in_link) || key == weights_key || key == epoch_key;
}

std::string encode_link_text(std::string_view value) { return encode(value, "-._~:,=+;/()*"); }

ReadResult read_link(std::string_view fragment) {
  ReadResult result = read_link_as_it_stands(fragment);
  return result.complaints.empty() || fragment.size() > limits::link_bytes ? result : read_mended_link(fragment);
}

ReadResult read_link_as_it_stands(std::string_view fragment) {
  ReadResult result{default_document(), {}, {}, {}};
  if (fragment.starts_with('#')) fragment.remove_prefix(1);
  if (fragment.size() > limits::link_bytes) {
    result.complaints.push_back({"",
                                 "expected a link of at most " + std::to_string(limits::link_bytes) +
                                     " characters, received " + std::to_string(fragment.size()),
                                 std::string(fragment)});
    return result;
  }
  result.document = starting_document(fragment);
  // The dialect decides what other keys mean by default, so it is read before them.
  for (const bool dialect : {true, false})
    for_each_pair(fragment, [&](std::string_view pair) {
      if ((key_of(pair) == "dialect") == dialect) read_pair(result, pair);
      return result.complaints.size() < most_unknown;
    });
  if (result.trained && result.trained->weights.empty()) {  // an epoch by itself is nothing to go on from
    const std::string given = std::string(epoch_key) + "=" + std::to_string(result.trained->epoch);
    result.trained.reset();
    if (result.has(epoch_key))
      result.complaints.push_back(
          {std::string(epoch_key), "epoch: expected weights with it, received none; it is left out", given});
  }
  return result;
}

std::string write_link(const Document& document) {
  // What read_link() will begin with.
  Document usual = default_document();
  const Scene* scene = find_scene(document.scene);
  bool data = false;
  if (scene) {
    const Document own = read_link(scene->link).document;
    data = own.data != document.data;
    if (!data) usual = own;
    if (usual.layers != document.layers) usual.weights.clear();
  }
  std::string link;
  const auto append = [&link](std::string_view key, std::string_view value) {
    if (!link.empty()) link += '&';
    link.append(encode_key(key)).append("=").append(encode_link_text(value));
  };
  for (const Field& field : document_fields()) {
    if (!field.in_link) continue;
    const std::string value = field.write(document);
    if (value != field.write(usual) || (data && field.key == "data")) append(field.key, value);
  }
  for (const auto& [key, value] : document.unknown) append(key, value);
  return link;
}

TrainedLink write_link(const Document& document, const Trained& trained) {
  std::string link = write_link(document);
  const auto& weights = trained.weights;
  constexpr std::size_t most = limits::trained_link * 3 / 4 * 1032 / 4;  // zeros, as many as could fit
  const bool finite = std::all_of(weights.begin(), weights.end(), [](float w) { return std::isfinite(w); });
  if (weights.empty() || weights.size() > most || !finite || trained.epochs() > limits::trained_epochs)
    return {std::move(link), false};
  std::string more = (link.empty() ? "" : "&") + std::string(weights_key) + "=" + pack_weights(weights);
  if (trained.epochs() > 0) more += "&" + std::string(epoch_key) + "=" + std::to_string(trained.epochs());
  const bool fits = link.size() + more.size() <= limits::trained_link;
  return {fits ? link + more : std::move(link), fits};
}

}  // namespace chainrule
