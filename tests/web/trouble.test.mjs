// SPDX-License-Identifier: MIT
// When the program breaks inside, in a window and in a frame: words, what was made as a file and as a link, and a way on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { turn } from './clock.mjs';
import { startHost } from './host.mjs';

let browser, host;
before(async () => {
  browser = await startBrowser();
  host = await startHost(browser);
});
after(() => host.close());

/** From now on a trap, as it would come from the module, ends the next frame in its midst. */
const breakIt = (frame) => frame.evaluate(() => {
  const gl = document.getElementById('canvas').getContext('webgl2');
  gl.drawElements = () => { throw new WebAssembly.RuntimeError('memory access out of bounds'); };
  globalThis.chainrule.requestFrames(1);
});
const box = (page) => page.getByRole('alertdialog', { name: 'Chainrule stopped' });

test('a trap is told, and what was made can be taken along', async () => {
  const page = await browser.openPage({ hash: 'data=xor&epochs=7' });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => localStorage.length > 0);   // kept for the next visit
  await settled(page);
  await breakIt(page);
  await box(page).waitFor();
  assert.match(await box(page).innerText(), /memory access out of bounds.*not lost/s);
  const [download] = await Promise.all([page.waitForEvent('download'), box(page).getByRole('button', { name: 'Save it as a file' }).click()]);
  const saved = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(saved.data, 'xor');
  assert.equal(saved.weights.length > 0, true);
  await box(page).getByRole('button', { name: 'Copy its link' }).click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#.*data=xor/);
  // Nothing of the module is called any more, whatever is done.
  const frames = await page.evaluate(() => globalThis.chainrule.frames);
  await page.keyboard.press('Space');
  await page.mouse.wheel(0, 100);
  await page.setViewportSize({ width: 900, height: 600 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await page.evaluate(() => globalThis.chainrule.frames), frames);
  assert.equal(page.problems.filter((text) => /RuntimeError/.test(text)).length, 1, page.problems.join('\n'));
  await box(page).getByRole('button', { name: 'Go on with it' }).click();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0 && document.getElementById('app').dataset.state === 'ready');
  assert.match(page.url(), /data=xor/);
  await page.context().close();
});

test('a fresh start forgets what broke it', async () => {
  const page = await browser.openPage({ hash: 'data=xor' });
  await breakIt(page);
  await box(page).getByRole('button', { name: 'Start afresh' }).click();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0 && document.getElementById('app').dataset.state === 'ready');
  assert.doesNotMatch(page.url(), /data=xor/);
  await page.context().close();
});

test('a frame on a slide tells it too, and its deck hears of it', async () => {
  host.write('broken.html', `<iframe src="${browser.url}#data=xor&scene=neuron" width="480" height="270"></iframe>`);
  const page = await host.open('broken.html');
  await page.waitForFunction(() => told.some(({ event }) => event === 'ready'));
  await breakIt(page.frames()[1]);
  await page.waitForFunction(() => told.some(({ event }) => event === 'error'));
  const { text, link } = await page.evaluate(() => told.find(({ event }) => event === 'error'));
  assert.match(text, /memory access out of bounds/);
  assert.match(link, /data=xor/);
  const frame = page.frameLocator('iframe');
  const last = frame.getByRole('button', { name: 'Start afresh' });
  await last.scrollIntoViewIfNeeded();
  const place = await last.boundingBox();
  assert.ok(place.y + place.height <= 280, 'all of it is within the frame');
  await page.context().close();
});

test('a part of the module that does not come is told after some seconds', async () => {
  const page = await browser.openPage({ wait: false, path: 'messages.html' });
  await page.route(/later-[^/]*\.wasm/, () => {});   // never answered
  await page.goto(browser.url);
  const words = page.getByText(/still on its way/);
  await page.waitForFunction(() => !!globalThis.chainruleWhole);   // its first part is there
  assert.equal(await words.count(), 0);
  await turn(page, 6000);
  await words.waitFor();
  await page.context().close();
});

test('a thousand messages cost one frame', async () => {
  host.write('flood.html', `<iframe src="${browser.url}#data=xor&layers=dense:3:tanh,dense:1:sigmoid" width="640" height="360"></iframe>`);
  const page = await host.open('flood.html');
  await page.waitForFunction(() => told.some(({ event }) => event === 'ready'));
  const frame = page.frames()[1];
  const frames = () => frame.evaluate(() => globalThis.chainrule.frames);
  await settled(frame);
  const before = await frames();
  await page.evaluate(() => {
    for (let i = 0; i < 300; ++i) say({ chainrule: 1, do: 'set', scale: 1 + (i % 7) / 10 });
    for (let i = 0; i < 100000; ++i) say({ chainrule: 1, do: i % 2 ? 'pause' : 'play' });
    say({ chainrule: 1, do: 'set', values: { epochs: 71 } });
    say({ chainrule: 1, do: 'set', values: { seed: 5 } });
    say({ chainrule: 1, do: 'get', id: 'after' });
  });
  await page.waitForFunction(() => told.some(({ id }) => id === 'after'), undefined, { timeout: 60000 });
  const state = await page.evaluate(() => told.find(({ id }) => id === 'after'));
  assert.match(state.link, /epochs=71/);
  assert.match(state.link, /seed=5/);
  assert.equal(state.playing, false);
  await settled(frame);
  // The browser hands messages on in portions, and draws between them: some frames, not thousands.
  assert.ok(await frames() - before < 1500, `${await frames() - before} frames`);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('a context that is lost again while it comes back is waited for', async () => {
  const page = await browser.openPage({ hash: 'data=xor' });
  await settled(page);
  const before = await page.evaluate(() => globalThis.chainrule.frames);
  await page.evaluate(async () => {
    const canvas = document.getElementById('canvas'), lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    const next = (event) => new Promise((done) => canvas.addEventListener(event, done, { once: true }));
    const rest = () => new Promise((done) => setTimeout(done));   // nothing can be restored while the event is under way
    const lost = next('webglcontextlost');
    lose.loseContext();
    await lost.then(rest);
    canvas.addEventListener('webglcontextrestored', () => lose.loseContext(), { once: true });   // after the page's own listener
    const lostAgain = next('webglcontextlost');
    lose.restoreContext();
    await lostAgain.then(rest);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));   // frames that must not be drawn
    const restored = next('webglcontextrestored');
    lose.restoreContext();
    await restored;
  });
  await page.waitForFunction((frames) => globalThis.chainrule.frames > frames, before);
  await settled(page);
  assert.deepEqual(page.problems, []);
  assert.equal(await page.evaluate(() => document.getElementById('app').dataset.state), 'ready');
  await page.context().close();
});
