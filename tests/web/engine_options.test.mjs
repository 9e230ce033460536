// SPDX-License-Identifier: MIT
// No option is lost: by place or by name it has its effect, or an Error says what was expected.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cr, message, smallModel, xor } from './engine_model.mjs';

const factories = ['layers', 'activations', 'initializers', 'regularizers', 'constraints', 'optimizers', 'schedules',
    'callbacks'];
const refusal = /^expected .+, received /s;
const ownOf = made => Object.entries(made).filter(([key]) => key !== 'kind' && key !== 'name');

/** What a factory makes of these arguments, or its refusal. */
function made(factory, ...values) {
  try {
    return factory(...values);
  } catch (error) {
    assert.equal(error.constructor, Error);
    assert.match(error.message, refusal);
    return null;
  }
}

test('arguments by place are those of Keras by name, in every factory', () => {
  const numbers = [0.25, 0.5, 0.75];
  let placed = 0;
  for (const family of factories) {
    for (const row of cr.tables[family]) {
      const factory = cr[family][row.name];
      for (let count = 1; count <= 3; ++count) {
        const values = numbers.slice(0, count);
        const named = made(factory, Object.fromEntries(values.map((value, i) => [row.positional[i] ?? 'nowhere',
            value])));
        const result = made(factory, ...values);
        if (count > row.positional.length) assert.equal(result, null,
            `${row.name}(${values}) has ${row.positional.length} places`);
        else assert.deepEqual(result, named, `${row.name}(${values})`);
        placed += result === null ? 0 : count;
        if (result) assert.equal(ownOf(result).length, count, `${row.name}(${values}) has lost a number`);
      }
    }
  }
  assert.ok(placed > 100, `${placed} numbers had a place`);
});

test('whatever a factory is given is in what it makes, or refused', () => {
  const strange = ['tanh', [1, 2], new Float32Array(2), new Map([['units', 3]]), Symbol('units'), 3n, true, () => 4,
      new Date(0)];
  for (const family of factories) {
    for (const row of cr.tables[family]) {
      const bare = ownOf(cr[family][row.name]()).length;
      for (const empty of [[null], [undefined], [{}], [undefined, undefined]]) {
        assert.equal(ownOf(cr[family][row.name](...empty)).length, bare);
      }
      for (const value of strange) {
        const result = made(cr[family][row.name], value);
        if (result) assert.equal(ownOf(result).length, bare + 1, `${family}.${row.name}(${String(value)})`);
      }
    }
  }
});

test('numbers have the effect that Keras\'s arguments have', () => {
  assert.deepEqual(cr.layers.dense(8), { kind: 'dense', units: 8 });
  assert.deepEqual(cr.layers.dropout(0.1), { kind: 'dropout', rate: 0.1 });
  assert.deepEqual(cr.schedules.exponentialDecay(0.1, 50, { staircase: true }),
                   cr.schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 50, staircase: true }));
  assert.deepEqual(cr.schedules.piecewiseConstant([10], [0.1, 0.01]),
                   cr.schedules.piecewiseConstant({ boundaries: [10], values: [0.1, 0.01] }));
  for (const { name } of cr.tables.generators) {
    assert.deepEqual(cr.generators[name](50, 0, 3), cr.generators[name]({ samples: 50, noise: 0, seed: 3 }));
  }
  const model = cr.sequential({ layers: [
    cr.layers.dense(4, 'tanh', { inputDim: 2, name: 'first' }), cr.layers.dense(3, cr.activations.leakyRelu(0.2)),
    cr.layers.activation(cr.activations.elu({ alpha: 2 })), cr.layers.rbf(2, 0.5), cr.layers.activityRegularization(0,
        0.5)] });
  assert.deepEqual(model.layers.map(({ name, units, activation, width, l2 }) => [name, units, activation, width,
      l2].filter(v => v !== undefined)),
                   [['first', 4, 'tanh'], ['dense_1', 3, 'leaky_relu'], ['activation', 'elu:alpha=2'], ['radial_basis',
                       2, 0.5], ['activity_regularization', 0.5]]);
  model.compile({ optimizer: cr.optimizers.sgd(cr.schedules.exponentialDecay(0.25), 0.9), loss: 'mse' });
  assert.equal(model.learningRate, 0.25);
  assert.equal(model.getHyperparameter('momentum'), 0.9);
  model.dispose();
  assert.match(message(() => cr.layers.batchNormalization(0.9)),
      /^expected options of batch_normalization by name \(momentum, .+\), received 0.9$/);
  assert.match(message(() => cr.callbacks.earlyStopping('loss', 5)),
      /^expected options of early_stopping by name \(monitor, patience, .+\) after monitor, received 5$/);
  assert.match(message(() => cr.layers.dense(8, { units: 4 })),
      /^expected units once, received it as units and as units, in dense$/);
  assert.match(message(() => cr.layers.flatten(3)), /^expected options of flatten by name/);
});

