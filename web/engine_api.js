// SPDX-License-Identifier: MIT
// The interface of engine.js, put on the module that createEngine() gives: the names of TensorFlow.js Layers on the
// engine's own tables. Every name and option is taken in any spelling that has the same letters (learningRate,
// learning_rate; leakyReLU, leaky_relu), so there is no list of them here.

const sliceMilliseconds = 8;

const canonical = name => String(name).replaceAll('_', '').toLowerCase();
const camelCase = name => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
/** `object` but for some members. (Emscripten's own tools read neither ...rest nor defaults in a pattern.) */
const without = (object, keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name of `rows` that `word` spells, or `word` itself, of which the engine will say what is wrong. */
function engineName(rows, word) {
  const wanted = canonical(word);
  const known = row => [row.name, ...(row.aliases ?? [])].some(name => canonical(name) === wanted);
  return rows.find(known)?.name ?? String(word);
}

/** Options under the engine's names. Values that name a row of a table are translated as well. */
function engineOptions(parameters, options, tables) {
  const result = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    const name = engineName(parameters, key);
    const type = parameters.find(parameter => parameter.name === name)?.type;
    if (type === 'activation') result[name] = choiceOf(tables.activations, value);
    else if (type === 'initializer') result[name] = choiceOf(tables.initializers, value);
    else result[name] = value;
  }
  return result;
}

/** 'adam', 'adam:0.01' or {name: 'adam', learningRate: 0.01} with the engine's names. */
function choiceOf(rows, value) {
  if (!isObject(value)) {
    const words = String(value).split(':');
    return [engineName(rows, words[0]), ...words.slice(1)].join(':');
  }
  const name = engineName(rows, value.name);
  const parameters = rows.find(row => row.name === name)?.parameters ?? [];
  return { name, ...engineOptions(parameters, without(value, ['name']), {}) };
}

// ---- arrays ---------------------------------------------------------------------------------------------------------

const isTyped = value => ArrayBuffer.isView(value) && !(value instanceof DataView);
const floats = value => (value instanceof Float32Array ? value : Float32Array.from(value));
const describe = value => (typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? 'a list' : String(value));

function numberAt(value, place) {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new Error(`expected a number at ${place}, received ${describe(value)}`);
}

/** A flat list of numbers as rows of `cols` (1 where nothing says how many). */
function fromFlat(data, cols, name) {
  const width = cols || 1;
  if (data.length % width !== 0) {
    throw new Error(`expected ${name} with a multiple of ${width} numbers, received ${data.length}`);
  }
  return { rows: data.length / width, cols: width, data };
}

function fromRows(rows, name) {
  const cols = rows[0].length;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((row, r) => {
    if (!(Array.isArray(row) || isTyped(row)) || row.length !== cols) {
      const received = row?.length === undefined ? describe(row) : `${row.length} numbers`;
      throw new Error(`expected ${cols} numbers in row ${r} of ${name}, received ${received}`);
    }
    for (let c = 0; c < cols; ++c) data[r * cols + c] = numberAt(row[c], `row ${r}, column ${c} of ${name}`);
  });
  return { rows: rows.length, cols, data };
}

/**
 * {rows, cols, data} from nested arrays, {shape: [rows, cols], data} or a flat array. `cols` is what a flat array has,
 * 0 where that is not known.
 */
function matrix(value, cols, name) {
  if (isTyped(value)) return fromFlat(floats(value), cols, name);
  if (isObject(value) && Array.isArray(value.shape) && value.data !== undefined) {
    const width = value.shape.slice(1).reduce((product, size) => product * size, 1);
    const shape = value.shape.length > 1 ? { rows: value.shape[0], cols: width } : fromFlat(value.data, cols, name);
    if (shape.rows * shape.cols !== value.data.length) {
      throw new Error(`expected ${shape.rows * shape.cols} numbers for ${name} of shape [${value.shape}], received ` +
                      `${value.data.length}`);
    }
    return { rows: shape.rows, cols: shape.cols, data: floats(value.data) };
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error(`expected ${name} as rows of numbers, received ${Array.isArray(value) ? 'none' : describe(value)}`);
  }
  if (Array.isArray(value[0]) || isTyped(value[0])) return fromRows(value, name);
  return fromFlat(Float32Array.from(value, (item, i) => numberAt(item, `place ${i} of ${name}`)), cols, name);
}

