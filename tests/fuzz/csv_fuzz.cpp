// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdlib>

#include "engine/data/csv.hpp"
#include "engine/data/table.hpp"
#include "tests/fuzz/driver.hpp"

// Any bytes give a table or an Error; any table gives a data set of finite numbers or an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chainrule;
  Table table;
  try {
    table = read_csv({reinterpret_cast<const char*>(data), size});
  } catch (const Error&) { return 0; }
  for (const Column& column : table.columns)
    if (static_cast<Index>(column.text.size()) != table.rows) std::abort();
  for (const Problem problem : {Problem::classification, Problem::regression}) {
    Preparation how;
    how.problem = problem;
    try {
      const DataSet set = prepare(table, how, 1, 0.7);
      if (set.x.rows != set.y.rows || set.x.cols != static_cast<Index>(set.feature_names.size())) std::abort();
      for (const float x : set.x.data)
        if (!std::isfinite(x)) std::abort();
      for (const float y : set.y.data)
        if (!std::isfinite(y)) std::abort();
    } catch (const Error&) {}
  }
  return 0;
}

CHAINRULE_FUZZ_MAIN((std::vector<std::string>{"a,b,species\n1,2.5,cat\n-3,1e5,dog\n4,,cat\n",
                                              "\"x,1\";y;\"z\"\r\n1,5;\"two\nlines\";3\r\n7;\"say \"\"hi\"\"\";\r\n",
                                              "\xEF\xBB\xBF"
                                              "1\t2\t3\n4\t5\t6\n\n7\t8\tNA\n",
                                              "a\n1\n2\n3e38\nnan\n", "h,i,j,\n1,2,x,\n3,4,y,\n"}),
                    "\n\r,;\t\"0123456789.-e+ xN\xE4")
