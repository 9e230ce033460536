// SPDX-License-Identifier: MIT
// Training in a Web Worker: large networks go there, small ones stay; what happens where none can start, where it is
// lost, and while the page is hidden; and that a long run keeps no memory.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { button, number, status, statusBecomes, train, type } from './controls.mjs';

const browser = await startBrowser();
after(() => browser.close());
const large = 'data=mnist&layers=dense:512:relu,dense:512:relu,dense:10:softmax&optimizer=adam:learning_rate=0.001&batch_size=128';
// 3 * 360 * 200000 multiplications a step: too many for a slice, but an epoch is soon over.
const medium = 'data=digits&layers=dense:300:relu,dense:600:relu,dense:10:softmax&batch_size=512&metrics=acc';

async function close(page) {
  assert.deepEqual(page.problems, []);
  await page.close();
}

test('MNIST 784-512-512-10 trains in a Worker', async () => {
  const page = await browser.openPage({ hash: `${large}&epochs=2` });
  await statusBecomes(page, /Epoch 0 of 2/);
  await train(page);
  assert.equal(page.workers().length, 1);
  assert.match(await status(page), /Epoch 2 of 2/);
  assert.ok(await number(page, 'val_acc') > 0.85, await status(page));
  await close(page);
});

test('a small network starts no Worker; undo goes from one to the other', async () => {
  const page = await browser.openPage({ hash: 'data=digits&layers=dense:8:relu,dense:10:softmax&batch_size=512&epochs=3' });
  await train(page);
  assert.equal(page.workers().length, 0);
  const before = await status(page);
  await type(page, 'Units in dense', 4000);
  await button(page, 'Step epoch').click();
  await statusBecomes(page, /Epoch 1 of 3/);
  assert.equal(page.workers().length, 1);
  await button(page, 'Undo').click();
  await eventually(() => status(page), (now) => now === before);
  assert.equal(await status(page), before);
  await button(page, 'Redo').click();
  await statusBecomes(page, /Epoch 1 of 3/);
  await close(page);
});

test('where no Worker can start, the slices train', async () => {
  for (const how of ['none', 'missing']) {
    const page = await browser.openPage({ wait: false });
    if (how === 'none') await page.addInitScript(() => { globalThis.Worker = class { constructor() { throw new DOMException('no'); } }; });
    else await page.route(/\/trainer-\w+\.wasm$/, (route) => route.abort());
    await page.goto(`${browser.url}?${how}#${medium}&epochs=2`);
    await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
    await train(page);
    assert.match(await status(page), /Epoch 2 of 2/, how);
    assert.equal(page.workers().length, 0, how);
    await page.close();
  }
});

test('a Worker that is lost leaves its weights to the page, which says so', async () => {
  const page = await browser.openPage({ hash: `${medium}&optimizer=adam:learning_rate=0.0003&epochs=100000` });
  await button(page, 'Play').click();
  await eventually(() => number(page, 'loss'), (loss) => loss < 0.8, 60);
  await page.workers()[0].evaluate(() => { setTimeout(() => { throw new Error('out of memory'); }); });
  await page.getByRole('alert').first().waitFor();
  assert.match(await page.getByRole('alert').first().textContent(), /goes on here/);
  await button(page, 'Step epoch').click();
  await statusBecomes(page, /Epoch 1 of/);
  assert.ok(await number(page, 'loss') < 1, 'from the weights that were trained');
  await page.close();
});

test('it stops while the page is hidden', async () => {
  const page = await browser.openPage({ hash: `${medium}&epochs=100000` });
  const hide = (hidden) => page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  const epoch = async () => Number(/Epoch (\d+)/.exec(await status(page))[1]);
  await button(page, 'Play').click();
  await statusBecomes(page, /Epoch [1-9]/);
  await hide(true);
  await settled(page);   // the Worker has nothing to do
  const at = await epoch();
  await hide(false);
  await eventually(epoch, (now) => now > at);
  const seen = await epoch();
  assert.ok(seen > at, 'it goes on');
  await close(page);
});

/** What the page's JavaScript holds after a collection, and the module's memory, in bytes. */
async function memory(page, session) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { script: usedSize, module: await page.evaluate(() => globalThis.chainrule.memory) };
}

// Half an hour of training makes some 100,000 snapshots at most; what each kept would show in hundreds. Before, as many
// epochs go by as fill the store of epochs to travel back to twice. The module's memory grows by a fifth when it grows:
// where little is free, holes between what is stored may still ask for one such step, but not again and again.
for (const [where, epochs, hash] of [['slices', 1000, 'data=circle&epochs=1000000'], ['the Worker', 450, 'data=circle&samples=2000&layers=dense:200:relu,dense:200:relu,dense:1:sigmoid&batch_size=512&epochs=1000000']])
  test(`a long run in ${where} keeps no memory`, async () => {
    const page = await browser.openPage({ hash, scale: 0.25 });   // few pixels: software GL is slow
    const session = await page.context().newCDPSession(page);
    const drawn = () => page.evaluate(() => globalThis.chainrule.frames);
    await button(page, 'Play').click();
    await statusBecomes(page, /Epoch [1-9]/);
    assert.equal(page.workers().length, where === 'slices' ? 0 : 1);
    await eventually(async () => Number(/Epoch (\d+)/.exec(await status(page))[1]), (epoch) => epoch > epochs, 180);
    const seen = [await memory(page, session)];
    do {
      const from = await drawn();
      await eventually(drawn, (now) => now >= from + 200, 60);
      seen.push(await memory(page, session));
    } while (seen.length < 4 && seen.at(-1).module > seen.at(-2).module);
    assert.equal(seen.at(-1).module, seen.at(-2).module, `module: ${seen.map(({ module }) => module).join(' -> ')}`);
    assert.ok(seen.at(-1).script - seen.at(-2).script <= 200_000, `script: ${seen.map(({ script }) => script).join(' -> ')}`);
    await close(page);
  });
