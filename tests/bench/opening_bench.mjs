// SPDX-License-Identifier: MIT
// Large files in the page: how long it takes to open and to save them, and the longest time that the page stands still
// meanwhile. Needs the built site.
//   node tests/bench/opening_bench.mjs [MEGABYTES...]
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from '../web/browser.mjs';
import { addressBecomes, button } from '../web/controls.mjs';

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(1, 10, 30);

const table = (bytes) => {
  const rows = ['height,width,weight,kind'];
  for (let i = 0, sum = 0; sum < bytes; ++i) sum += rows[rows.push(`${(i * 0.731) % 97},${(i * 0.377) % 53},${i % 1009},${i % 3 ? 'yes' : 'no'}`) - 1].length + 1;
  return Buffer.from(rows.join('\n') + '\n');
};

const browser = await startBrowser();
/** Milliseconds that `act` takes in all, and the longest task of the page. */
const measured = async (page, what, act) => {
  await page.evaluate(() => {
    globalThis.longest = 0;
    globalThis.watching ??= new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    });
    globalThis.watching.observe({ type: 'longtask' });
  });
  const start = performance.now();
  const result = await act();
  const all = performance.now() - start;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
  console.log(`${what}: ${Math.round(all)} ms, longest task ${await page.evaluate(() => globalThis.longest)} ms`);
  return result;
};
const choose = async (page, file) => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
  await chooser.setFiles(file);
};
const folder = mkdtempSync(join(tmpdir(), 'chainrule-opening-'));
const onDisk = (name, bytes) => {   // larger ones than the protocol takes
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

for (const megabytes of sizes) {
  const page = await browser.openPage({ scale: 1 });
  const file = onDisk('large.csv', table(megabytes * 1e6));
  await measured(page, `${megabytes} MB of CSV, to the dialog`, async () => {
    await choose(page, file);
    await button(page, 'Use this data').waitFor({ state: 'attached', timeout: 120_000 });
  });
  await measured(page, `${megabytes} MB of CSV, used`, async () => {
    await button(page, 'Use this data').evaluate((element) => element.click());
    await page.waitForFunction(() => location.hash.includes('data=csv'), null, { timeout: 120_000 });
  });
  await page.context().close();
}

for (const units of [300, 1000, 2000]) {
  const page = await browser.openPage({ scale: 1, hash: `data=circle&layers=dense:${units}:relu,dense:${units}:relu,dense:1:sigmoid` });
  await button(page, 'Step batch').click();   // there is something to lose, and it has come from the Worker
  await page.waitForFunction(() => !/^Epoch 0 of \d+$/.test(document.querySelector('[role=status][aria-label=Training]')?.dataset.now ?? 'Epoch 0 of 1'), null, { timeout: 120_000 });
  const file = await measured(page, `2-${units}-${units}-1, saved`, async () => {
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), page.keyboard.press('Control+s')]);
    await download.saveAs(join(folder, 'net.json'));
    return join(folder, 'net.json');
  });
  await button(page, 'Data set gauss').evaluate((element) => element.click());
  await addressBecomes(page, /data=gauss/);
  await measured(page, `2-${units}-${units}-1, ${(statSync(file).size / 1e6).toFixed(1)} MB opened`, async () => {
    await choose(page, file);
    await page.waitForFunction(() => !location.hash.includes('data=gauss'), null, { timeout: 120_000 });
  });
  await page.context().close();
}
rmSync(folder, { recursive: true });
await browser.close();
