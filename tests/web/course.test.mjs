// SPDX-License-Identifier: MIT
// The decks of the course as a teacher has them, both in Chromium and in Firefox: walked through by the keyboard,
// trained in, printed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../web/server.mjs';
import { eventually, startBrowser, watched } from './browser.mjs';
import { clockInPage, soon } from './clock.mjs';
import { found, startFirefox } from './firefox.mjs';
import { coloursOf, picturesAreThere } from './slides.mjs';

const source = readFileSync(fileURLToPath(new URL('../../assets/slides/course.md', import.meta.url)), 'utf8').split(
  /^---$/m,
);
const scenes = source.map((slide) => /<chainrule-playground [^>]*scene="(\w+)"/.exec(slide)?.[1]);
const decks = { reveal: (n) => `slides/reveal.html#/${n}`, remark: (n) => `slides/remark.html#${n + 1}` };

let chromium, firefox, server, url;
before(async () => {
  chromium = await startBrowser();
  ({ server, url } = await startServer(fileURLToPath(new URL('../../build/site', import.meta.url))));
  if (found) firefox = await startFirefox();
});
after(async () => {
  await chromium.close();
  await firefox?.close();
  server.closeAllConnections();
  server.close();
});

const browsers = {
  Chromium: async () => {
    const context = await chromium.chromium.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.5 });
    await context.addInitScript(clockInPage);
    return watched(await context.newPage());
  },
  Firefox: () => firefox.openPage('about:blank'),
};

/** A deck at its slide `n`, counted from 0. What it asks another machine for is a problem. */
async function openDeck(browser, deck, n = 0, query = '') {
  const page = await browsers[browser]();
  page.modules = 0;
  page.on('request', (request) => {
    if (/playground-\w+\.wasm$/.test(request.url())) ++page.modules;
    if (!request.url().startsWith(url) && !/^(data|blob|about):/.test(request.url()))
      page.problems.push('left: ' + request.url());
  });
  await page.goto(url + decks[deck](n).replace('.html', '.html' + query));
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll('.reveal .slides section, .remark-slides-area .remark-slide-container').length ===
      count,
    ...(browser === 'Firefox' ? [{}] : []),
    source.length,
  );
  return page;
}

/** What the page knows of the slide in sight. */
const look = (page) => page.evaluate(() => {
  const slide = document.querySelector('.reveal .slides > section.present, .remark-visible .remark-slide-content');
  const all = [...document.querySelectorAll('.reveal .slides > section, .remark-slides-area .remark-slide-content')];
  const network = slide.querySelector('chainrule-playground'),
    frame = network?.getBoundingClientRect(),
    edge = slide.getBoundingClientRect();
  const words = [...slide.querySelectorAll('h1, h2, p, pre, li, table, math')]
    .filter((one) => !one.contains(network))
    .map((one) => one.getBoundingClientRect());
  return {
    n: all.indexOf(slide),
    scrolls:
      slide.scrollHeight > slide.clientHeight ||
      slide.scrollWidth > slide.clientWidth ||
      document.documentElement.scrollHeight > innerHeight,
    outside: words.some((box) => box.bottom > edge.bottom || box.right > edge.right),
    covered:
      !!frame &&
      words.some(
        (box) => box.right > frame.left && box.left < frame.right && box.bottom > frame.top && box.top < frame.bottom,
      ),
    share: frame ? [frame.width / edge.width, frame.height / edge.height] : null,
  };
});
/** What the network in sight says; null as long as there is none. */
const state = (page) => page.evaluate(() => {
  const network = document.querySelector(
    '.reveal .slides > section.present chainrule-playground, .remark-visible chainrule-playground',
  );
  return network ? Promise.race([network.get(), new Promise((done) => setTimeout(done, 2000, null))]) : null;
});
/** Networks that hold GPU memory. */
const holding = (page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('chainrule-playground')].filter(({ contentWindow }) => {
        if (!contentWindow?.chainrule?.frames) return false;
        return !contentWindow.document.getElementById('canvas').getContext('webgl2').isContextLost();
      }).length,
  );

async function turn(page, key, n) {
  await page.keyboard.press(key);
  assert.equal((await eventually(() => look(page), (now) => now.n === n, 10)).n, n, key);
}

