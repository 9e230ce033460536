// SPDX-License-Identifier: MIT
// How experiments and data come in: links and bundled sets. Files are in files.cpp.
#include <algorithm>
#include <utility>

#include "engine/base/text.hpp"
#include "engine/document/fitting.hpp"
#include "engine/io/link.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

/// Whether the data's inputs are x1 and x2.
bool has_plane(std::string_view data) {
  const Generator* generator = find_or_null(generators(), data);
  return data == "points" || (generator && generator->inputs == 2);
}

/// What a drawing begins with: the points on screen where they are some of a plane, else a few of two classes.
std::vector<DrawnPoint> first_points(const Experiment* experiment) {
  constexpr Index most = 200;
  std::vector<DrawnPoint> points;
  if (experiment && has_plane(experiment->document.data) && experiment->data.classes() > 0) {
    const DataSet& data = experiment->data;
    for (Index r = 0; r < std::min(data.y.rows, most); ++r) {
      const auto at = [&](Index input) { return static_cast<double>(data.own_unit(data.inputs()(r, input), input)); };
      points.push_back(make_point(at(0), at(1), static_cast<int>(data.y(r, 0))));
    }
  }
  if (points.size() < 2)
    for (const double side : {-1.0, 1.0})
      for (int i = 0; i < 5; ++i) points.push_back(make_point(side * (1 + 0.3 * i), side - 0.2 * i, side > 0 ? 1 : 0));
  return points;
}

/// The value of a link's key; of one that links have not, all of the link.
std::string value_of(const Document& document, std::string_view key) {
  for (const Field& field : document_fields())
    if (field.key == key) return field.write(document);
  return write_link(document);
}

}  // namespace

void Session::load_link(const std::string& fragment) { load_document(read_link(fragment)); }

/// What a link had wrong, for the address.
void Session::keep_wrong(const std::vector<Complaint>& complaints) {
  for (const Complaint& c : complaints)
    if (!c.given.empty() && !document_.unknown.contains(c.key))
      wrong_.push_back({c.key, c.given, value_of(document_, c.key)});
}

/// What the link had wrong stays in the address, until it is mended there or another value is chosen here.
void Session::show_link(std::string link) {
  std::erase_if(wrong_, [&](const Wrong& w) { return value_of(document_, w.key) != w.meanwhile; });
  for (const Wrong& w : wrong_) link += (link.empty() ? "" : "&") + w.given;
  if (services_.show_link) services_.show_link(link, touched_);
}

void Session::load_document(ReadResult read) {
  const auto ask = loader_.ask();
  notices.clear();
  advised_ = {};
  told_.clear();
  wrong_.clear();
  if (!read.complaints.empty() || !read.mended.empty()) tell_of(read);
  if (read.document.data != "csv") read.document.csv.clear();
  if (read.document.data == "csv" && read.document.csv.empty() && document_.data == "csv") {
    read.document.csv = document_.csv;  // the link of the table on screen
    read.document.csv_name = document_.csv_name;
  }
  if (read.document.data == "csv" && read.document.csv.empty()) {
    complain("This link needs a table that links cannot carry: drop its CSV file here. Until then: circle.");
    read.complaints = {{"data", "", write_link(read.document)}};  // the address goes on asking for it
    read.document = default_document();
    read.given.clear();
    read.trained.reset();
  }
  const auto open = [this, read](const Text& given) {
    const Text text = shared(given);
    with_data(read.document, text, [this, read, text](DataSet* made) {
      start(read.has("data") ? completed(read, made ? *made : experiment_->data) : read.document, text, made);
      if (!read.complaints.empty()) keep_wrong(read.complaints);
      follow_link();
      open_scene();
      const bool trained = read.trained && adopt_trained(*read.trained);
      // Until something changes the address keeps the weights that came by it.
      if (trained && read.has("weights")) show_link(write_link(document_, *read.trained).link);
    });
    if (data_on_its_way()) jobs_.last().stopped = [this] { follow_link(); };
  };
  const BundledData* bundled = find_bundled(read.document.data);
  if (!bundled) open(read.document.csv.shared());
  if (!experiment_) {  // something is always on screen; the address waits
    Document meanwhile = default_document();
    meanwhile.view() = read.document.view();
    adopt(prepared(std::move(meanwhile), text_), text_);
    trainer_.configure(experiment_);
    stands_in_ = bundled != nullptr;
  }
  if (bundled) fetch(*bundled, ask, [open](const std::string& bytes) { open(std::make_shared<std::string>(bytes)); });
}

