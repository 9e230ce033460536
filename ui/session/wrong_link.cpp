// SPDX-License-Identifier: MIT
// What is said of links that have much wrong: no first frame without a link needs it.
#include "engine/base/text.hpp"
#include "ui/session/session.hpp"

namespace chainrule {

/// What was taken for what, and what is wrong: in one line where that is much.
void Session::tell_of(const ReadResult& read) {
  constexpr std::size_t most_lines = 2;
  if (!read.mended.empty()) tell(read.mended, false);
  if (read.complaints.size() <= most_lines) {
    for (const Complaint& c : read.complaints) complain(c.text);
    return;
  }
  std::vector<std::string> others;
  for (const Complaint& c : read.complaints)
    if (&c != read.complaints.data()) others.push_back(c.key.empty() ? c.given.substr(0, 16) : c.key.substr(0, 32));
  const std::string& first = read.complaints[0].text;
  complain(first + (first.ends_with('.') || first.ends_with('?') ? " " : ". ") + "Wrong too: " + listed(others, 8) +
           ".");
}

}  // namespace chainrule
