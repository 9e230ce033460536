// SPDX-License-Identifier: MIT
#include "ui/session/session.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.hpp"
#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/link.hpp"
#include "engine/sequential.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_notices = 4;
constexpr double slice = 8;  // milliseconds of training a frame, where there is no thread

}  // namespace

bool same_experiment(Document a, const Document& b) {
  a.view() = ViewSpec(b);
  return a == b || write_link(a) == write_link(b);
}

Session::Session(Services services)
    : services_(std::move(services)),
      snapshot_(std::make_shared<Snapshot>()),
      trainer_(services_.mode, services_.wake, std::move(services_.elsewhere)) {
  trainer_.set_pace(pace_);
}

void Session::complain(std::string words) { tell(sentence(std::move(words)), true); }
void Session::tell(std::string words, bool bad) {
  for (const Notice& n : notices)
    if (n.words == words) return;
  notices.push_back({std::move(words), bad, {}, {}});
  if (notices.size() > most_notices) notices.erase(notices.begin());
}

void Session::withdraw(std::string_view topic) {
  std::erase_if(notices, [&](const Notice& n) { return n.topic == topic; });
}
void Session::offer(Notice notice) {
  withdraw(notice.topic);
  notices.push_back(std::move(notice));
  if (notices.size() > most_notices) notices.erase(notices.begin());
}

bool Session::shows(std::string_view panel) const {
  const Scene* const about = scene();
  if (about && !chainrule::shows(*about, panel)) return false;
  return std::find(document_.hide.begin(), document_.hide.end(), panel) == document_.hide.end();
}

Index Session::training_rows() const {
  if (!experiment_) return 0;
  const double split = document_.fit.validation_split;
  return split > 0 ? chainrule::training_rows(experiment_->data.x.rows, split) : experiment_->data.x.rows;
}

void Session::open_link(std::string_view fragment) {
  waiting_.push_back([this, text = std::string(fragment)] { load_link(text); });
}
void Session::change(std::function<void(Document&)> edit) { ask(std::move(edit), false); }
void Session::change_data(std::function<void(Document&)> edit) { ask(std::move(edit), true); }

/// Edits that are asked for while an edit's rows are on their way are one change, made after it: a control that is held
/// asks in each frame.
void Session::ask(Edit edit, bool of_data) {
  const bool late = data_on_its_way();
  if (late && !jobs_.of_data()->edits) return;  // what is on screen is on its way out
  if (late && late_) {
    late_->all.push_back(std::move(edit));
    late_->of_data = late_->of_data || of_data;
    return;
  }
  auto edits = std::make_shared<Edits>();
  edits->all.push_back(std::move(edit));
  edits->of_data = of_data;
  edits->late = late;
  if (late) late_ = edits;
  waiting_.push_back([this, edits] {
    if (late_ == edits) late_.reset();
    carry_out(edits);
  });
}

void Session::carry_out(const std::shared_ptr<Edits>& edits) {
  const auto edited = [this, edits] {
    Document d = document_;  // as it is by then: several changes of one frame add up
    for (const Edit& edit : edits->all) edit(d);
    return d;
  };
  try {
    const Document wanted = edited();
    if (edits->late && wanted == document_) return;
    with_data(wanted, text_, [this, edited, edits](DataSet* made) {
      Document d = edited();
      const DataSet& now = experiment_->data;
      const bool other =
          made && (made->problem != now.problem || made->classes() != now.classes() || made->y.cols != now.y.cols);
      if (edits->of_data && other) fit_output_to_data(d, *made);
      start(std::move(d), text_, made);
    });
  } catch (const std::exception& e) { return complain(e.what()); }
  if (data_on_its_way()) jobs_.last().edits = true;
}

