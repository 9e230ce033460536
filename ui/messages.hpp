#pragma once
// SPDX-License-Identifier: MIT
// What a page around this one may ask for, and what it is told: the embed protocol's words (README, "In slides").
#include <string>
#include <string_view>

namespace chainrule {

class App;

/// play; pause; step by epoch, batch, layer or number ("" = epoch); goto an epoch. False when the words mean nothing.
bool obey(App& app, std::string_view what, std::string_view how);
/// {"link":"data=xor","epoch":3,"epochs":100,"playing":false,"logs":{"loss":0.5}}; "shown" is the earlier epoch on screen.
std::string state_text(const App& app);
/// Changes whenever a listener has something to be told: the epoch, and whether training runs.
double state_stamp(const App& app);

}  // namespace chainrule
