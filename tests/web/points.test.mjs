// SPDX-License-Identifier: MIT
// Every point of the playground in Chromium.
import { after, before, test } from 'node:test';
import { startBrowser } from './browser.mjs';
import { testPoints } from './points.mjs';
import { Screen } from './screen.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

testPoints(test, async (options) => {
  const page = await browser.openPage(options);
  return new Screen(page, {
    keys: (chord) => page.keyboard.press(chord),
    resize: (width, height) => page.setViewportSize({ width, height }),
    close: () => page.close(),
  });
});