void Session::set_hyperparameter(std::size_t index, double value) {
  if (!data_on_its_way()) return waiting_.push_back([this, index, value] { apply_hyperparameter(index, value); });
  change([index, value](Document& d) {
    const Optimizer& row = resolve(optimizers(), "optimizer", d.compile.optimizer, d.dialect);
    if (index >= row.parameters.size()) return;
    check(row.parameters[index], value, row.name);
    d.compile.optimizer.values[index] = value;
  });
}
void Session::set_epochs(Index epochs) {
  if (data_on_its_way()) return change([epochs](Document& d) { d.fit.epochs = epochs; });
  waiting_.push_back([this, epochs] {
    if (epochs == document_.fit.epochs) return;
    remember("epochs");
    document_.fit.epochs = epochs;
    trainer_.set_epochs(epochs);
    follow_link();
  });
}
void Session::set_weight(std::size_t index, float value) {
  if (data_on_its_way()) return;  // other rows are on their way, and other weights with them
  waiting_.push_back([this, index, value] {
    if (!experiment_ || index >= lens_.model().weights().size() || !std::isfinite(value)) return;
    go_on();
    remember("weight");
    keep_typed(index, value);
    trainer_.set_weight(index, value);
  });
}
/// A weight typed into an exercise before the first step is one that it begins with.
void Session::keep_typed(std::size_t index, float value) {
  const auto& now = snapshot_->weights;
  if (document_.data != "sheet" || snapshot_->epoch > 0 || snapshot_->batch > 0 || now.size() > limits::typed_weights ||
      index >= now.size())
    return;
  if (document_.weights.size() != now.size())
    for (document_.weights.clear(); document_.weights.size() < now.size();)
      document_.weights.push_back(std::stod(format_number(now[document_.weights.size()])));
  document_.weights[index] = std::stod(format_number(value));
  renew();
  follow_link();
}
void Session::set_trainable(std::size_t layer, bool trainable) {
  if (data_on_its_way())
    return change([layer, trainable](Document& d) {
      if (layer < d.layers.size()) d.layers[layer].trainable = trainable;
    });
  waiting_.push_back([this, layer, trainable] { apply_trainable(layer, trainable); });
}
void Session::watch(Watched watched) {
  watched_ = watched;
  waiting_.push_back([this, watched] { trainer_.watch(watched); });
}
void Session::choose_data(const std::string& name) {
  waiting_.push_back([this, name] { load_data(name); });
}
void Session::open_file(std::string name, std::string bytes) {
  waiting_.push_back([this, n = std::move(name), b = std::move(bytes)] { load_file(n, b); });
}
void Session::import_data() {
  if (!import) return;
  waiting_.push_back([this, given = std::make_shared<Import>(std::move(*import))] { use_import(given); });
  import.reset();  // its dialog closes at once, however long it waits
}

void Session::adopt(std::shared_ptr<const Experiment> made, const Text& text) {
  lens_.configure(made);
  ++changes_;
  mirrors_ = run_asked_ = false;
  run_.reset();
  text_ = text;
  if (!is_table(made->document)) loader_.last = {};
  const bool new_data = !experiment_ || experiment_->data.name != made->data.name ||
                        experiment_->data.inputs().cols != made->data.inputs().cols;
  if (experiment_ && experiment_->document.data != made->document.data) withdraw(fitting_topic);
  experiment_ = std::move(made);
  document_ = experiment_->document;
  history_ = {};
  forget_past();
  adopted(new_data);
}

void Session::start(Document document, const Text& text, DataSet* data) {
  auto made = prepared(std::move(document), text, data);
  if (experiment_ && !std::exchange(stands_in_, false)) remember(change_name(document_, made->document));
  adopt(std::move(made), text);
  trainer_.configure(experiment_);
  follow_link();
}

void Session::apply_hyperparameter(std::size_t index, double value) {
  const Optimizer& optimizer = find(optimizers(), "optimizer", document_.compile.optimizer.name);
  Choice choice = document_.compile.optimizer;
  resolve(optimizers(), "optimizer", choice, document_.dialect);
  if (index >= optimizer.parameters.size() || choice.values[index] == value) return;
  choice.values[index] = value;
  try {
    check(optimizer.parameters[index], value, optimizer.name);
    check_clipping(optimizer, choice.values, document_.dialect);
  } catch (const std::exception& e) {
    return complain(e.what());  // before the document has changed
  }
  remember(plain_words(optimizer.parameters[index].name));
  document_.compile.optimizer = std::move(choice);
  renew();
  trainer_.set_hyperparameter(std::string(optimizer.parameters[index].name), value);
  follow_link();
}

void Session::apply_trainable(std::size_t layer, bool trainable) {
  if (layer >= document_.layers.size() || document_.layers[layer].trainable == trainable) return;
  remember("trainable");
  document_.layers[layer].trainable = trainable;
  renew();
  lens_.set_trainable(layer, trainable);
  trainer_.set_trainable(layer, trainable);
  follow_link();
}

