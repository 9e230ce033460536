// SPDX-License-Identifier: MIT
// Undo, files, pictures, what stays between visits, and the keys, in the built page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { turn } from './clock.mjs';
import { addressBecomes, button, pixels, status, statusBecomes, train, type } from './controls.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const press = (page, keys) => page.keyboard.press(keys);
const menu = async (page, line) => {
  await button(page, 'Menu').click();
  await button(page, line).waitFor();
  return button(page, line).evaluate((element) => element.click());
};
const downloaded = async (page, act) => {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  const parts = [];
  for await (const part of await file.createReadStream()) parts.push(part);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(parts) };
};
/** Once no more is drawn, the page keeps what there is a second later. */
const rests = async (page, frame = page) => {
  await settled(frame);
  await turn(page, 1000);
  await settled(frame);
};
const kept = (page) => page.evaluate(() => Object.values({ ...localStorage }).join());

test('undo and redo by button and keys', async () => {
  const page = await browser.openPage();
  await button(page, 'Add hidden layer').click();
  await addressBecomes(page, /layers=(dense:4:tanh,){3}/);
  await page.getByRole('slider', { name: 'noise', exact: true }).fill('0.3');
  await addressBecomes(page, /noise=0\.3/);
  assert.match(await button(page, 'Undo').getAttribute('aria-description') ?? await button(page, 'Undo').getAttribute('title') ?? '', /Undo: noise/);
  await button(page, 'Undo').click();
  await addressBecomes(page, /^(?!.*noise)/);
  await press(page, 'Control+z');
  await addressBecomes(page, /^(?!.*layers)/);
  await press(page, 'Control+Shift+Z');
  await addressBecomes(page, /layers=(dense:4:tanh,){3}/);
  await press(page, 'Control+y');
  await addressBecomes(page, /noise=0\.3/);
  await page.getByRole('slider', { name: 'samples', exact: true }).focus();
  await press(page, 'Control+z');   // also from a native control of the mirror
  await addressBecomes(page, /^(?!.*noise)/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('an experiment is downloaded with its weights, and opened again', async () => {
  const page = await browser.openPage({ hash: 'data=xor' });
  await button(page, 'Step epoch').click();
  await statusBecomes(page, /^Epoch 1 /);
  await settled(page);
  const before = await status(page);
  const file = await downloaded(page, () => press(page, 'Control+s'));
  assert.equal(file.name, 'chainrule-xor.json');
  assert.equal(JSON.parse(file.bytes).weights.length, 37);
  await button(page, 'Data set gauss').click();
  await addressBecomes(page, /data=gauss/);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Control+o')]);
  await chooser.setFiles({ name: file.name, mimeType: 'application/json', buffer: file.bytes });
  await addressBecomes(page, /data=xor/);
  assert.equal(await eventually(() => status(page), (text) => text === before), before);
  await settled(page);
  assert.equal(await downloaded(page, () => press(page, 'Control+s')).then((again) => String(again.bytes)), String(file.bytes));
  const history = await downloaded(page, () => menu(page, 'Save the history as CSV'));
  assert.match(String(history.bytes), /^epoch,loss,acc,val_loss,val_acc\n1,[\d.,e-]+\n$/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('pictures of everything and of one panel show what is on screen', async () => {
  const page = await browser.openPage({ scale: 2 });
  for (const [line, name] of [['Picture of everything', 'chainrule-circle.png'], ['Picture of the output', 'chainrule-circle-output.png']]) {
    const file = await downloaded(page, () => menu(page, line));
    assert.equal(file.name, name);
    const [width, height, colours] = await page.evaluate(async (bytes) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const copy = new OffscreenCanvas(image.width, image.height).getContext('2d');
      copy.drawImage(image, 0, 0);
      return [image.width, image.height, new Set(new Uint32Array(copy.getImageData(0, 0, image.width, image.height).data.buffer)).size];
    }, [...file.bytes]);
    if (line.endsWith('everything')) assert.deepEqual([width, height], [2560, 1600]);
    else assert.ok(width > 400 && width < 1000 && height > 400, `${width} x ${height}`);
    assert.ok(colours > 300, `${colours} colours`);
  }
  await page.close();
});

test('a reload finds the experiment with its weights; Start afresh lets it go', async () => {
  const page = await browser.openPage();
  await type(page, 'Units in dense', 6);
  await button(page, 'Step epoch').click();
  await statusBecomes(page, /^Epoch 1 /);
  await settled(page);
  const [words, look] = [await status(page), await pixels(page, 'Output surface')];
  await eventually(() => kept(page), (text) => /"weights"/.test(text));
  const link = page.url();
  for (const open of [() => page.reload(), () => page.goto('about:blank').then(() => page.goto(browser.url))]) {
    await open();
    await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
    assert.equal(await eventually(() => status(page), (text) => text === words), words);
    await settled(page);
    await page.mouse.move(640, 5);
    await settled(page);
    assert.equal(await pixels(page, 'Output surface'), look);
  }
  await page.goto('about:blank');
  await page.goto(link);   // a link that is opened is an experiment from its beginning
  await statusBecomes(page, /^Epoch 0 /);
  await menu(page, 'Start afresh');
  await statusBecomes(page, /^Epoch 0 /);
  await rests(page);
  assert.equal(await kept(page), '');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('storage that fails leaves the page working, and is mentioned once', async () => {
  const page = await browser.openPage({ wait: false });
  await page.addInitScript(() => { for (const name of ['getItem', 'setItem', 'removeItem']) Storage.prototype[name] = () => { throw new DOMException('no', 'QuotaExceededError'); }; });
  await page.reload();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  for (const samples of [200, 300]) {
    await type(page, 'samples', samples);
    await rests(page);
  }
  assert.equal(await page.getByRole('button', { name: /^Dismiss message/ }).count(), 1);
  await train(page);
  await statusBecomes(page, /^Epoch 100 /);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a page in a frame keeps nothing', async () => {
  const page = await browser.openPage();
  const around = browser.url + 'around.html';
  await page.route(around, (route) => route.fulfill({ contentType: 'text/html', body: `<iframe src="${browser.url}" width="1000" height="700"></iframe>` }));
  await page.goto(around);
  const frame = page.frames()[1];
  await frame.waitForFunction(() => globalThis.chainrule?.frames > 0);
  await frame.getByRole('button', { name: 'Step epoch', exact: true }).evaluate((element) => element.click());
  await rests(page, frame);
  await page.goto(browser.url);
  assert.equal(await kept(page), '');
  await page.close();
});

test('? shows all keys, Esc closes them', async () => {
  const page = await browser.openPage();
  await press(page, '?');
  const sheet = page.getByRole('table', { name: 'Keys' });
  await sheet.waitFor();
  assert.match(await sheet.textContent(), /Space.*Play or pause.*Ctrl\+Z.*Undo.*Esc/s);
  await press(page, 'Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.close();
});
