// SPDX-License-Identifier: MIT
// The page's side of platform_web.cpp: frames on demand, pointers, keys, files. Compiled into playground.js and
// minified with it, so names seen from outside are quoted.

const Outside = -1e9; // a pointer that is nowhere
const WantsFrame = 1, WantsText = 2, HasActiveItem = 4; // what _chainrule_frame() returns

/** Calls `call` with C strings of `texts`. */
function withText(texts, call) {
  const pointers = texts.map((text) => stringToNewUTF8(text));
  const result = call(...pointers);
  pointers.forEach((pointer) => _free(pointer));
  return result;
}

/** Copies bytes into the module; the C++ function that gets them frees them. */
function toHeap(bytes) {
  const pointer = _malloc(bytes.length || 1);
  HEAPU8.set(bytes, pointer);
  return pointer;
}

const Page = {
  root: null,
  canvas: null,
  pending: 0, // frames still wanted
  scheduled: false,
  lost: false, // the GPU took the context away
  result: 0, // of the last frame
  scale: 1, // of a slide that shows this page enlarged
  caret: 0,
  shownHash: '',
  hashTimer: 0,
  counters: { 'frames': 0 }, // for tests: globalThis.chainrule

  start() {
    Page.root = document.getElementById('app');
    Page.canvas = document.getElementById('canvas');
    Page.counters['requestFrames'] = (frames) => Page.request(frames);
    Page.counters['setScale'] = (scale) => {
      Page.scale = scale;
      Page.measure();
    };
    globalThis['chainrule'] = Page.counters;
    Page.listen();
    Pointer.listen(Page.root);
    Keys.listen(Page.root);
    Files.listen();
    Mirror.start(document.getElementById('mirror'));
    Page.measure();
    // The page is the program when it stands alone; in a slide the keys stay with the deck until somebody clicks.
    if (window.parent === window) Page.canvas.focus({ preventScroll: true });
  },

  refuse() {
    Page.say('Chainrule draws with WebGL 2, which this browser does not offer here. ' +
      'Another browser, or hardware acceleration in its settings, may help.');
  },

  say(text) {
    const app = document.getElementById('app');
    app.dataset['state'] = 'refused';
    document.getElementById('message').textContent = text;
  },

  listen() {
    const canvas = Page.canvas;
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      Page.lost = true;
    });
    canvas.addEventListener('webglcontextrestored', () => {
      Page.lost = false;
      _chainrule_context_restored();
      Page.request(3);
    });
    const observer = new ResizeObserver((entries) => Page.measure(entries[0]));
    try {
      observer.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(canvas);
    }
    Page.watchDensity();
    document.addEventListener('visibilitychange', () => Page.request(3));
    for (const wish of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']) {
      window.matchMedia(wish).addEventListener('change', () => Page.request(3));
    }
    window.addEventListener('hashchange', () => {
      Page.shownHash = location.hash.slice(1);
      withText([Page.shownHash], (text) => _chainrule_link(text));
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
    const width = canvas.clientWidth || 1;
    const height = canvas.clientHeight || 1;
    const density = window.devicePixelRatio * Page.scale;
    // The observer knows device pixels exactly, but not under an emulated density: believed when it is near.
    const exact = entry && entry.devicePixelContentBoxSize && entry.devicePixelContentBoxSize[0];
    const pixels = (css, known) => Math.max(1, Math.abs(known - css * density) <= 1 ? known : Math.round(css * density));
    const pixelWidth = pixels(width, exact ? exact.inlineSize : NaN);
    const pixelHeight = pixels(height, exact ? exact.blockSize : NaN);
    if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
    if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
    _chainrule_resize(width, height, pixelWidth, pixelHeight, density);
    // A canvas is blank after its size changed: it gets its picture before the page is shown.
    if (Page.counters['frames'] && !document.hidden && !Page.lost) Page.draw();
    Page.request(2);
  },

  request(frames) {
    Page.pending = Math.max(Page.pending, frames);
    Page.schedule();
  },

  schedule() {
    if (Page.scheduled || Page.lost || document.hidden) return;
    Page.scheduled = true;
    requestAnimationFrame(() => {
      Page.scheduled = false;
      if (Page.lost || document.hidden) return; // asked again when that ends
      Page.pending--;
      Page.draw();
      if (Page.result & WantsFrame) Page.pending = Math.max(Page.pending, 1);
      if (Page.pending > 0) Page.schedule();
      else if (Page.result & WantsText) Page.blink();
    });
  },

  draw() {
    Page.result = _chainrule_frame();
    if (Page.counters['frames']++ === 0) Page.root.dataset['state'] = 'ready';
  },

  /** A text field's caret blinks without any input. */
  blink() {
    clearTimeout(Page.caret);
    Page.caret = setTimeout(() => Page.request(1), 400);
  },

  setCursor(name) { Page.root.style.cursor = name; },

  showHash(fragment) {
    if (fragment === Page.shownHash) return;
    Page.shownHash = fragment;
    // Browsers refuse more than a few changes a second.
    clearTimeout(Page.hashTimer);
    Page.hashTimer = setTimeout(() => {
      try {
        history.replaceState(null, '', fragment ? '#' + fragment : location.pathname + location.search);
      } catch { /* a page in a sandbox has no address to change */ }
    }, 200);
  },

  copy(text) {
    if (navigator.clipboard) navigator.clipboard.writeText(text).catch(() => {});
  },

  chooseFile(accept) { Files.choose(accept); },
  saveFile(name, bytes) { Files.save(name, bytes); },
  load(id, path) { Files.load(id, path); },
};

