// SPDX-License-Identifier: MIT
// Arrows point one way: ui -> engine/io -> engine, web -> engine/io; __EMSCRIPTEN__ stands in platform files alone; and
// each file includes what it uses.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path, text;   // path from the top of the repository
};

std::vector<Source> sources(const std::string& folder) {
  std::vector<Source> all;
  const fs::path top = CHAINRULE_SOURCE_DIR;
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

TEST(Layering, TheEngineIncludesNothingAboveIt) {
  const auto all = sources("engine");
  ASSERT_GT(all.size(), 30U);
  for (const Source& s : all) {
    const bool io = begins(s.path, "engine/io/");
    for (const std::string& name : includes(s.text)) {
      for (const char* above : {"ui/", "web/", "imgui", "GLFW", "emscripten", "CLI/"}) EXPECT_FALSE(begins(name, above)) << s.path << " includes " << name;
      if (io) continue;
      EXPECT_EQ(name.find("io/"), std::string::npos) << s.path << " includes " << name;
      EXPECT_EQ(name.find("nlohmann"), std::string::npos) << s.path << ": formats belong in engine/io";
    }
  }
}

TEST(Layering, PublicHeadersOfTheEngineCarryNoEigen) {
  for (const Source& s : sources("engine")) {
    if (!s.path.ends_with(".hpp") || s.path == "engine/eigen.hpp") continue;
    if (s.text.find("cpp only.") != std::string::npos) continue;  // says that it is no public one
    for (const std::string& name : includes(s.text))
      EXPECT_TRUE(name.find("Eigen") == std::string::npos && name != "eigen.hpp") << s.path << " includes " << name;
  }
}

TEST(Layering, TheFrontEndDoesNotKnowThePage) {
  for (const Source& s : sources("ui"))
    for (const std::string& name : includes(s.text)) {
      EXPECT_FALSE(begins(name, "web/") || begins(name, "../web")) << s.path << " includes " << name;
      const bool system = begins(name, "emscripten") || begins(name, "GLFW") || begins(name, "GLES");
      EXPECT_TRUE(!system || s.path.find("platform") != std::string::npos) << s.path << " includes " << name;
    }
}

TEST(Layering, TheBindingsKnowTheEngineAlone) {
  const auto all = sources("web");
  ASSERT_GT(all.size(), 1U);
  for (const Source& s : all)
    for (const std::string& name : includes(s.text)) {
      const bool standard = name.find_first_of("/.") == std::string::npos;
      const bool own = fs::exists(fs::path(CHAINRULE_SOURCE_DIR) / "web" / name);
      EXPECT_TRUE(standard || own || begins(name, "engine/") || begins(name, "emscripten/") || begins(name, "nlohmann/"))
          << s.path << " includes " << name;
    }
}

TEST(Layering, OnlyPlatformFilesAskForThePlatform) {
  for (const char* folder : {"engine", "ui"})
    for (const Source& s : sources(folder))
      EXPECT_TRUE(s.text.find("__EMSCRIPTEN__") == std::string::npos || s.path.find("platform") != std::string::npos) << s.path;
}

/// Names that some standard libraries bring along unasked and others do not, by the header that has them.
const std::map<std::string, std::vector<std::string>> homes{
    {"algorithm",
     {"min_element", "max_element", "count", "count_if", "sort",        "find_if", "any_of",    "all_of",
      "none_of",     "clamp",       "min",   "max",      "copy",        "copy_n",  "fill",      "fill_n",
      "transform",   "reverse",     "equal", "unique",   "lower_bound", "replace", "is_sorted", "nth_element"}},
    {"numeric", {"iota", "accumulate", "inner_product"}},
    {"cmath",
     {"sqrt", "exp", "log", "pow", "floor", "ceil", "isfinite", "isnan", "tanh", "nearbyint", "hypot", "fmod"}},
    {"cstring", {"memcpy", "memcmp", "strlen"}},
    {"cstdio", {"printf", "fprintf", "fputs", "snprintf"}},
    {"tuple", {"tuple", "tie"}}};

/// The headers that a file has, also by those of the repository.
void collect(const std::map<std::string, std::string>& files, const std::string& path, std::set<std::string>& seen,
             std::set<std::string>& headers) {
  if (!seen.insert(path).second) return;
  for (const std::string& name : includes(files.at(path))) {
    headers.insert(name);
    for (const fs::path& base : {fs::path(path).parent_path(), fs::path(), fs::path("ui")})
      if (const std::string own = (base / name).lexically_normal().string(); files.contains(own)) {
        collect(files, own, seen, headers);
        break;
      }
  }
}

TEST(Layering, WhatAFileUsesOfTheLibraryItIncludes) {
  std::map<std::string, std::string> files;
  for (const char* folder : {"engine", "ui", "web", "tests"})
    for (Source& source : sources(folder)) files[source.path] = std::move(source.text);
  for (const auto& [path, text] : files) {
    std::set<std::string> seen, headers;
    collect(files, path, seen, headers);
    for (const auto& [header, names] : homes) {
      if (headers.contains(header)) continue;
      for (const std::string& name : names) {
        for (const char* after : {"(", "<"})
          EXPECT_EQ(text.find("std::" + name + after), std::string::npos)
              << path << ": " << name << " needs <" << header << ">";
      }
    }
  }
}

}  // namespace
