// SPDX-License-Identifier: MIT
// Every row of every table can be used from JavaScript, under both spellings of its name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cr, message } from './engine_model.mjs';

const camelCase = name => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const both = row => [row.name, camelCase(row.name)];
const x = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(2 * i), (i % 5) / 5, i % 2]);
/** Targets that a loss can learn from three outputs. */
const targets = {
  numbers: x.map(row => row.slice(0, 3).map(value => Math.abs(value) + 0.1)),
  bits: x.map((_, i) => [i % 2, 1 - i % 2, 1]),
  one_hot: x.map((_, i) => [0, 1, 2].map(c => Number(c === i % 3))),
  class_index: x.map((_, i) => [i % 3]),
};

/** Trains a step, and gives its numbers when all of them are finite. */
function train(model, y, options) {
  const logs = model.trainOnBatch(x, y, options);
  for (const [key, value] of Object.entries(logs)) assert.ok(Number.isFinite(value), `${key} is ${value}`);
  const weights = model.getWeights().map(({ data }) => [...data]);
  assert.ok(weights.flat().every(Number.isFinite));
  model.dispose();
  return { logs, weights };
}

/** A small network with these options of its hidden layer and of compile(). */
function network(hidden = {}, compile = {}, more = {}) {
  const model = cr.sequential({ seed: 3, ...more });
  model.add(cr.layers.dense({ units: 4, inputDim: 4, activation: 'tanh', ...hidden }));
  model.add(cr.layers.dense({ units: 3, activation: 'softmax' }));
  model.compile({ optimizer: 'sgd', loss: 'mse', ...compile });
  return model;
}

/** Both members of a row, its name as text and as an object, all make the same training step. */
function sameForAll(family, row, make, y = targets.numbers) {
  const ways = [...both(row).map(name => cr[family][name]), ...both(row), { name: camelCase(row.name) }]
    .map(way => (typeof way === 'function' ? way() : way));
  const results = ways.map(way => train(make(way), y));
  for (const result of results) assert.deepEqual(result, results[0], `${family}.${row.name}`);
  return results[0];
}

for (const [family, option] of [['activations', 'activation'], ['initializers', 'kernelInitializer'],
                                ['regularizers', 'kernelRegularizer'], ['constraints', 'kernelConstraint']]) {
  test(`every row of ${family}`, () => {
    for (const row of cr.tables[family]) sameForAll(family, row, way => network({ [option]: way }));
  });
}

test('every layer is built, predicts and trains', () => {
  for (const row of cr.tables.layers) {
    const results = [...both(row), ...[row.title], ...row.aliases].map(name => {
      const options = row.parameters.some(({ name: option }) => option === 'units') ? { units: 4 } : {};
      const model = cr.sequential({ layers: [cr.layers[name]({ ...options, inputShape: [4] }), { kind: 'Dense', units: 3 }] });
      assert.deepEqual(model.predict(x).shape, [12, 3], name);
      model.compile({ optimizer: 'adam', loss: 'mse' });
      return train(model, targets.numbers);
    });
    for (const result of results) assert.deepEqual(result, results[0], row.name);
  }
});

test('every loss, by name, alias and as an object', () => {
  for (const row of cr.tables.losses) {
    const first = sameForAll('losses', row, loss => network({}, { loss }), targets[row.targets]);
    for (const alias of row.aliases) assert.deepEqual(train(network({}, { loss: alias }), targets[row.targets]), first, alias);
    for (const parameter of row.parameters) {
      const value = parameter.value === 1 ? 0.5 : parameter.type === 'boolean' ? true : 0.5;
      const given = parameter.type === 'boolean' ? parameter.value === 0 : value;
      const ways = [{ name: row.name, [camelCase(parameter.name)]: given }, `${row.name}:${parameter.name}=${Number(given)}`,
                    `${camelCase(row.name)}:${camelCase(parameter.name)}=${Number(given)}`];
      const [one, two, three] = ways.map(loss => train(network({}, { loss }), targets[row.targets]).logs.loss);
      assert.equal(two, one, row.name);
      assert.equal(three, one, row.name);
    }
  }
});

test('every optimizer and its parameters', () => {
  for (const row of cr.tables.optimizers) {
    sameForAll('optimizers', row, optimizer => network({}, { optimizer }));
    const clips = name => name.includes('clip');
    const options = Object.fromEntries(row.parameters.filter(({ name }) => !clips(name)).map(({ name, value, type }) =>
      [camelCase(name), type === 'boolean' ? true : value * 0.9 || 0.01]));
    train(network({}, { optimizer: cr.optimizers[row.name](options) }), targets.numbers);
    for (const { name } of row.parameters.filter(parameter => clips(parameter.name))) {
      train(network({}, { optimizer: cr.optimizers[row.name]({ [camelCase(name)]: 0.5 }) }), targets.numbers);
    }
  }
});

