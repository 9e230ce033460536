// SPDX-License-Identifier: MIT
// fit() of engine.js: its options, its callbacks, and training in slices between which the page lives.

const sliceMilliseconds = 8;

/** Lets the page (or Node) do what is waiting. setTimeout would wait 4 ms each time. */
function breathe() {
  if (typeof setImmediate === 'function') return new Promise(resolve => setImmediate(resolve));
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

const events = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'];
const eventOf = name => events.find(event => canonical(event) === canonical(name));

/** What fit() takes besides the engine's own arguments. */
const fitParameters = ['validation_data', 'sample_weight', 'verbose'].map(name => ({ name, type: 'any' }));

/** What fit() is given, parted: rows of its own, callbacks, and what the engine reads by its table. */
function fitOptionsOf(tables, options, model) {
  const members = membersOf(options, 'fit()');
  const astray = members.map(([key]) => key).find(eventOf);
  if (astray) {
    throw new Error(`expected ${astray} in callbacks, as {callbacks: {${astray}() {}}}, ` +
                    "received it among fit's own options");
  }
  const given = engineOptions([...tables.fit, ...fitParameters], members, 'fit()', {});
  const validation = given.validation_data ?? null;
  if (validation !== null && !(Array.isArray(validation) && (validation.length === 2 || validation.length === 3))) {
    throw expected('validationData as [x, y] or [x, y, sampleWeight]', validation);
  }
  const all = listOf(given.callbacks ?? [], 'callbacks').map(callback => callbackOf(callback, tables, model));
  return {
    validation, sampleWeight: given.sample_weight, callbacks: all.filter(callback => callback.handlers),
    engineFit: {
      ...without(given, fitParameters.map(({ name }) => name)),
      callbacks: all.filter(callback => !callback.handlers), class_weight: classWeightOf(given.class_weight),
    },
  };
}

const deepestClass = 64;

/** All names that an object has, its class's methods among them. */
function namesOf(object) {
  const names = new Set();
  let part = object;
  for (let depth = 0; part && part !== Object.prototype && depth < deepestClass; ++depth) {
    Object.getOwnPropertyNames(part).forEach(name => names.add(name));
    part = Object.getPrototypeOf(part);
  }
  return [...names];
}

/** The functions of a callback object: {handlers: {onEpochEnd, ...}}; null when it has none. */
function listenerOf(object) {
  const names = namesOf(object).filter(name => /^on(_|[A-Z])/.test(name));
  if (!names.some(eventOf)) return null;
  const handlers = {};
  for (const name of names) {
    const event = eventOf(name);
    if (event === undefined) throw expected(`${events.join(', ')} in a callback`, name);
    const handler = object[name];
    if (!isGiven(handler)) continue;
    if (typeof handler !== 'function') throw expected(`${name} as a function`, handler);
    handlers[event] = handler.bind(object);
  }
  return { handlers };
}

/** A callback of the engine as a choice of its table, or the functions of an object. */
function callbackOf(callback, tables, model) {
  const rows = tables.callbacks;
  if (isObject(callback)) {
    const listener = listenerOf(callback);
    if (listener) return listener;
    const { schedule, name } = callback;
    if (typeof schedule === 'function' && name === undefined) return scheduler(schedule, model);
  }
  if (typeof callback !== 'string' && !(isPlain(callback) && typeof callback.name === 'string')) {
    const such = `callbacks.${camelCase(rows[0].name)}()`;
    throw expected(`a callback such as ${such} or an object with onEpochEnd()`, callback);
  }
  const choice = choiceOf(rows, callback, tables);
  if (typeof choice.schedule !== 'function') return choice;
  const [besides] = Object.keys(without(choice, ['name', 'schedule']));
  if (besides !== undefined) {
    throw new Error(`expected a schedule alone for ${choice.name}, received ${besides} besides`);
  }
  return scheduler(choice.schedule, model);
}

/** Keras's LearningRateScheduler: a function of the epoch and the rate before. */
const scheduler = (schedule, model) => ({ handlers: {
  async onEpochBegin(epoch) {
    model.setHyperparameter('learningRate', await schedule(epoch, model.getHyperparameter('learningRate')));
  },
} });

async function runFit(run, model, callbacks) {
  const listening = Object.fromEntries(events.map(event =>
    [event, callbacks.map(({ handlers }) => handlers[event]).filter(handler => handler)]));
  const call = async (event, ...values) => {
    for (const each of listening[event]) await each(...values);
  };
  const heard = (...names) => names.some(event => listening[event].length > 0);
  const eachBatch = heard('onBatchBegin', 'onBatchEnd');
  const until = eachBatch ? 'batch' : heard('onEpochBegin', 'onEpochEnd') ? 'epoch' : '';  // nobody waits: no stop
  let slice = performance.now();
  const pause = async () => {
    if (performance.now() - slice < sliceMilliseconds) return;
    await breathe();
    slice = performance.now();
  };
  await call('onTrainBegin');
  for (let fresh = true; !run.finished() && !model.stopTraining;) {
    const epoch = run.epoch();
    const batch = run.batch();
    if (fresh && batch === 0) await call('onEpochBegin', epoch);
    if (fresh && eachBatch) await call('onBatchBegin', batch);
    if (model.stopTraining) break;
    const event = run.run(sliceMilliseconds, until);
    fresh = event !== 'time';
    if (eachBatch && (event === 'batch' || event === 'epoch')) await call('onBatchEnd', batch, run.batchLogs());
    if (event === 'epoch') await call('onEpochEnd', epoch, run.epochLogs());
    await pause();
  }
  const history = run.history();
  const epochs = rowsOf(history);
  if (epochs > run.epoch()) {  // it ended in the middle of one
    const last = Object.entries(history).map(([key, values]) => [key, values[epochs - 1]]);
    await call('onEpochEnd', epochs - 1, Object.fromEntries(last));
  }
  run.end();
  await call('onTrainEnd');
  return resultOf(run, history);
}

const rowsOf = history => history.loss?.length ?? 0;

function resultOf(run, history) {
  const csv = run.csv();
  const checkpoint = run.checkpoint();
  return {
    epoch: Array.from({ length: rowsOf(history) }, (_, i) => i),
    history,
    params: { epochs: run.epochs(), steps: run.batches() },
    /** Why training ended before its last epoch; '' when it did not. */
    stopped: run.stopped() || (run.epoch() < run.epochs() ? 'stopTraining' : ''),
    /** Where the engine's callbacks stand. */
    callbacks: run.callbacks(),
    ...(csv ? { csv } : {}),
    ...(checkpoint ? { checkpoint } : {}),
  };
}
