// SPDX-License-Identifier: MIT
// The output: mistakes, one sample, the confusion matrix, other inputs on sliders, the drawing pad, the latent plane.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/base/text.hpp"
#include "engine/sequential.hpp"
#include "engine/tables/metric.hpp"
#include "tests/ui/headless.hpp"

namespace chainrule {
namespace {

/// What the model says of all rows, computed from the snapshot's weights by a model of its own.
Matrix outputs(Headless& ui) {
  const auto model = make_model(ui.app().document(), ui.app().experiment()->data.x.cols);
  std::copy(ui.app().snapshot().weights.begin(), ui.app().snapshot().weights.end(), model->weights().begin());
  return model->predict(ui.app().experiment()->data.x);
}

TEST(Output, RingsAreAroundTheMistakes) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&epochs=1");
  ui.press("Ring mistakes", Role::toggle);
  const Matrix out = outputs(ui);
  Index wrong = 0;
  for (Index r = 0; r < out.rows; ++r) wrong += (out(r, 0) > 0.5f ? 1.0f : 0.0f) != ui.app().experiment()->data.y(r, 0);
  ASSERT_GT(wrong, 0);
  const MirrorItem* surface = ui.find(Role::image, "Output surface");
  ASSERT_NE(surface, nullptr);
  EXPECT_NE(surface->value.find(std::to_string(wrong) + " of 500 rows wrong"), std::string::npos) << surface->value;
}

TEST(Output, DiscretisesTheSurface) {
  Headless ui;
  const unsigned before = ui.app().lens().version();
  ui.press("Discretise output", Role::toggle);
  EXPECT_TRUE(ui.app().output.discretise);
  EXPECT_GT(ui.app().lens().version(), before) << "painted again";
}

TEST(Output, ASampleHasItsProbabilities) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters:classes=4&epochs=2");
  ui.set(Role::select, "View of the output", "sample");
  ui.set(Role::number, "Row of the data", "7");
  EXPECT_EQ(ui.app().sample, 6);
  const MirrorItem* table = ui.find(Role::table, "Output for row 7");
  ASSERT_NE(table, nullptr);
  ASSERT_EQ(table->rows.size(), 5U) << "a header and four classes";
  const Matrix out = outputs(ui);
  double sum = 0;
  for (Index c = 0; c < 4; ++c) {
    EXPECT_EQ(table->rows[static_cast<std::size_t>(c) + 1][1], short_number(out(6, c), 6));
    sum += out(6, c);
  }
  EXPECT_NEAR(sum, 1, 1e-5);
  ui.press("Next row");
  EXPECT_EQ(ui.app().sample, 7);
  EXPECT_NE(ui.find(Role::status, "Answer"), nullptr);
}

TEST(Output, APressOnAMarkChoosesItsRow) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=circle&samples=40");
  const MirrorItem* plane = ui.find(Role::image, "Output surface");
  ASSERT_NE(plane, nullptr);
  const Heatmaps& heatmaps = ui.app().heatmaps();
  const Matrix& x = ui.app().experiment()->data.inputs();
  const float px = plane->x + (x(11, 0) - heatmaps.low().x) / (heatmaps.high().x - heatmaps.low().x) * plane->width;
  const float py =
      plane->y + plane->height - (x(11, 1) - heatmaps.low().y) / (heatmaps.high().y - heatmaps.low().y) * plane->height;
  ImGui::GetIO().AddMousePosEvent(px, py);
  ui.frames();
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frames();
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frames(2);
  EXPECT_EQ(ui.app().sample, 11);
  EXPECT_EQ(ui.app().output.view, 1);
}

TEST(Output, TheConfusionMatrixIsTheEngines) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=clusters:classes=3&noise=0.5&epochs=3&validation_split=0.3");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.set(Role::select, "View of the output", "confusion");
  const auto expect_counts = [&](Index first) {
    const Matrix out = outputs(ui);
    const Matrix& y = ui.app().experiment()->data.y;
    const Matrix counts =
        confusion_matrix(out.view().middle_rows(first, out.rows - first), y.view().middle_rows(first, y.rows - first));
    const MirrorItem* table = ui.find(Role::table, "Confusion matrix");
    ASSERT_NE(table, nullptr);
    for (Index r = 0; r < 3; ++r)
      for (Index c = 0; c < 3; ++c)
        EXPECT_EQ(table->rows[static_cast<std::size_t>(r) + 1][static_cast<std::size_t>(c) + 1],
                  short_number(counts(r, c), 6))
            << r << " " << c;
  };
  expect_counts(ui.app().training_rows());
  const MirrorItem* scores = ui.find(Role::table, "Scores of the classes");
  ASSERT_NE(scores, nullptr);
  EXPECT_EQ(scores->rows.size(), 4U);
  ui.press("All rows", Role::toggle);
  expect_counts(0);
}

