// SPDX-License-Identifier: MIT
// What axe-core finds in the page and its control mirror: nothing, on every screen size and with dialogs open.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { settled, startBrowser } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

const press = (page, name, role = 'button') => page.getByRole(role, { name, exact: true }).first().click();

const screens = {
  'the wide screen': {},
  'the wide screen in the dark': { theme: 'dark' },
  'the layer editor': { prepare: (page) => press(page, 'Edit dense') },
  'the menu': { prepare: (page) => press(page, 'Menu') },
  'the sheet of keys': { prepare: (page) => page.keyboard.press('Shift+?') },
  'the gallery of data': { prepare: (page) => press(page, 'More data sets') },
  'all of compile and fit': { height: 1600, prepare: (page) => press(page, 'More of compile and fit', 'switch') },
  'a phone': { width: 390, height: 844 },
  'a slide': { width: 480, height: 270 },
};
for (const [name, { prepare, ...options }] of Object.entries(screens))
  test(name, async () => {
    const page = await browser.openPage({ hash: 'data=moons', ...options });
    await settled(page);
    if (prepare) {
      await prepare(page);
      await settled(page);
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`), []);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
