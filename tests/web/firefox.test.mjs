// SPDX-License-Identifier: MIT
// Every point of the playground in Firefox, on a virtual screen with software GL.
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/server.mjs';
import { found, startFirefox } from './firefox.mjs';
import { testPoints } from './points.mjs';
import { Screen } from './screen.mjs';

const skip = found ? false : 'no Firefox on this machine';

let browser, server, url;
before(async () => {
  if (skip) return;
  ({ server, url } = await startServer(fileURLToPath(new URL('../../build/site', import.meta.url))));
  browser = await startFirefox();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections?.();
  server?.close();
});

testPoints(test, async ({ hash = '', width = 1280, height = 800 }) => {
  const page = await browser.openPage(url + (hash && '#' + hash), width, height);
  const screen = new Screen(page, {
    async keys(chord) {
      const [key, ...modifiers] = chord.split('+').reverse();
      for (const modifier of modifiers) await page.keyboard.down(modifier);
      await page.keyboard.press(key);
      for (const modifier of modifiers) await page.keyboard.up(modifier);
    },
    resize: (w, h) => page.setViewport({ width: w, height: h }),
    close: () => page.browserContext().close(),
  });
  await screen.ready();
  return screen;
}, { skip });
