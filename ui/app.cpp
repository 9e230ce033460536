// SPDX-License-Identifier: MIT
#include "app.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/fit.hpp"
#include "engine/io/experiment.hpp"

namespace chainrule {
namespace {

constexpr double slice = 8;   // milliseconds of training a frame, where there is no thread

std::string lower_ending(const std::string& name) {
  const auto dot = name.rfind('.');
  std::string ending = dot == std::string::npos ? "" : name.substr(dot);
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

/// A column with few different values, or with words, is more likely a class than a quantity.
bool looks_like_classes(const Column& column) {
  if (column.categorical) return true;
  std::vector<float> different;
  for (const float v : column.number) {
    if (std::isnan(v) || std::find(different.begin(), different.end(), v) != different.end()) continue;
    different.push_back(v);
    if (different.size() > 12 || v != std::floor(v)) return false;
  }
  return different.size() > 1;
}

}  // namespace

App::App(Services services)
    : services_(std::move(services)), snapshot_(std::make_shared<Snapshot>()), trainer_(services_.mode) {}

void App::complain(std::string words) {
  for (const Notice& n : notices)
    if (n.words == words) return;
  notices.push_back({std::move(words), true});
  if (notices.size() > 4) notices.erase(notices.begin());
}

bool App::shows(std::string_view panel) const {
  return std::find(document_.hide.begin(), document_.hide.end(), panel) == document_.hide.end();
}

Index App::training_rows() const {
  if (!experiment_) return 0;
  const double split = document_.fit.validation_split;
  return split > 0 ? chainrule::training_rows(experiment_->data.x.rows, split) : experiment_->data.x.rows;
}

void App::open_link(std::string_view fragment) {
  waiting_.push_back([this, text = std::string(fragment)] { load_link(text); });
}
void App::change(std::function<void(Document&)> edit) {
  waiting_.push_back([this, edit = std::move(edit)] {
    Document d = document_;   // as it is by then: several changes of one frame add up
    edit(d);
    apply(d);
  });
}
void App::set_hyperparameter(std::size_t index, double value) {
  waiting_.push_back([this, index, value] { apply_hyperparameter(index, value); });
}
void App::set_epochs(Index epochs) {
  waiting_.push_back([this, epochs] {
    document_.fit.epochs = epochs;
    trainer_.set_epochs(epochs);
    follow_link();
  });
}
void App::choose_data(const std::string& name) {
  waiting_.push_back([this, name] { load_data(name); });
}
void App::open_file(std::string name, std::string bytes) {
  waiting_.push_back([this, n = std::move(name), b = std::move(bytes)] { load_file(n, b); });
}
void App::import_data() {
  waiting_.push_back([this] { use_import(); });
}

void App::load_link(const std::string& fragment) {
  ReadResult read = read_link(fragment);
  notices.clear();
  for (const Complaint& c : read.complaints) complain(c.text);
  if (read.document.data == "csv" && read.document.csv.empty() && csv_.empty()) {
    complain("This link needs a table that links cannot carry: drop its CSV file here. Until then: circle.");
    read.document.data = "circle";
    read.given.erase(std::remove(read.given.begin(), read.given.end(), std::string("layers")), read.given.end());
  }
  // What the link leaves open follows the data: the output layer, the loss, the metric.
  const auto complete = [has_layers = read.has("layers"), has_loss = read.has("loss"), has_metrics = read.has("metrics"),
                         has_data = read.has("data")](Document& d, const std::string& csv) {
    if (!has_data) return;
    Document fitting = d;
    fit_output_to_data(fitting, make_data(d, csv));
    if (!has_layers) d.layers = fitting.layers;
    if (!has_loss) d.compile.loss = fitting.compile.loss;
    if (!has_metrics) d.compile.metrics = fitting.compile.metrics;
  };
  const BundledData* bundled = find_bundled(read.document.data);
  if (!bundled) {
    try {
      complete(read.document, csv_);
    } catch (const std::exception& e) {
      complain(e.what());
    }
    apply(read.document);
    if (!experiment_) apply(default_document());   // something is always on screen
    return;
  }
  if (!experiment_) apply(default_document());
  loading_ = true;
  services_.load_asset(bundled->file, [this, wanted = read.document, complete, ask = ++asked_](std::string bytes, std::string error) {
    if (ask != asked_) return;
    loading_ = false;
    if (!error.empty()) return complain(error);
    Document d = wanted;
    try {
      complete(d, bytes);
      start(std::move(d), bytes);
    } catch (const std::exception& e) {
      complain(e.what());
    }
  });
}

void App::start(Document document, std::string_view csv) {
  auto made = std::make_shared<Experiment>();
  made->document = std::move(document);
  made->data = make_data(made->document, csv);
  made->targets = make_targets(made->data, made->document);
  if (made->document.fit.validation_split > 0) chainrule::training_rows(made->data.x.rows, made->document.fit.validation_split);
  surface_.configure(made);       // throws before anything on screen has changed
  if (std::string_view(csv_).data() != csv.data()) csv_ = csv;
  const bool new_data = !experiment_ || experiment_->data.name != made->data.name || experiment_->data.x.cols != made->data.x.cols;
  experiment_ = std::move(made);
  document_ = experiment_->document;
  if (new_data) {
    // Iris and its like: the last two inputs usually tell more than the first two.
    const int inputs = static_cast<int>(experiment_->data.x.cols);
    axis_x = inputs > 2 && !experiment_->data.pixels() ? std::min(2, inputs - 2) : 0;
    axis_y = inputs > 1 ? axis_x + 1 : 0;
    sample = 0;
  }
  history_ = {};
  trainer_.configure(experiment_);
  follow_link();
}

void App::apply(const Document& wanted) {
  try {
    start(wanted, csv_);
  } catch (const std::exception& e) {
    complain(e.what());
    if (experiment_) surface_.configure(experiment_);
  }
}

void App::load_data(const std::string& name) {
  Document d = document_;
  d.data = name;
  d.target.clear();
  d.problem.clear();
  d.left_out.clear();
  d.csv.clear();
  d.csv_name.clear();
  const auto use = [this](Document doc, const std::string& bytes) {
    try {
      fit_output_to_data(doc, make_data(doc, bytes));
      start(std::move(doc), bytes);
    } catch (const std::exception& e) {
      complain(e.what());
      if (experiment_) surface_.configure(experiment_);
    }
  };
  const BundledData* bundled = find_bundled(name);
  const auto ask = ++asked_;
  loading_ = false;
  if (!bundled) return use(d, "");
  loading_ = true;
  services_.load_asset(bundled->file, [this, d, use, ask](std::string bytes, std::string error) {
    if (ask != asked_) return;
    loading_ = false;
    if (!error.empty()) return complain(error);
    use(d, bytes);
  });
}

void App::load_file(std::string name, std::string bytes) {
  try {
    if (bytes.size() > limits::file_bytes) throw Error("expected a file of at most 100 MB");
    if (lower_ending(name) == ".json") {
      const ReadResult read = read_json(bytes);
      notices.clear();
      for (const Complaint& c : read.complaints) complain(c.text);
      const BundledData* bundled = find_bundled(read.document.data);
      if (bundled) return load_link(write_link(read.document));
      start(read.document, read.document.csv);
      return;
    }
    Import next;
    next.table = read_csv(bytes);
    if (next.table.columns.size() < 2)
      throw Error("expected at least two columns, one of them to predict, received " + std::to_string(next.table.columns.size()));
    next.name = std::move(name);
    next.bytes = std::move(bytes);
    next.target = static_cast<int>(next.table.columns.size()) - 1;
    next.problem = looks_like_classes(next.table.columns.back()) ? 0 : 1;
    import = std::move(next);
  } catch (const std::exception& e) {
    complain(name + ": " + e.what());
  }
}

void App::use_import() {
  if (!import) return;
  Document d = document_;
  d.data = "csv";
  d.csv = import->bytes;
  d.csv_name = import->name;
  d.target = import->table.columns[static_cast<std::size_t>(import->target)].name;
  d.problem = import->problem == 0 ? "classification" : "regression";
  d.left_out.clear();
  try {
    fit_output_to_data(d, make_data(d, d.csv));
    const std::string text = d.csv;
    start(std::move(d), text);
    import.reset();
  } catch (const std::exception& e) {
    complain(import->name + ": " + e.what());
    import.reset();
    if (experiment_) surface_.configure(experiment_);
  }
}

void App::apply_hyperparameter(std::size_t index, double value) {
  const Optimizer& optimizer = find(optimizers(), "optimizer", document_.compile.optimizer.name);
  resolve(optimizers(), "optimizer", document_.compile.optimizer);
  if (index >= optimizer.parameters.size()) return;
  document_.compile.optimizer.values[index] = value;
  auto changed = std::make_shared<Experiment>(*experiment_);
  changed->document = document_;
  experiment_ = std::move(changed);
  trainer_.set_hyperparameter(std::string(optimizer.parameters[index].name), value);
  follow_link();
}

void App::set_theme(const std::string& theme) {
  document_.theme = theme;
  follow_link();
}

void App::follow_link() {
  if (services_.show_link) services_.show_link(write_link(document_));
}

void App::play_or_pause() {
  if (snapshot_->playing) trainer_.pause();
  else trainer_.play();
}
void App::step(Gear gear) { trainer_.step(gear); }

void App::reset_same() {
  if (!experiment_) return;
  auto again = std::make_shared<Experiment>(*experiment_);
  again->document = document_;   // with the epochs and the learning rate of now
  experiment_ = std::move(again);
  history_ = {};
  trainer_.configure(experiment_);
}
void App::new_seed() {
  change([](Document& d) { d.seed = d.seed % 1'000'000 + 1; });
}

bool App::update() {
  for (const auto& action : std::exchange(waiting_, {})) action();
  surface_.revive();
  const bool training = trainer_.pump(slice);
  const auto newest = trainer_.snapshot();
  if (newest && newest != snapshot_) {
    if (newest->generation != snapshot_->generation) history_ = {};
    if (!newest->message.empty() && newest->message != snapshot_->message) complain(newest->message);
    if (!newest->keys.empty() && newest->history_from <= history_.epochs()) {
      history_.keys = newest->keys;
      history_.values.resize(newest->keys.size());
      for (std::size_t k = 0; k < newest->keys.size(); ++k) {
        history_.values[k].resize(static_cast<std::size_t>(newest->history_from));
        history_.values[k].insert(history_.values[k].end(), newest->history[k].begin(), newest->history[k].end());
      }
    }
    snapshot_ = newest;
    surface_.compute(snapshot_->weights, axis_x, axis_y, sample, ui.theme);
  }
  return training || loading_;
}

void App::refresh() { surface_.compute(snapshot_->weights, axis_x, axis_y, sample, ui.theme); }

const std::vector<GeneratedData>& App::thumbnails() {
  if (thumbnails_.empty())
    for (const Generator& g : generators()) thumbnails_.push_back(g.make(g.inputs == 1 ? 60 : 110, 0.05, 3, {}));
  return thumbnails_;
}

}  // namespace chainrule
