// SPDX-License-Identifier: MIT
// chainrule.html, double-clicked: everything in one file, from file://, in both browsers and in a page of slides.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { eventually, startBrowser, watched } from './browser.mjs';
import { statusBecomes } from './controls.mjs';
import { found, startFirefox } from './firefox.mjs';

const folder = mkdtempSync(join(tmpdir(), 'chainrule single-')), file = join(folder, 'chainrule.html');
copyFileSync(fileURLToPath(new URL('../../build/site/chainrule.html', import.meta.url)), file);
const url = pathToFileURL(file).href;
let browser;
before(async () => { browser = await startBrowser(); });
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(address) {
  const page = watched(await (await browser.chromium.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })).newPage());
  page.on('request', (request) => /^https?:/.test(request.url()) && page.problems.push('left: ' + request.url()));
  await page.goto(address);
  return page;
}
const draws = (page) => page.waitForFunction(() => globalThis.chainrule?.frames > 0, { timeout: 30000 });

test('is not larger than 3 MB', () => assert.ok(statSync(file).size <= 3_000_000, `${statSync(file).size} bytes`));

test('trains after a double click, with its own data, and follows its address', async () => {
  const page = await open(url + '#data=penguins&epochs=3');
  await draws(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await statusBecomes(page, /^Epoch 3 of 3/);
  await page.getByRole('button', { name: 'Data set xor', exact: true }).click();
  assert.match(await eventually(() => page.url(), (address) => /data=xor/.test(address)), /data=xor/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('has MNIST and the Worker that trains it', async () => {
  const page = await open(url + '#data=mnist&layers=dense:256:relu,dense:10:softmax&batch_size=256&epochs=1');
  await draws(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await statusBecomes(page, /^Epoch 1 of 1/);
  assert.equal(page.workers().length, 1);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('stands in a slide of a file', async () => {
  writeFileSync(join(folder, 'deck.html'), '<!doctype html><title>deck</title><script>const told = []; addEventListener("message", ({ data }) => told.push(data));</script>' +
    '<iframe width="640" height="360" src="chainrule.html#data=xor&poster=1"></iframe>');
  const page = await open(pathToFileURL(join(folder, 'deck.html')).href);
  await page.frameLocator('iframe').getByRole('button', { name: 'Start' }).click();
  assert.ok(await eventually(() => page.evaluate(() => told.some((message) => message.event === 'ready')), (is) => is, 30));
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('in Firefox', { skip: found ? false : 'no Firefox on this machine' }, async () => {
  const firefox = await startFirefox();
  const page = await firefox.openPage(url + '#data=wine&epochs=4');
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0, { timeout: 60000 });
  const play = await page.waitForSelector('aria/Play[role="button"]');
  await play.evaluate((button) => button.click());
  const epoch = () => page.evaluate(() => document.querySelector('[aria-label="Training"]').dataset.now);
  assert.match(await eventually(epoch, (words) => /^Epoch 4 of 4/.test(words), 60), /^Epoch 4 of 4/);
  assert.deepEqual(page.problems, []);
  await firefox.close();
});