test('options that are no values are told, never passed over', async () => {
  const model = smallModel();
  const fit = options => () => model.fit(xor.x, xor.y, options);
  class Options { constructor() { this.learningRate = 0.5; } }
  const compiled = optimizer => () => model.compile({ optimizer, loss: 'mse' });
  const cases = [
    [fit({ onEpochEnd() {} }),
        /^expected onEpochEnd in callbacks, as \{callbacks: .+\}, received it among fit's own options$/],
    [fit({ on_epoch_end() {} }), /in callbacks/],
    [fit({ callbacks: { onEpochEnd() {}, onEpochEnded() {} } }),
        /^expected onTrainBegin, .+ in a callback, received 'onEpochEnded'$/],
    [fit({ callbacks: new class { onEpochEnd() {} onBatchEnds() {} }() }), /received 'onBatchEnds'$/],
    [fit({ callbacks: { onEpochEnd: 5 } }), /^expected onEpochEnd as a function, received 5$/],
    [fit({ epochs: () => 3 }), /^expected epochs as a whole number .+, received 'a function'$/],
    [fit({ [Symbol('epochs')]: 3 }), /^expected names of options of fit\(\), received Symbol\(epochs\)$/],
    [fit(new Map([['epochs', 3]])),
        /^expected options of fit\(\) as an object such as \{name: value\}, received a Map$/],
    [fit({ epochs: 2, Epochs: 3 }), /^expected epochs once, received it as epochs and as Epochs, in fit\(\)$/],
    [fit({ bogus: undefined }), /received 'bogus'/],
    [fit({ bogus: null }), /received 'bogus'/],
    [fit({ ['__proto__']: 3 }), /received '__proto__'/],
    [fit({ classWeight: Object.fromEntries(Array.from({ length: 200000 }, (_, i) => [i, 1])) }),
        /^expected at most 4096 class weights/],
    [fit({ callbacks: cr.callbacks.learningRateScheduler({ schedule: () => 1, factor: 0.5 }) }),
        /^expected a schedule alone .+ received factor besides$/],
    [() => model.fit(xor.x, xor.y, {}, { epochs: 3 }),
        /^expected at most 3 arguments for fit\(\), received an object with epochs$/],
    [compiled({ name: 'sgd', learningRate: () => 0.5 }),
        /^expected learning_rate between 0 and 100, received 'a function'$/],
    [compiled({ name: 'sgd', learningRate: Symbol('fast') }), /received 'Symbol\(fast\)'$/],
    [compiled({ name: 'sgd', learningRate: [0.5] }), /received 'a list'$/],
    [compiled({ name: 'sgd', learningRate: true }), /received 'true'$/],
    [compiled({ name: 'sgd', learningRate: 1n }), /received '1n'$/],
    [compiled({ name: 'sgd', learningRate: '0.1:momentum=0.9' }), /^expected learning_rate of sgd as one value/],
    [compiled('sgd:learning_rate=0.1=5'), /received '0.1=5'$/],
    [compiled(cr.optimizers.sgd(new Options())),
        /^expected learning_rate between 0 and 100, received 'an object with learningRate'$/],
    [compiled(new Options()),
        /^expected a name such as 'sgd' or an object with one, received an object with learningRate$/],
    [() => model.compile('adam', 'mse'), /^expected one argument for compile\(\), received 'mse'$/],
    [() => model.compile('adam'),
        /^expected options of compile\(\) as an object such as \{name: value\}, received 'adam'$/],
    [() => model.setTrainable(0, 'false'), /^expected trainable as true or false, received 'false'$/],
    [() => model.predict(xor.x, { batchsise: 3 }), /received 'batchsise'$/],
    [() => cr.stepper(model, xor.x, xor.y, { sampleWeight: [1] }), /^expected at most 3 arguments for stepper\(\)/],
    [() => cr.generators.xor({ seed: -3 }), /^expected seed between 0 and 9007199254740991, received -3$/],
    [() => cr.generators.xor({ noise: '0.2' }), /^expected noise as a number, received '0.2'$/],
    [() => cr.sequential({ seed: -3 }), /^expected seed as a whole number, received -3$/],
  ];
  for (const [action, pattern] of cases) {
    await assert.rejects(async () => action(), { constructor: Error, message: pattern });
  }
  model.dispose();
});

test('trainable can be set on a layer; nothing else of it can', () => {
  const model = smallModel();
  const before = model.getWeights();
  const [hidden] = model.layers;
  assert.equal(hidden.trainable, true);
  hidden.trainable = false;
  assert.deepEqual([hidden.trainable, model.layers[0].trainable, model.layers[1].trainable], [false, false, true]);
  model.trainOnBatch(xor.x, xor.y);
  assert.deepEqual(model.getWeights().slice(0, 2), before.slice(0, 2));
  assert.notDeepEqual(model.getWeights().slice(2), before.slice(2));
  assert.match(message(() => { hidden.units = 9; }),
      /^expected units of layer dense as it was added, received 9: trainable alone can be set, here or by setTrainable\(\)$/);
  assert.match(message(() => { hidden.trainable = 'no'; }), /^expected trainable as true or false, received 'no'$/);
  assert.throws(() => { hidden.trainabel = false; }, TypeError);
  assert.deepEqual(JSON.parse(JSON.stringify(model.layers[0])), { ...model.layers[0] });
  model.dispose();
});

test('keys of metrics are their names as typed, one for each, or given', async () => {
  const keys = async (metrics, options = {}) => {
    const model = smallModel(options);
    model.compile({ optimizer: 'sgd', loss: 'mse', metrics });
    const { history } = await model.fit(xor.x, xor.y);
    model.dispose();
    return Object.keys(history).slice(1);
  };
  for (const { name, aliases } of cr.tables.metrics.filter(row => !row.name.startsWith('sparse'))) {
    for (const known of [name, ...aliases]) {
      assert.deepEqual(await keys([known]), [known]);
      const camel = known.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
      assert.deepEqual(await keys([camel]), [[name, ...aliases].includes(camel) ? camel : known], camel);
      assert.equal(cr.metrics[known], known);
      assert.deepEqual(await keys([{ name: known }]), [known]);
    }
  }
  assert.deepEqual(await keys(['acc', 'acc', { name: 'f1Score', average: 'micro' }, 'f1_score']), ['acc', 'acc_1',
      'f1_score', 'f1_score_1']);
  assert.deepEqual(await keys([{ kind: 'f1Score', average: 'micro', name: 'micro' }, 'acc:name=hits', { kind: 'MSE' }]),
      ['micro', 'hits', 'MSE']);
  assert.deepEqual(await keys(['accuracy', 'acc', 'mae'], { dialect: 'keras2' }), ['acc', 'acc_1',
      'mean_absolute_error']);
  await assert.rejects(keys([{ kind: 'acc', name: 'loss' }]), /^Error: expected name of a metric from letters/);
  await assert.rejects(keys([{ kind: 'acc', name: 5 }]), /^Error: expected name of a metric as text, received 5/);
});

test('callbacks watch a metric by its own key', async () => {
  const model = smallModel();
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['auc:name=area'] });
  const { callbacks: [status], stopped } = await model.fit(xor.x, xor.y, {
    epochs: 9, validationData: [xor.x, xor.y], callbacks: cr.callbacks.earlyStopping('val_area', { patience: 1,
        baseline: 2 }) });
  assert.equal(status.monitor, 'val_area');
  assert.match(stopped, /^Early stopping: val_area has not become better/, 'no area is above 2: more is better');
  model.dispose();
});

