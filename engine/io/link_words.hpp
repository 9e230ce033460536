#pragma once
// SPDX-License-Identifier: MIT
// Words of links as people and their programs write them: other letters, other spellings, other names for the same.
#include <string>
#include <string_view>

namespace chainrule {

/// As a keyboard has it: no invisible signs and line breaks, simple blanks, dashes and quotes, no letters of double
/// width, no blanks at the ends and beside : , ; = / &.
std::string tidied(std::string_view text);
/// Without quotes, brackets that nothing opens or closes, full stops and the like around it.
std::string without_wrapping(std::string_view text);
/// ReLU, Mean Squared Error, val_split: each word that a table has in another spelling, or under another name, in its
/// own. `others_first`: also where a table has the other name for something else (alpha).
std::string in_own_words(std::string_view text, bool others_first = false);
/// What in_own_words() compares: small letters and digits alone.
std::string squashed(std::string_view word);

/// The key of links that a word stands for: Data, ?data, amp;data, batchSize, val_split. "" where there is none.
std::string_view key_meant(std::string_view word);
/// The name that a word has here, where other programs call it so: lr is learning_rate. Itself elsewhere.
std::string_view own_name(std::string_view word);

}  // namespace chainrule
