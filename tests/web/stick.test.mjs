// SPDX-License-Identifier: MIT
// The course from a stick, without a server: from its folder, and as one file of a deck; in Chromium and Firefox.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { eventually, startBrowser, watched } from './browser.mjs';
import { found, startFirefox } from './firefox.mjs';
import { startServer } from '../../web/server.mjs';

const stick = mkdtempSync(join(tmpdir(), 'chainrule stick-')), slides = join(stick, 'slides'), alone = join(stick, 'alone');
const one = (...words) => execFileSync(process.execPath, [join(slides, 'one_file.mjs'), ...words], { cwd: slides, stdio: 'pipe' });
cpSync(fileURLToPath(new URL('../../build/site', import.meta.url)), stick, { recursive: true });
mkdirSync(alone);   // nothing but the decks of one file
for (const deck of ['reveal.html', 'remark.html']) one(deck, join(alone, deck));
after(() => rmSync(stick, { recursive: true }));

const decks = { 'reveal.js': ['reveal.html', '#/'], 'remark': ['remark.html', '#p'] };
const course = readFileSync(join(slides, 'course.md'), 'utf8').split(/^---$/m);
const first = course.findIndex((slide) => slide.includes('<chainrule-playground'));   // slide with a network, from 0

/** The network of a slide trains, and keys that are pressed inside turn pages. */
async function lives(page) {
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const element of document.querySelectorAll('chainrule-playground')) for (const name of ['ready', 'epoch', 'error']) element.addEventListener(name, ({ detail }) => heard.push([name, detail.link ?? detail.text]));
  });
  const shown = () => page.evaluate(() => [...document.querySelectorAll('chainrule-playground')].findIndex((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 0));
  const which = await eventually(shown, (index) => index >= 0, 20);
  assert.ok(which >= 0, 'a network on the slide');
  const link = await page.evaluate((index) => document.querySelectorAll('chainrule-playground')[index].get().then((state) => state.link), which);
  assert.match(link, /data=|scene=/);
  await page.evaluate((index) => document.querySelectorAll('chainrule-playground')[index].step(), which);
  const all = await eventually(() => page.evaluate(() => heard), (events) => events.some(([name]) => name === 'epoch'), 30);
  assert.ok(all.some(([name]) => name === 'epoch'), JSON.stringify(all));
  const { x, y, width } = await page.evaluate((index) => document.querySelectorAll('chainrule-playground')[index].getBoundingClientRect().toJSON(), which);
  const place = () => page.evaluate(() => location.hash);
  const before = await place();
  await page.mouse.click(x + width * 0.6, y + 8);
  await page.keyboard.press('PageDown');
  assert.notEqual(await eventually(place, (hash) => hash !== before, 10), before);
}

function tests(open, options) {
  for (const [name, [file, start]] of Object.entries(decks)) {
    const slide = start + (first + (name === 'remark' ? 1 : 0));
    for (const [what, folder] of [['from the folder', slides], ['as one file', alone]])
      test(`${name} ${what}`, options, async () => {
        const page = await open(pathToFileURL(join(folder, file)).href + slide);
        await lives(page);
        assert.deepEqual(page.problems, []);
        await (page.context?.() ?? page.browserContext()).close();
      });
  }
}

describe('Chromium', () => {
  let browser;
  before(async () => { browser = await startBrowser(); });
  after(() => browser.close());
  const open = async (address) => {
    const page = watched(await (await browser.chromium.newContext({ viewport: { width: 1280, height: 800 } })).newPage());
    page.on('request', (request) => /^https?:/.test(request.url()) && !request.url().startsWith(address.split('#')[0]) && page.problems.push('left: ' + request.url()));
    await page.goto(address);
    return page;
  };
  tests(open, {});

  test('one file runs from a server, too', async () => {
    const { server, url } = await startServer(alone);
    const page = await open(`${url}remark.html#p${first + 1}`);
    await lives(page);
    assert.deepEqual(page.problems, []);
    await page.context().close();
    server.closeAllConnections();
    server.close();
  });

  test('a text that has changed, and one that is not there', async () => {
    const own = join(stick, 'own');
    cpSync(slides, own, { recursive: true });
    writeFileSync(join(own, 'course.md'), '# A talk of my own\n');
    one(join(own, 'course.md'));
    const page = await open(pathToFileURL(join(own, 'remark.html')).href);
    await page.getByRole('heading', { name: 'A talk of my own' }).first().waitFor();
    rmSync(join(own, 'course.md.js'));
    await page.reload();
    assert.match(await page.getByRole('alert').innerText(), /node one_file\.mjs course\.md/);
    await page.context().close();
  });
});

test('one file is not larger than 6 MB, and asks for nothing', () => {
  for (const deck of ['reveal.html', 'remark.html']) {
    assert.ok(statSync(join(alone, deck)).size < 6_000_000, `${statSync(join(alone, deck)).size} bytes`);
    assert.doesNotMatch(readFileSync(join(alone, deck), 'utf8').replace(/<script>[\s\S]*?<\/script>/g, ''), /(src|href)="(?!data:|#)/);
  }
});

test('what one_file.mjs cannot do it says', () => {
  assert.throws(() => one('remark.html'), /expected node one_file\.mjs DECK\.html NEW\.html/);
  writeFileSync(join(slides, 'far.html'), '<script src="https://example.org/embed.js"></script>');
  assert.throws(() => one('far.html', 'out.html'), /expected a file beside the deck, received https/);
});

describe('Firefox', () => {
  const options = { skip: found ? false : 'no Firefox on this machine' };
  let firefox;
  before(async () => { if (found) firefox = await startFirefox(); });
  after(() => firefox?.close());
  tests((address) => firefox.openPage(address), options);
});
