// SPDX-License-Identifier: MIT
// licences.html names whatever is given away and was written by others: each file of the site, each file that went into
// the modules and the desktop program as the builds noted it, each npm package with the version of its lock file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { shipped } from '../../web/licences.mjs';

const top = fileURLToPath(new URL('../..', import.meta.url));
const read = (...path) => readFileSync(join(top, ...path), 'utf8');
const html = read('build/site/licences.html');
const found = createRequire(import.meta.url).resolve;
const cached = (name) => new RegExp(`^${name}:\\w+=(.*)$`, 'm').exec(read('build/web/CMakeCache.txt'))[1];
const rows = shipped({
  eigen: cached('CHAINRULE_EIGEN'), imgui: cached('CHAINRULE_IMGUI'),
  json: cached('json_headers'), stb: cached('stb_headers'),
  emscripten: /"?emscripten=([^"\s]+)/.exec(read('build/web/build.ninja'))[1],
  qrcode: found('qrcode-generator').replace(/[^/]*$/, 'qrcode.mjs'), reveal: found('reveal.js'),
  remark: found('remark-slide'),
});

test('every row has an author and a licence, whose words or address stand in the page', () => {
  assert.ok(rows.length > 20, `${rows.length} rows`);
  for (const row of rows) {
    for (const fact of ['name', 'by', 'licence', 'use']) assert.ok(row[fact]?.length > 0, `${row.name}: ${fact}`);
    const article = html.split('<article ').find((text) => text.includes(`<h3>${row.name}</h3>`));
    assert.ok(article, row.name);
    if (row.by.startsWith('B. Efron')) continue;   // data that stand in a paper, for all, under no licence's name
    assert.match(article, /<dt>licence<\/dt><dd>(<a href="https?:|[\s\S]*<pre>)/, row.name);
  }
});

test('the page in one file has the words in it', () => {
  const page = read('build/site/chainrule.html'), comment = page.slice(page.lastIndexOf('<!--'));
  for (const { kind, name, by } of rows.filter((row) => row.kind !== 'slides' && row.kind !== 'desktop'))
    assert.ok(comment.includes(name) && comment.includes(by), `${kind} ${name}`);
  assert.match(comment, /^<!--\n[^]*The above copyright notice[^]*-->\n?$/);
  assert.equal(comment.indexOf('--', 4), comment.lastIndexOf('-->'));
});

/** Files of the repository by their names in the site. */
const own = (name) => existsSync(join(top, 'web', name)) || existsSync(join(top, 'assets', name));
/** What is built here: of our sources and what these include, which is looked at below. */
const built = ['playground.js', 'playground.wasm', 'later.wasm', 'trainer.js', 'trainer.wasm', 'engine.js',
  'engine.wasm', 'engine.d.ts', 'poster.js', 'reference.html', 'links.html', 'licences.html', 'chainrule.html', 'slides/course.md.js'];
/** Names of all files in the site, without hashes. */
const files = readdirSync(join(top, 'build/site'), { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => relative(join(top, 'build/site'), join(file.parentPath ?? file.path, file.name)))
  .map((name) => name.replace(/-[0-9a-f]{10}(?=\.\w+$)/, ''));

test('every file of the site is ours, or has a row', () => {
  const named = rows.flatMap((row) => row.files ?? []);
  const ours = (name) => built.includes(name) || own(name) && !name.startsWith('data/');
  assert.deepEqual(files.filter((name) => !named.includes(name) && !ours(name)), []);
  assert.deepEqual(named.filter((name) => !files.includes(name)), [], 'a row whose file is not there');
});

for (const [build, kinds] of [['web', ['module']], ['release', ['module', 'desktop']]]) {
  const skip = !existsSync(join(top, 'build', build, '.ninja_deps')) && `build/${build} is not there`;
  test(`every file that the build "${build}" read is ours, or has a row`, { skip }, () => {
    const folder = join(top, 'build', build);
    const patterns = rows.filter((row) => kinds.includes(row.kind)).flatMap((row) => row.sources ?? []);
    const objects = execFileSync('ninja', ['-C', folder, '-t', 'deps'], { encoding: 'utf8', maxBuffer: 1e9 })
      .split(/\n(?=\S)/).filter((text) => /^(engine|ui|web)\/.*\.o: /.test(text));   // CMake 3.31 tells of links, too
    assert.ok(objects.length > 100, `${objects.length} objects`);
    const lines = objects.flatMap((text) => text.split('\n').slice(1).map((line) => line.trim()));
    const read = [...new Set(lines.filter(Boolean))].map((file) => resolve(folder, file)).filter(existsSync)
      .map((file) => realpathSync(file));
    const others = read.filter((file) => !file.startsWith(realpathSync(top) + '/'));
    assert.ok(others.length > 100, `${others.length} files of others`);
    assert.deepEqual(others.filter((file) => !patterns.some((pattern) => pattern.test(file))), []);
    for (const pattern of patterns)
      assert.ok(others.some((file) => pattern.test(file)) || build !== 'web', `a row for nothing: ${pattern}`);
  });
}

test('npm packages are those of the lock files, whole and with checksums, from no place that a lock file names', () => {
  for (const group of readdirSync(join(top, 'web/npm')).filter((name) => name !== 'lock')) {
    const lock = JSON.parse(read('web/npm', group, 'package-lock.json')).packages;
    const { dependencies } = JSON.parse(read('web/npm', group, 'package.json'));
    assert.deepEqual(lock[''].dependencies, dependencies, group);
    for (const [path, { integrity, resolved, dependencies: wanted = {} }] of Object.entries(lock)) {
      if (path === '') continue;   // the group itself
      assert.match(integrity ?? '', /^sha512-/, `${group}: ${path}`);
      assert.equal(resolved, undefined, `${group}: ${path}`);
      assert.ok(!Object.values(wanted).includes('latest'), `${group}: ${path} wants what web/npm/lock names`);
    }
    for (const [name, version] of Object.entries(dependencies))
      assert.equal(lock[`node_modules/${name}`].version, version, name);
  }
  const site = JSON.parse(read('web/npm/site/package-lock.json')).packages;
  for (const { npm, version, licence } of rows.filter((row) => row.npm)) {
    const locked = site[`node_modules/${npm}`];
    assert.deepEqual([version, licence], [locked.version, locked.license], npm);
  }
});

test("the README's versions are those of the lock files", () => {
  const lines = read('README.md').split('## Dependencies')[1].split('\n');
  for (const group of ['site', 'tests', 'slidev', 'bench']) {
    const { dependencies } = JSON.parse(read('web/npm', group, 'package.json'));
    for (const [name, version] of Object.entries(dependencies)) {
      const line = lines.find((text) => text.includes(name));
      const short = [` ${version.replace(/\.\d+$/, '')} `, version.replace(/\.0\.0$/, ',')];
      assert.ok([version, ...short].some((text) => line?.includes(text)), `${name} ${version}: ${line}`);
    }
  }
});
