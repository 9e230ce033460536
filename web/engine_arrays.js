// SPDX-License-Identifier: MIT
// Arrays on their way into engine.js: nested arrays, typed arrays, numbers with a shape.

const isTyped = value => ArrayBuffer.isView(value) && !(value instanceof DataView);
const floats = value => (value instanceof Float32Array ? value : Float32Array.from(value));

function numberAt(value, place) {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new Error(`expected a number at ${place}, received ${describe(value)}`);
}

/** A flat list of numbers as rows of `cols` (1 where nothing says how many). */
function fromFlat(data, cols, name) {
  const width = cols || 1;
  if (data.length % width !== 0) {
    throw new Error(`expected ${name} with a multiple of ${width} numbers, received ${data.length}`);
  }
  return { rows: data.length / width, cols: width, data };
}

function fromRows(samples, name) {
  const rows = samples.map(sample => (Array.isArray(sample?.[0]) ? sample.flat(Infinity) : sample));
  const cols = rows[0].length;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((row, r) => {
    if (!(Array.isArray(row) || isTyped(row)) || row.length !== cols) {
      const received = row?.length === undefined ? describe(row) : `${row.length} numbers`;
      throw new Error(`expected ${cols} numbers in row ${r} of ${name}, received ${received}`);
    }
    for (let c = 0; c < cols; ++c) data[r * cols + c] = numberAt(row[c], `row ${r}, column ${c} of ${name}`);
  });
  return { rows: rows.length, cols, data };
}

/**
 * {rows, cols, data} from nested arrays, {shape: [rows, cols], data} or a flat array. `cols` is what a flat array has,
 * 0 where that is not known.
 */
function matrix(value, cols, name) {
  if (isTyped(value)) return fromFlat(floats(value), cols, name);
  if (isObject(value) && Array.isArray(value.shape) && value.data !== undefined) {
    const width = value.shape.slice(1).reduce((product, size) => product * size, 1);
    const shape = value.shape.length > 1 ? { rows: value.shape[0], cols: width } : fromFlat(value.data, cols, name);
    if (shape.rows * shape.cols !== value.data.length) {
      throw new Error(`expected ${shape.rows * shape.cols} numbers for ${name} of shape [${value.shape}], received ` +
                      `${value.data.length}`);
    }
    return { rows: shape.rows, cols: shape.cols, data: floats(value.data) };
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error(`expected ${name} as rows of numbers, received ${Array.isArray(value) ? 'none' : describe(value)}`);
  }
  if (Array.isArray(value[0]) || isTyped(value[0])) return fromRows(value, name);
  return fromFlat(Float32Array.from(value, (item, i) => numberAt(item, `place ${i} of ${name}`)), cols, name);
}

/** A number for each row, or null. */
function rowNumbers(value, name) {
  if (!isGiven(value)) return null;
  const { data } = matrix(value, 1, name);
  return data;
}
