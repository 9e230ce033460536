// SPDX-License-Identifier: MIT
// In the page: the four gears of Step, travelling back along the curves, pinned runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { button, picture, pixels, status, statusBecomes, train } from './controls.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const now = (page, name) => page.getByRole('status', { name, exact: true }).getAttribute('data-now');
async function becomes(page, name, pattern) {
  assert.match(await eventually(() => now(page, name), (text) => pattern.test(text)), pattern);
}
const slider = (page) => page.getByRole('slider', { name: 'Epoch shown' });

test('a batch by layers and by numbers ends where one batch ends', async () => {
  const weights = async (page) => {
    await settled(page);
    return page.getByRole('table', { name: /^Weights of/ }).allTextContents();
  };
  const page = await browser.openPage();
  const first = await weights(page);
  await button(page, 'Step batch').click();
  const after = await eventually(() => weights(page), (text) => text.join() !== first.join());
  assert.notDeepEqual(after, first);

  await button(page, 'Reset').click();
  assert.deepEqual(await eventually(() => weights(page), (text) => text.join() === first.join()), first);
  for (const place of [/^Load: 32 rows/, /^Forward, dense, 4 units/, /^Forward, dense_1/, /^Forward, dense_2/,
    /^Loss: /,
    /^Backward, dense_2/, /^Backward, dense_1/, /^Backward, dense,/, /^Update, dense,/, /^Update, dense_1/,
    /^Update, dense_2/]) {
    await button(page, 'Step layer').click();
    await becomes(page, 'Step', place);
  }
  assert.deepEqual(await weights(page), after);

  await button(page, 'Reset').click();
  await settled(page);
  await becomes(page, 'Step', /^Load/);
  await button(page, 'Close film').click();
  await page.keyboard.press('u');
  await becomes(page, 'Step', /^Load, input 1 of 2, row 1 of 32: x_1 = /);
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await becomes(page, 'Step', /^Forward, dense, weighted sum, unit 1 of 4, row 1 of 32: z_1\^\[1\] = .* = [-\d.e]+$/);
  await page.keyboard.press('u');
  await becomes(page, 'Step', /^Forward, dense, activation, unit 1 of 4, row 1 of 32: a_1\^\[1\] = .* = [-\d.e]+$/);
  assert.deepEqual(await weights(page), first, 'looking changes nothing');
  await button(page, 'Step batch').click();
  await becomes(page, 'Step', /^Load: /);
  const taken = await eventually(() => weights(page), (text) => text.join() !== first.join());
  assert.deepEqual(taken, after, 'Step batch takes the batch that was looked at');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a narrow bar has the last gear, its menu the others', async () => {
  const page = await browser.openPage({ width: 390, height: 844, touch: true });
  await button(page, 'Menu').tap();
  await button(page, 'Step number').press('Enter');   // its element lies under those of the panels
  await becomes(page, 'Step', /^Load, input 1 of 2/);
  await button(page, 'Step number').tap();
  await becomes(page, 'Step', /^Load, input 2 of 2/);
  await page.close();
});

test('the curve is a way back, and training goes on from there', async () => {
  const page = await browser.openPage({ hash: 'epochs=30' });
  await train(page);
  const [surface, words] = [await pixels(page, 'Output surface'), await status(page)];
  const box = await slider(page).boundingBox();
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await becomes(page, 'Shown epoch', /^Epoch 9 of 30 shown/);
  await page.mouse.move(5, 300);
  await settled(page);
  assert.notEqual(await pixels(page, 'Output surface'), surface, 'the output follows');
  assert.match(await status(page), /^Epoch 9 of 30, loss /, 'so do the numbers in the bar');

  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await becomes(page, 'Shown epoch', /^Epoch 10 of 30 shown/);
  await button(page, 'Back to now').click();
  await page.getByRole('status', { name: 'Shown epoch' }).waitFor({ state: 'detached' });
  await page.mouse.move(5, 300);
  await settled(page);
  assert.equal(await pixels(page, 'Output surface'), surface);
  assert.equal(await status(page), words, 'training stands where it stood');

  await slider(page).fill('12');
  await becomes(page, 'Shown epoch', /^Epoch 12 of 30 shown/);
  await button(page, 'Step epoch').click();
  await statusBecomes(page, /^Epoch 13 of 30/);
  await button(page, 'Undo').click();
  await statusBecomes(page, /^Epoch 30 of 30/);
  assert.equal(await status(page), words, 'one undo brings all of it back');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a pinned run stays through a reset and goes when asked to', async () => {
  const page = await browser.openPage({ hash: 'epochs=20' });
  await train(page);
  await button(page, 'Pin run').click();
  await button(page, 'Remove run adam 0.01').waitFor();
  await button(page, 'Reset').click();
  await statusBecomes(page, /^Epoch 0 of 20$/);
  assert.match(await picture(page, 'Loss curve'), /no epochs yet/);
  await settled(page);
  const pinned = await pixels(page, 'Loss curve');
  await button(page, 'Remove run adam 0.01').click();
  await button(page, 'Remove run adam 0.01').waitFor({ state: 'detached' });
  await settled(page);
  assert.notEqual(await pixels(page, 'Loss curve'), pinned);
  assert.deepEqual(page.problems, []);
  await page.close();
});
