// SPDX-License-Identifier: MIT
// The playground in other people's pages: a frame of another origin, as decks of slides have it, plain and as the
// element of embed.js; its manners, its messages, and what comes back after its frame was emptied.
// How it looks there: embed_look.test.mjs.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from './browser.mjs';
import { begun, ends, hears, inner, keeps, says, small, startHost, state, told } from './host.mjs';

const host = await startHost(), { site, embed, frameTag } = host, openHost = (body) => host.openHost(body);
after(() => host.close());

const playground = '<chainrule-playground data="xor" width="480" height="270"></chainrule-playground>';
/** Keeps all that it is told. */
const listener = '<script>var all = []; onmessage = ({ data }) => all.push(data);</script>';
const passesKey = (frame) => frame.evaluate(() =>
  parent.postMessage({ chainrule: 1, event: 'key', key: 'x', code: 'KeyX', keyCode: 88 }, '*'));

test('a frame out of sight loads nothing; in sight it tells that it is ready, and takes no focus', async () => {
  const page = await openHost('<button>first</button><div style="height: 3000px"></div>' + frameTag(small));
  await page.getByRole('button', { name: 'first' }).focus();
  await begun(page, site);
  assert.deepEqual(page.modules, []);
  await page.evaluate(() => document.querySelector('iframe').scrollIntoView());
  const ready = await hears(page, 'ready');
  assert.equal(ready.epoch, 0);
  assert.match(ready.link, /data=xor/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'first');
  await ends(page);
});

test('play, pause, step, goto, set and get', async () => {
  const page = await openHost(frameTag(small));
  await hears(page, 'ready');
  await says(page, { chainrule: 1, do: 'step' });
  assert.equal((await hears(page, 'epoch')).epoch, 1);
  await says(page, { chainrule: 1, do: 'step' });
  await hears(page, 'epoch', { count: 2 });
  await says(page, { chainrule: 1, do: 'goto', epoch: 1 });
  const shown = await eventually(() => state(page), (now) => now.shown === 1, 20);
  assert.deepEqual([shown.shown, shown.epoch], [1, 2]);
  await says(page, { chainrule: 1, do: 'play' });
  await eventually(() => state(page), (now) => now.playing && now.epoch > 5, 30);
  await says(page, { chainrule: 1, do: 'pause' });
  const rests = await eventually(() => state(page), (now) => !now.playing, 20);
  assert.ok(rests.epoch > 5 && Number.isFinite(rests.logs.loss));
  await says(page, { chainrule: 1, do: 'set', values: { data: 'circle', epochs: 7 } });
  const changed = (now) => /data=circle|^(?!.*data=)/.test(now.link) && now.epochs === 7;
  const other = await eventually(() => state(page), changed, 20);
  assert.match(other.link, /dense:3/, 'what was not named stays');
  await says(page, { chainrule: 1, do: 'set', link: 'data=spiral' });
  assert.match((await eventually(() => state(page), (now) => /spiral/.test(now.link), 20)).link, /spiral/);
  await ends(page);
});

test('changes are told with what they are; a wrong value changes nothing and is answered', async () => {
  const page = await openHost(frameTag(small));
  const ready = await hears(page, 'ready');
  assert.deepEqual([ready.parameters, ready.notices], [13, []]);
  await says(page, { chainrule: 1, do: 'set', values: { noise: 0.3, seed: 9 } });
  assert.deepEqual((await hears(page, 'change')).changed.sort(), ['noise', 'seed']);
  await says(page, { chainrule: 1, do: 'step', by: 'layer' });
  const film = await eventually(() => told(page, 'change'), (all) => all.some((one) => one.film), 20);
  assert.deepEqual(film.find((one) => one.film).film.phase, 'load');
  const before = await state(page);
  await says(page, { chainrule: 1, do: 'set', values: { optimizer: 'adams' } });
  const error = await hears(page, 'error');
  assert.match(error.text, /'adams'/);
  assert.deepEqual([error.do, /adams/.test(error.link)], ['set', true]);
  const after = await state(page);
  assert.deepEqual({ ...after, id: 0 }, { ...before, id: 0 });
  await ends(page);
});

