// SPDX-License-Identifier: MIT
// The monkey in the page, of nine users with sixty actions each; or as long as CHAINRULE_MONKEY_SECONDS says (tests/soak:
// half an hour in each browser). CHAINRULE_MONKEY_SEED says with which users it begins.
import { test } from 'node:test';
import { startBrowser, watched } from './browser.mjs';
import { found } from './firefox.mjs';
import { startFirefoxBrowser } from './host.mjs';
import { runMonkey } from './monkey.mjs';

const asked = process.env.CHAINRULE_MONKEY_SECONDS;
const seed = Number(process.env.CHAINRULE_MONKEY_SEED ?? 1);
const ready = (page) => page.waitForFunction(() => globalThis.chainrule?.frames > 0);

test('a monkey in Chromium', async () => {
  const browser = await startBrowser();
  const open = async () => {
    const page = await browser.openPage();
    page.resize = (width, height) => page.setViewportSize({ width, height });
    return { evaluate: page.evaluate.bind(page), resize: page.resize, problems: page.problems, close: () => page.close() };
  };
  try {
    console.log(`${await runMonkey(open, { ...asked ? { seconds: Number(asked) } : { users: 9 }, seed })} actions`);
  } finally {
    await browser.close();
  }
});

test('a monkey in Firefox', { skip: !asked || !found ? 'by tests/soak, where there is a Firefox' : false }, async () => {
  const browser = await startFirefoxBrowser();
  const open = async () => {
    const page = watched(await browser.openPage(browser.url));
    await ready(page);
    return { evaluate: page.evaluate.bind(page), resize: (width, height) => page.setViewport({ width, height }), problems: page.problems, close: () => page.browserContext().close() };
  };
  try {
    console.log(`${await runMonkey(open, { seconds: Number(asked), seed })} actions`);
  } finally {
    await browser.close();
  }
});
