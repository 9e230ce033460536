// SPDX-License-Identifier: MIT
// The interface of engine.js, put on the module that createEngine() gives: the names of TensorFlow.js Layers on the
// engine's own tables. engine_calls.js, engine_names.js, engine_arrays.js and engine_fit.js come before it, in the same scope.

function makeInterface(engine) {
  guardEdge(engine);
  const tables = JSON.parse(engine.engineTables());
  const optimizerParameters = tables.optimizers.flatMap(row => row.parameters);

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
      use(this).add(json(layerOf(layer)));
      return this;
    }
    build(inputs) {
      use(this).build(wholeOf(Array.isArray(inputs) ? inputs[inputs.length - 1] : inputs, 'inputs'));
      return this;
    }
    compile(options) {
      use(this).compile(json(compileOf(tables, options ?? {})));
      return this;
    }
    async fit(x, y, options) {
      const handle = use(this);
      if (fitting.has(this)) throw new Error('expected fit() to have ended, received a second fit() while it runs');
      const { callbacks, validation, sampleWeight, engineFit } = fitOptionsOf(tables, options, this);
      const held = validation && [inputsOf(this, validation[0], 'x of validationData'),
                                  targetsOf(this, validation[1], 'y of validationData'),
                                  rowNumbers(validation[2], 'sampleWeight of validationData')];
      const run = engine.EngineFit.make(handle, inputsOf(this, x), targetsOf(this, y),
                                        rowNumbers(sampleWeight, 'sampleWeight'), held, json(engineFit));
      fitting.add(this);
      this.stopTraining = false;
      try {
        return await runFit(run, this, callbacks);
      } finally {
        fitting.delete(this);
        run.delete();
      }
    }
    evaluate(x, y, options) {
      const { batchSize, sampleWeight } = named(options, 'evaluate()', ['batchSize', 'sampleWeight', 'verbose']);
      return use(this).evaluate(inputsOf(this, x), targetsOf(this, y), wholeOf(batchSize ?? 32, 'batchSize'),
                                rowNumbers(sampleWeight, 'sampleWeight'));
    }
    predict(x) { return use(this).predict(inputsOf(this, x)); }
    /** Every layer's outputs. */
    activations(x) { return use(this).activations(inputsOf(this, x)); }
    trainOnBatch(x, y, options) {
      const { sampleWeight, classWeight } = named(options, 'trainOnBatch()', ['sampleWeight', 'classWeight']);
      return use(this).trainOnBatch(inputsOf(this, x), targetsOf(this, y), rowNumbers(sampleWeight, 'sampleWeight'),
                                    json({ class_weight: classWeightOf(classWeight) }));
    }
    /** counts[i][j]: rows of class i that were taken for class j. */
    confusionMatrix(x, y) { return use(this).confusionMatrix(inputsOf(this, x), targetsOf(this, y)); }
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
    getHyperparameter(name) { return use(this).hyperparameter(engineName(optimizerParameters, name)); }
    setHyperparameter(name, value) {
      if (typeof value !== 'number') throw new Error(`expected ${name} as a number, received ${describe(value)}`);
      use(this).setHyperparameter(engineName(optimizerParameters, name), value);
    }
    /** Of the next step, schedule and decay included; undefined before compile(). */
    get learningRate() { return use(this).learningRate(); }
    setTrainable(layer, trainable) { use(this).setTrainable(wholeOf(layer, 'layer'), Boolean(trainable)); }
    get layers() { return JSON.parse(use(this).layersJSON()); }
    summary() { return use(this).summary(); }
    countParams() { return use(this).countParams(); }
    /** The model as text; as an object where JSON.stringify asks. */
    toJSON(key) {
      const text = use(this).toJSON();
      return key === undefined ? text : JSON.parse(text);
    }
    /** The Keras program of this model, in the model's dialect. */
    toKerasCode() { return use(this).toKerasCode(); }
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

  /** inputShape: [3] says the same as inputDim: 3; what flatten takes may have several dimensions. */
  function layerOptions(row, given) {
    const options = without(given, ['inputShape', 'input_shape']);
    const shape = given.inputShape ?? given.input_shape;
    if (!isGiven(shape)) return engineOptions(row.parameters, options, tables);
    const most = row.name === 'flatten' ? Infinity : 1;
    if (!Array.isArray(shape) || shape.length < 1 || shape.length > most) {
      throw new Error(`expected inputShape as a list of ${most === 1 ? 'one number' : 'numbers'}, received ` +
                      JSON.stringify(shape));
    }
    const inputDim = shape.reduce((product, size) => product * size, 1);
    return engineOptions(row.parameters, { ...options, inputDim }, tables);
  }

  /** {dense, leaky_relu, leakyRelu, leakyReLU, ...}: a member for each row, under all its names; its own come first. */
  function family(rows, make) {
    const members = {};
    const made = rows.map(make);
    const put = (name, member) => {
      const small = name.replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase());
      for (const spelling of [name, camelCase(name), small]) members[spelling] = members[spelling] ?? member;
    };
    rows.forEach((row, i) => put(row.name, made[i]));
    rows.forEach((row, i) => [row.title ?? row.name, ...row.aliases ?? []].forEach(name => put(name, made[i])));
    return Object.freeze(members);
  }
  const choices = rows => family(rows, row => options => {
    const given = typeof options === 'number' ? { [row.parameters[0]?.name]: options } : options ?? {};
    return { name: row.name, ...engineOptions(row.parameters, given, tables) };
  });
  const schedule = row => options => scheduleOf(tables.schedules, { ...options, name: row.name });

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

  const generator = row => options => {
    const own = row.parameters.map(({ name }) => name);
    const given = named(options, 'a data set', ['samples', 'noise', 'seed', ...own]);
    const numbers = own.filter(name => name !== 'formula' && isGiven(given[name])).map(name => `${name}=${given[name]}`);
    return engine.engineGenerate([row.name, ...numbers].join(':'), String(given.formula ?? ''),
                                 wholeOf(given.samples ?? 500, 'samples'), given.noise ?? 0.1, wholeOf(given.seed ?? 1, 'seed'));
  };

  return {
    tables,
    sequential,
    layers: family(tables.layers, row => options => ({ kind: row.name, ...layerOptions(row, options ?? {}) })),
    activations: choices(tables.activations),
    initializers: choices(tables.initializers),
    regularizers: choices(tables.regularizers),
    constraints: choices(tables.constraints),
    optimizers: choices(tables.optimizers),
    schedules: family(tables.schedules, schedule),
    callbacks: choices(tables.callbacks),
    losses: family(tables.losses, row => row.name),
    metrics: family(tables.metrics, row => row.name),
    generators: family(tables.generators, generator),
    /** The numbers of an IDX file, as MNIST comes in: {shape, data}, to be used as x or y. */
    readIdx: bytes => engine.engineReadIdx(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes),
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