test('wrong and hostile messages are ignored with a note', async () => {
  const page = await openHost(frameTag(small) + '<iframe id="other" srcdoc="<p>ad</p>"></iframe>');
  await hears(page, 'ready');
  const before = await state(page);
  const wrong = [{ chainrule: 2, do: 'play' }, {}, { do: 'format' }, { do: 'step', by: 'mile' },
    { do: 'goto', epoch: -3 }, { do: 'goto', epoch: 'x' }, { do: 'set', link: 5 },
    { do: 'set', link: 'x'.repeat(9000) }, { do: 'set', scale: 99 }, { do: 'set' }, { do: 'set', values: 5 }]
    .map((rest) => ({ chainrule: 1, ...rest }));
  for (const message of wrong) await says(page, message);
  await eventually(() => page.notes.length, (count) => count >= wrong.length, 20);
  const ignored = page.notes.filter((note) => note.startsWith('Chainrule ignored a message: expected'));
  assert.equal(ignored.length, wrong.length, page.notes.join('\n'));
  for (const [what, key] of [['step', 'chainrule'], ['step', 'do'], ['step', 'by'], ['set', 'scale']])
    await says(page, { chainrule: 1, do: what, [key]: { toString: 1, valueOf: 1 } });   // no word at all
  for (const message of [null, 5, 'hello', { do: 'play' }, []]) await says(page, message);   // for somebody else
  const frames = page.frames().filter((frame) => frame.parentFrame());
  const others = wrong.length + 4;
  await frames.find((frame) => frame.url() === 'about:srcdoc')
    .evaluate(() => parent.frames[0].postMessage({ chainrule: 1, do: 'play' }, '*'));
  await frames[0].evaluate(() => postMessage({ chainrule: 1, do: 'play' }, '*'));
  await frames[0].evaluate(() => postMessage('slide:stop', '*'));
  await eventually(() => page.notes.length, (count) => count >= others + 3, 20);
  assert.equal(page.notes.filter((note) => /from elsewhere/.test(note)).length, 3, page.notes.join('\n'));
  const now = await state(page);
  assert.deepEqual([now.epoch, now.playing, now.link], [before.epoch, before.playing, before.link]);
  await ends(page);
});

test('a page that opened the playground in a window of its own may not speak to it', async () => {
  const page = await openHost(`<button onclick="window.opened = window.open('${site}#${small}')">open</button>`);
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.click('button')]);
  await opened.waitForFunction(() => globalThis.chainrule?.frames > 0);
  const speaks = () => page.evaluate(() => window.opened.postMessage({ chainrule: 1, do: 'play' }, '*'));
  const [note] = await Promise.all([opened.waitForEvent('console'), speaks()]);
  assert.match(note.text(), /expected one from the page around, received one from elsewhere/);
  assert.match(await opened.getByRole('status', { name: 'Training' }).getAttribute('data-now'), /^Epoch 0 /);
  await opened.close();
  await ends(page);
});

test('answers go to the page around the frame alone', async () => {
  host.write('inner.html', frameTag(small));   // between the frame and the page
  const page = await openHost(`<iframe width="700" height="400" src="inner.html"></iframe>
    <iframe id="beside" srcdoc="${listener}"></iframe>`);
  const between = await eventually(() => page.frames().find((frame) => /inner/.test(frame.url())), Boolean, 20);
  await eventually(() => between.evaluate(() => told.length), (count) => count > 0, 30);
  await between.evaluate(() => say({ chainrule: 1, do: 'get', id: 7 }));
  assert.ok(await eventually(() => between.evaluate(() => told.some(({ id }) => id === 7)), (is) => is, 20));
  assert.deepEqual(await page.evaluate(() => told), []);
  assert.deepEqual(await page.frames().find((frame) => frame.url() === 'about:srcdoc').evaluate(() => all), []);
  await ends(page);
});

test('embed.js believes its own site alone, and each element its own frame', async () => {
  const page = await openHost(`${embed}${playground}
    <iframe id="ad" srcdoc="<p>ad</p>"></iframe>${frameTag(small)}`);
  await eventually(() => told(page, 'ready'), (all) => all.length >= 2, 30);
  await page.evaluate(() => {
    window.events = [];
    const element = document.querySelector('chainrule-playground');
    for (const name of ['ready', 'epoch', 'state'])
      element.addEventListener(name, ({ detail }) => window.events.push(detail));
  });
  const lie = (frame) => frame.evaluate(() => {
    parent.postMessage({ chainrule: 1, event: 'epoch', epoch: 666 }, '*');
    parent.postMessage({ chainrule: 1, event: 'key', key: 'ArrowRight', code: 'ArrowRight', keyCode: 39 }, '*');
  });
  await lie(page.frames().find((frame) => frame.url() === 'about:srcdoc'));   // another origin
  await lie(page.mainFrame());   // the page itself
  const beside = page.frames().find((frame) => /dense:3|dense%3A3/.test(frame.url()));
  // Its site, but not its frame.
  await beside.evaluate(() => parent.postMessage({ chainrule: 1, event: 'epoch', epoch: 667 }, '*'));
  await page.evaluate(() => document.querySelector('chainrule-playground').get());
  assert.deepEqual(await page.evaluate(() => [window.events, keys]), [[], []]);
  await passesKey(beside);
  const heard = await eventually(() => page.evaluate(() => keys), (all) => all.length > 0, 20);
  assert.deepEqual(heard, ['x'], 'keys come from every playground of the page');
  await ends(page);
});

