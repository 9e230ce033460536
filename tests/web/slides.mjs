// SPDX-License-Identifier: MIT
// Decks of slides on the site of a host, and what is printed of them.
import { cpSync } from 'node:fs';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startFirefoxBrowser, startHost } from './host.mjs';

/** A host that has the decks' own files beside what is written to it. */
export async function startSlides(browser) {
  const host = await startHost(browser), script = host.embed;
  cpSync(fileURLToPath(new URL('../../build/site/slides', import.meta.url)), host.folder, { recursive: true });
  return {
    ...host,
    remark(name, source, options = '{}') {
      host.write(name, `<textarea id="source">${source}</textarea>${script}<script src="remark.min.js"></script>
        <script>const slideshow = remark.create(${options});</script>`);
    },
    /** `sections`: <section>s. */
    reveal(name, sections, options = 'width: 960, height: 700') {
      host.write(name, `<link rel="stylesheet" href="reveal.css">${script}
        <div class="reveal"><div class="slides">${sections}</div></div>
        <script src="reveal.js"></script><script src="notes.js"></script>
        <script>Reveal.initialize({ plugins: [RevealNotes], transition: 'none', ${options} });</script>`);
    },
    write: (name, body, attributes = '') => host.write(name, body + script.replace('<script', `<script ${attributes}`)),
  };
}

/** The same tests in Chromium and in Firefox: `tests(name, host)`, where the host is there once they run. */
export function inBothBrowsers(write, tests) {
  for (const [name, start] of [['Chromium', () => undefined], ['Firefox', startFirefoxBrowser]]) {
    let slides;
    before(async () => {
      slides = await startSlides(await start());
      write(slides);
    });
    after(() => slides.close());
    tests(name, () => slides);
  }
}

/** In a page, how a picture looks: its width, how many colours it has, and the share of the commonest of its pixels. */
export function coloursOf(picture) {
  const { naturalWidth: width, naturalHeight: height } = picture, counts = new Map();
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  context.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return { width, kinds: counts.size, blank: Math.max(...counts.values()) / pixels.length };
}

/** The pictures of all slides are there. */
export const picturesAreThere = (page) =>
  page.waitForFunction(() => document.documentElement.dataset.chainrulePaper === 'ready', null, { timeout: 240000 });
