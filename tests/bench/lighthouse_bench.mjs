// SPDX-License-Identifier: MIT
// Lighthouse's figure for speed of the built page, from 0 to 100, with its own throttling: a phone four times slower than
// this machine on slow 4G, and a desktop as fast as this machine. The median of five counts; WebGL is software here.
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node tests/bench/lighthouse_bench.mjs
import { startLighthouse } from '../web/lighthouse.mjs';

const lighthouse = await startLighthouse();
for (const form of ['mobile', 'desktop']) {
  const runs = [];
  for (let run = 0; run < 5; ++run) runs.push(await lighthouse.audit('', { form, onlyCategories: ['performance'] }));
  runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const shown = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'];
  console.log(`${form}: ${runs.map(({ categories }) => Math.round(categories.performance.score * 100)).join(' ')}; median run: ` +
    shown.map((id) => `${id} ${runs[2].audits[id].displayValue}`).join(', '));
}
await lighthouse.close();