TEST(Output, NumbersAreShownAgainstTheirTargets) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=plane&epochs=30");
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.set(Role::select, "View of the output", "scatter");
  const MirrorItem* scatter = ui.find(Role::image, "Output against target");
  ASSERT_NE(scatter, nullptr);
  EXPECT_NE(scatter->value.find("r2_score 0.9"), std::string::npos) << scatter->value;
  ui.set(Role::select, "View of the output", "sample");
  EXPECT_EQ(ui.find(Role::table, "Output for row 1")->rows[0][2], "difference");
}

TEST(Output, OtherInputsStandWhereTheirSlidersPutThem) {
  Headless ui(Trainer::Mode::slices, {1280, 1400}, "data=iris");
  ui.until([&] { return ui.app().document().data == "iris"; });
  ui.frames(2);
  ui.press("Other inputs", Role::toggle);
  const auto& names = ui.app().experiment()->data.input_names();
  std::string other;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (static_cast<int>(i) != ui.app().axis_x && static_cast<int>(i) != ui.app().axis_y) other = names[i];
  const unsigned before = ui.app().lens().version();
  ui.set(Role::number, other, "3");
  ASSERT_EQ(ui.app().output.held.size(), names.size());
  const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), other) - names.begin());
  EXPECT_NEAR(ui.app().experiment()->data.own_unit(ui.app().output.held[at], static_cast<Index>(at)), 3, 1e-4);
  EXPECT_GT(ui.app().lens().version(), before);
  ui.press("All at their mean");
  EXPECT_TRUE(ui.app().output.held.empty());
}

TEST(Output, ALowWindowHasEveryViewInsideIt) {
  Headless ui(Trainer::Mode::slices, {480, 270}, "data=clusters:classes=3&layers=dense:2:tanh,dense:3:softmax");
  ui.press("Output", Role::tab);
  const std::pair<const char*, std::pair<Role, const char*>> views[] = {
      {"sample", {Role::table, "Output for row 1"}},
      {"confusion", {Role::table, "Confusion matrix"}},
      {"latent plane", {Role::image, "Latent plane"}},
      {"surface", {Role::image, "Output surface"}}};
  for (const auto& [view, seen] : views) {
    ui.set(Role::select, "View of the output", view);
    const MirrorItem *item = ui.find(seen.first, seen.second), *menu = ui.find(Role::select, "View of the output");
    ASSERT_NE(item, nullptr) << view;
    ASSERT_NE(menu, nullptr) << view;
    EXPECT_GE(item->width, 120) << view;
    EXPECT_LE(item->x + item->width, menu->x) << view << " is covered by the menu";
    EXPECT_LE(menu->x + menu->width, 480);
    if (seen.first == Role::image) { EXPECT_LE(item->y + item->height, 270) << view << " is cut off"; }
  }
}

/// Moves the pressed mouse between two places of the pad, given as shares of its extent.
void draw_line(Headless& ui, ImVec2 from, ImVec2 to) {
  const MirrorItem pad = *ui.find(Role::button, "Drawing pad");
  ImGuiIO& io = ImGui::GetIO();
  for (int i = 0; i <= 8; ++i) {
    const float t = static_cast<float>(i) / 8;
    io.AddMousePosEvent(pad.x + pad.width * (from.x + (to.x - from.x) * t),
                        pad.y + pad.height * (from.y + (to.y - from.y) * t));
    ui.frames();
    if (i == 0) io.AddMouseButtonEvent(0, true);
    ui.frames();
  }
  io.AddMouseButtonEvent(0, false);
  ui.frames(2);
}

TEST(Output, ADrawnDigitIsRead) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=digits&layers=dense:32:relu,dense:10:softmax&epochs=12");
  ui.until([&] { return ui.app().document().data == "digits"; });
  ui.press("Play");
  ui.until([&] { return ui.app().snapshot().finished; });
  ui.set(Role::select, "View of the output", "draw");
  const auto said = [&] { return ui.find(Role::status, "Answer")->value; };
  draw_line(ui, {0.5f, 0.06f}, {0.5f, 0.94f});
  EXPECT_EQ(said(), "Taken for 1.");
  // The picture goes in on the data's own scale: greys of 0 to 16, divided by 16.
  const auto model = make_model(ui.app().document(), 64);
  std::copy(ui.app().snapshot().weights.begin(), ui.app().snapshot().weights.end(), model->weights().begin());
  const Matrix& ink = ui.app().output.drawn.ink;
  EXPECT_EQ(*std::max_element(ink.data.begin(), ink.data.end()), 1);
  EXPECT_EQ(ink(0, 3 * 8), 0) << "nothing at the border";
  const Matrix out = model->predict(ink);
  for (Index c = 0; c < 10; ++c)
    EXPECT_EQ(ui.find(Role::table, "Output for the drawing")->rows[static_cast<std::size_t>(c) + 1][1],
              short_number(out(0, c), 6));
  ui.press("Clear drawing");
  constexpr ImVec2 ring[] = {{0.5f, 0.1f},  {0.72f, 0.3f}, {0.72f, 0.7f}, {0.5f, 0.9f},
                             {0.28f, 0.7f}, {0.28f, 0.3f}, {0.5f, 0.1f}};
  for (std::size_t i = 0; i + 1 < std::size(ring); ++i) draw_line(ui, ring[i], ring[i + 1]);
  EXPECT_EQ(said(), "Taken for 0.");
}

