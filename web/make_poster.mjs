// SPDX-License-Identifier: MIT
// Writes poster.js with the networks of all scenes and data sets in it, which the engine tells:
//   node web/make_poster.mjs build/web/web/node/poster_networks.js > poster.js
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const networks = { scene: {}, data: {} };
for (const line of execFileSync(process.execPath, [process.argv[2], path('../assets')]).toString().trim().split('\n')) {
  const [kind, name, title, inputs, layers] = line.split('\t');
  networks[kind][name] = { title, inputs: Number(inputs), layers };
}
const read = (name) => readFileSync(path(name), 'utf8');
const parts = read('../ui/platform/web/link_parts.js') + read('poster.js');
process.stdout.write(`(() => {\nconst networks = ${JSON.stringify(networks)};\n${parts}})();\n`);
