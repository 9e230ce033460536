// SPDX-License-Identifier: MIT
// The page in Firefox, on a virtual screen with software GL: it draws, trains, edits, undoes and saves as in Chromium.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/server.mjs';
import { eventually } from './browser.mjs';

const { launch } = createRequire(import.meta.url)('puppeteer-core');
const found = spawnSync('sh', ['-c', 'command -v firefox-esr || command -v firefox']).stdout.toString().trim();
const skip = found ? false : 'no Firefox on this machine';

let screen, browser, server, url;
before(async () => {
  if (skip) return;
  ({ server, url } = await startServer(fileURLToPath(new URL('../../build/site', import.meta.url))));
  screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '+extension', 'GLX', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = ':' + await new Promise((done) => screen.stdio[3].once('data', (text) => done(String(text).trim())));
  browser = await launch({ browser: 'firefox', executablePath: found, headless: false,
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' }, extraPrefsFirefox: { 'webgl.force-enabled': true } });
});
after(async () => {
  await browser?.close();
  screen?.kill();
  server?.closeAllConnections?.();
  server?.close();
});

async function open(hash, width = 1280, height = 800) {
  const page = await browser.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && page.problems.push(line.text()));
  await page.setViewport({ width, height });
  await page.goto(url + '#' + hash);
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0, { timeout: 60000 });
  return page;
}
const control = async (page, role, name) => (await page.waitForSelector(`::-p-aria([role="${role}"][name="${name}"])`)).click();
const status = (page) => page.$eval('[aria-label="Training"]', (element) => element.dataset.now);

test('trains the moons', { skip }, async () => {
  const page = await open('data=moons&epochs=30');
  await control(page, 'button', 'Play');
  const words = await eventually(() => status(page), (text) => text.startsWith('Epoch 30 of 30'), 60);
  assert.match(words, /^Epoch 30 of 30, loss [\d.]+, val_loss [\d.]+, acc/);
  assert.ok(Number(words.match(/val_acc ([\d.]+)/)[1]) > 0.8, words);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a change and its undo', { skip }, async () => {
  const page = await open('data=circle');
  await control(page, 'button', 'Add hidden layer');
  assert.match(await eventually(() => page.url(), (link) => (decodeURIComponent(link).match(/dense/g) ?? []).length === 4), /dense/);
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  const layers = () => page.$$eval('button', (all) => all.filter((b) => /^Edit dense/.test(b.getAttribute('aria-label') ?? b.textContent)).length);
  assert.equal(await eventually(layers, (count) => count === 3), 3);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a phone', { skip }, async () => {
  const page = await open('data=xor', 390, 844);
  await control(page, 'tab', 'Fit');
  assert.ok(await page.waitForSelector('::-p-aria([role="combobox"][name="optimizer"])'));
  assert.deepEqual(page.problems, []);
  await page.close();
});