test('a frame of the element that went to another site is told nothing', async () => {
  const page = await openHost(embed + playground);
  await hears(page, 'ready');
  host.write('thief.html', listener);
  await page.evaluate(() => {
    document.querySelector('chainrule-playground').contentWindow.location = new URL('thief.html', location);
  });
  // The thief is of the page's own site, which can look into it: the page is asked, since the list of frames that the
  // test's connection keeps may lose one that moves from a process to another.
  const heard = () => page.evaluate(() => {
    try {
      return document.querySelector('chainrule-playground').contentWindow.all;
    } catch {
      return undefined;   // still at the playground's site
    }
  });
  assert.deepEqual(await eventually(heard, Boolean, 30), [], 'the frame goes to the other page');
  await page.evaluate(() => {
    const element = document.querySelector('chainrule-playground');
    element.play();
    element.contentWindow.postMessage('it listens', '*');
  });
  assert.deepEqual(await eventually(heard, (all) => all.length > 0, 20), ['it listens']);
  await ends(page);
});

test('a slide that goes takes its training along, and gives its GPU memory back', async () => {
  const page = await openHost(frameTag(small));
  await hears(page, 'ready');
  await says(page, { chainrule: 1, do: 'play' });
  await eventually(() => state(page), (now) => now.epoch > 3, 30);
  await says(page, 'slide:stop');
  await eventually(() => state(page), (now) => !now.playing, 20);
  await says(page, 'slide:start');
  await eventually(() => state(page), (now) => now.playing, 20);
  const frame = inner(page);
  const lost = () => frame.evaluate(() => document.getElementById('canvas').getContext('webgl2').isContextLost());
  await page.evaluate(() => { document.querySelector('iframe').style.display = 'none'; });
  assert.equal(await eventually(lost, (is) => is, 20), true);
  assert.equal((await eventually(() => state(page), (now) => !now.playing, 20)).playing, false);
  await page.evaluate(() => { document.querySelector('iframe').style.display = ''; });
  assert.equal(await eventually(lost, (is) => !is, 20), false);
  assert.ok(await eventually(() => state(page), (now) => now.playing, 20));
  await ends(page);
});

test('a frame that was emptied goes on where it was', async () => {
  const page = await openHost(frameTag(small));
  await hears(page, 'ready');
  await says(page, { chainrule: 1, do: 'step' });
  await hears(page, 'epoch');
  await says(page, { chainrule: 1, do: 'step' });
  await eventually(() => state(page), (now) => now.epoch === 2, 20);
  const before = await state(page);
  await keeps(page, site, 2);
  await page.evaluate(() => {
    const frame = document.querySelector('iframe');
    window.address = frame.src;
    frame.src = 'about:blank';
    told.length = 0;
  });
  const address = () => page.evaluate(() => {
    try {
      return document.querySelector('iframe').contentWindow.location.href;
    } catch {
      return 'the playground, of another site';
    }
  });
  const empty = () => eventually(address, (now) => now === 'about:blank', 20);
  assert.equal(await empty(), 'about:blank');
  await page.evaluate(() => { document.querySelector('iframe').src = window.address; });
  const ready = await hears(page, 'ready');
  const now = await eventually(() => state(page), (is) => is.epoch === 2, 20);
  assert.deepEqual([now.epoch, now.logs, now.link], [before.epoch, before.logs, before.link], JSON.stringify(ready));
  // Another link in the same frame is another experiment.
  await page.evaluate(() => { told.length = 0; document.querySelector('iframe').src = 'about:blank'; });
  assert.equal(await empty(), 'about:blank');
  await page.evaluate(() => { document.querySelector('iframe').src = window.address.replace('xor', 'circle'); });
  assert.equal((await hears(page, 'ready')).epoch, 0);
  await ends(page);
});