const Pointer = {
  touch: null, // the finger that counts: {id, x, y, last, mode, role, element, timer}

  listen(root) {
    root.addEventListener('pointerdown', (event) => Pointer.down(event));
    root.addEventListener('pointermove', (event) => Pointer.move(event));
    root.addEventListener('pointerup', (event) => Pointer.up(event));
    root.addEventListener('pointercancel', (event) => Pointer.cancel(event));
    root.addEventListener('pointerleave', (event) => {
      if (event.pointerType !== 'touch' && !event.buttons) Pointer.send(event, Outside, Outside);
    });
    // Native controls of the mirror neither take the focus from a click nor open lists of their own.
    for (const type of ['mousedown', 'touchstart', 'touchend', 'contextmenu', 'dblclick', 'dragstart']) {
      root.addEventListener(type, (event) => event.preventDefault(), { passive: false });
    }
    root.addEventListener('wheel', (event) => {
      if (event.ctrlKey) return; // the browser's zoom
      event.preventDefault();
      const unit = [1 / 100, 1 / 3, 10][event.deltaMode];
      _chainrule_wheel(-event.deltaX * unit, -event.deltaY * unit);
      Page.request(3);
    }, { passive: false });
  },

  /** Place on the canvas in its own CSS pixels, also when a slide is scaled. */
  place(event) {
    const box = Page.canvas.getBoundingClientRect();
    return [
      (event.clientX - box.left) * (Page.canvas.offsetWidth / box.width || 1),
      (event.clientY - box.top) * (Page.canvas.offsetHeight / box.height || 1),
    ];
  },

  send(event, x, y) {
    _chainrule_pointer(x, y, event.buttons, event.pointerType === 'pen' ? 2 : 0);
    Page.request(3);
  },

  down(event) {
    Mirror.pressed = true;
    try {
      Page.root.setPointerCapture(event.pointerId);
    } catch { /* made by a script: there is no such pointer */ }
    if (event.pointerType === 'touch') return Pointer.touchDown(event);
    Page.canvas.focus({ preventScroll: true });
    Pointer.send(event, ...Pointer.place(event));
  },

  move(event) {
    if (event.pointerType === 'touch') return Pointer.touchMove(event);
    Pointer.send(event, ...Pointer.place(event));
  },

  up(event) {
    Mirror.pressed = event.buttons !== 0;
    if (event.pointerType === 'touch') return Pointer.touchUp(event);
    Pointer.send(event, ...Pointer.place(event));
  },

  cancel(event) {
    Mirror.pressed = false;
    if (Pointer.touch) clearTimeout(Pointer.touch.timer);
    Pointer.touch = null;
    _chainrule_pointer(Outside, Outside, 0, event.pointerType === 'touch' ? 1 : 0);
    Page.request(3);
  },

  finger(x, y, down) {
    _chainrule_pointer(x, y, down ? 1 : 0, 1);
    Page.request(3);
  },

  touchDown(event) {
    if (Pointer.touch) return;
    const [x, y] = Pointer.place(event);
    const role = Mirror.roleOf(event.target);
    const typed = role === 'text' || role === 'number';
    const touch = { id: event.pointerId, x, y, last: y, mode: typed ? 'wait' : 'press', role, element: event.target, timer: 0 };
    Pointer.touch = touch;
    if (typed) return; // a tap opens the keyboard, a drag is the control's own
    Page.canvas.focus({ preventScroll: true });
    if (role !== 'slider') touch.timer = setTimeout(() => Pointer.longPress(touch), 500);
    Pointer.finger(x, y, true);
  },

  /** Does what the right button does; the pointer stays there, so that what hovering shows can be read. */
  longPress(touch) {
    if (Pointer.touch !== touch || touch.mode !== 'press') return;
    touch.mode = 'long';
    Pointer.finger(Outside, Outside, false);
    _chainrule_pointer(touch.x, touch.y, 0, 1);
    _chainrule_pointer(touch.x, touch.y, 2, 1);
    _chainrule_pointer(touch.x, touch.y, 0, 1);
    Page.request(4);
  },

  touchMove(event) {
    const touch = Pointer.touch;
    if (!touch || touch.id !== event.pointerId) return;
    const [x, y] = Pointer.place(event);
    const far = Math.hypot(x - touch.x, y - touch.y) > 8;
    if (far && (touch.mode === 'wait' || touch.mode === 'press')) {
      clearTimeout(touch.timer);
      const upright = Math.abs(y - touch.y) > Math.abs(x - touch.x);
      const holds = touch.role ? touch.role === 'slider' : Page.result & HasActiveItem;
      if (upright && !holds) {
        touch.mode = 'scroll';
        touch.last = touch.y;
        if (touch.role !== 'text' && touch.role !== 'number') Pointer.finger(Outside, Outside, false); // no click
        Pointer.finger(touch.x, touch.y, false);
      } else {
        if (touch.mode === 'wait') Pointer.finger(touch.x, touch.y, true);
        touch.mode = 'drag';
      }
    }
    if (touch.mode === 'drag' || touch.mode === 'press') Pointer.finger(x, y, true);
    if (touch.mode === 'scroll') {
      _chainrule_scroll(0, y - touch.last);
      touch.last = y;
      Page.request(3);
    }
  },

  touchUp(event) {
    const touch = Pointer.touch;
    if (!touch || touch.id !== event.pointerId) return;
    Pointer.touch = null;
    clearTimeout(touch.timer);
    if (touch.mode === 'long') return;
    if (touch.mode === 'wait') {
      // Only inside this handler may the on-screen keyboard open.
      touch.element.focus({ preventScroll: true });
      touch.element.select();
      return;
    }
    if (touch.mode !== 'scroll') Pointer.finger(...Pointer.place(event), false);
    Pointer.finger(Outside, Outside, false); // ImGui takes this one frame later
  },
};