// ---- time -----------------------------------------------------------------------------------------------------------

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

// ---- the interface --------------------------------------------------------------------------------------------------

function makeInterface(engine) {
  const tables = JSON.parse(engine.engineTables());

  const alive = (handle, what) => {
    if (!handle) throw new Error(`expected a ${what} in use, received one after dispose()`);
    return handle;
  };

  // What is private to models and steppers: Emscripten's own tools cannot read #private members.
  const handles = new WeakMap();
  const fitting = new WeakSet();
  const release = object => {
    handles.get(object)?.delete();
    handles.delete(object);
  };
  const use = model => {
    if (!(model instanceof Sequential)) throw new Error(`expected a model, received ${describe(model)}`);
    return alive(handles.get(model), 'model');
  };
  const inputsOf = (model, x, name = 'x') => matrix(x, use(model).inputs(), name);
  const targetsOf = (model, y, name = 'y') => matrix(y, use(model).targetColumns(), name);

  class Sequential {
    constructor(handle) {
      handles.set(this, handle);
      /** Set it to true in a callback, and fit() ends after this batch. */
      this.stopTraining = false;
    }

    add(layer) {
      use(this).add(JSON.stringify(layerOf(layer)));
      return this;
    }
    build(inputs) {
      use(this).build(Array.isArray(inputs) ? inputs[inputs.length - 1] : inputs);
      return this;
    }
    compile(options) {
      use(this).compile(JSON.stringify(compileOf(options ?? {})));
      return this;
    }
    async fit(x, y, options = {}) {
      const handle = use(this);
      if (fitting.has(this)) throw new Error('expected fit() to have ended, received a second fit() while it runs');
      const { callbacks, validation, rest } = splitFitOptions(options);
      const own = inputsOf(this, x);
      const pair = validation && [inputsOf(this, validation[0]), targetsOf(this, validation[1], 'y of validationData')];
      const run = engine.EngineFit.make(handle, own, targetsOf(this, y), pair,
                                        JSON.stringify(engineOptions(tables.fit, rest)));
      fitting.add(this);
      this.stopTraining = false;
      try {
        return await runFit(run, this, callbacks);
      } finally {
        fitting.delete(this);
        run.delete();
      }
    }
    evaluate(x, y, { batchSize, batch_size: batchSizeToo } = {}) {
      return use(this).evaluate(inputsOf(this, x), targetsOf(this, y), batchSize ?? batchSizeToo ?? 32);
    }
    predict(x) { return use(this).predict(inputsOf(this, x)); }
    /** Every layer's outputs. */
    activations(x) { return use(this).activations(inputsOf(this, x)); }
    trainOnBatch(x, y) { return use(this).trainOnBatch(inputsOf(this, x), targetsOf(this, y)); }
    gradients(x, y) { return use(this).gradients(inputsOf(this, x), targetsOf(this, y)); }
    /** Backprop beside (L(w + h) - L(w - h)) / 2h for one weight, counted through all layers. */
    checkGradient(x, y, weight) { return use(this).checkGradient(inputsOf(this, x), targetsOf(this, y), weight); }
    getWeights() { return use(this).getWeights(); }
    setWeights(weights) {
      const shapes = this.getWeights().map(({ shape }) => shape);
      const arrays = Array.from(weights, (array, i) => weightMatrix(array, shapes[i] ?? [], `weights[${i}]`));
      use(this).setWeights(arrays);
      return this;
    }
    resetWeights() { use(this).resetWeights(); }
    setHyperparameter(name, value) {
      const parameters = tables.optimizers.flatMap(row => row.parameters);
      use(this).setHyperparameter(engineName(parameters, name), value);
    }
    setTrainable(layer, trainable) { use(this).setTrainable(layer, trainable); }
    get layers() { return JSON.parse(use(this).layersJSON()); }
    summary() { return use(this).summary(); }
    countParams() { return use(this).countParams(); }
    /** The model as text; as an object where JSON.stringify asks. */
    toJSON(key) {
      const text = use(this).toJSON();
      return key === undefined ? text : JSON.parse(text);
    }
    dispose() {
      if (fitting.has(this)) throw new Error('expected fit() to have ended, received dispose() while it runs');
      release(this);
    }
  }

  class Stepper {
    constructor(handle) { handles.set(this, handle); }
    /** Does one phase: {phase, layer, trace}. */
    advance() { return alive(handles.get(this), 'stepper').advance(); }
    get done() { return alive(handles.get(this), 'stepper').done(); }
    /** From the start again on the same rows: the next training step. */
    rewind() { alive(handles.get(this), 'stepper').rewind(); }
    dispose() { release(this); }
  }

  function weightMatrix(array, shape, name) {
    const [rows, cols] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
    const made = matrix(array, cols, name);
    // A bias may come as [units]; a flat array of any length is for the engine to compare.
    return shape.length < 2 && made.cols === 1 && made.rows === cols ? { rows, cols, data: made.data } : made;
  }

  function layerOf(layer) {
    if (typeof layer === 'string') return layer;
    if (!isObject(layer)) {
      throw new Error(`expected a layer such as layers.dense({units: 4}), received ${describe(layer)}`);
    }
    const name = engineName(tables.layers, layer.kind);
    const row = tables.layers.find(candidate => candidate.name === name);
    return row ? { kind: name, ...layerOptions(row, without(layer, ['kind'])) } : { ...layer, kind: name };
  }

  /** inputShape: [3] says the same as inputDim: 3. */
  function layerOptions(row, given) {
    const options = without(given, ['inputShape', 'input_shape']);
    const shape = given.inputShape ?? given.input_shape;
    if (shape === undefined || shape === null) return engineOptions(row.parameters, options, tables);
    if (!Array.isArray(shape) || shape.length !== 1) {
      throw new Error(`expected inputShape as a list of one number, received ${JSON.stringify(shape)}`);
    }
    return engineOptions(row.parameters, { ...options, inputDim: shape[0] }, tables);
  }

  function compileOf(options) {
    const { optimizer, loss, metrics } = options;
    const names = value => (value === undefined || value === null ? undefined : [value].flat());
    return {
      ...options,
      optimizer: optimizer === undefined ? undefined : choiceOf(tables.optimizers, optimizer),
      loss: loss === undefined ? undefined : engineName(tables.losses, loss),
      metrics: names(metrics)?.map(metric => engineName(tables.metrics, metric)),
    };
  }

  function splitFitOptions(options) {
    const rest = { ...options };
    const take = name => {
      const key = Object.keys(rest).find(candidate => canonical(candidate) === canonical(name));
      const value = key === undefined ? undefined : rest[key];
      if (key !== undefined) delete rest[key];
      return value;
    };
    const validation = take('validationData') ?? null;
    if (validation !== null && !(Array.isArray(validation) && validation.length === 2)) {
      throw new Error(`expected validationData as [x, y], received ${describe(validation)}`);
    }
    take('verbose');
    return { callbacks: callbacksOf(take('callbacks')), validation, rest };
  }

  /** One object or several, as name -> call all of them. */
  function callbacksOf(callbacks) {
    const all = callbacks === undefined || callbacks === null ? [] : [callbacks].flat();
    const find = (object, name) => Object.entries(object).find(([key]) => canonical(key) === canonical(name))?.[1];
    const collect = name => all.map(object => find(object, name)?.bind(object)).filter(Boolean);
    return {
      trainBegin: collect('onTrainBegin'), trainEnd: collect('onTrainEnd'), epochBegin: collect('onEpochBegin'),
      epochEnd: collect('onEpochEnd'), batchBegin: collect('onBatchBegin'), batchEnd: collect('onBatchEnd'),
    };
  }

  async function call(functions, ...values) {
    for (const each of functions) await each(...values);
  }

  async function runFit(run, model, callbacks) {
    const eachBatch = callbacks.batchEnd.length > 0 || callbacks.batchBegin.length > 0;
    let slice = performance.now();
    const pause = async () => {
      if (performance.now() - slice < sliceMilliseconds) return;
      await breathe();
      slice = performance.now();
    };
    await call(callbacks.trainBegin);
    for (let fresh = true; !run.finished() && !model.stopTraining;) {
      const epoch = run.epoch();
      const batch = run.batch();
      if (fresh && batch === 0) await call(callbacks.epochBegin, epoch);
      if (fresh && eachBatch) await call(callbacks.batchBegin, batch);
      if (model.stopTraining) break;
      const event = run.run(sliceMilliseconds, eachBatch);
      fresh = event !== 'time';
      if (eachBatch && (event === 'batch' || event === 'epoch')) await call(callbacks.batchEnd, batch, run.batchLogs());
      if (event === 'epoch') await call(callbacks.epochEnd, epoch, run.epochLogs());
      await pause();
    }
    await call(callbacks.trainEnd);
    const epochs = run.epoch();
    return {
      epoch: Array.from({ length: epochs }, (_, i) => i),
      history: run.history(),
      params: { epochs: run.epochs(), steps: run.batches() },
      /** Why training ended before its last epoch; '' when it did not. */
      stopped: run.stopped() || (epochs < run.epochs() ? 'stopTraining' : ''),
    };
  }

  /** {dense, leaky_relu, leakyRelu, ...}: a member for each row, under both spellings. */
  function family(rows, make) {
    const members = {};
    for (const row of rows) members[row.name] = members[camelCase(row.name)] = make(row);
    return Object.freeze(members);
  }
  const choices = rows => family(rows, row => options => {
    const given = typeof options === 'number' ? { [row.parameters[0]?.name]: options } : options ?? {};
    return { name: row.name, ...engineOptions(row.parameters, given, tables) };
  });

  function sequential(options = {}) {
    const layers = options.layers ?? [];
    const dialect = options.dialect ?? 'keras3';
    const seed = options.seed ?? 1;
    const unknown = Object.keys(without(options, ['layers', 'dialect', 'seed']))[0];
    if (unknown !== undefined) {
      throw new Error(`expected layers, dialect or seed for sequential(), received '${unknown}'`);
    }
    if (typeof seed !== 'bigint' && !Number.isSafeInteger(seed)) {
      throw new Error(`expected seed as a whole number, received ${describe(seed)}`);
    }
    const model = new Sequential(engine.EngineModel.make(dialect, String(seed)));
    try {
      for (const layer of layers) model.add(layer);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  }

  const generator = row => ({ samples = 500, noise = 0.1, seed = 1 } = {}) =>
    engine.engineGenerate(row.name, samples, noise, seed);

  return {
    tables,
    sequential,
    layers: family(tables.layers, row => options => ({ kind: row.name, ...layerOptions(row, options ?? {}) })),
    activations: choices(tables.activations),
    initializers: choices(tables.initializers),
    optimizers: choices(tables.optimizers),
    losses: family(tables.losses, row => row.name),
    metrics: family(tables.metrics, row => row.name),
    generators: family(tables.generators, generator),
    stepper: (model, x, y) => {
      return new Stepper(engine.EngineStepper.make(use(model), inputsOf(model, x), targetsOf(model, y)));
    },
    fromJSON: text => new Sequential(engine.EngineModel.read(typeof text === 'string' ? text : JSON.stringify(text))),
  };
}

{
  const before = Module['onRuntimeInitialized'];
  Module['onRuntimeInitialized'] = () => {
    Object.assign(Module, makeInterface(Module));
    before?.();
  };
}
