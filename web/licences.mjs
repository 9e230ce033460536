// SPDX-License-Identifier: MIT
// What others wrote of what is given away here, and on what terms: one row for each. Versions, names and words of licences
// are read from what is built with, so that they are those of the build.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => readFileSync(join(...path), 'utf8');

/** The first group of a pattern that has to be there. */
function found(text, pattern, what) {
  const match = pattern.exec(text);
  if (!match) throw new Error(`expected ${what} to have ${pattern}, received none`);
  return match[1].trim();
}

/** Version, licence and words of an npm package that has `file`. */
function npm(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const { name, version, license } = JSON.parse(read(folder, 'package.json'));
  return { npm: name, version, licence: license, words: existsSync(join(folder, 'LICENSE')) ? read(folder, 'LICENSE') : undefined };
}

/** Headers of GCC's and the system's own libraries. */
const systemHeaders = new RegExp('/usr/(lib/gcc/|include/(c\\+\\+|[^/]+-linux-gnu|asm-generic|bits|gnu|linux|sys)/)|/usr/include/(alloca|assert|ctype|dlfcn|endian|errno|fcntl|' +
  'features[^/]*|float|inttypes|libintl|limits|locale|malloc|math|pthread|regex|sched|semaphore|setjmp|signal|std[^/]*|strings?|syscall|time|unistd|wchar|wctype)\\.h$');

/** Rows of the table in assets/data/README.md: one for each data set, with its licence in the last column. */
function dataSets() {
  const rows = read(top, 'assets/data/README.md').split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.map(([, names, , target, by, licence]) => {
    const files = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => 'data/' + name);
    return { kind: 'data', name: /\/([a-z_]+)/.exec(files[0])[1], by, licence, use: target, files };
  });
}

/** The words of the MIT licence, below whose name they are. */
export const mit = read(top, 'LICENSE').replace(/^[\s\S]*?(?=Permission is hereby)/, '');

/**
 * All rows: `kind`, `name`, `by`, `licence` (its name by SPDX), `use`; and where there are any `version`, `address`, `words`,
 * `files` of the site that are it, and `sources`, a pattern of the paths of files that were compiled in.
 * @param {{eigen: string, imgui: string, json: string, stb: string, emscripten: string, qrcode: string, reveal: string, remark: string}} places
 */
