// SPDX-License-Identifier: MIT
// Firefox on a virtual screen with software GL; `found` is "" where there is none.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { watched } from './browser.mjs';
import { clockInPage } from './clock.mjs';
import { startScreen } from './programs.mjs';

const { launch } = createRequire(import.meta.url)('puppeteer-core');
export const found = spawnSync('sh', ['-c', 'command -v firefox-esr || command -v firefox']).stdout.toString().trim();

/** A browser whose close() ends its screen too. */
export async function startFirefox() {
  const screen = await startScreen('1400x1000');
  const firefox = await launch({ browser: 'firefox', executablePath: found, headless: false,
    env: { ...process.env, DISPLAY: screen.display, LIBGL_ALWAYS_SOFTWARE: '1' },
    extraPrefsFirefox: { 'webgl.force-enabled': true, 'dom.disable_open_during_load': false } });
  return {
    firefox,
    /** A page of its own context that notes its problems. */
    async openPage(url, width = 1280, height = 800) {
      const context = await firefox.createBrowserContext();
      const page = watched(await context.newPage());
      await page.setViewport({ width, height });
      await page.evaluateOnNewDocument(clockInPage);
      await page.goto(url);
      return page;
    },
    /** A window beside a page's own; a tab would hide that. */
    async openWindow(beside, url) {
      const coming = new Promise((done) => beside.once('popup', done));
      await beside.evaluate((address) => void window.open(address, '', 'width=900,height=700,popup'), url);
      const page = watched(await coming);
      // Decks write their slide behind the address.
      const arrived = (wanted) => location.href.startsWith(wanted) && document.readyState === 'complete';
      await page.waitForFunction(arrived, { polling: 50 }, url);
      return page;
    },
    async close() {
      await firefox.close();
      await screen.end();
    },
  };
}
