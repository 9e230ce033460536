// SPDX-License-Identifier: MIT
#include <array>
#include <cstdlib>

#include "engine/data/formula.hpp"
#include "tests/fuzz/driver.hpp"

// Any text is a formula with a value for any numbers, or an Error; its own text gives the same formula again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chainrule;
  const std::array<std::string, 3> names{"x1", "x2", "petal length (cm)"};
  try {
    const Formula formula({reinterpret_cast<const char*>(data), size}, names);
    for (const float v : {0.0F, -1.5F, 3e38F}) {
      const float values[] = {v, 1 - v, 2};
      const double first = formula(values), again = Formula(formula.text(), names)(values);
      if (!(first == again || (first != first && again != again))) std::abort();
    }
  } catch (const Error&) {}
  return 0;
}

CHAINRULE_FUZZ_MAIN((std::vector<std::string>{"x1^2", "x1*x2", "-sin(2*pi*x1)", "exp(-x1^2)/(1+abs(x2))",
                                              "max(min(x1,x2),[petal length (cm)])", "2^-3^.5e1",
                                              "step(x1-x2)*tanh(log(3))"}),
                    "+-*/^()[],. 0123456789ex1sincotap")
