// SPDX-License-Identifier: MIT
// Samples per second of whole fit loops in WebAssembly under Node, and of TensorFlow.js beside it where that is
// installed (found through NODE_PATH). The networks are those of workloads.hpp.
//   node tests/bench/engine_bench.mjs [--seconds 2] [--tfjs]
import { createRequire } from 'node:module';
import { engineUrl } from '../web/engine_path.mjs';

const option = (name, usual) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const seconds = option('--seconds', 2);

const workloads = [
  { name: 'playground', layers: ['4:tanh', '2:tanh', '1:sigmoid'], inputs: 2, rows: 500, batch: 32, classes: 2 },
  { name: 'moons', layers: ['16:relu', '16:relu', '1:sigmoid'], inputs: 2, rows: 1000, batch: 32, classes: 2 },
  { name: 'iris', layers: ['10:relu', '3:softmax'], inputs: 4, rows: 150, batch: 16, classes: 3 },
  { name: 'digits', layers: ['128:relu', '64:relu', '10:softmax'], inputs: 64, rows: 1797, batch: 32, classes: 10 },
  { name: 'mnist', layers: ['512:relu', '512:relu', '10:softmax'], inputs: 784, rows: 4096, batch: 128, classes: 10 },
  { name: 'wide', layers: ['128:relu', '10:softmax'], inputs: 784, rows: 4096, batch: 128, classes: 10 },
];

function makeRows({ inputs, rows, classes }) {
  const x = Float32Array.from({ length: rows * inputs }, Math.random);
  const width = classes === 2 ? 1 : classes;
  const y = new Float32Array(rows * width);
  for (let r = 0; r < rows; ++r) {
    const label = Math.floor(Math.random() * classes);
    if (classes === 2) y[r] = label;
    else y[r * width + label] = 1;
  }
  return { x: { shape: [rows, inputs], data: x }, y: { shape: [rows, width], data: y } };
}

const lossOf = ({ classes }) => (classes === 2 ? 'binaryCrossentropy' : 'categoricalCrossentropy');

/** One fit of as many epochs as fill the time; a first, shorter one warms up and tells how many. */
async function measure({ rows }, fit) {
  const timed = async epochs => {
    const start = performance.now();
    await fit(epochs);
    return (performance.now() - start) / 1000;
  };
  await timed(1);
  const one = await timed(2) / 2;
  const epochs = Math.max(1, Math.round(seconds / one));
  return rows * epochs / await timed(epochs);
}

async function chainrule(cr, workload) {
  const model = cr.sequential();
  workload.layers.forEach((layer, i) => model.add(`dense:${layer}${i === 0 ? `:input_dim=${workload.inputs}` : ''}`));
  model.compile({ optimizer: 'adam', loss: lossOf(workload), metrics: ['acc'] });
  const { x, y } = makeRows(workload);
  const speed = await measure(workload, epochs => model.fit(x, y, { batchSize: workload.batch, epochs }));
  model.dispose();
  return speed;
}

async function tensorflow(tf, workload) {
  const model = tf.sequential();
  workload.layers.forEach((layer, i) => {
    const [units, activation] = layer.split(':');
    model.add(tf.layers.dense({ units: Number(units), activation, inputShape: i === 0 ? [workload.inputs] : undefined }));
  });
  model.compile({ optimizer: 'adam', loss: lossOf(workload), metrics: ['acc'] });
  const { x, y } = makeRows(workload);
  const xs = tf.tensor2d(x.data, x.shape), ys = tf.tensor2d(y.data, y.shape);
  const speed = await measure(workload, epochs => model.fit(xs, ys, { batchSize: workload.batch, epochs, verbose: 0 }));
  tf.dispose([xs, ys]);
  model.dispose();
  return speed;
}

async function loadTensorflow() {
  const require = createRequire(import.meta.url);
  const tf = require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-wasm').setWasmPaths(
    require.resolve('@tensorflow/tfjs-backend-wasm').replace(/[^/]*$/, ''));
  return tf;
}

const cr = await (await import(engineUrl)).default();
const tf = process.argv.includes('--tfjs') ? await loadTensorflow() : null;
const columns = ['chainrule', ...(tf ? ['tfjs wasm', 'tfjs cpu'] : [])];
console.log(['samples/s'.padEnd(12), ...columns.map(name => name.padStart(14))].join(''));
for (const workload of workloads) {
  const speeds = [await chainrule(cr, workload)];
  for (const backend of tf ? ['wasm', 'cpu'] : []) {
    await tf.setBackend(backend);
    speeds.push(await tensorflow(tf, workload).catch(() => NaN));
  }
  console.log(workload.name.padEnd(12) + speeds.map(speed => Math.round(speed).toLocaleString('en').padStart(14)).join(''));
}