void Session::set_pace(Pace pace) {
  pace_ = pace;
  waiting_.push_back([this, pace] { trainer_.set_pace(pace); });
}

void Session::keep_best() {
  if (snapshot_->weights.empty()) return;
  const auto* course = history_.find("val_loss");
  if (!course) course = history_.find("loss");
  const double loss = course && !course->empty() && !std::isnan(course->back()) ? course->back() : INFINITY;
  if (best_ && !(loss < best_loss_)) return;
  best_ = snapshot_;
  best_loss_ = loss;
}

/// Says why training stopped by itself, and where it failed how to go on.
void Session::explain_stop() {
  const Snapshot& s = *snapshot_;
  if (!s.failed || !s.finished || !best_) return tell(s.message, s.failed);
  if (std::any_of(notices.begin(), notices.end(), [&](const Notice& n) { return n.words == s.message; })) return;
  tell(s.message, true);
  notices.back().way_out = (best_->epoch > 0 ? "Back to epoch " + std::to_string(best_->epoch) : "Back to the start") +
                           ", a tenth of the learning rate";
  notices.back().take = [this, good = best_] { waiting_.push_back([this, good] { go_back(good); }); };
}

void Session::set_theme(const std::string& theme) {
  touched_ = true;
  document_.theme = theme;
  follow_link();
}

void Session::follow_link() {
  ++changes_;
  show_link(write_link(document_));
  advise();
}

void Session::reset_same() {
  waiting_.push_back([this] {
    if (!experiment_) return;
    remember("reset");
    renew();  // with the epochs and the learning rate of now
    history_ = {};
    film_player.view.moment = film_player.first_moment(scene());
    forget_past();
    trainer_.configure(experiment_);
    advise();
  });
}
void Session::new_seed() {
  change([](Document& d) { d.seed = d.seed % 1'000'000 + 1; });
}

void Session::go_on_with_jobs() {
  const bool ended =
      jobs_.go_on([this] { return loader_.newest(); }, services_.now_ms, [this](const char* why) { complain(why); });
  // A dialog that opens now is not to be seen before the frame after next.
  if (ended && services_.wake) services_.wake();
}

bool Session::update(bool held) {
  follow_gesture(held);
  if (std::exchange(stop_asked_, false) && jobs_.stop() && services_.wake) services_.wake();
  for (auto left = waiting_.size(); left > 0 && !data_on_its_way(); --left) {
    const auto action = std::move(waiting_.front());
    waiting_.pop_front();
    action();
  }
  if (job()) go_on_with_jobs();
  if (experiment_) film_player.check(traced_weight());
  const bool training = trainer_.pump(slice);
  const auto newest = trainer_.snapshot();
  if (newest && newest != snapshot_) {
    if (newest->generation != snapshot_->generation) history_ = {};
    const bool news = !newest->message.empty() && newest->message != snapshot_->message;
    if (!newest->keys.empty() && newest->history_from <= history_.epochs()) {
      history_.keys = newest->keys;
      history_.values.resize(newest->keys.size());
      for (std::size_t k = 0; k < newest->keys.size(); ++k) {
        history_.values[k].resize(static_cast<std::size_t>(newest->history_from));
        history_.values[k].insert(history_.values[k].end(), newest->history[k].begin(), newest->history[k].end());
      }
    }
    const bool new_generation = newest->generation != snapshot_->generation;
    if (new_generation || newest->epoch != snapshot_->epoch || newest->batch != snapshot_->batch ||
        newest->weights != snapshot_->weights)
      ++changes_;
    if (newest->run) {
      run_ = newest->run;
      run_asked_ = false;
    }
    if (new_generation) best_.reset();
    follow_trail(*newest, new_generation);
    snapshot_ = newest;
    if (new_generation && arriving_) show_past(*std::exchange(arriving_, nullptr));
    stale_ = true;
    keep_best();
    if (news) explain_stop();
    if (snapshot_->finished) advise();
  }
  if (experiment_ && film_player.follow(!past(), about_a_step(), services_.now_ms())) stale_ = true;
  return training || loading() || job() || !waiting_.empty() || (film_player.view.plays && film());
}

}  // namespace chainrule
