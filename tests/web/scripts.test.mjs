// SPDX-License-Identifier: MIT
// Whatever Node runs says what it is, a module or not, so that a Node that does not guess runs it too (18, and 20
// before 20.19), and the site's engine.js with it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../../', import.meta.url));
// Where Node finds programs of ours: the page's scripts in ui/, assets/ and build/web/ui run in browsers alone.
const folders = ['web', 'tests', 'build/site', 'build/web/web', 'build/web/tests'];
const files = (folder) => readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile()).map((file) => join(file.parentPath ?? file.path, file.name));
const scripts = folders.flatMap(files).filter((file) => /\.[cm]?js$/.test(file) && !file.includes('/web/parts/'));

/** "module" or "commonjs", as a name or the next package.json of this project says; else undefined. */
function declared(file) {
  if (/\.[cm]js$/.test(file)) return file.endsWith('.mjs') ? 'module' : 'commonjs';
  for (let folder = dirname(file); folder.startsWith(top); folder = dirname(folder)) {
    const description = join(folder, 'package.json');
    if (existsSync(description)) return JSON.parse(readFileSync(description, 'utf8')).type;
  }
  return undefined;
}

/** Where time passes in tests of the page and the window, each for its reason; nowhere else, so that no test waits. */
const timers = {
  'ui/desktop.test.mjs': 'between two readings', 'web/browser.mjs': 'between two readings',
  'web/engine_fit.test.mjs': 'a callback that takes its time',
  'web/course.test.mjs': 'a limit', 'web/lecture.test.mjs': 'a limit', 'web/monkey.mjs': 'a limit',
  'web/programs.mjs': 'a limit', 'web/slidev.mjs': 'a limit', 'web/twins.test.mjs': 'a limit',
};
test('no test waits for a time: it waits for what comes, or turns the clock', () => {
  const ours = ['tests/web', 'tests/ui'].flatMap(files).filter((file) => file.endsWith('.mjs'));
  const passes = /(?<!\.)\bsetTimeout\((?:[^(),]|\((?:[^()]|\([^()]*\))*\))+,/;
  const waits = /\.waitForTimeout\(|['"](node:)?timers\/promises['"]/;
  const having = (pattern) => ours.filter((file) => pattern.test(readFileSync(file, 'utf8')))
    .map((file) => relative(join(top, 'tests'), file)).sort();
  assert.deepEqual(having(waits), []);
  assert.deepEqual(having(passes), Object.keys(timers).sort());
});

// Nodes that take a file for nothing but what it says: this one, told not to guess, and the system's, if it is older.
const flag = '--no-experimental-detect-module';
const guessing = process.allowedNodeEnvironmentFlags.has('--experimental-detect-module');
const nodes = [[process.execPath, ...guessing ? [flag] : []]];
const systems = process.env.CHAINRULE_SYSTEM_NODE;
if (systems && systems !== process.execPath) nodes.push([systems]);

test('every script says what it is', () => {
  assert.ok(scripts.length > 80, `${scripts.length} scripts`);
  for (const name of ['site/engine.js', 'web/web/engine.js', 'web/web/node/poster_networks.js',
                      'web/tests/chainrule_tests.js'])
    assert.ok(scripts.includes(join(top, 'build', name)), name);
  assert.deepEqual(scripts.filter((file) => declared(file) === undefined).map((file) => relative(top, file)), []);
});

for (const [node, ...flags] of nodes) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const run = (...command) => {
    const { status, stdout, stderr } = spawnSync(node, [...flags, ...command],
      { cwd: top, encoding: 'utf8', maxBuffer: 1e8 });
    assert.equal(status, 0, `${node} ${version} ${command.join(' ')}: ${stderr}`);
    return stdout;
  };

  test(`Node ${version}${flags.join()} trains with the site's engine.js`, () => {
    const program = `import createEngine from './build/site/engine.js';
      const cr = await createEngine();
      const model = cr.sequential({ layers: ['dense:4:tanh:input_dim=2', 'dense:1:sigmoid'], seed: 5 });
      model.compile({ optimizer: 'adam:0.05', loss: 'binary_crossentropy' });
      const { history } = await model.fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], { epochs: 10 });
      console.log(history.loss.length, history.loss[9] < history.loss[0]);`;
    assert.equal(run('--input-type=module', '-e', program), '10 true\n');
  });

  test(`Node ${version}${flags.join()} makes what the site has of the engine's tables`, () => {
    const read = (name) => readFileSync(join(top, 'build/web/web', name), 'utf8');
    const makers = [['make_types', 'engine.js', 'engine.d.ts'], ['make_reference', 'engine.js', 'reference.html'],
                    ['make_poster', 'node/poster_networks.js', 'poster.js'],
                    ['make_links', 'node/link_tables.js', 'links.html'], ['make_messages', '', 'messages.html']];
    for (const [maker, program, made] of makers)
      assert.equal(run(`web/${maker}.mjs`, `build/web/web/${program}`), read(made), maker);
  });

  test(`Node ${version}${flags.join()} starts the tests of WebAssembly`, () => {
    assert.match(run('build/web/tests/chainrule_tests.js', '--gtest_list_tests'), /^Layering\.$/m);
  });
}
