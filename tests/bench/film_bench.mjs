// SPDX-License-Identifier: MIT
// Script time on the page's main thread from the press that opens the film of a step until it stands on screen: the
// message that brings it from the Worker, and every frame on the way.
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node tests/bench/film_bench.mjs
import { eventually, settled, startBrowser } from '../web/browser.mjs';
import { frameTimes, traced } from './frame_times.mjs';
import { median } from './median.mjs';

const experiments = {
  'playground 2-4-4-1': 'data=circle',
  'digits 64-128-64-10': 'data=digits&layers=dense:128:relu,dense:64:relu,dense:10:softmax',
  'mnist 784-512-512-10': 'data=mnist&layers=dense:512:relu,dense:512:relu,dense:10:softmax&batch_size=128',
};
const times = 7;

const browser = await startBrowser();
console.log('ms to open, medians of ' + times + '  processor   clock  longest frame  frames');
for (const [name, hash] of Object.entries(experiments)) {
  const page = await browser.openPage({ hash, scale: 0.25 });   // few pixels: software GL shall not take the cores
  await settled(page, 1000);
  const step = page.getByRole('status', { name: 'Step', exact: true });
  const runs = [];
  for (let i = 0; i < times; ++i) {
    const { processor, clock } = frameTimes(await traced(browser, page, async () => {
      await page.getByRole('button', { name: 'Step layer', exact: true }).click();
      await eventually(() => step.getAttribute('data-now', { timeout: 500 }).catch(() => ''), (words) => words.startsWith('Load'), 20);
      await settled(page, 300);
    }));
    // The frame that has the film is the longest: its message came before it. What follows are pulses along the lines.
    const shown = processor.indexOf(Math.max(...processor)) + 1;
    const sum = (all) => all.slice(0, shown).reduce((a, b) => a + b, 0);
    runs.push({ processor: sum(processor), clock: sum(clock), longest: Math.max(...processor), frames: shown });
    await page.getByRole('button', { name: 'Close film', exact: true }).click();
    await settled(page, 500);
  }
  const column = (key, width, digits = 1) => median(runs.map((run) => run[key])).toFixed(digits).padStart(width);
  console.log(name.padEnd(26) + column('processor', 10) + column('clock', 8) + column('longest', 15) + column('frames', 8, 0));
  await page.context().close();
}
await browser.close();
