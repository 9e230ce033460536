// SPDX-License-Identifier: MIT
// Milliseconds from navigation to the end of the first frame's script: our page beside an empty Dear ImGui window, in
// turns, each in a new context of one warm browser:
//   web/serve --build-only && . "$(web/toolchain tests --env)" && cmake --build build/web --target empty_window &&
//   node tests/bench/first_frame_bench.mjs
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser } from '../web/browser.mjs';
import { median } from './median.mjs';

const built = (name) => fileURLToPath(new URL(`../../build/${name}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'first-frame-'));
await cp(built('site'), folder, { recursive: true });
await mkdir(join(folder, 'empty'));
for (const file of ['empty_window.js', 'empty_window.wasm']) await cp(built(`web/tests/${file}`), join(folder, 'empty', file));
await writeFile(join(folder, 'empty', 'index.html'),
  '<!doctype html><canvas id="canvas" width="1280" height="800"></canvas><script type="module" src="page.js"></script>');
await writeFile(join(folder, 'empty', 'page.js'), "import create from './empty_window.js';\nawait create();\n");

const browser = await startBrowser({ folder });
const rounds = 15, times = { 'our page': [], 'empty window': [] };
for (let round = 0; round <= rounds; ++round) {
  for (const [name, path] of [['our page', ''], ['empty window', 'empty/index.html']]) {
    const page = await browser.openPage({ wait: false, scale: 1 });
    await page.addInitScript(() => {
      const request = globalThis.requestAnimationFrame.bind(globalThis);
      globalThis.requestAnimationFrame = (draw) => request((time) => {
        draw(time);
        globalThis.firstFrame ??= performance.now();
      });
    });
    await page.goto(`${browser.url}${path}?round=${round}`);
    await page.waitForFunction(() => globalThis.firstFrame);
    if (round > 0) times[name].push(await page.evaluate(() => globalThis.firstFrame));
    await page.context().close();
  }
}
await browser.close();
const [ours, empty] = Object.values(times).map(median);
console.log(`our page ${ours.toFixed(0)} ms, empty window ${empty.toFixed(0)} ms, ratio ${(ours / empty).toFixed(2)} (medians of ${rounds})`);
