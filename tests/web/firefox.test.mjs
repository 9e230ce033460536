// SPDX-License-Identifier: MIT
// Every point of the playground in Firefox, on a virtual screen with software GL.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/server.mjs';
import { testPoints } from './points.mjs';
import { Screen } from './screen.mjs';

const { launch } = createRequire(import.meta.url)('puppeteer-core');
const found = spawnSync('sh', ['-c', 'command -v firefox-esr || command -v firefox']).stdout.toString().trim();
const skip = found ? false : 'no Firefox on this machine';

let screen, browser, server, url;
before(async () => {
  if (skip) return;
  ({ server, url } = await startServer(fileURLToPath(new URL('../../build/site', import.meta.url))));
  screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '+extension', 'GLX', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = ':' + await new Promise((done) => screen.stdio[3].once('data', (text) => done(String(text).trim())));
  browser = await launch({ browser: 'firefox', executablePath: found, headless: false,
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' }, extraPrefsFirefox: { 'webgl.force-enabled': true } });
});
after(async () => {
  await browser?.close();
  screen?.kill();
  server?.closeAllConnections?.();
  server?.close();
});

testPoints(test, async ({ hash = '', width = 1280, height = 800 }) => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && page.problems.push(line.text()));
  await page.setViewport({ width, height });
  await page.goto(url + (hash && '#' + hash));
  const screen = new Screen(page, {
    async keys(chord) {
      const [key, ...modifiers] = chord.split('+').reverse();
      for (const modifier of modifiers) await page.keyboard.down(modifier);
      await page.keyboard.press(key);
      for (const modifier of modifiers) await page.keyboard.up(modifier);
    },
    resize: (w, h) => page.setViewport({ width: w, height: h }),
    close: () => context.close(),
  });
  await screen.ready();
  return screen;
}, { skip });
