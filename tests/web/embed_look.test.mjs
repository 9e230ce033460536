// SPDX-License-Identifier: MIT
// How the playground looks in other people's pages, and when it is drawn at all.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from './browser.mjs';
import { begun, ends, hears, inner, small, startHost, told } from './host.mjs';

const host = await startHost(), { site, embed, frameTag } = host, openHost = (body) => host.openHost(body);
after(() => host.close());

/** Device pixels of the frame's canvas for each of the page's that show it, along its longer side. */
const sharpness = async (page, density = 1) => {
  const shown = await page.evaluate(() => {
    const element = document.querySelector('chainrule-playground'), box = element.getBoundingClientRect();
    return Math.max(box.width, box.height);
  });
  return await inner(page).evaluate(() => document.getElementById('canvas').width) / shown / density;
};
for (const [what, style] of [['zoomed', 'zoom: 2'], ['scaled', 'transform: scale(2)'], ['scaled by itself', 'scale: 2'],
  ['turned', 'transform: rotate(90deg)'], ['turned and scaled', 'transform: rotate(-90deg) scale(1.5)'],
  ['zoomed and scaled', 'zoom: 1.5; transform: scale(1.5)'], ['shrunk', 'transform: scale(0.5)']])
  test(`a slide that is ${what} is sharp, and drawn no larger than it is shown`, async () => {
    const place = 'position: absolute; left: 200px; top: 100px; width: 320px; transform-origin: 0 0';
    const page = await openHost(`${embed}<div style="${place}; ${style}">
      <chainrule-playground data="xor" width="320" height="180"></chainrule-playground></div>`);
    await hears(page, 'ready');
    const is = await eventually(() => sharpness(page), (ratio) => Math.abs(ratio - 1) < 0.02, 10);
    assert.ok(Math.abs(is - 1) < 0.02, `${is} pixels for each one`);
    await ends(page);
  });

test('a slide that comes back brings no warnings of WebGL', async () => {
  const page = await openHost(frameTag(small));
  await hears(page, 'ready');
  const counters = () => inner(page).evaluate(() => {
    return [document.getElementById('canvas').getContext('webgl2').isContextLost(), globalThis.chainrule.frames];
  });
  for (let times = 0; times < 3; ++times) {
    await page.evaluate(() => { document.querySelector('iframe').style.display = 'none'; });
    const [, drawn] = await eventually(counters, ([lost]) => lost, 20);
    await page.evaluate(() => { document.querySelector('iframe').style.display = ''; });
    await eventually(counters, ([lost, frames]) => !lost && frames > drawn + 1, 20);
  }
  assert.deepEqual(page.notes.filter((note) => /WebGL|GL_/.test(note)), []);
  await ends(page);
});

// Invisible, transparent, folded in, chosen by a button.
test('an element that cannot be seen where it stands loads nothing', async () => {
  const tiny = '<chainrule-playground data="xor" width="240" height="135"></chainrule-playground>';
  const page = await openHost(`${embed}<style>#chosen, .fades { opacity: 0; } .fades { transition: opacity 0.3s; }
    .fades.in { opacity: 1; } :checked ~ #chosen { opacity: 1; display: block; } #chosen { display: none; }</style>
    <div style="visibility: hidden">${tiny}</div><div class="fades">${tiny}</div><details>${tiny}</details>
    <input type="checkbox"><div id="chosen">${tiny}</div>`);
  await begun(page, site);
  assert.deepEqual(page.modules, []);
  const shows = ["('[style]').removeAttribute('style')", "('.fades').classList.add('in')", "('details').open = true",
    "('input').checked = true"].map((rest) => 'document.querySelector' + rest);
  for (const [i, show] of shows.entries()) {
    await page.evaluate(show);
    await eventually(() => page.modules.length, (count) => count > i, 20);
    assert.equal(page.modules.length, i + 1, show);
  }
  await ends(page);
});

test('a poster waits for its button, and needs no module before', async () => {
  const page = await openHost(frameTag(small + '&poster=1'));
  const frame = page.frameLocator('iframe');
  await frame.getByRole('img', { name: /A network with 3, 1 units/ }).waitFor();
  assert.deepEqual(page.modules, []);
  await frame.getByRole('button', { name: 'Start' }).click();
  const ready = await hears(page, 'ready');
  assert.doesNotMatch(ready.link, /poster/);
  assert.deepEqual(await frame.getByRole('alert').count(), 0);
  await ends(page);
});

/** The colour of a page at a place, as the eye has it. */
async function colourAt(page, x, y) {
  const shot = (await page.screenshot({ clip: { x, y, width: 2, height: 2 } })).toString('base64');
  return page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const context = Object.assign(document.createElement('canvas'), { width: 2, height: 2 }).getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, shot);
}
const bright = ([red, green, blue]) => (red + green + blue) / 3;

test('a frame is as light as its slide, whatever the system is set to; a transparent one lets it through', async () => {
  const size = 'width: 300px; height: 200px; border: 0', blue = 'rgb(16, 32, 64)', green = 'rgb(200, 220, 160)';
  const element = (theme) => `<chainrule-playground scene="mlp" ${theme} style="${size}"></chainrule-playground>`;
  const plain = (theme) => `<iframe style="${size}" src="${site}#scene=mlp${theme}"></iframe>`;
  const slide = (ground, inside) =>
    `<section style="position: relative; float: left; ${size}; background: ${ground}">${inside}</section>`;
  const slides = [slide('white', element('')), slide(blue, element('')), slide(blue, plain('')),
    slide('rgb(90, 20, 90)', element('theme="transparent"')), slide(green, element('theme="transparent-dark"')),
    slide(green, plain('&theme=transparent'))];
  const head = `<style>body { margin: 0; }</style>${embed}`;
  const page = await openHost(head + slides.join(''));
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const ready = () => page.evaluate(() => told.filter(({ event }) => event === 'ready').length);
    assert.equal(await eventually(ready, (count) => count === slides.length, 40), slides.length);
    const seen = async (n) => colourAt(page, 3 + 300 * (n % 3), 195 + 200 * Math.floor(n / 3));
    const light = await eventually(() => seen(0), (colour) => bright(colour) > 200);
    assert.ok(bright(light) > 200, `white slide, ${colorScheme}: ${light}`);
    for (const n of [1, 2]) {
      const colour = await eventually(() => seen(n), (now) => bright(now) < 40);
      const grey = Math.abs(colour[0] - colour[2]) < 20;   // its own ground, not the slide's
      assert.ok(bright(colour) < 40 && grey, `dark slide, ${colorScheme}, ${n}: ${colour}`);
    }
    for (const [n, ground] of [[3, [90, 20, 90]], [4, [200, 220, 160]], [5, [200, 220, 160]]]) {
      const colour = await eventually(() => seen(n), (now) => String(now) === String(ground), 20);
      assert.deepEqual(colour, ground, `what is behind it, ${colorScheme}, ${n}`);
    }
  }
  await ends(page);
});
