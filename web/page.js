// SPDX-License-Identifier: MIT
// Starts the playground in the page and tells how the loading goes.
import createPlayground from './playground.js';

const app = document.getElementById('app');
const progress = document.getElementById('progress');

globalThis.chainruleStarted = true;
document.getElementById('silent').hidden = true;
globalThis.chainruleSay ??= (text) => {   // boot.js did not come
  app.dataset.state = 'refused';
  document.getElementById('message').append(text, ' ', document.querySelector('#silent a'));
};

const anew = 'Put the whole folder of the site on the server anew.';

function fail(error) {
  globalThis.chainruleSay(`Chainrule could not start: ${error.message ?? error}`);
  throw error;
}

/** Two smallest modules that a browser takes only when it knows 128-bit vectors, or exceptions. */
const header = [0, 97, 115, 109, 1, 0, 0, 0];
const vectors = [...header, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11];
const exceptions = [...header, 1, 4, 1, 96, 0, 0, 13, 3, 1, 0, 0];

function check() {
  const knows = (bytes) => typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(bytes));
  if (!knows(vectors) || !knows(exceptions))
    throw new Error('it needs WebAssembly with SIMD and exceptions, which this browser does not offer. ' +
      'Chrome 95, Firefox 100 and Safari 16.4 do, and everything later.');
}

/** The module's bytes. What has another beginning is a page that a server sends in the place of what it has not. */
function checked(bytes, address, response) {
  if (new DataView(bytes).byteLength > 4 && new DataView(bytes).getUint32(0) === 0x61736d) return bytes;
  const type = response.headers.get('Content-Type');
  throw new Error(`${address} is no WebAssembly (the server sends it as ${type}). ${anew}`);
}

/** Downloads the module, moving the progress line; that waits where a compressed answer does not tell its length. */
async function download(address) {
  const inside = globalThis.chainruleFiles?.(address);   // chainrule.html has it in itself
  if (inside) return inside;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded (${response.status}). ${anew}`);
  const total = response.headers.get('Content-Encoding') ? 0 : Number(response.headers.get('Content-Length'));
  if (!total || !response.body) return checked(await response.arrayBuffer(), address, response);
  const bytes = new Uint8Array(total);
  let received = 0;
  for (const reader = response.body.getReader();;) {
    const { done, value } = await reader.read();
    if (done) return checked(bytes.buffer, address, response);
    bytes.set(value, received);
    received += value.length;
    progress.value = received / total;
  }
}

/** Somebody can see the page: one in another's frame loads and runs nothing before that. */
function seen() {
  if (window.parent === window) return Promise.resolve();
  return new Promise((done) => {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting && entry.boundingClientRect.width > 0)) return;
      observer.disconnect();
      done();
    }).observe(app);
  });
}

/** With poster=1 in the address a still picture of the network waits for a press. */
async function poster() {
  if (!/[#&;]poster=1(&|$)/.test(location.hash)) return;   // a mail makes &amp; of &
  if (!globalThis.chainrulePoster) await import('./poster.js');
  await globalThis.chainrulePoster.drawPoster(app, location.hash.slice(1));
}

globalThis.chainruleQr ??= async (text) => {
  const { modulesOf } = await import('./qr.js').catch(() => {
    throw new Error('What makes QR codes could not be loaded: is there a network?');
  });
  return modulesOf(text);
};

/**
 * The worker that has the site without network. In a frame the page around decides what is kept; on a developer's own
 * machine, where the site changes all the time, ?offline asks for it.
 */
function keepOffline() {
  const asked = location.search === '?offline', own = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  const can = window.parent === window && 'serviceWorker' in navigator && !globalThis.chainruleFiles;
  if (!can || (own && !asked)) return;
  const register = () => navigator.serviceWorker.register('sw.js').catch(() => {});
  setTimeout(register, asked ? 0 : 5000);   // not beside the first steps
}

/** Nothing but the usual experiment is asked for: its first frame needs only the first part of the module. */
function plain() {
  try {
    const asks = location.hash.length > 1 || /=|%3d/i.test(location.search) || window.parent !== window;
    return !asks && history.state !== 'whole' && !localStorage.getItem('chainrule ' + location.pathname);
  } catch {
    return true; // a page that may keep nothing
  }
}

/** Says so when a part of the module does not come: a connection that hangs ends by itself only after minutes. */
function patiently(part) {
  const words = document.createElement('p');
  words.id = 'late';
  words.role = 'status';
  const timer = setTimeout(() => {
    words.textContent = 'A part of Chainrule is still on its way. Is the network slow? ';
    const again = words.appendChild(document.createElement('button'));
    again.textContent = 'Load again';
    again.addEventListener('click', () => location.reload());
    document.body.append(words);   // not in the app, which captures pointers
  }, 6000);
  const come = () => {
    clearTimeout(timer);
    words.remove();
  };
  part.then(come, come);
  return part;
}

/** A part that does not fit is of another version. */
const build = (bytes, imports) => WebAssembly.instantiate(bytes, imports).catch((error) => {
  throw new Error(`${error.message}. ${anew}`);
});

/** The module in two parts. The second fills its places in the first one's table; until then one frame may be drawn. */
async function instantiate(imports, receive) {
  const waits = !plain(), rest = waits && patiently(download('later.wasm'));
  const { instance, module } = await build(await patiently(download('playground.wasm')), imports);
  // By then somebody may have gone to a link.
  const later = rest || patiently(download('later.wasm'));
  globalThis.chainruleWhole = later.then((bytes) => build(bytes, { first: instance.exports }));
  globalThis.chainruleWhole.catch(fail);
  if (waits || !plain()) await globalThis.chainruleWhole;
  receive(instance, module);
}

try {
  check();
  await seen();   // Firefox gives what has no box no style
  if (getComputedStyle(app).position !== 'relative') throw new Error(`its style sheet could not be loaded. ${anew}`);
  await poster();
  await createPlayground({
    instantiateWasm(imports, receive) {
      instantiate(imports, receive).catch(fail);
      return {};
    },
  });
  keepOffline();
} catch (error) {
  fail(error);
}
