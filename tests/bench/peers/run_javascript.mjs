// SPDX-License-Identifier: MIT
// Microseconds a batch step of one JavaScript peer on all workloads, as JSON: node run_javascript.mjs 'tfjs wasm' 2
import { peers } from './peers.mjs';
import { makeData, timeFit, workloads } from './workloads.mjs';

const [, , name, seconds] = process.argv;
const peer = peers.find(candidate => candidate.name === name);
if (!peer) throw new Error(`expected one of ${peers.map(p => p.name).join(', ')}, received ${name}`);
console.log = () => {};  // some libraries talk
const make = await peer.make();
const times = {};
for (const workload of workloads) {
  const parameters = workload.layers.reduce(([sum, below], { units }) => [sum + (below + 1) * units, units], [0, workload.inputs])[0];
  if (parameters > (peer.most ?? Infinity)) continue;
  times[workload.name] = await timeFit(workload, Number(seconds), make(workload, makeData(workload)));
}
process.stdout.write(`${JSON.stringify({ name, times, note: peer.note })}\n`, () => process.exit(0));
