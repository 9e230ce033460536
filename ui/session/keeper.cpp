// SPDX-License-Identifier: MIT
#include "ui/session/keeper.hpp"

#include <utility>

#include "engine/io/json.hpp"
#include "engine/io/trained.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_kept = 1'000'000;  // bytes; browsers give a page about five million
constexpr std::size_t a_weight = 10;          // bytes of JSON, about

}  // namespace

std::string Keeper::keep(const Document& document, const std::vector<float>& weights, const History& history) {
  const bool small = weights.size() * a_weight < most_kept;
  std::string text;
  if (document.csv.size() < most_kept) {
    const Trained trained{weights, history};
    text = write_json(document, small ? &trained : nullptr);
    if (text.size() > most_kept) text = write_json(document);
  }
  const bool fits = !text.empty() && text.size() <= most_kept;
  if (fits && text == kept_) return "";
  if (fits && services_.keep(text)) {
    kept_ = std::move(text);
    return "";
  }
  if (std::exchange(told_, true)) return "";
  return fits ? "This browser keeps nothing between visits: save what you want to have again."
              : "This table is too large to be kept between visits: save the experiment as a file.";
}

void Keeper::forget() {
  if (services_.forget) services_.forget();
  kept_.clear();
}

}  // namespace chainrule
