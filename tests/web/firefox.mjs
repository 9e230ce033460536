// SPDX-License-Identifier: MIT
// Firefox on a virtual screen with software GL; `found` is "" where there is none.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { watched } from './browser.mjs';

const { launch } = createRequire(import.meta.url)('puppeteer-core');
export const found = spawnSync('sh', ['-c', 'command -v firefox-esr || command -v firefox']).stdout.toString().trim();

/** A browser whose close() ends its screen too. */
export async function startFirefox() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '+extension', 'GLX', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = ':' + await new Promise((done) => screen.stdio[3].once('data', (text) => done(String(text).trim())));
  const firefox = await launch({ browser: 'firefox', executablePath: found, headless: false,
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' }, extraPrefsFirefox: { 'webgl.force-enabled': true } });
  return {
    firefox,
    /** A page of its own context that notes its problems. */
    async openPage(url, width = 1280, height = 800) {
      const context = await firefox.createBrowserContext();
      const page = watched(await context.newPage());
      await page.setViewport({ width, height });
      await page.goto(url);
      return page;
    },
    async close() {
      await firefox.close();
      screen.kill();
    },
  };
}
