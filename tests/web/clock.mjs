// SPDX-License-Identifier: MIT
// A clock that tests turn, in both browsers: what a page does after a while, by a timer or by an animation of CSS, it
// does when the test says that the while is over. Frames are drawn as ever.
import { eventually } from './browser.mjs';

/** Runs in each page and frame before its scripts. */
export function clockInPage() {
  const begin = globalThis.setTimeout, end = globalThis.clearTimeout, waiting = new Map();
  globalThis.setTimeout = (run, wait = 0, ...more) => {
    const one = { run: () => waiting.delete(number) && run(...more), due: performance.now() + Number(wait) };
    const number = begin(one.run, wait);
    waiting.set(number, one);
    return number;
  };
  globalThis.clearTimeout = (number) => {
    waiting.delete(number);
    end(number);
  };
  globalThis.turnClock = (ms) => {
    const now = performance.now() + ms, due = [...waiting].filter(([, one]) => one.due <= now);
    for (const [number, one] of due.sort(([, a], [, b]) => a.due - b.due)) {
      one.run();   // nothing, where one before has cleared it
      end(number);
    }
    for (const animation of document.getAnimations()) animation.currentTime += ms;
  };
}

/** What is waited for in a page and its frames, for no longer than so many milliseconds, is due now. */
export const turn = (page, ms) => Promise.all(page.frames().map((frame) =>
  frame.evaluate((time) => globalThis.turnClock?.(time), ms).catch(() => {})));   // one may go meanwhile

/** As eventually(), where a second passes before each reading. */
export const soon = (page, read, good, seconds) => eventually(async () => {
  await turn(page, 1000);
  return read();
}, good, seconds);
