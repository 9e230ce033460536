// SPDX-License-Identifier: MIT
// Odd values for every function and every option of engine.js, found in its tables: each call succeeds, or throws an
// Error that says what was expected and what was received; and the engine computes the right thing afterwards.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { engineUrl } from './engine_path.mjs';

const { default: createEngine } = await import(engineUrl);

const detached = new Float32Array(4);
structuredClone(detached.buffer, { transfer: [detached.buffer] });
const detachedBuffer = detached.buffer;
const cyclic = { name: 'adam' };
cyclic.cyclic = cyclic;
const cyclicList = [];
cyclicList.push(cyclicList, cyclicList);
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const hostile = new Proxy({}, { get() { throw new TypeError('mine'); }, ownKeys() { throw new RangeError('mine'); } });
const sparse = [];
sparse[5] = 1;

/** By name, so that a failure can be told. */
const odd = {
  undefined: undefined, null: null, NaN, Infinity, minusInfinity: -Infinity, minusZero: -0, tiny: 5e-324, huge: 1e308,
      beyond: 2 ** 53,
  half: 0.5, minusOne: -1, true: true, false: false, bigint: 10n, hugeBigint: 10n ** 400n, empty: '', x: 'x',
      number: '3', colons: 'a:b=c,d', nul: '\0',
  unpaired: '\ud800', long: 'x'.repeat(1e5), proto: '__proto__', constructor: 'constructor', symbol: Symbol('s'),
      iterator: Symbol.iterator, function: () => 1,
  class: class Odd {}, async: async () => 1, generator: (function* () { yield 1; })(), regexp: /x/, date: new Date(0),
      badDate: new Date(NaN), map: new Map([[0, 1]]), set: new Set([1]),
  weak: new WeakMap(), promise: Promise.resolve(1), error: new Error('odd'), boxed: Object(3), object: {},
      bare: Object.create(null), named: { name: 'odd' }, kind: { kind: 'odd' },
  cyclic, revoked: revoked.proxy, hostile, list: [], nested: [[[[1]]]], holes: sparse, vast: new Array(2 ** 32 - 1),
      cyclicList, nulls: [null, undefined],
  detached, detachedBuffer, buffer: new ArrayBuffer(8), view: new DataView(new ArrayBuffer(8)),
  ...Object.fromEntries([Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
      Float32Array, Float64Array,
                         BigInt64Array, BigUint64Array].map(type => [type.name, new type(2)])),
  shaped: { shape: [1, 2], data: [1, 2] }, misshaped: { shape: [2 ** 40, NaN], data: [1] }, shapeless: { shape: 'ab',
      data: 'ab' }, throwing: { get name() { throw new Error('expected mine, received mine'); } },
  stringly: { toString() { throw new TypeError('mine'); } },
      primitive: { [Symbol.toPrimitive]() { return Symbol('p'); } }, json: { toJSON: () => undefined },
};

let calls = 0;
let refusals = 0;
after(() => console.log(`# ${calls} odd calls, ${refusals} refused`));

/** Succeeds, or is refused in our words. */
async function endure(what, action) {
  ++calls;
  try {
    await action();
  } catch (error) {
    ++refusals;
    assert.equal(error?.constructor, Error, `${what}: ${error?.stack ?? String(error)}`);
    assert.match(error.message, /expected [\s\S]+received /, what);
    assert.doesNotMatch(error.message, /BindingError|not iterable|Cannot |is not a function|mix BigInt/, what);
    assert.ok(error.message.length < 1000, what);
  }
}

const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] };
function network(cr) {
  const model = cr.sequential({ seed: 5, layers: [cr.layers.dense({ units: 4, inputDim: 2, activation: 'tanh' }),
      cr.layers.dense(1, 'sigmoid')] });
  model.compile({ optimizer: cr.optimizers.adam(0.05), loss: 'binaryCrossentropy', metrics: ['acc'] });
  return model;
}
/** What a fresh engine computes, to the last bit. */
async function computed(cr) {
  const model = network(cr);
  const { history } = await model.fit(xor.x, xor.y, { epochs: 5, batchSize: 3 });
  const weights = model.getWeights().map(({ data }) => [...data]);
  model.dispose();
  return { history, weights };
}
const wanted = await computed(await createEngine());

/** A test with an engine of its own, which computes the right thing at the end. */
function abuse(name, action) {
  test(name, async () => {
    const cr = await createEngine();
    await action(cr);
    assert.deepEqual(await computed(cr), wanted);
  });
}

