// SPDX-License-Identifier: MIT
// The page's side of training in a Web Worker; the Worker's is trainer.js. Compiled into playground.js.

const Training = {
  worker: null,
  spare: null, // the buffer of the last answer, which goes back with the next message
  rests: [], // who waits until the Worker has nothing to do, each for an answer

  /** False where no Worker can start: pages that were opened as files. One that is missing or fails is lost later. */
  open() {
    try {
      const inside = globalThis['chainruleWorker']; // of the page that has everything in one file
      Training.worker = inside ? inside() : new Worker('trainer.js');
    } catch {
      return false;
    }
    Training.worker.onerror = Training.lost;
    Training.worker.onmessage = ({ data }) => {
      if (data['lost']) return Training.lost();
      if (data['rests']) return Training.rests.shift()();
      const size = data['size'];
      if (size) Training.spare = data['buffer'];
      const room = _chainrule_training_room(size);
      if (size && !room) return Training.lost();
      if (size) HEAPU8.set(new Uint8Array(Training.spare, 0, size), room);
      _chainrule_trained(size);
    };
    document.addEventListener('visibilitychange', Training.tellVisible);
    Training.tellVisible();
    return true;
  },

  post(message, buffers) {
    if (Training.worker) Training.worker.postMessage(message, buffers);
  },

  /** It trains while somebody can see it, like the page itself. */
  tellVisible() { Training.post({ 'visible': !document.hidden }, []); },

  send(bytes) {
    const spare = Training.spare;
    Training.spare = null;
    Training.post({ 'order': bytes, 'spare': spare }, spare ? [bytes.buffer, spare] : [bytes.buffer]);
  },

  /** When the Worker has done all that it was told. */
  rest() {
    return Training.worker && new Promise((done) => {
      Training.rests.push(done);
      Training.post({ 'rests': true }, []);
    });
  },

  lost() {
    if (!Training.worker) return;
    Training.worker.terminate();
    Training.worker = null;
    _chainrule_training_lost();
    Training.rests.splice(0).forEach((done) => done());
  },
};
