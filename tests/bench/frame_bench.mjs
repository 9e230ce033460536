// SPDX-License-Identifier: MIT
// Script time of a frame on the page's main thread (training slice, surfaces, ImGui, WebGL calls) while networks train.
// MNIST trains in a Worker, and what its messages cost the main thread counts for the frame after them. The browser's own
// trace tells the processor's time as well as the clock's: the Worker and software GL take the same few cores, and where
// they do, a thread waits without working.
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node tests/bench/frame_bench.mjs
import { startBrowser, settled } from '../web/browser.mjs';
import { frameTimes, traced } from './frame_times.mjs';

const experiments = {
  'playground 2-4-4-1': 'data=circle&epochs=1000000',
  'iris 4-10-3': 'data=iris&layers=dense:10:tanh,dense:3:softmax&epochs=1000000',
  'digits 64-128-64-10': 'data=digits&layers=dense:128:relu,dense:64:relu,dense:10:softmax&epochs=1000000',
  'mnist 784-512-512-10': 'data=mnist&layers=dense:512:relu,dense:512:relu,dense:10:softmax&batch_size=128&epochs=1000000',
};
const seconds = 30;

const browser = await startBrowser();
console.log('ms a frame'.padEnd(24) + 'frames  processor: median  p95   max  clock: median  p95   max');
for (const [name, hash] of Object.entries(experiments)) {
  const page = await browser.openPage({ hash, scale: 0.25 });   // few pixels: software GL shall not take the cores
  await settled(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(2000);
  const { processor, clock } = frameTimes(await traced(browser, page, () => page.waitForTimeout(1000 * seconds)));
  const columns = (times) => {
    const sorted = times.toSorted((a, b) => a - b);
    return [0.5, 0.95, 1].map((share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1));
  };
  const [a, b, c] = columns(processor), [d, e, f] = columns(clock);
  console.log(name.padEnd(24) + String(processor.length).padStart(6) + a.padStart(19) + b.padStart(5) + c.padStart(6) +
    d.padStart(15) + e.padStart(5) + f.padStart(6));
  await page.context().close();
}
await browser.close();
