// SPDX-License-Identifier: MIT
// Bad input from JavaScript: a clear message, and the model as it was. What is large or diverges.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cr, message, smallModel, xor } from './engine_model.mjs';

async function refused(model, action, pattern) {
  const before = [model.toJSON(), model.layers];
  let error;
  try {
    await action();
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof Error, `nothing was thrown for ${pattern}`);
  assert.match(error.message, pattern);
  assert.deepEqual([model.toJSON(), model.layers], before, 'the model is as it was');
}

test('data that does not fit', async () => {
  const model = smallModel();
  const { x, y } = xor;
  const cases = [
    [() => model.fit([[1, 2, 3]], [1]), /^expected x with 2 columns, received \[1, 3\]/],
    [() => model.fit(x, [0, 1]), /^expected as many rows of y as of x \(4\), received 2/],
    [() => model.fit(x, [[0, 1], [0, 1], [0, 1], [0, 1]]), /^expected y with 1 columns/],
    [() => model.fit([], []), /^expected x as rows of numbers, received none/],
    [() => model.fit({ shape: [0, 2], data: [] }, { shape: [0, 1], data: [] }), /^expected at least one row of x, received none/],
    [() => model.fit([[NaN, 1]], [1]), /^expected finite numbers in x, received nan/],
    [() => model.trainOnBatch([[1, Infinity]], [1]), /^expected finite numbers in x, received inf/],
    [() => model.evaluate(x, [0, 1, NaN, 1]), /^expected finite numbers in y/],
    [() => model.fit(x, [0, 1, 2, 0]), /^expected targets between 0 and 1 in y/],
    [() => model.fit(x, y, { batchSize: 0 }), /^expected batch_size as a whole number between 1 and 65536, received '0'/],
    [() => model.fit(x, y, { batchSize: NaN }), /^expected batch_size as a whole number between 1 and 65536, received 'NaN'/],
    [() => model.fit(x, y, { epochs: 1.5 }), /^expected epochs as a whole number/],
    [() => model.fit(x, y, { validationSplit: 0.9 }), /^expected a validation_split that leaves rows on both sides/],
    [() => model.fit(x, y, { validationData: [x] }), /^expected validationData as \[x, y\] or \[x, y, sampleWeight\], received a list/],
    [() => model.fit(x, y, { validationData: [[[1]], [1]] }), /^expected x with 2 columns.*validation_data/],
    [() => model.fit(x, y, { sampleWeight: [1, 2] }), /^expected a sample_weight for each of the 4 rows, received 2/],
    [() => model.fit(x, y, { sampleWeight: [1, 2, -1, 1] }), /^expected sample_weight of at least 0, received -1/],
    [() => model.fit(x, y, { classWeight: { yes: 2 } }), /^expected classes 0, 1, ... in classWeight, received 'yes'/],
    [() => model.fit(x, y, { classWeight: { 1: NaN } }), /^expected class_weight between 0 and 1000000, received 'NaN'/],
    [() => model.fit(x, y, { classWeight: { 999999999: 1 } }), /^expected at most 4096 class weights/],
    [() => model.fit(x, y, { classWeight: 3 }), /^expected classWeight such as/],
    [() => model.evaluate(x, y, { batchSize: 0 }), /^expected batch_size of at least 1, received 0/],
    [() => model.evaluate(x, y, { batchSize: 'many' }), /^expected batchSize as a whole number, received 'many'/],
    [() => model.evaluate(x, y, { bathSize: 3 }), /received 'bathSize'/],
    [() => model.confusionMatrix(x, [0, 1]), /rows/],
  ];
  for (const [action, pattern] of cases) await refused(model, action, pattern);
  const classes = cr.sequential({ layers: ['dense:3:softmax:input_dim=2'] });
  classes.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
  await refused(classes, () => classes.trainOnBatch(x, [0, 1, 2, 3]), /^expected class indices 0 to 2 in y, received 3/);
  await refused(classes, () => classes.fit(x, [0, 1, 2, 1.5]), /^expected class indices 0 to 2 in y, received 1.5/);
  const older = smallModel({ dialect: 'keras2' });
  for (const classWeight of [[1], { 0: 1 }, [1, undefined]]) {
    await refused(older, () => older.fit(x, y, { classWeight }), /^expected a class_weight for each class, as Keras 2.2 wants them, received none for class 1/);
  }
  [model, classes, older].forEach(each => each.dispose());
});

