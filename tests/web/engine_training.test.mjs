// SPDX-License-Identifier: MIT
// Schedules, callbacks, weights of samples and classes, metrics of a run: what they do, by hand calculation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cr, message, smallModel, xor } from './engine_model.mjs';

const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-6 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

/** One unit with weight 0 and no bias. */
function unit(compile, activation = 'linear', dialect = 'keras3') {
  const model = cr.sequential({ dialect, layers: [cr.layers.dense({ units: 1, inputDim: 1, useBias: false, kernelInitializer: 'zeros', activation })] });
  model.compile(compile);
  return model;
}
const weightOf = model => model.getWeights()[0].data[0];

test('sample weights count in loss and gradient', async () => {
  const x = [[1], [1]], y = [[1], [3]], sampleWeight = [1, 3];
  const train = async how => {
    const model = unit({ optimizer: cr.optimizers.sgd(0.1), loss: 'mse' });
    near(model.evaluate(x, y, { sampleWeight }).loss, (1 * 1 + 3 * 9) / 2);
    near(await how(model), (1 * 1 + 3 * 9) / 2);
    near(weightOf(model), 0.1 * (1 * 2 * 1 + 3 * 2 * 3) / 2);
    model.dispose();
  };
  await train(model => model.trainOnBatch(x, y, { sampleWeight }).loss);
  await train(async model => (await model.fit(x, y, { sample_weight: new Float32Array(sampleWeight) })).history.loss[0]);
});

test('class weights count each sample as its class says', async () => {
  const forms = [{ 0: 1, 1: 3 }, { 1: 3 }, [1, 3], new Float32Array([1, 3])];
  for (const classWeight of forms) {
    const model = unit({ optimizer: cr.optimizers.sgd(1), loss: 'binaryCrossentropy' }, 'sigmoid');
    const { history } = await model.fit([[1], [1]], [0, 1], { classWeight });
    near(history.loss[0], Math.LN2 * (1 + 3) / 2);
    near(weightOf(model), (3 * 0.5 - 1 * 0.5) / 2);
    model.dispose();
  }
  const model = unit({ optimizer: cr.optimizers.sgd(1), loss: 'binaryCrossentropy' }, 'sigmoid');
  near(model.trainOnBatch([[1], [1]], [0, 1], { class_weight: { 1: 3 } }).loss, Math.LN2 * (1 + 3) / 2);
  near(weightOf(model), (3 * 0.5 - 1 * 0.5) / 2);
  model.dispose();
});

test('class and sample weights together multiply in Keras 2 and are refused in Keras 3', async () => {
  const both = { classWeight: { 0: 1, 1: 3 }, sampleWeight: [2, 1] };
  const compile = { optimizer: cr.optimizers.sgd(1), loss: 'binaryCrossentropy' };
  const older = unit(compile, 'sigmoid', 'keras2');
  await older.fit([[1], [1]], [0, 1], both);
  near(weightOf(older), (3 * 0.5 - 2 * 0.5) / 2);
  older.dispose();
  const model = unit(compile, 'sigmoid');
  const refusal = /expected class_weight or sample_weight, received both, which Keras 3 refuses, in (fit|train_on_batch)\(\)/;
  await assert.rejects(async () => model.fit([[1], [1]], [0, 1], both), refusal);
  assert.throws(() => model.trainOnBatch([[1], [1]], [0, 1], both), refusal);
  near(weightOf(model), 0);
  model.dispose();
});

test('validation data may have weights of its own', async () => {
  const model = unit({ optimizer: cr.optimizers.sgd(0), loss: 'mse' });
  const { history } = await model.fit([[1]], [1], { validationData: [[[1], [1]], [[1], [3]], [1, 3]] });
  near(history.val_loss[0], 14);
  model.dispose();
});

