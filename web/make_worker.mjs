// SPDX-License-Identifier: MIT
// Writes the site's sw.js: web/sw.js with the names of the files that the page needs, and a version that changes with any
// of them.   node web/make_worker.mjs SITE
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = process.argv[2];
const files = ['index.html', 'page.css', 'page.js', 'poster.js', 'playground.js', 'playground.wasm', 'trainer.js', 'trainer.wasm', 'manifest.webmanifest', 'icon.svg'];
const worker = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'sw.js'), 'utf8');
const hash = createHash('sha256').update(worker);
for (const file of files) hash.update(file).update(readFileSync(join(site, file)));
writeFileSync(join(site, 'sw.js'), `const version = '${hash.digest('hex').slice(0, 16)}';\nconst files = ${JSON.stringify(['./', ...files])};\n${worker}`);
