// SPDX-License-Identifier: MIT
#include "ui/panels/fit/pace.hpp"

#include <vector>

#include "ui/app/app.hpp"
#include "ui/session/paces.hpp"

namespace chainrule {

void draw_pace(App& app, float width, bool labelled) {
  std::vector<Option> options;
  int chosen = 0;
  for (const PaceRow& row : paces()) {
    if (row.pace == app.pace()) chosen = static_cast<int>(options.size());
    options.push_back({row.name, row.help});
  }
  if (select(app.ui, "speed", chosen, options, width, labelled ? "speed" : ""))
    app.set_pace(paces()[static_cast<std::size_t>(chosen)].pace);
}

}  // namespace chainrule
