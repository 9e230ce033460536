// SPDX-License-Identifier: MIT
// The table. Adding an activation = one struct (activation_elementwise.hpp, activation_rows.hpp) and one row here.
#include "engine/tables/activation.hpp"

#include "engine/tables/activation_elementwise.hpp"
#include "engine/tables/activation_rows.hpp"

namespace chainrule {
namespace {

/// A function of single numbers as one of arrays.
template <class F>
struct Each : F {
  template <class T>
  static void forward(View<const T> z, View<T> a, const double* p) {
    for (Index i = 0; i < z.size(); ++i) a.data[i] = F::value(z.data[i], p);
  }
  template <class T>
  static void backward(View<const T> z, View<const T> a, View<const T> da, View<T> dz, const double* p) {
    for (Index i = 0; i < z.size(); ++i) dz.data[i] = da.data[i] * F::slope(z.data[i], a.data[i], p);
  }
};

using Words = std::span<const std::string_view>;

template <class F>
constexpr Activation row(std::string_view name, std::string_view help, std::string_view formula,
                         std::string_view derivative, KerasName keras, Words aliases = {}) {
  std::span<const Parameter> parameters;
  if constexpr (requires { F::parameters; }) parameters = F::parameters;
  return {name,
          help,
          formula,
          derivative,
          keras,
          parameters,
          true,
          {F::template forward<float>, F::template backward<float>},
          {F::template forward<double>, F::template backward<double>},
          aliases};
}
/// Outputs that depend on a whole row.
template <class F>
constexpr Activation vector_row(std::string_view name, std::string_view help, std::string_view formula,
                                std::string_view derivative, KerasName keras) {
  Activation a = row<F>(name, help, formula, derivative, keras);
  a.elementwise = false;
  if constexpr (requires { F::divides(nullptr); }) a.columns_for_one = F::divides;
  return a;
}

constexpr std::string_view silu_aliases[] = {"swish"};
constexpr std::string_view hard_silu_aliases[] = {"hard_swish"};
constexpr std::string_view sinusoid_aliases[] = {"sin"};
constexpr std::string_view smht_aliases[] = {"soboleva"};

constexpr Activation table[] = {
    row<Linear>("linear", "Passes z on as it is: for regression, or to see that linear layers stay linear.", "z", "1",
                in_both("linear")),
    row<Sigmoid>("sigmoid", "Squeezes z into 0..1: a probability for two classes.", "1 / (1 + e^-z)", "a (1 - a)",
                 in_both("sigmoid")),
    row<Tanh>("tanh", "Squeezes z into -1..1, steepest at 0.", "(e^z - e^-z) / (e^z + e^-z)", "1 - a^2",
              in_both("tanh")),
    row<Relu>("relu", "Keeps positive values, cuts negative ones to 0. Fast, and does not saturate.", "max(0, z)",
              "1 if z > 0, else 0 (0 at 0)", in_both("relu")),
    vector_row<Softmax>("softmax", "Turns a row of scores into probabilities that add up to 1: for several classes.",
                        "e^z_i / sum_j e^z_j", "a_i (1 - a_i) for i = j, -a_i a_j else", in_both("softmax")),
    row<Each<Elu>>("elu", "Like relu, but bends smoothly towards -alpha below 0.", "z if z > 0, else alpha (e^z - 1)",
                   "1 if z > 0, else a + alpha", in_both("elu")),
    row<Each<Softplus>>("softplus", "A smooth relu; its derivative is the sigmoid.", "ln(1 + e^z)", "1 / (1 + e^-z)",
                        in_both("softplus")),
    row<Each<LeakyRelu>>("leaky_relu", "Like relu, but negative inputs keep a small slope, so no unit dies.",
                         "z if z > 0, else negative_slope z", "1 if z > 0, else negative_slope",
                         {"leaky_relu", "", "return ops.maximum(x, 0) + {negative_slope} * ops.minimum(x, 0)"}),
    row<Each<Relu6>>("relu6", "A relu that stops at 6.", "min(max(0, z), 6)",
                     "1 if 0 < z < 6, else 0 (0 at both kinks)", {"relu6", "", "return ops.clip(x, 0, 6)"}),
    row<Each<HardSigmoid>>("hard_sigmoid", "The sigmoid as three straight lines: cheap, and its gradient is 0 outside.",
                           "clip(slope z + 0.5, 0, 1)", "slope if 0 < slope z + 0.5 < 1, else 0",
                           in_both("hard_sigmoid", "return ops.clip({slope} * x + 0.5, 0, 1)")),
    row<Each<HardTanh>>("hard_tanh", "The tanh as three straight lines.", "clip(z, -1, 1)",
                        "1 if -1 < z < 1, else 0 (0 at the kinks)", {"hard_tanh", "", "return ops.clip(x, -1, 1)"}),
    row<Each<Selu>>("selu", "An elu with the two constants that keep mean 0 and variance 1 from layer to layer.",
                    "1.050701 (z if z > 0, else 1.673263 (e^z - 1))", "1.050701 if z > 0, else a + 1.758099",
                    in_both("selu")),
    row<Each<Celu>>("celu", "An elu whose derivative has no jump for any alpha.",
                    "max(0, z) + alpha (e^(min(0, z) / alpha) - 1)", "1 if z > 0, else e^(z / alpha)",
                    {"celu", "", "return ops.maximum(x, 0) + {alpha} * (ops.exp(ops.minimum(x, 0) / {alpha}) - 1)"}),
    row<Each<Gelu>>("gelu", "z times the chance that a standard normal number is below it: a smooth relu with a dip.",
                    "z Phi(z)", "Phi(z) + z phi(z)", {"gelu", "", "return 0.5 * x * (1 + ops.erf(x / 2 ** 0.5))"}),
    row<Each<Silu>>("silu", "z times its own sigmoid, also called swish: smooth, with a dip below 0.", "z / (1 + e^-z)",
                    "s (1 + z (1 - s)), s = sigmoid(z)", {"silu", "", "return x * ops.sigmoid(x)"}, silu_aliases),
    row<Each<HardSilu>>("hard_silu", "silu from straight lines and a parabola, also called hard_swish.",
                        "z relu6(z + 3) / 6", "0 if z <= -3, 1 if z >= 3, else (2 z + 3) / 6",
                        {"hard_silu", "", "return x * ops.clip(x + 3, 0, 6) / 6"}, hard_silu_aliases),
    row<Each<Mish>>("mish", "z times the tanh of its softplus: much like silu, a little smoother.",
                    "z tanh(ln(1 + e^z))", "t + z s (1 - t^2), t = tanh(softplus z), s = sigmoid(z)",
                    {"mish", "", "return x * ops.tanh(ops.softplus(x))"}),
    row<Each<Softsign>>("softsign", "Like tanh, but approaches its limits slowly.", "z / (1 + |z|)", "1 / (1 + |z|)^2",
                        in_both("softsign")),
    row<Each<Exponential>>("exponential", "Grows without limit: for outputs that are positive rates.", "e^z", "a",
                           in_both("exponential")),
    row<Each<LogSigmoid>>("log_sigmoid", "The logarithm of the sigmoid: at most 0.", "-ln(1 + e^-z)", "1 / (1 + e^z)",
                          {"log_sigmoid", "", "return -ops.softplus(-x)"}),
    row<Each<HardShrink>>("hard_shrink", "Small values become 0, the rest stays.", "z if |z| > threshold, else 0",
                          "1 if |z| > threshold, else 0 (0 at the jumps)",
                          {"hard_shrink", "", "return x * ops.cast(ops.absolute(x) > {threshold}, 'float32')"}),
    row<Each<SoftShrink>>("soft_shrink", "Moves every value towards 0 by the threshold; small ones become 0.",
                          "sign(z) max(0, |z| - threshold)", "1 if |z| > threshold, else 0 (0 at the kinks)",
                          {"soft_shrink", "", "return ops.sign(x) * ops.maximum(ops.absolute(x) - {threshold}, 0)"}),
    row<Each<TanhShrink>>("tanh_shrink", "What tanh leaves over: flat around 0.", "z - tanh z", "tanh^2 z",
                          {"tanh_shrink", "", "return x - ops.tanh(x)"}),
    row<Each<Threshold>>(
        "threshold", "Passes values above the threshold, replaces the rest.", "z if z > threshold, else default_value",
        "1 if z > threshold, else 0 (0 at the jump)",
        {"threshold", "", "return {default_value} + (x - {default_value}) * ops.cast(x > {threshold}, 'float32')"}),
    row<Each<Squareplus>>("squareplus", "A smooth relu without an exponential.", "(z + sqrt(z^2 + b)) / 2",
                          "(1 + z / sqrt(z^2 + b)) / 2",
                          {"squareplus", "", "return (x + ops.sqrt(ops.square(x) + {b})) / 2"}),
    row<Each<SparsePlus>>("sparse_plus", "A relu with a parabola for its bend: exactly 0 below -1.",
                          "0 if z <= -1, z if z >= 1, else (z + 1)^2 / 4",
                          "0 if z <= -1, 1 if z >= 1, else (z + 1) / 2",
                          {"sparse_plus", "", "return ops.maximum(x - 1, 0) + ops.square(ops.clip(x + 1, 0, 2)) / 4"}),
    row<Each<SparseSigmoid>>("sparse_sigmoid", "A straight line between -1 and 1: its ends are exactly 0 and 1.",
                             "clip((z + 1) / 2, 0, 1)", "1/2 if -1 < z < 1, else 0 (0 at the kinks)",
                             {"sparse_sigmoid", "", "return ops.clip((x + 1) / 2, 0, 1)"}),
    vector_row<LogSoftmax>("log_softmax", "Logarithms of softmax's probabilities.", "z_i - ln sum_j e^z_j",
                           "1 - e^a_i for i = j, -e^a_j else",
                           {"log_softmax", "", "return x - ops.logsumexp(x, axis=-1, keepdims=True)"}),
    vector_row<Sparsemax>(
        "sparsemax", "Probabilities like softmax's, but small ones are exactly 0.",
        "max(0, z_i - tau), tau so that they add up to 1",
        "within the support S: 1 - 1/|S| for i = j, -1/|S| else; 0 outside",
        {"sparsemax", "",
         "z, _ = tf.nn.top_k(x, x.shape[-1])  # largest first\n"
         "rank = ops.cumsum(ops.ones_like(z), axis=-1)\n"
         "kept = ops.cast(1 + rank * z > ops.cumsum(z, axis=-1), 'float32')\n"
         "tau = (ops.sum(kept * z, axis=-1, keepdims=True) - 1) / ops.sum(kept, axis=-1, keepdims=True)\n"
         "return ops.maximum(x - tau, 0)"}),
    vector_row<Glu>("glu", "Half of the units open or close the other half: has half as many outputs as units.",
                    "z_i sigmoid(z_(n/2 + i))", "s for the first half, z_i s (1 - s) for the second",
                    {"glu", "", "half = x.shape[-1] // 2\nreturn x[:, :half] * ops.sigmoid(x[:, half:])"}),
    vector_row<Maxout>("maxout", "Takes the largest of each group of neighbours: has one output for each group.",
                       "max of each group of `pieces` units", "1 for the largest (the first of equals), else 0",
                       {"", "", "return ops.max(ops.reshape(x, (-1, x.shape[-1] // {pieces}, {pieces})), axis=-1)"}),
    row<Each<BinaryStep>>(
        "binary_step", "The first neuron's switch. Its slope is 0 everywhere, so no gradient passes: it cannot train.",
        "1 if z >= 0, else 0", "0 (the jump at 0 has none)", {"", "", "return ops.cast(x >= 0, 'float32')"}),
    row<Each<Gaussian>>("gaussian", "A bump around 0: answers to one value and its neighbours.", "e^(-z^2)", "-2 z a",
                        {"", "", "return ops.exp(-ops.square(x))"}),
    row<Each<Sinusoid>>("sinusoid", "A wave: for what repeats itself.", "sin z", "cos z", {"", "", "return ops.sin(x)"},
                        sinusoid_aliases),
    row<Each<Sinc>>("sinc", "A wave that dies away.", "sin z / z if |z| > 0, else 1",
                    "cos z / z - sin z / z^2 if |z| > 0, else 0",
                    {"", "", "zero = ops.cast(ops.equal(x, 0), 'float32')\nreturn (ops.sin(x) + zero) / (x + zero)"}),
    row<Each<Arctan>>("arctan", "Like tanh between -pi/2 and pi/2, with longer tails.", "arctan z", "1 / (1 + z^2)",
                      {"", "", "return ops.arctan(x)"}),
    row<Each<Isru>>("isru", "Like tanh without an exponential.", "z / sqrt(1 + alpha z^2)",
                    "(1 / sqrt(1 + alpha z^2))^3", {"", "", "return x / ops.sqrt(1 + {alpha} * ops.square(x))"}),
    row<Each<Isrlu>>(
        "isrlu", "Identity above 0, isru below: an elu without an exponential.",
        "z if z >= 0, else z / sqrt(1 + alpha z^2)", "1 if z >= 0, else (1 / sqrt(1 + alpha z^2))^3",
        {"", "",
         "return ops.maximum(x, 0) + ops.minimum(x, 0) / ops.sqrt(1 + {alpha} * ops.square(ops.minimum(x, 0)))"}),
    row<Each<BentIdentity>>("bent_identity", "Almost linear: slope 1/2 on the left, 3/2 on the right.",
                            "(sqrt(z^2 + 1) - 1) / 2 + z", "z / (2 sqrt(z^2 + 1)) + 1",
                            {"", "", "return (ops.sqrt(ops.square(x) + 1) - 1) / 2 + x"}),
    row<Each<SoftExponential>>(
        "soft_exponential", "From logarithm through identity to exponential, as alpha goes from -1 to 1.",
        "-ln(1 - alpha (z + alpha)) / alpha if alpha < 0, (e^(alpha z) - 1) / alpha + alpha if alpha > 0, else z",
        "1 / (1 - alpha (alpha + z)) if alpha < 0, else e^(alpha z)",
        {"", "", "return (ops.exp({alpha} * x) - 1) / {alpha} + {alpha}"}),
    row<Each<Sqnl>>("sqnl", "A tanh made of two parabolas.", "z - sign(z) z^2 / 4 if |z| <= 2, else sign(z)",
                    "1 - |z| / 2 if |z| <= 2, else 0",
                    {"", "", "z = ops.clip(x, -2, 2)\nreturn z - z * ops.absolute(z) / 4"}),
    row<Each<Elish>>("elish", "silu on the right, (e^z - 1) sigmoid(z) on the left.",
                     "z sigmoid(z) if z >= 0, else (e^z - 1) sigmoid(z)",
                     "s + a (1 - s) if z >= 0, else e^z s + a (1 - s), s = sigmoid(z)",
                     {"", "", "return (ops.maximum(x, 0) + ops.exp(ops.minimum(x, 0)) - 1) * ops.sigmoid(x)"}),
    row<Each<Smht>>("smht", "Soboleva's modified tanh: four growth rates shape its two ends.",
                    "(e^(a z) - e^(-b z)) / (e^(c z) + e^(-d z))",
                    "(a e^(a z) + b e^(-b z) - value (c e^(c z) - d e^(-d z))) / (e^(c z) + e^(-d z))",
                    {"", "",
                     "top = ops.maximum(ops.maximum({a} * x, -{b} * x), ops.maximum({c} * x, -{d} * x))\n"
                     "return (ops.exp({a} * x - top) - ops.exp(-{b} * x - top)) / (ops.exp({c} * x - top) + "
                     "ops.exp(-{d} * x - top))"},
                    smht_aliases),
};

}  // namespace

std::span<const Activation> activations() { return table; }

}  // namespace chainrule
