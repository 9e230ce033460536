// SPDX-License-Identifier: MIT
// The site without network, from the second visit on. make_site.mjs puts the version and the files in front: a page
// gets all it loads from one version, since a new one waits until the last page of the old one is closed.
/* global version, files */

const cacheName = 'chainrule ' + version;

self.addEventListener('install', (event) => {
  // Past the browser's own cache: what is there may be older than this worker.
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })))));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('chainrule ') && name !== cacheName;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

async function answer(request) {
  const cache = await caches.open(cacheName);
  const known = await cache.match(request, { ignoreSearch: true });
  if (known) return known;
  const response = await fetch(request);
  // Data sets are kept once they were asked for.
  if (response.ok && new URL(request.url).pathname.includes('/data/')) await cache.put(request, response.clone());
  return response;
}

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && url.startsWith(self.registration.scope)) event.respondWith(answer(event.request));
});
