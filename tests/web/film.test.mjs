// SPDX-License-Identifier: MIT
// The film of a training step in the page: its numbers, read through the control mirror, against this file's own
// arithmetic; back and forth; the chain rule of one weight; all sizes of window.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, settled, startBrowser } from './browser.mjs';
import { button, status, statusBecomes, type } from './controls.mjs';
import { cr } from './engine_model.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const now = (page) => page.getByRole('status', { name: 'Step', exact: true }).getAttribute('data-now');
async function stepBecomes(page, pattern) {
  assert.match(await eventually(() => now(page), (text) => pattern.test(text)), pattern);
  await settled(page);
}

/** The table of the phase: a list of numbers for each heading; `rows` for those of weights. */
async function numbers(page) {
  const rows = await page.getByRole('table', { name: 'Numbers of the phase' }).evaluate((table) =>
    [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)));
  const columns = Object.fromEntries(rows[0].map((name, i) => [name, rows.slice(1).map((row) => Number(row[i]))]));
  return { columns, rows: rows.slice(1) };
}
function close(seen, wanted, what, tolerance = 2e-6) {
  const most = tolerance * Math.max(1, Math.abs(wanted));
  assert.ok(Math.abs(seen - wanted) <= most, `${what}: ${seen}, expected ${wanted}`);
}

