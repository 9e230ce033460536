// SPDX-License-Identifier: MIT
// The JavaScript interface of the engine, in Node and in a Worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { engineUrl } from './engine_path.mjs';

const { default: createEngine } = await import(engineUrl);
const cr = await createEngine();

const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] };

function smallModel(options = {}) {
  const model = cr.sequential({ seed: 5, ...options });
  model.add(cr.layers.dense({ units: 4, inputDim: 2, activation: 'tanh' }));
  model.add(cr.layers.dense({ units: 1, activation: 'sigmoid' }));
  model.compile({ optimizer: cr.optimizers.adam({ learningRate: 0.05 }), loss: 'binaryCrossentropy', metrics: ['acc'] });
  return model;
}
const message = action => {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message;
  }
  return '';
};

test('a network learns XOR', async () => {
  const model = smallModel();
  const { history } = await model.fit(xor.x, xor.y, { batchSize: 4, epochs: 400 });
  assert.equal(history.loss.length, 400);
  assert.ok(history.loss.at(-1) < 0.05, `loss ${history.loss.at(-1)}`);
  assert.equal(history.acc.at(-1), 1);
  const { shape, data } = model.predict(xor.x);
  assert.deepEqual(shape, [4, 1]);
  assert.deepEqual(Array.from(data, Math.round), [0, 1, 1, 0]);
  model.dispose();
});

test('names and options are taken in both spellings', () => {
  const one = cr.sequential({ layers: [
    cr.layers.dense({ units: 3, inputDim: 2, useBias: false, kernelInitializer: 'heNormal', activation: 'leakyReLU' })] });
  const two = cr.sequential({ layers: [
    cr.layers.dense({ units: 3, input_dim: 2, use_bias: false, kernel_initializer: cr.initializers.he_normal(),
                      activation: cr.activations.leaky_relu() })] });
  assert.deepEqual(one.layers, two.layers);
  assert.equal(one.layers[0].kernel_initializer, 'he_normal');
  assert.equal(one.layers[0].activation, 'leaky_relu');
  assert.deepEqual(one.getWeights(), two.getWeights());
  one.compile({ optimizer: { name: 'SGD', learningRate: 0.1, nesterov: true, momentum: 0.9 }, loss: cr.losses.mse });
  two.compile({ optimizer: cr.optimizers.sgd({ learning_rate: 0.1, nesterov: true, momentum: 0.9 }), loss: 'MSE' });
  const rows = [[1, 2], [3, -1]], targets = [[1, 0, 0], [0, 1, 0]];
  for (let i = 0; i < 3; ++i) assert.deepEqual(one.trainOnBatch(rows, targets), two.trainOnBatch(rows, targets));
  assert.deepEqual(one.getWeights(), two.getWeights());
  assert.deepEqual(cr.optimizers.adam(0.02), { name: 'adam', learning_rate: 0.02 });
  assert.equal(cr.losses.sparseCategoricalCrossentropy, 'sparse_categorical_crossentropy');
  const shaped = cr.sequential({ layers: [cr.layers.dense({ units: 3, inputShape: [2] })] });
  assert.equal(shaped.countParams(), 9);
  [one, two, shaped].forEach(model => model.dispose());
});

test('every row of every table has its member', () => {
  for (const family of ['activations', 'initializers', 'optimizers', 'losses', 'metrics', 'generators', 'layers']) {
    assert.ok(cr.tables[family].length > 0, family);
    for (const { name } of cr.tables[family]) assert.ok(cr[family][name], `${family}.${name}`);
  }
  for (const { name } of cr.tables.generators) {
    const { x, y } = cr.generators[name]({ samples: 20, noise: 0, seed: 3 });
    assert.equal(x.shape[0], 20);
    assert.deepEqual(y.shape, [20, 1]);
  }
});

test('weights go in and out in shapes as Keras has them', () => {
  const model = cr.sequential();
  model.add(cr.layers.dense({ units: 2, inputDim: 3 }));
  model.setWeights([[[1, 2], [3, 4], [5, 6]], [0.5, -0.5]]);
  const weights = model.getWeights();
  assert.deepEqual(weights.map(({ shape }) => shape), [[3, 2], [2]]);
  assert.deepEqual([...weights[0].data], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...model.predict([[1, 10, 100]]).data], [531.5, 641.5]);
  model.setWeights(weights);
  model.setWeights([new Float32Array([1, 0, 0, 1, 0, 0]), new Float32Array(2)]);
  assert.deepEqual([...model.predict([[7, 8, 9]]).data], [7, 8]);
  weights[0].data[0] = 99;
  assert.notEqual(model.getWeights()[0].data[0], 99, 'a copy');
  model.dispose();
});

