// SPDX-License-Identifier: MIT
// chainrule.html: the page with everything in one file, for a double click and for decks without network.
// From file:// neither modules nor data can be loaded, so scripts stand in the page, and the rest as packed text that
// the page's own loading finds first (globalThis.chainruleFiles).
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A replacement that has to take place. */
function replaced(source, what, by) {
  if (!source.includes(what)) throw new Error(`expected '${what}' in the page's files, received none`);
  return source.replace(what, () => by);
}

const loading = `
/** A file of the site as bytes, or undefined where this page has none of that name. */
globalThis.chainruleFiles = (name) => packed[name] && new Response(new Blob([Uint8Array.from(atob(packed[name]), (c) => c.charCodeAt(0))])
  .stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer().then((buffer) => new Uint8Array(buffer));
/** The Worker's script with its module in it. */
const [loop, engine] = await Promise.all(['trainer.js', 'trainer.wasm'].map(globalThis.chainruleFiles));
globalThis.chainruleWorker = () => new Worker(URL.createObjectURL(new Blob([
  'var Module = { wasmBinary: Uint8Array.from(atob("', btoa(Array.from(engine, (byte) => String.fromCharCode(byte)).join('')), '"), (c) => c.charCodeAt(0)) };', loop])));
`;

/** Parts that stand in the page as its script; what these load by name is packed. */
export const inlined = ['playground.js', 'poster.js', 'qrcode.js', 'qr.js', 'page.js'];

/** What runs in the page. */
function scriptOf(text, packed) {
  const module = text('playground.js').replace(/export\s+default\s+(\w+);?/, (all, name) => (name === 'createPlayground' ? '' : `const createPlayground = ${name};`))
    .replace(/export\s*\{[^}]*\};?/, '');
  const qr = `globalThis.chainruleQr = (() => {${text('qrcode.js').replace(/^export (default .*$|(?=const))/gm, '')}\n${replaced(replaced(text('qr.js'), "import qrcode from './qrcode.js';", ''), 'export function modulesOf', 'return function modulesOf')}})();`;
  const page = replaced(text('page.js'), "import createPlayground from './playground.js';", '');
  return [`const packed = ${JSON.stringify(packed)};${loading}`, module, text('poster.js'), qr, page].map((part) => part.replaceAll('</script', '<\\/script')).join('\n');
}

/** The words of the licences, for people who have nothing but the page: a comment at its end. */
function terms(html) {
  const text = html.replace(/^[\s\S]*<main>|<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replace(/\n{3,}/g, '\n\n');
  return `<!--\nWhat others wrote of this page, and on what terms\n${text.replace(/--+/g, (dashes) => '='.repeat(dashes.length))}-->`;
}

/** The page's text; `read` gives a part of the site, `files` are those that are loaded by name. */
export function singlePage(read, files) {
  const text = (name) => read(name).toString();
  const packed = Object.fromEntries(files.map((name) => [name, gzipSync(read(name), { level: 9 }).toString('base64')]));
  const script = scriptOf(text, packed), boot = text('boot.js') + text('why.js');
  const hash = (source) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
  const style = text('page.css');
  const icon = 'data:image/svg+xml;base64,' + Buffer.from(text('icon.svg')).toString('base64');
  let html = text('index.html');
  html = html.replace(/(http-equiv="Content-Security-Policy" content=")[^"]*"/, (all, start) =>
    `${start}default-src 'none'; script-src ${hash(script)} ${hash(boot)} 'wasm-unsafe-eval'; style-src ${hash(style)}; worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'"`);
  html = replaced(html, '  <link rel="icon" href="icon.svg" type="image/svg+xml">\n', `  <link rel="icon" href="${icon}">\n`);
  html = replaced(html, '  <link rel="manifest" href="manifest.webmanifest">\n', '');
  html = replaced(html, '  <link rel="stylesheet" href="page.css">\n', `  <style>${style}</style>\n`);
  html = replaced(html, '  <script defer src="boot.js"></script>\n', `  <script>${boot}</script>\n`);
  html = replaced(html, '  <link rel="modulepreload" href="playground.js">\n', '');
  html = replaced(html, '  <script type="module" src="page.js"></script>\n', '');
  html = replaced(html, '</body>', `<script type="module">${script}</script>\n</body>`);
  return replaced(html, '</html>', `</html>\n${terms(text('licences.html'))}`);
}
