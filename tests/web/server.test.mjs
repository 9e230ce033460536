// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../web/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-'));
mkdirSync(join(folder, 'site', 'data'), { recursive: true });
writeFileSync(join(folder, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'site', 'index.html'), '<p>start</p>');
for (const name of ['a b.wasm', 'page-0123456789.js', 'a-b.txt', 'data/page-0123456789']) writeFileSync(join(folder, 'site', name), 'wasm');
const { server, url } = await startServer(join(folder, 'site'));
after(() => {
  server.closeAllConnections?.();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A request with the path as it stands: fetch() would tidy it up first. */
function get(path, headers = {}, method = 'GET') {
  return new Promise((done, failed) => {
    const call = request(url, { path, headers, method }, (response) => {
      let body = '';
      response.on('data', (piece) => (body += piece)).on('end', () => done({ ...response, status: response.statusCode, headers: response.headers, body }));
    });
    call.on('error', failed).end();
  });
}

test('listens on this machine only', () => assert.equal(server.address().address, '127.0.0.1'));

test('gives a folder its index.html', async () => {
  const answer = await get('/');
  assert.equal(answer.body, '<p>start</p>');
  assert.match(answer.headers['content-type'], /^text\/html/);
  assert.equal((await get('/data')).headers.location, '/data/');
});

test('names WebAssembly so that it streams', async () => {
  const answer = await get('/a%20b.wasm?v=1');
  assert.equal(answer.headers['content-type'], 'application/wasm');
  assert.equal(answer.body, 'wasm');
});

test('never leaves its folder', async () => {
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/data/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/%00', '/%']) {
    const answer = await get(path);
    assert.equal(answer.status, 404, path);
    assert.doesNotMatch(answer.body, /secret/);
  }
});

test('compresses when asked and answers 304 to what is known', async () => {
  assert.equal((await get('/index.html', { 'accept-encoding': 'gzip, br' })).headers['content-encoding'], 'br');
  assert.equal((await get('/index.html', { 'accept-encoding': 'gzip' })).headers['content-encoding'], 'gzip');
  const { headers } = await get('/index.html');
  assert.equal((await get('/index.html', { 'if-modified-since': headers['last-modified'] })).status, 304);
});

test('lets a name with a hash be kept for ever, and has all others asked for', async () => {
  for (const [path, kept] of [['/page-0123456789.js', true], ['/index.html', false], ['/', false], ['/a-b.txt', false], ['/data/page-0123456789', false]]) {
    const control = (await get(path)).headers['cache-control'];
    assert.match(control, kept ? /max-age=31536000, immutable/ : /^no-cache$/, path);
  }
});

test('refuses what is not reading', async () => assert.equal((await get('/', {}, 'POST')).status, 405));

test('takes the next port when one is taken', async () => {
  const taken = server.address().port;
  let told = 0;
  const second = await startServer(folder, taken, (port) => (told = port));
  assert.equal(told, taken);
  assert.equal(second.server.address().port, taken + 1);
  second.server.close();
});