test('arrays of every form mean the same', () => {
  const model = smallModel();
  const flat = new Float32Array(xor.x.flat());
  const expected = model.predict(xor.x);
  assert.deepEqual(model.predict(flat), expected);
  assert.deepEqual(model.predict({ shape: [4, 2], data: flat }), expected);
  assert.deepEqual(model.predict({ shape: [4, 2], data: Array.from(flat) }), expected);
  assert.deepEqual(model.predict(Float64Array.from(flat)), expected);
  assert.deepEqual(model.predict(xor.x.map(row => Float32Array.from(row))), expected);
  const logs = model.evaluate(xor.x, xor.y);
  assert.deepEqual(model.evaluate(xor.x, [0, 1, 1, 0]), logs);
  assert.deepEqual(model.evaluate(xor.x, [false, true, true, false]), logs);
  assert.deepEqual(model.evaluate(flat, new Uint8Array([0, 1, 1, 0])), logs);
  model.dispose();
});

test('a model learns its number of inputs from the data', async () => {
  const model = cr.sequential({ layers: ['dense:3:tanh', 'dense:1'] });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  assert.equal(model.countParams(), 0);
  await model.fit([[1, 2, 3], [4, 5, 6]], [1, 2]);
  assert.equal(model.countParams(), 3 * 3 + 3 + 4);
  model.dispose();
});

test('gradients are those of the definition', () => {
  const model = smallModel();
  const gradients = model.gradients(xor.x, xor.y);
  assert.deepEqual(gradients.map(({ shape }) => shape), [[2, 4], [4], [4, 1], [1]]);
  const flat = gradients.flatMap(({ data }) => [...data]);
  flat.forEach((gradient, i) => {
    const { backprop, numeric, difference } = model.checkGradient(xor.x, xor.y, i);
    assert.equal(backprop, gradient);
    assert.ok(Math.abs(numeric - gradient) < 1e-5, `weight ${i}`);
    assert.ok(difference < 1e-2);
  });
  model.dispose();
});

test('fit calls back in Keras\'s order and waits for it', async () => {
  const model = smallModel();
  const heard = [];
  const data = cr.generators.circle({ samples: 50 });
  await model.fit(data.x, data.y, {
    batchSize: 16, epochs: 2, validationSplit: 0.2, callbacks: [{
      onTrainBegin: () => heard.push('begin'),
      onEpochBegin: epoch => heard.push(`epoch ${epoch}`),
      onBatchEnd: (batch, logs) => heard.push(`batch ${batch} ${Object.keys(logs)}`),
      async onEpochEnd(epoch, logs) {
        await new Promise(resolve => setTimeout(resolve, 5));
        heard.push(`end ${epoch} ${Object.keys(logs)}`);
      },
    }, { onTrainEnd: () => heard.push('over') }],
  });
  const batches = [0, 1, 2].map(batch => `batch ${batch} loss,acc`);
  const keys = 'loss,acc,val_loss,val_acc';
  assert.deepEqual(heard, ['begin', 'epoch 0', ...batches, `end 0 ${keys}`, 'epoch 1', ...batches, `end 1 ${keys}`, 'over']);
  model.dispose();
});

test('an epoch\'s loss is the mean over its samples', async () => {
  const model = smallModel();
  const data = cr.generators.circle({ samples: 50 });
  const losses = [];
  const { history } = await model.fit(data.x, data.y, {
    batchSize: 20, epochs: 1, callbacks: { onBatchEnd: (_, { loss }) => losses.push(loss) } });
  assert.equal(losses.length, 3);
  const mean = (losses[0] * 20 + losses[1] * 20 + losses[2] * 10) / 50;
  assert.ok(Math.abs(history.loss[0] - mean) < 1e-12);
  model.dispose();
});

test('validationData is measured after each epoch', async () => {
  const model = smallModel();
  const { history } = await model.fit(xor.x, xor.y, { epochs: 3, validation_data: [xor.x, xor.y] });
  assert.equal(history.val_loss.at(-1), model.evaluate(xor.x, xor.y).loss);
  model.dispose();
});

