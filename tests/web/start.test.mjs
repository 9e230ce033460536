// SPDX-License-Identifier: MIT
// Whatever keeps the page from starting in a frame is said there in words, with what to do and a way out of the frame.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { eventually } from './browser.mjs';
import { soon } from './clock.mjs';
import { found } from './firefox.mjs';
import { hears, small, startFirefoxBrowser, startHost, told } from './host.mjs';

const site = fileURLToPath(new URL('../../build/site', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.csv': 'text/csv', '.svg': 'image/svg+xml' };
const bytes = (start) => readFileSync(join(site, readdirSync(site).find((name) => name.startsWith(start))));

/** The site as servers get it wrong: `change` has the last word on each answer {name, status, headers, body}. */
function serveWrong() {
  const wrong = { change: () => {} };
  const server = createServer((request, response) => {
    const name = new URL(request.url, 'http://here').pathname.slice(1) || 'index.html';
    const answer = { name, status: 200, headers: { 'Content-Type': types[extname(name)], 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }, body: '' };
    try {
      answer.body = readFileSync(join(site, name));
    } catch {
      answer.status = 404;
    }
    wrong.change(answer);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(Object.assign(wrong, { server, url: `http://127.0.0.1:${server.address().port}/` }))));
}

const header = (name, value) => ({ name: file, headers }) => { if (file === 'index.html') headers[name] = value; };
const gone = (pattern) => (answer) => { if (pattern.test(answer.name)) Object.assign(answer, { status: 404, body: 'no', headers: { 'Content-Type': 'text/plain' } }); };
const asPage = (pattern) => (answer) => { if (pattern.test(answer.name)) Object.assign(answer, { body: bytes('index.html'), headers: { ...answer.headers, 'Content-Type': 'text/html' } }); };
const typed = (pattern, type) => ({ name, headers }) => { if (pattern.test(name)) headers['Content-Type'] = type; };
const holds = (pattern, body) => (answer) => { if (pattern.test(answer.name)) answer.body = body; };
const policy = (text) => header('Content-Security-Policy', text);

const cases = [
  ['a sandbox without allow-same-origin', () => {}, /sandbox without allow-same-origin.*Access-Control-Allow-Origin/s, { sandbox: 'allow-scripts' }],
  ['a sandbox by a header', policy('sandbox allow-scripts'), /sandbox without allow-same-origin/],
  ['scripts as plain text', typed(/\.js$/, 'text/plain'), /has not started yet/, { still: true }],
  ['modules as octets', typed(/^(page|playground)-.*\.js$/, 'application/octet-stream'), /as application\/octet-stream.*text\/javascript/s],
  ['no page.js', gone(/^page-.*\.js$/), /page-\w+\.js is missing \(404\).*whole folder/s],
  ['no playground.js', gone(/^playground-.*\.js$/), /playground-\w+\.js is missing \(404\).*whole folder/s],
  ['a page in the place of playground.js', asPage(/^playground-.*\.js$/), /playground-\w+\.js as text\/html.*whole folder/s],
  ['a broken playground.js', holds(/^playground-.*\.js$/, 'export default ('), /could not start.*whole folder/s],
  ['no module', gone(/^playground-.*\.wasm$/), /playground-\w+\.wasm could not be loaded \(404\).*whole folder/s],
  ['a page in the place of the module', asPage(/^playground-.*\.wasm$/), /no WebAssembly.*text\/html.*whole folder/s],
  ['half a module', holds(/^playground-.*\.wasm$/, bytes('playground-').subarray(0, 1000)), /could not start.*whole folder/s],
  ['a module of another version', holds(/^playground-.*\.wasm$/, bytes('engine-')), /could not start.*whole folder/s],
  ['no second part', gone(/^later-.*\.wasm$/), /later-\w+\.wasm could not be loaded \(404\)/],
  ['no style sheet', gone(/^page-.*\.css$/), /style sheet could not be loaded/],
  ['neither boot.js nor page.js', gone(/^(boot|page)-.*\.js$/), /has not started yet/, { still: true }],
  ['neither why.js nor page.js', gone(/^(why|page)-.*\.js$/), /A part of Chainrule is missing here/, { still: true }],
  ['no boot.js and no module', gone(/^(boot-.*\.js|playground-.*\.wasm)$/), /could not be loaded \(404\)/, { still: true }],
  ['a policy without scripts', policy("script-src 'none'"), /has not started yet/, { still: true }],
  ['a policy without WebAssembly', policy("script-src 'self'"), /Content-Security-Policy.*wasm-unsafe-eval/s],
  ['a policy without connections', policy("connect-src 'none'"), /Content-Security-Policy.*connect-src/s],
];

describe('Chromium', () => {
  let host, wrong;
  before(async () => {
    host = await startHost();
    wrong = await serveWrong();
  });
  after(async () => {
    wrong.server.closeAllConnections();
    wrong.server.close();
    await host.close();
  });
  tests(() => host, () => wrong, {});

  const without = {
    'WebAssembly': [() => { delete globalThis.WebAssembly; }, /WebAssembly/],
    'WebGL 2': [() => {
      const get = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind === 'webgl2' ? null : get.call(this, kind, ...rest); };
    }, /WebGL 2/],
  };
  for (const [what, [script, words]] of Object.entries(without))
    test(`a browser without ${what}`, async () => {
      wrong.change = () => {};
      host.write('without.html', `<iframe width="480" height="270" src="${wrong.url}#${small}"></iframe>`);
      const page = await host.browser.chromium.newPage();
      await page.addInitScript(script);
      await page.goto(new URL('without.html', host.url).href);
      await saysSo(page, words, false);
      assert.match((await hears(page, 'error')).text, words);
      await page.close();
    });

  test('a sandbox without scripts', async () => {
    wrong.change = () => {};
    const context = await host.browser.chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(wrong.url);
    assert.match(await page.locator('noscript').innerText(), /needs allow-scripts/);
    await context.close();
  });

  test('a file', async () => {
    const page = await host.browser.chromium.newPage();
    await page.goto(pathToFileURL(join(site, 'index.html')).href + '#data=xor');
    const link = page.getByRole('link', { name: 'Open chainrule.html' });
    await link.waitFor();
    assert.match(await page.locator('#message').innerText(), /not from a file/);
    const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await opened.waitForFunction(() => globalThis.chainrule?.frames > 0);
    assert.match(opened.url(), /chainrule\.html#data=xor/);
    await page.context().close();
  });
});

describe('Firefox', () => {
  const options = { skip: found ? false : 'no Firefox on this machine' };
  let host, wrong;
  before(async () => {
    if (options.skip) return;
    host = await startHost(await startFirefoxBrowser());
    wrong = await serveWrong();
  });
  after(async () => {
    wrong?.server.closeAllConnections();
    wrong?.server.close();
    await host?.close();
  });
  tests(() => host, () => wrong, options);
});

const textOf = (frame) => frame.evaluate(() => [...document.querySelectorAll('#message, #silent, noscript')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.innerText).join(' '));
const linkOf = (frame) => frame.evaluate(() => [...document.querySelectorAll('#skeleton a')].filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.innerText, one.target, one.getAttribute('href')]).at(0));