/** Presses a button of the network in sight with the mouse, scaled as the deck shows it. */
async function press(page, name) {
  const place = await eventually(() => page.evaluate((label) => {
    const network = document.querySelector(
      '.reveal .slides > section.present chainrule-playground, .remark-visible chainrule-playground',
    );
    const button = [...network.contentWindow.document.querySelectorAll('#mirror button')].find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent) === label,
    );
    if (!button) return null;
    const box = network.getBoundingClientRect(),
      inside = button.getBoundingClientRect(),
      scale = box.width / network.offsetWidth;
    return [box.x + scale * (1 + inside.x + inside.width / 2), box.y + scale * (1 + inside.y + inside.height / 2)];
  }, name), Boolean, 10);
  assert.ok(place, name);
  await page.mouse.click(...place);
}

async function ends(page) {
  assert.deepEqual(page.problems, []);
  await (page.context?.() ?? page.browserContext()).close();
}

for (const browser of Object.keys(browsers)) for (const deck of Object.keys(decks)) {
  const options = { skip: browser === 'Firefox' && !found ? 'no Firefox on this machine' : false };

  test(`${deck} in ${browser}: forth and back, every network comes to life, nothing is cut off`, options, async () => {
    const page = await openDeck(browser, deck);
    for (const [n, scene] of scenes.entries()) {
      if (n > 0) await turn(page, n % 2 ? 'ArrowRight' : 'PageDown', n);
      const { scrolls, outside, covered, share } = await look(page);
      assert.deepEqual({ n, scrolls, outside, covered }, { n, scrolls: false, outside: false, covered: false });
      if (!scene) continue;
      assert.ok(share[0] > 0.5 && share[1] > 0.5, `${n}: ${share}`);
      assert.match((await eventually(() => state(page), Boolean, 30))?.link ?? '', new RegExp(`scene=${scene}\\b`));
      assert.equal(await soon(page, () => holding(page), (count) => count === 1, 10), 1, 'the one in sight');
    }
    assert.equal(await page.evaluate(() => /\$|undefined/.test(document.body.innerText)), false, 'formulas');
    for (let n = scenes.length - 2; n >= 0; --n) await turn(page, n % 2 ? 'ArrowLeft' : 'PageUp', n);
    assert.ok(await eventually(() => state(page), Boolean, 10));
    assert.equal(await soon(page, () => holding(page), (count) => count === 1, 20), 1);
    await ends(page);
  });

  test(
    `${deck} in ${browser}: training goes on where it was left, and keys turn the deck from inside`,
    options,
    async () => {
      const n = scenes.indexOf('training'),
        page = await openDeck(browser, deck, n);
      await eventually(() => state(page), Boolean, 30);
      await press(page, 'Play');
      const runs = await eventually(
        () => state(page),
        (now) => now?.epoch > 2,
        30,
      );
      assert.ok(runs.epoch > 2);
      await turn(page, 'PageDown', n + 1); // the focus was inside
      await eventually(() => state(page), Boolean, 30);
      await turn(page, 'ArrowLeft', n);
      const back = await eventually(
        () => state(page),
        (now) => now?.playing || now?.epoch === now?.epochs,
        20,
      );
      assert.ok(back.epoch >= runs.epoch, `${back.epoch} after ${runs.epoch}`);
      assert.equal(back.link, runs.link);
      await ends(page);
    },
  );
}

test('on paper: each scene\'s own picture with its address', async () => {
  const page = await openDeck('Chromium', 'reveal', 0, '?print-pdf');
  await picturesAreThere(page);
  const pages = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g);
  assert.equal(pages.length, source.length);
  await page.emulateMedia({ media: 'print' });
  const networks = await page.$$('.slides chainrule-playground');
  assert.equal(networks.length, scenes.filter(Boolean).length);
  for (const network of networks) {
    const scene = await network.getAttribute('scene');
    assert.equal(await network.evaluate((one) => one.shadowRoot.querySelector('iframe.live')), null, scene);
    const picture = await network.evaluateHandle((one) => one.shadowRoot.querySelector('img'));
    const { width, kinds, blank } = await picture.evaluate(coloursOf);
    const wide = await network.evaluate((one) => one.clientWidth);
    const address = await network.evaluate((one) => one.shadowRoot.querySelector('div a').textContent);
    assert.ok(width > 2.8 * (wide - 4), `${scene}: ${width} pixels for ${wide}`);
    assert.ok(kinds > 100 && blank < 0.97, `${scene}: ${kinds} colours, ${blank} of it one`);
    assert.ok(address.startsWith(`${url}index.html#scene=${scene}`), address);
  }
  await ends(page);
});