test('a schedule in the optimizer moves the learning rate by steps', () => {
  const schedule = cr.schedules.exponentialDecay({ initialLearningRate: 0.01, decaySteps: 100, decayRate: 0.9 });
  const model = unit({ optimizer: cr.optimizers.adam({ learningRate: schedule, beta1: 0.8 }), loss: 'mse' });
  for (let step = 0; step < 5; ++step) {
    near(model.learningRate, 0.01 * 0.9 ** (step / 100));
    model.trainOnBatch([[1]], [1]);
  }
  assert.equal(model.getHyperparameter('beta_1'), 0.8);
  model.dispose();
});

test('piecewise rates take Keras\'s two lists', () => {
  const lists = { boundaries: [1, 3], values: [0.3, 0.2, 0.1] };
  const inside = { optimizer: cr.optimizers.sgd({ learningRate: cr.schedules.piecewiseConstant(lists) }) };
  const raw = { optimizer: { name: 'sgd', learningRate: { name: 'PiecewiseConstantDecay', ...lists } } };
  const beside = ['sgd', cr.optimizers.sgd()].map(optimizer => ({ optimizer, learningRateSchedule: cr.schedules.piecewise_constant(lists) }));
  const own = { optimizer: 'sgd:learningRate=0.3', learning_rate_schedule: cr.schedules.piecewiseConstant({ boundary1: 1, value1: 0.2, boundary2: 3, value2: 0.1 }) };
  for (const compile of [inside, raw, ...beside, own]) {
    const model = unit({ ...compile, loss: 'mse' });
    const rates = [];
    for (let step = 0; step < 5; ++step) {
      rates.push(model.learningRate);
      model.trainOnBatch([[1]], [1]);
    }
    assert.deepEqual(rates, [0.3, 0.3, 0.2, 0.2, 0.1]);
    model.dispose();
  }
  const wrong = (boundaries, values) => message(() => cr.schedules.piecewiseConstant({ boundaries, values }));
  assert.match(wrong([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6]), /^expected at most 4 boundaries for piecewise_constant, received 5/);
  assert.match(wrong([1, 2], [1, 2]), /^expected one more of values than of boundaries, received 2 values and 2 boundaries/);
  assert.match(wrong([2, 1], [1, 2, 3]), /^expected boundaries that grow from above 0, received \[2,1\]/);
  assert.match(message(() => unit({ ...inside, learningRateSchedule: 'cosine_decay' })), /^expected one learning-rate schedule, received one in the optimizer/);
  assert.match(message(() => unit({ learningRateSchedule: 'cosine_deca' })), /did you mean 'cosine_decay'\?/);
});

test('early stopping waits, tells where it stands, and gives the best weights back', async () => {
  const still = unit({ optimizer: cr.optimizers.sgd(0), loss: 'mse' });
  const early = cr.callbacks.earlyStopping({ monitor: 'loss', patience: 2 });
  const run = await still.fit([[1]], [1], { epochs: 50, callbacks: early });
  assert.equal(run.history.loss.length, 3);
  assert.match(run.stopped, /^Early stopping: loss has not become better for 2 epochs/);
  assert.deepEqual(run.callbacks, [{ name: 'early_stopping', monitor: 'loss', best: 1, bestEpoch: 1, wait: 2, patience: 2 }]);
  still.dispose();

  // The same weights are best on the data held out, however training ended.
  for (const patience of [2, 100]) {
    const wild = smallModel();
    wild.compile({ optimizer: cr.optimizers.adam(0.9), loss: 'mse' });
    const best = cr.callbacks.earlyStopping({ patience, restoreBestWeights: true });
    const { history } = await wild.fit(xor.x, xor.y, { epochs: 30, validationData: [xor.x, xor.y], callbacks: [best, {
      onEpochEnd(epoch) { wild.stopTraining = epoch === 20; } }] });
    near(wild.evaluate(xor.x, xor.y).loss, Math.min(...history.val_loss));
    wild.dispose();
  }
});