const Keys = {
  listen(root) {
    root.addEventListener('keydown', (event) => {
      if (!Keys.own(event)) return;
      if (Keys.send(event, 1)) event.preventDefault();
      const types = [...event.key].length === 1 && !event.isComposing;
      const shortcut = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
      if (types && !shortcut) withText([event.key], (text) => _chainrule_text(text));
    });
    root.addEventListener('keyup', (event) => {
      if (Keys.own(event)) Keys.send(event, 0);
    });
    root.addEventListener('focusin', () => {
      _chainrule_focus(1);
      Page.request(3);
    });
    root.addEventListener('focusout', (event) => {
      if (root.contains(event.relatedTarget)) return;
      _chainrule_focus(0);
      Page.request(3);
    });
    window.addEventListener('paste', (event) => {
      if (event.target instanceof HTMLInputElement) return;
      const text = event.clipboardData.getData('text/plain');
      const taken = withText([text], (pointer) => _chainrule_paste(pointer));
      if (!taken && /[\n,]/.test(text)) Files.open('pasted.csv', new TextEncoder().encode(text));
      Page.request(3);
    });
  },

  /** Native controls of the mirror keep their own keys. */
  own(event) { return event.target === Page.canvas || event.target === Page.root; },

  send(event, down) {
    const { shiftKey, ctrlKey, altKey, metaKey } = event;
    const used = withText([event.code, event.key], (code, key) =>
      _chainrule_key(code, key, down, +shiftKey, +ctrlKey, +altKey, +metaKey));
    Page.request(3);
    return used;
  },
};

const Files = {
  listen() {
    window.addEventListener('dragover', (event) => event.preventDefault());
    window.addEventListener('drop', (event) => {
      event.preventDefault();
      for (const file of event.dataTransfer.files) Files.read(file);
    });
  },

  open(name, bytes) {
    withText([name], (text) => _chainrule_file(text, toHeap(bytes), bytes.length));
    Page.request(3);
  },

  async read(file) { Files.open(file.name, new Uint8Array(await file.arrayBuffer())); },

  choose(accept) {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => [...input.files].forEach((file) => Files.read(file)));
    input.click();
  },

  save(name, bytes) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  },

  async load(id, path) {
    let bytes = new Uint8Array(0);
    let error = '';
    try {
      const response = await fetch(path);
      if (response.ok) bytes = new Uint8Array(await response.arrayBuffer());
      else error = `${path} could not be loaded (${response.status})`;
    } catch (problem) {
      error = `${path} could not be loaded (${problem.message})`;
    }
    withText([error], (text) => _chainrule_loaded(id, toHeap(bytes), bytes.length, text));
    Page.request(3);
  },
};