/** Uses what a factory has made where it belongs. */
const uses = {
  layers: (cr, layer) => cr.sequential({ layers: [layer] }).dispose(),
  activations: (cr, activation) => uses.layers(cr, cr.layers.dense({ units: 2, inputDim: 2, activation })),
  initializers: (cr, kernelInitializer) => uses.layers(cr, cr.layers.dense({ units: 2, inputDim: 2,
      kernelInitializer })),
  regularizers: (cr, kernelRegularizer) => uses.layers(cr, cr.layers.dense({ units: 2, inputDim: 2,
      kernelRegularizer })),
  constraints: (cr, kernelConstraint) => uses.layers(cr, cr.layers.dense({ units: 2, inputDim: 2, kernelConstraint })),
  optimizers: (cr, optimizer, model) => model.compile({ optimizer, loss: 'mse' }),
  schedules: (cr, learningRate, model) => model.compile({ optimizer: cr.optimizers.sgd({ learningRate }),
      loss: 'mse' }),
  losses: (cr, loss, model) => model.compile({ loss }),
  metrics: (cr, metrics, model) => model.compile({ loss: 'mse', metrics }),
  callbacks: (cr, callbacks, model) => model.fit(xor.x, xor.y, { callbacks }),
  generators: () => {},
};

for (const family of Object.keys(uses)) {
  abuse(`every option of ${family}`, async cr => {
    const model = network(cr);
    for (const row of cr.tables[family]) {
      const make = typeof cr[family][row.name] === 'function' ? cr[family][row.name] : options => ({ name: row.name,
          ...options });
      const further = { layers: ['inputShape'], schedules: ['initialLearningRate', 'boundaries'],
          callbacks: ['schedule'], generators: ['samples', 'noise', 'seed'] };
      for (const option of [...row.parameters.map(({ name }) => name), ...further[family] ?? [], 'bogus']) {
        for (const [name, value] of Object.entries(odd)) {
          if (option === 'schedule' && name === 'class') continue;  // called, it throws an error of its own
          await endure(`${row.name} ${option}: ${name}`, () => uses[family](cr, make({ [option]: value }), model));
        }
      }
    }
    model.dispose();
  });
}

abuse('every place of every factory', async cr => {
  const model = network(cr);
  for (const family of Object.keys(uses).filter(name => typeof cr[name][cr.tables[name][0].name] === 'function')) {
    for (const row of cr.tables[family].slice(0, 4)) {
      for (const [name, value] of Object.entries(odd)) {
        if (row.positional[0] === 'schedule' && name === 'class') continue;  // called, it throws an error of its own
        await endure(`${row.name}(${name})`, () => uses[family](cr, cr[family][row.name](value), model));
        await endure(`${row.name}(1, ${name})`, () => uses[family](cr, cr[family][row.name](1, value), model));
      }
    }
  }
});

abuse('every argument of every function', async cr => {
  const model = network(cr);
  const { x, y } = xor;
  const trained = cr.stepper(model, x, y);
  const functions = {
    sequential: value => cr.sequential(value).dispose(), readIdx: cr.readIdx,
        fromJSON: value => cr.fromJSON(value).dispose(),
    'stepper model': value => cr.stepper(value, x, y), 'stepper x': value => cr.stepper(model, value, y).dispose(),
        'stepper y': value => cr.stepper(model, x, value).dispose(),
    advance: value => trained.advance(value), rewind: value => trained.rewind(value),
    add: value => cr.sequential().add(value), build: value => cr.sequential({ layers: ['dense:2'] }).build(value),
        compile: value => network(cr).compile(value),
    'fit x': value => model.fit(value, y), 'fit y': value => model.fit(x, value), fit: value => model.fit(x, y, value),
    'evaluate x': value => model.evaluate(value, y), 'evaluate y': value => model.evaluate(x, value),
        evaluate: value => model.evaluate(x, y, value),
    'predict x': value => model.predict(value), predict: value => model.predict(x, value),
        activations: value => model.activations(value),
    'trainOnBatch x': value => model.trainOnBatch(value, y), 'trainOnBatch y': value => model.trainOnBatch(x, value),
        trainOnBatch: value => model.trainOnBatch(x, y, value),
    'confusionMatrix x': value => model.confusionMatrix(value, y),
        'confusionMatrix y': value => model.confusionMatrix(x, value),
    'gradients x': value => model.gradients(value, y), 'gradients y': value => model.gradients(x, value),
    checkGradient: value => model.checkGradient(x, y, value), setWeights: value => model.setWeights(value),
        'setWeights list': value => model.setWeights([value, value, value, value]),
    getWeights: value => model.getWeights(value), resetWeights: value => model.resetWeights(value),
    getHyperparameter: value => model.getHyperparameter(value),
        setHyperparameter: value => model.setHyperparameter(value, 0.1),
    'setHyperparameter value': value => model.setHyperparameter('learningRate', value),
        'setTrainable layer': value => model.setTrainable(value, true),
    setTrainable: value => model.setTrainable(0, value), summary: value => model.summary(value),
        countParams: value => model.countParams(value), toJSON: value => model.toJSON(value),
    toKerasCode: value => model.toKerasCode(value), stopTraining: value => { model.stopTraining = value; },
    'trainable of a layer': value => { model.layers[0].trainable = value; },
        'units of a layer': value => { model.layers[0].units = value; },
  };
  for (const [what, action] of Object.entries(functions)) {
    for (const [name, value] of Object.entries(odd)) await endure(`${what}(${name})`, () => action(value));
  }
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(model)).filter(name => name !== 'constructor');
  const tried = Object.keys(functions).map(what => what.split(' ')[0]);
  for (const name of methods.filter(method => typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(model),
      method).value === 'function')) {
    assert.ok(name === 'dispose' || tried.includes(name), `${name}() is among them`);
    for (const value of Object.values(odd)) await endure(`${name} of another`,
        () => Object.getPrototypeOf(model)[name].call(value, xor.x, xor.y));
  }
  model.dispose();
});

