// SPDX-License-Identifier: MIT
// A monkey in the page: seeded random users, each in a page of his own, who press, set, type, point and go to links. What
// goes wrong is told with its seed and the shortest sequence of actions that still does it.
import { readFileSync } from 'node:fs';

const links = readFileSync(new URL('../golden/links.txt', import.meta.url), 'utf8').match(/^link .+$/gm).map((line) => line.slice(5).replace(/^#/, ''));
const parts = links.flatMap((link) => link.split('&')).filter((part) => !/^(weights|epoch)=/.test(part));
const scenes = ['', 'neuron', 'layer', 'mlp', 'parameters', 'activation', 'feedforward', 'loss', 'backprop', 'update', 'chain', 'training', 'overfitting', 'metrics', 'play'];
const texts = ['', '0', '1', '-1', '0.5', '3e38', '-3e38', '1e-40', 'nan', '1,5', 'x', '\u00e4', 'a,b\n1,2', 'dense:4:tanh', '<b>', 'x'.repeat(300)];
const sizes = [[1280, 800], [480, 270], [390, 844], [900, 500]];

/** The same numbers for the same seed (mulberry32, T. Ettinger 2017). */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, of: (list) => list[below(list.length)] };
}

function randomLink({ next, of, below }) {
  if (next() < 0.3) return of(links);
  const chosen = Array.from({ length: 1 + below(5) }, () => of(parts));
  const scene = of(scenes);
  if (scene && next() < 0.6) chosen.push('scene=' + scene);
  if (next() < 0.2) chosen.push('data=sheet&sheet=0.05:0.1/0.01:0.99;1:2/3:4&validation_split=0');
  return chosen.join('&');
}

/** What can be done on screen now; runs in the page. */
const controls = () => [...document.querySelectorAll('#mirror button, #mirror input, #mirror select, #mirror textarea')]
  .filter((element) => !element.disabled && !element.readOnly)
  .map((element) => ({ name: element.getAttribute('aria-label') || element.textContent, tag: element.tagName, type: element.type, options: [...element.options ?? []].map((option) => option.value) }));

/** Does it, and waits for two frames; runs in the page. What is not there (any more) is let be. */
const perform = async (action) => {
  const canvas = document.getElementById('canvas');
  const point = (kind, [x, y], buttons) => canvas.dispatchEvent(new PointerEvent(kind, { clientX: x, clientY: y, buttons, button: 0, pointerId: 1, pointerType: 'mouse', isPrimary: true, bubbles: true, cancelable: true }));
  if (action.do === 'control') {
    const all = [...document.querySelectorAll('#mirror button, #mirror input, #mirror select, #mirror textarea')];
    const element = all.find((one) => one.tagName === action.tag && (one.getAttribute('aria-label') || one.textContent) === action.name);
    if (element && action.value !== undefined) {
      element.focus();
      element.value = action.value;
      for (const kind of ['input', 'change']) element.dispatchEvent(new Event(kind, { bubbles: true }));
    } else element?.click();
  } else if (action.do === 'link') {
    location.hash = action.link;
  } else if (action.do === 'key') {
    for (const kind of ['keydown', 'keyup']) canvas.dispatchEvent(new KeyboardEvent(kind, { key: action.key, code: action.code, bubbles: true, cancelable: true }));
  } else if (action.do === 'point') {
    point('pointermove', action.from, 0);
    point('pointerdown', action.from, 1);
    point('pointermove', action.to, 1);
    point('pointerup', action.to, 0);
  } else if (action.do === 'wheel') {
    canvas.dispatchEvent(new WheelEvent('wheel', { clientX: action.from[0], clientY: action.from[1], deltaY: action.by, bubbles: true, cancelable: true }));
  } else if (action.do === 'gpu') {
    const gl = canvas.getContext('webgl2'), lose = gl?.getExtension('WEBGL_lose_context');
    if (lose) {
      lose.loseContext();
      await new Promise((done) => setTimeout(done));
      lose.restoreContext();
    }
  }
  for (let i = 0; i < 2; ++i) await new Promise((done) => requestAnimationFrame(done));
  return document.getElementById('app').dataset.state === 'broken' ? document.getElementById('trouble').textContent : '';
};

