// SPDX-License-Identifier: MIT
// Arrows point one way, as the table of rooms says; __EMSCRIPTEN__ stands in platform files alone; and each file
// includes what it uses.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/files.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path top = chainrule::test::source_dir();

struct Source {
  std::string path, text;  // path from the top of the repository
};

std::vector<Source> sources(const std::string& folder) {
  std::vector<Source> all;
  for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
    const auto ending = entry.path().extension();
    if (ending != ".cpp" && ending != ".hpp") continue;
    std::ifstream file(entry.path());
    all.push_back({fs::relative(entry.path(), top).string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  return all;
}

std::vector<std::string> includes(const std::string& text) {
  static const std::regex line("#include *[\"<]([^\">]+)[\">]");
  std::vector<std::string> all;
  for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) all.push_back((*it)[1]);
  return all;
}

bool begins(const std::string& s, const char* with) { return s.rfind(with, 0) == 0; }

/// Which folders the files of a folder may include; its own always. "engine" is the face, Keras's methods.
const std::map<std::string, std::string> rooms{
    {"engine/base", ""},
    {"engine/tables", "base"},
    {"engine/layers", "base tables"},
    {"engine/model", "base tables layers"},
    {"engine/training", "base tables layers model"},
    {"engine", "base tables layers model training"},
    {"engine/data", "base tables"},
    {"engine/document", "base tables layers training engine data"},
    {"engine/io", "base tables layers model training engine data document"},
    {"engine/keras", "base tables layers model training engine data document"},
    {"ui/widgets", "engine/base engine/tables"},
    {"ui/training", "engine*"},
    {"ui/typeset", "engine/base engine/training widgets"},
    {"ui/views", "engine* training film"},
    {"ui/film", "engine* typeset training"},
    {"ui/charts", "engine* widgets typeset training views"},
    {"ui/session", "engine* training film views"},
    {"ui/app", "engine* widgets training film views charts session"},
    {"ui/panels/*", "engine* widgets typeset training film views charts session app"},
    {"ui/screen", "engine* widgets typeset training film views charts session app panels*"},
    {"ui/platform", "widgets"},
    {"ui/platform/*", "engine/base widgets training platform"},
    {"ui", "engine* screen app platform"}};

std::string folder_of(const std::string& path) { return fs::path(path).parent_path().string(); }

/// Whether a word of the table means that folder.
bool means(const std::string& word, const std::string& from, const std::string& to) {
  const std::string library = from.substr(0, from.find('/'));
  std::string name =
      word == "engine" || word.find('/') != word.npos || begins(word, "engine") ? word : library + '/' + word;
  if (name.ends_with('*')) {
    name.pop_back();
    return to == name || begins(to, (name + '/').c_str());
  }
  return to == name;
}

bool may_include(const std::string& from, const std::string& to) {
  const std::string above = from.substr(0, from.rfind('/')) + "/*";
  const auto row = rooms.contains(from) ? rooms.find(from) : rooms.find(above);
  if (row == rooms.end()) return false;
  std::istringstream words(row->second);
  for (std::string word; words >> word;)
    if (means(word, from, to)) return true;
  return false;
}

TEST(Layering, EachFolderIncludesWhatTheTableSays) {
  for (const char* folder : {"engine", "ui"})
    for (const Source& s : sources(folder))
      for (const std::string& name : includes(s.text)) {
        const std::string from = folder_of(s.path), to = folder_of(name);
        if (!begins(name, "engine/") && !begins(name, "ui/")) continue;
        EXPECT_TRUE(from == to || may_include(from, to)) << s.path << " includes " << name;
      }
}

TEST(Layering, OwnHeadersAreNamedFromTheTop) {
  for (const char* folder : {"engine", "ui", "web", "tests"})
    for (const Source& s : sources(folder))
      for (const std::string& name : includes(s.text)) {
        const fs::path beside = top / folder_of(s.path) / name;
        EXPECT_FALSE(fs::exists(beside)) << s.path << " includes " << name;
      }
}

TEST(Layering, NoHeaderIncludesItself) {
  std::map<std::string, std::vector<std::string>> arrows;
  for (const char* folder : {"engine", "ui"})
    for (const Source& s : sources(folder)) arrows[s.path] = includes(s.text);
  for (const auto& [path, direct] : arrows) {
    std::set<std::string> reached;
    std::vector<std::string> open = direct;
    while (!open.empty()) {
      const std::string next = open.back();
      open.pop_back();
      if (!arrows.contains(next) || !reached.insert(next).second) continue;
      open.insert(open.end(), arrows[next].begin(), arrows[next].end());
    }
    EXPECT_FALSE(reached.contains(path)) << path;
  }
}

/// The headers that a file has, also by those of the repository.
void collect(const std::map<std::string, std::string>& files, const std::string& path, std::set<std::string>& seen,
             std::set<std::string>& headers) {
  if (!seen.insert(path).second) return;
  for (const std::string& name : includes(files.at(path))) {
    headers.insert(name);
    if (files.contains(name)) collect(files, name, seen, headers);
  }
}

/// All files of these folders, by their paths.
std::map<std::string, std::string> texts(const std::vector<std::string>& folders) {
  std::map<std::string, std::string> files;
  for (const std::string& folder : folders)
    for (Source& source : sources(folder)) files[source.path] = std::move(source.text);
  return files;
}

TEST(Layering, WhatIsOpenAndWhatTrainsDrawNothing) {
  const auto files = texts({"engine", "ui"});
  int count = 0;
  for (const auto& [path, text] : files) {
    if (!begins(path, "ui/session/") && !begins(path, "ui/training/")) continue;
    std::set<std::string> seen, headers;
    collect(files, path, seen, headers);
    EXPECT_FALSE(headers.contains("imgui.h")) << path;
    ++count;
  }
  EXPECT_GT(count, 20);
}

TEST(Layering, TheEngineKnowsNoSystem) {
  for (const Source& s : sources("engine")) {
    for (const std::string& name : includes(s.text)) {
      for (const char* above : {"ui/", "web/", "imgui", "GLFW", "emscripten", "CLI/"})
        EXPECT_FALSE(begins(name, above)) << s.path << " includes " << name;
      EXPECT_TRUE(begins(s.path, "engine/io/") || name.find("nlohmann") == std::string::npos)
          << s.path << ": JSON is io's";
    }
  }
}

TEST(Layering, PublicHeadersOfTheEngineCarryNoEigen) {
  for (const Source& s : sources("engine")) {
    if (!s.path.ends_with(".hpp") || s.path == "engine/base/eigen.hpp") continue;
    if (s.text.find("cpp only.") != std::string::npos) continue;  // says that it is no public one
    for (const std::string& name : includes(s.text))
      EXPECT_TRUE(name.find("Eigen") == std::string::npos && name != "engine/base/eigen.hpp")
          << s.path << " includes " << name;
  }
}

TEST(Layering, TheFrontEndDoesNotKnowThePage) {
  for (const Source& s : sources("ui"))
    for (const std::string& name : includes(s.text)) {
      EXPECT_FALSE(begins(name, "web/") || begins(name, "../web")) << s.path << " includes " << name;
      const bool system = begins(name, "emscripten") || begins(name, "GLFW") || begins(name, "GLES");
      EXPECT_TRUE(!system || begins(s.path, "ui/platform/")) << s.path << " includes " << name;
    }
}

TEST(Layering, TheBindingsKnowTheEngineAlone) {
  const auto all = sources("web");
  ASSERT_GT(all.size(), 1U);
  for (const Source& s : all)
    for (const std::string& name : includes(s.text)) {
      const bool standard = name.find_first_of("/.") == std::string::npos;
      EXPECT_TRUE(standard || begins(name, "web/") || begins(name, "engine/") || begins(name, "emscripten/") ||
                  begins(name, "nlohmann/"))
          << s.path << " includes " << name;
    }
}

TEST(Layering, OnlyPlatformFilesAskForThePlatform) {
  for (const char* folder : {"engine", "ui"})
    for (const Source& s : sources(folder))
      EXPECT_TRUE(s.text.find("__EMSCRIPTEN__") == std::string::npos || begins(s.path, "ui/platform/")) << s.path;
}

TEST(Layering, WhatIsWrittenAboutTheHouseIsThere) {
  static const std::regex named("`([a-z_]+/[a-z_/]*(\\.[a-zA-Z]+)?)`");
  for (const char* page : {".github/ARCHITECTURE.md", ".github/CONTRIBUTING.md"}) {
    std::ifstream file(top / page);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    int count = 0;
    for (std::sregex_iterator it(text.begin(), text.end(), named), end; it != end; ++it, ++count)
      EXPECT_TRUE(fs::exists(top / (*it)[1].str())) << page << ": " << (*it)[1];
    EXPECT_GT(count, 15) << page;
  }
}

/// Names that some standard libraries bring along unasked and others do not, by the header that has them.
const std::map<std::string, std::string> homes{
    {"algorithm",
     "adjacent_find all_of any_of binary_search clamp copy copy_n count count_if equal fill fill_n find find_if "
     "generate is_sorted lower_bound max max_element min min_element minmax mismatch none_of nth_element partial_sort "
     "remove remove_if replace reverse rotate search shuffle sort stable_sort swap_ranges transform unique"},
    {"array", "array"},
    {"atomic", "atomic"},
    {"bit", "bit_cast"},
    {"charconv", "from_chars to_chars"},
    {"chrono", "chrono"},
    {"cmath",
     "atan ceil cos erf exp expm1 fabs floor fmod hypot isfinite isinf isnan log log1p lround nearbyint nextafter pow "
     "round sin sqrt tanh"},
    {"condition_variable", "condition_variable"},
    {"cstdio", "fprintf fputs printf snprintf"},
    {"cstdlib", "abort getenv strtod"},
    {"cstring", "memcmp memcpy memset strcmp strlen"},
    {"deque", "deque"},
    {"exception", "exception exception_ptr"},
    {"filesystem", "filesystem"},
    {"fstream", "ifstream ofstream"},
    {"functional", "function"},
    {"iostream", "cerr cout"},
    {"limits", "numeric_limits"},
    {"map", "map"},
    {"memory", "make_shared make_unique shared_ptr unique_ptr weak_ptr"},
    {"mutex", "lock_guard mutex scoped_lock unique_lock"},
    {"numeric", "accumulate inner_product iota"},
    {"optional", "nullopt optional"},
    {"random", "mt19937"},
    {"set", "set"},
    {"span", "span"},
    {"sstream", "istringstream ostringstream stringstream"},
    {"stdexcept", "invalid_argument logic_error runtime_error"},
    {"string", "string to_string"},
    {"thread", "thread"},
    {"tuple", "tie tuple"},
    {"utility", "exchange forward move pair swap"},
    {"variant", "get_if holds_alternative monostate variant visit"},
    {"vector", "vector"}};

/// By the name: the header.
std::map<std::string, std::string> headers_of_names() {
  std::map<std::string, std::string> all;
  for (const auto& [header, names] : homes) {
    std::istringstream words(names);
    for (std::string name; words >> name;) all[name] = header;
  }
  return all;
}

TEST(Layering, WhatAFileUsesOfTheLibraryItIncludes) {
  static const std::regex used("std::([a-z_0-9]+)");
  const auto files = texts({"engine", "ui", "web", "tests"});
  const auto home = headers_of_names();
  for (const auto& [path, text] : files) {
    if (path == "tests/layering_test.cpp") continue;  // names them
    std::set<std::string> seen, headers;
    collect(files, path, seen, headers);
    for (std::sregex_iterator it(text.begin(), text.end(), used), end; it != end; ++it) {
      const auto found = home.find((*it)[1]);
      EXPECT_TRUE(found == home.end() || headers.contains(found->second))
          << path << ": " << (*it)[0] << " needs <" << found->second << ">";
    }
  }
}

/// The name before the first '(' of a line that begins a declaration, with its class: "read_link", "Session::play".
std::string declared(const std::string& line) {
  const auto bracket = line.find('(');
  if (line.empty() || !(std::isalpha(static_cast<unsigned char>(line[0])) || line[0] == '_')) return "";
  if (bracket == std::string::npos || line.find('=') < bracket) return "";
  const auto of_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':'; };
  auto first = bracket;
  while (first > 0 && of_name(line[first - 1])) --first;
  const std::string name = line.substr(first, bracket - first);
  const bool call = first == 0 && name.find(':') == std::string::npos;  // a macro's; a constructor has its class
  return call ? "" : name;
}

