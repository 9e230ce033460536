// SPDX-License-Identifier: MIT
// Writes links.html to the standard output from what the engine's tables say of links:
//   node web/make_links.mjs build/web/web/node/link_tables.js > links.html
import { execFileSync } from 'node:child_process';

const told = { key: [], scene: [], panel: [], theme: [], mangled: [] };
for (const line of execFileSync(process.execPath, [process.argv[2]]).toString().trimEnd().split('\n')) {
  const [kind, ...parts] = line.split('\t');
  told[kind].push(parts);
}

const escape = text => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const code = text => `<code>${escape(text)}</code>`;
/** A link to copy, or to press. */
const line = link => `<pre><a href="index.html#${escape(link)}">#${escape(link)}</a></pre>\n`;
const idOf = (kind, name) => `${kind}-${name.replaceAll('_', '-')}`;
const index = (kind, names) => `<p class="index">${names.map(name => `<a href="#${idOf(kind, name)}">${name}</a>`).join(' ')}</p>\n`;
const section = (id, title, text, body) => `<section id="${id}">\n<h2>${title}</h2>\n<p>${text}</p>\n${body}</section>\n`;

/** A help line; one that begins with a value keeps its letter. */
const sentence = help => escape(/^\w*[\d,]/.test(help) ? help : help[0].toUpperCase() + help.slice(1)) + '.';
const types = { text: 'text', number: 'a number', list: 'a list, with commas between', layers: 'layers, with commas between', '0 or 1': '0 or 1' };
const key = ([name, help, type, usual, example]) => `<article id="${idOf('key', name)}">\n<h3>${code(name)}</h3>\n<p>${sentence(help)}</p>\n` +
  `<dl>\n<dt>is</dt><dd>${types[type]}</dd>\n<dt>where it is left out</dt><dd>${usual ? code(usual) : 'nothing'}</dd>\n</dl>\n${line(example)}</article>\n`;
const scene = ([name, title, help, panels]) => `<article id="${idOf('scene', name)}">\n<h3>${code(name)}</h3>\n<p>${escape(title)}. ${escape(help)}</p>\n` +
  `<dl>\n<dt>shows</dt><dd>${panels.split(',').map(code).join(', ')}</dd>\n</dl>\n${line(`scene=${name}`)}</article>\n`;
const mangled = ([link, words]) => `<p>${code('#' + link)}<br>${escape(words)}</p>`;

const contents = [['keys', 'Keys', told.key], ['scenes', 'Scenes', told.scene], ['panels', 'Panels to hide', told.panel], ['themes', 'Themes', told.theme],
                  ['mangled', 'Links that came to harm', told.mangled]];
const parts = {
  keys: ['An experiment is a link: the playground\'s address, then #, then key=value pairs with &amp; between them. What a link leaves out follows from its data. ' +
    'Names and parameters of what can be chosen are in the <a href="reference.html">reference</a>. As attributes of the element of embed.js the keys are the same. For the page alone there are poster=1, a still picture with a Start button, and scale=2, for a slide that shows it twice as large.',
         index('key', told.key.map(([name]) => name)) + told.key.map(key).join('')],
  scenes: ['One idea of the course as a window of its own, for a slide. A scene brings an experiment; other keys change that, and data replaces it.',
           index('scene', told.scene.map(([name]) => name)) + told.scene.map(scene).join('')],
  panels: ['What hide can name, several with commas between them.', told.panel.map(([name]) => line(`hide=${name}`)).join('')],
  themes: ['What theme can be.', told.theme.map(([name]) => line(`theme=${name}`)).join('')],
  mangled: ['Mail, chats and memory change links. What they can only mean is taken, and the screen says so; what could mean two things is explained. ' +
    'What is wrong stays in the address until it is mended.',
            told.mangled.map(mangled).join('\n')],
};

process.stdout.write(`<!doctype html>
<!-- SPDX-License-Identifier: MIT -->
<!-- Made from the engine's tables by web/make_links.mjs. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Every key of Chainrule's links, with a line to copy: data, layers, training, scenes, panels, themes.">
<title>Chainrule: links</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="reference.css">
</head>
<body>
<header>
<h1>Chainrule: links</h1>
<p>Everything that makes an experiment repeatable stands in its address. Each line below can be copied, or pressed.
<a href="index.html">To the playground</a> · <a href="reference.html">To the reference</a> · <a href="messages.html">To the messages between pages</a> · <a href="licences.html">To the licences</a></p>
</header>
<nav aria-label="Contents">
<ul>
${contents.map(([id, title, rows]) => `<li><a href="#${id}">${title}</a> <span>${rows.length}</span></li>`).join('\n')}
<li><a href="messages.html">Messages</a></li>
</ul>
</nav>
<main>
${contents.map(([id, title]) => section(id, title, ...parts[id])).join('')}</main>
</body>
</html>
`);
