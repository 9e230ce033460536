// SPDX-License-Identifier: MIT
// messages.html: every button sends what the line below it says, and what comes back is written down.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { page, readme, rows } from '../../web/make_messages.mjs';
import { eventually, startBrowser } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

async function open(options) {
  const page = await browser.openPage({ path: 'messages.html', wait: false, ...options });
  page.notes = [];
  page.on('console', (line) => line.type() === 'warning' && page.notes.push(line.text()));
  await heard(page, /← ready \{ epoch: 0,/);
  return page;
}
const lines = (page) => page.locator('#log li').evaluateAll((all) =>
  all.map((line) => [...line.children].map((part) => part.textContent).join(' ')));
async function heard(page, pattern) {
  const all = await eventually(() => lines(page), (now) => now.some((line) => pattern.test(line)), 30);
  assert.ok(all.some((line) => pattern.test(line)), `${pattern}: ${all.join('\n')}`);
}
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
async function done(page) {
  assert.deepEqual(page.problems, []);
  await page.close();
}

test('every message is sent as its line says, and answered', async () => {
  const page = await open();
  const says = async (name, line, answer) => {
    const form = page.locator('form', { has: page.getByRole('button', { name, exact: true }) });
    const shown = await form.locator('pre').innerText();
    assert.ok(shown.split('\n').includes(`say(${line});`), `${name}: ${shown}`);
    await press(page, 'Clear');
    await press(page, name);
    assert.ok((await lines(page)).some((one) => one.startsWith('→') && one.endsWith(' ' + line)), line);
    if (answer) await heard(page, answer);
  };
  await says('Step', "{ chainrule: 1, do: 'step', by: 'epoch' }",
    /← epoch \{ epoch: 1,.*loss: [\d.]+.*link: 'data=xor/);
  await page.getByLabel('epoch', { exact: true }).fill('0');
  await says('Go to', "{ chainrule: 1, do: 'goto', epoch: 0 }");
  await says('Get', "{ chainrule: 1, do: 'get', id: 1 }", /← state .*epoch: 1,.*shown: 0,.*id: 1,/);
  await says('Play', "{ chainrule: 1, do: 'play' }", /← epoch × [1-9]\d* .*playing: true/);
  await says('Pause', "{ chainrule: 1, do: 'pause' }", /← (state|epoch).*playing: false/);
  await page.getByLabel('id', { exact: true }).fill('42');
  await says('Get', "{ chainrule: 1, do: 'get', id: 42 }", /← state .*playing: false,.*id: 42/);
  await page.getByRole('combobox', { name: 'key' }).selectOption('epochs');
  await page.getByLabel('value', { exact: true }).fill('77');
  await says('Set value', "{ chainrule: 1, do: 'set', values: { epochs: '77' } }");
  await says('Get', "{ chainrule: 1, do: 'get', id: 42 }", /← state .*epochs: 77,/);
  await page.getByLabel('link', { exact: true }).fill("data=spiral&epochs=90000");
  await says('Set link', "{ chainrule: 1, do: 'set', link: 'data=spiral&epochs=90000' }");
  await says('Get', "{ chainrule: 1, do: 'get', id: 42 }", /← state .*epochs: 90000,.*data=spiral/);
  await says('Set ground', "{ chainrule: 1, do: 'set', ground: 'dark' }");
  await says('Picture', "{ chainrule: 1, do: 'picture', id: 2, scale: 3 }",
    /← picture \{ id: 2, picture: Blob\(\d{4,} bytes, 'image\/png'\), width: \d+, height: 398 \}/);
  await says('Play', "{ chainrule: 1, do: 'play' }", /playing: true/);
  await says('Stop slide', "'slide:stop'", /playing: false/);
  await says('Start slide', "'slide:start'", /playing: true/);
  await says('Pause', "{ chainrule: 1, do: 'pause' }", /playing: false/);
  const canvas = () => page.frames()[1].evaluate(() => document.getElementById('canvas').width);
  const before = await canvas();
  await says('Set scale', "{ chainrule: 1, do: 'set', scale: 1.5 }");
  assert.ok(await eventually(canvas, (width) => width > before * 1.4, 20) > before * 1.4);
  await done(page);
});

test('anything can be sent, but no broken JSON; the console says what was ignored', async () => {
  const page = await open();
  await press(page, 'Send');
  assert.match(await eventually(() => page.notes.join(), (text) => text, 20),
    /expected a step by epoch, batch, layer or number, received 'mile'/);
  await press(page, 'Clear');
  await page.getByLabel('JSON').fill('{ "chainrule": 1, ');
  assert.match(await page.locator('form', { hasText: 'Anything' }).locator('pre').innerText(), /JSON/);
  await press(page, 'Send');
  assert.deepEqual(await lines(page), []);
  await page.getByLabel('JSON').fill('["it\'s", null]');
  await press(page, 'Send');
  assert.deepEqual(await lines(page), ["→  ['it\\'s', null]"]);
  await done(page);
});

test('a key that the playground leaves to the page is told', async () => {
  const page = await open();
  const { x, y } = await page.locator('iframe').boundingBox();
  await page.mouse.click(x + 500, y + 20);   // the bar's empty end
  await page.keyboard.press('PageDown');
  await heard(page, /← key \{ key: 'PageDown', code: 'PageDown'/);
  await done(page);
});

for (const theme of ['light', 'dark'])
  test(`on a phone, ${theme}: nothing is wider than it, and axe-core finds nothing`, async () => {
    const page = await open({ width: 390, height: 844, theme });
    const [wide, bottom] = await page.evaluate(() => {
      scrollTo(0, document.body.scrollHeight);
      return [document.documentElement.scrollWidth, document.querySelector('aside').getBoundingClientRect().bottom];
    });
    assert.equal(wide, 390);
    assert.ok(bottom > 300 && bottom < 500, `the frame stays in sight, and leaves half of the screen: ${bottom}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 300)}`);
    assert.deepEqual(found, []);
    await done(page);
  });

const read = (name) => readFileSync(new URL('../../' + name, import.meta.url), 'utf8');
const found = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
const sorted = (names) => [...new Set(names)].sort();

test('what the program tells are the rows of messages.json, and each row that it takes has a handler', () => {
  const scripts = ['frame', 'twins', 'paper', 'trouble'].map((name) => read(`ui/platform/web/${name}.js`)).join('\n');
  const tells = [...found(scripts, /Frame\.post\('(\w+)'/g), ...found(scripts, /'(ready|epoch|state)' :/g)];
  assert.deepEqual(sorted(tells), sorted(rows.from.map(({ event }) => event)));
  const takes = rows.to.filter((row) => row.do);
  for (const { page: handler, program, do: names } of takes) {
    assert.ok(handler || program, names.join());
    if (!handler) continue;
    const [object, method] = handler.split('.'), script = read(`ui/platform/web/${object.toLowerCase()}.js`);
    assert.match(script, new RegExp(`^  ${method}\\(data\\) {$`, 'm'), handler);
  }
  const obeys = found(read('ui/app/protocol.cpp'), /obey_(\w+)\(/g);
  assert.deepEqual(sorted(obeys), sorted(takes.filter((row) => row.program).flatMap((row) => row.do)));
});

test('the element has what the rows say of it', () => {
  const element = read('web/embed.js');
  for (const method of rows.to.flatMap(({ methods = [] }) => methods))
    assert.ok(element.includes(`\n  ${method.replace(')', '')}`), method);
  const events = rows.from.filter((row) => row.element).map(({ event }) => `'${event}'`).join(', ');
  assert.ok(element.includes(`[${events}].includes(event)`), events);
});

test('the state has the fields that the rows name', () => {
  const names = rows.state.flatMap((row) => row.names);
  const written = found(read('ui/app/protocol.cpp'), /[{,]\\"(\w+)\\":/g);
  for (const name of names.filter((one) => one !== 'id')) assert.ok(written.includes(name), name);
});

test('the README has the tables that the rows make: web/make_messages.mjs --readme', () => {
  assert.equal(read('README.md'), readme());
  for (const name of [...rows.to.flatMap((row) => row.do ?? row.text), ...rows.from.map(({ event }) => event)]) {
    assert.ok(page().includes(`<code>${name}</code>`), name);
    assert.ok(readme().includes('`' + name + '`'), name);
  }
});