test('every schedule, in the optimizer and beside it', () => {
  for (const row of cr.tables.schedules) {
    sameForAll('schedules', row, way => network({}, { learningRateSchedule: way }));
    const inside = network({}, { optimizer: cr.optimizers.sgd({
      learningRate: cr.schedules[row.name]({ initialLearningRate: 0.25 }) }) });
    assert.equal(inside.learningRate, 0.25, row.name);
    train(inside, targets.numbers);
  }
});

test('every metric', () => {
  const fitting = name => (name.startsWith('sparse') ? ['sparse_categorical_crossentropy', 'class_index'] : ['mse', 'one_hot']);
  for (const row of cr.tables.metrics) {
    const [loss, kind] = fitting(row.name);
    const first = Object.values(train(network({}, { loss, metrics: [row.name] }), targets[kind]).logs);
    assert.equal(first.length, 2);
    for (const metric of [camelCase(row.name), cr.metrics[camelCase(row.name)], { name: row.name }, ...row.aliases]) {
      assert.deepEqual(Object.values(train(network({}, { loss, metrics: metric }), targets[kind]).logs), first, row.name);
    }
    for (const parameter of row.parameters.filter(({ words }) => words)) {
      for (const word of parameter.words) train(network({}, { metrics: [{ name: row.name, [parameter.name]: word }] }), targets.one_hot);
    }
  }
  const { logs } = train(network({}, { metrics: ['acc', 'MSE', 'mean_absolute_error', 'top_k_categorical_accuracy:k=3'] }), targets.one_hot);
  assert.deepEqual(Object.keys(logs), ['loss', 'acc', 'MSE', 'mean_absolute_error', 'top_k_categorical_accuracy'], 'keys as typed');
  assert.equal(logs.top_k_categorical_accuracy, 1);
});

test('every callback', async () => {
  for (const row of cr.tables.callbacks) {
    const ways = [cr.callbacks[row.name](), cr.callbacks[camelCase(row.name)](), ...both(row), ...row.aliases];
    for (const callbacks of ways) {
      const model = network();
      const { callbacks: status } = await model.fit(x, targets.numbers, { epochs: 3, validationSplit: 0.25, callbacks });
      assert.deepEqual(status.map(({ name }) => name), [row.name]);
      model.dispose();
    }
  }
});

test('both dialects take every default', () => {
  for (const dialect of ['keras2', 'keras3']) {
    for (const row of cr.tables.optimizers) train(network({}, { optimizer: row.name }, { dialect }), targets.numbers);
    for (const row of cr.tables.losses) train(network({}, { loss: row.name }, { dialect }), targets[row.targets]);
  }
  const first = dialect => network({}, { optimizer: 'adagrad' }, { dialect }).learningRate;
  assert.equal(first('keras2'), 0.01);
  assert.equal(first('keras3'), 0.001);
  const old = network({}, { optimizer: { name: 'sgd', lr: 0.5 } }, { dialect: 'keras2' });
  assert.equal(old.learningRate, 0.5);
  old.dispose();
  assert.match(message(() => network({}, { optimizer: { name: 'sgd', lr: 0.5 } })), /^expected learning_rate for sgd, received 'lr', its name in Keras 2/);
});

test('options come back from a model as they were given', () => {
  const model = network({ kernelRegularizer: cr.regularizers.l1_l2({ l1: 0.01, l2: 0.02 }), biasRegularizer: 'L2',
                          kernelConstraint: cr.constraints.maxNorm({ maxValue: 3 }), activityRegularizer: cr.regularizers.l1(0.5) });
  const [layer] = model.layers;
  assert.equal(layer.kernel_regularizer, 'l1_l2:l1=0.01:l2=0.02');
  assert.equal(layer.bias_regularizer, 'l2');
  assert.equal(layer.kernel_constraint, 'max_norm:max_value=3');
  assert.equal(layer.activity_regularizer, 'l1:l1=0.5');
  const again = cr.fromJSON(model.toJSON());
  assert.deepEqual(again.layers, model.layers);
  [model, again].forEach(each => each.dispose());
});

test('pictures are rows of pixels for flatten', () => {
  const model = cr.sequential({ layers: [cr.layers.flatten({ inputShape: [2, 2] }), 'dense:3'] });
  assert.equal(model.countParams(), 4 * 3 + 3);
  const pictures = x.map(row => [row.slice(0, 2), row.slice(2)]);
  assert.deepEqual(model.predict(pictures), model.predict(x));
  assert.deepEqual(model.predict({ shape: [12, 2, 2], data: x.flat() }), model.predict(x));
  model.dispose();
  assert.match(message(() => cr.layers.dense({ units: 2, inputShape: [28, 28] })), /^expected inputShape as a list of one number, received \[28,28\]/);
});
