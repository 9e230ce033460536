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
  return value_of(row.parameters, choice.values, name);
}
/// cosine_decay's warm-up, which takes a target and steps.
bool warms(const Schedule& row, const Choice& choice) {
  return value_of(row.parameters, choice.values, "warmup_target") > 0 &&
         value_of(row.parameters, choice.values, "warmup_steps") > 0;
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

/// What the learning rate is after so many steps, in plain Python. Where the row does not say, the rate stays.
std::string schedule_rule(KerasProgram& program, const Choice& choice, const std::string& rate) {
  const Schedule& row = find(schedules(), "learning-rate schedule", choice.name);
  std::string rule(row.keras.body);
  if (rule.empty()) {
    program.comment(program.library() + " has no " + choice.name + ": the learning rate stays as it is.");
    rule = "return {rate}";
  }
  if (choice.name == "piecewise_constant") rule = with(rule, "{pieces}", piecewise_rule(choice, rate));
  if (choice.name == "cosine_decay")
    rule = with(rule, "{top}", warms(row, choice) ? "{warmup_target}, {warmup_steps}" : rate + ", 0");
  if (parameter_index(row, "staircase") >= 0)
    rule = with(rule, "{divided}", value_of(row.parameters, choice.values, "staircase") != 0 ? "//" : "/");
  return with_values(with(rule, "{rate}", rate), row.parameters, choice.values);
}

/// def learning_rate(step) in plain Python, and the callback that applies it.
std::string older_schedule(KerasProgram& program, const Choice& choice, const std::string& rate, double decay) {
  const std::string rule = schedule_rule(program, choice, rate);
  if (rule.find("math.") != std::string::npos) program.import("import math");
  program.define(decay > 0 ? "schedule" : "learning_rate", function_text("step", rule));
  if (decay > 0)
    program.define("learning_rate",
                   function_text("step", "return schedule(step) / (1 + " + format_number(decay) + " * step)"));
  const std::string text = with(std::string(schedule_callback), "{Callback}", program.name("callbacks", "Callback"));
  return program.define("Schedule", program.in_dialect(text)) + "()";
}

/// The arguments of Keras 3's schedule behind the learning rate; those of piecewise_constant are two lists.
Arguments schedule_arguments(const Schedule& row, const Choice& choice, const std::string& rate) {
  Arguments arguments;
  if (row.name == "piecewise_constant") {
    std::string boundaries, values = rate;
    for (const auto& [boundary, value] : pieces(choice)) {
      boundaries += (boundaries.empty() ? "" : ", ") + boundary;
      values += ", " + value;
    }
    return arguments.add("[" + boundaries + "]").add("[" + values + "]");
  }
  arguments.add(rate);
  for (std::size_t i = 0; i < row.parameters.size(); ++i) {
    const Parameter& p = row.parameters[i];
    if (p.name.starts_with("warmup") && !warms(row, choice)) continue;
    const bool needed = p.name.ends_with("decay_steps") || p.name == "decay_rate";
    if (needed || choice.values[i] != p.value) arguments.add(p.name, python(p, choice.values[i]));
  }
  return arguments;
}

/// Keras 3's own schedule, which takes the learning rate's place.
std::string newer_schedule(KerasProgram& program, const Choice& choice, const std::string& rate, double decay) {
  const std::string module = "optimizers.schedules";
  const Schedule& row = find(schedules(), "learning-rate schedule", choice.name);
  const bool nothing = row.name == "piecewise_constant" && pieces(choice).empty();
  if (row.keras.newer.empty() || nothing) {
    if (row.name != "constant" && !nothing)
      program.comment(program.library() + " has no " + choice.name + ": the learning rate stays as it is.");
    if (decay == 0) return rate;
    const Arguments divided = Arguments().add(rate).add("decay_steps", "1").add("decay_rate", format_number(decay));
    return divided.call(program.name(module, "InverseTimeDecay"), "(", ")", room_for_rate);
  }
  std::string code =
      schedule_arguments(row, choice, rate).call(program.name(module, row.keras.newer), "(", ")", room_for_rate);
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
  const Parameter& first = row.parameters[learning_rate_place];
  if (rate != python_float(first.usual(dialect))) arguments.add(program.older() ? "lr" : "learning_rate", rate);
  for (std::size_t i = 0; i < row.parameters.size(); ++i) {
    const Parameter& p = row.parameters[i];
    if (&p == &first) continue;
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

/// Keras's class, or one that looks later than Keras 2.2's EarlyStopping can.
std::string callback_class(KerasProgram& program, const CallbackKind& kind, const Choice& choice) {
  std::string own = program.name("callbacks", program.called(kind.keras));
  if (!program.older() || kind.name != "early_stopping") return own;
  const double start = value_of(kind.parameters, choice.values, "start_from_epoch");
  if (start == 0) return own;
  const std::string text = with(std::string(late_stopping), "{EarlyStopping}", own);
  return program.define("LateStopping", with(text, "{start}", format_number(start)));
}

std::string rate_by_epoch(const CallbackKind& kind, const CompileSpec& compile, const Choice& choice) {
  const Optimizer& optimizer = find(optimizers(), "optimizer", compile.optimizer.name);
  const Parameter& learning_rate = optimizer.parameters[learning_rate_place];
  const std::vector<double>& given = compile.optimizer.values;
  const double rate = given.empty() ? learning_rate.value : given[learning_rate_place];
  const double factor = value_of(kind.parameters, choice.values, "factor");
  const std::string value = python_float(rate) + " * " + python_float(factor) + " ** (epoch // " +
                            format_number(value_of(kind.parameters, choice.values, "every")) + ")";
  return "lambda epoch: " + (factor > 1 ? "min(" + value + ", " + python_float(learning_rate.maximum) + ")" : value);
}

/// One callback; "" where Keras has none.
std::string callback_line(KerasProgram& program, const CallbackSpec& spec, const CompileSpec& compile) {
  Choice choice = spec.choice;
  const CallbackKind& kind = resolve(callback_kinds(), "callback", choice, program.dialect());
  if (program.called(kind.keras).empty()) {
    program.comment(program.library() + " has no callback " + choice.name + ": it is left out.");
    return "";
  }
  Arguments arguments;
  if (choice.name == "csv_logger") arguments.add("'training.csv'");
  if (choice.name == "model_checkpoint")
    arguments.add(program.older() ? "'checkpoint.h5'" : "'checkpoint.weights.h5'").add("save_weights_only", "True");
  if (choice.name == "learning_rate_scheduler")
    return arguments.add(rate_by_epoch(kind, compile, choice)).call(callback_class(program, kind, choice));
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
  return arguments.call(callback_class(program, kind, choice));
}

}  // namespace

std::string optimizer_code(KerasProgram& program, const CompileSpec& compile, Arguments& callbacks) {
  Choice choice = compile.optimizer, schedule = compile.learning_rate_schedule;
  resolve(schedules(), "learning-rate schedule", schedule);
  const Optimizer* row = &resolve(optimizers(), "optimizer", choice, program.dialect());
  const double decay = value_of(*row, choice, "decay");
  std::string rate = python_float(choice.values[learning_rate_place]);
  if (program.older() && scheduled(program, compile))
    callbacks.add(older_schedule(program, schedule, rate, lacks(program, *row, "decay") ? decay : 0));
  if (!program.older() && scheduled(program, compile)) {
    program.line(Arguments().add(newer_schedule(program, schedule, rate, decay)).call("learning_rate = ", "", ""));
    rate = "learning_rate";
  }
  if (program.called(row->keras).empty()) {
    program.comment(program.library() + " has no " + std::string(row->name) +
                    ": adam stands in its place, and trains otherwise.");
    row = &find(optimizers(), "optimizer", "adam");
    choice = defaults(*row, program.dialect());
  }
  const std::string_view own = program.called(row->keras);
  // adamw is Keras 2.2's adam but for weight_decay, which that has not: the row whose own name it is.
  for (const Optimizer& other : optimizers())
    if (program.called(other.keras) == own) {
      row = &other;
      break;
    }
  const Arguments arguments = optimizer_arguments(program, *row, choice, rate);
  if (arguments.empty()) return python_text(row->name);
  return arguments.call(program.name("optimizers", own));
}

void add_callback_code(KerasProgram& program, const FitSpec& fit, const CompileSpec& compile, Arguments& callbacks) {
  for (const CallbackSpec& callback : fit.callbacks) {
    if (changes_rate(callback.choice.name) && scheduled(program, compile))
      program.comment(program.library() + " lets no " + callback.choice.name +
                      " change a learning rate that has a schedule: it is left out.");
    else if (const std::string line = callback_line(program, callback, compile); !line.empty()) callbacks.add(line);
  }
}

}  // namespace chainrule
