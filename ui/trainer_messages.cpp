// SPDX-License-Identifier: MIT
#include "trainer_messages.hpp"

#include <cstring>
#include <type_traits>

namespace chainrule {
namespace {

class Writer {
 public:
  explicit Writer(std::string& bytes) : bytes_(bytes) {}
  void raw(const void* from, std::size_t size) { bytes_.append(static_cast<const char*>(from), size); }
  std::size_t count(std::size_t present, std::size_t) {
    raw(&present, sizeof present);
    return present;
  }

 private:
  std::string& bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  void raw(void* to, std::size_t size) {
    if (size > bytes_.size()) throw Error("expected a whole message of the trainer, received a part of one");
    if (size > 0) std::memcpy(to, bytes_.data(), size);
    bytes_.remove_prefix(size);
  }
  /// How many follow that take at least `least` bytes each.
  std::size_t count(std::size_t, std::size_t least) {
    std::size_t there = 0;
    raw(&there, sizeof there);
    if (there > bytes_.size() / least) throw Error("expected a message of the trainer, received something else");
    return there;
  }

 private:
  std::string_view bytes_;
};

// One description of each type, for both directions.
template <class Way, class T>
void pass(Way& way, T& value) requires(std::is_arithmetic_v<T>) { way.raw(&value, sizeof value); }
/// A byte that is neither 0 nor 1 must not become a bool, nor a number beyond an enum's last one of it.
template <class Way>
void pass(Way& way, bool& value) {
  auto byte = static_cast<std::uint8_t>(value);
  way.raw(&byte, 1);
  if (byte > 1) throw Error("expected a message of the trainer, received something else");
  value = byte == 1;
}
template <class Way>
void pass(Way& way, Order::Kind& kind) {
  auto number = static_cast<std::uint8_t>(kind);
  way.raw(&number, 1);
  if (number > static_cast<std::uint8_t>(Order::Kind::look)) throw Error("expected a message of the trainer, received something else");
  kind = static_cast<Order::Kind>(number);
}
template <class Way>
void pass(Way& way, std::string& text) {
  text.resize(way.count(text.size(), 1));
  way.raw(text.data(), text.size());
}
template <class Way, class T>
void pass(Way& way, std::vector<T>& values) {
  constexpr bool plain = std::is_arithmetic_v<T>;
  values.resize(way.count(values.size(), plain ? sizeof(T) : 1));
  if constexpr (plain) way.raw(values.data(), values.size() * sizeof(T));
  else
    for (T& value : values) pass(way, value);
}
template <class Way>
void pass(Way& way, std::pair<std::string, double>& log) { pass_all(way, log.first, log.second); }
template <class Way>
void pass(Way& way, Trail::Entry& e) {
  auto& weights = const_cast<std::vector<float>&>(*(e.weights ? e.weights : e.weights = std::make_shared<std::vector<float>>()));
  pass_all(way, e.epoch, weights);   // a writer only reads
}
template <class Way>
void pass(Way& way, Trail& t) { pass_all(way, t.entries, t.stride); }
template <class Way>
void pass(Way& way, CallbackStatus& s) { pass_all(way, s.name, s.monitor, s.best, s.best_epoch, s.wait, s.patience); }
template <class Way>
void pass(Way& way, History& h) { pass_all(way, h.keys, h.values, h.stopped); }
template <class Way>
void pass(Way& way, Matrix& m) {
  pass_all(way, m.rows, m.cols, m.data);
  if (m.data.size() != checked_size(m.rows, m.cols)) throw Error("expected a message of the trainer, received something else");
}
template <class Way>
void pass(Way& way, LayerTrace& t) {
  pass_all(way, t.x, t.z, t.a, t.derivative, t.da, t.delta, t.dx, t.statistics, t.gradients, t.penalty_gradients, t.clipped,
           t.before, t.after, t.slots_before, t.slots);
}
template <class Way>
void pass(Way& way, Trace& t) {
  pass_all(way, t.x, t.y, t.rows, t.row_weights, t.row_loss, t.loss, t.penalty, t.learning_rate, t.step, t.terms[0], t.terms[1],
           t.terms[2], t.layers);
}
template <class Way>
void pass(Way& way, Film& f) { pass_all(way, f.trace, f.epoch, f.batch, f.checked, f.backprop, f.numeric, f.difference); }
template <class Way>
void pass(Way& way, std::shared_ptr<const Film>& film) {
  bool present = film != nullptr;
  pass(way, present);
  if (!present) return;
  auto made = film ? std::const_pointer_cast<Film>(film) : std::make_shared<Film>();   // a writer only reads
  pass(way, *made);
  film = std::move(made);
}
template <class Way>
void pass(Way& way, std::shared_ptr<const std::string>& run) {
  bool present = run != nullptr;
  pass(way, present);
  if (!present) return;
  std::string text = run ? *run : "";
  pass(way, text);
  run = std::make_shared<std::string>(std::move(text));
}
template <class Way>
void pass(Way& way, Checkpoint& c) { pass_all(way, c.weights, c.history, c.epochs, c.run, c.iterations, c.playing, c.state); }
template <class Way>
void pass(Way& way, std::pair<std::uint64_t, Checkpoint>& numbered) { pass_all(way, numbered.first, numbered.second); }
template <class Way>
void pass(Way& way, Snapshot& s) {
  pass_all(way, s.generation, s.weights, s.gradient_norms, s.gradients, s.updates, s.keys, s.history_from, s.history,
           s.running, s.epoch, s.batch, s.batches, s.epochs, s.film, s.trail, s.callbacks, s.playing, s.finished, s.run, s.samples_per_second,
           s.message, s.failed);
}
template <class Way, class... T>
void pass_all(Way& way, T&... values) { (pass(way, values), ...); }

template <class Way>
void pass_scalars(Way& way, Order& c) {
  pass_all(way, c.kind, c.index, c.value, c.flag, c.name, c.weights, c.generation);
}

}  // namespace

std::string to_bytes(const Order& order) {
  std::string bytes;
  Writer writer(bytes);
  auto& c = const_cast<Order&>(order);   // a writer only reads
  pass_scalars(writer, c);
  bool experiment = c.experiment != nullptr, checkpoint = c.kind == Order::Kind::restore && c.checkpoint;
  pass_all(writer, experiment, checkpoint);
  if (experiment) {
    auto& e = const_cast<Experiment&>(*c.experiment);
    Document told = e.document;
    told.csv.clear();   // its rows go as numbers
    std::string document = write_json(told);
    bytes.reserve(bytes.size() + document.size() + (e.data.x.data.size() + e.targets.data.size()) * sizeof(float) + 64);
    pass_all(writer, document, e.data.x, e.targets);
  }
  if (checkpoint) pass(writer, *c.checkpoint);
  return bytes;
}

Order order_of(std::string_view bytes) {
  Order c;
  Reader reader(bytes);
  pass_scalars(reader, c);
  bool experiment = false, checkpoint = false;
  pass_all(reader, experiment, checkpoint);
  if (experiment) {
    auto e = std::make_shared<Experiment>();
    std::string document;
    pass_all(reader, document, e->data.x, e->targets);
    e->document = read_json(document).document;
    c.experiment = std::move(e);
  }
  if (checkpoint) pass(reader, *(c.checkpoint = std::make_shared<Checkpoint>()));
  return c;
}

void to_bytes(const Answer& answer, std::string& bytes) {
  bytes.clear();
  Writer writer(bytes);
  pass(writer, const_cast<Answer&>(answer).checkpoints);
  bool snapshot = answer.snapshot != nullptr;
  pass(writer, snapshot);
  if (snapshot) pass(writer, const_cast<Snapshot&>(*answer.snapshot));
}

Answer answer_of(std::string_view bytes) {
  Answer answer;
  Reader reader(bytes);
  bool snapshot = false;
  pass_all(reader, answer.checkpoints, snapshot);
  if (!snapshot) return answer;
  auto made = std::make_shared<Snapshot>();
  pass(reader, *made);
  answer.snapshot = std::move(made);
  return answer;
}

}  // namespace chainrule
