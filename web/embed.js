// SPDX-License-Identifier: MIT
// <chainrule-playground data="xor" layers="dense:4:tanh,dense:1:sigmoid" hide="data,fit"></chainrule-playground>
// for any page and for decks of slides:  <script src=".../embed.js"></script>
// Every attribute that is no own one is a key of the link; a change of it changes the experiment. The frame loads when it
// is seen. Keys that it has no use for reach the page, so that decks go on turning (plain <iframe>s of the site, too).
(() => {
const script = document.currentScript ?? document.querySelector('script[src*="embed.js"]');   // a module has no current one
const site = new URL('.', script.src);
const own = ['class', 'id', 'style', 'slot', 'title', 'width', 'height', 'part', 'lang', 'dir', 'hidden', 'tabindex'];

const linkOf = (element) => [...element.attributes].filter(({ name }) => !own.includes(name) && !/^(data-|aria-|on)/.test(name))
  .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('&');

/** How much larger the page shows the element than it lies it out: decks scale their slides. */
const scaleOf = (element) => {
  const box = element.getBoundingClientRect();
  return element.offsetWidth > 0 && box.width > 0 ? Math.min(Math.max(box.width / element.offsetWidth, 0.2), 4) : 1;
};

class ChainrulePlayground extends HTMLElement {
  #frame = null;
  #answers = new Map();
  #asked = 0;
  #scale = 1;
  #link = '';   // that the frame has
  #waiting = [];   // what is said before it can listen; null afterwards
  #changes = new MutationObserver(() => this.#follow());
  #extent = new ResizeObserver(() => this.#sharpen());

  connectedCallback() {
    if (this.#frame) return;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':host { display: block; width: 100%; aspect-ratio: 16 / 9; } :host([hidden]) { display: none; } iframe { display: block; width: 100%; height: 100%; border: 0; }');
    shadow.adoptedStyleSheets = [sheet];
    for (const side of ['width', 'height']) if (this.hasAttribute(side)) this.style[side] = /^\d+$/.test(this.getAttribute(side)) ? this.getAttribute(side) + 'px' : this.getAttribute(side);
    if (this.hasAttribute('height')) this.style.aspectRatio = 'auto';
    this.#frame = document.createElement('iframe');
    this.#frame.title = this.title || 'Chainrule: a neural network to try';
    this.#frame.allow = 'clipboard-write; fullscreen';
    this.#frame.loading = 'lazy';
    this.#link = linkOf(this);
    this.#frame.src = new URL('index.html#' + this.#link, site);
    shadow.append(this.#frame);
    this.#changes.observe(this, { attributes: true });
    this.#extent.observe(this);
  }

  /** The frame's window, for messages. */
  get contentWindow() { return this.#frame?.contentWindow ?? null; }

  play() { this.#say({ do: 'play' }); }
  pause() { this.#say({ do: 'pause' }); }
  /** by: epoch, batch, layer or number. */
  step(by = 'epoch') { this.#say({ do: 'step', by }); }
  /** Shows the network as it was after that epoch. */
  goto(epoch) { this.#say({ do: 'goto', epoch }); }
  /** Other values of keys of the link: set({ learning_rate: 0.1 }). */
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
    else this.#frame?.contentWindow?.postMessage({ chainrule: 1, ...message }, site.origin === 'null' ? '*' : site.origin);
  }
  #follow() {
    if (linkOf(this) === this.#link) return;
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
    } else if (['ready', 'epoch', 'state'].includes(event)) {
      this.dispatchEvent(new CustomEvent(event, { detail }));
    }
  }
}

const elements = () => [...document.querySelectorAll('chainrule-playground')];

addEventListener('message', ({ data, origin, source }) => {
  // From this page's own frames, as long as they show this site.
  if (!data || data.chainrule !== 1 || !source || source.parent !== window || origin !== site.origin) return;
  if (data.event === 'key') {   // as if it had been pressed in the page
    document.activeElement?.blur();
    const { key, code, keyCode, shiftKey, ctrlKey, altKey, metaKey } = data;
    for (const type of ['keydown', 'keyup']) document.dispatchEvent(new KeyboardEvent(type, { key, code, keyCode, which: keyCode, shiftKey, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true }));
    return;
  }
  elements().find((element) => element.contentWindow === source)?.hear(data);
});

customElements.define('chainrule-playground', ChainrulePlayground);
})();
