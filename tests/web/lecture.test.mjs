// SPDX-License-Identifier: MIT
// A lecture as a teacher rebuilds it with live frames, in lecture.md: its order, builds and copied slides, in remark
// and in reveal.js, on another site than the frames'. Walked forth and back by the keyboard; each frame lives, one at
// a time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually } from './browser.mjs';
import { soon } from './clock.mjs';
import { ends } from './host.mjs';
import { inBothBrowsers } from './slides.mjs';

const text = readFileSync(new URL('lecture.md', import.meta.url), 'utf8');
/** Slide by slide, builds (--) with all that was before them; without remark's own lines. */
const slides = text.split(/^---$/m)
  .flatMap((slide) => slide.split(/^--$/m).map((_, n, parts) => parts.slice(0, n + 1).join('\n')))
  .map((slide) => slide.replace(/^(class|name|count): .*$/gm, ''));
const scene = (slide) => /scene="(\w+)"/.exec(slide)?.[1];
const style = '<style>chainrule-playground { width: 700px; height: 394px; }</style>';

function writeDecks(host) {
  host.remark('remark.html', text.replace('# Neural', style + '\n\n# Neural'), "{ ratio: '16:9' }");
  const section = (slide) => `<section>${slide.replace(/^#+ (.*)$/gm, '<h2>$1</h2>')}</section>`;
  host.reveal('reveal.html', style + slides.map(section).join(''), 'width: 1210, height: 681');
}
const at = (page) =>
  page.evaluate(() => (globalThis.Reveal ? Reveal.getIndices().h : slideshow.getCurrentSlideIndex()));
/** What the one network in sight tells, null where there is another number of them. */
const state = (page) => page.evaluate(() => {
  const shown = inSight(), late = new Promise((done) => setTimeout(() => done(null), 2000));
  return shown.length === 1 ? Promise.race([shown[0].get(), late]) : null;
});

async function walk(host, deck) {
  const page = await host.open(deck, { width: 1280, height: 800, scale: 0.5 });
  let trained = null;
  for (const [n, slide] of [...slides.entries(), ...[...slides.entries()].reverse().slice(1)]) {
    const here = await at(page);
    if (n !== here) await page.keyboard.press(n > here ? 'ArrowRight' : 'ArrowLeft');
    assert.equal(await eventually(() => at(page), (now) => now === n), n);
    const name = scene(slide), has = (told) => told?.link?.includes(`scene=${name}`);
    if (!name) continue;
    const now = await soon(page, () => state(page), has, 30);   // remark lets a slide fade for a second
    assert.ok(has(now), `${n}: ${JSON.stringify(now)}`);
    if (name !== 'training' || /keep/.test(slide)) continue;
    if (!trained) await page.evaluate(() => inSight()[0].step());
    const told = await eventually(() => state(page), (one) => one?.epoch === 1, 20);
    assert.equal(told?.epoch, 1, `slide ${n} goes on`);
    assert.deepEqual(told.logs, (trained ??= told).logs);
  }
  await ends(page);
}

inBothBrowsers(writeDecks, (name, host) => {
  for (const deck of ['remark.html', 'reveal.html'])
    test(`${name}, ${deck}: every frame lives, forth and back, and builds go on with what was trained`,
      () => walk(host(), deck));
});
