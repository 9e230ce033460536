// SPDX-License-Identifier: MIT
// A lecture as a teacher rebuilds it with live frames, in lecture.md: its order, builds and copied slides, in remark and in
// reveal.js, on another site than the frames'. Walked forth and back by the keyboard; each frame lives, one at a time.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from './browser.mjs';
import { ends, startFirefoxBrowser, startHost } from './host.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const text = readFileSync(path('lecture.md'), 'utf8');
/** Slide by slide, builds (--) with all that was before them; without remark's own lines. */
const slides = text.split(/^---$/m).flatMap((slide) => slide.split(/^--$/m).map((_, n, parts) => parts.slice(0, n + 1).join('\n')))
  .map((slide) => slide.replace(/^(class|name|count): .*$/gm, ''));
const scene = (slide) => /scene="(\w+)"/.exec(slide)?.[1];
const style = '<style>chainrule-playground { width: 700px; height: 394px; }</style>';

function writeDecks(host) {
  const script = `${style}<script src="${host.browser.url}embed.js"></script>`;
  cpSync(path('../../build/site/slides'), host.folder, { recursive: true });
  host.write('remark.html', `<textarea id="source">${text}</textarea>${script}<script src="remark.min.js"></script><script>const slideshow = remark.create({ ratio: '16:9' });</script>`);
  const sections = slides.map((slide) => `<section>${slide.replace(/^#+ (.*)$/gm, '<h2>$1</h2>')}</section>`).join('');
  host.write('reveal.html', `<link rel="stylesheet" href="reveal.css">${script}<div class="reveal"><div class="slides">${sections}</div></div>
    <script src="reveal.js"></script><script>Reveal.initialize({ transition: 'none', width: 1210, height: 681 });</script>`);
}
const at = (page) => page.evaluate(() => (globalThis.Reveal ? Reveal.getIndices().h : slideshow.getCurrentSlideIndex()));
const state = (page) => page.evaluate(() => {
  const shown = [...document.querySelectorAll('chainrule-playground')].filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  return shown.length !== 1 ? null : Promise.race([shown[0].get(), new Promise((done) => setTimeout(() => done(null), 2000))]);
});

async function walk(host, deck) {
  const page = await host.open(deck, { width: 1280, height: 800 });
  let trained = null;
  for (const [n, slide] of [...slides.entries(), ...[...slides.entries()].reverse().slice(1)]) {
    const here = await at(page);
    if (n !== here) await page.keyboard.press(n > here ? 'ArrowRight' : 'ArrowLeft');
    assert.equal(await eventually(() => at(page), (now) => now === n), n);
    if (!scene(slide)) continue;
    const now = await eventually(() => state(page), (told) => told?.link?.includes(`scene=${scene(slide)}`), 30);
    assert.ok(now?.link?.includes(`scene=${scene(slide)}`), `${n}: ${JSON.stringify(now)}`);
    if (scene(slide) !== 'training' || /keep/.test(slide)) continue;
    if (!trained) await page.evaluate(() => [...document.querySelectorAll('chainrule-playground')].find((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })).step());
    const told = await eventually(() => state(page), (one) => one?.epoch === 1, 20);
    assert.equal(told?.epoch, 1, `slide ${n} goes on`);
    assert.deepEqual(told.logs, (trained ??= told).logs);
  }
  await ends(page);
}

for (const [name, start] of [['Chromium', () => startHost()], ['Firefox', async () => startHost(await startFirefoxBrowser())]]) {
  let host;
  before(async () => {
    host = await start();
    writeDecks(host);
  });
  after(() => host.close());
  for (const deck of ['remark.html', 'reveal.html'])
    test(`${name}, ${deck}: every frame lives, forth and back, and builds go on with what was trained`, () => walk(host, deck));
}
