// SPDX-License-Identifier: MIT
// The site in a real Chromium. A test file opens one browser and closes it at its end:
//   const browser = await startBrowser();  after(() => browser.close());
//   const page = await browser.openPage({ hash: 'data=xor', width: 1280, height: 800, scale: 2, theme: 'dark' });
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/server.mjs';
import { clockInPage } from './clock.mjs';

// NODE_PATH (set by web/toolchain's environment) counts for require, not for import.
const { chromium } = createRequire(import.meta.url)('playwright-core');

const site = fileURLToPath(new URL('../../build/site', import.meta.url));
// Mesa draws a frame in half the time that Chromium's own software takes.
const mesa = spawnSync('sh', ['-c', 'ls /usr/lib/*/libEGL_mesa.so.0']).status === 0;
const usual = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--ignore-gpu-blocklist',
  ...mesa ? ['--use-angle=gles-egl'] : ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
];

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome']).toString().trim();
}

/** Notes what goes wrong in a page, of either browser, in `problems`. */
export function watched(page) {
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && page.problems.push(line.text()));
  return page;
}

export async function startBrowser({ folder = site, flags = [] } = {}) {
  const { server, url } = await startServer(folder);
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: [...usual, ...flags] });
  // By what they are like: those whose page was closed serve again, which takes half the time as long as one is open.
  const contexts = new Map();
  const contextOf = async (kind) => {
    const name = JSON.stringify(kind), known = contexts.get(name);
    if (known?.pages().length === 1) return known;
    const context = await browser.newContext({ ...kind, permissions: ['clipboard-read', 'clipboard-write'] });
    await context.addInitScript(clockInPage);
    context.on('close', () => contexts.get(name) === context && contexts.delete(name));
    await context.newPage();
    if (!known) contexts.set(name, context);
    return context;
  };
  return {
    url,
    chromium: browser,

    /**
     * A page with the app running in it, where nothing was kept. Its context is its own until it is closed. What went
     * wrong in the page (exceptions, errors on the console, requests that left this machine) is collected in
     * `page.problems`. Half as sharp as a screen, since every pixel is a processor's work here.
     */
    async openPage({ hash = '', path = '', width = 1280, height = 800, scale = 0.5, theme = 'light', touch = false,
                     motion = 'reduce', pace = 0, wait = true } = {}) {
      const context = await contextOf({ deviceScaleFactor: scale, colorScheme: theme, hasTouch: touch,
        reducedMotion: motion });
      const page = watched(await context.newPage());
      await page.setViewportSize({ width, height });
      const session = await context.newCDPSession(page);
      await session.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'local_storage' });
      await session.detach();
      page.on('request', (request) => {
        if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) page.problems.push('left: ' + request.url());
      });
      await page.goto(url + path + (hash && '#' + hash));
      if (!wait) return page;
      await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
      // As fast as it goes, where no test asks for the usual pace.
      await page.evaluate((seconds) => globalThis.chainruleWhole.then(() => chainrule.setPace(seconds)), pace);
      return page;
    },

    async close() {
      await browser.close();
      server.closeAllConnections?.();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Waits until what was asked for is drawn and the page draws no more by itself. */
export const settled = (page) => page.evaluate(() => globalThis.chainrule.idle());

/** Reads until `good` holds, then gives what was read; after `seconds` what it read last. */
export async function eventually(read, good, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (good(value) || Date.now() > end) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
}
