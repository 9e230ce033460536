// SPDX-License-Identifier: MIT
// The site without network: the second visit, data sets that were used, and a new version that never mixes with the old.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startBrowser, watched } from './browser.mjs';
import { statusBecomes } from './controls.mjs';
import { copySite } from './site.mjs';

const copy = copySite();
let browser;
before(async () => { browser = await startBrowser({ folder: copy.site }); });
after(async () => {
  await browser.close();
  copy.remove();
});

/** Registers the worker now, as the page does when it has rested a while. */
const register = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.register('sw.js');
  await navigator.serviceWorker.ready;
});
const names = (page) => page.evaluate(() => caches.keys());
async function visit(context, hash = '') {
  const page = watched(await context.newPage());
  await page.goto(browser.url + (hash && '#' + hash));
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  return page;
}

test('the page registers its worker, on this machine when it is asked to', async () => {
  const page = await browser.openPage({ path: '?offline' });
  assert.equal(await eventually(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), (count) => count === 1, 30), 1);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the second visit needs no network, nor do data that were used', async () => {
  const first = await browser.openPage({ hash: 'data=iris' });
  const context = first.context();
  await statusBecomes(first, /^Epoch 0 /);
  await register(first);
  await first.close();
  const second = await visit(context, 'data=iris');   // now its data go through the worker
  await statusBecomes(second, /^Epoch 0 /);
  await second.close();
  await context.setOffline(true);
  const third = await visit(context, 'data=iris&epochs=5');
  await third.getByRole('button', { name: 'Play', exact: true }).click();
  await statusBecomes(third, /^Epoch 5 of 5/);
  assert.deepEqual(third.problems, []);
  await context.close();
});

test('a new version waits until the old one is closed, and then takes all of it away', async () => {
  const first = await browser.openPage();
  const context = first.context();
  await register(first);
  const [before] = await names(first);
  await first.reload();
  await first.waitForFunction(() => globalThis.chainrule?.frames > 0);
  copy.change('page.css', '#app { --version: two; }');
  await first.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await eventually(() => names(first), (all) => all.length === 2, 30);
  const version = (page) => page.evaluate(() => getComputedStyle(document.getElementById('app')).getPropertyValue('--version').trim());
  const beside = await visit(context);
  assert.equal(await version(beside), '', 'as long as a page of the old version is open, all are of it');
  await first.close();
  await beside.close();
  const next = await eventually(async () => {
    const page = await visit(context);
    if (await version(page) === 'two') return page;
    await page.close();
    return null;
  }, (page) => page, 30);
  const left = await eventually(() => names(next), (all) => all.length === 1, 20);
  assert.equal(left.length, 1);
  assert.notEqual(left[0], before);
  await context.close();
});

test('it can be installed: name, icon and scope', async () => {
  const page = await browser.openPage();
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json());
  assert.equal(manifest.name, 'Chainrule');
  const icon = await page.evaluate(async (src) => { const image = new Image(); image.src = src; await image.decode(); return image.naturalWidth; }, manifest.icons[0].src);
  assert.ok(icon > 0);
  await page.context().close();
});