TEST(Output, TheKeyboardDraws) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, "data=digits&layers=dense:10:softmax&standardise=0");
  ui.until([&] { return ui.app().document().data == "digits"; });
  ui.set(Role::select, "View of the output", "draw");
  const MirrorItem pad = *ui.find(Role::button, "Drawing pad");
  EXPECT_EQ(pad.value, "row 1, column 1");
  ui.app().ui.mirror.act({pad.id, MirrorAction::Kind::focus, ""});
  ui.frames(2);
  for (const ImGuiKey key : {ImGuiKey_RightArrow, ImGuiKey_RightArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow})
    ui.key(key);
  EXPECT_EQ(ui.find(Role::button, "Drawing pad")->value, "row 2, column 2");
  ui.press("Drawing pad");
  const Pad& drawn = ui.app().output.drawn;
  EXPECT_EQ(drawn.ink(0, 9), 1);
  EXPECT_EQ(drawn.ink(0, 63), 0);
  // Without scaling the network sees greys up to 16.
  const auto model = make_model(ui.app().document(), 64);
  std::copy(ui.app().snapshot().weights.begin(), ui.app().snapshot().weights.end(), model->weights().begin());
  Matrix x = drawn.ink;
  for (float& v : x.data) v *= 16;
  EXPECT_EQ(drawn.out.data, model->predict(x).data);
  ui.press("Clear drawing");
  ui.frames();
  EXPECT_EQ(*std::max_element(drawn.ink.data.begin(), drawn.ink.data.end()), 0);
}

TEST(Output, TheLatentPlaneIsALayersTwoOutputs) {
  Headless ui(Trainer::Mode::slices, {1280, 800},
              "data=circle&samples=60&layers=dense:4:relu,dense:2,activation:tanh,dense:1:sigmoid");
  ui.set(Role::select, "View of the output", "latent plane");
  ASSERT_NE(ui.find(Role::image, "Latent plane"), nullptr);
  // The second layer passes on the first two inputs through relu, one of them turned round: easy to follow by hand.
  std::vector<float> weights(12 + 10 + 3, 0.0f);
  weights[0] = 1;               // x1 to unit 1
  weights[5] = 1;               // x2 to unit 2
  weights[8] = weights[9] = 3;  // bias: relu lets everything through
  weights[12] = 0.5f;           // unit 1 to the first
  weights[15] = -0.5f;          // unit 2 to the second
  weights[20] = -1;             // their biases
  weights[21] = 1;
  for (std::size_t i = 0; i < weights.size(); ++i) ui.app().set_weight(i, weights[i]);
  ui.frames(3);
  const Matrix& x = ui.app().experiment()->data.x;
  const Predictions& latent = ui.app().predictions(2);
  ASSERT_EQ(latent.out.rows, 60);
  float least = INFINITY, most = -INFINITY;
  for (Index r = 0; r < 60; ++r) {
    EXPECT_NEAR(latent.out(r, 0), std::tanh(0.5 * (x(r, 0) + 3) - 1), 1e-5);
    EXPECT_NEAR(latent.out(r, 1), std::tanh(-0.5 * (x(r, 1) + 3) + 1), 1e-5);
    least = std::min(least, latent.out(r, 0));
    most = std::max(most, latent.out(r, 0));
  }
  // The outermost row stands a margin of 8 in 116 from the border; a press there chooses it.
  const MirrorItem plane = *ui.find(Role::image, "Latent plane");
  EXPECT_NE(plane.value.find("activation: unit 1 from"), std::string::npos) << plane.value;
  Index row = 0;
  while (latent.out(row, 0) != most) ++row;
  float low = INFINITY, high = -INFINITY;
  for (Index r = 0; r < 60; ++r) low = std::min(low, latent.out(r, 1)), high = std::max(high, latent.out(r, 1));
  const auto share = [](float v, float from, float to) {
    const float m = (to - from) * 0.08f + 1e-3f;
    return (v - from + m) / (to - from + 2 * m);
  };
  ImGui::GetIO().AddMousePosEvent(plane.x + plane.width * share(most, least, most),
                                  plane.y + plane.height * (1 - share(latent.out(row, 1), low, high)));
  ui.frames();
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frames();
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frames(2);
  EXPECT_EQ(ui.app().sample, row);
  EXPECT_EQ(ui.app().output.view, OutputView::sample);
}

