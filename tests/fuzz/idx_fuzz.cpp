// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdlib>

#include "engine/data/idx.hpp"
#include "tests/fuzz/driver.hpp"

// Any bytes give rows of finite numbers whose shape fits, or an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chainrule;
  try {
    const IdxArray array = read_idx({reinterpret_cast<const char*>(data), size});
    Index columns = 1;
    for (std::size_t d = 1; d < array.shape.size(); ++d) columns *= array.shape[d];
    if (array.rows.rows != array.shape.at(0) || array.rows.cols != columns) std::abort();
    for (const float value : array.rows.data)
      if (!std::isfinite(value)) std::abort();
  } catch (const Error&) {}
  return 0;
}

#define CHAINRULE_BYTES(text) std::string(text, sizeof(text) - 1)
CHAINRULE_FUZZ_MAIN((std::vector<std::string>{CHAINRULE_BYTES("\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x02"
                                                              "12345678"),
                                              CHAINRULE_BYTES("\0\0\x08\x01\0\0\0\x03"
                                                              "\x07\0\x09"),
                                              CHAINRULE_BYTES("\0\0\x0D\x02\0\0\0\x01\0\0\0\x02\x3F\x80\0\0\x40\0\0\0"),
                                              CHAINRULE_BYTES("\0\0\x0E\x01\0\0\0\x01\xC0\x04\0\0\0\0\0\0")}),
                    std::string_view("\0\x01\x02\x08\x09\x0B\x0C\x0D\x0E\x7F\x80\xFF", 12))
