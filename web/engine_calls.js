// SPDX-License-Identifier: MIT
// The edge between JavaScript and the engine: texts go over as UTF-8, and Errors that the engine gives back are thrown
// here, where no frame of WebAssembly is left to be jumped over.

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

/** What was thrown in the midst of the engine, in the words of this interface. After a trap nothing in it can be relied on. */
function edgeError(error, edge) {
  if (error instanceof WebAssembly.RuntimeError) edge.broken = error.message;
  if (edge.broken) return new Error(`expected a working engine, received one that stopped inside (${edge.broken}): make another by createEngine()`);
  const full = error instanceof RangeError || (typeof WebAssembly.Exception === 'function' && error instanceof WebAssembly.Exception);
  return full ? new Error('expected less data, received more than the memory holds') : error;
}

/** `call` of the engine as JavaScript calls it. */
function overEdge(call, edge) {
  return function (...values) {
    if (edge.broken) throw edgeError(null, edge);
    const stack = _emscripten_stack_get_current();
    let answer;
    try {
      answer = call.apply(this, values.map(value => (typeof value === 'string' ? utf8.encode(value) : value)));
    } catch (error) {
      __emscripten_stack_restore(stack);
      throw edgeError(error, edge);
    }
    if (answer instanceof Error) throw answer;
    return answer instanceof Uint8Array ? fromUtf8.decode(answer) : answer;
  };
}

/** All that the engine has under names that begin with Engine or engine. */
function guardEdge(engine) {
  const edge = { broken: '' };
  const guard = (owner, own) => {
    for (const name of Object.getOwnPropertyNames(owner)) {
      const { value, writable } = Object.getOwnPropertyDescriptor(owner, name);
      if (own(name) && typeof value === 'function' && writable) owner[name] = overEdge(value, edge);
    }
  };
  guard(engine, name => /^engine[A-Z]/.test(name));
  for (const name of Object.keys(engine).filter(key => /^Engine[A-Z]/.test(key))) {
    guard(engine[name], () => true);
    guard(engine[name].prototype, member => member !== 'constructor');
  }
}
