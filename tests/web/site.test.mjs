// SPDX-License-Identifier: MIT
// The site as it is hosted: names that stay, names with a hash, in a folder of a server, and one version after another.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { startBrowser } from './browser.mjs';
import { statusBecomes, train, type } from './controls.mjs';
import { copySite } from './site.mjs';

const copy = copySite('course/week 3');
const entries = ['404.html', 'chainrule.html', 'embed.js', 'engine.d.ts', 'engine.js', 'icon.svg', 'index.html', 'licences.html', 'links.html', 'manifest.webmanifest', 'messages.html', 'package.json', 'reference.html', 'sw.js'];
const names = () => readdirSync(copy.site).filter((name) => name !== 'data' && name !== 'slides').sort();
const hashed = /^[a-z]+-([0-9a-f]{10})\.\w+$/;
let browser;
before(async () => { browser = await startBrowser({ folder: copy.root }); });
after(async () => {
  await browser.close();
  copy.remove();
});

test('entries keep their names, all else has the hash of its contents in it', () => {
  assert.deepEqual(names().filter((name) => !hashed.test(name)), entries);
  for (const name of names().filter((one) => hashed.test(one))) {
    const sum = createHash('sha256').update(readFileSync(join(copy.site, name))).digest('hex');
    assert.equal(hashed.exec(name)[1], sum.slice(0, 10), name);
  }
});

test('embed.js stays small: every deck loads it', () => {
  const size = brotliCompressSync(readFileSync(join(copy.site, 'embed.js'))).length;
  assert.ok(size < 6000, `${size} bytes`);
});

test('in a folder of a server all is found, and what has no hash is an entry or data', async () => {
  const page = await browser.openPage({ path: 'course/week 3/reference.html', wait: false });
  const asked = new Set();
  page.on('response', (response) => {
    const name = decodeURI(new URL(response.url()).pathname).replace('/course/week 3/', '');
    if (!response.url().startsWith('blob:') && !name.startsWith('/')) asked.add(name);
    if (response.status() >= 400 && !name.startsWith('/')) page.problems.push(`${name}: ${response.status()}`);
  });
  await page.goto(browser.url + 'course/week 3/?offline#data=digits&layers=dense:8:relu,dense:10:softmax&epochs=2');
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  await type(page, 'Units in dense', 2000);
  await train(page);
  assert.equal(page.workers().length, 1);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(browser.url + 'course/week 3/reference.html');
  assert.deepEqual(page.problems, []);
  for (const part of ['playground', 'trainer', 'page', 'reference']) assert.ok([...asked].some((name) => name.startsWith(part + '-')), part);
  for (const name of asked) assert.ok(name === '' || entries.includes(name) || hashed.test(name) || /^data\/digits\w+\.csv$/.test(name), name);
  await page.close();
});

test('the next version leaves nothing of the one before, and a page that is open goes on', async () => {
  const page = await browser.openPage({ path: 'course/week 3/', hash: 'data=circle&layers=dense:4:relu,dense:1:sigmoid&epochs=2' });
  const before = names();
  copy.change('trainer.js', '// two');
  const now = names(), part = (name) => name.replace(/-\w+(?=\.)/, '');
  assert.deepEqual(now.map(part).sort(), before.map(part).sort());
  // What loads it is new too, and so on to the page.
  assert.deepEqual(now.filter((name) => !before.includes(name)).map(part).sort(), ['page.js', 'playground.js', 'trainer.js']);
  await type(page, 'Units in dense', 3000);   // its Worker is not there any more
  await train(page);
  await statusBecomes(page, /^Epoch 2 of 2/);
  await page.close();
});

test('a part that nothing loads, or that loads itself by a way round, is refused', () => {
  assert.throws(() => copy.change('lonely.css', ''), /expected every part to be an entry or loaded by one, received lonely\.css/);
  assert.throws(() => copy.change('page.css', '/* "lonely.css" */') ?? copy.change('lonely.css', '/* "page.css" */'), /page\.css -> lonely\.css -> page\.css/);
  const other = copySite();
  assert.throws(() => other.change('slides/lonely.js', ''), /received slides\/lonely\.js/);
  other.remove();
});
