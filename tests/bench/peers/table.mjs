// SPDX-License-Identifier: MIT
// The table of the medians from the lines of JSON in a file: node table.mjs results
import { readFileSync } from 'node:fs';
import { median } from '../median.mjs';

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n').map(line => JSON.parse(line));
const names = [...new Set(lines.map(line => line.name))];
const workloads = Object.keys(lines[0].times);
const time = (name, workload) => {
  const values = lines.filter(line => line.name === name).map(line => line.times[workload]).filter(value => value > 0);
  return values.length > 0 ? median(values) : NaN;
};
const show = value => (Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0));

const rows = workloads.map(workload => [
  workload, ...names.map(name => show(time(name, workload))),
  ...[['PyTorch', 'chainrule native'], ['tfjs wasm', 'chainrule wasm'], ['PyTorch', 'chainrule wasm']].map(
    ([peer, own]) => `${show(time(peer, workload) / time(own, workload))}x`)]);
const head = ['us a step', ...names, 'native / PyTorch', 'wasm / tfjs wasm', 'wasm / PyTorch'];
for (const row of [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]) console.log(`| ${row.join(' | ')} |`);
