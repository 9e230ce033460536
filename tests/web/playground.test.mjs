// SPDX-License-Identifier: MIT
// The built page in Chromium, driven as a user drives it: every click goes through the control mirror's elements to the
// drawn controls.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { turn } from './clock.mjs';
import { addressBecomes, button, number, picture, pixels, status, statusBecomes, train, type } from './controls.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

async function tasks(name, build, key, least) {
  const page = await browser.openPage();
  await button(page, `Data set ${name}`).click();
  await settled(page);
  await build(page);
  const [surface, curve] = [await pixels(page, 'Output surface'), await pixels(page, 'Loss curve')];
  const words = await picture(page, 'Output surface');
  await train(page);
  const reached = await number(page, key);
  assert.ok(reached >= least, `${key} ${reached} of ${name}: ${await status(page)}`);
  assert.notEqual(await pixels(page, 'Output surface'), surface, 'the surface has changed');
  assert.notEqual(await pixels(page, 'Loss curve'), curve, 'a curve was drawn');
  assert.notEqual(await picture(page, 'Output surface'), words);
  assert.match(await picture(page, 'Loss curve'), /\d+ epochs, loss [\d.e-]+, val_loss/);
  assert.match(page.url(), new RegExp(`data=${name}`));
  assert.deepEqual(page.problems, []);
  await page.close();
}

test('xor reaches val_acc 1.0', () => tasks('xor', async (page) => {
  await page.getByRole('slider', { name: 'noise', exact: true }).fill('0');
  for (const layer of ['dense', 'dense_1']) await type(page, `Units in ${layer}`, 8);
  await type(page, 'epochs', 200);
}, 'val_acc', 1));

test('iris reaches val_acc 0.93', () => tasks('iris', async () => {}, 'val_acc', 0.93));

// Each brings a network that succeeds on it.
test('digits reach val_acc 0.95', () => tasks('digits', async () => {}, 'val_acc', 0.95));
test('spiral reaches val_acc 0.95', () => tasks('spiral', async () => {}, 'val_acc', 0.95));

test('a menu opens under the mouse and takes the choice', async () => {
  const page = await browser.openPage({ height: 1300 });   // with room below for all of it
  const select = page.getByRole('combobox', { name: 'optimizer', exact: true });
  const box = await select.boundingBox();
  await page.mouse.click(box.x + 20, box.y + 10);
  await settled(page);
  await page.mouse.click(box.x + 20, box.y + box.height + 18);   // the first row: sgd
  await settled(page);
  assert.equal(await eventually(() => select.inputValue(), (v) => v === 'sgd'), 'sgd');
  assert.ok(await page.getByRole('slider', { name: 'momentum' }).count());
  await page.close();
});

test('a link opens its experiment; a bad one explains itself', async () => {
  const hash = 'data=moons&layers=dense:6:relu,dense:1:sigmoid&seed=5&epochs=12&theme=dark';
  const page = await browser.openPage({ hash });
  await settled(page);
  assert.equal(await page.getByRole('textbox', { name: 'Units in dense', exact: true }).inputValue(), '6');
  await train(page);
  assert.match(await status(page), /^Epoch 12 of 12/);
  const result = await status(page);
  await page.reload();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  await settled(page);
  await train(page);
  assert.equal(await status(page), result, 'the same link gives the same numbers');

  await page.evaluate(() => { location.hash = 'data=mooons&epochs=many'; });
  await page.getByRole('alert').first().waitFor();
  const alerts = (await page.getByRole('alert').allTextContents()).join('\n');
  assert.match(alerts, /moons/);
  assert.match(alerts, /epochs/);
  await page.close();
});

