// SPDX-License-Identifier: MIT
// The playground in real decks of slides, of another origin than the site: reveal.js, which empties the frames of slides
// that go, and remark, which has all slides in the page at once.
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { startServer } from '../../web/server.mjs';
import { eventually, startBrowser } from './browser.mjs';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-decks-'));
const small = 'data=xor&layers=dense:3:tanh,dense:1:sigmoid&epochs=1000000';
const heard = `<script>const told = []; addEventListener('message', ({ data, source }) => { if (data?.chainrule) told.push({ ...data, of: [...document.querySelectorAll('iframe')].findIndex((frame) => frame.contentWindow === source) }); });
  const say = (message, of = 0) => document.querySelectorAll('iframe')[of].contentWindow.postMessage(message, '*');</script>`;
let browser, host;

function writeDecks() {
  cpSync(dirname(createRequire(import.meta.url).resolve('reveal.js')), join(folder, 'reveal'), { recursive: true });
  copyFileSync('/usr/share/javascript/remark-slide/remark.min.js', join(folder, 'remark.min.js'));
  const head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">';
  const element = `<script src="${browser.url}embed.js"></script>`;
  writeFileSync(join(folder, 'reveal.html'), `${head}<link rel="stylesheet" href="reveal/reveal.css"><body>${heard}${element}
    <div class="reveal"><div class="slides"><section>One</section>
    <section><iframe data-src="${browser.url}#${small}" width="640" height="360"></iframe></section><section>Three</section>
    <section><chainrule-playground data="circle" layers="dense:2:tanh,dense:1:sigmoid" width="640" height="360"></chainrule-playground></section></div></div>
    <script src="reveal/reveal.js"></script><script>Reveal.initialize({ transition: 'none', width: 960, height: 700 });</script></body>`);
  const slides = Array.from({ length: 10 }, (_, i) => `# ${i + 1}\n<iframe src="${browser.url}#${small}&seed=${i + 1}" width="560" height="320"></iframe>\n`).join('\n---\n');
  writeFileSync(join(folder, 'remark.html'), `${head}<body><textarea id="source">${slides}</textarea>${heard}${element}
    <script src="remark.min.js"></script><script>const slideshow = remark.create();</script></body>`);
}

before(async () => {
  browser = await startBrowser();
  writeDecks();
  host = await startServer(folder);
});
after(async () => {
  await browser.close();
  host.server.closeAllConnections?.();
  await new Promise((done) => host.server.close(done));
  rmSync(folder, { recursive: true });
});

async function openDeck(name) {
  const page = await (await browser.chromium.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && page.problems.push(line.text()));
  page.loaded = [];
  page.on('request', (request) => request.url().endsWith('playground.wasm') && page.loaded.push(request.url()));
  await page.goto(host.url.replace('127.0.0.1', 'localhost') + name);
  return page;
}
const told = (page, event, of) => page.evaluate(([name, which]) => told.filter((message) => message.event === name && (which === undefined || message.of === which)), [event, of]);
async function hears(page, event, of, count = 1) {
  const all = await eventually(() => told(page, event, of), (messages) => messages.length >= count, 30);
  assert.ok(all.length >= count, `${event}: ${all.length}`);
  return all.at(-1);
}
async function state(page, of = 0) {
  const id = Math.random();
  await page.evaluate(([message, which]) => say(message, which), [{ chainrule: 1, do: 'get', id }, of]);
  return eventually(() => page.evaluate((wanted) => told.find((message) => message.id === wanted), id), (found) => found, 20);
}

test('reveal.js: a slide that comes back goes on where it was, and the keys turn pages from inside it', async () => {
  const page = await openDeck('reveal.html');
  const slide = () => page.evaluate(() => Reveal.getIndices().h);
  await eventually(slide, (h) => h === 0, 20);
  await page.keyboard.press('ArrowRight');
  assert.equal((await hears(page, 'ready', 0)).epoch, 0);
  for (let epoch = 1; epoch <= 3; ++epoch) {
    await page.evaluate(() => say({ chainrule: 1, do: 'step' }));
    await eventually(() => state(page), (now) => now.epoch === epoch, 20);
  }
  await page.waitForTimeout(1500);   // kept a second after the last frame
  const before = await state(page);
  await page.keyboard.press('ArrowRight');
  await eventually(slide, (h) => h === 2, 20);
  await page.waitForTimeout(500);
  await page.evaluate(() => { told.length = 0; });
  await page.keyboard.press('ArrowLeft');
  await hears(page, 'ready', 0);
  const now = await eventually(() => state(page), (is) => is.epoch === 3, 20);
  assert.deepEqual([now.epoch, now.logs, now.link], [before.epoch, before.logs, before.link]);

  const box = await page.locator('iframe').first().boundingBox();
  await page.mouse.click(box.x + box.width * 0.8, box.y + 20);   // the bar's empty end
  await page.keyboard.press('ArrowRight');
  assert.equal(await eventually(slide, (h) => h === 2, 20), 2);
  await page.keyboard.press('PageDown');
  assert.equal(await eventually(slide, (h) => h === 3, 20), 3);
  const width = await page.evaluate(async () => {
    const element = document.querySelector('chainrule-playground');
    await element.get();
    return element.getBoundingClientRect().width;
  });
  const frame = await eventually(() => page.frames().find((one) => one.parentFrame() && /data=circle|layers=dense:2/.test(decodeURIComponent(one.url()))), (one) => one, 20);
  const pixels = await eventually(() => frame.evaluate(() => document.getElementById('canvas').width), (count) => Math.abs(count - width) <= 2, 20);
  assert.ok(Math.abs(pixels - width) <= 2, `${pixels} pixels for ${width}: not sharp`);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('remark: of ten playgrounds in a deck the one in sight runs', async () => {
  const page = await openDeck('remark.html');
  await hears(page, 'ready', 0);
  await page.waitForTimeout(500);
  assert.equal(page.loaded.length, 1, 'the others wait');
  await page.evaluate(() => say({ chainrule: 1, do: 'play' }));
  await eventually(() => state(page), (now) => now.playing && now.epoch > 2, 30);
  const lost = (of) => page.frames().filter((frame) => frame.parentFrame())[of].evaluate(() => document.getElementById('canvas').getContext('webgl2')?.isContextLost());
  for (let slide = 1; slide < 10; ++slide) {
    await page.keyboard.press('ArrowRight');
    assert.equal((await hears(page, 'ready', slide)).epoch, 0);
    assert.equal(await eventually(() => lost(slide - 1), (is) => is, 20), true, 'the one before has given its memory back');
  }
  assert.equal(page.loaded.length, 10);
  assert.equal((await eventually(() => state(page), (now) => !now.playing, 20)).playing, false);
  for (let slide = 9; slide > 0; --slide) await page.keyboard.press('ArrowLeft');
  assert.ok(await eventually(() => state(page), (now) => now.playing, 30), 'the first goes on');
  assert.equal(await lost(0), false);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
