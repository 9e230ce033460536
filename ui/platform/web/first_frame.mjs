// SPDX-License-Identifier: MIT
// Draws the page's first frame where there is no page: by Node, on whatever stands in for a browser. What the module
// does for it is the same, so that a build can measure which of its functions a first frame needs.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Windows as people have them: what a first frame needs in one of them belongs to its part of the module. */
const windows = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080, dark: true, still: true },
  { width: 900, height: 600, density: 2, platform: 'MacIntel' },
  { width: 480, height: 270, density: 1.5, contrast: true },
  { width: 480, height: 270, density: 1.5, contrast: true, dark: true },
  { width: 390, height: 844, density: 3, touch: true },
  { width: 320, height: 480, dark: true },
];

/** Anything: what one asks of it is anything too. A number of it is 0, a text ''. `known`: what is more than that. */
function anything(known = {}) {
  const own = new Map(Object.entries(known));
  return new Proxy(function () {}, {
    get(target, name) {
      if (!own.has(name) && name === Symbol.toPrimitive) return (hint) => (hint === 'string' ? '' : 0);
      if (!own.has(name) && name === Symbol.iterator) return [][Symbol.iterator].bind([]);
      if (!own.has(name) && (name === 'then' || typeof name === 'symbol')) return undefined;
      if (!own.has(name)) own.set(name, anything());
      return own.get(name);
    },
    set: (target, name, value) => { own.set(name, value); return true; },
    has: (target, name) => own.has(name),
    deleteProperty: (target, name) => { own.delete(name); return true; },
    apply: () => anything(),
    construct: () => anything(),
  });
}

const Version = 0x1F02, LanguageVersion = 0x8B8C, LargestTexture = 0x0D33, Linked = 0x8B82, Complete = 0x8CD5;
const parameters = { [Version]: 'WebGL 2.0', [LanguageVersion]: 'WebGL GLSL ES 3.00', [LargestTexture]: 8192 };
/** WebGL 2 that draws nothing and never fails. */
const graphics = () => anything({
  getParameter: (name) => parameters[name] ?? 0,
  getProgramParameter: (program, name) => (name === Linked ? true : 0),
  getSupportedExtensions: () => [],
  getExtension: () => null,
  getShaderParameter: () => true,
  checkFramebufferStatus: () => Complete,
  isContextLost: () => false,
});

/**
 * A browser's globals for such a window. Nothing comes by itself, no event either: the page holds back what it would
 * tell the module until all of it is there. Returns the list that frames are asked for in.
 */
function open({ width, height, density = 1, dark, contrast, still, touch, platform = 'Linux x86_64' }) {
  const frames = [];
  const element = anything;
  const elements = new Map([['canvas', element({ clientWidth: width, clientHeight: height, getContext: graphics })]]);
  const byId = (id) => elements.get(id) ?? elements.set(id, element()).get(id);
  const wishes = { dark, contrast, motion: still, coarse: touch };
  const matches = (query) => Object.entries(wishes).some(([word, is]) => is && query.includes(word));
  const known = {
    document: element({ hidden: false, activeElement: null, getElementById: byId, createElement: () => element(),
      querySelector: (selector) => byId(selector.replace('#', '')) }),
    window: globalThis, self: globalThis, parent: globalThis, top: globalThis,
    location: { hash: '', search: '', pathname: '/', href: 'http://localhost/', hostname: 'localhost' },
    navigator: { platform, userAgent: '', language: 'en', maxTouchPoints: touch ? 5 : 0 },
    history: anything(),
    localStorage: anything({ getItem: () => null }),
    devicePixelRatio: density, innerWidth: width, innerHeight: height,
    matchMedia: (query) => element({ matches: matches(query) }),
    getComputedStyle: () => anything(),
    requestAnimationFrame: (call) => frames.push(call),
    addEventListener() {},
    ResizeObserver: anything(), IntersectionObserver: anything(), MutationObserver: anything(),
    HTMLInputElement: class {}, HTMLElement: class {}, Worker: anything(),
    chainruleWhole: new Promise(() => {}),   // the second part never comes
    chainruleSay(text) { throw new Error(text); },
  };
  for (const [name, value] of Object.entries(known))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return frames;
}

/** The module after its first frame in such a window. `glue`: what Emscripten made beside it. */
async function drawn(glue, bytes, window) {
  const frames = open(window);
  const { default: create } = await import(pathToFileURL(glue) + '?' + JSON.stringify(window));
  const module = await new Promise((done, fail) => {
    const instantiateWasm = (imports, receive) => {
      WebAssembly.instantiate(bytes, imports).then(({ instance }) => {
        receive(instance);
        done(instance);
      }).catch(fail);
      return {};
    };
    create({ instantiateWasm }).catch(fail);
  });
  for (let next; !globalThis.chainrule?.frames && (next = frames.shift());) next(performance.now());
  if (!globalThis.chainrule?.frames) throw new Error(`no first frame in a window of ${JSON.stringify(window)}`);
  return module.exports;
}

/** What an instrumented module has noted in each of the windows. */
export async function profiles(glue, file) {
  const bytes = readFileSync(file), all = [];
  for (const window of windows) {
    const exported = await drawn(glue, bytes, window);
    const memory = Object.values(exported).find((one) => one instanceof WebAssembly.Memory);
    const at = memory.buffer.byteLength, room = 1 << 20;
    memory.grow(room >> 16);
    const length = exported.__write_profile(at, room);
    all.push(new Uint8Array(memory.buffer, at, length).slice());
  }
  return all;
}
