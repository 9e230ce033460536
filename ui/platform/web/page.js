// SPDX-License-Identifier: MIT
// The page's side of page.cpp: frames on demand, keys. Compiled into playground.js and
// minified with it, so names seen from outside are quoted.

const Outside = -1e9; // a pointer that is nowhere
// What _chainrule_frame() returns.
const WantsFrame = 1, WantsText = 2, HasActiveItem = 4, OverItem = 8, ShowsFocus = 16;

/** Calls `call` with C strings of `texts`. */
function withText(texts, call) {
  const pointers = texts.map((text) => stringToNewUTF8(text));
  const result = call(...pointers);
  pointers.forEach((pointer) => _free(pointer));
  return result;
}

/** Copies bytes into the module; the C++ function that gets them frees them. 0 when there is no room for them. */
function toHeap(bytes) {
  const pointer = _malloc(bytes.length || 1);
  if (pointer) HEAPU8.set(bytes, pointer);
  return pointer;
}

const Page = {
  root: null,
  canvas: null,
  pending: 0, // frames still wanted
  scheduled: false,
  lost: false, // the GPU took the context away
  result: 0, // of the last frame
  whole: false, // the module's second part is there: see page.js
  asked: false, // something was done before the first frame: it may need that part
  scale: 1, // of a slide that shows this page enlarged
  resized: false, // by that; the canvas is not yet
  caret: 0,
  shownHash: '',
  hashTimer: 0,
  counters: { 'frames': 0, 'memory': 0 }, // for tests: globalThis.chainrule; memory is the module's

  start() {
    Page.root = document.getElementById('app');
    Page.canvas = document.getElementById('canvas');
    Page.counters['requestFrames'] = (frames) => Page.request(frames);
    Page.counters['idle'] = () => Page.idle();
    Page.counters['setPace'] = (seconds) => _chainrule_pace(seconds); // of a run, 0: as fast as it goes
    Page.counters['setScale'] = (scale) => {
      if (scale === Page.scale) return;
      Page.scale = scale;
      Page.resized = true; // measured with the next frame: however often it is told, once
      Page.request(2);
    };
    globalThis['chainrule'] = Page.counters;
    Trouble.listen();
    Frame.listen();
    Page.listen();
    Pointer.listen(Page.root);
    Keys.listen(Page.root);
    Files.listen();
    Mirror.start(document.getElementById('mirror'));
    Page.measure();
    globalThis['chainruleWhole'].then(() => {
      Page.whole = true;
      Page.schedule();
    });
    // The page is the program when it stands alone; in a slide the keys stay with the deck until somebody clicks.
    if (window.parent === window) Page.canvas.focus({ preventScroll: true });
  },

  /**
   * All that tells the module something but what its first frame needs: at once, with its result; or, in their order,
   * when all of the module is there.
   */
  later(call) {
    if (Page.whole) return call();
    globalThis['chainruleWhole'].then(call);
    return 0;
  },

  refuse() {
    globalThis['chainruleSay']('Chainrule draws with WebGL 2, which this browser does not offer here. ' +
      'Another browser, or hardware acceleration in its settings, may help.');
  },

  listen() {
    const canvas = Page.canvas;
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      Page.lost = true;
      Page.later(() => _chainrule_context_lost());
    });
    canvas.addEventListener('webglcontextrestored', () => {
      Page.lost = false;
      Page.request(3);
    });
    const observer = new ResizeObserver((entries) => Page.measure(entries[0]));
    try {
      observer.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(canvas);
    }
    Page.watchDensity();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) Kept.now();
      Page.request(3);
    });
    window.addEventListener('pagehide', () => Kept.now());
    for (const wish of ['prefers-color-scheme: dark', 'prefers-contrast: more', 'forced-colors: active',
      'prefers-reduced-motion: reduce']) {
      window.matchMedia(`(${wish})`).addEventListener('change', () => Page.request(3));
    }
    Paper.listen();
    window.addEventListener('hashchange', () => {
      Page.asked = true;
      Page.shownHash = Frame.link();
      // Also before the second part of the module is there, which has what reads links.
      Page.later(() => withText([Page.shownHash], (text) => _chainrule_link(text)));
      Page.request(3);
    });
  },


  /** A window that moves to another screen changes its density without changing its size. */
  watchDensity() {
    window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
      Page.measure();
      Page.watchDensity();
    }, { once: true });
  },

  measure(entry) {
    const canvas = Page.canvas;
    if (Page.counters['frames'] && !(canvas.clientWidth && canvas.clientHeight)) return; // out of sight: it comes back
    Page.resized = false;
    const width = canvas.clientWidth || 1;
    const height = canvas.clientHeight || 1;
    const density = window.devicePixelRatio * Page.scale;
    // The observer knows device pixels exactly, but not under an emulated density: believed when it is near.
    const exact = entry && entry.devicePixelContentBoxSize && entry.devicePixelContentBoxSize[0];
    const pixels = (css, known) =>
      Math.max(1, Math.abs(known - css * density) <= 1 ? known : Math.round(css * density));
    const pixelWidth = pixels(width, exact ? exact.inlineSize : NaN);
    const pixelHeight = pixels(height, exact ? exact.blockSize : NaN);
    if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
    if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
    _chainrule_resize(width, height, pixelWidth, pixelHeight, density);
    // A canvas is blank after its size changed: it gets its picture before the page is shown.
    if (Page.whole && Page.counters['frames'] && !document.hidden && !Page.lost) Page.draw();
    Page.request(2);
  },

  request(frames) {
    Page.pending = Math.max(Page.pending, frames);
    Page.schedule();
  },

  schedule() {
    const waits = !Page.whole && (Page.counters['frames'] || Page.asked);
    if (Page.scheduled || Page.lost || Trouble.reason || document.hidden || waits) return;
    Page.scheduled = true;
    requestAnimationFrame(() => {
      Page.scheduled = false;
      if (Page.lost || document.hidden || (!Page.whole && Page.asked)) return; // asked again when that ends
      Page.pending--;
      if (Page.resized && Page.counters['frames']) Page.measure(); // which draws
      else Page.draw();
      if (Page.result & WantsFrame) Page.pending = Math.max(Page.pending, 1);
      if (Page.pending > 0) Page.schedule();
      else if (Page.result & WantsText) Page.blink();
    });
  },

  /** When nothing comes any more by itself: no frame, no file, no answer to a message, nothing from the Worker. */
  async idle() {
    // Two, since what the first one lays out asks for the second.
    const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await globalThis['chainruleWhole'];
    let drawn;
    do {
      drawn = Page.counters['frames'];
      await Training.rest();
      await frames();
    } while (Page.scheduled || Frame.timer || Files.awaited || Page.counters['frames'] !== drawn);
  },

  /** The context's own word: its event comes later. */
  gone: () => Page.lost || !!Page.canvas.getContext('webgl2')?.isContextLost(),

  /**
   * A window in which a first frame calls what no build has seen it call. Half a frame has left things behind: the page
   * begins once more, with all of the module (plain() in page.js of the site).
   */
  anew() {
    Page.asked = true;
    try {
      if (history.state === 'whole') return;
      history.replaceState('whole', '');
      location.reload();
    } catch { /* a page in a sandbox: it goes on with what there is */ }
  },

  draw() {
    if (Trouble.reason || Page.gone()) return;
    Frame.hand();
    const stack = _emscripten_stack_get_current();
    try {
      Page.result = _chainrule_frame();
    } catch (error) {
      __emscripten_stack_restore(stack);
      if (!Page.whole && !Page.counters['frames']) Page.anew();
      else if (!Page.gone()) throw error;
      return; // the context went in the midst of the frame; the next one is drawn when it is back
    }
    Kept.soon();
    Page.counters['memory'] = HEAPU8.length;
    if (Page.counters['frames']++ === 0) Page.root.dataset['state'] = 'ready';
    Frame.tell();
  },

  /** A text field's caret blinks without any input, unless the user wants no motion. */
  blink() {
    clearTimeout(Page.caret);
    Page.caret = setTimeout(() => Page.request(1), 400);
  },

  setCursor(name) { Page.root.style.cursor = name; },

  showHash(fragment, own) {
    if (fragment === Page.shownHash) return;
    Page.shownHash = fragment;
    Frame.dress();
    // Browsers refuse more than a few changes a second. What is shown by then counts: another address may have come.
    clearTimeout(Page.hashTimer);
    Page.hashTimer = setTimeout(() => {
      try {
        Frame.showLink(own);
      } catch { /* a page in a sandbox has no address to change */ }
    }, 200);
  },

  copy(text) {
    // Frames of other sites may write to the clipboard only where these allow it; the old way asks nobody.
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    const active = document.activeElement;
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (active) active.focus({ preventScroll: true });
    if (!done && navigator.clipboard) navigator.clipboard.writeText(text).catch(() => {});
  },

  /** A copy of the canvas, which has its picture only until the task of its frame ends. */
  copyPicture() {
    const copy = document.createElement('canvas');
    copy.width = Page.canvas.width;
    copy.height = Page.canvas.height;
    copy.getContext('2d').drawImage(Page.canvas, 0, 0);
    return copy;
  },
  /** The same drawn anew with so many pixels for one of the page; null where nothing can be drawn. */
  takePicture(density) {
    if (!Page.whole || !Page.counters['frames'] || Page.gone()) return null;
    const scale = Page.scale;
    Page.scale = density / window.devicePixelRatio;
    Page.measure();
    Page.draw(); // signs of another size come with the second frame
    const copy = Page.copyPicture();
    Page.scale = scale;
    Page.measure();
    return copy;
  },

  /** The canvas has its picture only until this task ends. */
  savePicture(name, x, y, width, height) {
    const copy = document.createElement('canvas');
    copy.width = width;
    copy.height = height;
    copy.getContext('2d').drawImage(Page.canvas, x, y, width, height, 0, 0, width, height);
    copy.toBlob((blob) => Files.save(name, blob));
  },

  /** Another page of the site, in a window of its own. */
  openSite(path) {
    const other = window.open(new URL(path, location.href.replace(/[?#].*/, '')).href, '_blank');
    if (other) other.opener = null;
  },
  chooseFile(accept) { Files.choose(accept); },
  saveFile(name, bytes) { Files.save(name, bytes); },
  load(id, path) { Files.load(id, path); },
};

const Keys = {
  listen(root) {
    document.addEventListener('keydown', (event) => {
      if (Frame.leaves(event)) return Frame.pass(event);
      if (!Keys.own(event)) return;
      if (Keys.send(event, 1)) event.preventDefault();
      const types = [...event.key].length === 1 && !event.isComposing;
      const shortcut = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
      if (types && !shortcut) Page.later(() => withText([event.key], (text) => _chainrule_text(text)));
    });
    document.addEventListener('keyup', (event) => {
      if (Keys.own(event)) Keys.send(event, 0);
    });
    root.addEventListener('focusin', () => {
      Page.later(() => _chainrule_focus(1));
      Page.request(3);
    });
    root.addEventListener('focusout', (event) => {
      if (root.contains(event.relatedTarget)) return;
      Page.later(() => _chainrule_focus(0));
      Page.request(3);
    });
    window.addEventListener('paste', (event) => {
      if (event.target instanceof HTMLInputElement) return;
      const text = event.clipboardData.getData('text/plain');
      const taken = Page.later(() => withText([text], (pointer) => _chainrule_paste(pointer)));
      if (!taken && /[\n,]/.test(text)) Files.open('pasted.csv', new TextEncoder().encode(text));
      Page.request(3);
    });
  },

  /** Native controls of the mirror keep their own keys; a button needs but three, a slider or menu no shortcut. */
  own({ target, key, ctrlKey, metaKey }) {
    if (Trouble.reason) return false;
    if ((ctrlKey || metaKey) && (target.tagName === 'SELECT' || target.type === 'range')) return true;
    if (target === Page.canvas || target === Page.root || target === document.body) return true;
    return target.tagName === 'BUTTON' && !['Enter', ' ', 'Tab'].includes(key);
  },

  send(event, down) {
    Page.asked = true;
    const { shiftKey, ctrlKey, altKey, metaKey } = event;
    const used = Page.later(() => withText([event.code, event.key], (code, key) =>
      _chainrule_key(code, key, down, +shiftKey, +ctrlKey, +altKey, +metaKey)));
    Page.request(3);
    return used;
  },
};
