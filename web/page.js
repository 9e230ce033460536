// SPDX-License-Identifier: MIT
// Starts the playground in the page and tells how the loading goes.
import createPlayground from './playground.js';

const app = document.getElementById('app');
const progress = document.getElementById('progress');

function fail(error) {
  app.dataset.state = 'refused';
  document.getElementById('message').textContent = `Chainrule could not start: ${error.message ?? error}`;
}

/** Downloads the module, moving the progress line; a compressed answer does not tell its length, then the line waits. */
async function download(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded (${response.status})`);
  const total = response.headers.get('Content-Encoding') ? 0 : Number(response.headers.get('Content-Length'));
  if (!total || !response.body) return response.arrayBuffer();
  const bytes = new Uint8Array(total);
  let received = 0;
  for (const reader = response.body.getReader();;) {
    const { done, value } = await reader.read();
    if (done) return bytes.buffer;
    bytes.set(value, received);
    received += value.length;
    progress.value = received / total;
  }
}

try {
  await createPlayground({ wasmBinary: await download('playground.wasm') });
} catch (error) {
  fail(error);
  throw error;
}
