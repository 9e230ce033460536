// SPDX-License-Identifier: MIT
// JavaScript libraries on the workloads: name, and fit(workload, data) that makes a model and gives a function that
// trains it for some epochs. Those that lack an optimizer or a loss do without it, which is said in `note`.
import { createRequire } from 'node:module';
import { engineUrl } from '../../web/engine_path.mjs';
import { rowsOf } from './workloads.mjs';

const require = createRequire(import.meta.url);
const lossNames = { mse: 'meanSquaredError', binary_crossentropy: 'binaryCrossentropy', categorical_crossentropy: 'categoricalCrossentropy' };

async function chainrule() {
  const cr = await (await import(engineUrl)).default();
  return ({ inputs, layers, optimizer, learning_rate: learningRate, loss, batch }, { x, y, outputs }) => {
    const model = cr.sequential();
    layers.forEach((layer, i) => model.add(`${layer.text}${i === 0 ? `:input_dim=${inputs}` : ''}`));
    model.compile({ optimizer: cr.optimizers[optimizer]({ learningRate }), loss });
    const xs = { shape: [x.length / inputs, inputs], data: x }, ys = { shape: [y.length / outputs, outputs], data: y };
    return epochs => model.fit(xs, ys, { batchSize: batch, epochs });
  };
}

async function tensorflow(backend) {
  const tf = require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-wasm').setWasmPaths(require.resolve('@tensorflow/tfjs-backend-wasm').replace(/[^/]*$/, ''));
  await tf.setBackend(backend);
  return ({ inputs, layers, optimizer, learning_rate: rate, loss, batch }, { x, y, outputs }) => {
    const model = tf.sequential();
    layers.forEach(({ units, activation }, i) =>
      model.add(tf.layers.dense({ units, activation, inputShape: i === 0 ? [inputs] : undefined })));
    model.compile({ optimizer: tf.train[optimizer](rate), loss: lossNames[loss] });
    const xs = tf.tensor2d(x, [x.length / inputs, inputs]), ys = tf.tensor2d(y, [y.length / outputs, outputs]);
    return epochs => model.fit(xs, ys, { batchSize: batch, epochs, verbose: 0, yieldEvery: 'never' });
  };
}

function convnet() {
  const convnetjs = require('convnetjs');
  return ({ inputs, layers, optimizer, learning_rate: rate, loss, batch, rows }, { x, y, outputs }) => {
    const net = new convnetjs.Net();
    const hidden = layers.slice(0, -1).map(({ units, activation }) => ({ type: 'fc', num_neurons: units, activation }));
    const last = loss === 'mse' ? { type: 'regression', num_neurons: outputs } : { type: 'softmax', num_classes: Math.max(outputs, 2) };
    net.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: inputs }, ...hidden, last]);
    const trainer = new convnetjs.Trainer(net, { method: optimizer, learning_rate: rate, batch_size: batch, beta2: 0.999 });
    const samples = rowsOf(x, inputs).map(row => new convnetjs.Vol(row));
    const labels = rowsOf(y, outputs).map(row => (loss === 'mse' ? row : outputs === 1 ? row[0] : row.indexOf(1)));
    const order = samples.map((_, r) => r);
    return epochs => {
      const history = [];
      for (let e = 0; e < epochs; ++e) {
        shuffle(order);
        let sum = 0;
        for (const r of order) sum += trainer.train(samples[r], labels[r]).loss;
        history.push(sum / rows);
      }
    };
  };
}

function brain() {
  const { NeuralNetwork } = require('brain.js');
  const names = { tanh: 'tanh', relu: 'relu', sigmoid: 'sigmoid', softmax: 'sigmoid' };
  return ({ inputs, layers, learning_rate: learningRate, optimizer }, { x, y, outputs }) => {
    const net = new NeuralNetwork({ hiddenLayers: layers.slice(0, -1).map(layer => layer.units), activation: names[layers[0].activation] });
    const input = rowsOf(x, inputs), output = rowsOf(y, outputs);
    const data = input.map((row, r) => ({ input: row, output: output[r] }));
    return iterations => net.train(data, { iterations, learningRate, praxis: optimizer === 'adam' ? 'adam' : undefined, errorThresh: 1e-9, log: false });
  };
}

function synapticPeer() {
  const { Architect, Trainer } = require('synaptic');
  return ({ inputs, layers, learning_rate: rate }, { x, y, outputs }) => {
    const net = new Architect.Perceptron(inputs, ...layers.map(layer => layer.units));
    const trainer = new Trainer(net);
    const input = rowsOf(x, inputs), output = rowsOf(y, outputs);
    const data = input.map((row, r) => ({ input: row, output: output[r] }));
    return iterations => trainer.train(data, { rate, iterations, error: 0, shuffle: true });
  };
}

function shuffle(order) {
  for (let i = order.length - 1; i > 0; --i) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}

/** `most`: parameters beyond which a peer would take minutes or all memory for a step. */
export const peers = [
  { name: 'chainrule wasm', make: chainrule },
  { name: 'tfjs wasm', make: () => tensorflow('wasm') },
  { name: 'tfjs cpu', make: () => tensorflow('cpu'), most: 200_000 },
  { name: 'convnetjs', make: convnet, most: 200_000 },
  { name: 'brain.js', make: brain, most: 200_000, note: 'sample by sample, squared error' },
  { name: 'synaptic', make: synapticPeer, most: 20_000, note: 'sample by sample, plain gradient descent' },
];
