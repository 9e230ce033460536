// SPDX-License-Identifier: MIT
// What installs and runs everything ends with words when something hangs: a registry that takes the call and never
// answers, a stage of tests/run that goes on and on.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chainrule-toolchain-'));
const silent = createServer((call) => call.on('error', () => {}).resume()).listen(0, '127.0.0.1');
await new Promise((done, failed) => silent.once('listening', done).once('error', failed));
const nowhere = `http://127.0.0.1:${silent.address().port}/`;
after(() => {
  silent.close();
  rmSync(folder, { recursive: true });
});

/** web/toolchain with an empty cache but for `known`, in an environment: how it ended, after how many seconds. */
async function run(name, known, environment) {
  const cache = join(folder, name), start = Date.now();
  mkdirSync(cache);
  for (const one of known) symlinkSync(one, join(cache, one.replace(/.*\//, '')));
  const program = spawn(join(top, 'web/toolchain'), ['site'],
    { env: { ...process.env, CHAINRULE_CACHE: cache, ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  program.stderr.on('data', (text) => { words += text; });
  const status = await new Promise((done, failed) => program.once('close', done).once('error', failed));
  return { status, words, seconds: (Date.now() - start) / 1000 };
}

const asksNpm = run('npm', [], { npm_config_registry: nowhere, npm_config_cache: join(folder, 'npm-cache') });
test('an npm registry that never answers is given up in about a minute', async () => {
  const { status, words, seconds } = await asksNpm;
  assert.notEqual(status, 0);
  assert.match(words, /timeout|timed out/i);
  assert.match(words, /Toolchain: npm failed; all it said is in /);
  assert.ok(seconds < 90, `${seconds} s`);
});

// Where the system is not Debian nothing is asked of its mirrors.
const debian = execFileSync('sh', ['-c', '. /etc/os-release; echo "$ID"'], { encoding: 'utf8' }).trim() === 'debian';
const cache = process.env.CHAINRULE_SOURCED ?? '';
const known = debian ? readdirSync(cache).filter((name) => name.startsWith('npm-')) : [];
const asksDebian = debian && run('apt', known.map((name) => join(cache, name)), { DEBIAN_MIRROR: nowhere });
const skip = !debian && 'this is not Debian';
test('a Debian mirror that never answers is given up in about a minute', { skip }, async () => {
  const { status, words, seconds } = await asksDebian;
  assert.notEqual(status, 0);
  assert.match(words, /Connection failed|timed out/i);
  assert.match(words, /Toolchain: apt-get .*update failed; all it said is in /);
  assert.ok(seconds < 90, `${seconds} s`);
});

/** The function of tests/run by itself, then a line of shell. */
const setUp = `. <(sed -n '/^stage() {/,/^}/p' tests/run)\ncd "$1" && mkdir -p build/logs\n`;
const shell = (line) => execFileSync('bash', ['-c', setUp + line, 'bash', folder], { cwd: top, encoding: 'utf8' });

test('a stage that hangs is ended with all that it started, and says so', () => {
  const start = Date.now();
  const told = shell('limit=1; stage "it hangs" bash -c "sleep 300 & echo begun; wait" || echo "failed as it should"');
  assert.match(told, /^it hangs \.\.\. FAILED \(\d+ s\), build\/logs\/it-hangs\.log:\n +begun\n/);
  assert.match(told, /went on after its limit of 1 s\nfailed as it should\n$/);
  assert.ok(Date.now() - start < 60000);
});

test('a stage that ends in time says nothing of it', () => {
  const told = shell('stage "it ends" echo fine && cat build/logs/it-ends.log');
  assert.match(told, /^it ends \.\.\. ok \(\d+ s\)\nfine\n$/);
});
