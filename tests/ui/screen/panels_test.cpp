// SPDX-License-Identifier: MIT
// The table of panels is the only list of them.
#include "engine/document/panels.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/document/scenes.hpp"
#include "engine/io/link.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

TEST(Panels, EachIsDrawnWhereAllOthersAreHidden) {
  for (const Panel& panel : panels()) {
    std::string others;
    for (const Panel& other : panels())
      if (other.name != panel.name) others += (others.empty() ? "" : ",") + std::string(other.name);
    const std::string scene = panel.name == "activation" ? "scene=activation&" : "";  // it is drawn nowhere else
    Headless ui(Trainer::Mode::slices, {480, 700}, scene + "hide=" + others);
    ui.frames(3);
    for (const Panel& seen : panels())
      EXPECT_EQ(ui.app().sees(std::string(seen.name)), seen.name == panel.name) << panel.name << ": " << seen.name;
  }
}

TEST(Panels, ScenesAreMadeOfThem) {
  for (const Scene& scene : scenes())
    for (const std::string_view name : panels_of(scene)) EXPECT_NE(find_panel(name), nullptr) << scene.name;
}

TEST(Panels, NamesOfOldLinksStillOpenAndAreOfferedNowhere) {
  for (const char* name : {"code", "weights", "history"}) {
    const ReadResult read = read_link(std::string("hide=") + name);
    EXPECT_TRUE(read.complaints.empty()) << name;
    EXPECT_EQ(read.document.hide, std::vector<std::string>{name});
    EXPECT_EQ(find_panel(name), nullptr);
  }
  const ReadResult wrong = read_link("hide=codes");
  ASSERT_EQ(wrong.complaints.size(), 1U);
  EXPECT_EQ(wrong.complaints[0].text.find("weights"), std::string::npos) << wrong.complaints[0].text;
}

}  // namespace
}  // namespace chainrule
