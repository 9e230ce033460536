// SPDX-License-Identifier: MIT
// reference.html: complete by the engine's tables, sound as a page, and in the site.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cr } from './engine_model.mjs';
import { engineFile } from './engine_path.mjs';

const top = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(top + 'build/site/reference.html', 'utf8');
const plain = html => html.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')
  .replaceAll('&amp;', '&');
const all = (pattern, text = page) => [...text.matchAll(pattern)];
const articles = new Map(all(/<article id="([^"]+)">([\s\S]*?)<\/article>/g).map(([, id, html]) => [id, html]));
const sections = new Map(all(/<section id="([^"]+)">([\s\S]*?)<\/section>/g).map(([, id, html]) => [id, html]));
const articleOf = (family, row) => articles.get(`${family}-${row.name.replaceAll('_', '-')}`);
const words = text => text.replaceAll('`', '');
const number = value => String(Number(value.toPrecision(6)));

function shown({ type, words }, value) {
  if (words) return words[value];
  if (type === 'boolean') return String(value !== 0);
  return typeof value === 'number' ? number(value) : value || 'none';  // null: nothing is set
}

function hasParameters(html, parameters, where) {
  const rows = all(/<tr><th scope="row">(.*?)<\/th><td>(.*?)<\/td><td>(.*?)<\/td><td class="help">(.*?)<\/td><\/tr>/g, html ?? '')
    .map(row => row.slice(1).map(plain));
  assert.equal(rows.length, parameters.length, where);
  parameters.forEach((parameter, i) => {
    const [name, usual, range, help] = rows[i];
    const place = `${where}, ${parameter.name}`;
    const older = parameter.keras2 === undefined ? '' : ` keras2: ${shown(parameter, parameter.keras2)}`;
    assert.equal(name, parameter.name, place);
    assert.equal(help, words(parameter.help), place);
    assert.equal(usual, shown(parameter, parameter.value) + older, place);
    if (parameter.words) assert.equal(range, parameter.words.join(', '), place);
    else if (parameter.maximum !== undefined && parameter.type === 'number') assert.equal(range, `${parameter.minimum} to ${parameter.maximum}`, place);
  });
}

test('every row of every table is there, with all that the table says', () => {
  assert.deepEqual([...sections.keys()].sort(), [...Object.keys(cr.tables), 'dialects'].sort());
  let count = 0;
  for (const [family, rows] of Object.entries(cr.tables)) {
    if (family === 'fit') {
      hasParameters(sections.get(family), rows, family);
      continue;
    }
    count += rows.length;
    for (const row of rows) {
      const where = `${family} ${row.name}`;
      const html = articleOf(family, row);
      assert.ok(html, where);
      assert.ok(sections.get(family).includes(html), `${where} in its section`);
      const text = plain(html.replace(/<table>[\s\S]*<\/table>/, ''));
      for (const word of [row.name, words(row.help), row.formula ?? '', row.derivative ?? '', ...row.aliases ?? [], ...row.slots ?? []]) {
        assert.ok(text.includes(word), `${where}: ${word}`);
      }
      assert.equal(html.includes('<dt>targets</dt>'), row.targets !== undefined, where);
      hasParameters(html, row.parameters, where);
    }
  }
  assert.equal(articles.size, count);
});

test('what the dialects change is listed', () => {
  const text = all(/<tr>(.*?)<\/tr>/g, sections.get('dialects')).map(([, html]) => all(/<t[hd][^>]*>(.*?)<\/t[hd]>/g, html).map(([, cell]) => plain(cell)).join(' '));
  for (const rows of Object.values(cr.tables)) {
    for (const { name, parameters = [] } of rows) {
      for (const parameter of parameters.filter(({ keras2 }) => keras2 !== undefined)) {
        assert.ok(text.includes([name, parameter.name, shown(parameter, parameter.keras2), shown(parameter, parameter.value)].join(' ')), `${name} ${parameter.name}`);
      }
    }
  }
});

test('plots are drawn from the engine\'s numbers', () => {
  const wide = new Set(['softmax', 'log_softmax', 'sparsemax', 'glu', 'maxout']);
  for (const row of cr.tables.activations) {
    const lines = all(/<path class="(g|slope)" d="([^"]+)"/g, articleOf('activations', row));
    assert.deepEqual(lines.map(([, name]) => name), wide.has(row.name) ? [] : ['slope', 'g'], row.name);
    if (wide.has(row.name)) continue;
    const model = cr.sequential({ layers: [cr.layers.activation({ activation: row.name, inputDim: 1 })] });
    for (const [pair, ...numbers] of all(/([-\d.]+),([-\d.]+)/g, lines[1][2])) {
      const [x, y] = numbers.map(Number);
      const [value] = model.predict([[x / 34 - 4]]).data;
      // A jump may be anywhere within the rounding of z.
      if (Math.abs(value) < 3 && !/shrink|threshold|step/.test(row.name)) assert.ok(Math.abs(3 - y / 34 - value) < 0.02, `${row.name} at ${pair}`);
    }
    model.dispose();
  }
});

test('the page is sound: cells filled, ids valid and unique, links that lead somewhere', () => {
  for (const [html, tag, inside] of all(/<(td|th|dd|dt|li|h\d|p|pre|title)\b[^>]*>([\s\S]*?)<\/\1>/g)) {
    assert.notEqual(plain(inside).trim(), '', html);
    assert.doesNotMatch(plain(inside), /\bundefined\b|\bNaN\b|\[object/, `${tag}: ${html}`);
  }
  const ids = all(/\sid="([^"]*)"/g).map(([, id]) => id);
  for (const id of ids) assert.match(id, /^[a-z][a-z0-9-]*$/);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target] of all(/href="#([^"]*)"/g)) assert.ok(ids.includes(target), target);
  for (const id of ids) assert.ok(page.includes(`href="#${id}"`), `nothing leads to ${id}`);
  assert.match(page, /default-src 'none'/);
  assert.doesNotMatch(page, /<script|\sstyle=|\son\w+=|https?:\/\//);
});

test('the site has it as it is made from this engine', () => {
  const made = execFileSync(process.execPath, [top + 'web/make_reference.mjs', engineFile], { encoding: 'utf8', maxBuffer: 1e7 });
  assert.equal(made, page.replace(/(?<=href="reference)-\w+(?=\.css")/, ''));
  for (const [, file] of all(/href="([^"#:]+)"/g)) assert.ok(existsSync(`${top}build/site/${file}`), file);
});
