// SPDX-License-Identifier: MIT
// One file of a deck, with its text, scripts, styles, pictures and the playground in it, for a stick or for mail:
//   node one_file.mjs remark.html talk.html
// or, after course.md has changed, what the decks of this folder show from a stick:
//   node one_file.mjs course.md
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = { '.otf': 'font/otf', '.woff2': 'font/woff2', '.png': 'image/png', '.jpg': 'image/jpeg', '.svg': 'image/svg+xml', '.webp': 'image/webp', '.gif': 'image/gif' };
const policy = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; frame-src blob:; worker-src blob:; base-uri 'none'; form-action 'none'";

/** What deck.js looks for where it may read no text. */
export const scriptOfText = (text) => `globalThis.deckText = ${JSON.stringify(text)};\n`;

const inline = (source) => `<script>${source.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>`;

/** Files that a text names, as data in their places; what is none stays. */
function withData(text, folder) {
  return text.replace(/(url\(["']?|src="|\]\()([^"')#:]+)(?=["')])/g, (all, start, name) => {
    const file = join(folder, name), type = types[extname(name).toLowerCase()];
    return type && existsSync(file) ? `${start}data:${type};base64,${readFileSync(file).toString('base64')}` : all;
  });
}

function read(folder, name) {
  const file = join(folder, name);
  if (/^\w+:/.test(name) || !existsSync(file)) throw new Error(`expected a file beside the deck, received ${name}`);
  return readFileSync(file, 'utf8');
}

/** embed.js with the page that it shows, and with the picture for paper. */
function playground(folder, name) {
  const embed = read(folder, name), site = join(folder, dirname(name));
  const [, poster] = /'(poster[\w-]*\.js)'/.exec(embed), page = JSON.stringify(read(site, 'chainrule.html'));
  return [`globalThis.chainrulePage = URL.createObjectURL(new Blob([${page}], { type: 'text/html' }));`, read(site, poster), embed].map(inline).join('\n');
}

export function oneFile(deck) {
  const folder = dirname(resolve(deck));
  let html = readFileSync(deck, 'utf8');
  html = html.replace(/(http-equiv="Content-Security-Policy" content=")[^"]*/, (all, start) => start + policy);
  html = html.replace(/<script src="([^"]+)"><\/script>/g, (all, name) => (/(^|\/)embed\.js$/.test(name) ? playground(folder, name) : inline(read(folder, name))));
  html = html.replace(/<link rel="stylesheet" href="([^"]+)">/g, (all, name) => `<style>${withData(read(folder, name), join(folder, dirname(name)))}</style>`);
  html = withData(html, folder);
  return html.replace(/<script>\s*slides\('([^']+)'/, (all, name) => inline(scriptOfText(withData(read(folder, name), folder))) + '\n' + all);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2);
  if (from?.endsWith('.md') && !to) writeFileSync(from + '.js', scriptOfText(readFileSync(from, 'utf8')));
  else if (from?.endsWith('.html') && to) writeFileSync(to, oneFile(from));
  else throw new Error('expected node one_file.mjs DECK.html NEW.html, or TEXT.md');
}
