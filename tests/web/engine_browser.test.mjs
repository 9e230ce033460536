// SPDX-License-Identifier: MIT
// engine.js in a page of a real browser and in a module Worker there: the numbers of Node.
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser } from './browser.mjs';
import { program } from './engine_model.mjs';
import { engineFile, engineUrl } from './engine_path.mjs';

let browser, page, expected;
before(async () => {
  browser = await startBrowser({ folder: dirname(engineFile) });
  page = await browser.openPage({ path: 'engine.d.ts', wait: false });  // any page of the site, but not the program
  const { default: createEngine } = await import(engineUrl);
  expected = await (0, eval)(`(${program})`)(createEngine);
});
after(() => browser.close());

test('a page trains as Node does', async () => {
  const answer = await page.evaluate(`import('/engine.js').then((engine) => (${program})(engine.default))`);
  assert.deepEqual(answer, expected);
});

test('a module Worker trains as Node does', async () => {
  const code = `
    const { default: createEngine } = await import('${new URL('/engine.js', browser.url)}');
    postMessage(await (${program})(createEngine));`;
  const answer = await page.evaluate((text) => new Promise((resolve, reject) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const worker = new Worker(address, { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  }), code);
  assert.deepEqual(answer, expected);
  assert.deepEqual(page.problems.filter((problem) => !/404/.test(problem)), [], 'but for the icon that browsers ask for');
});
