// SPDX-License-Identifier: MIT
// Links as they reach the page: behind '?', with an encoded '#', mangled; and the page that has all of them to copy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually, startBrowser, watched } from './browser.mjs';
import { addressBecomes, type } from './controls.mjs';

const top = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(`${top}build/site/${name}`, 'utf8');
let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** The page at an address as somebody gives it, once it draws. */
async function open(address) {
  const page = await (await browser.chromium.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })).newPage();
  page.answers = [];
  page.on('response', (response) => page.answers.push([decodeURI(response.url()).slice(browser.url.length - 1), response.status()]));
  watched(page);
  await page.goto(browser.url + address);
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  return page;
}
/** What the first message on screen says; not one that something is wrong. */
const said = (page) => eventually(() => page.getByRole('status', { name: 'Message 1' }).getAttribute('data-now', { timeout: 1000 }).catch(() => ''), (words) => words !== '');
const place = (page) => page.url().slice(browser.url.length);

for (const [address, becomes, words] of [
  ['?data=xor&noise=0.3', '#data=xor&noise=0.3', "In this link '?' was taken for '#'."],
  ['?from=mail&data=xor', '?from=mail#data=xor', "In this link '?' was taken for '#'."],
  ['?data=xor#noise=0.3', '#data=xor&noise=0.3', "In this link '?' was taken for '#'."],
  ['?data%3Dxor%26noise%3D0.3', '#data=xor&noise=0.3', 'was taken for'],
  ['#data=xor&amp;noise=0.3', '#data=xor&noise=0.3', "In this link '&amp;' was taken for '&'."],
  ['#Data=XOR&learning_rate=0.1', '#data=xor&optimizer=adam:learning_rate=0.1', 'was taken for'],
])
  test(`${address} opens`, async () => {
    const page = await open(address);
    assert.ok((await said(page)).includes(words), await said(page));
    await eventually(() => place(page), (now) => now === becomes);
    assert.equal(place(page), becomes);
    assert.deepEqual(page.problems, []);
    await page.reload();
    await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
    assert.equal(place(page), becomes);
    await page.context().close();
  });

test('what is not for the program stays behind the ?', async () => {
  const page = await open('?utm_source=mail&id=3');
  assert.equal(place(page), '?utm_source=mail&id=3');
  assert.equal(await page.getByRole('status', { name: 'Message 1' }).count() + await page.getByRole('alert').count(), 0);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('404.html repairs an encoded #, at any depth and with what a link may hold', async () => {
  for (const [address, becomes] of [
    ['%23data=xor', '#data=xor'],
    ['%2523data%253Dxor', '#data=xor'],
    ['index.html%23data=xor&noise=0.3', 'index.html#data=xor&noise=0.3'],
    ['%23data=sheet&sheet=1:2/3&layers=dense:1&loss=mse&validation_split=0', '#data=sheet&sheet=1:2/3&layers=dense:1'],
  ]) {
    const page = await open(address);
    assert.deepEqual(page.answers[0], ['/' + decodeURI(address), 404]);
    await eventually(() => place(page), (now) => now.startsWith(becomes));
    assert.ok(place(page).startsWith(becomes), `${address}: ${place(page)}`);
    assert.deepEqual(page.problems.filter((problem) => !/status of 404/.test(problem)), []);
    await page.context().close();
  }
});

test('404.html says what there is instead, and leads nowhere else', async () => {
  const page = await (await browser.chromium.newContext()).newPage();
  for (const address of ['nothing/here', '/other.example/%23data=xor']) {
    await page.goto(browser.url + address);
    assert.ok(page.url().startsWith(browser.url), page.url());
  }
  await page.goto(browser.url + 'nothing');
  assert.match(await page.locator('main').innerText(), /Nothing is here[^]*#data=xor/);
  await page.getByRole('link', { name: 'To the playground' }).click();
  await page.waitForFunction(() => globalThis.chainrule?.frames > 0);
  await page.context().close();
});

test('what is wrong stays in the address until another value is chosen', async () => {
  const page = await open('#data=moons&epochs=-2&nosie=0.3');
  await addressBecomes(page, /#data=moons&nosie=0\.3&epochs=-2$/);
  await type(page, 'samples', 200);
  await addressBecomes(page, /#data=moons&samples=200&nosie=0\.3&epochs=-2$/);
  await type(page, 'epochs', 30);
  await addressBecomes(page, /#data=moons&samples=200&epochs=30&nosie=0\.3$/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

// ---- links.html ----

const plain = (html) => html.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

test('links.html has all that the tables have, each with a line that opens what it says', () => {
  const page = read('links.html');
  const told = execFileSync(process.execPath, [`${top}build/web/web/node/link_tables.js`], { encoding: 'utf8' }).trimEnd().split('\n').map((line) => line.split('\t'));
  const lines = [...page.matchAll(/<pre><a href="([^"]*)">(.*?)<\/a><\/pre>/g)].map(([, to, text]) => [plain(to), plain(text)]);
  for (const [to, text] of lines) assert.equal(to, 'index.html' + text);
  const expected = told.flatMap(([kind, name, , , , example]) =>
    ({ key: [example], scene: [`scene=${name}`], panel: [`hide=${name}`], theme: [`theme=${name}`], mangled: [] })[kind]);
  assert.deepEqual(lines.map(([, text]) => text), expected.map((link) => '#' + link));
  const text = plain(page);
  for (const [kind, ...parts] of told) {
    const said = kind === 'key' ? [parts[0], parts[1].slice(1), parts[3]] : kind === 'scene' ? parts.slice(0, 3) : parts;
    for (const words of said) assert.ok(text.includes(words), `${kind} ${parts[0]}: ${words}`);
  }
  assert.ok(told.filter(([kind]) => kind === 'key').length > 30);
});

test('links.html is sound, and reached from the pages beside it and the README', () => {
  const page = read('links.html');
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(target), target);
  for (const id of ids) assert.ok(page.includes(`href="#${id}"`) || /^(panel|theme)/.test(id), `nothing leads to ${id}`);
  for (const [, file] of page.matchAll(/href="([^"#:]+)["#]/g)) assert.ok(existsSync(`${top}build/site/${file}`), file);
  assert.doesNotMatch(plain(page), /\bundefined\b|\bNaN\b|\[object/);
  for (const name of ['reference.html', 'messages.html', 'licences.html']) assert.match(read(name), /href="links\.html"/, name);
  assert.match(readFileSync(`${top}README.md`, 'utf8'), /`links\.html`/);
});
