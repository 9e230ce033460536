#pragma once
// SPDX-License-Identifier: MIT
#include <string>

#include "engine/base/pieces.hpp"
#include "engine/training/history.hpp"

namespace chainrule {

/// The history as CSV, an epoch a row, counted from 1: "epoch,loss,acc,val_loss,val_acc".
std::string write_history_csv(const History& history);
/// The same by and by. `history` must outlive it.
Pieces<std::string> history_csv_in_pieces(const History& history);

}  // namespace chainrule
