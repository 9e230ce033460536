// SPDX-License-Identifier: MIT
#include "ui/session/paces.hpp"

namespace chainrule {
namespace {

constexpr PaceRow table[] = {
    {"5 s a run",
     "Play takes about five seconds to the last epoch, longer where the machine needs it",
     {.run_seconds = 5}},
    {"20 s a run", "Slower: time to say what is seen", {.run_seconds = 20}},
    {"full speed", "As fast as this machine can", {}},
    {"10 epochs/s", "The surface and the curves can be followed", {.per_second = 10, .epochs = true}},
    {"1 epoch/s", "An epoch takes a second", {.per_second = 1, .epochs = true}},
    {"10 batches/s", "Ten updates of the weights a second", {.per_second = 10}},
    {"1 batch/s", "One update of the weights a second", {.per_second = 1}},
};

}  // namespace

std::span<const PaceRow> paces() { return table; }

}  // namespace chainrule
