// SPDX-License-Identifier: MIT
// Names and options of engine.js. Every one is taken in any spelling that has the same letters (learningRate,
// learning_rate; leakyReLU, leaky_relu; earlyStopping, EarlyStopping), so there is no list of them here.

/** The row of a table that `word` spells. */
function rowOf(rows, word) {
  const wanted = canonical(word);
  return rows.find(row => canonical(row.name) === wanted) ??
         rows.find(row => row.aliases?.some(alias => canonical(alias) === wanted));
}
/** Its name, or `word` itself, of which the engine will say what is wrong. */
const engineName = (rows, word) => rowOf(rows, word)?.name ?? String(word);

/** The first rate, which Keras gives to the schedule and the engine to the optimizer. */
const initialRate = { name: 'initial_learning_rate', type: 'number' };
/** Keras's lists for piecewise_constant, where the engine has a place for each number. */
const lists = [{ name: 'boundaries', type: 'list' }, { name: 'values', type: 'list' }];
const always = [{ name: 'samples', type: 'any' }, { name: 'noise', type: 'any' }, { name: 'seed', type: 'any' }];

/** What this interface takes besides the engine's tables: a row's further parameters, and the places of all. */
const further = {
  layers: row => ({ parameters: [...row.parameters, { name: 'input_shape', type: 'shape' }] }),
  optimizers: row => ({  // lr is what Keras 2.2 calls the first of them
    parameters: [{ ...row.parameters[0], type: 'rate' }, ...row.parameters.slice(1), { name: 'lr', type: 'rate' }] }),
  schedules: row => (row.name === 'piecewise_constant'
    ? { parameters: [...row.parameters, initialRate, ...lists], positional: lists.map(({ name }) => name) }
    : { parameters: [...row.parameters, initialRate], positional: [initialRate.name, ...row.positional] }),
  callbacks: row => (row.name === 'learning_rate_scheduler'
    ? { parameters: [...row.parameters, { name: 'schedule', type: 'function' }], positional: ['schedule'] } : {}),
  generators: row => ({ parameters: [...always, ...row.parameters], positional: always.map(({ name }) => name) }),
};
const withFurther = tables => ({
  ...tables, ...Object.fromEntries(Object.entries(further).map(([family, more]) =>
    [family, tables[family].map(row => ({ ...row, ...more(row) }))])) });

/** What engineOptions() takes as it is, by its JavaScript type; the engine says what is wrong with anything else. */
const taken = { number: ['number', 'string'], boolean: ['boolean', 'number', 'string'], word: ['number', 'string'] };

/** One value in the form that the engine reads. */
function valueOf(parameter, value, owner, tables) {
  const { name, type } = parameter;
  const rows = tables[`${type}s`];
  if (rows) return choiceOf(rows, value, tables);
  if (type === 'rate' && isPlain(value)) return scheduleOf(value, tables);
  if (type === 'rate') return valueOf({ name, type: 'number' }, value, owner, tables);
  if (type === 'function' && typeof value !== 'function') throw expected(`${name} of ${owner} as a function`, value);
  if (type === 'string' && typeof value !== 'string') throw expected(`${name} of ${owner} as text`, value);
  if (!taken[type]) return value;
  if (typeof value === 'string' && /[:=,]/.test(value)) throw expected(`${name} of ${owner} as one value`, value);
  const fits = taken[type].includes(typeof value) && (typeof value !== 'number' || Number.isFinite(value));
  return fits ? value : told(value);
}

/** Pairs of a name and a value under the engine's names. A name that nobody knows is for the engine to refuse. */
function engineOptions(parameters, members, owner, tables) {
  const result = collected(members, owner, key => engineName(parameters, key));
  for (const [name, value] of Object.entries(result)) {
    const parameter = parameters.find(candidate => candidate.name === name);
    if (!parameter) result[name] = typeof value === 'string' ? value : told(value);
    else if (isGiven(value)) result[name] = valueOf(parameter, value, owner, tables);
    else delete result[name];
  }
  return result;
}

