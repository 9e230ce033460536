// SPDX-License-Identifier: MIT
// A session without a front end: no window, no context of ImGui, nothing that draws.
#include "ui/session/session.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

#include "engine/io/link.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {

class Alone : public Session {
 public:
  Alone() : Session(services()) {
    set_pace({});
    open_link("data=xor&layers=dense:4:tanh,dense:1:sigmoid&epochs=20");
  }

  bool until(const std::function<bool()>& done, int most = 2000) {
    for (int i = 0; i < most && !done(); ++i) update(false);
    return done();
  }
  int adoptions = 0, with_new_data = 0;

 private:
  static Services services() {
    Services s;
    s.now_ms = [time = 0.0]() mutable { return time += 1; };
    return s;
  }
  void adopted(bool new_data) override { ++adoptions, with_new_data += new_data; }
};

TEST(Session, OpensTrainsAndGoesBackWithoutAFrontEnd) {
  Alone session;
  session.update(false);
  ASSERT_EQ(session.document().data, "xor");
  EXPECT_EQ(session.adoptions, session.with_new_data);
  session.play();
  EXPECT_TRUE(session.until([&] { return session.history().epochs() == 20; }));
  const std::vector<float> trained = session.weights();
  session.change([](Document& d) { d.layers.front().units = 7; });
  session.update(false);
  EXPECT_EQ(session.model().layers().front()->outputs(), 7);
  EXPECT_EQ(session.with_new_data, 1) << "the same rows";
  EXPECT_EQ(session.undoable().undoes(), "layers");
  session.undo();
  EXPECT_TRUE(session.until([&] { return session.weights() == trained; })) << "with what it had learned";
  EXPECT_TRUE(session.notices.empty());
}

TEST(Session, ChangesWhileAControlIsHeldAreOneToUndo) {
  Alone session;
  session.update(false);
  const std::string before = write_link(session.document());
  for (const double noise : {0.1, 0.2, 0.3}) {
    session.change([noise](Document& d) { d.noise = noise; });
    session.update(true);
  }
  session.update(false);
  session.undo();
  session.update(false);
  EXPECT_EQ(write_link(session.document()), before);
}

TEST(Session, SaysWhatItRefusesAndStaysAsItIs) {
  Alone session;
  session.update(false);
  session.change([](Document& d) { d.layers.clear(); });
  session.update(false);
  ASSERT_EQ(session.notices.size(), 1U);
  EXPECT_NE(session.notices[0].words.find("layer"), std::string::npos) << session.notices[0].words;
  EXPECT_EQ(session.document().layers.size(), 2U);
}

TEST(Session, ItsFilmGoesForthAndBack) {
  Alone session;
  session.update(false);
  session.step(Gear::phase);
  EXPECT_TRUE(session.until([&] { return session.film() != nullptr; }));
  const Moment first = session.film_player.view.moment;
  session.step(Gear::phase);
  session.update(false);
  EXPECT_NE(session.film_player.view.moment, first);
  session.step_back(false);
  session.update(false);
  EXPECT_EQ(session.film_player.view.moment, first);
}

}  // namespace
}  // namespace chainrule
