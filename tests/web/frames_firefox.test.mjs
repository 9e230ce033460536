// SPDX-License-Identifier: MIT
// Frames of the playground in Firefox: messages, manners, the element; and the site without network. embed.test.mjs and
// offline.test.mjs have all of it in Chromium, course.test.mjs the decks in both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../../web/server.mjs';
import { eventually } from './browser.mjs';
import { found } from './firefox.mjs';
import { begun, ends, hears, says, small, startFirefoxBrowser, startHost, state } from './host.mjs';
import { copySite } from './site.mjs';

const options = { skip: found ? false : 'no Firefox on this machine' };
let browser, host;
before(async () => {
  if (options.skip) return;
  browser = await startFirefoxBrowser();
  host = await startHost(browser);
});
after(() => host?.close());

async function openHost(body) {
  host.write('index.html', body);
  return host.open('');
}
const frame = (hash) => `<iframe width="640" height="360" src="${browser.url}#${hash}"></iframe>`;

test('a frame obeys its page alone, and answers', options, async () => {
  const page = await openHost(frame(small) + '<iframe id="other" srcdoc="<p>ad</p>"></iframe>');
  assert.equal((await hears(page, 'ready')).epoch, 0);
  await says(page, { chainrule: 1, do: 'step' });
  assert.equal((await hears(page, 'epoch')).epoch, 1);
  await says(page, { chainrule: 1, do: 'play' });
  await eventually(() => state(page), (now) => now.playing && now.epoch > 5, 30);
  await says(page, 'slide:stop');
  const rests = await eventually(() => state(page), (now) => !now.playing, 20);
  assert.equal(rests.playing, false);
  await says(page, 'slide:start');
  await eventually(() => state(page), (now) => now.playing, 20);
  await says(page, { chainrule: 1, do: 'pause' });
  const before = await eventually(() => state(page), (now) => !now.playing, 20);
  for (const hostile of [null, 7, 'play', { chainrule: 2, do: 'play' }, { chainrule: 1, do: 'eval' }, { chainrule: 1, do: 'set', link: 5 }]) await says(page, hostile);
  await page.evaluate(() => frames()[1].contentWindow.eval("parent.frames[0].postMessage({ chainrule: 1, do: 'play' }, '*')"));
  await state(page);   // which comes after all that was said before
  const now = await state(page);
  assert.deepEqual([now.playing, now.epoch, now.link], [false, before.epoch, before.link]);
  await ends(page);
});

test('a frame loads nothing out of sight, takes no focus, and leaves the deck its keys', options, async () => {
  const page = await openHost(`<button>first</button><script src="${browser.url}embed.js"></script><div style="height: 3000px"></div>` + frame(small));
  await page.focus('button');
  await begun(page, browser.url);
  assert.equal(await page.evaluate(() => told.length), 0);
  await page.evaluate(() => frames()[0].scrollIntoView());
  await hears(page, 'ready');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'first');
  const { x, y } = await page.evaluate(() => frames()[0].getBoundingClientRect().toJSON());
  await page.mouse.click(x + 320, y + 356);
  await page.keyboard.press('PageDown');
  assert.deepEqual(await eventually(() => page.evaluate(() => keys), (all) => all.length > 0), ['PageDown']);
  await ends(page);
});

test('the element has its scene, its methods and its events', options, async () => {
  const page = await openHost(`<script src="${browser.url}embed.js"></script><chainrule-playground scene="training" epochs="1000000" style="width: 640px"></chainrule-playground>`);
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ['ready', 'epoch']) document.querySelector('chainrule-playground').addEventListener(name, ({ detail }) => heard.push([name, detail.epoch]));
    document.querySelector('chainrule-playground').step();
  });
  const heard = await eventually(() => page.evaluate(() => heard), (all) => all.some(([name]) => name === 'epoch'), 30);
  assert.deepEqual(heard.at(-1), ['epoch', 1]);
  const now = await page.evaluate(() => document.querySelector('chainrule-playground').get());
  assert.match(now.link, /scene=training/);
  await ends(page);
});

test('the second visit needs no network', options, async () => {
  const copy = copySite();
  let { server, url } = await startServer(copy.site);
  const page = await browser.openPage(url);
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('sw.js');
    await navigator.serviceWorker.ready;
  });
  server.closeAllConnections?.();
  await new Promise((done) => server.close(done));
  copy.remove();
  await page.goto(url + '#scene=backprop');
  await page.reload();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  assert.equal(await page.evaluate(() => document.getElementById('app').dataset.state), 'ready');
  await ends(page);
});