export function shipped({ eigen, imgui, json, stb, emscripten, qrcode, reveal, remark }) {
  const part = (name) => found(read(eigen, 'Eigen/Version'), new RegExp(`EIGEN_${name}_VERSION (\\d+)`), 'Eigen/Version');
  const imguiTerms = read(imgui, 'LICENSE.txt'), jsonHead = read(json, 'nlohmann/json.hpp').slice(0, 2000), musl = read(emscripten, 'system/lib/libc/musl/COPYRIGHT');
  const emscriptenVersion = read(emscripten, 'emscripten-version.txt').replaceAll('"', '').trim();
  const [qr, deck, remarks] = [qrcode, reveal, remark].map(npm);
  const compiled = [
    { name: 'Eigen', address: 'https://gitlab.com/libeigen/eigen', version: ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.'), licence: 'MPL-2.0',
      by: 'the authors that its files name', use: 'linear algebra', sources: /\/eigen(-src)?\/(Eigen|unsupported)\// },
    { name: 'Dear ImGui', address: 'https://github.com/ocornut/imgui', version: found(read(imgui, 'imgui.h'), /IMGUI_VERSION +"([^"]+)"/, 'imgui.h'), licence: 'MIT',
      by: found(imguiTerms, /Copyright \(c\) (.*)/, 'its LICENSE.txt'), use: 'the user interface', words: imguiTerms, sources: /\/imgui(-src)?\// },
    { name: 'JSON for Modern C++', address: 'https://github.com/nlohmann/json', version: found(jsonHead, /version (\S+)/, 'json.hpp'), licence: 'MIT',
      by: found(jsonHead, /SPDX-FileCopyrightText: (.*?)(?: <|\n)/, 'json.hpp'), use: 'experiments as files', words: mit, sources: /\/nlohmann\// },
    { name: 'stb_image, stb_image_write', address: 'https://github.com/nothings/stb', version: ['stb_image.h', 'stb_image_write.h'].map((file) =>
      found(read(stb, 'stb', file).slice(0, 200), / - v(\S+)/, file)).join(', '), licence: 'MIT OR Unlicense',
      by: 'Sean Barrett and contributors', use: 'packing weights into links', words: mit, sources: /\/stb\/stb_image/ },
    { name: 'Emscripten', address: 'https://emscripten.org', version: emscriptenVersion, licence: 'MIT',
      by: found(read(emscripten, 'src/preamble.js'), /Copyright (.*)/, 'preamble.js'), use: 'the JavaScript around WebAssembly, embind, emmalloc', words: mit,
      sources: /\/emscripten\/(cache\/sysroot|system)\/(include\/(emscripten|GLES|GLFW|EGL|webgl|KHR)|lib\/(embind|emmalloc|gl|html5|jsmath))/ },
    { name: 'musl', address: 'https://musl.libc.org', version: `of Emscripten ${emscriptenVersion}`, licence: 'MIT', by: found(musl, /Copyright © (.*)/, 'its COPYRIGHT'),
      use: 'the C library', words: musl, sources: /\/emscripten\/(cache\/sysroot|system)\/(include|lib\/libc\/)/ },
    { name: 'libc++, libc++abi, libunwind, compiler-rt', address: 'https://llvm.org', version: `of Emscripten ${emscriptenVersion}`, licence: 'Apache-2.0 WITH LLVM-exception',
      by: 'the LLVM project', use: 'the C++ library and what the compiler calls', sources: /\/(c\+\+\/v1|clang\/\d[\d.]*\/include|lib\/(libcxx|libcxxabi|libunwind|compiler-rt))\// },
  ];
  const letters = read(top, 'assets/fonts/OFL.txt'), inside = read(top, 'assets/slides/inside.licence.txt');
  const beside = [
    { name: 'Inter', address: 'https://rsms.me/inter/', licence: 'OFL-1.1', by: found(letters, /copyright (.*?) \(/, 'OFL.txt'), use: 'the letters, a subset of them',
      words: letters, files: ['slides/Inter-Regular.otf', 'slides/Inter-SemiBold.otf', 'slides/OFL.txt'] },
    { name: 'qrcode-generator', address: 'https://github.com/kazuhikoarase/qrcode-generator', ...qr, by: found(read(qrcode), /Copyright \(c\) (.*)/, 'qrcode.mjs'),
      use: 'QR codes in the page', words: mit, files: ['qrcode.js'] },
  ];
  const slides = [
    { name: 'reveal.js', address: 'https://revealjs.com', ...deck, by: found(deck.words, /Copyright \(C\) (.*)/, 'its LICENSE'), use: 'the course as reveal.html',
      files: ['reveal.js', 'reveal.css', 'markdown.js', 'notes.js', 'reveal.licence.txt'].map((file) => 'slides/' + file) },
    { name: 'remark', address: 'https://remarkjs.com', ...remarks, by: found(remarks.words, /Copyright \(c\) (.*?)(?: <|\n)/, 'its LICENSE'), use: 'the course as remark.html',
      files: ['slides/remark.min.js', 'slides/remark.licence.txt'] },
    { name: 'marked, highlight.js', address: 'https://github.com/markedjs/marked', licence: 'MIT AND BSD-3-Clause', by: found(inside, /Copyright \(c\) (.*?) \(/, 'inside.licence.txt') +
      '; ' + found(inside, /BSD[\s\S]*?Copyright \(c\) (.*)/, 'inside.licence.txt'), use: 'inside of the two above', words: inside, files: ['slides/inside.licence.txt'] },
  ];
  const desktop = [
    { name: 'CLI11', address: 'https://github.com/CLIUtils/CLI11', licence: 'BSD-3-Clause', by: 'University of Cincinnati, developed by Henry Schreiner', use: 'the command line', sources: /\/CLI\// },
    { name: 'GLFW', address: 'https://www.glfw.org', licence: 'Zlib', by: 'Marcus Geelnard, Camilla Löwy', use: 'the window', sources: /\/GLFW\// },
    { name: 'libpng', address: 'http://www.libpng.org', licence: 'libpng-2.0', by: 'the PNG Reference Library Authors', use: 'pictures', sources: /\/(libpng16\/)?png(conf|libconf)?\.h$/ },
    { name: 'OpenGL', address: 'https://registry.khronos.org/OpenGL/', licence: 'MIT', by: 'The Khronos Group', use: 'declarations of what the driver draws with', sources: /\/(GL|KHR)\// },
    { name: 'The C and C++ libraries of the system', address: 'https://gcc.gnu.org', licence: 'LGPL-2.1-or-later, GPL-3.0-or-later WITH GCC-exception-3.1', by: 'the GNU project',
      use: 'what every program there has', sources: systemHeaders },
    { name: 'QR Code generator', address: 'https://www.nayuki.io/page/qr-code-generator-library', licence: 'MIT', by: 'Project Nayuki', use: 'QR codes', sources: /\/qrcodegen\// },
  ];
  const kind = (name, rows) => rows.map(({ words, ...row }) => ({ kind: name, ...row, words: words === mit ? `Copyright (c) ${row.by}\n\n${mit}` : words }));
  return [...kind('module', compiled), ...kind('page', beside), ...kind('slides', slides), ...dataSets(), ...kind('desktop', desktop)];
}
