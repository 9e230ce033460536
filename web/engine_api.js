// SPDX-License-Identifier: MIT
// The interface of engine.js, put on the module that createEngine() gives: the names of TensorFlow.js Layers on the
// engine's own tables. engine_calls.js and its other parts come before it, in the same scope.

/** A table that users may read; a change of it would be one of names and checks. */
function frozen(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

function makeInterface(engine) {
  guardEdge(engine);
  const published = JSON.parse(engine.engineTables());
  const tables = withFurther(published);
  for (const family of Object.keys(further)) {
    published[family].forEach((row, i) => { row.positional = tables[family][i].positional; });
  }
  frozen(published);
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
    if (!(model instanceof Sequential)) throw expected('a model', model);
    return alive(handles.get(model), 'model');
  };
  const inputsOf = (model, x, name = 'x') => matrix(x, use(model).inputs(), name);
  const targetsOf = (model, y, name = 'y') => matrix(y, use(model).targetColumns(), name);

  /** All that fit() is given, read: a run of the engine's and the functions that listen to it. */
  function startFit(x, y, options) {
    const handle = use(this);
    if (fitting.has(this)) throw new Error('expected fit() to have ended, received a second fit() while it runs');
    const { callbacks, validation, sampleWeight, engineFit } = fitOptionsOf(tables, options, this);
    const held = validation && [inputsOf(this, validation[0], 'x of validationData'),
                                targetsOf(this, validation[1], 'y of validationData'),
                                rowNumbers(validation[2], 'sampleWeight of validationData')];
    const run = engine.EngineFit.make(handle, inputsOf(this, x), targetsOf(this, y),
                                      rowNumbers(sampleWeight, 'sampleWeight'), held, json(engineFit));
    return { run, callbacks };
  }
  const readFit = entrance('fit', startFit);

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
    async fit(...values) {
      const { run, callbacks } = readFit.apply(this, values);
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
    predict(x, options) {
      named(options, 'predict()', ['batchSize', 'verbose']);  // which change nothing here
      return use(this).predict(inputsOf(this, x));
    }
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
    checkGradient(x, y, weight) {
      return use(this).checkGradient(inputsOf(this, x), targetsOf(this, y), wholeOf(weight, 'weight'));
    }
    getWeights() { return use(this).getWeights(); }
    setWeights(weights) {
      if (!Array.isArray(weights)) throw expected('weights as a list of arrays', weights);
      const shapes = this.getWeights().map(({ shape }) => shape);
      const arrays = Array.from(weights, (array, i) => weightMatrix(array, shapes[i] ?? [], `weights[${i}]`));
      use(this).setWeights(arrays);
      return this;
    }
    resetWeights() { use(this).resetWeights(); }
    getHyperparameter(name) {
      return use(this).hyperparameter(engineName(optimizerParameters, textOf(name, 'a name')));
    }
    setHyperparameter(name, value) {
      use(this).setHyperparameter(engineName(optimizerParameters, textOf(name, 'a name')), numberOf(value, name));
    }
    /** Of the next step, schedule and decay included; undefined before compile(). */
    get learningRate() { return use(this).learningRate(); }
    setTrainable(layer, trainable) {
      use(this).setTrainable(wholeOf(layer, 'layer'), switchOf(trainable, 'trainable'));
    }
    get layers() { return JSON.parse(use(this).layersJSON()).map((layer, i) => layerInfo(this, layer, i)); }
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
  [Sequential, Stepper].forEach(guardMethods);

  /** What a layer is, to be read; `trainable` can be set, as it may change while a model is in use. */
  function layerInfo(model, layer, index) {
    const values = { ...layer, trainable: layer.trainable ?? true };
    const info = {};
    for (const name of Object.keys(values)) {
      Object.defineProperty(info, name, {
        enumerable: true,
        get: () => values[name],
        set(value) {
          if (name !== 'trainable') {
            throw new Error(`expected ${name} of layer ${layer.name} as it was added, received ${describe(value)}: ` +
                            'trainable alone can be set, here or by setTrainable()');
          }
          model.setTrainable(index, value);
          values.trainable = value;
        },
      });
    }
    return Object.preventExtensions(info);
  }

  function weightMatrix(array, shape, name) {
    const [rows, cols] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
    const made = matrix(array, cols, name);
    // A bias may come as [units]; a flat array of any length is for the engine to compare.
    return shape.length < 2 && made.cols === 1 && made.rows === cols ? { rows, cols, data: made.data } : made;
  }

  function layerOf(layer) {
    if (typeof layer === 'string') return layer;
    if (!isPlain(layer) || typeof layer.kind !== 'string') {
      throw expected('a layer such as layers.dense({units: 4})', layer);
    }
    const row = rowOf(tables.layers, layer.kind);
    const members = membersOf(layer, layer.kind).filter(([key]) => key !== 'kind');
    return { kind: row?.name ?? layer.kind, ...layerOptions(row ?? { name: layer.kind, parameters: [] }, members) };
  }

  /** inputShape: [3] says the same as inputDim: 3; what flatten takes may have several dimensions. */
  function layerOptions(row, members) {
    const options = engineOptions(row.parameters, members, row.name, tables);
    const shape = options.input_shape;
    if (shape === undefined) return options;
    const most = row.name === 'flatten' ? deepest : 1;
    const sizes = Array.isArray(shape) && shape.length <= deepest ? Array.from(shape) : [];
    if (sizes.length < 1 || sizes.length > most || !sizes.every(Number.isSafeInteger)) {
      const received = sizes.map(size => (typeof size === 'number' ? size : describe(size)));
      throw new Error(`expected inputShape as a list of ${most === 1 ? 'one number' : 'numbers'}, received ` +
                      (sizes.length ? `[${received}]` : describe(shape)));
    }
    if (options.input_dim !== undefined) throw new Error('expected inputShape or inputDim, received both');
    return { ...without(options, ['input_shape']), input_dim: sizes.reduce((product, size) => product * size, 1) };
  }

  /** {dense, leaky_relu, leakyRelu, leakyReLU, ...}: a member for each row, under all its names; its own come first. */
  function family(rows, make) {
    const members = {};
    const put = (name, member) => {
      const small = name.replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase());
      for (const spelling of [name, camelCase(name), small]) members[spelling] = members[spelling] ?? member;
    };
    rows.forEach(row => put(row.name, make(row, row.name)));
    rows.forEach(row => [row.title ?? row.name, ...row.aliases ?? []].forEach(name => put(name, make(row, name))));
    return Object.freeze(members);
  }
  /** One function a row; it takes Keras's arguments, by place or by name. */
  function factories(rows, make) {
    const functions = new Map(rows.map(row =>
      [row, entrance(row.name, (...values) => make(row, pairsOf(row, values)), Infinity)]));
    return family(rows, row => functions.get(row));
  }
  const choices = rows => factories(rows, (row, members) =>
    remembered({ name: row.name, ...engineOptions(row.parameters, members, row.name, tables) }));

  function sequential(options) {
    const given = named(options, 'sequential()', ['layers', 'dialect', 'seed']);
    const layers = given.layers ?? [];
    const dialect = given.dialect ?? 'keras3';
    const seed = given.seed ?? 1;
    if (!Array.isArray(layers)) throw expected('layers as a list', layers);
    if (typeof seed !== 'bigint') wholeOf(seed, 'seed');
    if (dialect !== 'keras2' && dialect !== 'keras3') throw expected("dialect 'keras2' or 'keras3'", dialect);
    const model = new Sequential(engine.EngineModel.make(dialect, String(seed)));
    try {
      for (const layer of layers) model.add(layer);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  }

  const mostSeed = Number.MAX_SAFE_INTEGER;
  function generate(row, members) {
    const given = engineOptions(row.parameters, members, row.name, tables);
    const seed = given.seed ?? 1;
    const names = row.parameters.map(({ name }) => name);
    const unknown = Object.keys(given).find(name => !names.includes(name));
    if (unknown !== undefined) throw new Error(`expected ${names.join(', ')} for a data set, received '${unknown}'`);
    if (wholeOf(seed, 'seed') < 0) throw expected(`seed between 0 and ${mostSeed}`, seed);
    const own = Object.entries(without(given, ['samples', 'noise', 'seed', 'formula']));
    const choice = [row.name, ...own.map(([name, value]) => `${name}=${value}`)].join(':');
    return engine.engineGenerate(choice, given.formula ?? '', wholeOf(given.samples ?? 500, 'samples'),
                                 numberOf(given.noise ?? 0.1, 'noise'), seed);
  }

  /** A model as text, or as an object that JSON can write. */
  function modelText(model) {
    if (typeof model === 'string') return model;
    if (!isPlain(model) && !(model instanceof Sequential)) {
      throw expected("a model's JSON as text or as an object", model);
    }
    return JSON.stringify(model);
  }

  return {
    tables: published,
    sequential: entrance('sequential', sequential),
    layers: factories(tables.layers, (row, members) => remembered({ kind: row.name, ...layerOptions(row, members) })),
    activations: choices(tables.activations),
    initializers: choices(tables.initializers),
    regularizers: choices(tables.regularizers),
    constraints: choices(tables.constraints),
    optimizers: choices(tables.optimizers),
    schedules: factories(tables.schedules, (row, members) =>
      remembered(scheduleOf({ name: row.name, ...engineOptions(row.parameters, members, row.name, tables) }, tables))),
    callbacks: choices(tables.callbacks),
    losses: family(tables.losses, row => row.name),
    metrics: family(tables.metrics, (row, name) => name),  // which is the key in histories
    generators: factories(tables.generators, generate),
    /** The numbers of an IDX file, as MNIST comes in: {shape, data}, to be used as x or y. */
    readIdx: entrance('readIdx', bytes => engine.engineReadIdx(bytesOf(bytes))),
    stepper: entrance('stepper', (model, x, y) =>
      new Stepper(engine.EngineStepper.make(use(model), inputsOf(model, x), targetsOf(model, y)))),
    fromJSON: entrance('fromJSON', model => new Sequential(engine.EngineModel.read(modelText(model)))),
  };
}

{
  const before = Module['onRuntimeInitialized'];
  Module['onRuntimeInitialized'] = () => {
    Object.assign(Module, makeInterface(Module));
    before?.();
  };
}
