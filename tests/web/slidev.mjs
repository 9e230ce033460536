// SPDX-License-Identifier: MIT
// Share's lines for Slidev in a deck that Slidev itself builds: alive, and keys from inside turn its pages. Slidev is
// 700 packages, so tests/soak has this and tests/run has not.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../web/server.mjs';
import { eventually, settled, startBrowser, watched } from './browser.mjs';
import { button } from './controls.mjs';

const packages = process.env.NODE_PATH.split(':').find((folder) => folder.includes('npm-slidev'));
const folder = mkdtempSync(join(tmpdir(), 'chainrule-slidev-')), browser = await startBrowser();
let server;
after(async () => {
  await browser.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true });
});
const experiment = 'data=moons&layers=dense:4:tanh,dense:1:sigmoid&seed=5';

/** What Share says for the page and for a slide. */
async function lines() {
  const page = await browser.openPage({ hash: experiment });
  await button(page, 'Share').click();
  await page.getByRole('tab', { name: 'Slides', exact: true }).dispatchEvent('click');
  await settled(page);
  await page.getByRole('combobox', { name: 'For', exact: true }).selectOption('Slidev');
  await settled(page);
  const [once, slide] = await Promise.all(['For the page, once', 'For your slides']
    .map((name) => page.getByRole('textbox', { name }).inputValue()));
  await page.context().close();
  return { once, slide };
}

test('Slidev builds a deck with a living slide, and its keys work from inside', async () => {
  assert.ok(packages, 'web/toolchain soak brings Slidev');
  const { once, slide } = await lines();
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(join(folder, 'index.html'), once);
  writeFileSync(join(folder, 'slides.md'), `# One\n\n${slide}\n\n---\n\n# Two\n\nWords.\n`);
  symlinkSync(packages, join(folder, 'node_modules'));
  execFileSync(join(packages, '.bin/slidev'), ['build', '--base', '/'], { cwd: folder, stdio: 'pipe' });
  const site = await startServer(join(folder, 'dist'));
  server = site.server;
  const context = await browser.chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const page = watched(await context.newPage());
  await page.goto(site.url.replace('127.0.0.1', 'localhost'));
  const state = () => page.evaluate(() => {
    const late = new Promise((done) => setTimeout(done, 2000, null));
    return Promise.race([document.querySelector('chainrule-playground')?.get?.() ?? null, late]);
  });
  const now = await eventually(state, Boolean, 30);
  assert.equal(now?.link, experiment);
  const frame = page.frames().find((one) => one.url().includes('data=moons'));
  await frame.evaluate(() => document.getElementById('canvas').focus());
  await page.keyboard.press('ArrowRight');
  assert.match(await eventually(() => page.url(), (address) => /\/2$/.test(address), 10), /\/2$/);
  // Slidev's own theme asks another machine for fonts and pictures.
  assert.deepEqual(page.problems.filter((one) => !/net::ERR_/.test(one)), []);
});
