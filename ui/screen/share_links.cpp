// SPDX-License-Identifier: MIT
#include "ui/screen/share_links.hpp"

#include <algorithm>

#include "engine/io/link.hpp"
#include "engine/io/link_pairs.hpp"
#include "ui/app/app.hpp"

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
  return "<script src=\"" + attribute(slash == std::string_view::npos ? "" : page.substr(0, slash + 1)) +
         "embed.js\"></script>";
}

/// The link with the slide's colours in place of its own.
std::string coloured(std::string_view link, std::string_view theme) {
  if (theme.empty()) return std::string(link);
  std::string text;
  for_each_pair(link, [&](std::string_view pair) {
    if (key_of_pair(pair) != "theme") text += std::string(pair) + "&";
    return true;
  });
  return text + "theme=" + std::string(theme);
}

std::string address_of(std::string_view page, std::string_view link, SlideLook look) {
  const std::string fragment = coloured(link, look.theme);
  return std::string(page) + (fragment.empty() ? "" : "#") + fragment;
}

/// key=value pairs as key="value". Keys that links have not could be any attribute, such as onclick: they stay out.
std::string element(std::string_view, std::string_view link, SlideLook look) {
  std::string text = "<chainrule-playground";
  for_each_pair(coloured(link, look.theme), [&](std::string_view pair) {
    if (is_link_key(key_of_pair(pair)))
      text += " " + std::string(key_of_pair(pair)) + "=\"" + attribute(decode_link_text(value_of_pair(pair))) + "\"";
    return true;
  });
  if (look.height != SlideLook{}.height) text += " style=\"aspect-ratio: 960 / " + std::to_string(look.height) + "\"";
  return text + "></chainrule-playground>";
}

std::string iframe(std::string_view page, std::string_view link, SlideLook look) {
  return "<iframe src=\"" + attribute(address_of(page, link, look)) + "\" width=\"960\" height=\"" +
         std::to_string(look.height) +
         "\" style=\"border: 0; max-width: 100%\" loading=\"lazy\" allow=\"clipboard-write; fullscreen\" "
         "title=\"Chainrule: a neural network to try\"></iframe>";
}

std::string python(std::string_view page, std::string_view link, SlideLook look) {
  std::string safe;
  for (const char c : address_of(page, link, look)) {
    if (c == '\'' || c == '\\') safe += '\\';
    safe += c;
  }
  return "IFrame('" + safe + "', width=960, height=" + std::to_string(look.height) + ")";
}

std::string nothing(std::string_view) { return ""; }

// reveal.js and remark take the element with its script, which hands keys on and saves GPU memory; Marp with --html
// too. Where scripts are filtered out (Moodle) or are no part of the text (notebooks), the frame goes alone.
constexpr SlideKind kinds[] = {
    {"HTML", "", "Anywhere in a page.", nothing, iframe},
    {"reveal.js", "Once in the page, behind reveal.js:", "A slide:", script_line,
     [](std::string_view page, std::string_view link, SlideLook look) {
       return "<section>\n  " + element(page, link, look) + "\n</section>";
     }},
    {"remark", "Once in the page, behind remark:", "In the Markdown, where a slide shall have it:", script_line,
     element},
    {"Marp", "Once on the first slide; marp runs with --html:", "In the Markdown, where a slide shall have it:",
     script_line, element},
    {"Slidev", "Once in index.html beside slides.md:", "In slides.md, where a slide shall have it:",
     [](std::string_view page) { return "<head>\n  " + script_line(page) + "\n</head>"; }, element},
    {"Jupyter", "Once in a cell:", "In a cell of its own:",
     [](std::string_view) { return std::string("from IPython.display import IFrame"); }, python},
    {"Moodle", "", "In a page's editor, with its HTML button (</>):", nothing, iframe},
};

/// Packing takes a while: it is done once for what is on screen, and while training runs for what was there when it was
/// asked.
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
  d.scene = scenes()[static_cast<std::size_t>(scene - 1)].name;
  return with_weights(app, d, weights, nullptr);
}

std::span<const SlideKind> slide_kinds() { return kinds; }

}  // namespace chainrule
