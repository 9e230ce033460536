// SPDX-License-Identifier: MIT
// Keys that are pressed inside a frame are the deck's: they come as the browser's own would have come, in both kinds of
// frame, in Chromium and Firefox; and reveal.js and remark do with them what they do.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually, startBrowser } from './browser.mjs';
import { found } from './firefox.mjs';
import { ends, hears, inner, small, startFirefoxBrowser, startHost, state } from './host.mjs';
import { copySite } from './site.mjs';

const signs = [...'abcdefghijklmnopqrstuvwxyz0123456789.,;/-'];
const named = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Enter',
  'Backspace', 'Delete'];
const shifted = ['Shift+N', 'Shift+?', 'Shift+ArrowRight', 'Shift+Space'];
const all = [...signs, ...named, ...shifted];

const noting = `<script>
  globalThis.pressed = [];
  for (const type of ['keydown', 'keypress', 'keyup']) addEventListener(type, (event) => {
    const { key, code, keyCode, which, charCode, shiftKey, isTrusted } = event;
    if (key === 'Shift') return;
    pressed.push([type, key, code, keyCode, which, charCode, shiftKey, isTrusted ? 'own' : 'passed'].join('|'));
  });
</script>`;
const reveal = (body, head = '') => `<link rel="stylesheet" href="reveal.css">${head}
  <div class="reveal"><div class="slides">
    <section>One</section><section>${body}</section><section>Three</section><section>Four</section>
  </div></div>
  <script src="reveal.js"></script>
  <script>Reveal.initialize({ transition: 'none', width: 960, height: 700, hash: true });</script>`;
const remark = (body, head = '') =>
  `${head}<textarea id="source">One\n\n---\n${body}\n\n---\nThree\n\n---\nFour</textarea>
  <script src="remark.min.js"></script><script>const slideshow = remark.create();</script>`;