test('a CSV that is dropped is previewed and trained on; a broken one leaves the experiment alone', async () => {
  const page = await browser.openPage();
  const drop = (name, text) => page.evaluate(([fileName, content]) => {
    const data = new DataTransfer();
    data.items.add(new File([content], fileName, { type: 'text/csv' }));
    const target = document.getElementById('canvas');
    for (const kind of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [name, text]);
  await drop('broken.csv', 'a,b\n1,2\n3,4,5\n');
  await page.getByRole('alert').first().waitFor();
  assert.match(await page.getByRole('alert').first().textContent(), /broken\.csv.*row 3/s);
  assert.equal(await status(page), 'Epoch 0 of 100');
  await button(page, 'Dismiss message 1').click();
  let rows = 'width,height,kind\n';
  for (let i = 0; i < 60; ++i) rows += `${i % 10},${(i * 7) % 13},${i % 10 > 4 ? 'wide' : 'thin'}\n`;
  await drop('shapes.csv', rows);
  await button(page, 'Use this data').waitFor();
  assert.match(await page.getByRole('table', { name: 'Preview' }).textContent(), /width.*height.*kind/s);
  await button(page, 'Use this data').click();
  const table = () => page.getByRole('status', { name: 'Table' }).getAttribute('data-now');
  assert.match(await eventually(table, (text) => /2 inputs, 2 classes/.test(text)), /2 inputs, 2 classes/);
  await train(page);
  assert.ok(await number(page, 'acc') > 0.9);
  await page.close();
});

test('idle: no frames', async () => {
  const page = await browser.openPage();
  await train(page);
  await page.mouse.move(1, 1);
  await settled(page);
  const before = await page.evaluate(() => globalThis.chainrule.frames);
  for (let second = 0; second < 10; ++second) {
    await turn(page, 1000);
    await settled(page);
  }
  assert.equal(await page.evaluate(() => globalThis.chainrule.frames), before);
  await page.close();
});

test('a caret blinks, but not for those who want no motion', async () => {
  for (const motion of ['no-preference', 'reduce']) {
    const page = await browser.openPage({ motion, height: 1400 });
    const { x, y, width, height } = await page.getByRole('textbox', { name: 'epochs' }).boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
    await settled(page);
    const drawn = () => page.evaluate(() => globalThis.chainrule.frames);
    const before = await drawn();
    await turn(page, 1000);
    await settled(page);
    const after = await drawn();
    if (motion === 'reduce') assert.equal(after, before);
    else assert.ok(after > before, `${before} frames, then ${after}`);
    await page.close();
  }
});

test('digits with 64-128-64-10 train while the window answers', async () => {
  const hash = 'data=digits&layers=dense:128:relu,dense:64:relu,dense:10:softmax&epochs=200';
  const page = await browser.openPage({ hash });
  await page.getByRole('img', { name: 'Output surface' }).waitFor();
  await settled(page);
  await button(page, 'Play').click();
  await page.waitForFunction(() => /Epoch [2-9]/.test(document.querySelector('[aria-label="Training"]')?.dataset.now));
  await button(page, 'Pause').click();
  await settled(page);
  const paused = await status(page);
  await turn(page, 1000);
  await settled(page);
  assert.equal(await status(page), paused);
  await page.close();
});

test('sharp at twice the density, and after a resize', async () => {
  const page = await browser.openPage({ scale: 2, width: 1000, height: 640 });
  const size = () => page.evaluate(() => { const c = document.getElementById('canvas'); return [c.width, c.height]; });
  assert.deepEqual(await size(), [2000, 1280]);
  await page.setViewportSize({ width: 480, height: 270 });
  assert.deepEqual(await eventually(size, ([w]) => w === 960), [960, 540]);
  await page.getByRole('tab', { name: 'Curves' }).click();
  const selected = () => page.getByRole('tab', { name: 'Curves' }).getAttribute('aria-selected');
  assert.equal(await eventually(selected, (v) => v === 'true'), 'true');
  await page.close();
});

test('a touch screen works: the first tap hits', async () => {
  const page = await browser.openPage({ width: 390, height: 844, touch: true });
  await button(page, 'Step epoch').tap();
  await statusBecomes(page, /^Epoch 1 /);
  await page.getByRole('tab', { name: 'Data' }).tap();
  await settled(page);
  await button(page, 'Data set gauss').tap();
  await addressBecomes(page, /data=gauss/);
  await page.close();
});

test('light and dark differ, and auto follows the system', async () => {
  const [light, dark] = [await browser.openPage({ theme: 'light', width: 1480 }),
    await browser.openPage({ theme: 'dark', width: 1480 })];
  assert.ok(await button(light, 'Dark theme').count());
  assert.ok(await button(dark, 'Light theme').count());
  await light.close();
  await dark.close();
});