test('a plateau makes the learning rate smaller', async () => {
  const model = unit({ optimizer: cr.optimizers.sgd(0.1), loss: 'mse' });
  model.setTrainable(0, false);
  await model.fit([[1]], [1], { epochs: 4, callbacks: cr.callbacks.reduceLROnPlateau({ monitor: 'loss', factor: 0.5, patience: 1, minLr: 0.02 }) });
  near(model.learningRate, 0.02);
  model.dispose();
});

test('a checkpoint has weights as getWeights() gives them', async () => {
  const model = smallModel();
  const seen = [];
  const run = await model.fit(xor.x, xor.y, { epochs: 6, callbacks: ['ModelCheckpoint:monitor=loss', { onEpochEnd: () => seen.push(model.getWeights()) }] });
  assert.deepEqual(run.checkpoint, seen.at(-1));
  model.setWeights(run.checkpoint);
  const best = await model.fit(xor.x, xor.y, { epochs: 6, callbacks: cr.callbacks.modelCheckpoint({ monitor: 'loss', saveBestOnly: true, mode: 'max' }) });
  assert.equal(best.callbacks[0].best, Math.max(...best.history.loss));
  assert.equal((await model.fit(xor.x, xor.y)).checkpoint, undefined);
  model.dispose();
});

test('a CSV has a line for each epoch', async () => {
  const model = smallModel();
  const { csv, history } = await model.fit(xor.x, xor.y, { epochs: 3, callbacks: [cr.callbacks.csvLogger()] });
  const lines = csv.trimEnd().split('\n');
  assert.equal(lines[0], 'epoch,acc,loss');
  lines.slice(1).forEach((line, epoch) => assert.deepEqual(line.split(',').map(Number), [epoch, history.acc[epoch], history.loss[epoch]]));
  assert.equal(lines.length, 4);
  model.dispose();
});

test('a learning-rate scheduler is a function or a row', async () => {
  const rates = async callbacks => {
    const model = unit({ optimizer: cr.optimizers.sgd(0.4), loss: 'mse' });
    const heard = [];
    await model.fit([[1]], [1], { epochs: 5, callbacks: [callbacks, { onEpochEnd: () => heard.push(model.learningRate) }] });
    model.dispose();
    return heard;
  };
  const halves = [0.4, 0.4, 0.2, 0.2, 0.1];
  const schedule = (epoch, lr) => (epoch > 0 && epoch % 2 === 0 ? lr / 2 : lr);
  assert.deepEqual(await rates(cr.callbacks.learningRateScheduler({ factor: 0.5, every: 2 })), halves);
  assert.deepEqual(await rates(cr.callbacks.learningRateScheduler({ schedule })), halves);
  assert.deepEqual(await rates(cr.callbacks.learningRateScheduler({ schedule: async (...given) => schedule(...given) })), halves);
  await assert.rejects(rates(cr.callbacks.learningRateScheduler({ schedule: () => 'slow' })), /^Error: expected learningRate as a number, received 'slow'/);
  await assert.rejects(rates(cr.callbacks.learningRateScheduler({ schedule: () => NaN })), /expected learning_rate between 0 and 100, received nan/i);
});

test('callbacks of classes are heard too', async () => {
  class Counter {
    count = 0;
    name = 'mine';
    onEpochEnd() { ++this.count; }
    on_train_end() { this.over = true; }
  }
  const model = smallModel();
  const counter = new Counter();
  await model.fit(xor.x, xor.y, { epochs: 4, callbacks: [counter, cr.callbacks.terminateOnNaN()] });
  assert.deepEqual([counter.count, counter.over], [4, true]);
  model.dispose();
});

test('a confusion matrix counts every row', () => {
  const model = cr.sequential({ layers: [cr.layers.activation({ activation: 'linear', inputDim: 3 })] });
  const outputs = [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]];
  const { shape, data } = model.confusionMatrix(outputs, [0, 1, 2, 2]);
  assert.deepEqual(shape, [3, 3]);
  assert.deepEqual([...data], [1, 0, 0, 0, 1, 0, 0, 1, 1]);
  model.dispose();
  const two = smallModel();
  assert.equal(two.confusionMatrix(xor.x, xor.y).data.reduce((sum, count) => sum + count), 4);
  two.dispose();
});

