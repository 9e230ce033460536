// SPDX-License-Identifier: MIT
// Puts the site together from its parts:   node web/make_site.mjs PARTS SITE
// People and other pages know the entries by name. Everything that these load gets the hash of its contents into its
// name: a browser may keep it for ever and never mixes two versions. What loads what is read from the files, where a name
// in quotes is a reference. Data sets keep their names: the module has these in it, and what they name does not change.
// Decks of slides keep theirs, too: somebody who takes the folder finds in it what its pages name.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { scriptOfText } from '../assets/slides/one_file.mjs';
import { inlined, singlePage } from './make_single.mjs';

const entries = ['index.html', 'reference.html', 'messages.html', 'licences.html', 'links.html', '404.html', 'embed.js', 'engine.js', 'engine.d.ts', 'sw.js', 'manifest.webmanifest', 'icon.svg', 'package.json'];
const [parts, site] = process.argv.slice(2);
const names = readdirSync(parts).filter((name) => name !== 'data' && name !== 'slides');
const inside = (folder) => readdirSync(join(parts, folder)).sort().map((name) => `${folder}/${name}`);
const data = inside('data'), slides = inside('slides');
const read = (name) => readFileSync(join(parts, name));
const hash = (contents, length) => createHash('sha256').update(contents).digest('hex').slice(0, length);

const made = new Map();   // part -> its name and contents in the site, and the parts that it loads
function make(part, ...above) {
  if (made.has(part)) return made.get(part);
  if (above.includes(part)) throw new Error(`expected no circle of files, received ${[...above, part].join(' -> ')}`);
  const loads = [];
  let contents = read(part);
  if (['.html', '.css', '.js'].includes(extname(part))) {
    contents = contents.toString().replace(/(?<=(["'`])(?:\.\/)?)[\w.]+(?=\1)/g, (name) => {
      if (!names.includes(name)) return name;
      loads.push(name);
      return entries.includes(name) ? name : make(name, ...above, part).name;
    });
  }
  const name = entries.includes(part) ? part : part.replace(/(?=\.\w+$)/, '-' + hash(contents, 10));
  made.set(part, { name, contents, loads });
  return made.get(part);
}
entries.forEach((entry) => make(entry));

const decks = slides.filter((name) => /\.(html|css)$/.test(name)).map(read).join();
const unused = [...names.filter((name) => !made.has(name)), ...slides.filter((name) => !name.endsWith('.html') && !decks.includes(name.replace('slides/', '')))];
if (unused.length > 0) throw new Error(`expected every part to be an entry or loaded by one, received ${unused.join(', ')}`);

/** A part, what it loads, what that loads, and so on. */
function reached(part, all = new Set()) {
  if (all.has(part)) return all;
  all.add(part);
  for (const name of made.get(part).loads) reached(name, all);
  return all;
}

// The service worker keeps what the page loads, under a version that changes with any of it.
const worker = made.get('sw.js');
const kept = [...reached('index.html')].filter((part) => part !== 'sw.js').map((part) => made.get(part));
const version = hash([worker, ...kept].map(({ name, contents }) => name + hash(contents)).join(), 16);
worker.contents = `const version = '${version}';\nconst files = ${JSON.stringify(['./', ...kept.map(({ name }) => name)])};\n${worker.contents}`;

const packed = [...reached('page.js')].filter((part) => !inlined.includes(part)).concat(data);
const files = new Map([...made.values()].map(({ name, contents }) => [name, contents]))
  .set('chainrule.html', singlePage(read, packed));
for (const name of [...data, ...slides]) files.set(name, read(name));
// From a stick a deck may read no text, but run a script: see deck.js.
for (const name of slides.filter((slide) => slide.endsWith('.md'))) files.set(name + '.js', scriptOfText(read(name).toString()));

// What did not change keeps its date. Files of versions before go: whoever publishes the folder publishes one version.
for (const folder of ['data', 'slides']) mkdirSync(join(site, folder), { recursive: true });
for (const [name, contents] of files) {
  const file = join(site, name);
  if (!existsSync(file) || !readFileSync(file).equals(Buffer.from(contents))) writeFileSync(file, contents);
}
for (const name of readdirSync(site)) if (/-[0-9a-f]{10}\.\w+$/.test(name) && !files.has(name)) rmSync(join(site, name));