/// What a file declares or defines outside of unnamed namespaces and classes.
std::set<std::string> declarations(const std::string& text) {
  std::set<std::string> all;
  std::istringstream lines(text);
  bool hidden = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "namespace {") hidden = true;
    if (line == "}  // namespace") hidden = false;
    if (const std::string name = hidden ? "" : declared(line); !name.empty()) all.insert(name);
  }
  return all;
}

// Whoever looks for a function finds it in the .cpp of the header's name.
TEST(Layering, HeadersDeclareWhatTheirOwnFileDefines) {
  // One face over several files: a session's parts, and what comes later than the first frame.
  const std::map<std::string, std::set<std::string>> parts{
      {"Session",
       {"advising", "files", "loading", "past", "playing", "preparing", "saving", "session", "twin", "undo",
        "wrong_link"}},
      {"Fit", {"fit", "fit_state"}},
      {"DataSet", {"features"}},
      {"Trainer", {"core", "trainer"}}};
  std::vector<Source> headers, files;
  for (const char* folder : {"engine", "ui"})
    for (Source& s : sources(folder)) (s.path.ends_with(".hpp") ? headers : files).push_back(std::move(s));
  std::map<std::string, std::set<std::string>> defined, classes;
  for (const Source& s : files)
    for (const std::string& name : declarations(s.text)) {
      const auto scope = name.find("::");
      if (scope == std::string::npos) defined[name].insert(s.path);
      else classes[name.substr(0, scope)].insert(fs::path(s.path).stem());
    }
  EXPECT_GT(defined.size(), 300U);
  for (const Source& h : headers) {
    if (begins(h.path, "ui/platform/")) continue;  // one header, a file for each system
    const std::string own = h.path.substr(0, h.path.size() - 3) + "cpp";
    for (const std::string& name : declarations(h.text))
      for (const std::string& path : defined[name]) {
        const auto included =
            includes(std::find_if(files.begin(), files.end(), [&](const Source& s) { return s.path == path; })->text);
        if (std::find(included.begin(), included.end(), h.path) == included.end()) continue;  // another of that name
        EXPECT_EQ(path, own) << name << " is declared in " << h.path;
      }
  }
  for (const auto& [name, stems] : classes)
    if (stems.size() > 1) {
      EXPECT_TRUE(parts.contains(name) && parts.at(name) == stems) << name << " lies in several files";
    }
}

}  // namespace
