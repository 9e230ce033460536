// SPDX-License-Identifier: MIT
// The edge between JavaScript and the engine, under load: what is refused leaves nothing behind, however often.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cr, message, smallModel, xor } from './engine_model.mjs';
import { engineUrl } from './engine_path.mjs';

const { default: createEngine } = await import(engineUrl);

/** The same model trains to the same numbers as before. */
const trained = async () => {
  const model = smallModel();
  const { history } = await model.fit(xor.x, xor.y, { batchSize: 4, epochs: 3, shuffle: false });
  model.dispose();
  return history.loss;
};

test('60,000 errors of every kind leave the engine as it was', async () => {
  const before = await trained();
  const model = smallModel();
  const wrong = [
    () => cr.fromJSON('{'),
    () => cr.fromJSON('{"chainrule_model": 1}'),
    () => model.add(cr.layers.dense({ units: 0 })),
    () => model.compile({ optimizer: 'nothing', loss: 'mse' }),
    () => model.predict([[1, 2, 3, 4, 5]]),
    () => model.evaluate(xor.x, [[1, 2], [1, 2], [1, 2], [1, 2]]),
    () => model.trainOnBatch(xor.x, [[1]]),
    () => model.setWeights([[1]]),
    () => cr.stepper(model, xor.x, [[1]]),
    () => cr.readIdx(new Uint8Array(3)),
    () => cr.generators.moons({ samples: -1 }),
    () => cr.sequential({ dialect: 'keras9' }),
    () => model.setHyperparameter('learningRate', -1),
  ];
  const heap = () => process.memoryUsage().arrayBuffers;
  const thrown = (act) => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return null;
  };
  wrong.forEach((act) => assert.match(String(thrown(act)), /^Error: .*expected.*received/s, act.toString()));
  const full = heap();
  for (let i = 0; i < 60000; ++i) {
    const error = thrown(wrong[i % wrong.length]);
    if (!(error instanceof Error) || Object.getPrototypeOf(error) !== Error.prototype) assert.fail(`round ${i}: ${error}`);
  }
  model.dispose();
  assert.ok(heap() - full < 64e6, `memory grew by ${heap() - full} bytes`);
  assert.deepEqual(await trained(), before);
});

test('fit() refuses 3,000 times and goes on working', async () => {
  const before = await trained();
  const model = smallModel();
  for (let i = 0; i < 3000; ++i) await assert.rejects(model.fit(xor.x, xor.y, { epochs: -1 }), /expected.*received/s);
  model.dispose();
  assert.deepEqual(await trained(), before);
});

test('100,000 models come and go', async () => {
  const before = await trained();
  const heap = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 100000; ++i) cr.sequential().dispose();
  for (let i = 0; i < 1000; ++i) smallModel().dispose();
  assert.ok(process.memoryUsage().arrayBuffers - heap < 64e6);
  assert.deepEqual(await trained(), before);
});

test('texts go over the edge as they are', () => {
  const model = cr.sequential();
  model.add(cr.layers.dense({ units: 1, inputDim: 2, name: 'a_b' }));
  assert.equal(cr.fromJSON(model.toJSON()).layers[0].name, 'a_b');
  assert.match(message(() => model.add('dense:4:n\u00fcll\u{1F600}')), /'n\u00fcll\u{1F600}'/u);
  assert.match(message(() => cr.fromJSON('{"\ud800')), /expected JSON/);   // half a character
  model.dispose();
});

test('memory that runs out is said in words', async () => {
  const own = await createEngine();
  const large = () => own.sequential({ layers: [own.layers.dense({ units: 2500, inputDim: 2500 })] });
  const full = 'expected less data, received more than the memory holds';
  const kept = [];
  assert.throws(() => {
    for (;;) kept.push(large());   // 25 MB each, and as much for gradients
  }, { name: 'Error', message: full });
  const model = kept.pop();
  for (const act of [() => model.toJSON(), () => model.getWeights(), () => model.summary(), () => own.fromJSON(`"${' '.repeat(9e7)}`), () => own.readIdx(new Uint8Array(9e7))]) {
    const said = message(act);
    assert.ok(said === '' || said === full || said.includes('received'), said);
  }
  kept.forEach((one) => one.dispose());
  const again = own.fromJSON(model.toJSON());
  assert.equal(again.countParams(), 6252500);
  assert.deepEqual(again.getWeights()[0].data.subarray(0, 100), model.getWeights()[0].data.subarray(0, 100));
});