const pages = new Map();   // by host: one page goes from case to case
/** A page with that frame. */
async function openFrame(host, attributes) {
  host.write('frame.html', `<iframe width="480" height="270" ${attributes}></iframe>`);
  const page = pages.get(host);
  if (!page) return pages.set(host, await host.open('frame.html')).get(host);
  await page.goto(host.url + 'frame.html');
  return page;
}

/** The frame of a page has the words, with a link out of it, all of it in its box. */
async function saysSo(page, words, still) {
  const frame = await eventually(() => page.frames().find((one) => one.parentFrame()), (one) => one, 10);
  const read = () => textOf(frame).catch(() => ''), good = (is) => words.test(is);
  // What never starts is told when it has been still for some seconds.
  const text = await (still ? soon(page, read, good, 15) : eventually(read, good, 15));
  assert.match(text, words);
  const [label, target, href] = (await linkOf(frame)) ?? [];
  assert.deepEqual([label, target], ['Open in a window', '_blank']);
  if (!still) assert.match(href, /#data=xor/);
}

function tests(hostOf, wrongOf, options) {
  for (const [what, change, words, { sandbox, still = false } = {}] of cases)
    test(what, options, async () => {
      const host = hostOf(), wrong = wrongOf();
      wrong.change = change;
      const page = await openFrame(host, `${sandbox ? `sandbox="${sandbox}"` : ''} src="${wrong.url}#${small}"`);
      await saysSo(page, words, still);
      if (!still) assert.match((await hears(page, 'error')).text, words);
    });

  test('a sandbox runs where the server sends Access-Control-Allow-Origin', options, async () => {
    const host = hostOf(), wrong = wrongOf();
    wrong.change = ({ headers }) => { headers['Access-Control-Allow-Origin'] = '*'; };
    const page = await openFrame(host, `sandbox="allow-scripts" src="${wrong.url}#${small}"`);
    assert.match((await hears(page, 'ready')).link, /data=xor/);
    assert.deepEqual(await told(page, 'error'), []);
  });
}