const keys = [['Space', ' '], ['KeyN', 'n'], ['KeyB', 'b'], ['KeyL', 'l'], ['KeyR', 'r'], ['ArrowRight', 'ArrowRight'], ['ArrowLeft', 'ArrowLeft'], ['Escape', 'Escape'], ['Enter', 'Enter'], ['Digit1', '1'], ['Digit3', '3'], ['Tab', 'Tab'], ['Home', 'Home'], ['Slash', '?']];

async function choose(page, random) {
  const kind = random.next(), place = () => [random.below(1280), random.below(800)];
  if (kind < 0.12) return { do: 'link', link: randomLink(random) };
  if (kind < 0.2) {
    const [code, key] = random.of(keys);
    return { do: 'key', code, key };
  }
  if (kind < 0.3) return { do: 'point', from: place(), to: place() };
  if (kind < 0.33) return { do: 'wheel', from: place(), by: random.of([-240, 240, 40]) };
  if (kind < 0.34) return { do: 'gpu' };
  if (kind < 0.37) return { do: 'size', size: random.of(sizes) };
  const all = (await page.evaluate(controls)).filter(({ tag, type }) => tag !== 'INPUT' || type !== 'file');
  if (all.length === 0) return { do: 'frames' };
  const { name, tag, options } = random.of(all);
  if (tag === 'BUTTON') return { do: 'control', tag, name };
  return { do: 'control', tag, name, value: options.length > 0 ? random.of(options) : random.next() < 0.5 ? String(Math.round(random.next() * 200) / 10) : random.of(texts) };
}

const within = (promise, seconds, what) => {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(what)), seconds * 1000); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** "" or what went wrong. */
async function done(page, action) {
  if (action.do === 'size') await page.resize(...action.size);
  const said = await within(page.evaluate(perform, action), 60, 'no answer for a minute');
  return said || page.problems.join('\n');
}

/** A user's life in a page of his own: the next action is `next(page)`, until it is null. */
async function live(open, next, noted = []) {
  const page = await open();
  try {
    for (let action; (action = await next(page));) {
      noted.push(action);
      const fault = await done(page, action).catch((error) => error.message);
      if (fault) return fault;
    }
    return '';
  } finally {
    await within(page.close(), 20, 'a page that cannot be closed').catch(() => {});
  }
}

/** Leaves out ever smaller pieces as long as it still goes wrong (delta debugging, Zeller 1999). */
async function shortest(open, actions, tries = 40) {
  const fails = (list) => {
    const left = [...list];
    return live(open, () => left.shift());
  };
  for (let piece = Math.ceil(actions.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < actions.length && tries > 0; --tries) {
      const fewer = [...actions.slice(0, at), ...actions.slice(at + piece)];
      if (await fails(fewer)) actions = fewer;
      else at += piece;
    }
  }
  return actions;
}

/**
 * So many users one after the other, for so many seconds. `open()` gives a page: evaluate(), resize(width, height), problems, close().
 * Returns how many actions there were; throws with the shortest sequence of those that did harm.
 */
export async function runMonkey(open, { users = Infinity, seconds = Infinity, seed, actions = 60 }) {
  let count = 0;
  for (const end = performance.now() + seconds * 1000; users > 0 && performance.now() < end; --users, ++seed) {
    const random = randomOf(seed), noted = [];
    const fault = await live(open, (page) => (noted.length < actions && performance.now() < end ? choose(page, random) : null), noted);
    count += noted.length;
    if (!fault) continue;
    const few = await shortest(open, noted);
    throw new Error(`seed ${seed}: ${fault}\n${few.length} of ${noted.length} actions do it:\n${few.map((action) => JSON.stringify(action)).join('\n')}`);
  }
  return count;
}