test('options may be left out in every way', async () => {
  for (const options of [undefined, null, {}, { callbacks: null, validationData: undefined, verbose: 1 }]) {
    const model = smallModel();
    assert.equal((await model.fit(xor.x, xor.y, options)).history.loss.length, 1);
    model.dispose();
  }
  const model = smallModel();
  assert.deepEqual(model.evaluate(xor.x, xor.y, null), model.evaluate(xor.x, xor.y));
  assert.ok(model.trainOnBatch(xor.x, xor.y, null).loss > 0);
  model.dispose();
});

test('names that nobody knows', async () => {
  const model = smallModel();
  const fit = callbacks => () => model.fit(xor.x, xor.y, { callbacks });
  const cases = [
    [() => model.compile({ loss: 'huberr' }), /did you mean 'huber'\?/],
    [() => model.compile({ loss: { name: 'huber', delt: 2 } }), /received 'delt'; did you mean 'delta'\?/],
    [() => model.compile({ loss: { name: 'huber', delta: -2 } }), /^expected delta between 0.001 and 1000, received -2/],
    [() => model.compile({ loss: 3 }), /^expected a name such as 'mse' or an object with one, received 3/],
    [() => model.compile({ loss: () => 1 }), /received a function/],
    [() => model.compile({ metrics: ['f1_scor'] }), /did you mean 'f1_score'\?/],
    [() => model.compile({ metrics: [{ name: 'f1Score', average: 'makro' }] }), /received 'makro'; did you mean 'macro'\?/],
    [() => model.compile({ optimizer: cr.optimizers.adam({ learningRate: NaN }) }), /^expected learning_rate between 0 and 100, received 'NaN'/],
    [() => model.compile({ optimizer: { name: 'adam', learningRate: { name: 'cosineDecoy' } } }), /did you mean 'cosine_decay'\?/],
    [() => model.compile({ optimizer: 'adam', optimiser: 'sgd' }), /received 'optimiser'; did you mean 'optimizer'\?/],
    [fit('EarlyStoping'), /did you mean 'early_stopping'\?/],
    [fit(cr.callbacks.earlyStopping({ patiense: 3 })), /received 'patiense'; did you mean 'patience'\?/],
    [fit(cr.callbacks.earlyStopping({ monitor: 'lss' })), /received 'lss'; did you mean 'loss'\?/],
    [fit([3]), /^expected a callback such as callbacks.earlyStopping\(\) or an object with onEpochEnd\(\), received 3/],
    [fit({ onEpochEnded() {} }), /received an object with onEpochEnded/],
    [() => model.setHyperparameter('learningRat', 1), /did you mean 'learning_rate'\?/],
    [() => model.setHyperparameter('learningRate', 'fast'), /^expected learningRate as a number, received 'fast'/],
    [() => model.getHyperparameter('learningRat'), /did you mean 'learning_rate'\?/],
  ];
  for (const [action, pattern] of cases) await refused(model, action, pattern);
  model.dispose();
});

