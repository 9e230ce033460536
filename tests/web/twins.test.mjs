// SPDX-License-Identifier: MIT
// One network over the builds of a slide and in all windows of a deck: remark's -- and clone, reveal's auto-animate and
// second window, elements and plain frames.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './browser.mjs';
import { ends, small } from './host.mjs';
import { inBothBrowsers } from './slides.mjs';

/** The element with the experiment of `small`, and other attributes. */
const element = (more = '') => `<chainrule-playground ${more} data="xor" layers="dense:3:tanh,dense:1:sigmoid"
  epochs="1000000" style="width: 640px; height: 360px"></chainrule-playground>`;

function writeDecks(host) {
  const frame = `<iframe src="${host.browser.url}#${small}" width="640" height="360"></iframe>`;
  const builds = `# One\n${element()}\n\n--\n\nmore\n\n--\n\nand more\n\n---\n`;
  host.remark('remark.html', `${builds}# Others\n${element('keep=""')}\n\n---\n# The end`);
  host.remark('plain.html', `# One\n${frame}\n\n--\n\nmore\n\n---\n# The end`);
  const kept = ['hide="data"', 'hide="fit" theme="dark"'].map((look) => element(`keep="net" ${look}`));
  host.remark('keep.html', `# One\n${kept[0]}\n\n---\n# Two\n${kept[1]}`);
  const section = (title) => `<section data-auto-animate><h1>${title}</h1>${element()}</section>`;
  host.reveal('reveal.html', section('One') + section('Two'));
}

/** What the frame says that is on screen alone, an element's or a plain one's: in remark a slide fades for a second. */
const state = (page) => page.evaluate(async () => {
  const [shown, ...others] = inSight();
  if (!shown || others.length > 0) return {};
  if (shown.get) return Promise.race([shown.get(), new Promise((done) => setTimeout(() => done({}), 2000))]);
  const id = Math.random();
  return new Promise((done) => {
    addEventListener('message', function hear({ data }) {
      if (data?.id !== id) return;
      removeEventListener('message', hear);
      done(data);
    });
    shown.contentWindow.postMessage({ chainrule: 1, do: 'get', id }, '*');
    setTimeout(() => done({}), 2000);
  });
});
const says = (page, message) =>
  page.evaluate((what) => inSight()[0].contentWindow.postMessage({ chainrule: 1, ...what }, '*'), message);
async function comesTo(page, wanted, what) {
  // No clock is turned: twins have limits of their own for each other's answer.
  const now = await eventually(() => state(page), wanted, 30);
  assert.ok(wanted(now), `${what}: ${JSON.stringify(now)}`);
  return now;
}
async function trains(page, epochs) {
  const from = (await comesTo(page, (now) => now.epoch !== undefined, 'it is there')).epoch;
  for (let epoch = from + 1; epoch <= from + epochs; ++epoch) {
    await says(page, { do: 'step' });
    await comesTo(page, (now) => now.epoch === epoch, `epoch ${epoch}`);
  }
  return comesTo(page, (now) => now.epoch === from + epochs, 'trained');
}
/** To the second layer; a step goes on in a film that is there. */
async function stepsIntoFilm(page) {
  await says(page, { do: 'step', by: 'layer' });
  await comesTo(page, (now) => now.film?.phase === 'load', 'its film');
  for (let layer = 1; layer <= 2; ++layer) {
    await says(page, { do: 'step', by: 'layer' });
    await comesTo(page, (now) => now.film?.phase === 'forward' && now.film.layer === layer, `layer ${layer}`);
  }
  return (await state(page)).film;
}

