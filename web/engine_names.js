// SPDX-License-Identifier: MIT
// Names and options of engine.js. Every one is taken in any spelling that has the same letters (learningRate,
// learning_rate; leakyReLU, leaky_relu; earlyStopping, EarlyStopping), so there is no list of them here.

const canonical = name => String(name).replaceAll('_', '').toLowerCase();
const camelCase = name => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const snakeCase = name => name.replace(/[A-Z]/g, letter => '_' + letter.toLowerCase());
/** `object` but for some members. (Emscripten's own tools read neither ...rest nor defaults in a pattern.) */
const without = (object, keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const isGiven = value => value !== undefined && value !== null;

function describe(value) {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? `an object with ${Object.keys(value).join(', ') || 'nothing in it'}` : String(value);
}

/** JSON would make nothing of NaN and Infinity; as words the engine refuses them. */
const json = value => JSON.stringify(value, (_, member) =>
  (typeof member === 'number' && !Number.isFinite(member) ? String(member) : member));

/** The row of a table that `word` spells. */
function rowOf(rows, word) {
  const wanted = canonical(word);
  return rows.find(row => canonical(row.name) === wanted) ??
         rows.find(row => row.aliases?.some(alias => canonical(alias) === wanted));
}
/** Its name, or `word` itself, of which the engine will say what is wrong. */
const engineName = (rows, word) => rowOf(rows, word)?.name ?? String(word);

/** Options under the engine's names. Values that name a row of a table are translated as well. */
function engineOptions(parameters, options, tables) {
  const result = {};
  for (const [key, value] of Object.entries(options)) {
    if (!isGiven(value)) continue;
    const name = engineName(parameters, key);
    const rows = tables[`${parameters.find(parameter => parameter.name === name)?.type}s`];
    result[name] = rows ? choiceOf(rows, value) : value;
  }
  return result;
}

/** 'adam', 'adam:0.01', 'adam:learningRate=0.01' or {name: 'adam', learningRate: 0.01} with the engine's names. */
function choiceOf(rows, value) {
  if (isObject(value)) {
    const row = rowOf(rows, value.name);
    return { name: row?.name ?? value.name, ...engineOptions(row?.parameters ?? [], without(value, ['name']), {}) };
  }
  if (typeof value !== 'string') {
    throw new Error(`expected a name such as '${rows[0].name}' or an object with one, received ${describe(value)}`);
  }
  const words = value.split(':');
  const row = rowOf(rows, words[0]);
  const items = words.slice(1).map(item => {
    const [key, given] = item.split('=');
    return given === undefined ? item : `${engineName(row?.parameters ?? [], key.trim())}=${given}`;
  });
  return [row?.name ?? words[0], ...items].join(':');
}

/** A metric keeps a spelling that the engine knows: histories have it as their key. */
function metricOf(rows, value) {
  const choice = choiceOf(rows, value);
  const known = word => rows.some(row => row.name === word || row.aliases.includes(word));
  if (isObject(choice)) return known(value.name) ? { ...choice, name: value.name } : choice;
  const [word] = value.split(':');
  return known(word) ? [word, ...choice.split(':').slice(1)].join(':') : choice;
}

/** The first rate, which Keras gives to the schedule and the engine to the optimizer. */
const initialRate = { name: 'initial_learning_rate', type: 'number' };

/** A schedule with the engine's names. */
function scheduleOf(rows, value) {
  if (!isObject(value)) return choiceOf(rows, value);
  const row = rowOf(rows, value.name);
  const lists = ['boundaries', 'values'];
  const given = lists.some(key => isGiven(value[key])) ? stretches(row, value.boundaries, value.values) : {};
  const parameters = [...row?.parameters ?? [], initialRate];
  return { name: row?.name ?? value.name, ...given, ...engineOptions(parameters, without(value, ['name', ...lists]), {}) };
}

/** Keras gives piecewise_constant two lists; the engine has a place for each number. */
function stretches(row, boundaries, values) {
  const most = row.parameters.filter(({ name }) => name.startsWith('boundary_')).length;
  if (!Array.isArray(boundaries) || !Array.isArray(values) || values.length !== boundaries.length + 1) {
    throw new Error(`expected one more of values than of boundaries, received ${values?.length ?? 'no'} values and ` +
                    `${boundaries?.length ?? 'no'} boundaries`);
  }
  if (boundaries.length > most) {
    throw new Error(`expected at most ${most} boundaries for ${row.name}, received ${boundaries.length}`);
  }
  if (!boundaries.every((boundary, i) => boundary > (boundaries[i - 1] ?? 0))) {
    throw new Error(`expected boundaries that grow from above 0, received [${boundaries}]`);
  }
  return Object.fromEntries([[initialRate.name, values[0]], ...boundaries.flatMap((boundary, i) =>
    [[`boundary_${i + 1}`, boundary], [`value_${i + 1}`, values[i + 1]]])]);
}

/** compile()'s arguments. Keras has a schedule in the optimizer; the engine beside it, with the optimizer's rate at first. */
function compileOf(tables, options) {
  const given = {};
  for (const [key, value] of Object.entries(options)) if (isGiven(value)) given[snakeCase(key)] = value;
  const { optimizer, loss, metrics, learning_rate_schedule: beside } = given;
  if (optimizer !== undefined) given.optimizer = choiceOf(tables.optimizers, optimizer);
  if (loss !== undefined) given.loss = choiceOf(tables.losses, loss);
  if (metrics !== undefined) given.metrics = [metrics].flat().map(metric => metricOf(tables.metrics, metric));
  const rateName = isObject(given.optimizer?.lr) ? 'lr' : 'learning_rate';  // its name in Keras 2
  const inside = isObject(given.optimizer?.[rateName]) ? given.optimizer[rateName] : undefined;
  if (inside !== undefined && beside !== undefined) {
    throw new Error('expected one learning-rate schedule, received one in the optimizer and one beside it');
  }
  const schedule = scheduleOf(tables.schedules, inside ?? beside ?? tables.schedules[0].name);
  if (!isObject(schedule)) return { ...given, learning_rate_schedule: schedule };
  const rate = schedule[initialRate.name];
  if (inside !== undefined) given.optimizer[rateName] = rate;
  else if (rate !== undefined) given.optimizer = withRate(given.optimizer, rate);
  return { ...given, learning_rate_schedule: without(schedule, [initialRate.name]) };
}

function withRate(optimizer, rate) {
  if (optimizer === undefined) throw new Error('expected an optimizer beside the schedule, received none');
  return isObject(optimizer) ? { ...optimizer, learning_rate: rate } : `${optimizer}:learning_rate=${rate}`;
}

/** {0: 1, 1: 5} or [1, 5] as a list: classes that are left out count 1, as in Keras. */
function classWeightOf(value) {
  if (!isGiven(value) || Array.isArray(value) || ArrayBuffer.isView(value)) return value ? Array.from(value) : undefined;
  if (!isObject(value)) throw new Error(`expected classWeight such as {0: 1, 1: 5}, received ${describe(value)}`);
  const classes = Object.keys(value);
  const wrong = classes.find(name => !/^\d+$/.test(name));
  if (wrong !== undefined) throw new Error(`expected classes 0, 1, ... in classWeight, received '${wrong}'`);
  // A longer list than the engine takes is for the engine to refuse.
  return Array.from({ length: Math.min(Math.max(-1, ...classes) + 1, 100000) }, (_, i) => value[i] ?? 1);
}
