// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app.hpp"
#include "share_view.hpp"

namespace chainrule {
namespace {

/// As the value of an attribute in double quotes.
std::string attribute(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') safe += "&amp;";
    else if (c == '"') safe += "&quot;";
    else if (c == '<') safe += "&lt;";
    else safe += c;
  }
  return safe;
}

std::string script_line(std::string_view page) {
  const auto slash = page.rfind('/');
  return "<script src=\"" + attribute(slash == std::string_view::npos ? "" : page.substr(0, slash + 1)) + "embed.js\"></script>";
}

/// key=value pairs as key="value". Keys that links have not could be any attribute, such as onclick: they stay out.
std::string element(std::string_view link) {
  std::string text = "<chainrule-playground";
  while (!link.empty()) {
    const auto end = std::min(link.find('&'), link.size());
    const std::string_view pair = link.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    if (is_link_key(pair.substr(0, equals))) text += " " + std::string(pair.substr(0, equals)) + "=\"" + attribute(decode_link_text(pair.substr(std::min(equals + 1, pair.size())))) + "\"";
    link.remove_prefix(std::min(end + 1, link.size()));
  }
  return text + "></chainrule-playground>";
}

/// Packing takes a while: it is done once for what is on screen, and while training runs for what was there when it was asked.
std::string with_weights(App& app, const Document& document, bool wanted, bool* carried) {
  std::string plain = write_link(document);
  if (!wanted && !carried) return plain;
  ShareView& view = app.share;
  const Snapshot* of = &app.snapshot();
  if ((view.packed_of != of || view.packed_epoch != app.past_asked()) && !app.snapshot().playing) {
    view.packed.clear();
    view.packed_of = of;
    view.packed_epoch = app.past_asked();
  }
  auto made = view.packed.find(plain);
  if (made == view.packed.end()) made = view.packed.emplace(plain, write_link(document, app.shown_training())).first;
  if (carried) *carried = made->second.has_weights;
  return wanted ? made->second.link : plain;
}

}  // namespace

std::string shared_link(App& app, bool weights, bool* carried) {
  return with_weights(app, app.document(), weights, carried);
}

std::string slide_link(App& app, int scene, bool weights) {
  if (scene == 0) return shared_link(app, weights);
  Document d = app.document();
  d.scene = topics()[static_cast<std::size_t>(scene - 1)].name;
  return with_weights(app, d, weights, nullptr);
}

bool fits_link(const App& app) { return app.document().data != "csv" && write_link(app.document()).size() <= limits::link_bytes; }

std::string iframe_line(std::string_view page, std::string_view link) {
  const std::string source = std::string(page) + (link.empty() ? "" : "#") + std::string(link);
  return "<iframe src=\"" + attribute(source) + "\" width=\"960\" height=\"540\" style=\"border: 0\" loading=\"lazy\" allow=\"clipboard-write; fullscreen\" title=\"Chainrule: a neural network to try\"></iframe>";
}

std::string reveal_lines(std::string_view page, std::string_view link) {
  return "<!-- once, behind reveal.js -->\n" + script_line(page) + "\n\n<section>\n  " + element(link) + "\n</section>\n";
}

std::string remark_lines(std::string_view page, std::string_view link) {
  return "<!-- once in the page, behind remark -->\n" + script_line(page) + "\n\n---\n\n" + element(link) + "\n";
}

}  // namespace chainrule
