// SPDX-License-Identifier: MIT
// compile's optimizer with its learning rate, and fit's callbacks, in a Keras program.
#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/keras/training.hpp"
#include "engine/tables/metric.hpp"
#include "engine/tables/optimizer.hpp"
#include "engine/tables/schedule.hpp"
#include "engine/training/callback.hpp"

namespace chainrule {
namespace {

struct ClassCode {
  std::string_view name, keras;  ///< this engine's word and Keras's class
};
constexpr ClassCode optimizer_codes[] = {{"sgd", "SGD"},         {"adam", "Adam"},   {"rmsprop", "RMSprop"},
                                         {"adagrad", "Adagrad"}, {"adamw", "AdamW"}, {"adadelta", "Adadelta"},
                                         {"adamax", "Adamax"},   {"nadam", "Nadam"}, {"lion", "Lion"}};
constexpr ClassCode callback_codes[] = {
    {"early_stopping", "EarlyStopping"},     {"reduce_lr_on_plateau", "ReduceLROnPlateau"},
    {"model_checkpoint", "ModelCheckpoint"}, {"learning_rate_scheduler", "LearningRateScheduler"},
    {"terminate_on_nan", "TerminateOnNaN"},  {"csv_logger", "CSVLogger"}};

/// A schedule: Keras 3's class, and its rule for Keras 2.2, which has none. {rate} is the learning rate.
struct ScheduleCode {
  std::string_view name, newer, rule;
};
constexpr ScheduleCode schedule_codes[] = {
    {"constant", "", "return {rate}"},
    {"exponential_decay", "ExponentialDecay", "return {rate} * {decay_rate} ** (step {divided} {decay_steps})"},
    {"inverse_time_decay", "InverseTimeDecay", "return {rate} / (1 + {decay_rate} * (step {divided} {decay_steps}))"},
    {"polynomial_decay", "PolynomialDecay",
     "steps = {decay_steps} * (max(1, math.ceil(step / {decay_steps})) if {cycle} else 1)\n"
     "left = 1 - min(step, steps) / steps\n"
     "return ({rate} - {end_learning_rate}) * left ** {power} + {end_learning_rate}"},
    {"piecewise_constant", "PiecewiseConstantDecay", "return {pieces}"},
    {"cosine_decay", "CosineDecay",
     "top, warmup = {top}\n"
     "if step < warmup:\n"
     "    return {rate} + (top - {rate}) * step / warmup\n"
     "passed = min(step - warmup, {decay_steps}) / {decay_steps}\n"
     "return top * ((1 - {alpha}) * 0.5 * (1 + math.cos(math.pi * passed)) + {alpha})"},
    {"cosine_decay_restarts", "CosineDecayRestarts",
     "start, length, top = 0, {first_decay_steps}, 1\n"
     "while step >= start + length:\n"
     "    start, length, top = start + length, length * {t_mul}, top * {m_mul}\n"
     "wave = 0.5 * (1 + math.cos(math.pi * (step - start) / length))\n"
     "return {rate} * ((1 - {alpha}) * top * wave + {alpha})"},
};

constexpr std::size_t room_for_rate = 62;  // of a line, behind "learning_rate = "

constexpr std::string_view schedule_callback = R"(class @({Callback}):
    """The learning rate of each step: Keras 2.2 has no schedules of its own."""

    def on_batch_begin(self, batch, logs=None):
        step = int(ops.get_value(self.model.optimizer.iterations))
        ops.set_value(self.model.optimizer.lr, learning_rate(step)))";

constexpr std::string_view decayed_schedule = R"(class @(keras.optimizers.schedules.LearningRateSchedule):
    """Another schedule, divided by 1 + decay * step."""

    def __init__(self, schedule, decay):
        self.schedule, self.decay = schedule, decay

    def __call__(self, step):
        return self.schedule(step) / (1 + self.decay * ops.cast(step, 'float32')))";

