// SPDX-License-Identifier: MIT
// Ranges and moments of the first weights against Keras's definitions, and a corpus of exact ones.
#include "engine/tables/initializer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/engine/files.hpp"
#include "tests/engine/models.hpp"

namespace chainrule {
namespace {

Matrix drawn(Choice choice, Index rows, Index cols, bool vector = false, std::uint64_t seed = 1) {
  const Initializer& row = resolve(initializers(), "initializer", choice);
  Random random(seed, Random::weights);
  Matrix w(rows, cols);
  row.fill(w, vector, random, choice.values.data());
  return w;
}

struct Moments {
  double mean, deviation, largest;
};
Moments moments(const Matrix& w) {
  double sum = 0, squares = 0, largest = 0;
  for (const float v : w.data) sum += v;
  const double n = static_cast<double>(w.size()), mean = sum / n;
  for (const float v : w.data) {
    squares += (v - mean) * (v - mean);
    largest = std::max(largest, std::abs(double(v)));
  }
  return {mean, std::sqrt(squares / n), largest};
}

// 784 inputs, 512 units: 401408 numbers, so the mean is known to deviation / 633 and the deviation to about 0.1 %.
TEST(Initializer, UniformOnesFillTheirRangeEvenly) {
  struct Case {
    const char* name;
    double limit;
  };
  for (const Case& c : {Case{"glorot_uniform", 0.068041}, Case{"he_uniform", 0.0874818},
                        Case{"lecun_uniform", 0.0618590}, Case{"random_uniform", 0.05}}) {
    // sqrt(6 / 1296), sqrt(6 / 784), sqrt(3 / 784)
    const Moments m = moments(drawn(c.name, 784, 512));
    EXPECT_NEAR(m.largest, c.limit, 1e-6 + 1e-4 * c.limit) << c.name;
    EXPECT_LE(m.largest, c.limit + 1e-6) << c.name;
    EXPECT_NEAR(m.mean, 0, 5 * m.deviation / 633) << c.name;
    EXPECT_NEAR(m.deviation, c.limit / std::sqrt(3.0), 0.005 * c.limit) << c.name;
  }
  const Matrix shifted = drawn({"random_uniform", {2, 3}}, 100, 100);
  EXPECT_GE(*std::min_element(shifted.data.begin(), shifted.data.end()), 2);
  EXPECT_LE(*std::max_element(shifted.data.begin(), shifted.data.end()), 3);
}

TEST(Initializer, NormalOnesKeepTheirVarianceAfterTheCut) {
  struct Case {
    const char* name;
    double deviation;
  };
  for (const Case& c :
       {Case{"glorot_normal", 0.0392837}, Case{"he_normal", 0.0505076}, Case{"lecun_normal", 0.0357143}}) {
    // sqrt(2 / 1296), sqrt(2 / 784), sqrt(1 / 784)
    const Moments m = moments(drawn(c.name, 784, 512));
    EXPECT_NEAR(m.mean, 0, 5 * c.deviation / 633) << c.name;
    EXPECT_NEAR(m.deviation, c.deviation, 0.005 * c.deviation) << c.name;
    const double cut = 2 * c.deviation / 0.87962566103423978;
    EXPECT_LE(m.largest, cut * (1 + 1e-6)) << c.name;
    EXPECT_GT(m.largest, 0.999 * cut) << c.name;
  }
}

TEST(Initializer, NormalAndTruncatedNormal) {
  const Moments whole = moments(drawn("random_normal", 784, 512));
  EXPECT_NEAR(whole.deviation, 0.05, 0.05 * 0.005);
  EXPECT_GT(whole.largest, 4 * 0.05) << "401408 normal numbers go beyond 4 deviations";
  const Moments cut = moments(drawn("truncated_normal", 784, 512));
  EXPECT_LE(cut.largest, 2 * 0.05 * (1 + 1e-6));
  EXPECT_NEAR(cut.deviation, 0.05 * 0.8796257, 0.05 * 0.005) << "the deviation is meant before the cut";
  const Moments moved = moments(drawn({"random_normal", {3, 0.5}}, 200, 200));
  EXPECT_NEAR(moved.mean, 3, 5 * 0.5 / 200);
  EXPECT_NEAR(moved.deviation, 0.5, 0.01);
}

TEST(Initializer, AVectorHasItsLengthAsBothFans) {
  EXPECT_NEAR(moments(drawn("glorot_uniform", 1, 20000, true)).largest, std::sqrt(6.0 / 40000), 1e-5);
  EXPECT_NEAR(moments(drawn("he_uniform", 1, 20000, true)).largest, std::sqrt(6.0 / 20000), 1e-5);
  EXPECT_NEAR(moments(drawn("he_uniform", 1, 20000, false)).largest, std::sqrt(6.0), 1e-3) << "a kernel of one input";
}

TEST(Initializer, FixedOnes) {
  EXPECT_EQ(drawn("zeros", 2, 2).data, std::vector<float>(4, 0));
  EXPECT_EQ(drawn("ones", 2, 2).data, std::vector<float>(4, 1));
  EXPECT_EQ(drawn({"constant", {2.5}}, 2, 2).data, std::vector<float>(4, 2.5f));
  EXPECT_EQ(drawn("identity", 2, 3).data, (std::vector<float>{1, 0, 0, 0, 1, 0}));
  EXPECT_EQ(drawn({"identity", {3}}, 3, 2).data, (std::vector<float>{3, 0, 0, 3, 0, 0}));
}

/// The largest difference between gain^-2 W^T W (or W W^T when there are more columns) and the identity.
double unorthogonal(const Matrix& w, double gain = 1) {
  const bool tall = w.rows >= w.cols;
  const Index n = tall ? w.cols : w.rows, length = tall ? w.rows : w.cols;
  double worst = 0;
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      double sum = 0;
      for (Index k = 0; k < length; ++k) sum += tall ? double(w(k, i)) * w(k, j) : double(w(i, k)) * w(j, k);
      worst = std::max(worst, std::abs(sum / (gain * gain) - (i == j ? 1 : 0)));
    }
  return worst;
}

TEST(Initializer, OrthogonalIsOrthogonal) {
  EXPECT_LT(unorthogonal(drawn("orthogonal", 60, 20)), 1e-6);
  EXPECT_LT(unorthogonal(drawn("orthogonal", 20, 60)), 1e-6);
  EXPECT_LT(unorthogonal(drawn("orthogonal", 100, 100)), 1e-6);
  EXPECT_LT(unorthogonal(drawn({"orthogonal", {3}}, 30, 30), 3), 1e-6);
  EXPECT_NEAR(std::abs(drawn("orthogonal", 1, 1)(0, 0)), 1, 1e-7);
  // No direction is preferred: single numbers have mean 0 and variance 1 / length.
  const Moments m = moments(drawn("orthogonal", 400, 400));
  EXPECT_NEAR(m.mean, 0, 5 * 0.05 / 400);
  EXPECT_NEAR(m.deviation, 0.05, 1e-4);
}

TEST(Initializer, TheSameSeedGivesTheSameWeights) {
  for (const Initializer& i : initializers()) {
    EXPECT_EQ(drawn(defaults(i), 7, 5).data, drawn(defaults(i), 7, 5).data) << i.name;
    const bool fixed = i.name == "zeros" || i.name == "ones" || i.name == "constant" || i.name == "identity";
    EXPECT_EQ(drawn(defaults(i), 7, 5).data == drawn(defaults(i), 7, 5, false, 2).data, fixed) << i.name;
  }
}

// Links and model files promise the same network everywhere and in years to come: these bits never change.
TEST(Initializer, DrawsTheseBitsOnEveryPlatform) {
  struct Case {
    const char* name;
    std::vector<float> first;
    std::uint64_t fingerprint;
  };
  const std::vector<Case> corpus{
      {"glorot_uniform", {-0.45953694f, -0.147526324f, 0.205132186f, -0.0485041328f}, 0x1dba5e2856396bdfULL},
      {"glorot_normal", {-0.18328853f, -0.0588415861f, 0.635459125f, -0.150256261f}, 0xa669d19ce9c18e56ULL},
      {"he_uniform", {-0.718473136f, -0.230653271f, 0.320718408f, -0.075834848f}, 0x163a79eca346f122ULL},
      {"he_normal", {-0.286566466f, -0.091997169f, 0.993522525f, -0.234921455f}, 0xa84d8008f013c8acULL},
      {"lecun_uniform", {-0.50803721f, -0.163096488f, 0.226782158f, -0.0536233373f}, 0x806a9674439448ddULL},
      {"lecun_normal", {-0.202633098f, -0.0650518164f, 0.70252651f, -0.166114554f}, 0x6b78f6e19145c6a8ULL},
      {"random_normal", {-0.0267361905f, -0.00858318713f, 0.0926940516f, -0.0219177939f}, 0x75f7cc9d91bfb71cULL},
      {"random_uniform", {-0.0439973138f, -0.0141245704f, 0.0196399111f, -0.00464391708f}, 0x5b5ebba5b5aa4e79ULL},
      {"truncated_normal", {-0.0267361905f, -0.00858318713f, 0.0926940516f, -0.0219177939f}, 0x1a34559596abb0d1ULL},
      {"orthogonal", {-0.180388242f, -0.0579104982f, 0.625403881f, -0.147878662f}, 0xf27eed7180dbdea9ULL},
  };
  std::set<std::string_view> names;
  for (const Case& c : corpus) {
    const Matrix w = drawn(c.name, 9, 13);
    for (std::size_t i = 0; i < c.first.size(); ++i) EXPECT_EQ(w.data[i], c.first[i]) << c.name << " " << i;
    EXPECT_EQ(test::fingerprint(w.data), c.fingerprint) << c.name;
    names.insert(c.name);
  }
  EXPECT_EQ(names.size(), 10U);
}

TEST(Initializer, ALayerDrawsKernelThenBias) {
  LayerSpec layer = dense(3, "linear", 2);
  layer.bias_initializer = {"random_normal"};
  Sequential model;
  model.add(layer);
  const Initializer& glorot = find(initializers(), "initializer", "glorot_uniform");
  const Initializer& normal = find(initializers(), "initializer", "random_normal");
  const double usual[] = {0, 0.05};
  Random random(model.seed(), Random::weights);
  Matrix kernel(2, 3), bias(1, 3);
  glorot.fill(kernel, false, random, nullptr);
  normal.fill(bias, true, random, usual);
  EXPECT_EQ(model.get_weights()[0].data, kernel.data);
  EXPECT_EQ(model.get_weights()[1].data, bias.data);
}

}  // namespace
}  // namespace chainrule
