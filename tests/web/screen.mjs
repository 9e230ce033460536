// SPDX-License-Identifier: MIT
// One way to use the page in any browser: controls are found in the mirror by role and name, and operated as assistive
// technology does. What Playwright and Puppeteer call the same (evaluate, mouse, keyboard, goto, reload) is used as it is.
import assert from 'node:assert/strict';
import { eventually } from './browser.mjs';

/** Runs in the page: finds a control, says what it is, and does what `act` says. */
function inMirror({ role, name, act, value }) {
  const kinds = {
    button: 'button:not([role])', switch: '[role=switch]', tab: '[role=tab]', slider: 'input[type=range]', textbox: 'input:not([type=range]),textarea',
    combobox: 'select', img: '[role=img]', status: '[role=status]', alert: '[role=alert]', heading: 'h2', table: 'table',
  };
  const nameOf = (e) => e.getAttribute('aria-label') ?? e.caption?.textContent ?? e.textContent;
  const all = [...document.querySelectorAll('#mirror ' + kinds[role].replaceAll(',', ', #mirror '))];
  const element = all.find((e) => nameOf(e) === name) ?? all.find((e) => nameOf(e).startsWith(name));
  if (!element) return null;
  if (act === 'press' && !element.disabled) element.click();
  if (act === 'focus') element.focus();
  if (act === 'set') {
    if (role === 'combobox' && ![...element.options].some((o) => o.text === value)) return null;
    element.focus();
    element.value = value;
    element.dispatchEvent(new Event('input', { bubbles: true }));
    element.blur();
  }
  const { x, y, width, height } = element.getBoundingClientRect();
  return {
    name: nameOf(element), words: role === 'alert' ? element.textContent : element.dataset.now ?? nameOf(element).slice(name.length + 2), value: element.value,
    on: (element.getAttribute('aria-checked') ?? element.getAttribute('aria-selected')) === 'true', disabled: !!element.disabled,
    options: element.options && [...element.options].map((o) => o.text),
    rows: element.tagName === 'TABLE' && [...element.rows].map((row) => [...row.cells].map((cell) => cell.textContent)), x, y, width, height,
  };
}

export class Screen {
  /** `keys(chord)` presses 'Control+z' or ' '; `resize(width, height)`; `close()`. */
  constructor(page, { keys, resize, close }) {
    Object.assign(this, { page, keys, resize, close });
  }

