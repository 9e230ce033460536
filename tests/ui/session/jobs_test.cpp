// SPDX-License-Identifier: MIT
// Long work under way: in turn, as much a frame as there is time for, and no longer than somebody wants it.
#include "ui/session/jobs.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace chainrule {
namespace {

/// Work of so many pieces, each of which takes `piece_ms` of the clock.
Pieces<bool> work(int pieces, double piece_ms, double* clock, std::vector<std::string>* done, std::string name) {
  for (int i = 0; i < pieces; ++i) {
    *clock += piece_ms;
    co_yield static_cast<double>(i) / pieces;
  }
  done->push_back(name);
  co_return true;
}
Pieces<bool> failing() {
  co_yield 0.5;
  throw std::runtime_error("row 7 is none");
}

struct Under {
  Jobs jobs;
  double clock = 1000;
  std::vector<std::string> done, told;
  bool go_on(std::uint64_t ask = 0) {
    return jobs.go_on([ask] { return ask; }, [this] { return clock; },
                      [this](const char* why) { told.push_back(why); });
  }
};

TEST(Jobs, GoOnInTurnAPieceAtLeastAFrame) {
  Under under;
  under.jobs.add({"first", work(2, 100, &under.clock, &under.done, "first")});
  under.jobs.add({"second", work(1, 1, &under.clock, &under.done, "second")});
  EXPECT_FALSE(under.go_on()) << "its first piece alone takes longer than a frame has";
  ASSERT_TRUE(under.jobs.first());
  EXPECT_EQ(under.jobs.first()->words, "first");
  while (under.jobs.first()) under.go_on();
  EXPECT_EQ(under.done, (std::vector<std::string>{"first", "second"}));
}

TEST(Jobs, WhatFailsIsToldAndTheNextOneGoesOn) {
  Under under;
  under.jobs.add({"bad", failing()});
  under.jobs.add({"good", work(1, 1, &under.clock, &under.done, "good")});
  while (under.jobs.first()) under.go_on();
  EXPECT_EQ(under.told, std::vector<std::string>{"row 7 is none"});
  EXPECT_EQ(under.done, std::vector<std::string>{"good"});
}

TEST(Jobs, OfAnotherLoadEnd) {
  Under under;
  under.jobs.add({"old", work(1, 1, &under.clock, &under.done, "old"), 1});
  under.jobs.add({"new", work(1, 1, &under.clock, &under.done, "new"), 2});
  under.jobs.add({"of none", work(1, 1, &under.clock, &under.done, "of none")});
  while (under.jobs.first()) under.go_on(2);
  EXPECT_EQ(under.done, (std::vector<std::string>{"new", "of none"}));
}

// A file that has been read asks for its rows: that is the newest load then, and its job must not go with the old one.
Pieces<bool> asking(Jobs* jobs, std::uint64_t* newest, double* clock, std::vector<std::string>* done) {
  co_yield 0.5;
  jobs->add({"rows", work(2, 1, clock, done, "rows"), ++*newest, true});
  co_return true;
}
TEST(Jobs, OneMayAskForAnother) {
  Under under;
  std::uint64_t newest = 1;
  under.jobs.add({"file", asking(&under.jobs, &newest, &under.clock, &under.done), 1});
  while (under.jobs.first()) under.jobs.go_on([&] { return newest; }, [&] { return under.clock; }, [](const char*) {});
  EXPECT_EQ(under.done, std::vector<std::string>{"rows"});
}

TEST(Jobs, StoppedOnesSaySo) {
  Under under;
  EXPECT_FALSE(under.jobs.stop());
  int stopped = 0;
  under.jobs.add({"rows", work(9, 1, &under.clock, &under.done, "rows"), 0, true, false, [&] { ++stopped; }});
  EXPECT_EQ(under.jobs.of_data(), under.jobs.first());
  EXPECT_TRUE(under.jobs.stop());
  EXPECT_EQ(stopped, 1);
  EXPECT_FALSE(under.jobs.first() || under.jobs.of_data());
}

}  // namespace
}  // namespace chainrule
