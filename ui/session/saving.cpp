// SPDX-License-Identifier: MIT
// What a session puts into files and keeps between visits, and how it takes it back.
#include "ui/session/saving.hpp"

#include <algorithm>
#include <utility>

#include "engine/document/experiment.hpp"
#include "engine/io/json.hpp"
#include "engine/io/link.hpp"
#include "engine/io/trained.hpp"
#include "engine/sequential.hpp"
#include "engine/training/fit.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

constexpr std::string_view saved_start = "Saved: ";

}  // namespace

std::string file_name(const Document& document, std::string_view what, std::string_view ending) {
  std::string name = "chainrule-" + document.data;
  if (!what.empty()) name += "-" + std::string(what);
  return name + std::string(ending);
}

void Session::forget_saved() {
  std::erase_if(notices, [&](const Notice& n) { return n.words.starts_with(saved_start); });
}

/// News of a file takes the place of the last one's.
void Session::saved(const std::string& place) {
  forget_saved();
  tell(std::string(saved_start) + place, false);
}

void Session::save_experiment() {
  waiting_.push_back([this] {
    if (services_.save_file)
      jobs_.add(
          {"Saving", saving_experiment(file_name(document_, "", ".json"), document_, {snapshot_->weights, history_})});
  });
}

void Session::save_history() {
  waiting_.push_back([this] {
    if (services_.save_file)
      jobs_.add({"Saving the history", saving_history(file_name(document_, "history", ".csv"), history_)});
  });
}

void Session::save_text(const std::string& what, const std::string& ending, const std::string& words) {
  if (services_.save_file) saved(services_.save_file(file_name(document_, what, ending), words));
}

void Session::open_dialog() {
  if (!services_.open_file_dialog || !services_.open_file_dialog(".csv,.tsv,.txt,.json"))
    tell("Drop a CSV or an experiment (.json) on this window.", false);
}

/// Weights and history of a file, or weights and epoch of a link, once its experiment is on screen.
bool Session::adopt_trained(const Trained& trained) {
  if (trained.weights.empty()) return false;  // a history of weights that are not there tells nothing
  const Index count = lens_.model().count_params();
  if (trained.weights.size() != static_cast<std::size_t>(count)) {
    complain("weights: expected " + std::to_string(count) + " numbers for this network, received " +
             std::to_string(trained.weights.size()) + "; they are left out.");
    return false;
  }
  auto from = std::make_shared<Checkpoint>();
  from->weights = trained.weights;
  from->history = trained.history;
  if (trained.epochs() > trained.history.epochs()) {
    const auto probe = make_model(document_, experiment_->data.x.cols);
    const Fit fit(*probe, experiment_->data.x.view(), experiment_->targets.view(), document_.fit);
    from->history = fit.unknown_history(trained.epochs());
  }
  from->epochs = std::max(document_.fit.epochs, trained.epochs());
  trainer_.restore(experiment_, std::move(from));
  return true;
}

// ---- Between visits. ----

void Session::open_first(std::string_view fragment, bool own) {
  waiting_.push_back([this, link = std::string(fragment), own] {
    const std::string kept = keeper_.remembered();
    returns_ = !kept.empty();
    if (!kept.empty()) try {
        ReadResult read = read_json(kept);
        // Another page of this browser may have kept something else since.
        const ReadResult asked = read_link(link);
        const bool same = own && write_link(asked.document) == write_link(read.document);
        if (same) read.complaints = asked.complaints;  // as it was left: what is wrong in the address is still
        if (link.empty() || same) return load_document(std::move(read));
      } catch (const std::exception&) {  // of another version, or another's: as if there were nothing
      }
    load_link(link);
  });
}

void Session::keep() {
  if (!keeper_.keeps() || !touched_ || !waiting_.empty() || loading() || job()) return;
  const std::string trouble = keeper_.keep(document_, snapshot_->weights, history_);
  if (trouble.empty()) return;
  tell(trouble, false);
  if (services_.wake) services_.wake();
}

Trained Session::shown_training() const {
  if (const Trail::Entry* then = past()) return {*then->weights, {}, then->epoch};
  return {snapshot_->weights, {}, history_.epochs()};
}

bool Session::fits_link() const {
  return document_.data != "csv" && write_link(document_).size() <= limits::link_bytes;
}

void Session::leave_scene() {
  Document whole = document_;
  whole.scene.clear();
  if (services_.open_page && fits_link() && services_.open_page(write_link(whole, shown_training()).link)) return;
  waiting_.push_back([this] {
    touched_ = true;
    document_.scene.clear();
    renew();  // training goes on
    open_scene();
    follow_link();
  });
}

void Session::start_afresh() {
  waiting_.push_back([this] {
    load_link("");
    keeper_.forget();
    touched_ = false;
  });
}

}  // namespace chainrule
