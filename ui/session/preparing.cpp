// SPDX-License-Identifier: MIT
// From a document to an experiment that can be trained. Rows of a large table are made a piece at a time between
// frames.
#include <algorithm>
#include <utility>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/sequential.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

constexpr std::size_t little = 1'000'000;  // bytes of a table that is prepared in one frame

}  // namespace

/// The text in use where it is the same.
Session::Text Session::shared(const Text& text) const { return text == text_ || *text == *text_ ? text_ : text; }

void Session::with_data(const Document& document, const Text& text, std::function<void(DataSet*)> then,
                        std::function<void(const std::string&)> refused) {
  if (!refused) refused = [this](const std::string& why) { complain(why); };
  try {
    if (experiment_ && same_rows(document, experiment_->document)) return then(nullptr);
    if (!is_table(document)) {
      DataSet made = make_data(document, *text);
      return then(&made);
    }
  } catch (const std::exception& e) { return refused(e.what()); }
  const std::size_t bytes = text->empty() ? document.csv.size() : text->size();
  auto work = preparing_table(document, text, std::move(then), std::move(refused));
  if (bytes < little) work.finish();
  else jobs_.add({"Preparing " + document.csv_name, std::move(work), loader_.newest(), true});
}

/// Everything that training would refuse is refused here, before anything on screen has changed. Throws Error.
std::shared_ptr<const Experiment> Session::prepared(Document document, const Text& text, DataSet* data) const {
  std::shared_ptr<const DataSet> rows;
  if (data) rows = std::make_shared<DataSet>(std::move(*data));
  else if (experiment_ && same_rows(document, experiment_->document)) rows = experiment_->rows;
  else rows = std::make_shared<DataSet>(make_data(document, *text));
  auto wanted = std::make_shared<Matrix>(make_targets(*rows, document));
  auto made = std::make_shared<Experiment>(std::move(document), std::move(rows), std::move(wanted));
  if (!made->document.weights.empty() && made->document.weights == document_.weights) {  // of the network as it was
    Document drawn = made->document;
    drawn.weights.clear();
    if (static_cast<std::size_t>(make_model(drawn, made->data.x.cols)->count_params()) != made->document.weights.size())
      made->document.weights.clear();
  }
  const auto probe = make_model(made->document, made->data.x.cols);
  const Fit refuses(*probe, made->data.x.view(), made->targets.view(), made->document.fit);
  return made;
}

}  // namespace chainrule
