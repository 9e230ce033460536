// SPDX-License-Identifier: MIT
// Splits the front end's module: what no first frame needs comes after it.
//   node split_module.mjs PLAYGROUND.wasm FOLDER LATER... -- OBJECT...
// OBJECT...: all that the module is made of. Functions of those whose paths end as one of LATER says go to
// FOLDER/later.wasm, the rest to FOLDER/playground.wasm. The second one imports from the first (under the name "") and
// fills its places in the table, through which the first one calls it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

const [module, folder, ...rest] = process.argv.slice(2), middle = rest.indexOf('--');
const endings = rest.slice(0, middle), objects = rest.slice(middle + 1).map(normalize);
const late = (object) => endings.some((ending) => object.endsWith('/' + ending));
const later = objects.filter(late), first = objects.filter((object) => !late(object));
if (later.length !== endings.length) throw new Error(`expected an object for each of ${endings}, received ${later}`);
const run = (program, ...parameters) =>
  execFileSync(program, parameters, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });

// Inline functions and templates stand in every object that uses them (W, V): they go along where all of those do. Those
// of the standard library stay, since its archives are no objects of ours.
const defined = (object) => run('emnm', '--defined-only', '--format=posix', object).split('\n').map((line) => line.split(' '));
const elsewhere = new Set(first.flatMap(defined).map(([name]) => name));
const functions = later.flatMap(defined)
  .filter(([name, type]) => /^[Tt]$/.test(type) || (/^[WV]$/.test(type) && /chainrule|nlohmann/.test(name) && !elsewhere.has(name))).map(([name]) => name);
mkdirSync(folder, { recursive: true });
const manifest = join(folder, 'later.txt');
writeFileSync(manifest, ['later', ...new Set(functions)].join('\n'));
const features = ['simd', 'exception-handling', 'bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'multivalue'];
run(join(run('em-config', 'BINARYEN_ROOT').trim(), 'bin', 'wasm-split'), '--multi-split', ...features.map((name) => '--enable-' + name), module,
  '--manifest=' + manifest, '--out-prefix=' + join(folder, '/'), '-o', join(folder, 'playground.wasm'));
