#pragma once
// SPDX-License-Identifier: MIT
// The fields of a plain struct, found by the compiler: so none is forgotten where all are meant.
#include <cstddef>
#include <type_traits>

namespace chainrule {

/// Stands for whatever a field is made from.
struct AnyValue {
  template <class T>
  operator T() const;
};

/// How many fields a struct without constructors has: as many values as it can be made from in braces. (An array is
/// one.)
template <class T, class... Values>
consteval std::size_t field_count() {
  if constexpr (requires { T{Values{}..., AnyValue{}}; }) return field_count<T, Values..., AnyValue>();
  else return sizeof...(Values);
}

/// Calls `action` with all fields of a small struct, in their order.
template <class T, class Action>
void with_fields(T& value, Action action) {
  constexpr std::size_t count = field_count<std::remove_const_t<T>>();
  static_assert(count <= 3, "a struct with more fields than with_fields() knows: add a line");
  if constexpr (count == 1) {
    auto& [a] = value;
    action(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = value;
    action(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = value;
    action(a, b, c);
  }
}

}  // namespace chainrule