test('a trace shows penalties, clipped gradients and the slots in use', () => {
  const model = cr.sequential({ layers: [cr.layers.dense({ units: 1, inputDim: 1, useBias: false, kernelRegularizer: cr.regularizers.l2(0.5) })] });
  const traces = optimizer => {
    model.compile({ optimizer, loss: 'mse' });
    model.setWeights([[[2]]]);
    const step = cr.stepper(model, [[1]], [[1]]);
    const all = {};
    while (!step.done) {
      const { phase, trace } = step.advance();
      all[phase] = trace;
    }
    step.dispose();
    return all;
  };
  const plain = traces(cr.optimizers.sgd(0.1));
  near(plain.loss.penalty, 0.5 * 4);
  near(plain.loss.loss, 1 + 0.5 * 4);
  near(plain.update.penaltyGradients[0].data[0], 2);
  near(plain.update.gradients[0].data[0], 2 + 2);
  assert.equal(plain.update.clipped, undefined);
  assert.deepEqual(plain.update.slots, {});
  const clipped = traces(cr.optimizers.adam({ clipvalue: 0.5 }));
  near(clipped.update.clipped[0].data[0], 0.5);
  assert.deepEqual(Object.keys(clipped.update.slots), ['m', 'v']);
  assert.deepEqual(Object.keys(traces(cr.optimizers.adam({ amsgrad: true })).update.slots), ['m', 'v', 'v_hat']);
  model.dispose();
});

test('a stepper tells what the optimizer and normalizations work with', () => {
  const model = cr.sequential({ layers: [cr.layers.dense({ units: 1, inputDim: 1, kernelInitializer: 'ones' }), cr.layers.batchNormalization({ epsilon: 1e-3 }), cr.layers.dense({ units: 1 })] });
  model.compile({ optimizer: cr.optimizers.adam(), loss: 'mse' });
  const step = cr.stepper(model, [[1], [3]], [[0], [1]]);
  const run = () => {
    const all = [];
    while (!step.done) all.push(step.advance());
    return all;
  };
  const first = run();
  step.rewind();
  const second = run();
  const of = (film, phase, layer) => film.find(moment => moment.phase === phase && moment.layer === layer).trace;
  const { shape, data } = of(first, 'forward', 1).statistics;
  assert.deepEqual(shape, [3, 1]);
  [2, 1, 1 / Math.sqrt(1 + 1e-3)].forEach((value, i) => near(data[i], value));
  assert.equal(of(first, 'forward', 0).statistics, undefined);
  assert.deepEqual([of(first, 'update', 0).step, of(second, 'update', 0).step], [1, 2]);
  assert.deepEqual(of(first, 'update', 0).slotsBefore.m[0].data, new Float32Array(1));
  assert.deepEqual(of(second, 'update', 0).slotsBefore, of(first, 'update', 0).slots);
  assert.notDeepEqual(of(second, 'update', 2).slots, of(second, 'update', 2).slotsBefore);
  step.dispose();
  model.dispose();
});

test('reads IDX files, whose rows train as they are', () => {
  const image = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 128, 255, 1, 2, 3]);
  const { shape, data } = cr.readIdx(image);
  assert.deepEqual(shape, [2, 1, 3]);
  assert.deepEqual([...data], [0, 128, 255, 1, 2, 3]);
  assert.deepEqual(cr.readIdx(image.buffer), { shape, data });
  const model = cr.sequential({ layers: [cr.layers.flatten({ inputShape: [1, 3] }), cr.layers.dense({ units: 1 })] });
  assert.deepEqual(model.predict({ shape, data }).shape, [2, 1]);
  assert.throws(() => cr.readIdx(image.slice(0, 20)), /expected 6 bytes of numbers, received 4, at byte 16 of an IDX file/);
});
