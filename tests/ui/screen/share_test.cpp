// SPDX-License-Identifier: MIT
// Sharing: what the dialog gives away, and that it comes back as it was.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include "engine/io/link.hpp"
#include "engine/keras/code.hpp"
#include "tests/ui/headless.hpp"
#include "ui/screen/share_links.hpp"

namespace chainrule {
namespace {

constexpr const char* page = "https://example.org/chainrule/index.html";

std::string value(Headless& ui, const std::string& name) {
  const MirrorItem* item = ui.find(Role::passage, name);
  return item ? item->value : "nothing of that name";
}

void open(Headless& ui, const char* tab) {
  ui.app().services().page_address = [] { return std::string(page); };
  if (!ui.app().share.open) ui.press("Share");
  ui.frames(3);
  ui.press(tab, Role::tab);
  ui.frames(3);
}

TEST(Share, LinkOpensTheSameExperiment) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=moons&layers=dense:5:tanh,dense:1:sigmoid&seed=4");
  open(ui, "Link");
  const std::string address = value(ui, "Link to share");
  ASSERT_EQ(address.rfind(std::string(page) + "#", 0), 0U) << address;
  EXPECT_EQ(read_link(address.substr(address.find('#'))).document, ui.app().document());
  ui.press("Copy");
  ui.frames(2);
  EXPECT_STREQ(ImGui::GetClipboardText(), address.c_str());
  ui.press("Close sharing");
  ui.frames(2);
  EXPECT_EQ(ui.find(Role::heading, "Share"), nullptr);
}

TEST(Share, LinkWithWeightsOpensTheTrainedNetwork) {
  std::string address;
  std::vector<float> weights;
  {
    Headless ui(Trainer::Mode::slices, {1280, 800}, "data=moons&layers=dense:5:tanh,dense:1:sigmoid");
    for (int e = 1; e <= 3; ++e) {
      ui.app().step(Gear::epoch);
      ui.until([&] { return ui.app().history().epochs() == e; });
    }
    open(ui, "Link");
    EXPECT_EQ(value(ui, "Link to share").find("weights="), std::string::npos) << "only if it is asked for";
    ui.press("With weights", Role::toggle);
    ui.frames(2);
    address = value(ui, "Link to share");
    weights = ui.app().weights();
  }
  EXPECT_LT(address.size(), 8192U);
  Headless other(Trainer::Mode::slices, {1280, 800}, address.substr(address.find('#')));
  other.frames(3);
  EXPECT_TRUE(other.app().notices.empty());
  EXPECT_EQ(other.app().weights(), weights);
  EXPECT_EQ(other.app().history().epochs(), 3);
}

TEST(Share, WeightsThatDoNotFitAreTold) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "layers=dense:64:tanh,dense:64:tanh,dense:1:sigmoid");
  open(ui, "Link");
  EXPECT_EQ(ui.find(Role::toggle, "With weights"), nullptr);
}

TEST(Share, DefaultExperimentIsThePageAlone) {
  Headless ui;
  open(ui, "Link");
  EXPECT_EQ(value(ui, "Link to share"), page);
}

TEST(Share, TablesOfOnesOwnNeedAFile) {
  Headless ui;
  ui.app().open_file("own.csv", "a,b,y\n1,2,0\n2,3,1\n3,4,0\n4,5,1\n5,6,0\n");
  ui.frames(2);
  ui.app().import_data();
  ui.frames(3);
  ASSERT_EQ(ui.app().document().data, "csv");
  EXPECT_FALSE(ui.app().fits_link());
  open(ui, "Link");
  EXPECT_NE(ui.find(Role::button, "Save as a file"), nullptr);
}

// As an HTML parser reads it: what stands between the quotes, with its references resolved.
std::string read_attribute(const std::string& html, const std::string& name) {
  const auto start = html.find(" " + name + "=\"") + name.size() + 3;
  std::string text = html.substr(start, html.find('"', start) - start);
  for (const auto& [coded, plain] : {std::pair{"&quot;", "\""}, {"&lt;", "<"}, {"&amp;", "&"}})
    for (std::size_t at; (at = text.find(coded)) != std::string::npos;)
      text.replace(at, std::string(coded).size(), plain);
  return text;
}

const SlideKind& kind(std::string_view name) { return find(slide_kinds(), "kind of slide", name); }

TEST(Share, LinesForSlides) {
  const std::string link = "data=moons&layers=dense:5:tanh,dense:1:sigmoid&scene=training";
  for (const char* name : {"HTML", "Moodle"}) {
    const std::string frame = kind(name).slide(page, link, {});
    EXPECT_EQ(read_attribute(frame, "src"), std::string(page) + "#" + link);
    EXPECT_EQ(read_attribute(frame, "height"), "540");
    EXPECT_NE(frame.find("clipboard-write"), std::string::npos);
    EXPECT_EQ(kind(name).once(page), "");
  }
  for (const char* name : {"reveal.js", "remark", "Marp", "Slidev"}) {
    EXPECT_EQ(read_attribute(kind(name).once(page), "src"), "https://example.org/chainrule/embed.js") << name;
    const std::string lines = kind(name).slide(page, link, {});
    EXPECT_EQ(lines.find("script"), std::string::npos) << name;
    EXPECT_EQ(read_attribute(lines, "data"), "moons") << name;
    EXPECT_EQ(read_attribute(lines, "layers"), "dense:5:tanh,dense:1:sigmoid");
    EXPECT_EQ(read_attribute(lines, "scene"), "training");
    EXPECT_EQ(lines.find("<section>") != std::string::npos, std::string(name) == "reveal.js");
  }
  EXPECT_EQ(kind("Jupyter").slide(page, "data=a'b\\", {}),
            "IFrame('" + std::string(page) + "#data=a\\'b\\\\', width=960, height=540)");
  EXPECT_EQ(kind("HTML").slide(page, "", {}).find('#'), std::string::npos);
  EXPECT_EQ(read_attribute(kind("HTML").slide("https://example.org/?a=\"<&", "x=1", {}), "src"),
            "https://example.org/?a=\"<&#x=1");
}

