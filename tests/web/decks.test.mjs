// SPDX-License-Identifier: MIT
// The playground in real decks of slides, of another origin than the site: reveal.js, which empties the frames of
// slides that go, and remark, which has all slides in the page at once.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from './browser.mjs';
import { begun, ends, framesOf, hears, keeps, says, small, startHost, state } from './host.mjs';

let host;
before(async () => {
  host = await startHost();
  const site = host.browser.url, element = `<script src="${site}embed.js"></script>`;
  const slidesOfSite = fileURLToPath(new URL('../../build/site/slides', import.meta.url));
  cpSync(slidesOfSite, host.folder, { recursive: true });   // for the decks' own files
  host.write('emptied.html', `<link rel="stylesheet" href="reveal.css">${element}
    <div class="reveal"><div class="slides"><section>One</section>
    <section><iframe data-src="${site}#${small}" width="640" height="360"></iframe></section><section>Three</section>
    <section><chainrule-playground data="circle" layers="dense:2:tanh,dense:1:sigmoid" width="640"
      height="360"></chainrule-playground></section></div></div><script src="reveal.js"></script>
    <script>Reveal.initialize({ transition: 'none', width: 960, height: 700 });</script>`);
  for (const transition of ['none', 'slide', 'fade'])
    host.write(`near-${transition}.html`, `<link rel="stylesheet" href="reveal.css">${element}
      <div class="reveal"><div class="slides"><section>One</section>
      <section><chainrule-playground data="circle" layers="dense:2:tanh,dense:1:sigmoid" epochs="1000000"
        width="640" height="360"></chainrule-playground></section>
      <section>Three</section><section><chainrule-playground data="xor" width="640"
        height="360"></chainrule-playground></section></div></div><script src="reveal.js"></script>
      <script>Reveal.initialize({ transition: '${transition}', width: 960, height: 700 });</script>`);
  const slides = Array.from({ length: 10 }, (_, i) =>
    `# ${i + 1}\n<iframe src="${site}#${small}&seed=${i + 1}" width="560" height="320"></iframe>\n`).join('\n---\n');
  host.write('ten.html', `<textarea id="source">${slides}</textarea>${element}
    <script src="remark.min.js"></script><script>const slideshow = remark.create();</script>`);
});
after(() => host.close());

const openDeck = (name) => host.open(name, { width: 1280, height: 800 });

test('reveal.js: a slide that comes back goes on where it was, and the keys turn pages from inside it', async () => {
  const page = await openDeck('emptied.html');
  const slide = () => page.evaluate(() => Reveal.getIndices().h);
  await eventually(slide, (h) => h === 0, 20);
  await page.keyboard.press('ArrowRight');
  assert.equal((await hears(page, 'ready', { of: 0 })).epoch, 0);
  for (let epoch = 1; epoch <= 3; ++epoch) {
    await says(page, { chainrule: 1, do: 'step' });
    await eventually(() => state(page), (now) => now.epoch === epoch, 20);
  }
  const before = await state(page);
  await keeps(page, host.site, 3);
  await page.keyboard.press('ArrowRight');
  await eventually(slide, (h) => h === 2, 20);
  assert.deepEqual(await eventually(() => framesOf(page, host.site), ({ length }) => length === 0, 20), [], 'emptied');
  await page.evaluate(() => { told.length = 0; });
  await page.keyboard.press('ArrowLeft');
  await hears(page, 'ready', { of: 0 });
  const now = await eventually(() => state(page), (is) => is.epoch === 3, 20);
  assert.deepEqual([now.epoch, now.logs, now.link], [before.epoch, before.logs, before.link]);

  const box = await page.locator('iframe').first().boundingBox();
  await page.mouse.click(box.x + box.width * 0.8, box.y + 20);   // the bar's empty end
  await page.keyboard.press('ArrowRight');
  assert.equal(await eventually(slide, (h) => h === 2, 20), 2);
  await page.keyboard.press('PageDown');
  assert.equal(await eventually(slide, (h) => h === 3, 20), 3);
  const width = await page.evaluate(async () => {
    const element = document.querySelector('chainrule-playground');
    await element.get();
    return element.getBoundingClientRect().width;
  });
  const of = (one) => one.parentFrame() && /data=circle|layers=dense:2/.test(decodeURIComponent(one.url()));
  const frame = await eventually(() => page.frames().find(of), (one) => one, 20);
  const drawn = () => frame.evaluate(() => document.getElementById('canvas').width);
  const pixels = await eventually(drawn, (count) => Math.abs(count - width) <= 2, 20);
  assert.ok(Math.abs(pixels - width) <= 2, `${pixels} pixels for ${width}: not sharp`);
  await ends(page);
});

for (const transition of ['none', 'slide', 'fade'])
  test(`reveal.js, ${transition}: an element on a slide near by loads nothing, and rests when its slide has gone`,
       async () => {
    const page = await openDeck(`near-${transition}.html`);
    const get = () => page.evaluate(() => document.querySelector('chainrule-playground').get());
    const lost = () => page.frames().find((frame) => frame.parentFrame()).evaluate(() =>
      document.getElementById('canvas').getContext('webgl2').isContextLost());
    const box = () => page.locator('chainrule-playground').first().boundingBox();
    const laid = await eventually(box, (found) => found?.width > 0, 20);
    assert.equal(laid.x > 0 && laid.x < 1280, transition !== 'slide', 'slides that do not slide lie one on the other');
    await begun(page, host.site);
    assert.deepEqual(page.modules, []);
    await page.keyboard.press('ArrowRight');
    await hears(page, 'ready');
    await page.evaluate(() => document.querySelector('chainrule-playground').play());
    await eventually(get, (now) => now.epoch > 3, 30);
    await begun(page, host.site);
    assert.equal(page.modules.length, 1, 'the one after the next waits');
    await page.keyboard.press('ArrowRight');
    assert.equal(await eventually(lost, (is) => is, 20), true);
    const rests = await eventually(get, (now) => !now.playing, 20);
    assert.equal(rests.playing, false);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await eventually(lost, (is) => !is, 20), false);
    const on = await eventually(get, (now) => now.playing && now.epoch > rests.epoch, 20);
    assert.ok(on.playing && on.epoch > rests.epoch, 'it goes on where it was');
    await ends(page);
  });

test('remark: of ten playgrounds in a deck the one in sight runs', async () => {
  const page = await openDeck('ten.html');
  await hears(page, 'ready', { of: 0 });
  await begun(page, host.site);
  assert.equal(page.modules.length, 1, 'the others wait');
  await says(page, { chainrule: 1, do: 'play' });
  await eventually(() => state(page), (now) => now.playing && now.epoch > 2, 30);
  const lost = (of) => page.frames().filter((frame) => frame.parentFrame())[of].evaluate(() =>
    document.getElementById('canvas').getContext('webgl2')?.isContextLost());
  for (let slide = 1; slide < 10; ++slide) {
    await page.keyboard.press('ArrowRight');
    assert.equal((await hears(page, 'ready', { of: slide })).epoch, 0);
    const gone = await eventually(() => lost(slide - 1), (is) => is, 20);
    assert.equal(gone, true, 'the one before has given its memory back');
  }
  assert.equal(page.modules.length, 10);
  assert.equal((await eventually(() => state(page), (now) => !now.playing, 20)).playing, false);
  for (let slide = 9; slide > 0; --slide) await page.keyboard.press('ArrowLeft');
  assert.ok(await eventually(() => state(page), (now) => now.playing, 30), 'the first goes on');
  assert.equal(await lost(0), false);
  await ends(page);
});