test('calls in a wrong order', async () => {
  const model = smallModel();
  await refused(model, () => model.add(cr.layers.dense({ units: 1 })), /^expected all layers before compile\(\), received add\(\) of one more layer \(dense\) after it/);
  await refused(model, () => cr.sequential({ layers: [cr.layers.rbf({ units: 0 })] }), /^expected units/);
  model.dispose();
  const empty = cr.sequential();
  assert.equal(empty.learningRate, undefined);
  await refused(empty, () => empty.build(2.5), /^expected inputs as a whole number, received 2.5/);
  await refused(empty, () => empty.build(0), /^expected at least one layer before build/);
  await refused(empty, () => empty.setTrainable(0, false), /^expected a layer's number below 0, received 0/);
  await refused(empty, () => cr.generators.xor({ sample: 3 }), /^expected samples, noise, seed for a data set, received 'sample'/);
  await refused(empty, () => cr.generators.xor({ samples: 'many' }), /^expected samples as a whole number, received 'many'/);
  await refused(empty, () => empty.predict([[1]]), /^expected a built model, received one without inputs/);
  await refused(empty, () => empty.fit([[1]], [1]), /^expected a (built|compiled) model/);
  await refused(empty, () => empty.setHyperparameter('learningRate', 1), /call compile\(\) first/);
  await refused(empty, () => empty.getHyperparameter('learningRate'), /call compile\(\) first/);
  empty.dispose();
});

test('a model that fails at its first data does not know its inputs afterwards', async () => {
  const model = cr.sequential({ layers: ['dense:3:tanh', 'dense:1:sigmoid'], dialect: 'keras2', seed: 9 });
  model.compile({ optimizer: 'adam:0.02', loss: 'binaryCrossentropy', metrics: ['acc'] });
  const three = [[1, 2, 3], [4, 5, NaN]];
  await refused(model, () => model.fit(three, [0, 1]), /^expected finite numbers in x/);
  await refused(model, () => model.trainOnBatch([[1, 2, 3]], [7]), /^expected targets between/);
  await refused(model, () => cr.stepper(model, [[1, 2, 3]], [7]), /^expected targets between/);
  await refused(model, () => model.predict([[1, NaN, 3]]), /^expected finite numbers in x/);
  const fresh = cr.sequential({ layers: ['dense:3:tanh', 'dense:1:sigmoid'], dialect: 'keras2', seed: 9 });
  fresh.compile({ optimizer: 'adam:0.02', loss: 'binaryCrossentropy', metrics: ['acc'] });
  assert.deepEqual((await model.fit(xor.x, xor.y)).history, (await fresh.fit(xor.x, xor.y)).history);
  assert.deepEqual(model.getWeights(), fresh.getWeights());
  [model, fresh].forEach(each => each.dispose());
});

test('a refused change leaves a film running', () => {
  const model = smallModel();
  const step = cr.stepper(model, xor.x, xor.y);
  assert.match(message(() => model.compile({ optimizer: 'adm' })), /adam/);
  assert.equal(step.advance().phase, 'load');
  [step, model].forEach(each => each.dispose());
});

test('a diverging run names the layer and the learning rate to try', async () => {
  const model = cr.sequential({ layers: ['dense:8:relu:input_dim=2:name=hidden', 'dense:1'] });
  model.compile({ optimizer: cr.optimizers.sgd(100), loss: 'mse' });
  const data = cr.generators.plane();
  const { stopped, history } = await model.fit(data.x, data.y, { epochs: 50 });
  assert.match(stopped, /^The loss is no longer a finite number at epoch \d+, batch \d+ \(the (weights|outputs) of layer \w+ overflowed first\)/);
  assert.match(stopped, /The learning rate 100 is too large: try 10\.$/);
  assert.ok(Object.values(history).flatMap(values => values.slice(0, -1)).every(Number.isFinite));
  assert.ok(!Number.isFinite(history.loss.at(-1)), 'the last row is that of the epoch in which it diverged');
  assert.ok(model.getWeights().every(({ data: weights }) => weights.every(Number.isFinite)));
  model.dispose();
});

test('ten million weights train a step', () => {
  const model = cr.sequential({ layers: [cr.layers.dense({ units: 3100, inputDim: 3100, activation: 'relu' }), cr.layers.dense({ units: 100 })] });
  assert.equal(model.countParams(), 3100 * 3101 + 3101 * 100);
  // Adam moves every one of 3100 weights of a unit at once, so the step has to be small.
  model.compile({ optimizer: cr.optimizers.adam(1e-5), loss: 'mse' });
  const x = Float32Array.from({ length: 2 * 3100 }, (_, i) => Math.sin(i));
  const before = model.trainOnBatch(x, new Float32Array(200)).loss;
  assert.ok(model.evaluate(x, new Float32Array(200)).loss < before);
  model.dispose();
});
