// SPDX-License-Identifier: MIT
// The workloads of ../workloads.json with data for them, and how time is taken: one fit loop of as many epochs as fill
// the seconds, after a shorter one that warms up and tells how many.
import { readFileSync } from 'node:fs';

export const workloads = JSON.parse(readFileSync(new URL('../workloads.json', import.meta.url), 'utf8')).map(workload => ({
  ...workload,
  layers: workload.layers.map(text => ({ text, units: Number(text.split(':')[1]), activation: text.split(':')[2] })),
}));

/** The same numbers for every peer: inputs in -1..1, one 0 or 1 for a single output, one-hot rows for several. */
export function makeData({ inputs, rows, layers }) {
  let state = 1;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const outputs = layers.at(-1).units;
  const x = Float32Array.from({ length: rows * inputs }, () => 2 * next() - 1);
  const y = new Float32Array(rows * outputs);
  for (let r = 0; r < rows; ++r) {
    const label = Math.floor(next() * Math.max(outputs, 2));
    if (outputs === 1) y[r] = label;
    else y[r * outputs + label] = 1;
  }
  return { x, y, outputs };
}

export const rowsOf = (flat, cols) =>
  Array.from({ length: flat.length / cols }, (_, r) => Array.from(flat.subarray(r * cols, (r + 1) * cols)));

/** Microseconds a batch step, or for peers that know no batches the time of so many samples. */
export async function timeFit({ rows, batch }, seconds, fit) {
  const timed = async epochs => {
    const start = performance.now();
    await fit(epochs);
    return (performance.now() - start) / 1000;
  };
  await timed(1);
  const one = await timed(1);
  const epochs = Math.max(1, Math.round(seconds / one));
  return 1e6 * await timed(epochs) / (epochs * Math.ceil(rows / batch));
}
