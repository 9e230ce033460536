// SPDX-License-Identifier: MIT
// The desktop program: its command line, and its window on a virtual screen, looked at pixel by pixel.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hasEnded, startScreen, stop } from '../web/programs.mjs';

const program = process.env.CHAINRULE_PROGRAM ?? fileURLToPath(new URL('../../build/release/ui/chainrule', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chainrule-'));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

let screen;
before(async () => { screen = await startScreen('1280x800'); });
after(() => screen?.end());

const environment = () => ({ ...process.env, DISPLAY: screen.display, LIBGL_ALWAYS_SOFTWARE: '1' });

/** The screen as rows of RGB. */
function look() {
  const ppm = execFileSync('import', ['-window', 'root', '-depth', '8', 'ppm:-'], { env: environment(), maxBuffer: 1e8 });
  return ppm.subarray(ppm.length - 1280 * 800 * 3);
}
const colors = (picture) => {
  const seen = new Set();
  for (let i = 0; i < picture.length; i += 30) seen.add(picture.readUIntBE(i, 3));
  return seen.size;
};
const difference = (a, b) => {
  let count = 0;
  for (let i = 0; i < a.length; i += 3) count += a[i] !== b[i] || a[i + 1] !== b[i + 1];
  return count;
};

/** Waits until what is read, the picture on screen say, satisfies, and gives it. */
async function until(good, seconds = 20, read = look) {
  for (let end = Date.now() + seconds * 1000; ;) {
    const seen = read();
    if (good(seen) || Date.now() > end) return seen;
    await pause(100);
  }
}

async function withWindow(args, use) {
  const running = spawn(program, args, { env: environment(), stdio: 'ignore', cwd: folder });
  try {
    const first = await until((picture) => colors(picture) > 200 || hasEnded(running));
    assert.ok(!hasEnded(running), `the program goes on: ${running.exitCode ?? running.signalCode}`);
    await use(first);
  } finally {
    await stop(running);
  }
}

/** Presses a key or a chord as a hand does, a tenth of a second for each part. */
function press(keys) {
  const at = ['mousemove', '900', '30', 'sleep', '0.2'];
  execFileSync('xdotool', [...at, 'key', '--delay', '100', keys], { env: environment() });
}

test('--version and --help', () => {
  assert.match(execFileSync(program, ['--version'], { encoding: 'utf8' }), /^chainrule \d+\.\d+\.\d+\n$/);
  const help = execFileSync(program, ['--help'], { encoding: 'utf8' });
  for (const word of ['--help', '--version', '--link', '.csv']) assert.ok(help.includes(word), help);
});

test('a mistake on the command line is explained', () => {
  for (const args of [['no-such-file.csv'], ['--wdith'], ['--width', '3']]) {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /no-such-file|wdith|width/);
  }
});

test('the window shows a network and trains it by keyboard', () => withWindow(['--link', 'theme=light&data=xor'], async (first) => {
  assert.ok(colors(first) > 200, `${colors(first)} colours`);
  press('space');
  const trained = await until((picture) => difference(first, picture) > 20000);
  assert.ok(difference(first, trained) > 20000, 'surface, tiles and curves have changed');
}));

test('Ctrl+S saves the experiment, the menu a picture of it', () => withWindow(['--link', 'theme=light&data=xor&seed=3'], async () => {
  /** A file that comes when it is asked for, if not at once. */
  const appears = async (name, ask, whole) => {
    const file = join(folder, name), read = () => (existsSync(file) ? readFileSync(file) : null);
    for (let tries = 0; tries < 5 && !read(); ++tries) {
      await ask();
      await until((bytes) => bytes, 3, read);
    }
    assert.ok(await until((bytes) => bytes && whole(bytes), 10, read), name);
    return file;
  };
  const isJson = (bytes) => {
    try {
      return JSON.parse(bytes);
    } catch {
      return null;
    }
  };
  const saves = () => press('ctrl+s');
  const saved = isJson(readFileSync(await appears('chainrule-xor.json', saves, isJson)));
  assert.equal(saved.seed, 3);
  assert.equal(saved.weights.length, 37);
  const takes = async () => {
    const closed = look();
    execFileSync('xdotool', ['mousemove', '1242', '30', 'click', '1'], { env: environment() });
    await until((picture) => difference(closed, picture) > 10000, 3);   // the menu is open
    execFileSync('xdotool', ['mousemove', '1100', '186', 'click', '1'], { env: environment() });
  };
  const isPng = (bytes) => bytes.subarray(-8, -4).toString() === 'IEND';
  const picture = execFileSync('identify', ['-format', '%m %w %h %k', await appears('chainrule-xor.png', takes, isPng)], { encoding: 'utf8' });
  assert.match(picture, /^PNG 1280 800 \d{3,}$/);
}));

test('light and dark are different pictures', async () => {
  let light;
  await withWindow(['--link', 'theme=light'], async (picture) => { light = picture; });
  await withWindow(['--link', 'theme=dark'], async (picture) => {
    // The window before may still be on screen when this one starts.
    const differs = (now) => difference(light, now) > 700000;
    assert.ok(differs(differs(picture) ? picture : await until(differs)));
  });
});

test('a CSV by argument opens its preview', () => {
  const file = join(folder, 'mine.csv');
  writeFileSync(file, 'a,b,kind\n' + '1,2,x\n3,4,y\n'.repeat(20));
  return withWindow([file, '--link', 'theme=light'], async () => {
    // The dialog dims what is behind it: the page's light grey is nowhere on the left edge.
    const dimmed = (picture) => picture[(400 * 1280 + 5) * 3] < 200;
    assert.ok(dimmed(await until(dimmed)));
  });
});