inBothBrowsers(writeDecks, (name, host) => {
  const open = (deck) => host().open(deck, { width: 1280, height: 800, scale: 0.5 });

  for (const deck of ['remark.html', 'plain.html', 'reveal.html'])
    test(`${name}, ${deck}: the next build has the network as it was left, and so has the one before`, async () => {
      const page = await open(deck);
      const first = await trains(page, 3);
      await page.keyboard.press('ArrowRight');
      const second = await comesTo(page, (now) => now.epoch === 3, 'the next build');
      assert.deepEqual(second.logs, first.logs);
      const third = await trains(page, 2);
      await page.keyboard.press('ArrowLeft');
      const back = await comesTo(page, (now) => now.epoch === 5, 'back again');
      assert.deepEqual(back.logs, third.logs);
      await ends(page);
    });

  test(`${name}: what plays goes on over a build, and the film stands where it stood`, async () => {
    const page = await open('remark.html');
    await comesTo(page, (now) => now.epoch === 0, 'it is there');
    await says(page, { do: 'play' });
    await comesTo(page, (now) => now.epoch > 3, 'it plays');
    await page.keyboard.press('ArrowRight');
    await comesTo(page, (now) => now.playing && now.epoch > 3, 'it goes on');
    await says(page, { do: 'pause' });
    await comesTo(page, (now) => now.playing === false, 'it rests');
    const film = await stepsIntoFilm(page);
    await page.keyboard.press('ArrowRight');
    assert.deepEqual((await comesTo(page, (now) => now.film?.layer, 'the film of the next')).film, film);
    await page.keyboard.press('ArrowRight');   // another slide with another name
    await comesTo(page, (now) => now.epoch === 0, 'the other, which has its own');
    await ends(page);
  });

  test(`${name}: keep= goes from scene to scene, each with its own look`, async () => {
    const page = await open('keep.html');
    const first = await trains(page, 2);
    await page.keyboard.press('ArrowRight');
    const second = await comesTo(page, (now) => now.epoch === 2 && /theme=dark/.test(now.link), 'the other scene');
    assert.deepEqual(second.logs, first.logs);
    assert.match(second.link, /hide=fit/);
    await ends(page);
  });

  // The decks' own windows for speakers, opened by their own keys.
  for (const [deck, key] of name === 'Chromium' ? [['remark.html', 'c'], ['reveal.html', 's']] : [])
    test(`${name}, ${deck}: what is trained shows in the window that its ${key} opens, and turns with it`, async () => {
      const page = await open(deck);
      await comesTo(page, (now) => now.epoch === 0, 'it is there');
      const [speaker] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press(key)]);
      // The first is of the slide of now.
      const inside = () => speaker.frames().find((frame) => /(remark|reveal)\.html/.test(frame.url()));
      const seen = (wanted, what) => comesTo({ evaluate: (call) => inside().evaluate(call) }, wanted, what);
      await eventually(async () => inside()?.evaluate(() => inSight().length > 0), Boolean, 20);
      await trains(page, 2);
      await seen((now) => now.epoch === 2, 'trained');
      await page.keyboard.press('ArrowRight');
      await comesTo(page, (now) => now.epoch === 2, 'the next build');
      await seen((now) => now.epoch === 2, 'the next build there');
      await trains(page, 1);
      await seen((now) => now.epoch === 3, 'it goes on there');
      await ends(page);
    });

  test(`${name}: two windows of a deck show the same, whichever is touched`, async () => {
    const speaker = await open('remark.html');
    await trains(speaker, 2);
    const beamer = await host().another(speaker, 'remark.html');
    await comesTo(beamer, (now) => now.epoch === 2, 'one that comes late');
    await says(speaker, { do: 'step', by: 'batch' });
    const film = await stepsIntoFilm(speaker);
    assert.deepEqual((await comesTo(beamer, (now) => now.film?.layer, 'the same film')).film, film);
    await says(beamer, { do: 'set', values: { theme: 'dark' } });
    await comesTo(speaker, (now) => /theme=dark/.test(now.link), 'the theme');
    await trains(beamer, 1);
    await comesTo(speaker, (now) => now.epoch === 3, 'the other way round');
    await says(speaker, { do: 'play' });
    await comesTo(beamer, (now) => now.playing && now.epoch > 5, 'it is seen to play');
    await says(beamer, { do: 'pause' });
    await comesTo(speaker, (now) => now.playing === false, 'and can be stopped there');
    const rests = await comesTo(beamer, (now) => now.playing === false, 'it rests');
    const same = await comesTo(speaker, (now) => now.epoch === rests.epoch, 'the same epoch');
    assert.deepEqual(same.logs, rests.logs);
    assert.deepEqual(beamer.problems, []);
    await beamer.close();
    await ends(speaker);
  });
});