test('a whole step, forth and back: every number is the one that paper gives', async () => {
  const page = await browser.openPage({ hash: 'data=circle&layers=dense:2:tanh,dense:1:sigmoid&loss=mse' +
    '&optimizer=sgd:learning_rate=0.5&batch_size=4' });
  const press = async (pattern) => {
    await button(page, 'Step layer').click();
    await stepBecomes(page, pattern);
    return numbers(page);
  };
  await press(/^Load: 4 rows/);
  await type(page, 'Digits', 9);
  const { columns: load } = await numbers(page);
  const forward = [await press(/^Forward, dense,/), await press(/^Forward, dense_1,/)].map(({ columns }) => columns);
  const { columns: loss } = await press(/^Loss:/);
  const back = [await press(/^Backward, dense_1,/), await press(/^Backward, dense,/)]
    .map(({ columns }) => columns).reverse();
  const update = [await press(/^Update, dense,/), await press(/^Update, dense_1,/)].map(({ rows }) => rows);

  const before = update.map((rows) => rows.map((row) => Number(row[1])));   // kernel row by row, then bias
  const [w1, w2] = before;
  const n = 4;
  const gradients = [w1.map(() => 0), w2.map(() => 0)];
  let total = 0;
  for (let r = 0; r < n; ++r) {
    const x = [load.x_1[r], load.x_2[r]], t = load.t[r];
    const z = [0, 1].map((j) => x[0] * w1[j] + x[1] * w1[2 + j] + w1[4 + j]), a = z.map(Math.tanh);
    const out = 1 / (1 + Math.exp(-(a[0] * w2[0] + a[1] * w2[1] + w2[2])));
    const da = 2 * (out - t) / n, delta = da * out * (1 - out);
    const hidden = [0, 1].map((j) => delta * w2[j] * (1 - a[j] ** 2));
    for (const j of [0, 1]) {
      close(forward[0][`z_${j + 1}^[1]`][r], z[j], `z ${j}`);
      close(forward[0][`a_${j + 1}^[1]`][r], a[j], `a ${j}`);
      close(forward[0][`g'(z_${j + 1}^[1])`][r], 1 - a[j] ** 2, `g' ${j}`);
      close(back[0][`dL/da_${j + 1}^[1]`][r], delta * w2[j], `received ${j}`);
      close(back[0][`delta_${j + 1}^[1]`][r], hidden[j], `delta ${j}`);
      close(back[1][`dL/da_${j + 1}^[1]`][r], delta * w2[j], `passed on ${j}`);
      gradients[0][j] += x[0] * hidden[j];
      gradients[0][2 + j] += x[1] * hidden[j];
      gradients[0][4 + j] += hidden[j];
      gradients[1][j] += a[j] * delta;
    }
    gradients[1][2] += delta;
    close(forward[1]['a_1^[2]'][r], out, 'output');
    close(loss.loss[r], (out - t) ** 2, 'loss of a row');
    close(back[1]['dL/da_1^[2]'][r], da, 'dL/da of the output');
    close(back[1]['delta_1^[2]'][r], delta, 'delta of the output');
    total += (out - t) ** 2 / n;
  }
  for (const l of [0, 1])
    update[l].forEach((row, i) => {
      close(Number(row[2]), gradients[l][i], `gradient ${row[0]}`);
      close(Number(row[3]), before[l][i] - 0.5 * gradients[l][i], `after ${row[0]}`);
    });

  // The engine's own trainOnBatch, from the same weights and rows, ends where the film ends.
  const model = cr.sequential({ layers: [cr.layers.dense({ units: 2, inputDim: 2, activation: 'tanh' }),
    cr.layers.dense({ units: 1, activation: 'sigmoid' })] });
  model.compile({ optimizer: cr.optimizers.sgd(0.5), loss: 'mse' });
  model.setWeights([[[w1[0], w1[1]], [w1[2], w1[3]]], [w1[4], w1[5]], [[w2[0]], [w2[1]]], [w2[2]]]);
  model.trainOnBatch(load.x_1.map((x, r) => [x, load.x_2[r]]), load.t);
  const trained = model.getWeights().flatMap((tensor) => [...tensor.data]);
  update.flat().forEach((row, i) => close(Number(row[3]), trained[i], `trainOnBatch, ${row[0]}`, 3e-8));
  model.dispose();

  for (const pattern of [/^Update, dense,/, /^Backward, dense,/, /^Backward, dense_1,/, /^Loss:/, /^Forward, dense_1,/,
    /^Forward, dense,/, /^Load/]) {
    await button(page, 'Film back').click();
    await stepBecomes(page, pattern);
  }
  await button(page, 'Phase Loss').click();
  await stepBecomes(page, /^Loss: [\d.e-]+ of row 1, ([\d.e-]+) the mean of 4 rows/);
  close(Number(/, ([\d.e-]+) the mean/.exec(await now(page))[1]), total, 'the mean loss');
  await statusBecomes(page, /^Epoch 0 /);

  await button(page, 'Step batch').click();   // the same batch, taken
  await stepBecomes(page, /^Load/);
  await button(page, 'Phase Update, dense').click();
  await stepBecomes(page, /^Update, dense,/);
  const { rows: next } = await numbers(page);
  next.forEach((row, i) => assert.equal(row[1], update[0][i][3], 'the weights are those that the film ended with'));
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('an open weight shows its chain rule, and the numeric gradient agrees', async () => {
  for (const [hash, words] of [
    ['data=curve&layers=dense:1:tanh,dense:1:tanh&loss=mse&optimizer=sgd&batch_size=1',
      /∇loss\(a\^\[2\]\) · g'\(z\^\[2\]\) · w\^\[2\] · g'\(z\^\[1\]\) · x/],
    ['layers=dense:3:tanh,dense:2:sigmoid,dense:1:sigmoid&batch_size=8',
      /delta_1\^\[2\] w_11\^\[2\] \+ delta_2\^\[2\] w_12\^\[2\]/],
  ]) {
    const page = await browser.openPage({ hash, height: 1000 });
    await button(page, 'Step layer').click();
    await stepBecomes(page, /^Load/);
    const tile = await button(page, 'dense unit 1').boundingBox();
    await page.mouse.click(tile.x - 4, tile.y + tile.height / 2);   // where the line ends
    const formula = page.getByRole('img', { name: /^Formula Chain rule/ });
    await formula.waitFor();
    assert.match(await formula.getAttribute('aria-label'), words);
    const checked = await page.getByRole('img', { name: /^Formula Checked/ }).getAttribute('aria-label');
    assert.ok(Number(/difference: ([\d.]*\d(?:e-\d+)?)/.exec(checked)[1]) < 1e-5, checked);
    assert.deepEqual(page.problems, []);
    await page.close();
  }
});

test('results are covered until they are typed, and all rows are seen together', async () => {
  const hash = 'data=circle&layers=dense:2:tanh,dense:1:sigmoid&loss=mse&optimizer=sgd&batch_size=4';
  const page = await browser.openPage({ hash });
  await button(page, 'Step number').click();
  await button(page, 'Phase Forward, dense').click();
  await button(page, 'Step number').click();
  await stepBecomes(page, /^Forward, dense, weighted sum, unit 1 of 2, row 1 of 4: z_1\^\[1\] = .* = [-\d.e]+$/);
  const result = / = ([-\d.e]+)$/.exec(await now(page))[1];
  const choose = (name) => page.getByRole('switch', { name, exact: true }).click();
  await choose('Cover results');
  await stepBecomes(page, /: \?$/);
  const verdict = () => page.getByRole('status', { name: 'Verdict', exact: true }).getAttribute('data-now');
  await type(page, 'Result', Number(result) + 1);
  assert.match(await eventually(verdict, (text) => /^Not yet/.test(text)), /^Not yet/);
  await type(page, 'Result', result);
  assert.match(await eventually(verdict, (text) => /^Right/.test(text)), /^Right/);
  await stepBecomes(page, new RegExp(` = ${result}$`));
  await choose('Cover results');
  await choose('Whole batch');
  await stepBecomes(page, /^Forward, dense, weighted sum, unit 1 of 2, all 4 rows: = \([^()]*\)$/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('the film plays by itself, and training goes on from it', async () => {
  const page = await browser.openPage({ hash: 'epochs=3', motion: 'no-preference' });
  await button(page, 'Step layer').click();
  await stepBecomes(page, /^Load/);
  await button(page, 'Film play').click();
  await eventually(() => now(page), (text) => /^Forward, dense_1/.test(text), 20);
  await button(page, 'Film pause').click();
  await button(page, 'Play').click();
  await statusBecomes(page, /^Epoch 3 of 3/);
  await stepBecomes(page, /^\w+/);
  assert.match(await status(page), /^Epoch 3 of 3/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a network of MNIST opens in the film', async () => {
  const hash = 'data=mnist&layers=dense:512:relu,dense:512:relu,dense:10:softmax&batch_size=128';
  const page = await browser.openPage({ hash });
  await statusBecomes(page, /^Epoch 0 /);
  await button(page, 'Step layer').click();
  const first = await eventually(() => now(page).catch(() => ''), (text) => /^Load: 128 rows/.test(text), 20);
  assert.match(first, /^Load: 128 rows of 784/);
  for (const pattern of [/^Forward, dense, 512/, /^Forward, dense_1, 512/, /^Forward, dense_2, 10/, /^Loss/,
    /^Backward, dense_2/]) {
    await button(page, 'Step layer').click();
    assert.match(await eventually(() => now(page), (text) => pattern.test(text), 20), pattern);
  }
  assert.deepEqual(page.problems, []);
  await page.close();
});
