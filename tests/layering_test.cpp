// SPDX-License-Identifier: MIT
// Arrows point one way: ui -> engine/io -> engine, web -> engine/io; and __EMSCRIPTEN__ stands in platform files alone.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
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

}  // namespace
