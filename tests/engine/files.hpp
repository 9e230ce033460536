#pragma once
// SPDX-License-Identifier: MIT
// Files that the tests read, from the source folder.
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace chainrule::test {

/// The top of the repository. Only the file that says so is compiled anew in another clone.
std::string source_dir();

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}
inline std::string asset(const std::string& name) { return read_file(source_dir() + "/assets/" + name); }

/// The message of the Error that `action` throws, "" when it throws none.
template <class Error, class Action>
std::string message(Action action) {
  try {
    action();
  } catch (const Error& e) { return e.what(); }
  return "";
}

/// FNV-1a over the bytes of some numbers: equal on every platform when the numbers are.
template <class Numbers>
std::uint64_t fingerprint(const Numbers& numbers) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto* bytes = reinterpret_cast<const unsigned char*>(numbers.data());
  for (std::size_t i = 0; i < numbers.size() * sizeof(numbers[0]); ++i) hash = (hash ^ bytes[i]) * 1099511628211ULL;
  return hash;
}

}  // namespace chainrule::test