test('the page lives on while fit runs', async () => {
  const model = cr.sequential({ layers: ['dense:64:tanh:input_dim=2', 'dense:64:tanh', 'dense:1:sigmoid'] });
  model.compile({ optimizer: 'adam', loss: 'binary_crossentropy' });
  const data = cr.generators.spiral({ samples: 2000 });
  let ticks = 0;
  const timer = setInterval(() => ++ticks, 1);
  const start = performance.now();
  await model.fit(data.x, data.y, { epochs: 40 });
  clearInterval(timer);
  const slices = (performance.now() - start) / 8;
  assert.ok(ticks > Math.min(5, slices / 4), `${ticks} ticks in ${slices} slices`);
  model.dispose();
});

test('training stops when asked', async () => {
  const model = smallModel();
  const { history, stopped } = await model.fit(xor.x, xor.y, {
    epochs: 1000, callbacks: { onEpochEnd(epoch) { if (epoch === 4) model.stopTraining = true; } } });
  assert.equal(history.loss.length, 5);
  assert.equal(stopped, 'stopTraining');
  assert.equal((await model.fit(xor.x, xor.y, { epochs: 2 })).history.loss.length, 2);
  model.dispose();
});

test('an exception in a callback ends fit and leaves the model usable', async () => {
  const model = smallModel();
  await assert.rejects(model.fit(xor.x, xor.y, { epochs: 9, callbacks: { onEpochEnd() { throw new Error('mine'); } } }),
                       { message: 'mine' });
  await model.fit(xor.x, xor.y, { epochs: 1 });
  model.dispose();
});

test('a running fit keeps its model from being changed', async () => {
  const model = smallModel();
  const running = model.fit(xor.x, xor.y, { epochs: 20, callbacks: { onEpochEnd: () => new Promise(setImmediate) } });
  await new Promise(setImmediate);
  assert.match(message(() => model.compile({ optimizer: 'sgd', loss: 'mse' })), /^expected fit\(\) to have ended/);
  assert.match(message(() => model.add('dense:3')), /^expected fit\(\) to have ended/);
  assert.match(message(() => model.dispose()), /^expected fit\(\) to have ended/);
  await assert.rejects(model.fit(xor.x, xor.y), /second fit/);
  model.predict(xor.x);
  await running;
  model.dispose();
});

test('a diverging fit says why it stopped', async () => {
  const model = cr.sequential({ layers: ['dense:8:relu:input_dim=2', 'dense:1'] });
  model.compile({ optimizer: cr.optimizers.sgd(100), loss: 'mse' });
  const data = cr.generators.plane();
  const { stopped } = await model.fit(data.x, data.y, { epochs: 50 });
  assert.match(stopped, /learning rate/);
  assert.ok(model.getWeights().every(({ data: weights }) => weights.every(Number.isFinite)));
  model.dispose();
});

test('the same seed gives the same training', async () => {
  const data = cr.generators.moons({ seed: 2 });
  const run = async () => {
    const model = smallModel();
    await model.fit(data.x, data.y, { epochs: 3 });
    const weights = model.getWeights();
    model.dispose();
    return weights;
  };
  assert.deepEqual(await run(), await run());
});

test('dialects name things as their Keras does', async () => {
  const old = smallModel({ dialect: 'keras2' });
  assert.deepEqual(old.layers.map(({ name }) => name), ['dense_1', 'dense_2']);
  assert.deepEqual(smallModel().layers.map(({ name }) => name), ['dense', 'dense_1']);
  old.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] });
  const { history } = await old.fit(xor.x, xor.y);
  assert.deepEqual(Object.keys(history), ['loss', 'acc']);
});

test('the summary is the lecture\'s table', () => {
  const model = cr.sequential({ dialect: 'keras2', layers: [
    cr.layers.dense({ units: 4, inputDim: 3 }), cr.layers.dense({ units: 4 }), cr.layers.dense({ units: 1 })] });
  assert.deepEqual(model.layers.map(({ parameters }) => parameters), [16, 20, 5]);
  assert.equal(model.countParams(), 41);
  assert.match(model.summary(), /Total params: 41/);
  model.dispose();
});

