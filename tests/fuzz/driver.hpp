#pragma once
// SPDX-License-Identifier: MIT
// A fuzz target is LLVMFuzzerTestOneInput. libFuzzer brings its own main; without it this one gives the target the
// files named as arguments, or else a fixed number of seeded mutations of `seeds`, so that the ordinary test run has
// every target under its sanitizers.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace chainrule::fuzz {

inline void run(const std::string& input) {
  // A copy of exactly this size, so that reading past its end is caught.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

/// One small change: a byte, a piece cut out, doubled or taken from another seed, a token put in.
inline std::string mutate(std::string text, const std::vector<std::string>& seeds, std::string_view tokens,
                          Random& random) {
  const auto below = [&](std::size_t n) {
    return static_cast<std::size_t>(random.below(static_cast<std::uint32_t>(n)));
  };
  const std::size_t at = below(text.size() + 1), length = below(text.size() - at + 1);
  switch (random.below(6)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(random.bits());
      break;
    case 1: text.erase(at, length); break;
    case 2: text.insert(at, text.substr(at, length)); break;
    case 3: text.insert(at, 1, tokens[below(tokens.size())]); break;
    case 4: text.insert(at, 1 + below(50), tokens[below(tokens.size())]); break;
    default: {
      const std::string& other = seeds[below(seeds.size())];
      const std::size_t from = below(other.size() + 1);
      text.replace(at, length, other.substr(from, below(other.size() - from + 1)));
    }
  }
  if (text.size() > 20'000) text.resize(20'000);
  return text;
}

/// What libFuzzer found worth keeping (tests/fuzz/run): the files of corpus/NAME for the target NAME_fuzz.
inline std::vector<std::string> kept_inputs(const std::string& program) {
  const std::string name = std::filesystem::path(program).filename().string();
  const std::filesystem::path folder = std::filesystem::path(CHAINRULE_CORPUS) / name.substr(0, name.rfind("_fuzz"));
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs;
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return inputs;
}

inline int drive(int count, char** arguments, const std::vector<std::string>& seeds, std::string_view tokens,
                 int rounds = 20'000) {
  if (count > 1) {
    for (int i = 1; i < count; ++i) {
      std::ifstream file(arguments[i], std::ios::binary);
      run({std::istreambuf_iterator<char>(file), {}});
    }
    return 0;
  }
  int corpus = 0;
  for (const std::string& text : kept_inputs(arguments[0])) run(text), ++corpus;
  constexpr int restart = 12;
  Random random(1);
  std::string text;
  for (int i = 0; i < rounds; ++i) {
    if (i % restart == 0) text = seeds[static_cast<std::size_t>(i / restart) % seeds.size()];
    run(text);
    text = mutate(text, seeds, tokens, random);
  }
  std::printf("%d inputs and %d of the corpus, none of them did harm\n", rounds, corpus);
  return 0;
}

}  // namespace chainrule::fuzz

#ifdef CHAINRULE_LIBFUZZER
/// The seeds go to the folder CHAINRULE_SEEDS, where libFuzzer finds them.
#define CHAINRULE_FUZZ_MAIN(seeds, ...)                                                                    \
  extern "C" int LLVMFuzzerInitialize(int*, char***) {                                                     \
    int number = 0;                                                                                        \
    if (const char* folder = std::getenv("CHAINRULE_SEEDS"))                                               \
      for (const std::string& seed : seeds)                                                                \
        std::ofstream(std::string(folder) + "/seed" + std::to_string(number++), std::ios::binary) << seed; \
    return 0;                                                                                              \
  }
#else
#define CHAINRULE_FUZZ_MAIN(seeds, ...) \
  int main(int count, char** arguments) { return chainrule::fuzz::drive(count, arguments, seeds, __VA_ARGS__); }
#endif
