// SPDX-License-Identifier: MIT
// A static server for one folder, on this machine only:  node web/server.mjs FOLDER [PORT]
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.ts': 'text/plain; charset=utf-8', '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.md': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png', '.webp': 'image/webp',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.ttf': 'font/ttf', '.otf': 'font/otf', '.webmanifest': 'application/manifest+json',
};
const packed = /^\.(png|webp|woff2)$/; // compressed already
const hashed = /-[0-9a-f]{10}\.\w+$/; // by make_site.mjs: other contents have another name

function answer(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text + '\n');
}

/** The file that a request's address means inside `root`, or null when it points outside. */
function locate(root, address) {
  let path;
  try {
    path = decodeURIComponent(address.split(/[?#]/, 1)[0]);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = resolve(join(root, path.endsWith('/') ? path + 'index.html' : path));
  return file === root || file.startsWith(root + sep) ? file : null;
}

function compressor(request, extension) {
  const accepted = request.headers['accept-encoding'] ?? '';
  if (packed.test(extension)) return null;
  if (/\bbr\b/.test(accepted)) {
    return ['br', createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })];
  }
  return /\bgzip\b/.test(accepted) ? ['gzip', createGzip()] : null;
}

/** As GitHub Pages has it: the folder's page for what is not there, at the address that was asked for. */
async function missing(root, response) {
  const page = await readFile(join(root, '404.html')).catch(() => null);
  if (!page) return answer(response, 404, 'not found');
  response.writeHead(404, { 'Content-Type': types['.html'] }).end(page);
}

async function serve(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'only GET and HEAD');
  const file = locate(root, request.url);
  const found = file && (await stat(file).catch(() => null));
  if (found?.isDirectory()) {
    return response.writeHead(301, { Location: request.url.split(/[?#]/, 1)[0] + '/' }).end();
  }
  if (!found) return missing(root, response);
  const extension = extname(file);
  const headers = {
    'Content-Type': types[extension] ?? 'application/octet-stream',
    'Last-Modified': found.mtime.toUTCString(),
    // What has no hash is asked for each time, so a rebuilt site shows at once.
    'Cache-Control': hashed.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
  };
  if (Date.parse(request.headers['if-modified-since']) >= Math.floor(found.mtimeMs / 1000) * 1000) {
    return response.writeHead(304, headers).end();
  }
  const compression = compressor(request, extension);
  if (compression) headers['Content-Encoding'] = compression[0];
  else headers['Content-Length'] = found.size;
  response.writeHead(200, headers);
  if (request.method === 'HEAD') return response.end();
  const ignore = () => {}; // the browser went away
  if (compression) pipeline(createReadStream(file), compression[1], response, ignore);
  else pipeline(createReadStream(file), response, ignore);
}

/** Serves `folder` and gives the server and its address; port 0 means any free one. */
export function startServer(folder, port = 0, onBusy = null) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    serve(root, request, response).catch((error) => answer(response, 500, String(error)));
  });
  return new Promise((done, failed) => {
    server.on('error', (error) => {
      if (error.code !== 'EADDRINUSE' || !onBusy) return failed(error);
      onBusy(port);
      server.listen(++port, '127.0.0.1');
    });
    server.on('listening', () => done({ server, url: `http://127.0.0.1:${server.address().port}/` }));
    server.listen(port, '127.0.0.1');
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder = 'build/site', port = '8000'] = process.argv.slice(2);
  const { url } = await startServer(folder, Number(port), (busy) => console.log(`Port ${busy} is taken, trying the next`));
  console.log(`Chainrule is at ${url}  (Ctrl+C ends)`);
}