test('keys that turn pages and those without a use here reach the deck; Esc gives the focus back', async () => {
  const page = await openHost('<button>deck</button>' + frameTag(small) + `<script src="${site}embed.js"></script>`);
  await hears(page, 'ready');
  const bar = await page.locator('iframe').boundingBox();   // its upper edge, right of all words
  const click = () => page.mouse.click(bar.x + 520, bar.y + 20);
  const pressed = () => page.evaluate(() => keys);
  const deck = ['ArrowRight', 'PageDown', 'PageUp', 'f', 'End'];
  for (const [i, key] of deck.entries()) {   // each from inside: the one before has given the focus to the deck
    await click();
    await page.keyboard.press(key);
    await eventually(pressed, (all) => all.length > i, 20);
  }
  assert.deepEqual(await pressed(), deck);
  await click();
  await eventually(() => inner(page).evaluate(() => document.hasFocus()), (is) => is, 20);
  await page.keyboard.press('Space');   // plays
  assert.ok((await eventually(() => told(page, 'epoch'), (all) => all.length > 0, 20)).length > 0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  const last = (await eventually(pressed, (all) => all.includes('x'), 20)).slice(deck.length);
  assert.deepEqual(last.filter((key) => key !== 'Escape'), ['x']);
  await ends(page);
});

test('the element: attributes are the link, methods and events speak with it', async () => {
  const page = await openHost(`${embed}
    <chainrule-playground data="xor" layers="dense:3:tanh,dense:1:sigmoid" epochs="50" width="480" height="270"
      title="A small network"></chainrule-playground>
    <script>const ready = new Promise((done) =>
      document.querySelector('chainrule-playground').addEventListener('ready', () => done(true)));</script>`);
  const of = (action) => page.evaluate(action);
  assert.ok(await of(() => ready));
  const box = await page.locator('chainrule-playground').boundingBox();
  assert.deepEqual([box.width, box.height], [480, 270]);
  assert.match((await of(() => document.querySelector('chainrule-playground').get())).link, /layers=dense:3/);
  const logs = await of(() => {
    const element = document.querySelector('chainrule-playground');
    element.step();   // what it tells comes later
    return new Promise((done) => element.addEventListener('epoch', ({ detail }) => done(detail), { once: true }));
  });
  assert.equal(logs.epoch, 1);
  await of(() => document.querySelector('chainrule-playground').setAttribute('data', 'spiral'));
  const get = () => of(() => document.querySelector('chainrule-playground').get());
  await eventually(get, (now) => /spiral/.test(now.link), 20);
  // A deck that shows it enlarged gets more pixels, not larger ones.
  const frame = inner(page);
  const pixels = () => frame.evaluate(() => document.getElementById('canvas').width);
  assert.equal(await pixels(), 480);
  await of(() => {
    Object.assign(document.querySelector('chainrule-playground').style, { transform: 'scale(2)', width: '481px' });
  });
  assert.ok(await eventually(pixels, (width) => width >= 960, 20) >= 960);
  await ends(page);
});

test('embed.js twice on a page is harmless', async () => {
  const page = await openHost(`${embed}${embed}${playground}<script defer src="${site}embed.js?again"></script>`);
  await hears(page, 'ready');
  await passesKey(inner(page));
  await eventually(() => page.evaluate(() => keys), (all) => all.length > 0, 20);
  await page.evaluate(() => document.querySelector('chainrule-playground').get());
  assert.deepEqual(await page.evaluate(() => keys), ['x'], 'each key comes once');
  await ends(page);
});

test('`play` on a slide that has gone waits until it comes', async () => {
  const page = await openHost(frameTag(small));
  await hears(page, 'ready');
  await says(page, 'slide:stop');
  await says(page, { chainrule: 1, do: 'play' });
  const waits = await state(page);
  assert.deepEqual([waits.playing, waits.epoch], [false, 0]);
  await says(page, 'slide:start');
  assert.ok(await eventually(() => state(page), (now) => now.playing && now.epoch > 0, 20));
  await says(page, 'slide:stop');
  await says(page, { chainrule: 1, do: 'pause' });
  await says(page, 'slide:start');
  await says(page, { chainrule: 1, do: 'step' });
  const rests = await state(page);
  assert.equal((await state(page)).playing, false);
  assert.equal((await eventually(() => state(page), (now) => now.epoch === rests.epoch, 5)).playing, false);
  await ends(page);
});