  /** The control as it is now, or null. */
  find(role, name) { return this.page.evaluate(inMirror, { role, name }); }
  /** Waits for a control, and for `good` to hold of it. */
  async see(role, name, good = () => true, seconds = 30) {
    const found = await eventually(() => this.find(role, name), (item) => item && good(item), seconds);
    assert.ok(found, `no ${role} "${name}"`);
    assert.ok(good(found), `${role} "${name}" did not come to be as expected: ${good} ${JSON.stringify(found)}`);
    return found;
  }
  async gone(role, name) { assert.equal(await eventually(() => this.find(role, name), (item) => !item), null); }
  /** Two of them in one frame would count in the order of the drawing, so each waits for its frame. */
  async act(role, name, act, value) {
    await this.see(role, name, (item) => !item.disabled);
    assert.ok(await this.page.evaluate(inMirror, { role, name, act, value }), `${role} "${name}" does not take ${value}`);
    await this.frames(2);
  }
  press(name, role = 'button') { return this.act(role, name, 'press'); }
  /** Sets a value and waits until the control shows it, as `shown` where that is spelt otherwise. */
  async set(role, name, value, shown = String(value)) {
    await this.act(role, name, 'set', String(value));
    if (shown) await this.see(role, name, (item) => item.value === shown);
  }
  async address(pattern) {
    const link = await eventually(() => decodeURIComponent(this.page.url()), (text) => pattern.test(text), 30);
    assert.match(link, pattern);
  }
  async status(pattern, seconds = 30) {
    const words = (await eventually(() => this.find('status', 'Training'), (item) => pattern.test(item?.words), seconds)).words;
    assert.match(words, pattern);
    return words;
  }
  async train(epochs, seconds = 120) {
    await this.press('Play');
    const words = await this.status(new RegExp(`^Epoch ${epochs} of `), seconds);
    await this.see('button', 'Play');
    return words;
  }
  /** Draws a line over a control with the pointer; places are shares of its extent. */
  async drag(role, name, from, to) {
    const { x, y, width, height } = await this.see(role, name);
    const at = (t) => [x + width * (from[0] + (to[0] - from[0]) * t), y + height * (from[1] + (to[1] - from[1]) * t)];
    const { mouse } = this.page;
    await mouse.move(...at(0));
    await mouse.down();
    for (let i = 1; i <= 6; ++i) {
      await mouse.move(...at(i / 6));
      await this.frames(1);
    }
    await mouse.up();
  }
  /** The same with a finger. */
  async finger(role, name, from, to) {
    const { x, y, width, height } = await this.see(role, name);
    const touch = async (type, t) => {
      const place = { clientX: x + width * (from[0] + (to[0] - from[0]) * t), clientY: y + height * (from[1] + (to[1] - from[1]) * t) };
      await this.page.evaluate(({ type, place }) => document.elementFromPoint(place.clientX, place.clientY).dispatchEvent(
        new PointerEvent(type, { ...place, bubbles: true, cancelable: true, pointerId: 7, pointerType: 'touch', isPrimary: true })), { type, place });
      await this.frames(1);
    };
    await touch('pointerdown', 0);
    for (let i = 1; i <= 6; ++i) await touch('pointermove', i / 6);
    await touch('pointerup', 1);
  }
  /** Waits until so many frames more have been drawn. */
  async frames(count) {
    const now = () => this.page.evaluate(() => globalThis.chainrule.frames);
    const first = await now();
    await this.page.evaluate((n) => globalThis.chainrule.requestFrames(n), count);
    await eventually(now, (n) => n >= first + count);
  }
  /** What the page gives to the browser to save while `act` runs: {name, bytes}. */
  async saved(act) {
    await this.page.evaluate(() => {
      const make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
      let blob;
      URL.createObjectURL = (object) => make.call(URL, blob = object);
      HTMLAnchorElement.prototype.click = function () {
        globalThis.savedFile = blob.arrayBuffer().then((bytes) => ({ name: this.download, bytes: [...new Uint8Array(bytes)] }));
        URL.createObjectURL = make;
        HTMLAnchorElement.prototype.click = click;
      };
    });
    await act();
    const read = () => this.page.evaluate(async () => (await globalThis.savedFile) ?? null);
    const file = await eventually(read, Boolean, 20);
    assert.ok(file, 'nothing was saved');
    await this.page.evaluate(() => { delete globalThis.savedFile; });
    return { name: file.name, bytes: Buffer.from(file.bytes) };
  }
  drop(name, text) {
    return this.page.evaluate(({ name, text }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      document.getElementById('canvas').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, { name, text });
  }
  paste(text) {
    return this.page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.getElementById('canvas').dispatchEvent(Object.assign(new Event('paste', { bubbles: true }), { clipboardData }));
    }, text);
  }
  /** What Paste finds on the clipboard; null: the browser does not give it. */
  clipboard(text) {
    return this.page.evaluate((text) => {
      const readText = async () => text ?? Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { readText } });
    }, text);
  }
  /** The picture of a part of the screen, to be compared. */
  async look(role, name) {
    const { x, y, width, height } = await this.see(role, name);
    await this.page.mouse.move(2, 2);
    await this.frames(2);
    return Buffer.from(await this.page.screenshot({ clip: { x, y, width, height } })).toString('base64');
  }
  async reload() {
    await this.page.reload();
    await this.ready();
  }
  ready() { return this.page.waitForFunction(() => globalThis.chainrule?.frames > 0); }
}
