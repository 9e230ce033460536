// SPDX-License-Identifier: MIT
// The first minute of somebody who has read nothing: sees it learn, succeeds on the spiral, watches a step.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';

const browser = await startBrowser();
after(() => browser.close());

const pressed = (page, name) => page.getByRole('button', { name, exact: true }).first().click({ force: true });
const training = (page) => page.getByRole('status', { name: 'Training', exact: true }).textContent();
const surface = (page) => page.getByRole('img', { name: 'Output surface' }).getAttribute('aria-label');

test('Play shows learning: sixty pictures of the surface and more before it ends', async () => {
  const page = await browser.openPage({ pace: 5, motion: 'no-preference' });
  const box = await page.getByRole('img', { name: 'Output surface' }).boundingBox();
  // After each frame: a fingerprint of the surface's pixels, which the canvas has until its task ends.
  await page.evaluate(({ x, y, width, height }) => {
    const seen = globalThis.seen = new Set(), canvas = document.getElementById('canvas');
    const copy = new OffscreenCanvas(24, 24), draw = copy.getContext('2d', { willReadFrequently: true });
    const scale = canvas.width / canvas.clientWidth, ask = requestAnimationFrame;
    globalThis.requestAnimationFrame = (call) => ask((now) => {
      call(now);
      draw.drawImage(canvas, x * scale, y * scale, width * scale, height * scale, 0, 0, 24, 24);
      seen.add(draw.getImageData(0, 0, 24, 24).data.join());
    });
  }, box);
  const start = Date.now();
  await pressed(page, 'Play');
  await eventually(() => training(page), (words) => /Epoch 100 of 100/.test(words), 60);
  assert.ok(Date.now() - start > 4000, 'nobody sees what is over in a moment');
  assert.ok(await page.evaluate(() => globalThis.seen.size) >= 60);
  const play = page.getByRole('button', { name: 'Play' }).first();
  assert.match(await play.getAttribute('aria-description') ?? '', /100 more/);
  await page.close();
});

test('The spiral brings a network that learns it, and no false sentence', async () => {
  const page = await browser.openPage();
  await pressed(page, 'Data set spiral');
  await settled(page);
  await pressed(page, 'Play');
  const words = await eventually(() => training(page), (text) => /Epoch (\d+) of \1\b/.test(text), 60);
  const accuracy = Number(/val_acc ([\d.]+)/.exec(words)?.[1]);
  assert.ok(accuracy >= 0.95, words);
  assert.equal(await page.getByText(/by heart/).count(), 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('A step of 2-4-4-1 is read without scrolling', async () => {
  const page = await browser.openPage({ hash: 'layers=dense:4:tanh,dense:4:tanh,dense:1:sigmoid' });
  await pressed(page, 'Watch a step');
  await settled(page);
  const said = new Set();
  for (let chapter = 0; chapter < 11; ++chapter) {
    said.add(await page.getByRole('status', { name: 'Step', exact: true }).getAttribute('data-now'));
    const formulas = page.getByRole('img', { name: /^Formula / });
    for (const box of await Promise.all((await formulas.all()).map((one) => one.boundingBox())))
      assert.ok(box.y >= 0 && box.y + box.height <= 800, `chapter ${chapter}: a formula down to ${box.y + box.height}`);
    await page.keyboard.press('ArrowRight');
    await settled(page);
  }
  assert.equal(said.size, 11, 'each arrow turned the film');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('Learn leads to the scenes, the examples and a tour', async () => {
  const page = await browser.openPage();
  await pressed(page, 'Learn');
  await settled(page);
  await pressed(page, 'What is what: a tour');
  for (let step = 1; step <= 6; ++step) {
    await settled(page);
    assert.ok(await page.getByRole('status', { name: 'Tour' }).count(), `step ${step}`);
    await pressed(page, step < 6 ? 'Next' : 'Done');
  }
  await settled(page);
  assert.equal(await page.getByRole('status', { name: 'Tour' }).count(), 0);
  await pressed(page, 'Learn');
  await settled(page);
  await page.getByRole('button', { name: /^9\s+Backpropagation/ }).click({ force: true });
  const address = (good) => eventually(() => page.url(), good);   // it is written a moment later
  assert.match(await address((url) => url.includes('scene=backprop')), /scene=backprop/);
  await pressed(page, 'Next scene');
  assert.match(await address((url) => url.includes('scene=update')), /scene=update/);
  await pressed(page, 'Close the scene');
  assert.doesNotMatch(await address((url) => !url.includes('scene=')), /scene=/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('who has done nothing yet is offered the tour; nobody else is', async () => {
  const page = await browser.openPage();
  const offer = () => page.getByRole('button', { name: 'Tour of this screen' }).count();
  assert.equal(await eventually(offer, (count) => count === 1), 1);
  await pressed(page, 'Tour of this screen');
  const card = () => page.getByRole('status', { name: 'Tour' }).count();
  assert.equal(await eventually(card, (count) => count === 1), 1);
  await pressed(page, 'Leave the tour');
  assert.equal(await eventually(card, (count) => count === 0), 0);
  assert.equal(await offer(), 0, 'offered once');
  // Who comes back is not new.
  await page.getByRole('button', { name: 'More units in dense', exact: true }).click({ force: true });
  const kept = () => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('chainrule ')));
  assert.equal(await eventually(kept, Boolean), true);
  await page.reload();
  await page.getByRole('button', { name: 'Watch a step' }).waitFor({ state: 'attached' });
  await settled(page);
  assert.equal(await offer(), 0, 'a visitor of before');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('forced colours bring high contrast', async () => {
  const page = await browser.openPage();
  await page.emulateMedia({ forcedColors: 'active' });
  await settled(page);
  await pressed(page, 'Menu');
  const usual = () => page.getByRole('button', { name: 'Usual contrast' }).count();
  assert.equal(await eventually(usual, (count) => count === 1), 1);
  await page.close();
});
