// SPDX-License-Identifier: MIT
// Writes licences.html to the standard output: what is in the site, of whom, and on what terms.
//   node web/make_licences.mjs eigen=FOLDER imgui=FOLDER json=FOLDER stb=FOLDER emscripten=FOLDER qrcode=FILE ...
import { mit, shipped } from './licences.mjs';

const rows = shipped(Object.fromEntries(process.argv.slice(2).map((argument) => argument.split(/=(.*)/s))));

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const kinds = {
  module: ['In the modules', 'Compiled into <code>playground</code>, <code>later</code>, <code>trainer</code> and ' +
           '<code>engine</code>, the page in one file, and the desktop program.'],
  page: ['In the page', 'Files of their own, and inside of the page in one file. The letters are in the desktop ' +
         'program too.'],
  slides: ['In the slides', 'Beside the course in <code>slides/</code>.'],
  data: ['Data', 'In <code>data/</code>, in the page in one file and in the desktop program, unchanged in their ' +
         'values.'],
  desktop: ['In the desktop program', 'What it has of the system that it was built on, which comes with their words.'],
};

/** Where the words of a licence stand that is not below. */
const elsewhere = {
  'Apache-2.0 WITH LLVM-exception': 'https://llvm.org/LICENSE.txt',
  'BSD-3-Clause': 'https://opensource.org/license/bsd-3-clause',
  'CC BY 4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC BY-SA 3.0': 'https://creativecommons.org/licenses/by-sa/3.0/',
  CC0: 'https://creativecommons.org/publicdomain/zero/1.0/',
  'LGPL-2.1-or-later, GPL-3.0-or-later WITH GCC-exception-3.1':
    'https://gcc.gnu.org/onlinedocs/libstdc++/manual/license.html',
  MIT: 'https://opensource.org/license/mit',
  'MPL-2.0': 'https://www.mozilla.org/MPL/2.0/',
  Zlib: 'https://www.zlib.net/zlib_license.html',
};
const idOf = (row) => `${row.kind}-${row.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
const link = (address, text) => `<a href="${address}">${escape(text)}</a>`;

function article(row) {
  const { name, address, version, by, licence, use, files = [], words } = row;
  const facts = [
    ['licence', elsewhere[licence] && !words ? link(elsewhere[licence], licence) : escape(licence)],
    ['by', escape(by)],
    version && ['version', escape(version)],
    address && ['source', link(address, address)],
    ['used for', escape(use)],
    files.length > 0 && ['files', files.map((file) => `<code>${file}</code>`).join(', ')],
  ].filter(Boolean);
  return `<article id="${idOf(row)}">\n<h3>${escape(name)}</h3>\n<dl>\n` +
    facts.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('\n') + '\n</dl>\n' +
    (words ? `<details><summary>Its words</summary><pre>${escape(words.trim())}</pre></details>\n` : '') +
    '</article>\n';
}

const of = (kind) => rows.filter((row) => row.kind === kind);
const sections = Object.entries(kinds).map(([kind, [title, text]]) =>
  `<section id="${kind}">\n<h2>${title}</h2>\n<p>${text}</p>\n${of(kind).map(article).join('')}</section>\n`);
const contents = Object.entries(kinds).map(([kind, [title]]) =>
  `<li><a href="#${kind}">${title}</a> <span>${of(kind).length}</span></li>`);

process.stdout.write(`<!doctype html>
<!-- SPDX-License-Identifier: MIT -->
<!-- Made by web/make_licences.mjs from what the site was built with. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="What Chainrule is made of: every part that others wrote, with its author, version and licence.">
<title>Chainrule: licences</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="reference.css">
</head>
<body>
<header>
<h1>Chainrule: licences</h1>
<p>Chainrule is under the MIT licence. This is what others wrote of it, of whom it is, and on what terms it is given on.
<a href="index.html">To the playground</a> · <a href="links.html">To the links</a> · <a href="reference.html">To the reference</a></p>
</header>
<nav aria-label="Contents">
<ul>
${contents.join('\n')}
<li><a href="#own">Chainrule</a></li>
</ul>
</nav>
<main>
${sections.join('')}<section id="own">
<h2>Chainrule itself</h2>
<pre>${escape(mit.trim())}</pre>
</section>
</main>
</body>
</html>
`);
