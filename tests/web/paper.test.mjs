// SPDX-License-Identifier: MIT
// Decks on paper as they are printed and exported: by the key, by programs that go from slide to slide on screen (decktape),
// by those that print all slides at once (Marp); elements and plain frames, of another site than the deck.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from './browser.mjs';
import { ends, startHost } from './host.mjs';

const { Marp } = createRequire(import.meta.url)('@marp-team/marp-core');
const wide = 480, high = 270;
let host, element, plain;
before(async () => {
  host = await startHost();
  const site = host.browser.url, script = `<script src="${site}embed.js"></script>`;
  element = (scene) => `<chainrule-playground scene="${scene}" style="width: ${wide}px; height: ${high}px"></chainrule-playground>`;
  plain = (scene) => `<iframe src="${site}#scene=${scene}" width="${wide}" height="${high}" style="border: 0"></iframe>`;
  cpSync(fileURLToPath(new URL('../../build/site/slides', import.meta.url)), host.folder, { recursive: true });
  host.write('remark.html', `<textarea id="source"># One\n${element('neuron')}\n---\n# Two\n${plain('chain')}\n---\n# Three\n${element('training')}</textarea>${script}
    <script src="remark.min.js"></script><script>const slideshow = remark.create();</script>`);
  const { html, css } = new Marp({ html: true, script: false }).render(`# One\n${element('training')}\n\n---\n\n# Two\n${plain('mlp')}\n`);
  host.write('marp.html', `<style>${css}</style>${html}${script.replace('<script', '<script data-paper')}`);
  host.write('screen.html', element('chain') + plain('mlp') + script);
});
after(() => host.close());

/** What is printed in the place of each network: how wide its picture is, how many colours that has, and its address. */
const printed = (page) => page.evaluate(() => [...document.querySelectorAll('chainrule-playground, iframe')].map((place) => {
  const paper = place.shadowRoot?.querySelector('div') ?? place.nextElementSibling, picture = paper?.querySelector('img');
  if (!picture) return null;
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.naturalWidth, height: picture.naturalHeight });
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return { width: canvas.width, colours: new Set(pixels).size, address: paper.querySelector('a').textContent, seen: picture.checkVisibility({ visibilityProperty: true }) };
}));
const images = (pdf) => [...pdf.toString('latin1').matchAll(/\/Width (\d+)/g)].map(([, width]) => Number(width)).filter((width) => width > 2.9 * (wide - 4));

function good(one, scene) {
  assert.ok(one, scene);
  assert.ok(one.width > 2.9 * (wide - 4) && one.colours > 100 && one.seen, `${scene}: ${JSON.stringify(one)}`);
  assert.match(one.address, new RegExp(`#scene=${scene}$`));
}

test('remark by its key: waits for the pictures of all slides, of plain frames too', async () => {
  const page = await host.open('remark.html', { width: 1280, height: 800 });
  await page.evaluate(() => { window.print = () => { window.printed = true; }; });
  await eventually(() => page.evaluate(() => told.some(({ event }) => event === 'ready')), Boolean, 30);
  await page.keyboard.press('Control+p');
  await page.waitForFunction(() => window.printed, null, { timeout: 120000 });
  await page.emulateMedia({ media: 'print' });
  const [first, second, third] = await printed(page);
  assert.equal(first, null, 'the one in sight prints itself');
  good(second, 'chain');
  good(third, 'training');
  assert.ok(images(await page.pdf()).length >= 3);
  await ends(page);
});

test('printed as it is on screen, frames in sight are sharp', async () => {
  const page = await host.open('screen.html', { width: 1280, height: 800 });
  await eventually(() => page.evaluate(() => told.filter(({ event }) => event === 'ready').length), (count) => count === 2, 30);
  await page.emulateMedia({ media: 'screen' });
  assert.ok(images(await page.pdf()).length >= 2);
  await ends(page);
});

test('Marp: data-paper makes the pictures of all slides', async () => {
  const page = await host.open('marp.html', { width: 1280, height: 800 });
  await page.waitForFunction(() => document.documentElement.dataset.chainrulePaper === 'ready', null, { timeout: 120000 });
  assert.equal(await page.evaluate(() => chainrulePaper().then(() => 'there')), 'there');
  await page.emulateMedia({ media: 'print' });
  const [first, second] = await printed(page);
  good(first, 'training');
  good(second, 'mlp');
  await ends(page);
});
