#pragma once
// SPDX-License-Identifier: MIT
// Values as bytes and back, described once for both directions. Little-endian, as all that this runs on is.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/types.hpp"

namespace chainrule {

/// pass() appends a value to the text, or reads it from there. Reading throws Error where the text ends too early or
/// says what cannot be; it takes no more memory than a few times the text, whatever stands in it.
class Bytes {
 public:
  explicit Bytes(std::string& to) : to_(&to) {}
  explicit Bytes(std::string_view from) : from_(from) {}
  bool reads() const { return to_ == nullptr; }
  /// Nothing is left to read.
  bool ended() const { return from_.empty(); }

  template <class T>
  void pass(T& value)
    requires(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
  {
    raw(&value, sizeof value);
  }
  /// A byte that is neither 0 nor 1 must not become a bool.
  void pass(bool& value) {
    auto byte = static_cast<std::uint8_t>(value);
    raw(&byte, 1);
    if (byte > 1) refuse();
    value = byte == 1;
  }
  /// Numbers of which each has to be finite.
  void pass_finite(std::vector<float>& values) {
    pass(values);
    for (const float value : values)
      if (reads() && !std::isfinite(value)) refuse();
  }
  [[noreturn]] static void refuse() { throw Error("expected bytes of a training run, received something else"); }
  void pass(std::string& text) {
    text.resize(count(text.size(), 1));
    raw(text.data(), text.size());
  }
  template <class T>
  void pass(std::optional<T>& value) {
    bool there = value.has_value();
    pass(there);
    if (!there) return value.reset();
    if (!value) value.emplace();
    pass(*value);
  }
  template <class T>
  void pass(std::vector<T>& values) {
    if constexpr (std::is_arithmetic_v<T>) {
      values.resize(count(values.size(), sizeof(T)));
      raw(values.data(), values.size() * sizeof(T));
    } else {
      values.resize(count(values.size(), sizeof(std::uint64_t)));  // each begins with how many it has
      for (T& value : values) pass(value);
    }
  }

  /// How many follow, which take at least `least` bytes each.
  std::size_t count(std::size_t present, std::size_t least) {
    std::uint64_t number = present;
    pass(number);
    if (reads() && number > from_.size() / least) refuse();
    return static_cast<std::size_t>(number);
  }

 private:
  void raw(void* value, std::size_t size) {
    if (to_) {
      to_->append(static_cast<const char*>(value), size);
      return;
    }
    if (size > from_.size()) refuse();
    if (size > 0) std::memcpy(value, from_.data(), size);
    from_.remove_prefix(size);
  }

  std::string* to_ = nullptr;
  std::string_view from_;
};

}  // namespace chainrule
