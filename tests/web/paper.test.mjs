// SPDX-License-Identifier: MIT
// Decks on paper as they are printed and exported: by the key, by programs that go from slide to slide on screen
// (decktape), by those that print all slides at once (Marp); elements and plain frames, of another site than the deck.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { eventually } from './browser.mjs';
import { ends } from './host.mjs';
import { coloursOf, picturesAreThere, startSlides } from './slides.mjs';

const { Marp } = createRequire(import.meta.url)('@marp-team/marp-core');
const wide = 480, high = 270, enough = 2.9 * (wide - 4);   // pixels: three for one of the page
let host;
before(async () => {
  host = await startSlides();
  const style = `style="width: ${wide}px; height: ${high}px; border: 0"`;
  const element = (scene) => `<chainrule-playground scene="${scene}" ${style}></chainrule-playground>`;
  const plain = (scene) => `<iframe src="${host.browser.url}#scene=${scene}" ${style}></iframe>`;
  host.remark('remark.html', [element('neuron'), plain('chain'), element('training')].join('\n\n---\n\n'));
  const slides = `# One\n${element('training')}\n\n---\n\n# Two\n${plain('mlp')}\n`;
  const { html, css } = new Marp({ html: true, script: false }).render(slides);
  host.write('marp.html', `<style>${css}</style>${html}`, 'data-paper');
  host.write('screen.html', element('chain') + plain('mlp'));
});
after(() => host.close());

const ready = (page, wanted) => eventually(
  () => page.evaluate(() => told.filter(({ event }) => event === 'ready').length), (count) => count >= wanted, 30);
/** How many pictures a PDF has that are as sharp as paper. */
const sharp = (pdf) =>
  [...pdf.toString('latin1').matchAll(/\/Width (\d+)/g)].filter(([, width]) => width > enough).length;

/** What is printed in the place of each network: its picture, null where it prints itself, and its address. */
async function printed(page) {
  await page.emulateMedia({ media: 'print' });
  const all = [];
  for (const place of await page.$$('css:light=chainrule-playground, iframe')) {   // not those in elements
    const paper = await place.evaluateHandle((one) => one.shadowRoot?.querySelector('div') ?? one.nextElementSibling);
    const picture = await paper.evaluateHandle((one) => one?.querySelector('img'));
    const there = await picture.evaluate((one) => one?.checkVisibility({ visibilityProperty: true }) ?? null);
    const address = there && await paper.evaluate((one) => one.querySelector('a').textContent);
    all.push(there === null ? null : { there, address, ...await picture.evaluate(coloursOf) });
  }
  return all;
}
function good(one, scene) {
  assert.ok(one, scene);
  assert.ok(one.width > enough && one.kinds > 100 && one.there, `${scene}: ${JSON.stringify(one)}`);
  assert.match(one.address, new RegExp(`#scene=${scene}$`));
}

test('remark by its key: waits for the pictures of all slides, of plain frames too, and prints once', async () => {
  const page = await host.open('remark.html', { width: 1280, height: 800 });
  await page.evaluate(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
  await ready(page, 1);
  await page.keyboard.press('Control+p');
  await page.keyboard.press('Control+p');
  await page.waitForFunction(() => window.printed, null, { timeout: 120000 });
  const [first, second, third] = await printed(page);
  assert.equal(first, null, 'the one in sight prints itself');
  good(second, 'chain');
  good(third, 'training');
  assert.ok(sharp(await page.pdf()) >= 3);
  assert.equal(await page.evaluate(() => window.printed), 1);
  await ends(page);
});

test('printed as it is on screen, frames in sight are sharp', async () => {
  const page = await host.open('screen.html', { width: 1280, height: 800 });
  await ready(page, 2);
  await page.emulateMedia({ media: 'screen' });
  assert.ok(sharp(await page.pdf()) >= 2);
  await ends(page);
});

test('Marp: data-paper makes the pictures of all slides', async () => {
  const page = await host.open('marp.html', { width: 1280, height: 800 });
  await picturesAreThere(page);
  assert.equal(await page.evaluate(() => chainrulePaper().then(() => 'there')), 'there');
  const [first, second] = await printed(page);
  good(first, 'training');
  good(second, 'mlp');
  await ends(page);
});
