// SPDX-License-Identifier: MIT
// What people read of the embed protocol, from the rows of ui/app/messages.json: writes messages.html to the standard
// output, its buttons and lists put into web/messages.html; or, with --readme, the README's tables where they stand.
//   node web/make_messages.mjs > messages.html
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL('../' + name, import.meta.url));
const read = (name) => readFileSync(path(name), 'utf8');

export const rows = JSON.parse(read('ui/app/messages.json'));
/** Long sentences stand in several lines there. */
const sentence = ({ does }) => [does].flat().join(' ');

// ---- messages.html --------------------------------------------------------------------------------------------------

const escape = (text) =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const prose = (text) => escape(text).replace(/`([^`]*)`/g, '<code>$1</code>');
const codes = (names) => names.map((name) => `<code>${escape(name)}</code>`).join(', ');
const attributes = (all) =>
  Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('');
const options = (name, words) =>
  `<select name="${name}">${words.map((word) => `<option>${escape(word)}</option>`).join('')}</select>`;

/** Where what a message carries is typed; an example stands there. */
function field({ name, label = name, is, keys, min, max, step, try: value }) {
  const typed = (words, more) => `<label>${words} <input${attributes(more)}></label>`;
  if (keys) return `${field({ name: 'key', is: keys })}\n${typed('value', { name: 'value', value })}`;
  if (Array.isArray(is)) return `<label>${label} ${options(name, is)}</label>`;
  const kind = is === 'number' ? { type: is, min, max, step, value } : { class: 'long', value };
  return typed(label, { name, ...kind });
}

/** A message to the frame, with a button where people send it. */
function form(row) {
  const { do: names, text, carries = [], buttons } = row;
  // A word that several rows share is told apart by what it carries.
  const shared = rows.to.filter((other) => other.do?.[0] === names?.[0]).length > 1 && !!names;
  const title = codes(text ?? names) + (shared ? `: ${codes(carries.map(({ name }) => name))}` : '');
  const words = `<h3>${title}</h3>\n<p>${prose(sentence(row))}</p>\n`;
  if (!buttons) return `<section class="form">\n${words}</section>\n`;
  const sends = buttons.map((label, i) => text ? `<button name="text" value="${text[i]}">${label}</button>`
    : `<button name="do" value="${names[i]}">${label}</button>`);
  return `<form>\n${words}<div class="row">${[...carries.map(field), sends.join('')].join('\n')}</div>\n</form>\n`;
}

const list = (all, names) =>
  all.map((row) => `<dt>${codes(names(row))}</dt><dd>${prose(sentence(row))}</dd>\n`).join('');
const eventsWith = (key) => rows.from.filter((row) => row[key]).map(({ event }) => event);
const and = (words) => `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

export function page() {
  const parts = {
    to: rows.to.map(form).join(''),
    from: list(rows.from, ({ event }) => [event]),
    'telling state': and(eventsWith('state').map((name) => codes([name]))),
    state: list(rows.state, ({ names }) => names),
    methods: rows.to.flatMap(({ methods = [] }) => methods).join(' '),
    events: eventsWith('element').join(' '),
  };
  return read('web/messages.html').replace(/<!-- rows: ([\w ]+) -->\n?/g, (mark, name) => {
    if (!(name in parts)) throw new Error(`expected rows of ${Object.keys(parts).join(', ')}, received ${mark}`);
    return parts[name];
  });
}

// ---- README.md ------------------------------------------------------------------------------------------------------

const quoted = (words) => words.map((word) => `\`${word}\``).join(', ');
/** `by`: `epoch`, `batch`, …  `values: {key: value}`  `scale` */
function carried({ name, is }) {
  if (Array.isArray(is)) return `\`${name}\`: ${quoted(is)}`;
  return ['number', 'text', 'boolean'].includes(is) ? `\`${name}\`` : `\`${name}: ${is}\``;
}

export function readme() {
  const to = rows.to.filter((row) => row.do)
    .map((row) => `| ${[quoted(row.do), ...(row.carries ?? []).map(carried)].join(', ')} | ${sentence(row)} |\n`);
  const from = rows.from.map((row) => {
    const more = row.state ? ['the state', ...(row.carries ?? []).map((name) => `\`${name}\``)]
      : (row.carries ?? []).map((name) => `\`${name}\``);
    return `| \`${row.event}\` | ${more.join(', ')} | ${sentence(row)} |\n`;
  });
  const state = rows.state.map((row) => `| ${quoted(row.names)} | ${sentence(row)} |\n`);
  return read('README.md').replace(/(<!-- messages -->\n).*?(<!-- \/messages -->\n)/s, (_, begin, end) =>
    `${begin}| to the frame: \`{chainrule: 1, do: …}\` | |\n|---|---|\n${to.join('')}\n` +
    `| from it: \`{chainrule: 1, event: …}\` | with | |\n|---|---|---|\n${from.join('')}\n` +
    `| the state | |\n|---|---|\n${state.join('')}${end}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--readme') writeFileSync(path('README.md'), readme());
  else process.stdout.write(page());
}
