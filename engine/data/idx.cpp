// SPDX-License-Identifier: MIT
#include "engine/data/idx.hpp"

#include <bit>
#include <cmath>
#include <string>

#include "engine/tables/spec.hpp"

namespace chainrule {
namespace {

constexpr std::size_t header = 4, most_dimensions = 4;

std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// A type of numbers: its code, its size in bytes, and how its bits are read.
struct NumberType {
  int code;
  std::size_t size;
  double (*value)(std::uint64_t bits);
};
constexpr NumberType types[] = {
    {0x08, 1, [](std::uint64_t bits) { return static_cast<double>(bits); }},
    {0x09, 1, [](std::uint64_t bits) { return static_cast<double>(static_cast<std::int8_t>(bits)); }},
    {0x0B, 2, [](std::uint64_t bits) { return static_cast<double>(static_cast<std::int16_t>(bits)); }},
    {0x0C, 4, [](std::uint64_t bits) { return static_cast<double>(static_cast<std::int32_t>(bits)); }},
    {0x0D, 4,
     [](std::uint64_t bits) { return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits))); }},
    {0x0E, 8, [](std::uint64_t bits) { return std::bit_cast<double>(bits); }},
};

[[noreturn]] void refuse(const std::string& expected, const std::string& received, std::size_t at) {
  throw Error("expected " + expected + ", received " + received + ", at byte " + std::to_string(at) +
              " of an IDX file");
}

const NumberType& type_of(std::string_view bytes) {
  if (bytes.size() < header) refuse("a header of 4 bytes", std::to_string(bytes.size()) + " bytes", 0);
  if (bytes[0] != 0 || bytes[1] != 0) refuse("0 0 as its first bytes (is it still compressed?)", "others", 0);
  const int code = static_cast<unsigned char>(bytes[2]);
  for (const NumberType& type : types)
    if (type.code == code) return type;
  refuse("a type of numbers from 8 to 14", std::to_string(code), 2);
}

}  // namespace

IdxArray read_idx(std::string_view bytes) {
  std::string_view rest = bytes;
  IdxArray array = take_idx(rest);
  if (!rest.empty()) {
    const std::size_t start = header + 4 * array.shape.size();
    refuse(std::to_string(bytes.size() - rest.size() - start) + " bytes of numbers",
           std::to_string(bytes.size() - start), start);
  }
  return array;
}

IdxArray take_idx(std::string_view& bytes) {
  if (bytes.size() > limits::file_bytes)
    refuse("at most " + std::to_string(limits::file_bytes) + " bytes", std::to_string(bytes.size()), 0);
  const NumberType& type = type_of(bytes);
  const std::size_t rank = static_cast<unsigned char>(bytes[3]), start = header + 4 * rank;
  if (rank < 1 || rank > most_dimensions) refuse("1 to 4 dimensions", std::to_string(rank), 3);
  if (bytes.size() < start) refuse(std::to_string(rank) + " sizes", "the end", bytes.size());
  IdxArray array;
  std::uint64_t columns = 1;
  for (std::size_t d = 0; d < rank; ++d) {
    const std::uint64_t size = big_endian(bytes, header + 4 * d, 4);
    const auto most = static_cast<std::uint64_t>(d == 0 ? limits::rows : limits::columns);
    columns *= d == 0 ? 1 : size;  // at most 4096 squared before the check
    if (size > most || columns > static_cast<std::uint64_t>(limits::columns))
      refuse(d == 0 ? "at most " + std::to_string(limits::rows) + " rows"
                    : "rows of at most " + std::to_string(limits::columns) + " numbers",
             std::to_string(d == 0 ? size : columns), header + 4 * d);
    array.shape.push_back(static_cast<Index>(size));
  }
  const std::uint64_t wanted = static_cast<std::uint64_t>(array.shape[0]) * columns * type.size,
                      there = bytes.size() - start;
  if (there < wanted) refuse(std::to_string(wanted) + " bytes of numbers", std::to_string(there), start);
  array.rows = Matrix(array.shape[0], static_cast<Index>(columns));
  for (std::size_t i = 0; i < array.rows.data.size(); ++i) {
    const std::size_t at = start + i * type.size;
    const auto value = static_cast<float>(type.value(big_endian(bytes, at, type.size)));
    if (!std::isfinite(value)) refuse("finite numbers", std::to_string(value), at);
    array.rows.data[i] = value;
  }
  bytes.remove_prefix(start + static_cast<std::size_t>(wanted));
  return array;
}

}  // namespace chainrule
