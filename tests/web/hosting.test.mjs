// SPDX-License-Identifier: MIT
// What publishes the site, and what the README says of hosting, fit to the site that is built.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(join(top, name), 'utf8');
const site = readdirSync(join(top, 'build/site'));

test('the workflow runs what there is, publishes the site, and pins what it uses', () => {
  const workflow = read('.github/workflows/pages.yml');
  const all = (pattern) => [...workflow.matchAll(pattern)].map(([, text]) => text);
  const runs = all(/^ +- run: (.+)$/gm);
  assert.deepEqual(runs, ['web/serve --build-only']);
  for (const run of runs) accessSync(join(top, run.split(' ')[0]), constants.X_OK);
  assert.deepEqual(all(/^ +path: (.+)$/gm), ['build/site']);
  assert.deepEqual(all(/uses: (\S+)@/g), ['actions/checkout', 'actions/upload-pages-artifact', 'actions/deploy-pages']);
  assert.equal(
    all(/uses: (.*)$/gm).filter((use) => /^\S+@[0-9a-f]{40} +# v\d+\.\d+\.\d+$/.test(use)).length,
    3,
    'by commit, with its version',
  );
  assert.ok(
    read('web/toolchain').includes(/container: debian:(\w+)/.exec(workflow)[1]),
    'a system that the compiler is put together for',
  );
});

test('the README names the files that keep their names', () => {
  const [, words] = /\| the entries, which keep their names: (.*?); and `data\/`/.exec(read('README.md'));
  const named = [...words.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  assert.deepEqual(
    named.sort(),
    site.filter((name) => name !== 'data' && name !== 'slides' && !/-[0-9a-f]{10}\./.test(name)).sort(),
  );
});

test('no page asks for more than its own folder, and runs nothing inline', () => {
  // chainrule.html has all of it inside.
  const pages = site.filter((name) => name.endsWith('.html') && name !== 'chainrule.html');
  assert.ok(pages.length >= 2);
  for (const page of pages) {
    const html = readFileSync(join(top, 'build/site', page), 'utf8');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html);
    assert.match(policy, /^default-src 'none';.* base-uri 'none'; form-action 'none'$/, page);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/, page);
    assert.doesNotMatch(
      page === '404.html' ? html.replace('<script>', '<script src="">') : html,
      /<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/,
      page,
    );
    // Links to authors and licences are for people to press: the page asks for none of them.
    const asking = page === 'licences.html' ? html.replace(/<a href="https?:[^"]*">/g, '<a>') : html;
    for (const [, address] of asking.matchAll(/(?:href|src)="([^"#]+)"/g))
      assert.doesNotMatch(address, /^(?!data:)(\/|\w+:)/, `${page}: ${address}`);
  }
});

test('what stands at any address has its script and style in itself, by their hashes', () => {
  const html = readFileSync(join(top, 'build/site/404.html'), 'utf8');
  for (const kind of ['script', 'style']) {
    const [, source] = new RegExp(`<${kind}>([^]*?)</${kind}>`).exec(html);
    assert.ok(html.includes(`${kind}-src 'sha256-${createHash('sha256').update(source).digest('base64')}'`), kind);
  }
  assert.deepEqual([...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address), ['data:,', './']);
});

test('a deck asks for nothing but what is in the site', () => {
  for (const deck of ['reveal.html', 'remark.html']) {
    const html = readFileSync(join(top, 'build/site/slides', deck), 'utf8');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html);
    assert.match(policy, /^default-src 'none';/, deck);
    // blob: names what the page itself has made, the pictures for paper.
    const allowed = /^([\w-]+|'(none|self|unsafe-inline)'|data:|blob:)$/;
    for (const source of policy.split(/;? +/)) assert.match(source, allowed, deck);
    const blobs = policy.split(/; */).filter((rule) => rule.includes('blob:'));
    assert.deepEqual(blobs.map((rule) => rule.split(' ')[0]), ['img-src'], deck);
  }
});
