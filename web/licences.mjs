// SPDX-License-Identifier: MIT
// What others wrote of what is given away here, and on what terms: one row for each. Versions, names and words of
// licences are read from what is built with, so that they are those of the build.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => readFileSync(join(...path), 'utf8');

/** The words of the MIT licence, below whose name they are. */
export const mit = read(top, 'LICENSE').replace(/^[\s\S]*?(?=Permission is hereby)/, '');
const underMit = (by) => ({ licence: 'MIT', by, words: `Copyright (c) ${by}\n\n${mit}` });

/** The first group of a pattern that has to be there. */
function found(text, pattern, what) {
  const match = pattern.exec(text);
  if (!match) throw new Error(`expected ${what} to have ${pattern}, received none`);
  return match[1].trim();
}

/** Name, version and licence of the npm package that has `file`. */
function npm(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const { name, version, license } = JSON.parse(read(folder, 'package.json'));
  return { npm: name, version, licence: license, folder };
}

/** What is compiled into the modules and the desktop program. */
function libraries({ eigen, imgui, json, stb }) {
  const eigenNumber = (part) =>
    found(read(eigen, 'Eigen/Version'), new RegExp(`EIGEN_${part}_VERSION (\\d+)`), 'Eigen/Version');
  const imguiTerms = read(imgui, 'LICENSE.txt'), jsonHead = read(json, 'nlohmann/json.hpp').slice(0, 2000);
  const stbVersion = (file) => found(read(stb, 'stb', file).slice(0, 200), / - v(\S+)/, file);
  return [
    { name: 'Eigen', address: 'https://gitlab.com/libeigen/eigen', licence: 'MPL-2.0', use: 'linear algebra',
      version: ['MAJOR', 'MINOR', 'PATCH'].map(eigenNumber).join('.'), by: 'the authors that its files name',
      sources: /\/eigen(-src)?\/(Eigen|unsupported)\// },
    { name: 'Dear ImGui', address: 'https://github.com/ocornut/imgui', licence: 'MIT', use: 'the user interface',
      version: found(read(imgui, 'imgui.h'), /IMGUI_VERSION +"([^"]+)"/, 'imgui.h'),
      by: found(imguiTerms, /Copyright \(c\) (.*)/, 'its LICENSE.txt'), words: imguiTerms,
      sources: /\/imgui(-src)?\// },
    { name: 'JSON for Modern C++', address: 'https://github.com/nlohmann/json', use: 'experiments as files',
      version: found(jsonHead, /version (\S+)/, 'json.hpp'), sources: /\/nlohmann\//,
      ...underMit(found(jsonHead, /SPDX-FileCopyrightText: (.*?)(?: <|\n)/, 'json.hpp')) },
    { name: 'stb_image, stb_image_write', address: 'https://github.com/nothings/stb',
      version: ['stb_image.h', 'stb_image_write.h'].map(stbVersion).join(', '), use: 'packing weights into links',
      ...underMit('Sean Barrett and contributors'), licence: 'MIT OR Unlicense', sources: /\/stb\/stb_image/ },
  ];
}

/** What the compiler for WebAssembly adds. */
function runtime({ emscripten }) {
  const version = read(emscripten, 'emscripten-version.txt').replaceAll('"', '').trim();
  const musl = read(emscripten, 'system/lib/libc/musl/COPYRIGHT');
  return [
    { name: 'Emscripten', address: 'https://emscripten.org', version,
      use: 'the JavaScript around WebAssembly, embind, emmalloc',
      ...underMit(found(read(emscripten, 'src/preamble.js'), /Copyright (.*)/, 'preamble.js')),
      sources: /\/emscripten\/.*\/include\/(emscripten|GLES\d|KHR)\// },
    { name: 'musl', address: 'https://musl.libc.org', version: `of Emscripten ${version}`, use: 'the C library',
      licence: 'MIT', by: found(musl, /Copyright © (.*)/, 'its COPYRIGHT'), words: musl,
      sources: /\/emscripten\/.*\/include\/(compat\/)?((sys|bits|wasi|arpa|net|netinet)\/)?[^/]+\.h$/ },
    { name: 'libc++, libc++abi, libunwind, compiler-rt', address: 'https://llvm.org',
      version: `of Emscripten ${version}`, licence: 'Apache-2.0 WITH LLVM-exception', by: 'the LLVM project',
      use: 'the C++ library and what the compiler calls', sources: /\/(c\+\+\/v1|clang\/\d[\d.]*\/include)\// },
  ];
}

/** Files beside the modules, in the page and in the slides. */
function packages({ qrcode, reveal, remark }) {
  const [qr, deck, remarks] = [qrcode, reveal, remark].map(npm);
  const letters = read(top, 'assets/fonts/OFL.txt'), inside = read(top, 'assets/slides/inside.licence.txt');
  const deckTerms = read(deck.folder, 'LICENSE'), remarkTerms = read(remarks.folder, 'LICENSE');
  const slides = (...names) => names.map((name) => 'slides/' + name);
  return [
    { kind: 'page', name: 'Inter', address: 'https://rsms.me/inter/', licence: 'OFL-1.1', words: letters,
      by: found(letters, /copyright (.*?) \(/, 'OFL.txt'), use: 'the letters, a subset of them',
      files: slides('Inter-Regular.otf', 'Inter-SemiBold.otf', 'OFL.txt') },
    { kind: 'page', name: 'qrcode-generator', address: 'https://github.com/kazuhikoarase/qrcode-generator',
      ...underMit(found(read(qrcode), /Copyright \(c\) (.*)/, 'qrcode.mjs')), ...qr, use: 'QR codes in the page',
      files: ['qrcode.js'] },
    { kind: 'slides', name: 'reveal.js', address: 'https://revealjs.com', ...deck, use: 'the course as reveal.html',
      by: found(deckTerms, /Copyright \(C\) (.*)/, 'its LICENSE'), words: deckTerms,
      files: slides('reveal.js', 'reveal.css', 'markdown.js', 'notes.js', 'reveal.licence.txt') },
    { kind: 'slides', name: 'remark', address: 'https://remarkjs.com', ...remarks, use: 'the course as remark.html',
      by: found(remarkTerms, /Copyright \(c\) (.*?)(?: <|\n)/, 'its LICENSE'), words: remarkTerms,
      files: slides('remark.min.js', 'remark.licence.txt') },
    { kind: 'slides', name: 'marked, highlight.js', address: 'https://github.com/markedjs/marked',
      licence: 'MIT AND BSD-3-Clause', words: `${inside}\n${deckTerms}`, use: 'inside of the two above',
      by: `${found(inside, /Copyright \(c\) (.*?) \(/, 'inside.licence.txt')}; ` +
          found(inside, /BSD[\s\S]*?Copyright \(c\) (.*)/, 'inside.licence.txt'),
      files: slides('inside.licence.txt') },
  ];
}

/** Rows of the table in assets/data/README.md: one for each data set, with its licence in the last column. */
function dataSets() {
  const lines = read(top, 'assets/data/README.md').split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => line.split('|').map((cell) => cell.trim())).map(([, names, , target, by, licence]) => {
    const files = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => 'data/' + name);
    return { kind: 'data', name: found(files[0], /\/([a-z_]+)/, names), by, licence, use: target, files };
  });
}

/** Headers of GCC's and the system's own libraries. */
const systemHeaders = new RegExp(
  '/usr/(lib/gcc/|lib/linux/uapi/|include/(c\\+\\+|[^/]+-linux-gnu|asm-generic|bits|gnu|linux|sys)/)|/usr/include/(' +
  'alloca|assert|ctype|dlfcn|endian|errno|fcntl|features[^/]*|float|inttypes|libintl|limits|locale|malloc|math|' +
  'pthread|regex|sched|semaphore|setjmp|signal|std[^/]*|strings?|syscall|time|unistd|wchar|wctype)\\.h$');

/** What the desktop program has of the system that it is built on. */
const desktop = [
  { name: 'CLI11', address: 'https://github.com/CLIUtils/CLI11', licence: 'BSD-3-Clause', use: 'the command line',
    by: 'University of Cincinnati, developed by Henry Schreiner', sources: /\/CLI\// },
  { name: 'GLFW', address: 'https://www.glfw.org', licence: 'Zlib', by: 'Marcus Geelnard, Camilla Löwy',
    use: 'the window', sources: /\/GLFW\// },
  { name: 'QR Code generator', address: 'https://www.nayuki.io/page/qr-code-generator-library', licence: 'MIT',
    by: 'Project Nayuki', use: 'QR codes', sources: /\/qrcodegen\// },
  { name: 'OpenGL', address: 'https://registry.khronos.org/OpenGL/', licence: 'MIT', by: 'The Khronos Group',
    use: 'declarations of what the driver draws with', sources: /\/(GL|KHR)\// },
  { name: 'The C and C++ libraries of the system', address: 'https://gcc.gnu.org', by: 'the GNU project',
    licence: 'LGPL-2.1-or-later, GPL-3.0-or-later WITH GCC-exception-3.1', use: 'what every program there has',
    sources: systemHeaders },
];

/**
 * All rows: `kind`, `name`, `by`, `licence` (its name by SPDX), `use`; and where there are any `version`, `address`,
 * `words`, `files` of the site that are it, and `sources`, a pattern of the paths of files that were compiled in.
 * `places` says where things stand: folders of eigen, imgui, json, stb, emscripten, files of qrcode, reveal, remark.
 */
export function shipped(places) {
  const kind = (name, rows) => rows.map((row) => ({ kind: name, ...row }));
  return [...kind('module', [...libraries(places), ...runtime(places)]), ...packages(places), ...dataSets(),
          ...kind('desktop', desktop)];
}