constexpr std::string_view late_stopping = R"(class @({EarlyStopping}):
    """Looks from epoch {start} on, which Keras 2.2's own cannot be asked for."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch >= {start}:
            super().on_epoch_end(epoch, logs))";

std::string with(std::string text, std::string_view what, const std::string& value) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + value.size()))
    text.replace(at, what.size(), value);
  return text;
}

double value_of(const Optimizer& row, const Choice& choice, std::string_view name) {
  const int index = parameter_index(row, name);
  return index < 0 ? 0 : choice.values[static_cast<std::size_t>(index)];
}

/// piecewise_constant's boundaries in use: pairs of a step and the rate after it.
std::vector<std::pair<std::string, std::string>> pieces(const Choice& schedule) {
  std::vector<std::pair<std::string, std::string>> all;
  for (std::size_t i = 0; i + 1 < schedule.values.size() && schedule.values[i] > 0; i += 2)
    all.emplace_back(format_number(schedule.values[i]), python_float(schedule.values[i + 1]));
  return all;
}

/// `fallback if step <= boundary else ...`.
std::string piecewise_rule(const Choice& schedule, std::string rate) {
  std::string rule;
  for (const auto& [boundary, value] : pieces(schedule)) {
    rule += rate + " if step <= " + boundary + " else ";
    rate = value;
  }
  return rule + rate;
}

/// def learning_rate(step) in plain Python, and the callback that applies it.
std::string older_schedule(KerasProgram& program, const Choice& choice, const std::string& rate, double decay) {
  const Schedule& row = find(schedules(), "learning-rate schedule", choice.name);
  std::string rule(find(std::span<const ScheduleCode>(schedule_codes), "schedule", choice.name).rule);
  if (choice.name == "piecewise_constant") rule = with(rule, "{pieces}", piecewise_rule(choice, rate));
  if (choice.name == "cosine_decay") {
    const bool warms = choice.values[2] > 0 && choice.values[3] > 0;
    rule = with(rule, "{top}", warms ? "{warmup_target}, {warmup_steps}" : rate + ", 0");
  }
  if (const int at = parameter_index(row, "staircase"); at >= 0)
    rule = with(rule, "{divided}", choice.values[static_cast<std::size_t>(at)] != 0 ? "//" : "/");
  rule = with_values(with(rule, "{rate}", rate), row.parameters, choice.values);
  if (rule.find("math.") != std::string::npos) program.import("import math");
  program.define(decay > 0 ? "schedule" : "learning_rate", "def @(step):\n    " + with(rule, "\n", "\n    "));
  if (decay > 0)
    program.define("learning_rate",
                   "def @(step):\n    return schedule(step) / (1 + " + format_number(decay) + " * step)");
  const std::string text = with(std::string(schedule_callback), "{Callback}", program.name("callbacks", "Callback"));
  return program.define("Schedule", program.in_dialect(text)) + "()";
}

/// Keras 3's own schedule, which takes the learning rate's place.
std::string newer_schedule(KerasProgram& program, const Choice& choice, const std::string& rate, double decay) {
  const std::string module = "optimizers.schedules";
  if (choice.name == "constant") {
    if (decay == 0) return rate;
    const Arguments divided = Arguments().add(rate).add("decay_steps", "1").add("decay_rate", format_number(decay));
    return divided.call(program.name(module, "InverseTimeDecay"), "(", ")", room_for_rate);
  }
  const Schedule& row = find(schedules(), "learning-rate schedule", choice.name);
  Arguments arguments;
  if (choice.name == "piecewise_constant") {
    std::string boundaries, values = rate;
    for (const auto& [boundary, value] : pieces(choice)) {
      boundaries += (boundaries.empty() ? "" : ", ") + boundary;
      values += ", " + value;
    }
    if (boundaries.empty()) return newer_schedule(program, {"constant"}, rate, decay);
    arguments.add("[" + boundaries + "]").add("[" + values + "]");
  } else {
    arguments.add(rate);
    for (std::size_t i = 0; i < row.parameters.size(); ++i) {
      const Parameter& p = row.parameters[i];
      const bool warms = choice.name != "cosine_decay" || (choice.values[2] > 0 && choice.values[3] > 0);
      if (!warms && p.name.starts_with("warmup")) continue;
      const bool needed = p.name.ends_with("decay_steps") || p.name == "decay_rate";
      if (needed || choice.values[i] != p.value) arguments.add(p.name, python(p, choice.values[i]));
    }
  }
  std::string code = arguments.call(
      program.name(module, find(std::span<const ScheduleCode>(schedule_codes), "schedule", choice.name).newer), "(",
      ")", room_for_rate);
  if (decay == 0) return code;
  return program.define("Decayed", program.in_dialect(std::string(decayed_schedule))) + "(" + code + ", " +
         format_number(decay) + ")";
}

/// Parameters that the dialect's optimizers have not.
bool lacks(const KerasProgram& program, const Optimizer& row, std::string_view name) {
  if (!program.older()) return name == "schedule_decay" || name == "decay";
  return name == "weight_decay" || name == "initial_accumulator_value" || name == "centered" ||
         name == "global_clipnorm" || (name == "momentum" && row.name == "rmsprop") ||
         (name == "decay" && row.name == "nadam");
}

/// Keras 2.2's clipnorm is of all gradients together, as global_clipnorm is.
void add_older_clipping(const Optimizer& row, const Choice& choice, Arguments& arguments) {
  const double one = value_of(row, choice, "clipnorm"), other = value_of(row, choice, "global_clipnorm");
  const double least = one > 0 && other > 0 ? std::min(one, other) : std::max(one, other);
  if (least > 0) arguments.add("clipnorm", format_number(least));
}

Arguments optimizer_arguments(KerasProgram& program, const Optimizer& row, const Choice& choice,
                              const std::string& rate) {
  Arguments arguments;
  const Dialect dialect = program.dialect();
  if (rate != python_float(row.parameters[0].usual(dialect)))
    arguments.add(program.older() ? "lr" : "learning_rate", rate);
  for (std::size_t i = 1; i < row.parameters.size(); ++i) {
    const Parameter& p = row.parameters[i];
    const bool changed = choice.values[i] != p.usual(dialect);
    if (program.older() && (p.name == "clipnorm" || p.name == "global_clipnorm")) continue;
    const bool positive = row.name == "lion" && p.name == "beta_1";
    if (changed && !lacks(program, row, p.name))
      arguments.add(p.name, positive ? above_zero(choice.values[i]) : python(p, choice.values[i]));
    else if (changed && p.name != "decay")
      program.comment(program.library() + "'s " + std::string(row.name) + " has no " + std::string(p.name) + " (here " +
                      python(p, choice.values[i]) + "): it is left out.");
  }
  if (program.older()) add_older_clipping(row, choice, arguments);
  return arguments;
}

bool changes_rate(std::string_view callback) {
  return callback == "reduce_lr_on_plateau" || callback == "learning_rate_scheduler";
}

bool scheduled(const KerasProgram& program, const CompileSpec& compile) {
  Choice optimizer = compile.optimizer;
  const Optimizer& row = resolve(optimizers(), "optimizer", optimizer, program.dialect());
  const bool by_schedule = value_of(row, optimizer, "decay") > 0 && (!program.older() || lacks(program, row, "decay"));
  return by_schedule || compile.learning_rate_schedule.name != "constant";
}

std::string stopping_class(KerasProgram& program, const Choice& choice) {
  std::string own = program.name("callbacks", "EarlyStopping");
  if (!program.older() || choice.values[4] == 0) return own;
  const std::string text = with(std::string(late_stopping), "{EarlyStopping}", own);
  return program.define("LateStopping", with(text, "{start}", format_number(choice.values[4])));
}

std::string rate_by_epoch(const Optimizer& optimizer, const CompileSpec& compile, const Choice& choice) {
  const double rate = compile.optimizer.values.empty() ? optimizer.parameters[0].value : compile.optimizer.values[0];
  const std::string value = python_float(rate) + " * " + python_float(choice.values[0]) + " ** (epoch // " +
                            format_number(choice.values[1]) + ")";
  const std::string most = python_float(optimizer.parameters[0].maximum);
  return "lambda epoch: " + (choice.values[0] > 1 ? "min(" + value + ", " + most + ")" : value);
}

std::string callback_line(KerasProgram& program, const CallbackSpec& spec, const CompileSpec& compile) {
  Choice choice = spec.choice;
  const CallbackKind& kind = resolve(callback_kinds(), "callback", choice, program.dialect());
  const std::string_view keras = find(std::span<const ClassCode>(callback_codes), "callback", choice.name).keras;
  Arguments arguments;
  if (choice.name == "csv_logger") arguments.add("'training.csv'");
  if (choice.name == "model_checkpoint")
    arguments.add(program.older() ? "'checkpoint.h5'" : "'checkpoint.weights.h5'").add("save_weights_only", "True");
  if (choice.name == "learning_rate_scheduler") {
    const Optimizer& optimizer = find(optimizers(), "optimizer", compile.optimizer.name);
    return arguments.add(rate_by_epoch(optimizer, compile, choice)).call(program.name("callbacks", keras));
  }
  if (kind.monitors) arguments.add("monitor", python_text(spec.monitor));
  for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
    const Parameter& p = kind.parameters[i];
    if (p.name == "start_from_epoch" && program.older()) continue;
    // What Keras guesses of a metric depends on its version, so it is told.
    const bool loss = spec.monitor == "loss" || spec.monitor == "val_loss";
    const bool guessed = p.name == "mode" && choice.values[i] == 0 && !loss;
    const bool more = higher_is_better(spec.monitor, compile.metrics, program.dialect());
    if (guessed) arguments.add("mode", more ? "'max'" : "'min'");
    else if (choice.values[i] != p.value) arguments.add(p.name, python(p, choice.values[i]));
  }
  return arguments.call(choice.name == "early_stopping" ? stopping_class(program, choice)
                                                        : program.name("callbacks", keras));
}

}  // namespace

std::string optimizer_code(KerasProgram& program, const CompileSpec& compile, Arguments& callbacks) {
  Choice choice = compile.optimizer, schedule = compile.learning_rate_schedule;
  resolve(schedules(), "learning-rate schedule", schedule);
  const Optimizer* row = &resolve(optimizers(), "optimizer", choice, program.dialect());
  const double decay = value_of(*row, choice, "decay");
  std::string rate = python_float(choice.values[0]);
  if (program.older() && scheduled(program, compile))
    callbacks.add(older_schedule(program, schedule, rate, lacks(program, *row, "decay") ? decay : 0));
  if (!program.older() && scheduled(program, compile)) {
    program.line(Arguments().add(newer_schedule(program, schedule, rate, decay)).call("learning_rate = ", "", ""));
    rate = "learning_rate";
  }
  if (program.older() && row->name == "lion") {
    program.comment("Keras 2.2 has no lion: adam stands in its place, and trains otherwise.");
    row = &find(optimizers(), "optimizer", "adam");
    choice = defaults(*row, program.dialect());
  } else if (program.older() && row->name == "adamw") {
    row = &find(optimizers(), "optimizer", "adam");  // the same but for weight_decay, which it has not
  }
  const Arguments arguments = optimizer_arguments(program, *row, choice, rate);
  if (arguments.empty()) return python_text(row->name);
  return arguments.call(
      program.name("optimizers", find(std::span<const ClassCode>(optimizer_codes), "optimizer", row->name).keras));
}

void add_callback_code(KerasProgram& program, const FitSpec& fit, const CompileSpec& compile, Arguments& callbacks) {
  for (const CallbackSpec& callback : fit.callbacks) {
    if (changes_rate(callback.choice.name) && scheduled(program, compile))
      program.comment(program.library() + " lets no " + callback.choice.name +
                      " change a learning rate that has a schedule: it is left out.");
    else callbacks.add(callback_line(program, callback, compile));
  }
}

}  // namespace chainrule