/** Choices and layers that this interface has made: values, where other objects are options. */
const made = new WeakSet();
function remembered(choice) {
  made.add(choice);
  return choice;
}

/** What a row was called with, as pairs: values by their place in Keras, then an object of options by name. */
function pairsOf(row, values) {
  const last = values[values.length - 1];
  const byName = isPlain(last) && !made.has(last);
  const pairs = [];
  (byName ? values.slice(0, -1) : values).forEach((value, i) => {
    if (!isGiven(value)) return;
    const name = row.positional[i];
    if (name === undefined) {
      const names = row.parameters.map(parameter => camelCase(parameter.name)).join(', ');
      const places = row.positional.map(camelCase).join(', ');
      throw expected(`${names ? `options of ${row.name} by name (${shortened(names)})` : `no options of ${row.name}`}` +
                     `${places ? ` after ${places}` : ''}`, value);
    }
    pairs.push([name, value]);
  });
  return [...pairs, ...byName ? membersOf(last, row.name) : []];
}

/** 'adam', 'adam:0.01', 'adam:learningRate=0.01' or {name: 'adam', learningRate: 0.01} with the engine's names. */
function choiceOf(rows, value, tables) {
  if (isPlain(value)) {
    if (typeof value.name !== 'string') throw expected(`an object with a name such as '${rows[0].name}'`, value);
    const row = rowOf(rows, value.name);
    const name = row?.name ?? value.name;
    const members = membersOf(value, name).filter(([key]) => key !== 'name');
    return { name, ...engineOptions(row?.parameters ?? [], members, name, tables) };
  }
  if (typeof value !== 'string') throw expected(`a name such as '${rows[0].name}' or an object with one`, value);
  const words = value.split(':');
  const row = rowOf(rows, words[0]);
  const items = words.slice(1).map(item => {
    const equals = item.indexOf('=');
    return equals < 0 ? item : engineName(row?.parameters ?? [], item.slice(0, equals).trim()) + item.slice(equals);
  });
  return [row?.name ?? words[0], ...items].join(':');
}

/** What a name's spelling is called: itself where the engine knows it, else the known one with the same letters. */
function knownSpelling(rows, word) {
  const row = rowOf(rows, word);
  const names = row ? [row.name, ...row.aliases ?? []] : [];
  return names.includes(word) ? word : names.find(name => canonical(name) === canonical(word)) ?? String(word);
}

/** A metric. Its name is its key in histories, as in Keras, so that it keeps its spelling; or {kind, name: key}. */
function metricOf(value, tables) {
  const rows = tables.metrics;
  if (isPlain(value) && value.kind !== undefined) {
    const choice = choiceOf(rows, { ...without(value, ['kind', 'name']), name: value.kind }, tables);
    const key = isGiven(value.name) ? textOf(value.name, 'name of a metric') : knownSpelling(rows, value.kind);
    return { ...choice, kind: choice.name, name: key };
  }
  const choice = choiceOf(rows, value, tables);
  if (isPlain(choice)) return { ...choice, name: knownSpelling(rows, value.name) };
  const [word] = value.split(':');
  return [knownSpelling(rows, word), ...choice.split(':').slice(1)].join(':');
}

/** A schedule with the engine's names. */
function scheduleOf(value, tables) {
  const choice = choiceOf(tables.schedules, value, tables);
  if (!lists.some(({ name }) => choice[name] !== undefined)) return choice;
  if (choice[initialRate.name] !== undefined) {
    throw new Error(`expected the first rate as the first of values, received ${initialRate.name} besides`);
  }
  return { ...without(choice, lists.map(({ name }) => name)), ...stretches(choice, tables.schedules) };
}

/** Numbers of a list of Keras's, or an Error. */
function numbersOf(list, name) {
  if (!Array.isArray(list)) throw expected(`${name} as a list of numbers`, list);
  return listOf(list, name).map(number => numberOf(number, `a member of ${name}`));
}

