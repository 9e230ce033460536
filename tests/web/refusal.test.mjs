// SPDX-License-Identifier: MIT
// A browser that cannot run the page is told so in words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

/** What the page says when `script` has run before everything else. */
async function message(script) {
  const page = await browser.chromium.newPage();
  await page.addInitScript(script);
  await page.goto(browser.url);
  await page.waitForFunction(() => document.getElementById('app').dataset.state === 'refused');
  const text = await page.locator('#message').innerText();
  await page.close();
  return text;
}

test('without SIMD', async () => {
  const text = await message(() => {
    const validate = WebAssembly.validate;
    WebAssembly.validate = (bytes) => !bytes.includes(253) && validate.call(WebAssembly, bytes);
  });
  assert.match(text, /WebAssembly with SIMD/);
  assert.match(text, /Firefox 100/);
});

test('without exceptions', async () => {
  assert.match(await message(() => {
    const validate = WebAssembly.validate;
    WebAssembly.validate = (bytes) => bytes[14] !== 13 && validate.call(WebAssembly, bytes);
  }), /exceptions/);
});

test('without WebAssembly', async () => {
  assert.match(await message(() => { delete globalThis.WebAssembly; }), /WebAssembly/);
});

test('without WebGL 2', async () => {
  assert.match(await message(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind === 'webgl2' ? null : get.call(this, kind, ...rest); };
  }), /WebGL 2/);
});
