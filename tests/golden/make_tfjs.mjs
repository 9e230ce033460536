// SPDX-License-Identifier: MIT
// Writes tfjs.json: what TensorFlow.js makes of the cases, on its CPU back end.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
await tf.setBackend('cpu');

/** Numbers between -scale and scale with four decimals: the same in any language, and exact as text. */
function numbers(count, phase, scale = 1) {
  return Array.from({ length: count }, (_, i) => Number((scale * Math.sin(12.9898 * (i + 1) + 78.233 * phase)).toFixed(4)));
}
const rowsOf = (flat, cols) => Array.from({ length: flat.length / cols }, (_, r) => flat.slice(r * cols, (r + 1) * cols));
const table = (rows, cols, phase) => rowsOf(numbers(rows * cols, phase), cols);

const lossNames = {
  mse: 'meanSquaredError', binary_crossentropy: 'binaryCrossentropy', categorical_crossentropy: 'categoricalCrossentropy',
  sparse_categorical_crossentropy: 'sparseCategoricalCrossentropy',
};

function optionsOf(text, usual) {
  const [name, ...options] = text.split(':');
  const values = Object.fromEntries(options.map(option => option.split('=')).map(([key, value]) => [key, Number(value)]));
  return { name, ...usual, ...values };
}

function addLayer(model, text, inputs) {
  const [, units, activation = 'linear', parameter] = text.split(':');
  const inputShape = model.layers.length === 0 ? [inputs] : undefined;
  if (activation !== 'leaky_relu') {
    model.add(tf.layers.dense({ units: Number(units), activation, inputShape }));
    return;
  }
  model.add(tf.layers.dense({ units: Number(units), inputShape }));
  model.add(tf.layers.leakyReLU({ alpha: parameter ? Number(parameter.split('=')[1]) : 0.2 }));
}

/** An optimizer whose rate and epsilon are set before each step, to agree with Keras: see README.md. */
function optimizerOf(text) {
  const usual = text.startsWith('sgd') ? { learning_rate: 0.01, momentum: 0, nesterov: 0 }
                                       : { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 };
  const values = optionsOf(text, { decay: 0, ...usual });
  const rate = values.learning_rate;
  const optimizer = values.name === 'adam' ? tf.train.adam(rate, values.beta_1, values.beta_2, values.epsilon)
    : values.momentum > 0 ? tf.train.momentum(rate, values.momentum, values.nesterov === 1) : tf.train.sgd(rate);
  let steps = 0;
  const prepare = () => {
    const now = rate / (1 + values.decay * steps);
    ++steps;
    if (values.name === 'adam') {
      optimizer.learningRate = now;
      optimizer.epsilon = values.epsilon / Math.sqrt(1 - values.beta_2 ** steps);
    } else if (values.decay > 0) {
      optimizer.setLearningRate(now);
    }
  };
  return { optimizer, prepare };
}

const flatWeights = model => model.getWeights().map(weight => Array.from(weight.dataSync()));

async function run(example) {
  const model = tf.sequential();
  for (const layer of example.layers) addLayer(model, layer, example.inputs);
  model.setWeights(example.weights.map(weight => tf.tensor(weight)));
  const { optimizer, prepare } = optimizerOf(example.optimizer);
  model.compile({ optimizer, loss: lossNames[example.loss], metrics: example.fit ? ['acc'] : [] });
  const x = tf.tensor2d(example.x), y = tf.tensor2d(example.y);
  if (example.fit) {
    const { batch_size: batchSize, epochs, validation_split: validationSplit, shuffle } = example.fit;
    const { history } = await model.fit(x, y, {
      batchSize, epochs, validationSplit, shuffle, verbose: 0, yieldEvery: 'never', callbacks: { onBatchBegin: prepare } });
    example.history = history;
  } else {
    example.losses = [];
    for (let step = 0; step < example.steps; ++step) {
      prepare();
      example.losses.push(await model.trainOnBatch(x, y));
    }
  }
  example.expected = flatWeights(model);
}

function targets(kind, rows, outputs) {
  if (kind === 'numbers') return table(rows, outputs, 2);
  const each = make => Array.from({ length: rows }, (_, r) => make(r));
  const label = r => (r * 7 + Math.floor(r / 3)) % Math.max(outputs, 2);
  if (kind === 'index') return each(r => [label(r)]);
  const columns = make => Array.from({ length: outputs }, (_, j) => make(j));
  if (kind === 'bits') return each(r => columns(j => (r * 5 + j * 3 + Math.floor(r / 2)) % 2));
  return each(r => columns(j => Number(label(r) === j)));
}

function makeCase(layers, loss, kind, optimizer, { rows = 6, inputs = 3, ...more }) {
  const weights = [];
  let width = inputs;
  for (const layer of layers) {
    const units = Number(layer.split(':')[1]);
    weights.push(rowsOf(numbers(width * units, weights.length, 0.8), units));
    weights.push(numbers(units, 10 + weights.length, 0.2));
    width = units;
  }
  const name = `${layers.join(',')} ${loss} ${optimizer} ${more.fit ? 'fit' : 'steps'}`;
  // In single precision 1 - beta_2^t has lost four digits, and with it the size of Adam's first steps.
  const tolerance = optimizer.startsWith('adam') ? 5e-5 : 1e-5;
  return { name, tolerance, inputs, layers, loss, optimizer, x: table(rows, inputs, 1), y: targets(kind, rows, width), weights, ...more };
}

const outputs = [
  ['dense:2', 'mse', 'numbers'], ['dense:1:sigmoid', 'binary_crossentropy', 'bits'],
  ['dense:3:sigmoid', 'binary_crossentropy', 'bits'], ['dense:3:softmax', 'categorical_crossentropy', 'one-hot'],
  ['dense:3:softmax', 'sparse_categorical_crossentropy', 'index'],
];
const optimizers = [
  'sgd:learning_rate=0.1', 'sgd:learning_rate=0.1:momentum=0.9', 'sgd:learning_rate=0.1:momentum=0.9:nesterov=1',
  'sgd:learning_rate=0.2:decay=0.1', 'adam', 'adam:learning_rate=0.05:decay=0.1',
  'adam:learning_rate=0.05:beta_1=0.8:beta_2=0.9:epsilon=0.01',
];
const activations = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax', 'elu', 'softplus', 'leaky_relu:negative_slope=0.05'];

const cases = [];
for (const optimizer of optimizers) {
  for (const [last, loss, kind] of outputs) cases.push(makeCase(['dense:4:tanh', last], loss, kind, optimizer, { steps: 25 }));
}
for (const activation of activations) {
  cases.push(makeCase([`dense:4:${activation}`, 'dense:3:tanh', 'dense:2'], 'mse', 'numbers', 'sgd:learning_rate=0.1', { steps: 25 }));
}
const fit = { batch_size: 3, epochs: 4, validation_split: 0.25, shuffle: false };
for (const optimizer of ['sgd:learning_rate=0.1:momentum=0.9', 'adam:learning_rate=0.05:decay=0.01']) {
  for (const [last, loss, kind] of [outputs[1], outputs[3], outputs[4]]) {
    cases.push(makeCase(['dense:4:relu', last], loss, kind, optimizer, { rows: 11, fit }));
  }
}
for (const example of cases) await run(example);

const file = new URL('./tfjs.json', import.meta.url);
const lines = cases.map(example => JSON.stringify(example)).join(',\n');
writeFileSync(file, `{"oracle": "TensorFlow.js ${tf.version['tfjs']}", "cases": [\n${lines}\n]}\n`);
console.log(`${cases.length} cases`);
