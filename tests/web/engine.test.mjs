// SPDX-License-Identifier: MIT
// The JavaScript interface of the engine: models, arrays, names, errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cr, message, smallModel, xor } from './engine_model.mjs';

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

test('data sets take their own parameters', () => {
  assert.equal(cr.generators.clusters({ classes: 5, samples: 50 }).classes, 5);
  const { x, y } = cr.generators.above({ formula: 'x1 / 2', noise: 0 });
  y.data.forEach((label, row) => assert.equal(x.data[2 * row + 1] > x.data[2 * row] / 2, label === 1));
  assert.throws(() => cr.generators.rings({ rings: 99 }), /^Error: expected rings as a whole number between 2 and 8, received 99, in rings/);
  assert.throws(() => cr.generators.rings({ ring: 3 }), /^Error: expected samples, noise, seed, rings for a data set, received 'ring'/);
  assert.throws(() => cr.generators.above({ formula: 'sin(' }), /at column 5 of the formula/);
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

test('a model is written as its Keras program', () => {
  const older = cr.sequential({ dialect: 'keras2', layers: [cr.layers.dense({ units: 4, inputDim: 3 }), cr.layers.dense({ units: 1, name: 'out' })] });
  assert.match(older.toKerasCode(), /model\.add\(Dense\(4, input_dim=3\)\)\nmodel\.add\(Dense\(1, name='out'\)\)\nmodel\.summary\(\)\n$/);
  older.compile({ optimizer: cr.optimizers.adam({ learningRate: 0.01, decay: 0.1 }), loss: 'binaryCrossentropy' });
  assert.match(older.toKerasCode(), /optimizer=Adam\(lr=0\.01, decay=0\.1\), loss='binary_crossentropy'/);
  older.dispose();
  const model = smallModel();
  assert.match(model.toKerasCode(), /import keras\n.*model\.add\(keras\.Input\(shape=\(2,\)\)\)\n.*model\.fit\(X_train, y_train, batch_size=32, epochs=1\)\n$/s);
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

test('gradients of other rows do not disturb a step', () => {
  const model = smallModel();
  const twin = smallModel();
  const step = cr.stepper(model, xor.x, xor.y);
  while (step.advance().phase !== 'backward');
  step.advance();
  model.gradients([[5, 6]], [1]);
  model.checkGradient([[5, 6]], [1], 3);
  while (!step.done) step.advance();
  twin.trainOnBatch(xor.x, xor.y);
  assert.deepEqual(model.getWeights(), twin.getWeights());
  [step, model, twin].forEach(object => object.dispose());
});

test('losses have Keras\'s long names too', () => {
  const results = ['mse', 'MSE', 'meanSquaredError', 'mean_squared_error', 'MeanSquaredError'].map(loss => {
    const model = smallModel();
    model.compile({ optimizer: 'sgd', loss });
    const logs = model.trainOnBatch(xor.x, xor.y);
    model.dispose();
    return logs.loss;
  });
  assert.equal(new Set(results).size, 1);
});

test('what would take too much memory is refused', () => {
  const model = cr.sequential({ layers: ['dense:4096:tanh:input_dim=1', 'dense:1'] });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  const rows = new Float32Array(30000);
  assert.match(message(() => model.trainOnBatch(rows, rows)), /^expected batch_size \(rows at once\) of at most/);
  model.dispose();
  const deep = cr.sequential({ layers: ['dense:4096:tanh:input_dim=1', ...Array(3).fill('activation:tanh')] });
  assert.match(message(() => deep.add('activation:tanh')), /^expected at most 20000 outputs of all layers/);
  assert.equal(deep.predict([[1]]).data.length, 4096);
  deep.dispose();
  const untouched = cr.sequential({ layers: ['dense:4096', 'dense:4096'] });
  for (let i = 0; i < 2; ++i) assert.match(message(() => untouched.predict([[1, 2]])), /parameters/);
  untouched.dispose();
});
