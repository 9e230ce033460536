// SPDX-License-Identifier: MIT
#include "engine/data/bundled.hpp"

#include "engine/tables/spec.hpp"

namespace chainrule {
namespace {

constexpr BundledData bundles[] = {
    {"iris",
     "Iris",
     "150 flowers of 3 species by the lengths and widths of their leaves",
     "data/iris.csv",
     "R. A. Fisher 1936, UCI Iris",
     "CC BY 4.0",
     0,
     0,
     {}},
    {"penguins",
     "Penguins",
     "344 penguins of 3 species by measurements, island and sex",
     "data/penguins.csv",
     "Gorman, Williams, Fraser 2014, Palmer penguins",
     "CC0",
     0,
     0,
     {}},
    {"wine",
     "Wine",
     "178 wines of 3 cultivars by 13 chemical measurements",
     "data/wine.csv",
     "Aeberhard, Forina, UCI Wine",
     "CC BY 4.0",
     0,
     0,
     {}},
    {"breast_cancer",
     "Breast cancer",
     "569 tumours, benign or malignant, by 30 measurements of their cells",
     "data/breast_cancer.csv",
     "Wolberg, UCI Breast Cancer Wisconsin (Diagnostic)",
     "CC BY 4.0",
     0,
     0,
     {}},
    {"diabetes",
     "Diabetes",
     "regression: progression of the disease in 442 patients after a year, by 10 measurements",
     "data/diabetes.csv",
     "Efron, Hastie, Johnstone, Tibshirani 2004",
     "public data of the paper",
     0,
     0,
     {}},
    {"digits",
     "Digits 8x8",
     "1797 handwritten digits of 8 by 8 grey values",
     "data/digits8x8.csv",
     "Alpaydin, Kaynak, UCI Optical Recognition of Handwritten Digits",
     "CC BY 4.0",
     8,
     16,
     {}},
    {"mnist", "MNIST 28x28", "4096 handwritten digits of 28 by 28 grey values", "data/mnist4096-images.idx3-ubyte",
     "LeCun, Cortes, Burges, MNIST", "CC BY-SA 3.0", 28, 255, "data/mnist4096-labels.idx1-ubyte"},
};

}  // namespace

std::span<const BundledData> bundled_data() { return bundles; }

const BundledData* find_bundled(std::string_view name) { return find_or_null(bundled_data(), name); }

}  // namespace chainrule