TEST(Output, ALatentPlaneThereIsOnlyBeforeTheOutput) {
  for (const auto& [layers, offered] :
       {std::pair{"dense:2:tanh,dense:1:sigmoid", true}, std::pair{"dense:4:tanh,dense:1:sigmoid", false},
        std::pair{"dense:4:tanh,dense:2,activation:softmax", false}}) {
    Headless ui(Trainer::Mode::slices, {1280, 800}, std::string("data=circle&loss=mse&layers=") + layers);
    const auto& views = ui.find(Role::select, "View of the output")->options;
    EXPECT_EQ(std::count(views.begin(), views.end(), "latent plane"), offered) << layers;
  }
}

// ---- several numbers to predict ----

constexpr const char* two_targets =
    "data=sheet&sheet=0.05:0.1/0.01:0.99;0.2:0.4/0.5:-3;0.3:-0.4/"
    "0.7:2&layers=dense:2:sigmoid,dense:2:linear&loss=mse&optimizer=sgd&validation_split=0&epochs=3";

TEST(Output, ScatterIsOfTheTargetThatIsChosen) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, two_targets);
  ui.set(Role::select, "View of the output", "scatter");
  const Matrix out = outputs(ui);
  for (const Index target : {Index{0}, Index{1}}) {
    ui.set(Role::select, "Number to predict", "target " + std::to_string(target + 1));
    double sum = 0;
    for (Index r = 0; r < out.rows; ++r)
      sum += std::abs(double(out(r, target)) - double(ui.app().experiment()->data.y(r, target)));
    const MirrorItem* scatter = ui.find(Role::image, "Output against target");
    ASSERT_NE(scatter, nullptr);
    EXPECT_NE(scatter->value.find("mae " + short_number(sum / static_cast<double>(out.rows), 3)), std::string::npos)
        << scatter->value;
  }
}

TEST(Output, ASampleShowsEachOfItsTargets) {
  Headless ui(Trainer::Mode::slices, {1280, 800}, two_targets);
  ui.set(Role::select, "View of the output", "sample");
  ui.set(Role::number, "Row of the data", "2");
  const MirrorItem* table = ui.find(Role::table, "Output for row 2");
  ASSERT_NE(table, nullptr);
  ASSERT_EQ(table->rows.size(), 3U) << "a header and two outputs";
  const Matrix out = outputs(ui);
  EXPECT_EQ(table->rows[1][0], "0.5");
  EXPECT_EQ(table->rows[2][0], "-3");
  EXPECT_EQ(table->rows[2][1], short_number(out(1, 1), 6));
  EXPECT_EQ(table->rows[2][2], short_number(out(1, 1) + 3, 6));
}

TEST(Output, EveryViewAndSceneBearsSeveralTargets) {
  for (const std::string& link :
       {std::string(two_targets), std::string("scene=metrics&data=sheet&sheet=0.05:0.1/0.01:0.99&validation_split=0"),
        std::string("data=sheet&sheet=1/1:2:3;2/4:5:6&layers=dense:3:linear&loss=mse&validation_split=0")})
    for (const ImVec2 size : {ImVec2{1280, 800}, ImVec2{480, 270}, ImVec2{390, 844}}) {
      Headless ui(Trainer::Mode::slices, size, link);
      for (int view = 0; view < 5; ++view) {
        ui.app().output.view = view;
        ui.app().output.target = view;  // beyond the last one too
        ui.frames(2);
        EXPECT_EQ(ui.app().notices.size(), 0U) << link;
      }
    }
}

TEST(Output, AxesAreThoseThatTellOfAnyTarget) {
  // x1 is the first target, x3 the second; x2 is noise.
  Headless ui(
      Trainer::Mode::slices, {1280, 800},
      "data=sheet&sheet=1:5:0/1:0;2:-3:2/2:4;3:4:0/3:0;4:1:2/4:4&layers=dense:2:linear&loss=mse&validation_split=0");
  EXPECT_EQ(ui.app().axis_x, 0);
  EXPECT_EQ(ui.app().axis_y, 2);
}

}  // namespace
}  // namespace chainrule
