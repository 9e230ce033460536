// SPDX-License-Identifier: MIT
// Training from JavaScript: fit(), its callbacks, steppers, memory, and a Worker of Node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { cr, message, program, smallModel, xor } from './engine_model.mjs';
import { engineUrl } from './engine_path.mjs';

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
  assert.match(message(() => model.trainOnBatch(xor.x, xor.y)), /^expected fit\(\) to have ended, received trainOnBatch\(\)/);
  const step = cr.stepper(model, xor.x, xor.y);
  assert.match(message(() => step.advance()), /^expected fit\(\) to have ended/);
  step.dispose();
  model.predict(xor.x);
  model.gradients(xor.x, xor.y);
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
    parentPort.postMessage(await (${program})(createEngine));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const answer = await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject).on('exit', () => reject(new Error('ended without a message'))));
  await worker.terminate();
  const model = smallModel();
  const { history } = await model.fit(xor.x, xor.y, { epochs: 10 });
  assert.deepEqual(answer.history, history);
  assert.deepEqual(answer.weights, model.getWeights().map(({ shape, data }) => ({ shape, data: [...data] })));
  model.dispose();
});
