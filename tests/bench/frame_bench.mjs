// SPDX-License-Identifier: MIT
// Script time of a frame on the page's main thread (training slice, surfaces, ImGui, WebGL calls; not the GPU's own
// time) while networks train, and the time to the first frame. MNIST trains in a Worker, and what its answers cost the
// main thread counts for the frame after them.
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node tests/bench/frame_bench.mjs
import { startBrowser, settled } from '../web/browser.mjs';

const experiments = {
  'playground 2-4-4-1': 'data=circle&epochs=1000000',
  'iris 4-10-3': 'data=iris&layers=dense:10:tanh,dense:3:softmax&epochs=1000000',
  'digits 64-128-64-10': 'data=digits&layers=dense:128:relu,dense:64:relu,dense:10:softmax&epochs=1000000',
  'mnist 784-512-512-10': 'data=mnist&layers=dense:512:relu,dense:512:relu,dense:10:softmax&batch_size=128&epochs=1000000',
};
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);

const browser = await startBrowser();
console.log('network'.padEnd(24) + 'frames  median  p95   max ms   first frame ms');
for (const [name, hash] of Object.entries(experiments)) {
  const page = await browser.openPage({ wait: false, scale: 0.25 });   // few pixels: software GL shall not take the cores
  await page.addInitScript(() => {
    globalThis.frameTimes = [];
    let before = 0;   // spent on messages since the last frame
    const Native = globalThis.Worker;
    globalThis.Worker = class extends Native {
      set onmessage(handler) {
        super.onmessage = (event) => {
          const start = performance.now();
          handler(event);
          before += performance.now() - start;
        };
      }
    };
    const request = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (draw) => request((time) => {
      const start = performance.now();
      draw(time);
      const end = performance.now();
      globalThis.firstFrame ??= end;
      globalThis.frameTimes.push(end - start + before);
      before = 0;
    });
  });
  await page.goto(`${browser.url}?bench#${hash}`);
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  const first = await page.evaluate(() => globalThis.firstFrame);
  await settled(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.evaluate(() => { globalThis.frameTimes.length = 0; });
  await page.waitForTimeout(6000);
  const times = (await page.evaluate(() => globalThis.frameTimes)).sort((a, b) => a - b);
  console.log(name.padEnd(24) + String(times.length).padStart(6) + at(times, 0.5).padStart(8) + at(times, 0.95).padStart(6) +
    at(times, 1).padStart(8) + first.toFixed(0).padStart(12));
  await page.context().close();
}
await browser.close();
