// SPDX-License-Identifier: MIT
// The loop of the Web Worker that trains: slices, between them messages of the page, answers in buffers that the page
// sends back. Compiled into trainer.js; names that the page's side (worker.js) knows too are quoted.

const Loop = {
  waiting: [], // messages that came before the module was ready; null afterwards
  visible: true,
  spare: null, // a buffer that the page is done with
  turn: 0,
  timer: 0,
  rests: 0, // answers that the page waits for until there is nothing to do
  next: new MessageChannel(), // goes on after the messages that wait, without the pause that timers make

  start() {
    Loop.next.port1.onmessage = ({ data }) => {
      if (data === Loop.turn) Loop.run(); // else a message came between, and has gone on already
    };
    const waiting = Loop.waiting;
    Loop.waiting = null;
    postMessage({ 'size': 0 });
    waiting.forEach(Loop.receive);
  },

  receive(message) {
    if (message['spare']) Loop.spare = message['spare'];
    if ('visible' in message) Loop.visible = message['visible'];
    if (message['rests']) Loop.rests++;
    const bytes = message['order'];
    if (bytes) {
      const pointer = _malloc(bytes.length);
      if (!pointer) return Loop.lost();
      HEAPU8.set(bytes, pointer);
      _trainer_receive(pointer, bytes.length);
    }
    Loop.run();
  },

  run() {
    clearTimeout(Loop.timer);
    const turn = ++Loop.turn;
    const wait = Loop.visible ? _trainer_pump(10) : -1;
    Loop.answer();
    if (wait > 0) Loop.timer = setTimeout(Loop.run, wait);
    else if (wait === 0) Loop.next.port2.postMessage(turn);
    else for (; Loop.rests > 0; --Loop.rests) postMessage({ 'rests': true });
  },

  answer() {
    const size = _trainer_answer();
    if (size === 0) return;
    const buffer = Loop.spare && Loop.spare.byteLength >= size ? Loop.spare : new ArrayBuffer(size);
    Loop.spare = null;
    const from = _trainer_bytes();
    new Uint8Array(buffer).set(HEAPU8.subarray(from, from + size));
    postMessage({ 'size': size, 'buffer': buffer }, [buffer]);
  },

  /** The page hears of uncaught errors by itself, of these not. */
  lost() { postMessage({ 'lost': true }); },
};

addEventListener('message', ({ data }) => {
  if (Loop.waiting) Loop.waiting.push(data);
  else Loop.receive(data);
});
addEventListener('unhandledrejection', Loop.lost);
Module['onAbort'] = Loop.lost;
Module['onRuntimeInitialized'] = Loop.start;
