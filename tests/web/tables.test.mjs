// SPDX-License-Identifier: MIT
// Tables of one's own that are too long for one frame, in the page, which draws nothing unasked.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, startBrowser } from './browser.mjs';

const browser = await startBrowser();
after(() => browser.close());

const table = (rows) => {
  const lines = Array.from({ length: rows }, (_, i) => `${i % 97},${(i * 31) % 89},${i % 97 > 48 ? 'high' : 'low'}`);
  return 'left,right,kind\n' + lines.join('\n') + '\n';
};
const drop = (page, name, text) => page.evaluate(([file, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], file));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.querySelector('canvas').dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}, [name, text]);
const now = (page, name) => page.evaluate((label) =>
  document.querySelector(`[role=status][aria-label="${label}"]`)?.dataset.now ?? '', name);

// One click with the mouse alone: nothing before it has made the page draw.
for (const rows of [20_000, 120_000]) {
  test(`a table of ${rows} rows is asked about, and one click uses it`, async () => {
    const page = await browser.openPage();
    await drop(page, 'long.csv', table(rows));
    const use = page.getByRole('button', { name: 'Use this data' });
    await use.waitFor();
    await page.waitForFunction(() => {   // at rest
      const still = globalThis.frames_ === chainrule.frames;
      globalThis.frames_ = chainrule.frames;
      return still;
    }, null, { polling: 200 });
    await use.click();
    assert.match(await eventually(() => now(page, 'Table'), (text) => text !== '', 30), /2 inputs, 2 classes/);
    const [train, validate] = [Math.floor(rows * 0.7), rows - Math.floor(rows * 0.7)];
    assert.equal(await now(page, 'Rows'), `${train} rows train, ${validate} validate`);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}

test('making its rows can be stopped, and the questions are there again', async () => {
  const page = await browser.openPage();
  await drop(page, 'long.csv', table(400_000));
  const use = page.getByRole('button', { name: 'Use this data' });
  await use.waitFor();
  await use.click();
  await page.waitForFunction(() => {   // in the frame that shows it: making them takes but a second
    const stop = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Stop');
    stop?.click();
    return stop;
  });
  await use.waitFor();
  assert.equal(await now(page, 'Table'), '', 'the data from before are still there');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await use.waitFor({ state: 'detached' });
  assert.deepEqual(page.problems, []);
  await page.close();
});
