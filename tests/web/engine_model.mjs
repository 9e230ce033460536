// SPDX-License-Identifier: MIT
// What the tests of engine.js share: the engine, a small model, and a program that has the same numbers everywhere.
import assert from 'node:assert/strict';
import { engineUrl } from './engine_path.mjs';

const { default: createEngine } = await import(engineUrl);
export const cr = await createEngine();

export const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] };

export function smallModel(options = {}) {
  const model = cr.sequential({ seed: 5, ...options });
  model.add(cr.layers.dense({ units: 4, inputDim: 2, activation: 'tanh' }));
  model.add(cr.layers.dense({ units: 1, activation: 'sigmoid' }));
  model.compile({ optimizer: cr.optimizers.adam({ learningRate: 0.05 }), loss: 'binaryCrossentropy', metrics: ['acc'] });
  return model;
}
export const message = action => {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message;
  }
  return '';
};

/** Text of an async function of createEngine: trains, and gives its history and weights in plain numbers. */
export const program = `async (createEngine) => {
  const cr = await createEngine();
  const model = cr.sequential({ layers: ['dense:4:tanh:input_dim=2', 'dense:1:sigmoid'], seed: 5 });
  model.compile({ optimizer: 'adam:0.05', loss: 'binary_crossentropy', metrics: ['acc'] });
  const { history } = await model.fit(${JSON.stringify(xor.x)}, ${JSON.stringify(xor.y)}, { epochs: 10 });
  const weights = model.getWeights().map(({ shape, data }) => ({ shape, data: [...data] }));
  model.dispose();
  return { history, weights };
}`;
