// SPDX-License-Identifier: MIT
#include "engine/io/link_mend.hpp"
#include "engine/io/link_pairs.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/text.hpp"
#include "engine/document/layer_fields.hpp"
#include "engine/io/link.hpp"
#include "engine/io/link_meanings.hpp"
#include "engine/io/link_words.hpp"
#include "engine/tables/activation.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_trials = 64;  // values that somebody may have wrong
constexpr std::size_t most_told = 3, longest_key = 64;
constexpr std::string_view ends_of_value = "&;,|?# \r\n\t+";  // what came to stand between two pairs

/// A piece of the link: its key, if it has one that links know, and what stands there.
struct Piece {
  std::string_view key;
  std::string text;
  std::string value() const {
    return decode_link_text(std::string_view(text).substr(std::min(text.find('=') + 1, text.size())));
  }
};

Piece made(std::string_view key, std::string_view value) {
  return {key, std::string(key) + "=" + encode_link_text(value)};
}

class Mender {
 public:
  void take(std::string_view fragment, int depth = 0) {
    for_each_pair(fragment, [&](std::string_view piece) {
      take_piece(piece, depth);
      return true;
    });
  }

  bool knows_any() const {
    return std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& p) {
      return !p.key.empty() || is_parameter_of_optimizers(tidied(p.text.substr(0, p.text.find('='))));
    });
  }

  ReadResult read() {
    context_ = default_document();
    for (Piece& piece : pieces_) {  // it decides what other values mean
      if (piece.key != "dialect") continue;
      if (!with_value(context_, piece.key, piece.value())) mend_value(piece);
      context_ = with_value(context_, piece.key, piece.value()).value_or(context_);
    }
    mend_values();
    take_in_parameters();
    ReadResult result = read_link_as_it_stands(link());
    result.mended = sentence();
    explain(result);
    return result;
  }

 private:
  void note(std::string_view from, std::string_view to) {
    std::pair<std::string, std::string> both{quote(from), quote(to)};
    if (both.first != both.second && std::find(notes_.begin(), notes_.end(), both) == notes_.end())
      notes_.push_back(std::move(both));
  }

  std::string link() const {
    std::string all;
    for (const Piece& piece : pieces_) all += (all.empty() ? "" : "&") + piece.text;
    return all;
  }

  // ---- Keys ----

  void take_piece(std::string_view text, int depth) {
    const auto equals = std::min(text.find('='), text.size());
    const std::string key = decode_link_text(text.substr(0, equals)),
                      value = decode_link_text(text.substr(std::min(equals + 1, text.size())));
    if (is_link_key(key)) return pieces_.push_back({key_meant(key), std::string(text)});
    if (key == "amp;" && value.empty()) return note("&amp;", "&");
    if (take_key(key, text.substr(std::min(equals + 1, text.size()))) ||
        (value.empty() ? take_inside(text, key, depth) : take_address(key, value)))
      return;
    pieces_.push_back({{}, std::string(text)});
  }

  /// A key in another spelling.
  bool take_key(const std::string& key, std::string_view coded) {
    const auto meant = key_meant(key);
    if (meant.empty()) return false;
    const auto entity = key.find(';');
    if (entity != std::string::npos) note("&" + key.substr(0, entity + 1), "&");
    else if (key.starts_with('?')) note("?", "#");
    else note(key, meant);
    pieces_.push_back({meant, std::string(meant) + "=" + std::string(coded)});
    return true;
  }

  /// A key at the end of an address; a colon for '='.
  bool take_address(const std::string& key, const std::string& value) {
    const std::string text = key + "=" + value;
    if (key.find_first_of("/#?") != std::string::npos)  // https://...#data=circle, https://...?utm=1#data=circle
      for (auto at = text.find_first_of("#?"); at != std::string::npos; at = text.find_first_of("#?", at + 1))
        if (const auto equals = text.find('=', at);
            equals != std::string::npos && take_as(text.substr(at + 1, equals - at - 1), text.substr(equals + 1), text))
          return true;
    const auto colon = key.find(':');
    return colon != std::string::npos && take_as(key.substr(0, colon), key.substr(colon + 1) + "=" + value, key);
  }
  bool take_as(std::string_view word, std::string_view value, std::string_view from) {
    const auto key = key_meant(word);
    if (key.empty()) return false;
    pieces_.push_back(made(key, value));
    note(from, std::string(key) + "=" + std::string(value));
    return true;
  }

  /// A piece without a value may be a whole link, encoded or in letters of double width.
  bool take_inside(std::string_view text, const std::string& key, int depth) {
    if (const auto colon = key.find(':');
        colon != std::string::npos && take_as(key.substr(0, colon), key.substr(colon + 1), key))
      return true;
    const std::string plain = tidied(key),
                      inside = plain.find('=') == std::string::npos ? decode_link_text(plain) : plain;
    if (depth >= most_layers_of_code ||
        (inside.find('=') == std::string::npos && inside.find('%') == std::string::npos))
      return false;
    Mender other;
    other.take(inside, depth + 1);
    if (!other.knows_any()) return false;
    note(text, other.link());
    pieces_.insert(pieces_.end(), other.pieces_.begin(), other.pieces_.end());
    return true;
  }

  // ---- Values ----

  void mend_values() {
    std::size_t trials = 0;
    for (std::size_t i = 0; i < pieces_.size() && trials < most_trials; ++i) {
      if (pieces_[i].key.empty() || with_value(context_, pieces_[i].key, pieces_[i].value())) continue;
      ++trials;
      if (split(i, pieces_[i].value()) || split(i, tidied(pieces_[i].value()))) --i;  // its first part anew
      else mend_value(pieces_[i]);
    }
  }

  /// A value that goes on with another key: data=circle;layers=...
  bool split(std::size_t at, const std::string& value) {
    for (std::size_t i = value.find_first_of(ends_of_value); i < value.size();
         i = value.find_first_of(ends_of_value, i + 1)) {
      const std::string_view rest = std::string_view(value).substr(i + 1),
                             word = rest.substr(0, std::min(rest.substr(0, longest_key).find('='), rest.size()));
      if (word.size() == rest.size()) continue;
      const auto key = key_meant(word);
      if (word.find_first_of(":,") != std::string_view::npos ||
          (key.empty() && !is_parameter_of_optimizers(tidied(word))))
        continue;
      note(value[i] == '&' ? "%26" : std::string(1, value[i]), "&");
      const std::string name(key.empty() ? own_name(tidied(word)) : key), after(rest.substr(word.size() + 1));
      Piece next{
          key,
          name + "=" + (value[i] == '&' ? after : encode_link_text(after))};  // where %26 is code, so is what follows
      pieces_[at] = made(pieces_[at].key, value.substr(0, i));
      pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(next));
      return true;
    }
    return false;
  }

  void mend_value(Piece& piece) {
    const std::string value = piece.value();
    if (const auto meant = value_meant(piece.key, value)) {
      if (*meant != value) tell(piece.key, value, *meant);
      piece = made(piece.key, *meant);
    }
  }

  /// The value that is left where all but one mean nothing.
  std::optional<std::string> value_meant(std::string_view key, const std::string& value) {
    const auto all = meanings(context_, key, value);
    if (all.size() > 1) doubts_[std::string(key)] = " It could mean " + quote(all[0]) + " or " + quote(all[1]) + ".";
    return all.size() == 1 ? std::optional(all[0]) : std::nullopt;
  }

  /// Whole where it is short, else the words that differ.
  void tell(std::string_view key, std::string_view from, std::string_view to) {
    constexpr std::size_t small = 38;
    const std::string start = std::string(key) + "=";
    if (start.size() + std::max(from.size(), to.size()) <= small)
      return note(start + std::string(from), start + std::string(to));
    const auto separates = [](char c) { return std::string_view(":,;=/&").find(c) != std::string_view::npos; };
    std::size_t same = 0, tail = 0;
    while (same < std::min(from.size(), to.size()) && from[same] == to[same]) ++same;
    while (same > 0 && !separates(from[same - 1])) --same;
    while (tail < std::min(from.size(), to.size()) - same && from[from.size() - 1 - tail] == to[to.size() - 1 - tail])
      ++tail;
    while (tail > 0 && !separates(from[from.size() - tail])) --tail;
    note(from.substr(same, from.size() - same - tail), to.substr(same, to.size() - same - tail));
  }

  // ---- Parameters that stand by themselves: learning_rate=0.1 ----

  void take_in_parameters() {
    const ReadResult base = read_link_as_it_stands(link());
    Document document = base.document;
    for (const auto& [key, value] : base.document.unknown) {
      std::vector<Owner> owners = owners_in(document);
      std::erase_if(owners,
                    [&, &word = key](const Owner& c) { return parameter_meant(c.parameters, tidied(word)) < 0; });
      if (owners.size() == 1) take_in(owners[0], key, value, document, base.has(owners[0].key));
      else if (owners.size() > 1)
        contested_[key] = "could be of " + std::string(owners[0].key) + " or of " + std::string(owners[1].key);
    }
  }

  void take_in(const Owner& owner, const std::string& word, const std::string& value, Document& document,
               bool has_own) {
    const auto index = static_cast<std::size_t>(parameter_meant(owner.parameters, tidied(word)));
    const Parameter& parameter = owner.parameters[index];
    const std::string before = field_of(owner.key)->write(document), start = ":" + std::string(parameter.name) + "=";
    Document context = std::exchange(context_, document);
    const auto meant = value_meant(owner.key, before + start + value);
    context_ = std::move(context);
    if (!meant) return;
    Document changed = *with_value(document, owner.key, *meant);
    const bool given =
        std::exchange(taken_in_[parameter.name], true) ||
        (has_own && index < owner.values->size() && (*owner.values)[index] != parameter.usual(document.dialect));
    if (given && changed != document) {
      contested_[word] = std::string(owner.key) + " has one of its own: " + before;
      return;
    }
    std::erase_if(pieces_, [&](const Piece& p) {
      return p.key == owner.key || (p.key.empty() && decode_link_text(p.text.substr(0, p.text.find('='))) == word);
    });
    note(word + "=" + value,
         std::string(owner.key) + "=" + std::string(owner.name) + start + meant->substr(meant->rfind('=') + 1));
    pieces_.push_back(made(owner.key, field_of(owner.key)->write(changed)));
    document = std::move(changed);
  }

  // ---- What is told ----

  std::string sentence() const {
    if (notes_.empty()) return "";
    std::string all;
    const std::size_t told = std::min(notes_.size(), most_told);
    for (std::size_t i = 0; i < told; ++i) {
      const auto& [from, to] = notes_[i];
      if (i > 0) all += i + 1 == notes_.size() ? " and " : ", ";
      all += from + (i == 0 ? " was taken for " : " for ") + to;
    }
    if (notes_.size() > told) all += " and " + std::to_string(notes_.size() - told) + " more";
    return "In this link " + all + ".";
  }

  void explain(ReadResult& result) const {
    for (Complaint& complaint : result.complaints) {
      if (const auto doubt = doubts_.find(complaint.key); doubt != doubts_.end()) complaint.text += "." + doubt->second;
      if (const auto why = contested_.find(complaint.key); why != contested_.end()) {
        complaint.text = complaint.key + ": " + why->second + "; it is left out";
        result.document.unknown.erase(complaint.key);
      } else if (field_of_layers(complaint.key)) {
        complaint.text += " It is an option of a layer, as in layers=dense:4:tanh,dense:1:sigmoid.";
      }
      if (complaint.key == "layers" && complaint.text.find("expected a layer such as") != std::string::npos &&
          activation_received(complaint.text))
        complaint.text += ". An activation follows its layer behind ':', as in dense:4:tanh.";
    }
  }
  static bool field_of_layers(std::string_view key) {
    const auto fields = layer_fields();
    const std::string wanted = squashed(key);
    return std::any_of(fields.begin(), fields.end(), [&](const LayerField& f) { return squashed(f.key) == wanted; });
  }
  static bool activation_received(std::string_view text) {
    const auto start = std::min(text.find("received '"), text.size() - 10) + 10;
    return find_or_null(activations(), in_own_words(text.substr(start, text.find('\'', start) - start))) != nullptr;
  }

  std::vector<Piece> pieces_;
  std::vector<std::pair<std::string, std::string>> notes_;
  std::map<std::string, std::string> doubts_, contested_;
  std::map<std::string_view, bool> taken_in_;  // parameters that stood by themselves
  Document context_;                           // what values are tried on
};

}  // namespace

bool has_link_key(std::string_view text) {
  Mender mender;
  mender.take(text.substr(0, limits::link_bytes));
  return mender.knows_any();
}

ReadResult read_mended_link(std::string_view fragment) {
  if (fragment.starts_with('#')) fragment.remove_prefix(1);
  Mender mender;
  mender.take(fragment);
  return mender.read();
}

}  // namespace chainrule
