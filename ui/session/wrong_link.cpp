// SPDX-License-Identifier: MIT
// What is said of links that have much wrong: no first frame without a link needs it.
#include "engine/base/text.hpp"
#include "ui/session/session.hpp"

namespace chainrule {

/// What was taken for what, and what is wrong: in one notice, with each reason once.
void Session::tell_of(const ReadResult& read) {
  const std::size_t most_told = read.complaints.size() > 2 ? 1 : 2;
  if (!read.mended.empty()) tell(read.mended, false);
  if (read.complaints.empty()) return;
  std::string words;
  std::vector<std::string> others;
  std::size_t told = 0;
  for (const Complaint& c : read.complaints) {
    if (words.find(c.text) != std::string::npos) continue;
    if (told++ < most_told) words += (words.empty() ? "" : " ") + sentence(c.text);
    else others.push_back(c.key.empty() ? c.given.substr(0, 16) : c.key.substr(0, 32));
  }
  complain(words + (others.empty() ? "" : " Wrong too: " + listed(others, 8) + "."));
}

}  // namespace chainrule