test('a stepper is trainOnBatch, phase by phase', () => {
  const model = smallModel();
  const twin = smallModel();
  const step = cr.stepper(model, xor.x, xor.y);
  for (let round = 0; round < 3; ++round) {
    const phases = [];
    while (!step.done) {
      const { phase, layer } = step.advance();
      phases.push(layer === null ? phase : `${phase} ${layer}`);
    }
    assert.deepEqual(phases, ['load', 'forward 0', 'forward 1', 'loss', 'backward 1', 'backward 0', 'update 0', 'update 1', 'done']);
    assert.equal(step.advance().phase, 'done');
    twin.trainOnBatch(xor.x, xor.y);
    assert.deepEqual(model.getWeights(), twin.getWeights());
    step.rewind();
  }
  step.dispose();
  assert.match(message(() => step.advance()), /dispose/);
  model.dispose();
  twin.dispose();
});

test('a trace holds the numbers of its phase', () => {
  const model = cr.sequential({ layers: ['dense:2:tanh:input_dim=2', 'dense:1'] });
  model.compile({ optimizer: cr.optimizers.sgd(0.1), loss: 'mse' });
  model.setWeights([[[1, 2], [3, 4]], [0.5, 0], [[1], [-1]], [0]]);
  const step = cr.stepper(model, [[0.1, 0.2]], [[1]]);
  const traces = {};
  while (!step.done) {
    const { phase, layer, trace } = step.advance();
    traces[layer === null ? phase : phase + layer] = trace;
  }
  const near = (actual, expected) => actual.data.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5,
                                                                                 `${[...actual.data]} is not ${expected}`));
  const z = [1.2, 1], a = z.map(Math.tanh), slope = a.map(value => 1 - value * value);
  const p = a[0] - a[1], dp = 2 * (p - 1);
  near(traces.forward0.z, z);
  near(traces.forward0.a, a);
  near(traces.forward0.derivative, slope);
  near(traces.forward1.a, [p]);
  assert.ok(Math.abs(traces.loss.loss - (p - 1) ** 2) < 1e-5);
  near(traces.backward1.delta, [dp]);
  near(traces.backward1.dx, [dp, -dp]);
  near(traces.backward0.delta, [dp * slope[0], -dp * slope[1]]);
  near(traces.backward0.gradients[0], [0.1 * dp * slope[0], -0.1 * dp * slope[1], 0.2 * dp * slope[0], -0.2 * dp * slope[1]]);
  near(traces.update1.after[1], [-0.1 * dp]);
  assert.equal(traces.update1.learningRate, 0.1);
  step.dispose();
  model.dispose();
});

test('a stepper refuses a model that has changed', () => {
  const model = smallModel();
  const step = cr.stepper(model, xor.x, xor.y);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  assert.match(message(() => step.advance()), /changed/);
  step.dispose();
  const other = cr.stepper(model, xor.x, xor.y);
  model.dispose();
  assert.equal(other.advance().phase, 'load', 'it keeps what it needs');
  other.dispose();
});

test('models survive JSON', () => {
  const model = smallModel();
  model.trainOnBatch(xor.x, xor.y);
  for (const form of [model.toJSON(), JSON.stringify(model), JSON.parse(model.toJSON()), JSON.stringify(model.toJSON())]) {
    const again = cr.fromJSON(form);
    assert.deepEqual(again.getWeights(), model.getWeights());
    assert.deepEqual(again.evaluate(xor.x, xor.y), model.evaluate(xor.x, xor.y));
    again.dispose();
  }
  assert.match(message(() => cr.fromJSON('{')), /line 1, column 2: expected JSON/);
  model.dispose();
});