for (const [name, start, options] of [['Chromium', (folder) => startBrowser({ folder }), {}],
  ['Firefox', startFirefoxBrowser, { skip: found ? false : 'no Firefox on this machine' }]]) describe(name, () => {
  let host, copy, plain, element;
  before(async () => {
    if (options.skip) return;
    copy = copySite();
    host = await startHost(await start(copy.site));
    const { site, embed, frameTag } = host;
    plain = frameTag(small);
    element = `${embed}<chainrule-playground data="xor" layers="dense:3:tanh,dense:1:sigmoid" epochs="1000000"
      width="640" height="360"></chainrule-playground>`;
    for (const file of ['reveal.js', 'reveal.css', 'remark.min.js'])
      writeFileSync(join(host.folder, file), await (await fetch(site + 'slides/' + file)).text());
    host.write('plain.html', noting + embed + plain);
    host.write('element.html', noting + element);
    writeFileSync(join(copy.site, 'same.html'), `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
      <script>const told = [], keys = [], frames = () => [...document.querySelectorAll('iframe')];
      addEventListener('message', ({ data }) => data?.chainrule && told.push(data));
      const say = (message, of = 0) => frames()[of].contentWindow.postMessage(message, '*');
      </script>${noting}<body>${plain}</body>`);
    host.write('reveal-plain.html', reveal(plain));
    host.write('reveal-element.html', reveal(element));
    host.write('remark-plain.html', remark(plain));
    host.write('remark-embed.html', remark(plain, embed));
    host.write('remark-element.html', remark(element.replace(embed, ''), embed));
  });
  after(async () => {
    await host?.close();
    copy?.remove();
  });

  /** The focus goes into the frame by a press on its bar, where nothing is. */
  async function enter(page) {
    const { x, y, width } = await page.evaluate(() =>
      document.querySelector('iframe, chainrule-playground').getBoundingClientRect().toJSON());
    for (let tries = 0; tries < 20; ++tries) {
      await page.mouse.click(x + width * 0.8, y + 14);
      if (await eventually(() => inner(page).evaluate(() => document.hasFocus()), (is) => is, 1)) return;
    }
    assert.fail('the frame takes no focus');
  }
  async function press(page, key) {
    const shift = key.startsWith('Shift+'), alone = key.replace(/^Shift\+/, '').replace('Space', ' ');
    if (shift) await page.keyboard.down('Shift');
    await page.keyboard.press(alone);
    if (shift) await page.keyboard.up('Shift');
  }
  const openDeck = (file) => host.open(file, { width: 1200, height: 800, scale: 0.5 });

  for (const kind of ['plain', 'element', 'same']) {
    const title = `${kind}: every key reaches the page as the browser’s own does, and does nothing in the frame`;
    test(title, options, async () => {
      const place = host.browser.chromium ? { path: 'same.html', wait: false } : host.browser.url + 'same.html';
      const page = kind === 'same' ? await host.browser.openPage(place) : await openDeck(`${kind}.html`);
      await hears(page, 'ready');
      const before = kind === 'element' ? null : await state(page);
      // A key that the frame passes on comes up by a timer of its own, on a busy machine long after the next keys.
      const seen = async (key, whose) => {
        const name = key.replace(/^Shift\+/, '').replace('Space', ' '), up = new RegExp(`^keyup.*${whose}$`);
        const read = () => page.evaluate(() => pressed);
        const ofKey = (events) => events.filter((line) => line.split('|')[1] === name);
        await eventually(async () => ofKey(await read()), (events) => events.some((line) => up.test(line)), 10);
        const events = ofKey(await page.evaluate(() => pressed.splice(0)));
        assert.ok(events.some((line) => up.test(line)), `${key} comes up`);
        return [...new Set(events.map((line) => line.replace(/\|\w+$/, '')))].sort();
      };
      for (const key of all) {
        await page.evaluate(() => { document.activeElement?.blur(); window.focus(); });
        const there = () => page.evaluate(() => document.hasFocus() && document.activeElement === document.body);
        await eventually(there, (is) => is, 5);
        await press(page, key);
        const own = await seen(key, 'own');
        assert.ok(own.length > 1, key);
        await enter(page);
        await press(page, key);
        assert.deepEqual(await seen(key, 'passed'), own, key);
      }
      if (!before) return ends(page);
      const now = await state(page);
      assert.deepEqual([now.link, now.epoch, now.playing], [before.link, before.epoch, before.playing]);
      await enter(page);
      await press(page, 'Space');
      assert.ok(await eventually(async () => (await state(page)).playing, (is) => is, 10), 'Space plays');
      await ends(page);
    });
  }

  const slideOfReveal = (page) => page.evaluate(() => Reveal.getIndices().h);
  const facts = {   // what reveal.js is in
    slide: slideOfReveal,
    paused: (page) => page.evaluate(() => Reveal.isPaused()),
    overview: (page) => page.evaluate(() => Reveal.isOverview()),
    help: (page) => page.evaluate(() => !!document.querySelector('.r-overlay-help')),
    jump: (page) => page.evaluate(() => !!document.querySelector('.jump-to-slide')),
    full: (page) => page.evaluate(() => !!document.fullscreenElement),
  };
  const ofReveal = [...'nlj'].concat('PageDown', 'ArrowRight', 'ArrowDown').map((key) => [key, 'slide', 2])
    .concat([...'phk'].concat('PageUp', 'ArrowLeft', 'ArrowUp', 'Home', 'Shift+ArrowLeft', 'Shift+Space')
      .map((key) => [key, 'slide', 0]))
    .concat([['End', 'slide', 3], ['Shift+ArrowRight', 'slide', 3]], [...'bv./'].map((key) => [key, 'paused', true]),
      [['o', 'overview', true], ['Shift+?', 'help', true], ['g', 'jump', true], ['f', 'full', true]]);
  for (const kind of ['plain', 'element']) {
    test(`reveal.js does with every key what it does, ${kind} frame`, options, async () => {
      const page = await openDeck(`reveal-${kind}.html#/1`);
      await hears(page, 'ready');
      for (const [key, what, expected] of ofReveal) {
        await page.evaluate(async () => {
          if (document.fullscreenElement) await document.exitFullscreen();
          Reveal.toggleJumpToSlide(false);
          Reveal.toggleHelp(false);
          Reveal.toggleOverview(false);
          Reveal.togglePause(false);
          Reveal.slide(1);
        });
        await enter(page);
        await press(page, key);
        assert.equal(await eventually(() => facts[what](page), (is) => is === expected, 5), expected, key);
      }
      await ends(page);
    });
  }

  const ofRemark = {
    slide: (page) => page.evaluate(() => slideshow.getCurrentSlideIndex()),
    body: (page) => page.evaluate(() =>
      document.body.className + ' ' + document.querySelector('.remark-container').className),
  };
  for (const kind of ['embed', 'element']) {
    test(`remark does with every key what it does, ${kind} frame`, options, async () => {
      const page = await openDeck(`remark-${kind}.html#2`);
      await hears(page, 'ready');
      const cases = ['j', 'ArrowRight', 'ArrowDown', 'PageDown'].map((key) => [key, 'slide', 2])
        .concat(['k', 'ArrowLeft', 'ArrowUp', 'PageUp', 'Home'].map((key) => [key, 'slide', 0]),
          [['End', 'slide', 3], ['4 Enter', 'slide', 3]],
          [['b', 'body', /blackout/], ['m', 'body', /mirrored/], ['p', 'body', /presenter/], ['h', 'body', /help/],
            ['Shift+?', 'body', /help/]]);
      for (const [keys, what, expected] of cases) {
        await page.evaluate(() => slideshow.gotoSlide(2));
        for (const key of keys.split(' ')) {
          await enter(page);
          await press(page, key);
        }
        const right = (is) => (expected instanceof RegExp ? expected.test(is) : is === expected);
        const is = await eventually(() => ofRemark[what](page), right, 5);
        assert.ok(right(is), `${keys}: ${is}`);
        if (what === 'body') {   // and back
          await page.evaluate(() => document.activeElement?.blur());
          await press(page, keys);
          await eventually(() => ofRemark[what](page), (now) => !right(now), 5);
        }
      }
      await ends(page);
    });
  }

  const elsewhere = 'remark of another site without embed.js is reached as far as it listens, and then has the focus';
  test(elsewhere, options, async () => {
    const page = await openDeck('remark-plain.html#2');
    await hears(page, 'ready');
    await enter(page);
    await press(page, 'b');
    assert.match(await eventually(() => ofRemark.body(page), (is) => /blackout/.test(is), 5), /blackout/);
    await press(page, 'b');
    assert.doesNotMatch(await eventually(() => ofRemark.body(page), (is) => !/blackout/.test(is), 5), /blackout/);
    await press(page, 'j');
    assert.equal(await eventually(() => ofRemark.slide(page), (is) => is === 2, 5), 2);
    await ends(page);
  });
});
