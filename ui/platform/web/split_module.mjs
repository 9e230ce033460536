// SPDX-License-Identifier: MIT
// Splits the front end's module: what no first frame calls comes after it.
//   node split_module.mjs PLAYGROUND.js PLAYGROUND.wasm FOLDER
// The first frame is drawn by Node (first_frame.mjs) with a module that notes which functions are called: these stay in
// FOLDER/playground.wasm, all others go to FOLDER/later.wasm. The second one imports from the first (under the name
// "first") and fills its places in the table, through which the first one calls it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { profiles } from './first_frame.mjs';

const [glue, module, folder] = process.argv.slice(2).map((path) => resolve(path));
const run = (program, ...parameters) =>
  execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const splitter = join(run('em-config', 'BINARYEN_ROOT').trim(), 'bin', 'wasm-split');
const features = ['simd', 'exception-handling', 'bulk-memory', 'nontrapping-float-to-int', 'sign-ext',
  'mutable-globals', 'multivalue'].map((name) => '--enable-' + name);

mkdirSync(folder, { recursive: true });
const instrumented = join(folder, 'instrumented.wasm'), profile = join(folder, 'first_frame.profile');
run(splitter, '--instrument', ...features, module, '-o', instrumented);
const noted = (await profiles(glue, instrumented)).map((bytes, i) => {
  const file = join(folder, `window${i}.profile`);
  writeFileSync(file, bytes);
  return file;
});
run(splitter, '--merge-profiles', ...noted, '-o', profile);
// A frame that fails needs it: page.js.
const kept = '--keep-funcs=_emscripten_stack_restore';
run(splitter, '--split', ...features, module, '--profile=' + profile, kept, '--no-placeholders',
  '--import-namespace=first', '-o1', join(folder, 'playground.wasm'), '-o2', join(folder, 'later.wasm'));
process.exit(0);   // timers of a page that nobody looks at