/** Keras gives piecewise_constant two lists; the engine has a place for each number. */
function stretches(choice, rows) {
  const most = rowOf(rows, choice.name).parameters.filter(({ name }) => name.startsWith('boundary_')).length;
  const boundaries = numbersOf(choice.boundaries, 'boundaries');
  const values = numbersOf(choice.values, 'values');
  if (values.length !== boundaries.length + 1) {
    throw new Error(`expected one more of values than of boundaries, received ${values.length} values and ` +
                    `${boundaries.length} boundaries`);
  }
  if (boundaries.length > most) {
    throw new Error(`expected at most ${most} boundaries for ${choice.name}, received ${boundaries.length}`);
  }
  if (!boundaries.every((boundary, i) => boundary > (boundaries[i - 1] ?? 0))) {
    throw new Error(`expected boundaries that grow from above 0, received [${boundaries}]`);
  }
  return Object.fromEntries([[initialRate.name, values[0]], ...boundaries.flatMap((boundary, i) =>
    [[`boundary_${i + 1}`, boundary], [`value_${i + 1}`, values[i + 1]]])]);
}

const compileNames = ['optimizer', 'loss', 'metrics', 'learning_rate_schedule'].map(name => ({ name, type: 'any' }));

/** compile()'s arguments. Keras has a schedule in the optimizer; the engine beside it, with the optimizer's rate at first. */
function compileOf(tables, options) {
  const given = engineOptions(compileNames, membersOf(options, 'compile()'), 'compile()', {});
  const { optimizer, loss, metrics, learning_rate_schedule: beside } = given;
  if (optimizer !== undefined) given.optimizer = choiceOf(tables.optimizers, optimizer, tables);
  if (loss !== undefined) given.loss = choiceOf(tables.losses, loss, tables);
  if (metrics !== undefined) given.metrics = listOf(metrics, 'metrics').map(metric => metricOf(metric, tables));
  const rateName = isPlain(given.optimizer?.lr) ? 'lr' : 'learning_rate';  // its name in Keras 2
  const inside = isPlain(given.optimizer?.[rateName]) ? given.optimizer[rateName] : undefined;
  if (inside !== undefined && beside !== undefined) {
    throw new Error('expected one learning-rate schedule, received one in the optimizer and one beside it');
  }
  const schedule = scheduleOf(inside ?? beside ?? tables.schedules[0].name, tables);
  if (!isPlain(schedule)) return { ...given, learning_rate_schedule: schedule };
  const rate = schedule[initialRate.name];
  if (inside !== undefined) given.optimizer[rateName] = rate;
  else if (rate !== undefined) given.optimizer = withRate(given.optimizer, rate);
  return { ...given, learning_rate_schedule: without(schedule, [initialRate.name]) };
}

function withRate(optimizer, rate) {
  if (optimizer === undefined) throw new Error('expected an optimizer beside the schedule, received none');
  return isPlain(optimizer) ? { ...optimizer, learning_rate: rate } : `${optimizer}:learning_rate=${rate}`;
}

const mostClasses = 100000;  // a longer list than the engine takes is for the engine to refuse

/** {0: 1, 1: 5} or [1, 5] as a list; the dialect says what classes count that are left out: 'none'. */
function classWeightOf(value) {
  if (!isGiven(value)) return undefined;
  const list = Array.isArray(value) || (isTyped(value) && !isBig(value));
  if (!list && !isPlain(value)) throw expected('classWeight such as {0: 1, 1: 5}', value);
  const classes = list ? [] : membersOf(value, 'classWeight').map(([name]) => name);
  const wrong = classes.find(name => !/^\d+$/.test(name));
  if (wrong !== undefined) throw expected('classes 0, 1, ... in classWeight', wrong);
  const length = list ? value.length : classes.reduce((most, name) => Math.max(most, Number(name) + 1), 0);
  return Array.from({ length: Math.min(length, mostClasses) }, (_, i) =>
    (isGiven(value[i]) ? numberOf(value[i], `classWeight of class ${i}`) : 'none'));
}
