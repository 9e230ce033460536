// SPDX-License-Identifier: MIT
// Files in and out of the page, and what stays in the browser between visits.

const LargestFile = 100000000; // bytes, as limits::file_bytes in engine/spec.hpp

/**
 * What stays in this browser between visits. A page in another's frame keeps nothing there, but what the frame is
 * called stays as long as the frame does: decks empty it when its slide goes, and load it again.
 */
const Kept = {
  timer: 0,

  allowed: () => window.top === window || Frame.inside,
  name: () => 'chainrule ' + location.pathname,
  storage: () => window['localStorage'], // reading it may throw

  soon() {
    clearTimeout(Kept.timer);
    Kept.timer = setTimeout(Kept.now, 1000);
  },
  now() {
    clearTimeout(Kept.timer);
    if (Page.whole) _chainrule_idle();
  },

  write(text) {
    if (Frame.inside) return Frame.keep(text);
    try {
      Kept.storage().setItem(Kept.name(), text);
      return true;
    } catch {
      return false; // no room, or none allowed
    }
  },
  read() {
    if (Frame.inside) return Frame.kept;
    try {
      return Kept.storage().getItem(Kept.name()) || '';
    } catch {
      return '';
    }
  },
  forget() {
    if (Frame.inside) return void Frame.keep('');
    try {
      Kept.storage().removeItem(Kept.name());
    } catch { /* then nothing was kept */ }
  },
};

const Files = {
  awaited: 0, // answers

  listen() {
    window.addEventListener('dragover', (event) => event.preventDefault());
    window.addEventListener('drop', (event) => {
      event.preventDefault();
      for (const file of event.dataTransfer.files) Files.read(file);
    });
  },

  open(name, bytes) {
    Page.asked = true;
    const pointer = toHeap(bytes);
    if (!pointer) return Files.refuse(name, 'larger than the memory that is left');
    Page.later(() => withText([name], (text) => _chainrule_file(text, pointer, bytes.length)));
    Page.request(3);
  },

  /** The program tells of an empty file by its name, so the reason goes in there. */
  refuse(name, why) { Files.open(`${name} (${why})`, new Uint8Array(0)); },

  async read(file) {
    if (file.size > LargestFile) return Files.refuse(file.name, 'larger than 100 MB, so it was not read');
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return Files.refuse(file.name, 'could not be read: is it a folder?');
    }
    Files.open(file.name, bytes);
  },

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
    Files.awaited++;
    let bytes = new Uint8Array(0);
    let error = '';
    const inside = globalThis['chainruleFiles']; // of the page that has everything in one file
    try {
      const found = inside && inside(path);
      if (found) return Files.answer(id, path, await found, '');
      const response = await fetch(path);
      if (response.ok) bytes = new Uint8Array(await response.arrayBuffer());
      else error = `${path} could not be loaded (${response.status})`;
    } catch (problem) {
      error = `${path} could not be loaded (${problem.message})`;
    }
    Files.answer(id, path, bytes, error);
  },

  async qr(id, text) {
    Files.awaited++;
    let modules = '', error = '';
    try {
      modules = await globalThis['chainruleQr'](text);
    } catch (problem) {
      error = problem.message;
    }
    Files.answer(id, 'The QR code', new TextEncoder().encode(modules), error);
  },

  async paste(id) {
    Files.awaited++;
    let text = '';
    let error = '';
    try {
      text = await navigator.clipboard.readText();
    } catch {
      error = 'The browser keeps the clipboard from this page: press Ctrl+V (on a Mac ⌘V) to paste.';
    }
    Files.answer(id, 'The clipboard', new TextEncoder().encode(text), error);
  },

  answer(id, name, bytes, error) {
    Files.awaited = Math.max(0, Files.awaited - 1); // one that failed on its way in is answered once more
    const pointer = toHeap(bytes);
    const words = pointer ? error : `${name} is larger than the memory that is left`;
    Page.later(() => withText([words], (text) =>
      _chainrule_loaded(id, pointer, pointer ? bytes.length : 0, text)));
    Page.request(3);
  },
};
