// SPDX-License-Identifier: MIT
// Sharing in the page: what was copied or photographed opens the same experiment again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { button, statusBecomes } from './controls.mjs';

const require = createRequire(import.meta.url);
const jsqr = require('jsqr');
const { Marp } = require('@marp-team/marp-core');
const browser = await startBrowser();
after(() => browser.close());

const experiment = 'data=moons&layers=dense:4:tanh,dense:1:sigmoid&seed=5';
/** Acts on a control of the dialog: its element may lie under those of the panels. */
const press = (page, role, name) => page.getByRole(role, { name, exact: true }).dispatchEvent('click');
const shown = (page, name) => page.getByRole('textbox', { name }).inputValue();
const pasted = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Slides as marp --html makes them. */
function marp(markdown) {
  const { html, css } = new Marp({ html: true, script: false }).render(markdown);
  return `<style>${css}</style>${html}`;
}

/** What the cell shows: IPython's IFrame is an <iframe> with these attributes. */
function python(cell) {
  const program = `class IFrame:
  def __init__(self, src, width, height):
    size = f'width="{width}" height="{height}"'
    self.html = f'<iframe {size} src="{src}" frameborder="0" allowfullscreen></iframe>'
import sys, types
for name in ('IPython', 'IPython.display'): sys.modules[name] = types.ModuleType(name)
sys.modules['IPython.display'].IFrame = IFrame
lines = sys.stdin.read().split('\\n')
exec(lines[0])
print(eval(lines[1]).html)`;
  return execFileSync('python3', ['-c', program], { input: cell }).toString();
}

async function share(page, what) {
  await button(page, 'Share').click();
  await press(page, 'tab', what);
  await settled(page);
}

/** What a camera reads in a picture. */
function photographed(png) {
  const size = execFileSync('identify', ['-format', '%w %h', 'png:-'], { input: png })
    .toString()
    .split(' ')
    .map(Number);
  const pixels = execFileSync('convert', ['png:-', '-depth', '8', 'rgba:-'], { input: png, maxBuffer: 1 << 28 });
  return jsqr(new Uint8ClampedArray(pixels), ...size)?.data;
}

test('a link with weights, copied, opens the trained network', async () => {
  const page = await browser.openPage({ hash: experiment });
  await button(page, 'Step epoch').click();
  await statusBecomes(page, /^Epoch 1 /);
  await share(page, 'Link');
  await press(page, 'switch', 'With weights');
  await eventually(() => shown(page, 'Link to share'), (text) => text.includes('weights='));
  await press(page, 'button', 'Copy');
  const address = await eventually(() => pasted(page), (text) => text.includes('weights='));
  assert.equal(address, await shown(page, 'Link to share'));
  assert.ok(address.startsWith(browser.url) && address.length < 8192, address);
  const other = await browser.openPage({ hash: address.split('#')[1] });
  await statusBecomes(other, /^Epoch 1 /);
  assert.deepEqual([...page.problems, ...other.problems], []);
  await page.close();
  await other.close();
});

for (const theme of ['light', 'dark'])
  test(`the QR code is read by a camera, ${theme}`, async () => {
    const page = await browser.openPage({ hash: experiment, theme });
    await share(page, 'QR code');
    const code = page.getByRole('img', { name: 'QR code' });
    await code.waitFor();
    await settled(page);
    assert.equal(photographed(await page.screenshot()), browser.url + '#' + experiment);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

test('a link too long for a QR code is told', async () => {
  const page = await browser.openPage({ hash: 'layers=dense:30:tanh,dense:30:tanh,dense:1:sigmoid' });
  await share(page, 'Link');
  await press(page, 'switch', 'With weights');
  await eventually(() => shown(page, 'Link to share'), (text) => text.includes('weights='));
  await press(page, 'tab', 'QR code');
  await settled(page);
  assert.equal(await page.getByRole('img', { name: 'QR code' }).count(), 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

/** A page with what was copied, as a text of its own would have it; alive with the experiment. */
async function comesAlive(page, what, body) {
  const host = await page.context().newPage();
  await host.route('**/host.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><link rel="icon" href="data:,">${body}` }),
  );
  await host.goto(browser.url + 'host.html');
  // The second slide lies below.
  await host.evaluate(() => document.querySelector('chainrule-playground, iframe').scrollIntoView());
  const frame = await eventually(() => host.frames()[1], Boolean);
  await frame.waitForFunction(() => globalThis.chainrule?.frames > 0);
  assert.equal(decodeURIComponent(new URL(frame.url()).hash.slice(1)), experiment, what);
  await host.close();
}

test('the lines for slides make a living slide', async () => {
  const page = await browser.openPage({ hash: experiment });
  await share(page, 'Slides');
  const choice = page.getByRole('combobox', { name: 'For', exact: true });
  const kinds = await choice.locator('option').allTextContents();
  assert.deepEqual(kinds, ['HTML', 'reveal.js', 'remark', 'Marp', 'Slidev', 'Jupyter', 'Moodle']);
  for (const kind of kinds) {
    await choice.selectOption(kind);
    await settled(page);
    const lines = await shown(page, 'For your slides');
    const once = (await page.getByRole('textbox', { name: 'For the page, once' }).count())
      ? await shown(page, 'For the page, once')
      : '';
    if (kind === 'Marp') await comesAlive(page, kind, marp(`${once}\n\n# A slide\n\n---\n\n${lines}\n`));
    else if (kind === 'Jupyter') await comesAlive(page, kind, python(`${once}\n${lines}`));
    else await comesAlive(page, kind, once + lines);
  }
  await page.close();
});

test('a printed page has the picture that is on screen', async () => {
  const page = await browser.openPage({ hash: experiment });
  const printed = (await page.pdf({ width: '1280px', height: '800px' })).toString('latin1');
  const three = /\/Subtype \/Image[^]*?\/Width 3840|\/Width 3840[^]*?\/Subtype \/Image/;   // pixels for one of the page
  assert.match(printed, three, 'a copy of the canvas');
  assert.equal(await page.locator('#paper').count(), 0, 'gone afterwards');
  await page.close();
});

test('the Keras program is the one of the engine', async () => {
  const page = await browser.openPage({ hash: experiment });
  await share(page, 'Keras');
  const program = await shown(page, 'Keras program');
  assert.match(program, /model\.add\(layers\.Dense\(4/);
  assert.match(program, /model\.compile\(/);
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'button', 'Save as .py')]);
  assert.equal(file.suggestedFilename(), 'chainrule-moons.py');
  await page.close();
});
