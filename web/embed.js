// SPDX-License-Identifier: MIT
// <chainrule-playground data="xor" layers="dense:4:tanh,dense:1:sigmoid" hide="data,fit"></chainrule-playground>
// for any page and for decks of slides:  <script src=".../embed.js"></script>
// Every attribute that is no own one is a key of the link; a change of it changes the experiment. The frame loads when
// it is seen, and rests where a deck has made its slide invisible in its place. Keys that it has no use for reach the
// page, so that decks go on turning (plain <iframe>s of the site, too).
(() => {
if (customElements.get('chainrule-playground')) return;   // a second one on the page
// A module has no current script.
const script = document.currentScript ?? document.querySelector('script[src*="embed.js"]');
const site = new URL('.', script?.src || document.baseURI), files = site.protocol === 'file:';
/** Files have no origin of their own. */
const target = files ? '*' : site.origin, ours = (origin) => (files ? !/^http/.test(origin) : origin === site.origin);
const own = ['keep', 'class', 'id', 'style', 'slot', 'title', 'width', 'height', 'part', 'lang', 'dir', 'hidden',
  'tabindex'];

const linkOf = (element) => [...element.attributes]
  .filter(({ name }) => !own.includes(name) && !/^(data-|aria-|on)/.test(name))
  .map(({ name, value }) => `${name}=${encodeURIComponent(value).replace(/%(3A|2C|2F|3B|3D)/g, decodeURIComponent)}`)
  .join('&');
/** From a file browsers load no module, only the page that has all in it. A deck of one file brings that itself. */
const addressOf = (link) =>
  new URL((globalThis.chainrulePage ?? (files ? 'chainrule.html' : 'index.html')) + '#' + link, site);
/** What it stands in, through shadow roots. */
const outside = (element) => element.parentElement ?? element.getRootNode().host;
const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/**
 * How much larger the page shows the element than it lays it out: decks scale their slides, and turn some of them.
 * CSS's zoom does not count, the browser gives a zoomed frame a higher density by itself.
 */
const scaleOf = (element) => {
  let all = new DOMMatrix();
  for (let around = element; around instanceof Element; around = around.assignedSlot ?? outside(around)) {
    const { transform, scale } = getComputedStyle(around);
    const [x, y = x] = (scale ?? 'none').split(' ').map(Number);
    all = new DOMMatrix(transform).scaleSelf(x || 1, y || 1).multiply(all);
  }
  return Math.min(Math.max(Math.sqrt(Math.abs(all.a * all.d - all.b * all.c)), 0.2), 4);
};

/** What stands behind a place: 'light' or 'dark'. reveal.js has backgrounds in a layer of their own, and says so. */
const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
  .getContext('2d', { willReadFrequently: true });
function shade(color) {
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = color;
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue, opacity] = brush.getImageData(0, 0, 1, 1).data;
  return opacity < 128 ? '' : 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? 'dark' : 'light';
}
function groundOf(place) {
  for (let around = place; around instanceof Element; around = outside(around)) {
    const told = /\bhas-(dark|light)-background\b/.exec(around.className)?.[1] ??
      shade(getComputedStyle(around).backgroundColor);
    if (told) return told;
  }
  const { colorScheme } = getComputedStyle(document.documentElement);
  return /dark/.test(colorScheme) && (!/light/.test(colorScheme) || darkSystem.matches) ? 'dark' : 'light';
}

/** Not display: none, visibility: hidden or opacity: 0, by itself or by what it stands in. Options have older names. */
const all = { visibilityProperty: true, opacityProperty: true, checkVisibilityCSS: true, checkOpacity: true };
const visible = (element) => element.checkVisibility?.(all) ??
  (element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible');

/** Paper shows still pictures. Decks have pages of their own for that, with all slides; others say data-paper. */
const paper = matchMedia('print');
const forPaper = /[?&](print-pdf|view=print)\b/i.test(location.search) || script?.hasAttribute('data-paper');

const style = `:host { display: block; width: 100%; aspect-ratio: 16 / 9; } :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: light; }
  iframe[hidden] { display: none; }
  div { display: none; box-sizing: border-box; width: 100%; height: 100%; padding: 16px; gap: 8px;
    grid-template-rows: auto minmax(0, 1fr) auto;
    justify-items: center; text-align: center; overflow-wrap: anywhere; font-size: 18px; line-height: 1.3; }
  b { font-weight: 600; } svg { width: 100%; height: 100%; } img { width: 100%; height: 100%; object-fit: contain; }
  div:has(img) { padding: 0; gap: 4px; grid-template-rows: minmax(0, 1fr) auto; }
  a { color: inherit; font-size: 14px; text-decoration: none; }
  div.now { display: grid; }
  @media print { div:not(.live) { display: grid; } iframe:not(.live) { position: absolute; visibility: hidden; } }`;

class ChainrulePlayground extends HTMLElement {
  #frame = null;
  #print = document.createElement('div');
  #answers = new Map();
  #asked = 0;
  #scale = 1;
  #shown = false;
  #link = '';   // that the frame has
  #waiting = [];   // what is said before it can listen; null afterwards
  #changes = new MutationObserver(() => {
    this.#follow();
    this.look();
  });
  #extent = new ResizeObserver(() => {
    this.look();
    this.#sharpen();
  });

  connectedCallback() {
    // What makes a slide visible is an attribute of something around; what comes and goes has another size, too.
    for (let around = this; around; around = outside(around)) this.#changes.observe(around, { attributes: true });
    if (this.#frame) return this.#again();
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
    for (const side of ['width', 'height'])
      if (this.hasAttribute(side)) this.style[side] = this.getAttribute(side).replace(/^\d+$/, '$&px');
    if (this.hasAttribute('height')) this.style.aspectRatio = 'auto';
    this.#frame = document.createElement('iframe');
    this.#frame.title = this.title || 'Chainrule: a neural network to try';
    this.#frame.allow = 'clipboard-write; fullscreen';
    this.#frame.loading = 'lazy';
    this.#frame.hidden = true;
    this.#print.className = forPaper ? 'now' : '';
    shadow.append(this.#frame, this.#print);
    if (forPaper) {
      this.draw();
      pictures();
    }
    this.#extent.observe(this);
  }
  disconnectedCallback() {
    this.#changes.disconnect();
    this.#extent.disconnect();
  }

  /** It was moved: its frame begins anew, with the link of now. */
  #again() {
    if (this.#frame.src) {
      this.#waiting = [];
      this.#link = linkOf(this);
      this.#frame.src = addressOf(this.#link);
    }
    this.#extent.observe(this);
  }

  /** Something has faded, or moved into its place. */
  arrived() {
    this.look();
    this.#sharpen();
  }

  /** The frame goes with the element: one without a box gives its GPU memory back. */
  look() {
    tellGround(this);
    if (forPaper || paper.matches || visible(this) === this.#shown) return;
    this.#shown = !this.#shown;
    this.#frame.hidden = !this.#shown;
    if (!this.#frame.src) {
      this.#link = linkOf(this);
      this.#frame.src = addressOf(this.#link);
    } else {
      this.#say(this.#shown ? 'slide:start' : 'slide:stop');
    }
  }

  /** What paper shows of it. A frame in sight prints itself. */
  draw() {
    const job = jobOf(this);
    for (const part of [this.#frame, this.#print]) part.classList.toggle('live', job.live);
    globalThis.chainrulePoster?.putPrint?.(job);
  }
  get paper() { return this.#print; }

  /** The frame's window, for messages. */
  get contentWindow() { return this.#frame?.contentWindow ?? null; }

  play() { this.#say({ do: 'play' }); }
  pause() { this.#say({ do: 'pause' }); }
  /** by: epoch, batch, layer or number. */
  step(by = 'epoch') { this.#say({ do: 'step', by }); }
  /** Shows the network as it was after that epoch. */
  goto(epoch) { this.#say({ do: 'goto', epoch }); }
  /** Other values of keys of the link: set({ optimizer: 'adam:learning_rate=0.1' }). */
  set(values) { this.#say({ do: 'set', values }); }
  /** The state: { link, epoch, epochs, playing, logs }. */
  get() {
    const id = ++this.#asked;
    return new Promise((done) => {
      this.#answers.set(id, done);
      this.#say({ do: 'get', id });
    });
  }

  #say(message) {
    if (this.#waiting) this.#waiting.push(message);
    else this.contentWindow?.postMessage(typeof message === 'string' ? message : { chainrule: 1, ...message }, target);
  }
  #follow() {
    if (!this.#frame.src || linkOf(this) === this.#link) return;
    this.#link = linkOf(this);
    this.#say({ do: 'set', link: this.#link });
  }
  #sharpen() {
    const scale = scaleOf(this);
    if (Math.abs(scale - this.#scale) < 0.01) return;
    this.#scale = scale;
    this.#say({ do: 'set', scale });
  }

  /** What the frame tells. */
  hear({ event, chainrule, ...detail }) {
    if (event === 'ready') {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      for (const message of waiting) this.#say(message);
      this.#scale = 1;
      this.#sharpen();
    }
    if (event === 'state' && this.#answers.has(detail.id)) {
      this.#answers.get(detail.id)(detail);
      this.#answers.delete(detail.id);
    } else if (['ready', 'epoch', 'state', 'change', 'error'].includes(event)) {
      this.dispatchEvent(new CustomEvent(event, { detail }));
    }
  }
}

const elements = () => [...document.querySelectorAll('chainrule-playground')];

/** What is to be known to make the picture of a place. */
const jobOf = (place) => {
  const told = latest.get(keyOf(place)), link = fragmentOf(place), mark = `${link} ${told?.number ?? 0}`;
  return { place, link, mark, target, address: isPlain(place) ? place.src : addressOf(link).href,
    inside: place.paper, told: told?.run && told,
    ground: !forPaper && darkSystem.matches ? 'light' : groundOf(place),   // paper is no dark screen
    live: !forPaper && inSight(place) && holds.has(place.contentWindow) };
};
const jobs = () => places().map(jobOf);
const drawAll = () => {
  for (const element of elements()) element.draw();
  for (const frame of plainFrames()) globalThis.chainrulePoster?.putPrint?.(jobOf(frame));
};
addEventListener('beforeprint', drawAll);

/** Makes the pictures of all slides, which takes a moment for each, and says so. It ends when they are there. */
let making = null;
const pictures = () => making ??= loaded.then(() => globalThis.chainrulePoster?.makeAll?.(jobs))
  .finally(() => { making = null; });
globalThis.chainrulePaper = pictures;
// Printed by its key, a deck waits for them.
let printing = false;
addEventListener('keydown', (event) => {
  if (event.key?.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (!printing && !globalThis.chainrulePoster?.missing?.(jobs()).length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!printing) pictures().then(() => print()).finally(() => { printing = false; });
  printing = true;
}, { capture: true });
paper.addEventListener('change', () => {
  drawAll();
  elements().forEach((element) => element.look());   // what came or went meanwhile
});
const loaded = globalThis.chainrulePoster ? Promise.resolve() : new Promise((done) => {
  const posters = document.createElement('script');
  posters.src = new URL('poster.js', site);
  for (const end of ['load', 'error']) posters.addEventListener(end, done);
  document.head.append(posters);
});
if (forPaper) loaded.then(drawAll);

// What fades in or out is there, or gone, at the end.
for (const end of ['transitionend', 'transitioncancel', 'animationend'])
  document.addEventListener(end, () => elements().forEach((element) => element.arrived()));

/** As if the key had been pressed on the frame: down, the sign that it types, up. */
function press(place, { key, code, keyCode, shiftKey, ctrlKey, altKey, metaKey }) {
  document.activeElement?.blur();
  window.focus();
  const told = { key, code, keyCode, which: keyCode, shiftKey, ctrlKey, altKey, metaKey,
    bubbles: true, cancelable: true, composed: true };
  const send = (type, more) => place.dispatchEvent(new KeyboardEvent(type, { ...told, ...more }));
  send('keydown');
  const sign = key === 'Enter' ? 13 : [...key].length === 1 && key.codePointAt(0);
  if (sign) send('keypress', { charCode: sign, keyCode: sign, which: sign });
  setTimeout(() => send('keyup'), 40);   // some decks look at what is down only after their other work
}

const here = { chainrule: 1, do: 'set', keys: true, twins: true };
/** The page's own frames of this site, elements' and plain ones: their keys come here, and what twins shall know. */
const tellFrame = (frame) => frame?.postMessage(here, target);
const grounds = new WeakMap();   // by a place: what its frame was told
function tellGround(place) {
  const ground = groundOf(place);
  if (!holds.has(place.contentWindow) || grounds.get(place) === ground) return;
  grounds.set(place, ground);
  if (isPlain(place)) place.style.colorScheme = 'light';   // else the browser puts a ground behind a transparent one
  place.contentWindow.postMessage({ ...here, ground }, target);
}
darkSystem.addEventListener('change', () => places().forEach(tellGround));

// Twins: frames with the same link, or the same keep="name", show one network. On the next slide it goes on where it
// was left; in other windows of the deck (remark's clone, reveal's speaker view) it is as in the one touched last.
const latest = new Map();   // by key: { view, run, plays, since, number of the run, source: the frame that told it }
const me = Math.random();   // this window
const holds = new WeakMap();   // by the window of a frame that listens: the number of the run that it has, -1: none
let channel = null, runs = 0;
try {
  channel = new BroadcastChannel('chainrule ' + location.pathname);
} catch { /* a page in a sandbox has none */ }

const plainFrames = () => [...document.querySelectorAll('iframe:not([data-chainrule-paper])')].filter(({ src }) =>
  src.startsWith(site) && /^((index|chainrule)\.html)?([?#]|$)/.test(src.slice(site.href.length)));
const isPlain = (place) => place.localName === 'iframe';
const places = () => [...elements(), ...plainFrames()];
/** What a frame's window stands in: the element, or the plain frame. */
const placeOf = (source) => elements().find(({ contentWindow }) => contentWindow === source) ??
  plainFrames().find(({ contentWindow }) => contentWindow === source);
const fragmentOf = (place) => (isPlain(place) ? new URL(place.src).hash.slice(1) : linkOf(place));
const keyOf = (place) => place.getAttribute('keep') ?? fragmentOf(place);

/** Decks let slides fade: the browser tells whether one is there, and when it has gone it goes on elsewhere. */
const inSight = (place) => !!place && visible(place) && !faded.has(place), faded = new WeakSet();
const sight = new IntersectionObserver((entries) => {
  for (const { target: place, isIntersecting } of entries) {
    if (isIntersecting) faded.delete(place);
    else faded.add(place);
    const key = !isIntersecting && place.contentWindow && keyOf(place);
    if (key && latest.get(key)?.source === place.contentWindow) tellTwins(key, place.contentWindow);
  }
});
/** Shows a frame what its twin told last. */
function follow(source, key) {
  const told = latest.get(key);
  if (!told || told.source === source || !holds.has(source)) return;
  const twin = !told.source ? 'window' : inSight(placeOf(told.source)) ? 'page' : 'before';
  const { view, plays, number } = told, run = holds.get(source) === number ? undefined : told.run;
  holds.set(source, number);
  source.postMessage({ chainrule: 1, do: 'follow', view, run, plays, twin }, target);
  if (twin === 'before') told.source = source;   // it goes on there
}
function hear(key, { view, run, plays, since }, source) {
  const before = latest.get(key), number = run ? ++runs : before?.number ?? 0;
  if (!source && before?.source && before.since > since) return;   // here somebody has come later
  latest.set(key, { view, run: run ?? before?.run, plays, since, number, source });
  if (source) holds.set(source, number);
  tellTwins(key, source);
}
function tellTwins(key, source) {
  for (const place of places()) {
    const frame = place.contentWindow;
    if (frame && frame !== source && inSight(place) && keyOf(place) === key) follow(frame, key);
  }
}
/** A frame is there, or there again. */
function arrive(source, place) {
  const key = keyOf(place);
  if (!key) return;
  sight.observe(place);
  follow(source, key);
  if (!latest.get(key)?.run) channel?.postMessage({ key, asks: me });
}
const spread = (key, { view, run, plays, since }, to) =>
  channel?.postMessage({ key, to, told: { view, run, plays, since } });
if (channel) channel.onmessage = ({ data: { key, told, asks, to } }) => {
  if (told) return to && (to !== me || latest.get(key)?.run) ? undefined : hear(key, told, null);
  // Who leads answers at once, else somebody who has seen it.
  const known = latest.get(key);
  if (known?.run) setTimeout(() => spread(key, latest.get(key), asks), known.source ? 0 : 100 + 300 * Math.random());
};
// What played in this window plays nowhere now.
addEventListener('pagehide', () => latest.forEach((told, key) => {
  if (told.source && told.plays) spread(key, { ...told, run: undefined, plays: false });
}));

addEventListener('message', ({ data, origin, source }) => {
  // From this page's own frames, as long as they show this site.
  if (!data || data.chainrule !== 1 || !source || source.parent !== window || !ours(origin)) return;
  const place = placeOf(source), { event } = data;
  if (event === 'ready') {
    holds.set(source, -1);
    tellFrame(source);
    grounds.delete(place);
    const told = place && latest.get(keyOf(place));
    if (told?.source === source) told.source = place.ownerDocument;   // it has come anew
  }
  if (event === 'key') return press(place ?? document.body, data);
  if (place && (event === 'ready' || event === 'seen')) {
    tellGround(place);
    arrive(source, place);
  }
  const key = event === 'moment' && place && keyOf(place);
  if (key) {
    hear(key, data, source);
    spread(key, data);
  }
  place?.hear?.(data);
});
for (const frame of plainFrames()) tellFrame(frame.contentWindow);

customElements.define('chainrule-playground', ChainrulePlayground);
})();
