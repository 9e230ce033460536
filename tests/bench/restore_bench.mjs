// SPDX-License-Identifier: MIT
// A frame that a deck has emptied and filled again: script time of its process's main thread until the experiment is on
// screen as it was, with its weights and its history.
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node tests/bench/restore_bench.mjs
import { eventually, startBrowser } from '../web/browser.mjs';
import { median } from './median.mjs';

const experiments = {
  'playground 2-4-4-1': 'data=circle&epochs=1000',
  'scene=backprop': 'scene=backprop',
  'moons 2-32-32-1, 200 epochs': 'data=moons&layers=dense:32:tanh,dense:32:tanh,dense:1:sigmoid&epochs=200',
};
const times = 7;

const browser = await startBrowser();
console.log('ms until it is there again, medians of ' + times + '   script   clock');
for (const [name, link] of Object.entries(experiments)) {
  const context = await browser.chromium.newContext({ viewport: { width: 1000, height: 600 } });
  const page = await context.newPage();
  const host = `<!doctype html><iframe src="index.html#${link}" width="960" height="540"></iframe><script>
    const told = [];
    addEventListener('message', ({ data }) => data?.chainrule && told.push(data));</script>`;
  await page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body: host }));
  await page.goto(browser.url + 'host.html');
  const say = (message) => page.evaluate((what) => document.querySelector('iframe').contentWindow.postMessage({ chainrule: 1, ...what }, '*'), message);
  const heard = (event) => page.evaluate((which) => told.filter((message) => message.event === which), event);
  await eventually(() => heard('ready'), (all) => all.length > 0, 30);
  await say({ do: 'play' });
  await eventually(() => heard('epoch'), (all) => all.at(-1)?.epoch >= 100, 20);
  await say({ do: 'pause' });
  await page.waitForTimeout(1500);   // what is kept is kept by then
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const script = async () => (await session.send('Performance.getMetrics')).metrics.find((m) => m.name === 'ScriptDuration').value * 1000;
  const runs = [];
  for (let i = 0; i < times; ++i) {
    const address = await page.evaluate(() => { const { src } = document.querySelector('iframe'); document.querySelector('iframe').src = 'about:blank'; told.length = 0; return src; });
    await page.waitForTimeout(300);
    const before = await script(), start = performance.now();
    await page.evaluate((src) => { document.querySelector('iframe').src = src; }, address);
    await eventually(() => heard('ready'), (all) => all.length > 0, 30);
    runs.push({ script: await script() - before, clock: performance.now() - start });
  }
  const column = (key, width) => median(runs.map((run) => run[key])).toFixed(0).padStart(width);
  console.log(name.padEnd(42) + column('script', 6) + column('clock', 8) + `   epoch ${(await heard('ready'))[0].epoch}`);
  await context.close();
}
await browser.close();
