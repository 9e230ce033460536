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

/** `options` under these names, whatever their spelling. */
function named(options, method, names) {
  const result = {};
  for (const [key, value] of Object.entries(options ?? {})) {
    const name = names.find(candidate => canonical(candidate) === canonical(key));
    if (name === undefined) throw new Error(`expected ${names.join(', ')} for ${method}, received '${key}'`);
    result[name] = value;
  }
  return result;
}

function wholeOf(value, name) {
  if (!Number.isSafeInteger(value)) throw new Error(`expected ${name} as a whole number, received ${describe(value)}`);
  return value;
}

/** What fit() is given, parted: rows of its own, callbacks, and what the engine reads by its table. */
function fitOptionsOf(tables, options, model) {
  const rest = engineOptions(tables.fit, options ?? {}, {});
  const take = name => {
    const key = Object.keys(rest).find(candidate => canonical(candidate) === canonical(name));
    const value = rest[key];
    delete rest[key];
    return value;
  };
  const validation = take('validationData') ?? null;
  if (validation !== null && !(Array.isArray(validation) && (validation.length === 2 || validation.length === 3))) {
    throw new Error(`expected validationData as [x, y] or [x, y, sampleWeight], received ${describe(validation)}`);
  }
  const sampleWeight = take('sampleWeight');
  const classWeight = classWeightOf(take('classWeight'));
  const all = [take('callbacks') ?? []].flat().map(callback => callbackOf(tables.callbacks, callback, model));
  take('verbose');
  return {
    validation, sampleWeight, callbacks: all.filter(callback => !isOfEngine(callback)),
    engineFit: { ...rest, callbacks: all.filter(isOfEngine), class_weight: classWeight },
  };
}

const events = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'];
const handlerOf = (object, event) => object[event] ?? object[snakeCase(event)];
const isOfEngine = callback => typeof callback === 'string' || !events.some(event => handlerOf(callback, event));

/** A callback of the engine as a choice of its table, or an object with functions. */
function callbackOf(rows, callback, model) {
  if (isObject(callback)) {
    if (!isOfEngine(callback)) return callback;
    if (typeof callback.schedule === 'function') return scheduler(callback.schedule, model);
  }
  if (typeof callback === 'string' || typeof callback?.name === 'string') return choiceOf(rows, callback);
  throw new Error(`expected a callback such as callbacks.${camelCase(rows[0].name)}() or an object with onEpochEnd(), ` +
                  `received ${describe(callback)}`);
}

/** Keras's LearningRateScheduler: a function of the epoch and the rate before. */
const scheduler = (schedule, model) => ({
  async onEpochBegin(epoch) {
    model.setHyperparameter('learningRate', await schedule(epoch, model.getHyperparameter('learningRate')));
  },
});

async function runFit(run, model, callbacks) {
  const listening = Object.fromEntries(events.map(event =>
    [event, callbacks.filter(object => handlerOf(object, event)).map(object => handlerOf(object, event).bind(object))]));
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
  run.end();
  await call('onTrainEnd');
  return resultOf(run);
}

function resultOf(run) {
  const epochs = run.epoch();
  const csv = run.csv();
  const checkpoint = run.checkpoint();
  return {
    epoch: Array.from({ length: epochs }, (_, i) => i),
    history: run.history(),
    params: { epochs: run.epochs(), steps: run.batches() },
    /** Why training ended before its last epoch; '' when it did not. */
    stopped: run.stopped() || (epochs < run.epochs() ? 'stopTraining' : ''),
    /** Where the engine's callbacks stand. */
    callbacks: run.callbacks(),
    ...(csv ? { csv } : {}),
    ...(checkpoint ? { checkpoint } : {}),
  };
}
