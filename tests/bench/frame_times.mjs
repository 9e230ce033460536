// SPDX-License-Identifier: MIT
// What the page's main thread does, from the browser's own trace.

/** Milliseconds of each frame with the messages before it, by the thread's own clock and by that on the wall. */
export function frameTimes(events) {
  const main = events.find((event) => event.name === 'FireAnimationFrame').tid;
  const tasks = events.filter(({ name, tid, ph }) => tid === main && ph === 'X' && (name === 'FireAnimationFrame' || name === 'HandlePostMessage'));
  const times = { processor: [], clock: [] };
  let processor = 0, clock = 0;
  for (const { name, tdur, dur } of tasks.sort((a, b) => a.ts - b.ts)) {
    processor += tdur / 1000;
    clock += dur / 1000;
    if (name !== 'FireAnimationFrame') continue;
    times.processor.push(processor);
    times.clock.push(clock);
    processor = clock = 0;
  }
  return times;
}

/** The trace's events while `action` runs. */
export async function traced(browser, page, action) {
  await browser.chromium.startTracing(page, { categories: ['devtools.timeline'] });
  await action();
  return JSON.parse(String(await browser.chromium.stopTracing())).traceEvents;
}
