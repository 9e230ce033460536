// SPDX-License-Identifier: MIT
// A monkey at the front end: seeded random users, one a process, until the time is over. What goes wrong (a sanitizer's
// finding, a signal, a thing that no screen may show, a minute without an answer) is told with its seed and the
// shortest sequence of actions that still does it.
//
//   monkey [--seconds 60] [--seed 1] [--actions 150]      monkey --replay FILE
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "tests/monkey/user.hpp"

namespace chainrule::monkey {
namespace {

using Actions = std::vector<Action>;
constexpr int found_fault = 77;
constexpr double patience = 90;  // seconds for one action, under sanitizers on a busy machine

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Actions read(const std::string& path) {
  Actions actions;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    Action action = Action::parse(line, nullptr, false);
    if (!action.is_discarded()) actions.push_back(std::move(action));
  }
  return actions;
}

/// Texts of odd bytes are told as they are: escaped, broken ones replaced.
std::string line_of(const Action& action) { return action.dump(-1, ' ', true, Action::error_handler_t::replace); }

/// A user's whole life, in a process of its own: what `next` says, until it says nothing. Each action is noted before
/// it is done, as it will be read again.
template <class Next>
void live(Next next, const std::string& log) {
  std::ofstream noted(log);
  Window window;
  furnish(window);
  for (Action action; !(action = next(window)).is_null();) {
    noted << line_of(action) << std::endl;
    perform(action, window);
    const std::string fault = fault_of(window);
    if (fault.empty()) continue;
    std::cerr << "fault: " << fault << std::endl;
    std::_Exit(found_fault);
  }
}

void live_by_chance(std::uint64_t seed, int count, const std::string& log) {
  Random random(seed);
  live([&](Window& window) { return count-- > 0 ? Action::parse(line_of(choose(random, window))) : Action(); }, log);
}

void repeat(const Actions& actions, const std::string& log) {
  std::size_t at = 0;
  live([&](Window&) { return at < actions.size() ? actions[at++] : Action(); }, log);
}

std::size_t size_of(const std::string& path) {
  std::ifstream file(path, std::ios::ate | std::ios::binary);
  return file ? static_cast<std::size_t>(file.tellg()) : 0;
}

/// Does `life` in a process of its own. "" when all was well, else what happened; its words go to `words`.
template <class Life>
std::string survive(Life life, const std::string& log, const std::string& words) {
  std::cout.flush();
  const pid_t child = fork();
  if (child == 0) {
    const int file = open(words.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(file, 1);
    dup2(file, 2);
    life();
    std::exit(0);  // leaks are told here
  }
  std::size_t before = 0;
  double last = now();
  for (int status = 0;;) {
    if (waitpid(child, &status, WNOHANG) == child) {
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return "";
      return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                 : "exit " + std::to_string(WEXITSTATUS(status));
    }
    const std::size_t size = size_of(log);
    if (size != before) last = now();
    before = size;
    if (now() - last > patience) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      return "no answer";
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

/// Leaves out ever smaller pieces as long as it still goes wrong in the same way (delta debugging, Zeller 1999).
Actions shortest(Actions actions, const std::string& what, const std::string& log, const std::string& words) {
  int tries = 150;
  for (std::size_t piece = std::max<std::size_t>(actions.size() / 2, 1); piece > 0; piece /= 2)
    for (std::size_t at = 0; at < actions.size() && tries > 0;) {
      Actions fewer(actions.begin(), actions.begin() + static_cast<std::ptrdiff_t>(at));
      if (at + piece < actions.size())
        fewer.insert(fewer.end(), actions.begin() + static_cast<std::ptrdiff_t>(at + piece), actions.end());
      --tries;
      if (survive([&] { repeat(fewer, log); }, log, words) == what) actions = std::move(fewer);
      else at += piece;
    }
  survive([&] { repeat(actions, log); }, log, words);  // its words
  return actions;
}

std::string whole(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int complain(const std::string& what, std::uint64_t seed, const std::string& log, const std::string& words) {
  std::cout << "seed " << seed << ": " << what << "\n" << whole(words).substr(0, 6000) << std::endl;
  const Actions all = read(log);
  const std::string again = log + ".again";
  if (what == "no answer" || survive([&] { repeat(all, again); }, again, words) != what) {
    std::cout << "its " << all.size() << " actions, not shortened:\n" << whole(log);
    return 1;
  }
  const Actions few = shortest(all, what, again, words);
  std::cout << few.size() << " actions do it (monkey --replay FILE):\n";
  for (const Action& action : few) std::cout << line_of(action) << '\n';
  std::cout << whole(words).substr(0, 6000) << std::endl;
  return 1;
}

int run(int count, char** arguments) {
  double seconds = 60;
  std::uint64_t seed = 1;
  int actions = 150, users = 0;
  const std::string folder = std::getenv("TMPDIR") ? std::getenv("TMPDIR") : "/tmp";
  const std::string log = folder + "/monkey." + std::to_string(getpid()) + ".log", words = log + ".words";
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string option = arguments[i], value = arguments[i + 1];
    if (option == "--replay") {
      const std::string what = survive([&] { repeat(read(value), log); }, log, words);
      std::cout << whole(words) << (what.empty() ? "nothing happened" : what) << std::endl;
      return what.empty() ? 0 : 1;
    }
    if (option == "--seconds") seconds = std::stod(value);
    if (option == "--seed") seed = std::stoull(value);
    if (option == "--actions") actions = std::stoi(value);
  }
  for (const double end = now() + seconds; now() < end; ++seed, ++users) {
    const std::string what = survive([&] { live_by_chance(seed, actions, log); }, log, words);
    if (!what.empty()) return complain(what, seed, log, words);
  }
  std::cout << users << " users, " << users * actions << " actions, none of them did harm" << std::endl;
  return 0;
}

}  // namespace
}  // namespace chainrule::monkey

int main(int count, char** arguments) { return chainrule::monkey::run(count, arguments); }
