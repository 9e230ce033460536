// SPDX-License-Identifier: MIT
#include "ui/training/bytes.hpp"

#include <array>
#include <type_traits>
#include <utility>

#include "engine/base/bytes.hpp"
#include "engine/base/fields.hpp"
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

/// All fields of a struct: that none is missing, the compiler counts.
template <class Struct, class... T>
void pass_fields(Way& way, const Struct&, T&... fields) {
  static_assert(field_count<Struct>() == sizeof...(T), "a field of the struct is not passed");
  pass_all(way, fields...);
}

template <class T>
void pass(Way& way, T& value) {
  way.pass(value);
}
template <class T, std::size_t N>
void pass(Way& way, std::array<T, N>& values) {
  for (T& value : values) pass(way, value);
}
/// No number beyond an enum's last one becomes one of it.
template <class Enum>
void pass_enum(Way& way, Enum& value, Enum last) {
  auto number = static_cast<std::uint8_t>(value);
  way.pass(number);
  if (number > static_cast<std::uint8_t>(last)) Bytes::refuse();
  value = static_cast<Enum>(number);
}
void pass(Way& way, Gear& gear) { pass_enum(way, gear, Gear::epoch); }
void pass(Way& way, Watched& watched) { pass_enum(way, watched, Watched::updates); }
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
  pass_fields(way, e, e.epoch, weights);  // a writer only reads
}
void pass(Way& way, Trail& t) { pass_all(way, t.entries, t.stride); }
void pass(Way& way, CallbackStatus& s) {
  pass_fields(way, s, s.name, s.monitor, s.best, s.best_epoch, s.wait, s.patience);
}
void pass(Way& way, History& h) { pass_fields(way, h, h.keys, h.values, h.stopped); }
void pass(Way& way, Matrix& m) {
  pass_all(way, m.rows, m.cols, m.data);
  if (m.data.size() != checked_size(m.rows, m.cols)) Bytes::refuse();
}
void pass(Way& way, LayerTrace& t) {
  pass_fields(way, t, t.x, t.z, t.a, t.derivative, t.da, t.delta, t.dx, t.statistics, t.gradients, t.penalty_gradients,
              t.clipped, t.before, t.after, t.slots_before, t.slots);
}
void pass(Way& way, Trace& t) {
  pass_fields(way, t, t.x, t.y, t.rows, t.row_weights, t.row_loss, t.loss, t.penalty, t.learning_rate, t.step, t.terms,
              t.layers);
}
void pass(Way& way, Film& f) {
  pass_fields(way, f, f.trace, f.epoch, f.batch, f.checked, f.backprop, f.numeric, f.difference);
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
  pass_fields(way, c, c.weights, c.history, c.epochs, c.run, c.iterations, c.playing, c.state);
}
void pass(Way& way, std::pair<std::uint64_t, Checkpoint>& numbered) { pass_all(way, numbered.first, numbered.second); }
void pass(Way& way, Snapshot& s) {
  pass_fields(way, s, s.generation, s.weights, s.gradient_norms, s.gradients, s.updates, s.keys, s.history_from,
              s.history, s.running, s.epoch, s.batch, s.batches, s.epochs, s.film, s.trail, s.callbacks, s.playing,
              s.finished, s.run, s.samples_per_second, s.message, s.failed);
}
template <class... T>
void pass_all(Way& way, T&... values) {
  (pass(way, values), ...);
}

void pass(Way& way, Pace& p) { pass_fields(way, p, p.per_second, p.epochs, p.run_seconds); }
/// Where one is to be filled, there is nothing to tell of it.
void pass(Way&, std::shared_ptr<Checkpoint>&) {}
void pass(Way& way, std::shared_ptr<const Checkpoint>& checkpoint) {
  bool present = checkpoint != nullptr;
  pass(way, present);
  if (!present) return;
  auto made = way.reads() ? std::make_shared<Checkpoint>() : std::const_pointer_cast<Checkpoint>(checkpoint);
  pass(way, *made);  // a writer only reads
  checkpoint = std::move(made);
}
void pass(Way& way, std::shared_ptr<const Experiment>& experiment) {
  bool present = experiment != nullptr;
  pass(way, present);
  if (!present) return;
  std::string document;
  if (!way.reads()) {
    Document told = experiment->document;
    told.csv.clear();  // its rows go as numbers
    document = write_json(told);
    return pass_all(way, document, const_cast<Matrix&>(experiment->data.x), const_cast<Matrix&>(experiment->targets));
  }
  auto rows = std::make_shared<DataSet>();
  auto wanted = std::make_shared<Matrix>();
  pass_all(way, document, rows->x, *wanted);
  experiment = std::make_shared<Experiment>(read_json(document).document, std::move(rows), std::move(wanted));
}

template <std::size_t... I>
void choose(Order& order, std::size_t kind, std::index_sequence<I...>) {
  if (!((kind == I && (order.emplace<I>(), true)) || ...)) Bytes::refuse();
}
void pass(Way& way, Order& order) {
  auto kind = static_cast<std::uint8_t>(order.index());
  pass(way, kind);
  if (way.reads()) choose(order, kind, std::make_index_sequence<std::variant_size_v<Order>>());
  std::visit([&](auto& one) { with_fields(one, [&](auto&... fields) { pass_all(way, fields...); }); }, order);
}

}  // namespace

std::string to_bytes(const Order& order) {
  std::string bytes;
  const auto* const configure = std::get_if<orders::Configure>(&order);
  const auto* const restore = std::get_if<orders::Restore>(&order);
  if (const Experiment* e = configure ? configure->experiment.get() : restore ? restore->experiment.get() : nullptr)
    bytes.reserve((e->data.x.data.size() + e->targets.data.size()) * sizeof(float) + 4096);  // not twice as much
  Way writer(bytes);
  pass(writer, const_cast<Order&>(order));  // a writer only reads
  return bytes;
}

Order order_of(std::string_view bytes) {
  Order order;
  Way reader(bytes);
  pass(reader, order);
  return order;
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
