#pragma once
// SPDX-License-Identifier: MIT
// What training has made of an experiment: its weights and its history, as they stand in files beside the document.
#include <string>
#include <vector>

#include "../history.hpp"

namespace chainrule {

struct Trained {
  std::vector<float> weights;   ///< the flat store of Sequential, layer by layer; empty = as the seed draws them
  History history;              ///< of the epochs that led there; why training stopped is not kept
};

/// The history as CSV, an epoch a row, counted from 1: "epoch,loss,acc,val_loss,val_acc".
std::string write_history_csv(const History& history);

}  // namespace chainrule
