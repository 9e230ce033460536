// SPDX-License-Identifier: MIT
#include "ui/training/bytes.hpp"

#include <type_traits>

#include "engine/base/bytes.hpp"
#include "engine/io/json.hpp"

namespace chainrule {
namespace {

// What `Bytes` does not know: one description of each type, for both directions. A type of this file, by which calls in
// templates find all of them.
struct Way : Bytes {
  using Bytes::Bytes;
};
template <class... T>
void pass_all(Way& way, T&... values);

template <class T>
void pass(Way& way, T& value) {
  way.pass(value);
}
/// No number beyond an enum's last one becomes one of it.
void pass(Way& way, Order::Kind& kind) {
  auto number = static_cast<std::uint8_t>(kind);
  way.pass(number);
  if (number > static_cast<std::uint8_t>(Order::Kind::look)) Bytes::refuse();
  kind = static_cast<Order::Kind>(number);
}
template <class T>
void pass(Way& way, std::vector<T>& values)
  requires(!std::is_arithmetic_v<T>)
{
  values.resize(way.count(values.size(), 1));
  for (T& value : values) pass(way, value);
}
void pass(Way& way, std::pair<std::string, double>& log) { pass_all(way, log.first, log.second); }
void pass(Way& way, Trail::Entry& e) {
  auto& weights =
      const_cast<std::vector<float>&>(*(e.weights ? e.weights : e.weights = std::make_shared<std::vector<float>>()));
  pass_all(way, e.epoch, weights);  // a writer only reads
}
void pass(Way& way, Trail& t) { pass_all(way, t.entries, t.stride); }
void pass(Way& way, CallbackStatus& s) { pass_all(way, s.name, s.monitor, s.best, s.best_epoch, s.wait, s.patience); }
void pass(Way& way, History& h) { pass_all(way, h.keys, h.values, h.stopped); }
void pass(Way& way, Matrix& m) {
  pass_all(way, m.rows, m.cols, m.data);
  if (m.data.size() != checked_size(m.rows, m.cols)) Bytes::refuse();
}
void pass(Way& way, LayerTrace& t) {
  pass_all(way, t.x, t.z, t.a, t.derivative, t.da, t.delta, t.dx, t.statistics, t.gradients, t.penalty_gradients,
           t.clipped, t.before, t.after, t.slots_before, t.slots);
}
void pass(Way& way, Trace& t) {
  pass_all(way, t.x, t.y, t.rows, t.row_weights, t.row_loss, t.loss, t.penalty, t.learning_rate, t.step, t.terms[0],
           t.terms[1], t.terms[2], t.layers);
}
void pass(Way& way, Film& f) {
  pass_all(way, f.trace, f.epoch, f.batch, f.checked, f.backprop, f.numeric, f.difference);
}
void pass(Way& way, std::shared_ptr<const Film>& film) {
  bool present = film != nullptr;
  pass(way, present);
  if (!present) return;
  auto made = film ? std::const_pointer_cast<Film>(film) : std::make_shared<Film>();  // a writer only reads
  pass(way, *made);
  film = std::move(made);
}
void pass(Way& way, std::shared_ptr<const std::string>& run) {
  bool present = run != nullptr;
  pass(way, present);
  if (!present) return;
  std::string text = run ? *run : "";
  pass(way, text);
  run = std::make_shared<std::string>(std::move(text));
}
void pass(Way& way, Checkpoint& c) {
  pass_all(way, c.weights, c.history, c.epochs, c.run, c.iterations, c.playing, c.state);
}
void pass(Way& way, std::pair<std::uint64_t, Checkpoint>& numbered) { pass_all(way, numbered.first, numbered.second); }
void pass(Way& way, Snapshot& s) {
  pass_all(way, s.generation, s.weights, s.gradient_norms, s.gradients, s.updates, s.keys, s.history_from, s.history,
           s.running, s.epoch, s.batch, s.batches, s.epochs, s.film, s.trail, s.callbacks, s.playing, s.finished, s.run,
           s.samples_per_second, s.message, s.failed);
}
template <class... T>
void pass_all(Way& way, T&... values) {
  (pass(way, values), ...);
}

void pass_scalars(Way& way, Order& c) { pass_all(way, c.kind, c.index, c.value, c.flag, c.name, c.generation); }

}  // namespace

std::string to_bytes(const Order& order) {
  std::string bytes;
  Way writer(bytes);
  auto& c = const_cast<Order&>(order);  // a writer only reads
  pass_scalars(writer, c);
  bool experiment = c.experiment != nullptr, checkpoint = c.kind == Order::Kind::restore && c.checkpoint;
  pass_all(writer, experiment, checkpoint);
  if (experiment) {
    const Experiment& e = *c.experiment;
    Document told = e.document;
    told.csv.clear();  // its rows go as numbers
    std::string document = write_json(told);
    bytes.reserve(bytes.size() + document.size() + (e.data.x.data.size() + e.targets.data.size()) * sizeof(float) + 64);
    pass_all(writer, document, const_cast<Matrix&>(e.data.x), const_cast<Matrix&>(e.targets));
  }
  if (checkpoint) pass(writer, *c.checkpoint);
  return bytes;
}

Order order_of(std::string_view bytes) {
  Order c;
  Way reader(bytes);
  pass_scalars(reader, c);
  bool experiment = false, checkpoint = false;
  pass_all(reader, experiment, checkpoint);
  if (experiment) {
    auto rows = std::make_shared<DataSet>();
    auto wanted = std::make_shared<Matrix>();
    std::string document;
    pass_all(reader, document, rows->x, *wanted);
    c.experiment = std::make_shared<Experiment>(read_json(document).document, std::move(rows), std::move(wanted));
  }
  if (checkpoint) pass(reader, *(c.checkpoint = std::make_shared<Checkpoint>()));
  return c;
}

void to_bytes(const Answer& answer, std::string& bytes) {
  bytes.clear();
  Way writer(bytes);
  pass(writer, const_cast<Answer&>(answer).checkpoints);
  bool snapshot = answer.snapshot != nullptr;
  pass(writer, snapshot);
  if (snapshot) pass(writer, const_cast<Snapshot&>(*answer.snapshot));
}

Answer answer_of(std::string_view bytes) {
  Answer answer;
  Way reader(bytes);
  bool snapshot = false;
  pass_all(reader, answer.checkpoints, snapshot);
  if (!snapshot) return answer;
  auto made = std::make_shared<Snapshot>();
  pass(reader, *made);
  answer.snapshot = std::move(made);
  return answer;
}

}  // namespace chainrule
