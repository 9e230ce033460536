// SPDX-License-Identifier: MIT
// The first frame: what it loads, and that it needs no more of the module than its first part.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startBrowser } from './browser.mjs';

const browser = await startBrowser();
after(() => browser.close());

/** A page whose module's second part comes when the returned function is called. */
async function openHalf(options) {
  const page = await browser.openPage({ ...options, path: 'reference.html', wait: false });
  let arrive;
  const come = new Promise((done) => { arrive = done; });
  await page.route('**/later-*.wasm', async (route) => { await come; await route.continue(); });
  await page.goto(browser.url + (options.hash ? '#' + options.hash : ''));
  return [page, arrive];
}
/** What the page draws by now is drawn. */
const passes = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const frames = (page) => page.evaluate(() => globalThis.chainrule?.frames ?? 0);

test('comes within 300 KB over the wire', async () => {
  const [page, arrive] = await openHalf({});
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  const loaded = await page.evaluate(() => [location.pathname,
    ...performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)]);
  const come = [...new Set(loaded)].filter((path) => !/later-/.test(path));   // asked for by then, but not there
  const bodies = await Promise.all(come.map(async (path) => (await fetch(new URL(path, browser.url))).arrayBuffer()));
  const sizes = bodies.map((body) => Buffer.from(body)).map((bytes) =>
    Math.min(brotliCompressSync(bytes).length, gzipSync(bytes).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < 300_000, `${total} bytes for ${loaded}`);
  assert.ok(loaded.some((path) => path.endsWith('.wasm')), 'counted');
  arrive();
  await page.close();
});

// Others than those by which the build found out what a first frame calls.
const windows = [{}, { width: 390, height: 844, touch: true }, { width: 480, height: 270 },
  { width: 1920, height: 1080, theme: 'dark' }, { width: 900, height: 600, scale: 2 }, { width: 1100, height: 700 },
  { width: 820, height: 1180, touch: true, scale: 2 }, { width: 320, height: 568, theme: 'dark' }];
for (const options of windows) {
  test(`is drawn without the second part: ${JSON.stringify(options)}`, async () => {
    const [page, arrive] = await openHalf(options);
    await page.waitForFunction(() => globalThis.chainrule?.frames === 1);
    await page.mouse.move(100, 100);
    await page.mouse.click(100, 60);
    await page.setViewportSize({ width: 700, height: 500 });
    await passes(page);
    assert.equal(await frames(page), 1, 'what is done by then waits');
    arrive();
    await page.waitForFunction(() => globalThis.chainrule.frames > 2);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}

test('what is done before the second part comes is done when it has come', async () => {
  const [page, arrive] = await openHalf({});
  await page.waitForFunction(() => globalThis.chainrule?.frames === 1);
  await page.evaluate(() => {
    const at = { clientX: 9, clientY: 9, bubbles: true, pointerId: 3 };
    const app = document.getElementById('app'), canvas = document.getElementById('canvas');
    const tell = (target, event) => target.dispatchEvent(event);
    for (const type of ['focusin', 'focusout']) tell(canvas, new FocusEvent(type, { bubbles: true }));
    for (const [type, buttons] of [['pointermove', 0], ['pointerdown', 1], ['pointerup', 0], ['pointercancel', 0]])
      for (const pointerType of ['mouse', 'pen', 'touch'])
        tell(app, new PointerEvent(type, { ...at, pointerType, buttons }));
    tell(app, new WheelEvent('wheel', { deltaY: 3, bubbles: true, cancelable: true }));
    for (const key of ['a', 'Enter', 'Tab', 'ArrowUp', 'Meta'])
      for (const type of ['keydown', 'keyup'])
        tell(document, new KeyboardEvent(type, { key, code: key, bubbles: true }));
    const data = new DataTransfer();
    data.setData('text/plain', 'one word');
    tell(window, new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    for (const type of ['visibilitychange', 'pagehide']) tell(type === 'pagehide' ? window : document, new Event(type));
    const units = document.querySelector('[aria-label="Units in dense"]');
    units.focus();
    units.value = '6';
    tell(units, new Event('input', { bubbles: true }));
    units.blur();
  });
  assert.deepEqual(page.problems, []);
  arrive();
  await page.waitForFunction(() => document.querySelector('[aria-label="Units in dense"]').value === '6');
  await page.waitForFunction(() => /dense:6:tanh/.test(location.hash));
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('waits for all of the module where a link asks for something', async () => {
  const [page, arrive] = await openHalf({ hash: 'scene=backprop' });
  await page.waitForFunction(() => !!globalThis.chainruleWhole);   // its first part is there
  await passes(page);
  assert.equal(await frames(page), 0);
  arrive();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a first frame that calls what is not there yet is drawn when all is there', async () => {
  const [page, arrive] = await openHalf({});
  await page.addInitScript(() => {
    let drawing = false, calls = 0;
    const frame = requestAnimationFrame, build = WebAssembly.instantiate;
    globalThis.requestAnimationFrame = (call) => frame((now) => {
      drawing = true;
      call(now);
      drawing = false;
    });
    const missing = (call) => (...values) => {
      if (!drawing || sessionStorage.missed || calls++ === 0) return call(...values);   // it asks for the stack first
      sessionStorage.missed = 'yes';
      throw new WebAssembly.RuntimeError('null function');
    };
    WebAssembly.instantiate = async (...what) => {
      const { instance, module } = await build.apply(WebAssembly, what);
      const entries = Object.entries(instance.exports);
      const exports = entries.map(([name, it]) => [name, typeof it === 'function' ? missing(it) : it]);
      return { module, instance: { exports: Object.fromEntries(exports) } };
    };
  });
  await page.reload();
  await page.waitForFunction(() => sessionStorage.missed && history.state === 'whole');
  arrive();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 1);
  assert.match(await page.getByRole('table', { name: 'Summary' }).textContent(), /Total params/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a second part that cannot be had is told', async () => {
  const page = await browser.openPage({ path: 'reference.html', wait: false });
  await page.route('**/later-*.wasm', (route) => route.abort());
  await page.goto(browser.url);
  await page.waitForFunction(() => document.getElementById('app').dataset.state === 'refused');
  assert.match(await page.textContent('#message'), /could not start/);
  await page.close();
});