/// What is wrong with it becomes a notice.
void Session::fetch(const BundledData& bundled, std::uint64_t ask, std::function<void(const std::string&)> use) {
  loader_.fetch(bundled, ask, [this, use = std::move(use)](const std::string& bytes, const std::string& error) {
    if (error.empty()) return use(bytes);
    stands_in_ = false;
    complain(error);
  });
}

/// What succeeds on the new data comes with them where nobody has made network or training his own, and no scene is
/// about them. A sheet has brought that all of its few rows train, in their order: that goes with it.
void Session::bring_fitting(Document& d, const DataSet& data) const {
  const Fitting* row = find_fitting(d.data);
  const bool about_a_network = scene() && !scene()->link.empty();
  if (!row || about_a_network || !experiment_ || !is_brought(document_, experiment_->data))
    return fit_output_to_data(d, data);
  if (document_.data == "sheet") {
    const Document usual = default_document();
    d.fit.validation_split = usual.fit.validation_split;
    d.fit.shuffle = usual.fit.shuffle;
    d.shuffle_rows = usual.shuffle_rows;
  }
  use_fitting(d, *row, data);
}

/// A network of somebody's own stays; another one is a press away.
void Session::offer_fitting() {
  const Fitting* row = find_fitting(document_.data);
  if (!row || scene() || services_.slide || is_brought(document_, experiment_->data)) return;
  const auto use = [row](Document& d, const DataSet& data) {
    if (d.data == row->data) use_fitting(d, *row, data);
  };
  offer({"Your network stays; only its output follows the data. Another one is known to learn " +
             std::string(row->data) + ".",
         false, "Use a network that fits " + std::string(row->data),
         [this, use] { change([this, use](Document& d) { use(d, experiment_->data); }); }, std::string(fitting_topic)});
}

void Session::load_data(const std::string& name) {
  const auto ask = loader_.ask();
  const auto use = [this, name](const std::string& bytes) {
    Document d = document_;  // as it is when the data have come
    d.data = name;
    d.generator() = {};
    d.table() = {};
    if (!has_plane(d.data) || !has_plane(document_.data)) d.features.clear();  // they name what the new data has not
    d.weights.clear();
    if (name == "sheet") {
      if (d.sheet.empty()) d.sheet = {{{0.05, 0.1}, {0.01, 0.99}}};
      d.fit.validation_split = 0;  // few rows, all of them to learn from, in the order of the paper
      d.fit.shuffle = d.shuffle_rows = false;
    }
    if (name == "points" && d.points.empty()) d.points = first_points(experiment_.get());
    const Text text = shared(std::make_shared<std::string>(bytes));
    with_data(d, text, [this, d, text](DataSet* made) mutable {
      d.theme = document_.theme;  // which may be another one by then
      bring_fitting(d, made ? *made : experiment_->data);
      start(std::move(d), text, made);
      offer_fitting();
    });
  };
  if (const BundledData* bundled = find_bundled(name)) fetch(*bundled, ask, use);
  else use("");
}

void Session::paste() {
  services_.read_clipboard([this](std::string text, const std::string& error) {
    if (!error.empty()) return complain(error);
    if (text.empty())
      return complain(
          "Paste: expected a table on the clipboard, received no text. Copy the cells of a table or the lines of a CSV "
          "first.");
    open_file("pasted.csv", std::move(text));
  });
}

}  // namespace chainrule
