#pragma once
// SPDX-License-Identifier: MIT
// What a page around this one may ask for, and what it is told: the embed protocol's words (README, "In slides").
#include <string>
#include <string_view>

namespace chainrule {

class App;

/// play; pause; step by epoch, batch, layer or number ("" = epoch); goto an epoch; set to a link. "" where that is done
/// from the next frame on, else why it is not: "expected ..., received ...". A link with a wrong value changes nothing.
std::string obey(App& app, std::string_view what, std::string_view how);
/// {"link":"data=xor","epoch":3,"epochs":100,"playing":false,"parameters":37,"logs":{"loss":0.5},"notices":[]}; "shown"
/// is the earlier epoch on screen, "film" {"phase":"backward","layer":1,"stage":"receive","unit":0} where it is open,
/// "drive" what its scene is about where that is no training, "loading" that a table is on its way.
std::string state_text(const App& app);
/// Changes whenever a listener has something to be told of training: the epoch, and whether it runs.
double state_stamp(const App& app);
/// Changes whenever the film stands elsewhere, or there are other notices.
double moment_stamp(const App& app);

}  // namespace chainrule