test('a fit that diverges has a last row, which its callbacks are told', async () => {
  for (const dialect of ['keras2', 'keras3']) {
    const model = cr.sequential({ dialect, layers: [cr.layers.dense(8, 'relu', { inputDim: 2 }), cr.layers.dense(1)] });
    model.compile({ optimizer: cr.optimizers.sgd(100), loss: 'mse', metrics: ['mae'] });
    const data = cr.generators.plane();
    const heard = [];
    const { history, epoch, stopped } = await model.fit(data.x, data.y, {
      epochs: 50, validationSplit: 0.2, callbacks: { onEpochEnd: (number, logs) => heard.push([number, logs]) } });
    assert.match(stopped, new RegExp(`at epoch ${history.loss.length},`));
    assert.deepEqual(epoch, history.loss.map((_, i) => i));
    assert.deepEqual(heard.map(([number]) => number), epoch);
    assert.deepEqual(Object.keys(heard.at(-1)[1]), Object.keys(history));
    assert.ok(!Number.isFinite(history.loss.at(-1)));
    assert.ok(Number.isNaN(history.val_loss.at(-1)));
    model.dispose();
  }
});

test('a fit that is stopped in the middle of an epoch has a row of what was measured', async () => {
  const model = smallModel();
  const losses = [];
  const { history, stopped } = await model.fit(xor.x, xor.y, { batchSize: 1, epochs: 9, validationData: [xor.x, xor.y],
      callbacks: {
    onBatchEnd(batch, { loss }) {
      losses.push(loss);
      model.stopTraining = losses.length === 6;
    } } });
  assert.equal(stopped, 'stopTraining');
  assert.equal(history.loss.length, 2);
  assert.ok(Math.abs(history.loss[1] - (losses[4] + losses[5]) / 2) < 1e-12);
  assert.equal(history.val_loss[1], model.evaluate(xor.x, xor.y).loss);
  model.dispose();
});

test('a class that is left out counts 1', async () => {
  const run = async options => {
    const model = smallModel();
    const { history } = await model.fit(xor.x, xor.y, options);
    model.dispose();
    return history.loss;
  };
  const all = await run({ classWeight: [1, 5] });
  for (const classWeight of [{ 1: 5 }, { 0: null, 1: 5 }, [undefined, 5], new Float32Array([1,
      5])]) assert.deepEqual(await run({ classWeight }), all);
  assert.deepEqual(await run({ classWeight: [5] }), await run({ classWeight: { 0: 5, 1: 1 } }));
  await assert.rejects(run({ classWeight: ['5'] }),
      /^Error: expected classWeight of class 0 as a number, received '5'/);
});