abuse('every option of every method', async cr => {
  const model = network(cr);
  const { x, y } = xor;
  const fit = [...cr.tables.fit.map(({ name }) => name), 'validationData', 'sampleWeight', 'verbose'];
  const methods = {
    fit: [fit, options => model.fit(x, y, options)],
    evaluate: [['batchSize', 'sampleWeight', 'verbose'], options => model.evaluate(x, y, options)],
    predict: [['batchSize', 'verbose'], options => model.predict(x, options)],
    trainOnBatch: [['sampleWeight', 'classWeight'], options => model.trainOnBatch(x, y, options)],
    compile: [['optimizer', 'loss', 'metrics', 'learningRateSchedule'], options => model.compile({ loss: 'mse',
        ...options })],
    sequential: [['layers', 'dialect', 'seed'], options => cr.sequential(options).dispose()],
  };
  for (const [method, [options, action]] of Object.entries(methods)) {
    for (const option of [...options, 'bogus']) {
      for (const [name, value] of Object.entries(odd)) {
        if (name === 'huge' || name === 'beyond') continue;  // epochs
        await endure(`${method} ${option}: ${name}`, () => action({ [option]: value }));
        await endure(`${method} ${option}: [${name}]`, () => action({ [option]: [value] }));
        if (option === 'validationData') await endure(`${method} ${option}: [x, ${name}]`, () => action({ [option]: [x,
            value] }));
        if (option === 'classWeight') await endure(`${method} ${option}: {1: ${name}}`,
            () => action({ [option]: { 1: value } }));
      }
    }
  }
  model.dispose();
});

abuse('callbacks of every kind of ill will', async cr => {
  const events = ['onTrainBegin', 'onEpochBegin', 'onBatchBegin', 'onBatchEnd', 'onEpochEnd', 'onTrainEnd'];
  const model = network(cr);
  const fit = callbacks => model.fit(xor.x, xor.y, { epochs: 2, batchSize: 2, callbacks });
  const deeds = {
    fit: () => model.fit(xor.x, xor.y), dispose: () => model.dispose(), compile: () => model.compile({ loss: 'mse' }),
        add: () => model.add('dense:1'),
    trainOnBatch: () => model.trainOnBatch(xor.x, xor.y), resetWeights: () => model.resetWeights(),
        build: () => model.build(2),
  };
  for (const event of events) {
    for (const thrown of [new Error('mine'), new RangeError('mine'), 'mine', undefined]) {
      await assert.rejects(fit({ [event]() { throw thrown; } }), error => error === thrown, `${event} throws`);
      await assert.rejects(fit({ [event]: () => Promise.reject(thrown) }), error => error === thrown,
          `${event} rejects`);
    }
    for (const [name, deed] of Object.entries(deeds)) {
      await assert.rejects(fit({ [event]: deed }), /^Error: expected fit\(\) to have ended, received /,
          `${event} does ${name}`);
    }
    // What does no harm goes on.
    await fit({ [event]() {
      model.predict(xor.x);
      model.evaluate(xor.x, xor.y);
      model.gradients(xor.x, xor.y);
      model.setWeights(model.getWeights());
      network(cr).dispose();
    } });
    for (const [name, value] of Object.entries(odd)) await endure(`${event} gives ${name}`,
        () => fit({ [event]: () => [value] }));
    await fit({ [event]() { model.stopTraining = true; } });
  }
  for (const [name, value] of Object.entries(odd)) {
    const awaited = name !== 'revoked' && name !== 'hostile';  // of those `await` itself throws
    if (awaited) await endure(`a rate: ${name}`, () => fit(cr.callbacks.learningRateScheduler(() => value)));
    await endure(`a callback: ${name}`, () => fit(value));
    for (const event of name === 'class' ? [] : events) await endure(`${event}: ${name}`, () => fit({ [event]: value,
        onTrainEnd() {} }));
  }
  model.dispose();
  model.dispose();
  const calls = { predict: [xor.x], getWeights: [], summary: [], toJSON: [], compile: [{ loss: 'mse' }], fit: [xor.x,
      xor.y], add: ['dense:1'] };
  for (const [method, values] of Object.entries(calls)) {
    await assert.rejects(async () => model[method](...values),
        /^Error: expected a model in use, received one after dispose\(\)$/);
  }
});

abuse('the tables cannot be changed', cr => {
  'use strict';
  assert.throws(() => { cr.tables.optimizers[0].name = 'odd'; }, TypeError);
  assert.throws(() => { cr.layers.dense = null; }, TypeError);
  assert.throws(() => cr.tables.fit.push({ name: 'bogus' }), TypeError);
});