test('errors are JavaScript Errors with the engine\'s text', async () => {
  const model = smallModel();
  const cases = [
    [() => cr.sequential({ sed: 1 }), /received 'sed'/],
    [() => cr.sequential({ seed: 0.5 }), /whole number, received 0.5/],
    [() => cr.sequential({ dialect: 'keras4' }), /keras2/],
    [() => model.add(cr.layers.dense({ unitz: 3 })), /received 'unitz'; did you mean 'units'\?/],
    [() => model.add({ kind: 'dnese' }), /did you mean 'dense'\?/],
    [() => model.add(cr.layers.dense({ units: 0 })), /^expected units as a whole number between 1 and 4096, received '0'/],
    [() => model.add(cr.layers.dense({ units: 1, activation: 'rleu' })), /did you mean 'relu'\?/],
    [() => model.add(3), /received 3/],
    [() => model.compile({ optimizer: 'adm' }), /did you mean 'adam'\?/],
    [() => model.compile({ optimizer: cr.optimizers.adam({ learningRate: -1 }) }), /^expected learning_rate between 0 and 100, received -1, in adam/],
    [() => model.compile({ los: 'mse' }), /did you mean 'loss'\?/],
    [() => model.predict([[1, 2, 3]]), /^expected x with 2 columns, received \[1, 3\], in layer dense, in predict\(\)/],
    [() => model.predict([[1, 'a']]), /^expected a number at row 0, column 1 of x, received 'a'/],
    [() => model.predict([[1, 2], [3]]), /^expected 2 numbers in row 1 of x, received 1 numbers/],
    [() => model.predict([[1, NaN]]), /^expected finite numbers in x/],
    [() => model.predict([]), /received none/],
    [() => model.predict('text'), /received 'text'/],
    [() => model.predict({ shape: [2, 2], data: [1, 2] }), /^expected 4 numbers for x of shape \[2,2\], received 2/],
    [() => model.predict(new Float32Array(3)), /multiple of 2/],
    [() => model.evaluate([[1, 2]], [[1], [0]]), /as many rows of y/],
    [() => model.setWeights([[[1, 2]]]), /^expected 4 arrays of weights, received 1/],
    [() => model.setTrainable(7, true), /below 2/],
    [() => model.checkGradient(xor.x, xor.y, 1e9), /below 17/],
    [() => cr.generators.xor({ samples: 0 }), /^expected samples between/],
    [() => cr.stepper({}, xor.x, xor.y), /^expected a model/],
  ];
  for (const [action, pattern] of cases) assert.match(message(action), pattern, String(action));
  await assert.rejects(model.fit(xor.x, xor.y, { epoch: 3 }), /did you mean 'epochs'\?/);
  await assert.rejects(model.fit(xor.x, xor.y, { validationSplit: 1.5 }), /validation_split/);
  await assert.rejects(model.fit(xor.x, xor.y, { validationData: xor.x }), /validationData as \[x, y\]/);
  const bare = cr.sequential({ layers: ['dense:1:input_dim=2'] });
  await assert.rejects(bare.fit(xor.x, xor.y), /call compile\(\) first/);
  bare.dispose();
  model.dispose();
  assert.match(message(() => model.predict(xor.x)), /dispose/);
  model.dispose();
});

test('memory comes back', async () => {
  const data = cr.generators.circle({ samples: 4000 });
  const round = async () => {
    const model = cr.sequential({ layers: ['dense:256:tanh:input_dim=2', 'dense:256:tanh', 'dense:1:sigmoid'] });
    model.compile({ optimizer: 'adam', loss: 'binary_crossentropy', metrics: ['acc'] });
    const small = { shape: [64, 2], data: data.x.data.subarray(0, 128) };
    await model.fit(small, data.y.data.subarray(0, 64), { batchSize: 64, epochs: 1 });
    message(() => model.predict([[1, 2, 3]]));
    message(() => model.add('dense:0'));
    model.predict(data.x);
    const step = cr.stepper(model, small, data.y.data.subarray(0, 64));
    while (!step.done) step.advance();
    step.dispose();
    model.toJSON().length;
    model.dispose();
  };
  for (let i = 0; i < 4; ++i) await round();
  const before = cr.HEAP8.length;
  for (let i = 0; i < 20; ++i) await round();
  assert.equal(cr.HEAP8.length, before);
});

test('the same in a Worker', async () => {
  const code = `
    import { parentPort } from 'node:worker_threads';
    const { default: createEngine } = await import(${JSON.stringify(engineUrl)});
    const cr = await createEngine();
    const model = cr.sequential({ layers: ['dense:4:tanh:input_dim=2', 'dense:1:sigmoid'], seed: 5 });
    model.compile({ optimizer: 'adam:0.05', loss: 'binary_crossentropy', metrics: ['acc'] });
    const { history } = await model.fit(${JSON.stringify(xor.x)}, ${JSON.stringify(xor.y)}, { epochs: 10 });
    parentPort.postMessage({ history, weights: model.getWeights() });`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const answer = await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
  await worker.terminate();
  const model = smallModel();
  const { history } = await model.fit(xor.x, xor.y, { epochs: 10 });
  assert.deepEqual(answer.history, history);
  assert.deepEqual(answer.weights, model.getWeights());
  model.dispose();
});