TEST(Share, SlidesHaveShapesAndColours) {
  const SlideLook look{720, "dark"};
  for (const SlideKind& k : slide_kinds()) {
    const std::string lines = k.slide(page, "theme=light&data=moons", look);
    EXPECT_NE(lines.find("720"), std::string::npos) << k.name;
    EXPECT_EQ(lines.find("light"), std::string::npos) << k.name << " has one theme: " << lines;
    EXPECT_NE(lines.find("dark"), std::string::npos) << k.name;
    EXPECT_EQ(k.once(page).empty(), k.once_help.empty()) << k.name << " says where its text goes";
  }
}

TEST(Share, LinesHoldValuesAsTheyWereAndNoOtherAttributes) {
  const std::string link =
      "data=csv&left_out=mean%20radius,a%26b&features=inputs,x1%5E2&onclick=alert(1)&style=x&weights=abc&scene=play";
  const std::string lines = kind("reveal.js").slide(page, link, {});
  EXPECT_EQ(read_attribute(lines, "left_out"), "mean radius,a&b");
  EXPECT_EQ(read_attribute(lines, "features"), "inputs,x1^2");
  EXPECT_EQ(read_attribute(lines, "weights"), "abc");
  EXPECT_EQ(lines.find("onclick"), std::string::npos);
  EXPECT_EQ(lines.find("style"), std::string::npos);
}

TEST(Share, TheFilmsUpdateIsNotShared) {
  Headless ui(Trainer::Mode::slices, {960, 540}, "scene=update");
  ui.frames(3);
  ASSERT_NE(ui.app().weights(), ui.app().snapshot().weights) << "the drawing shows the step";
  EXPECT_EQ(ui.app().shown_training().weights, ui.app().snapshot().weights);
}

TEST(Share, ASlideCanShowAScene) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor&layers=dense:3:tanh,dense:1:sigmoid");
  open(ui, "Slides");
  ui.set(Role::select, "The slide shows", "Backpropagation");
  ui.set(Role::select, "For", "reveal.js");
  ui.frames(2);
  EXPECT_EQ(value(ui, "For the page, once"), "<script src=\"https://example.org/chainrule/embed.js\"></script>");
  ui.press("Copy For the page, once");
  ui.frames(2);
  EXPECT_EQ(ImGui::GetClipboardText(), value(ui, "For the page, once"));
  ui.press("Copy For your slides");
  ui.frames(2);
  EXPECT_EQ(ImGui::GetClipboardText(), value(ui, "For your slides"));
  const std::string lines = value(ui, "For your slides");
  EXPECT_EQ(read_attribute(lines, "scene"), "backprop");
  EXPECT_EQ(read_attribute(lines, "data"), "xor");
  EXPECT_EQ(ui.app().document().scene, "") << "the page stays as it is";
}

TEST(Share, KerasProgram) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor&layers=dense:3:tanh,dense:1:sigmoid");
  open(ui, "Keras");
  EXPECT_EQ(value(ui, "Keras program"), write_keras_code(ui.app().document(), &ui.app().experiment()->data));
  std::string name, bytes;
  ui.app().services().save_file = [&](std::string_view n, std::string_view b) {
    name = n;
    bytes = b;
    return std::string("there");
  };
  ui.press("Save as .py");
  ui.frames(2);
  EXPECT_EQ(name, "chainrule-xor.py");
  EXPECT_EQ(bytes, value(ui, "Keras program"));
}

TEST(Share, QrCodeOfTheAddress) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=xor");
  std::string asked;
  ui.app().services().qr_code = [&](const std::string& text, const auto& done) {
    asked = text;
    done("1001", "");
  };
  open(ui, "QR code");
  EXPECT_EQ(asked, std::string(page) + "#data=xor");
  ASSERT_NE(ui.find(Role::image, "QR code"), nullptr);
  EXPECT_EQ(ui.find(Role::image, "QR code")->value, asked);
  ui.press("Close sharing");
  ui.app().services().qr_code = [&](const std::string&, const auto& done) { done("", "This link is too long"); };
  ui.app().change([](Document& d) { d.seed = 5; });
  ui.frames(3);
  open(ui, "QR code");
  EXPECT_EQ(ui.find(Role::image, "QR code"), nullptr);
}

/// A dialog at any size: its buttons are within the window.
TEST(Share, FitsIntoSmallWindows) {
  for (const ImVec2 window : {ImVec2{480, 270}, ImVec2{390, 844}, ImVec2{1280, 800}}) {
    Headless ui(Trainer::Mode::slices, window, "data=moons&scene=play");
    ui.app().services().qr_code = [](const std::string&, const auto& done) { done(std::string(625, '1'), ""); };
    ui.app().share.open = true;
    ui.frames(3);
    for (const char* tab : {"Link", "Slides", "QR code", "Picture", "Keras"}) {
      ui.press(tab, Role::tab);
      ui.frames(3);
      for (const MirrorItem& item : ui.app().ui.mirror.items()) {
        EXPECT_LE(item.x + item.width, window.x + 1) << tab << ": " << item.name;
        EXPECT_LE(item.y + item.height, window.y + 1) << tab << ": " << item.name << " at " << window.y;
      }
    }
  }
}

}  // namespace
}  // namespace chainrule
