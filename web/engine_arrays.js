// SPDX-License-Identifier: MIT
// Arrays on their way into engine.js: nested arrays, typed arrays, numbers with a shape.

const mostNumbers = 2 ** 28;  // a gigabyte
const mostInRow = 2 ** 16;
const deepest = 16;           // lists in lists, of a sample that is a picture or the like

const isTyped = value => ArrayBuffer.isView(value) && !(value instanceof DataView);
const isBig = value => kindOf(value).startsWith('Big');

function numberAt(value, place) {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw expected(`a number at ${place}`, value);
}

/** Room for so many numbers. */
function room(size, name) {
  if (size > mostNumbers) throw new Error(`expected at most ${mostNumbers} numbers in ${name}, received ${size}`);
  return new Float32Array(size);
}

/** The numbers of a typed array or a plain one. */
function floats(value, name) {
  if (value instanceof Float32Array) return value;
  if (isTyped(value) && !isBig(value)) return Float32Array.from(value);
  if (!Array.isArray(value)) throw expected(`${name} as an array of numbers`, value);
  const data = room(value.length, name);
  for (let i = 0; i < data.length; ++i) data[i] = numberAt(value[i], `place ${i} of ${name}`);
  return data;
}

/** A flat list of numbers as rows of `cols` (1 where nothing says how many). */
function fromFlat(data, cols, name) {
  const width = cols || 1;
  if (data.length % width !== 0) {
    throw new Error(`expected ${name} with a multiple of ${width} numbers, received ${data.length}`);
  }
  return { rows: data.length / width, cols: width, data };
}

/** A sample that is a list of lists, as one list. */
function flattened(sample, place, depth = 0, flat = []) {
  if (depth > deepest) {
    throw new Error(`expected numbers in ${place}, received lists in lists, more than ${deepest} deep`);
  }
  for (const item of sample) {
    if (Array.isArray(item)) {
      flattened(item, place, depth + 1, flat);
    } else if (flat.push(item) > mostInRow) {
      throw new Error(`expected at most ${mostInRow} numbers in ${place}, received more`);
    }
  }
  return flat;
}

function fromRows(samples, name) {
  const rowAt = r => {
    const nested = Array.isArray(samples[r]) && Array.isArray(samples[r][0]);
    return nested ? flattened(samples[r], `row ${r} of ${name}`) : samples[r];
  };
  const cols = rowAt(0).length;
  const data = room(samples.length * cols, name);
  for (let r = 0; r < samples.length; ++r) {
    const row = rowAt(r);
    if (!(Array.isArray(row) || isTyped(row)) || row.length !== cols) {
      const received = Array.isArray(row) || isTyped(row) ? `${row.length} numbers` : describe(row);
      throw new Error(`expected ${cols} numbers in row ${r} of ${name}, received ${received}`);
    }
    for (let c = 0; c < cols; ++c) data[r * cols + c] = numberAt(row[c], `row ${r}, column ${c} of ${name}`);
  }
  return { rows: samples.length, cols, data };
}

/** {shape: [rows, ...], data}: what has several dimensions is rows of numbers. */
function fromShape(shape, given, cols, name) {
  const data = floats(given, `data of ${name}`);
  const wanted = `shape of ${name} as a list of whole numbers`;
  if (!Array.isArray(shape) || shape.length > deepest) throw expected(wanted, shape);
  const wrong = shape.findIndex(size => !Number.isSafeInteger(size) || size < 0);
  if (wrong >= 0) throw expected(wanted, shape[wrong]);
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw new Error(`expected ${size} numbers for ${name} of shape [${shape}], received ${data.length}`);
  }
  if (shape.length < 2) return fromFlat(data, cols, name);
  return { rows: shape[0], cols: shape.slice(1).reduce((product, length) => product * length, 1), data };
}

/**
 * {rows, cols, data} from nested arrays, {shape: [rows, cols], data} or a flat array. `cols` is what a flat array has,
 * 0 where that is not known.
 */
function matrix(value, cols, name) {
  if (isTyped(value)) return fromFlat(floats(value, name), cols, name);
  if (isObject(value) && value.shape !== undefined && value.data !== undefined) {
    return fromShape(value.shape, value.data, cols, name);
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error(`expected ${name} as rows of numbers, received ${Array.isArray(value) ? 'none' : describe(value)}`);
  }
  if (Array.isArray(value[0]) || isTyped(value[0])) return fromRows(value, name);
  return fromFlat(floats(value, name), cols, name);
}

/** A number for each row, or null. */
function rowNumbers(value, name) {
  if (!isGiven(value)) return null;
  const { data } = matrix(value, 1, name);
  return data;
}

/** Bytes of a file. */
function bytesOf(value) {
  const kind = kindOf(value);
  if (kind === 'ArrayBuffer') return new Uint8Array(value);
  if (!isTyped(value) || !['Uint8Array', 'Uint8ClampedArray', 'Int8Array'].includes(kind)) {
    throw expected('bytes as a Uint8Array or an ArrayBuffer', value);
  }
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
