// SPDX-License-Identifier: MIT
// Pages of another site than the playground's, which have it in frames: what the frames tell, and messages to them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/server.mjs';
import { eventually, startBrowser, watched } from './browser.mjs';
import { clockInPage } from './clock.mjs';
import { startFirefox } from './firefox.mjs';

/** An experiment that goes on as long as it may. */
export const small = 'data=xor&layers=dense:3:tanh,dense:1:sigmoid&epochs=1000000';
/** Of a page that keeps in `told` what the frames tell (`of`: which frame) and in `keys` the keys that reach it. */
const head = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>
  const told = [], keys = [], frames = () => [...document.querySelectorAll('iframe')];
  addEventListener('message', ({ data, source }) => {
    if (data?.chainrule) told.push({ ...data, of: frames().findIndex((frame) => frame.contentWindow === source) });
  });
  addEventListener('keydown', (event) => keys.push(event.key));
  const say = (message, of = 0) => frames()[of].contentWindow.postMessage(message, '*');
  const sight = { visibilityProperty: true, opacityProperty: true };
  const inSight = () =>
    [...document.querySelectorAll('chainrule-playground, iframe')].filter((one) => one.checkVisibility(sight));
  </script>`;

/** Firefox with the site served beside it, as startBrowser() has Chromium. */
export async function startFirefoxBrowser(folder = fileURLToPath(new URL('../../build/site', import.meta.url))) {
  const [firefox, site] = [await startFirefox(), await startServer(folder)];
  return {
    url: site.url,
    openPage: firefox.openPage,
    openWindow: firefox.openWindow,
    async close() {
      await firefox.close();
      site.server.closeAllConnections?.();
      site.server.close();
    },
  };
}

/**
 * A browser with a site of pages: write(name, body), or files put into `folder`; openHost(body) for one alone. They
 * have the playground of `site` by frameTag(hash), or by the script `embed`.
 */
export async function startHost(browser) {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-host-'));
  browser ??= await startBrowser();
  const { server, url } = await startServer(folder);
  const site = browser.url;
  return {
    folder,
    browser,
    site,
    embed: `<script src="${site}embed.js"></script>`,
    frameTag: (hash) => `<iframe width="640" height="360" src="${site}#${hash}"></iframe>`,
    openHost(body) {
      this.write('index.html', body);
      return this.open('');
    },
    url: url.replace('127.0.0.1', 'localhost'),   // another site than the frames'
    write(name, body) { writeFileSync(join(folder, name), `${head}<body>${body}</body>`); },
    async open(name, { width = 1000, height = 700, scale = 1 } = {}) {
      if (!browser.chromium) return browser.openPage(url.replace('127.0.0.1', 'localhost') + name, width, height);
      const context = await browser.chromium.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
      await context.addInitScript(clockInPage);
      const page = watched(await context.newPage());
      page.notes = [];
      page.on('console', (line) => line.type() === 'warning' && page.notes.push(line.text()));
      page.modules = [];   // asked for
      page.on('request', (request) => {
        if (/playground-[^/]*\.wasm$/.test(request.url())) page.modules.push(request.url());
      });
      await page.goto(url.replace('127.0.0.1', 'localhost') + name);   // another site than the frames'
      return page;
    },
    /** A second window beside that page. */
    async another(page, name) {
      const address = url.replace('127.0.0.1', 'localhost') + name;
      if (!browser.chromium) return browser.openWindow(page, address);
      const second = watched(await page.context().newPage());
      await second.goto(address);
      return second;
    },
    async close() {
      await browser.close();
      server.closeAllConnections?.();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true });
    },
  };
}

/** The page in the frame of that one. */
export const inner = (page) => page.frames().find((frame) => frame.parentFrame());
/** Frames of the page that are of the site. */
export const framesOf = (page, site) =>
  page.frames().filter((frame) => frame.parentFrame() && frame.url().startsWith(site));
/** The first frame of the site keeps so many epochs: it does so a second after its last picture, by its name. */
export async function keeps(page, site, epochs) {
  const kept = () => framesOf(page, site)[0].evaluate(() => {
    const { text } = window.name.startsWith('chainrule {') ? JSON.parse(window.name.slice(10)) : {};
    return text ? JSON.parse(text).history?.loss?.length ?? 0 : 0;
  });
  assert.equal(await eventually(kept, (count) => count === epochs, 20), epochs, 'kept');
}
/**
 * Each frame of the site has begun, and an answer from the network has come since: what the page or a frame has not
 * loaded by then it does not want.
 */
export async function begun(page, site) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  for (const frame of framesOf(page, site)) {
    const started = await eventually(() => frame.evaluate(() => globalThis.chainruleStarted), Boolean, 20);
    assert.ok(started, frame.url());
    await frame.evaluate(() => fetch(location.href, { cache: 'no-store' }).then((answer) => answer.text()));
  }
}
export const told = (page, event, of) => page.evaluate(([name, which]) =>
  told.filter((message) => message.event === name && (which === undefined || message.of === which)), [event, of]);
/** The last of at least `count` such events, of frame `of` or of any. */
export async function hears(page, event, { of, count = 1 } = {}) {
  const all = await eventually(() => told(page, event, of), (messages) => messages.length >= count, 30);
  assert.ok(all.length >= count, `${event}: ${all.length}`);
  return all.at(-1);
}
export const says = (page, message, of = 0) => page.evaluate(([what, which]) => say(what, which), [message, of]);
/** What a frame answers to `get`. */
export async function state(page, of = 0) {
  const id = Math.random();
  await says(page, { chainrule: 1, do: 'get', id }, of);
  const answer = () => page.evaluate((wanted) => told.find((message) => message.id === wanted), id);
  return eventually(answer, (found) => found, 20);
}
export async function ends(page) {
  assert.deepEqual(page.problems, []);
  await (page.context?.() ?? page.browserContext()).close();
}
