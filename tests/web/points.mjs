// SPDX-License-Identifier: MIT
// What the playground must let its users do, point by point, for every browser: build, feed, train, see, save, and all
// of it on every screen. A scenario is given a function that opens the page; see screen.mjs for what it gets.
import assert from 'node:assert/strict';
import { eventually } from './browser.mjs';
import { scenes } from './scenes.mjs';

const stable = (number) => Number(number.toFixed(4));
const csv = 'width,height,kind\n' +
  Array.from({ length: 60 }, (_, i) => `${i % 10},${(i * 7) % 13},${i % 10 > 4 ? 'wide' : 'thin'}\n`).join('');

const network = {
  'building changes the network, the summary and the address': async (open) => {
    const screen = await open();
    await screen.press('Add hidden layer');
    await screen.set('combobox', 'Activation of dense', 'relu');
    await screen.address(/layers=dense:4:relu,dense:4:tanh,dense:4:tanh,dense:1:sigmoid/);
    const { rows } = await screen.see('table', 'Summary', (table) => table.rows.length === 1 + 4 + 3);
    assert.match(rows.join(), /Total params,,57/);
  },

  'layers are moved, copied, removed and inserted; undo and redo know them all': async (open) => {
    const screen = await open({ hash: 'layers=dense:5:relu,dense:3:tanh,dense:1:sigmoid' });
    const weights = (await screen.see('table', 'Weights of dense')).rows;
    const links = [/dense:5:relu,dense:3:tanh,dense:1:sigmoid/];
    const change = async (act, link) => {
      await act();
      await screen.address(link);
      links.push(link);
    };
    await screen.press('Edit dense');
    await change(() => screen.press('Move right'), /layers=dense:3:tanh,dense:5:relu,dense:1:sigmoid/);
    await change(() => screen.press('Copy layer'), /dense:3:tanh,dense:5:relu,dense:5:relu,dense:1/);
    await change(() => screen.press('Remove layer'), /dense:3:tanh,dense:5:relu,dense:1/);
    await screen.press('Edit dense');
    await change(() => screen.press('Split activation'), /dense:3,activation:tanh,dense:5:relu,dense:1/);
    await screen.press('Undo');
    links.pop();
    await screen.address(links.at(-1));
    await screen.press('Close');
    await screen.press('Insert layer before dense_2');
    await change(() => screen.press('Insert Dropout'), /dense:3:tanh,dense:5:relu,dropout,dense:1/);
    await change(() => screen.set('combobox', 'Activation of dense', 'elu'), /layers=dense:3:elu,/);
    await change(() => screen.set('textbox', 'Units in dense_1', 7), /layers=dense:3:elu,dense:7:relu/);
    await change(() => screen.press('Freeze dense', 'switch'), /dense:3:elu:trainable=0/);
    for (const link of links.slice(0, -1).reverse()) {
      await screen.press('Undo');
      await screen.address(link);
    }
    await screen.see('table', 'Weights of dense', ({ rows }) => JSON.stringify(rows) === JSON.stringify(weights));
    await screen.keys('Control+y');
    await screen.address(links[1]);
  },

  'a weight and a bias are typed; lines show gradients and updates': async (open) => {
    const screen = await open({ hash: 'layers=dense:2:tanh,dense:1:sigmoid' });
    const before = (await screen.see('img', 'Output surface')).words;
    await screen.press('dense_1 unit 1');
    await screen.set('textbox', 'Weight from dense unit 2 to dense_1 unit 1', -1.5);
    await screen.set('textbox', 'Bias of dense_1 unit 1', 0.75);
    await screen.see('table', 'Weights of dense_1', ({ rows }) => rows.at(-1).slice(2).join() === '-1.5,0.75');
    await screen.see('img', 'Output surface', ({ words }) => words !== before);
    await screen.press('Close');
    for (const tab of ['Gradients', 'Updates']) {
      await screen.press(tab, 'tab');
      await screen.see('tab', tab, ({ on }) => on);
      await screen.press('Step batch');
      await screen.see('table', `${tab} of dense_1`);
    }
  },
};

const data = {
  'generators, noise, features, scaling and order': async (open) => {
    const screen = await open({ hash: 'data=clusters', height: 1500 });
    await screen.set('slider', 'classes', 5);
    await screen.address(/data=clusters:classes=5/);
    await screen.see('table', 'Summary', ({ rows }) => rows.some((row) => row.join().includes('(None, 5)')));
    await screen.set('textbox', 'noise', 0.3);
    await screen.address(/noise=0\.3/);
    await screen.press('Features and more');
    await screen.press('Feature x1^2', 'switch');
    await screen.set('textbox', 'New feature', 'max(x1, x2)', '');
    await screen.press('Add feature').catch(() => {});   // leaving the field may have added it already
    await screen.address(/features=.*x1\^2.*max/);
    await screen.press('Standardise inputs', 'switch');
    await screen.address(/standardise=1/);
    await screen.press('Shuffle rows first', 'switch');
    await screen.address(/shuffle_rows=0/);
    await screen.press('Step epoch');
    await screen.status(/^Epoch 1 .*loss [\d.]+/);
  },

  'points are drawn with the brush': async (open) => {
    const screen = await open({ height: 1400 });
    await screen.press('Data set points');
    await screen.press('Clear points');
    await screen.see('img', 'Canvas', ({ words }) => words === '0 points');
    await screen.drag('img', 'Canvas', [0.2, 0.2], [0.4, 0.4]);
    await screen.press('Draw class 1', 'switch');
    await screen.drag('img', 'Canvas', [0.7, 0.7], [0.9, 0.9]);
    const { words } = await screen.see('img', 'Canvas', (item) => /of class 0, \d+ of class 1/.test(item.words));
    await screen.address(new RegExp(`[&#]points=[^;&]*(;[^;&]*){${parseInt(words, 10) - 1}}(&|$)`));
    await screen.press('Step epoch');
    await screen.status(/^Epoch 1 /);
  },

  'a table is pasted': async (open) => {
    const screen = await open({ height: 1000 });
    const preview = () => screen.see('table', 'Preview', ({ rows }) => rows[0].join().includes('width,height,kind'));
    await screen.paste(csv);
    await preview();
    await screen.press('Cancel');
    await screen.clipboard(null);
    await screen.press('Paste a table');
    await screen.see('alert', '', ({ words }) => /press Ctrl\+V/.test(words));
    await screen.clipboard(csv);
    await screen.press('Paste a table');
    await preview();
    await screen.press('Use this data');
    await screen.see('status', 'Table', ({ words }) => /2 inputs, 2 classes/.test(words));
    const words = await screen.train(100);
    assert.ok(Number(/\bacc ([\d.]+)/.exec(words)[1]) > 0.9, words);
  },
};

const training = {
  'steps, the same weights again, a new seed, so many epochs': async (open) => {
    const screen = await open();
    const untrained = (await screen.see('img', 'Output surface')).words;
    await screen.press('Step batch');
    await screen.see('img', 'Output surface', ({ words }) => words !== untrained);
    await screen.press('Reset');
    await screen.press('Step epoch');
    const first = await screen.status(/^Epoch 1 of 100, loss/);
    await screen.press('Reset');
    await screen.status(/^Epoch 0 of 100$/);
    await screen.press('Step epoch');
    assert.equal(await screen.status(/^Epoch 1 of 100, loss/), first, 'the same weights and the same data');
    await screen.press('New seed');
    await screen.address(/seed=2/);
    await screen.status(/^Epoch 0 /);
    await screen.press('Step epoch');
    assert.notEqual(await screen.status(/^Epoch 1 of 100, loss/), first);
    await screen.set('textbox', 'epochs', 4);
    await screen.train(4);
  },

  'the learning rate changes while it runs, and Pause stops it': async (open) => {
    const screen = await open({ hash: 'epochs=100000' });
    await screen.press('Play');
    await screen.status(/^Epoch [1-9]/);
    await screen.set('textbox', 'learning_rate', 0.002);
    await screen.address(/learning_rate=0\.002/);
    await screen.see('button', 'Pause');   // it trains on
    const epoch = async () => Number(/\d+/.exec((await screen.find('status', 'Training')).words)[0]);
    const then = await epoch();
    assert.ok(await eventually(epoch, (now) => now > then) > then);
    await screen.press('Pause');
    await screen.see('button', 'Play');
    await screen.frames(2);
    const paused = (await screen.find('status', 'Training')).words;
    await screen.frames(3);
    assert.equal((await screen.find('status', 'Training')).words, paused);
  },

  'early stopping shows its patience, and stops': async (open) => {
    const screen = await open({ height: 1500, hash: 'epochs=500&callbacks=early_stopping:patience=4:min_delta=10' });
    await screen.press('More of compile and fit', 'switch');
    for (let i = 0; i < 2; ++i) await screen.press('Step epoch');
    await screen.see('status', 'Standing of early_stopping', ({ words }) => /waited 1 of 4 epochs/.test(words));
    await screen.press('Play');
    await screen.see('status', 'Message 1', ({ words }) => /^Early stopping: val_loss/.test(words));
    await screen.status(/^Epoch 5 of 500/);
  },

  'what diverges says so and has a way back': async (open) => {
    const hash = 'data=plane&layers=dense:4:relu,dense:1&loss=mse&optimizer=sgd:learning_rate=10&epochs=50';
    const screen = await open({ hash });
    await screen.press('Play');
    await screen.see('alert', '', ({ words }) => /no longer a finite number/.test(words));
    await screen.press('Back to ');
    await screen.address(/sgd:learning_rate=1(&|$)/);
    await screen.status(/^Epoch 0 of 50/);
  },
};

const seeing = {
  'surface, other inputs, one sample, the confusion matrix': async (open) => {
    const screen = await open({ hash: 'data=iris&epochs=20', height: 1200 });
    await screen.see('switch', 'Input sepal length (cm)').catch(() => {});
    await screen.train(20);
    const surface = await screen.look('img', 'Output surface');
    await screen.press('Discretise output', 'switch');
    await screen.see('switch', 'Discretise output', ({ on }) => on);
    const flat = await screen.look('img', 'Output surface');
    assert.notEqual(flat, surface);
    await screen.press('Other inputs', 'switch');
    await screen.set('textbox', 'sepal length (cm)', 7.5);
    assert.notEqual(await screen.look('img', 'Output surface'), flat, 'another plane');
    await screen.set('combobox', 'View of the output', 'sample');
    const { rows } = await screen.see('table', 'Output for row 1');
    assert.equal(stable(rows.slice(1).reduce((sum, row) => sum + Number(row[1]), 0)), 1, 'probabilities');
    await screen.see('status', 'Answer', ({ words }) => /^(Right|Wrong)/.test(words));
    await screen.set('combobox', 'View of the output', 'confusion');
    const confusion = await screen.see('table', 'Confusion matrix');
    const matrix = confusion.rows.slice(1).flatMap((row) => row.slice(1)).map(Number);
    assert.equal(matrix.reduce((a, b) => a + b), 45, 'all validation rows');
    await screen.see('table', 'Scores of the classes');
  },

  'gradients, a logarithmic scale, the sweet spot': async (open) => {
    const screen = await open({ hash: 'data=moons&noise=0.45&samples=60' +
      '&layers=dense:64:relu,dense:32:relu,dense:1:sigmoid' +
      '&optimizer=adam:learning_rate=0.03&epochs=150&validation_split=0.5' });
    await screen.train(150);
    await screen.see('status', 'Sweet spot', ({ words }) => /^Sweet spot: epoch \d+, val_loss/.test(words));
    const linear = await screen.look('img', 'Loss curve');
    await screen.press('Logarithmic scale', 'switch');
    await screen.see('switch', 'Logarithmic scale', ({ on }) => on);
    assert.notEqual(await screen.look('img', 'Loss curve'), linear);
    await screen.set('combobox', 'Second chart', 'gradients');
    await screen.see('img', 'Gradient norms', ({ words }) => /^dense [\d.e-]+, dense_1 [\d.e-]+, dense_2/.test(words));
  },

  'vanishing gradients are said in words': async (open) => {
    const screen = await open({ hash: 'layers=' + 'dense:4:sigmoid,'.repeat(8) + 'dense:1:sigmoid' });
    await screen.press('Step batch');
    await screen.set('combobox', 'Second chart', 'gradients');
    await screen.see('status', 'Gradients in words', ({ words }) => /^The gradient of dense .*vanishes/.test(words));
  },

  'digits are drawn and read, and lie in a latent plane': async (open) => {
    const screen = await open({ hash: 'data=digits&layers=dense:64:relu,dense:2,dense:32:relu,dense:10:softmax' +
      '&epochs=30&optimizer=adam:learning_rate=0.005' });
    await screen.see('img', 'Output surface', ({ words }) => /pictures right/.test(words));
    await screen.train(30);
    await screen.set('combobox', 'View of the output', 'draw');
    const blank = (await screen.see('table', 'Output for the drawing')).rows;
    await screen.drag('button', 'Drawing pad', [0.5, 0.08], [0.5, 0.94]);
    await screen.see('table', 'Output for the drawing', ({ rows }) => JSON.stringify(rows) !== JSON.stringify(blank));
    await screen.see('status', 'Answer', ({ words }) => words === 'Taken for 1.');
    await screen.press('Clear drawing');
    await screen.see('table', 'Output for the drawing', ({ rows }) => JSON.stringify(rows) === JSON.stringify(blank));
    await screen.finger('button', 'Drawing pad', [0.5, 0.08], [0.5, 0.94]);   // nothing scrolls under it
    await screen.see('status', 'Answer', ({ words }) => words === 'Taken for 1.');
    await screen.press('Clear drawing');
    await screen.see('table', 'Output for the drawing', ({ rows }) => JSON.stringify(rows) === JSON.stringify(blank));
    await screen.act('button', 'Drawing pad', 'focus');
    await screen.keys('ArrowRight');
    await screen.keys('ArrowDown');
    await screen.see('button', 'Drawing pad', ({ name }) => /row 2, column 2/.test(name));
    await screen.keys(' ');
    await screen.see('table', 'Output for the drawing', ({ rows }) => JSON.stringify(rows) !== JSON.stringify(blank));
    await screen.set('combobox', 'View of the output', 'latent plane');
    await screen.see('img', 'Latent plane', ({ words }) => /^dense_1: unit 1 from/.test(words));
  },
};

const saving = {
  'an experiment goes out and comes back with its weights; history and pictures go out': async (open) => {
    const screen = await open({ hash: 'data=xor', scale: 1 });
    await screen.press('Step epoch');
    const before = await screen.status(/^Epoch 1 /);
    const file = await screen.saved(() => screen.keys('Control+s'));
    assert.equal(file.name, 'chainrule-xor.json');
    assert.equal(JSON.parse(file.bytes).weights.length, 37);
    const save = async (line) => {
      await screen.press('Menu');
      return screen.saved(() => screen.press(line));
    };
    const history = await save('Save the history as CSV');
    assert.match(String(history.bytes), /^epoch,loss,acc,val_loss,val_acc\n1,[\d.,e-]+\n$/);
    const picture = await save('Picture of the network');
    assert.match(picture.name, /network\.png$/);
    assert.equal(picture.bytes.toString('latin1', 1, 4), 'PNG');
    assert.ok(picture.bytes.readUInt32BE(16) > 400, 'as wide as the panel');
    await screen.press('Data set gauss');
    await screen.address(/data=gauss/);
    await screen.drop(file.name, String(file.bytes));
    await screen.address(/data=xor/);
    await screen.see('status', 'Training', ({ words }) => words === before);
  },

  'a reload finds the experiment': async (open) => {
    const screen = await open();
    await screen.set('textbox', 'Units in dense', 6);
    await screen.press('Step epoch');
    const words = await screen.status(/^Epoch 1 /), { rows } = await screen.see('table', 'Weights of dense');
    const kept = () => screen.page.evaluate(() => Object.values({ ...localStorage }).join());
    await eventually(kept, (text) => /"weights"/.test(text));
    await screen.reload();
    await screen.see('status', 'Training', (item) => item.words === words);
    await screen.see('table', 'Weights of dense', (item) => JSON.stringify(item.rows) === JSON.stringify(rows));
  },
};

const everywhere = {
  'a phone and a slide': async (open) => {
    const screen = await open({ hash: 'data=xor', width: 390, height: 844 });
    for (const [tab, role, name] of [['Fit', 'combobox', 'optimizer'], ['Data', 'button', 'Data set moons'],
      ['Network', 'img', 'Output surface']]) {
      await screen.press(tab, 'tab');
      const { x, width } = await screen.see(role, name);
      assert.ok(x >= 0 && x + width <= 390, `${name} is cut off`);
    }
    await screen.resize(480, 270);
    await screen.press('Output', 'tab');
    for (const [view, role, name] of [['sample', 'table', 'Output for row 1'],
      ['confusion', 'table', 'Confusion matrix'], ['surface', 'img', 'Output surface']]) {
      await screen.set('combobox', 'View of the output', view);
      const { x, width } = await screen.see(role, name);
      assert.ok(x >= 0 && x + width <= 480, `${name} is cut off`);
    }
  },

  'the keyboard alone, with a sheet of its keys': async (open) => {
    const screen = await open({ height: 1000 });
    const focused = () => screen.page.evaluate(() =>
      document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
    for (const name of ['Play', 'speed', 'Step epoch']) {
      await screen.keys('Tab');
      assert.equal(await focused(), name);
    }
    await screen.keys('Enter');
    await screen.status(/^Epoch 1 /);
    await screen.act('slider', 'noise', 'focus');
    await screen.keys('ArrowRight');
    await screen.address(/noise=0\.11/);
    await screen.keys('Control+z');
    await screen.address(/^(?!.*noise)/);
    await screen.status(/^Epoch 1 /);   // undone with its weights
    await screen.page.evaluate(() => document.activeElement.blur());
    await screen.frames(2);
    await screen.keys('e');   // the program's own keys
    await screen.status(/^Epoch 2 /);
    await screen.act('button', 'Reset', 'focus');
    await screen.keys('e');
    await screen.status(/^Epoch 3 /);
    await screen.keys('?');
    await screen.see('table', 'Keys', ({ rows }) => /Space.*Play or pause/.test(rows.join()));
    await screen.keys('Escape');
    await screen.gone('table', 'Keys');
  },

  'high contrast': async (open) => {
    const screen = await open(), plain = await screen.look('heading', 'Data');
    await screen.press('Menu');
    await screen.press('High contrast');
    await screen.address(/theme=contrast/);
    assert.notEqual(await screen.look('heading', 'Data'), plain);
  },

  'a lost context comes back with the experiment': async (open) => {
    const screen = await open();
    await screen.press('Step epoch');
    const words = await screen.status(/^Epoch 1 /), look = await screen.look('img', 'Output surface');
    const { rows } = await screen.see('table', 'Weights of dense');
    const canvas = (act) => screen.page.evaluate((what) => new Promise((done) => {
      const element = document.getElementById('canvas');
      globalThis.loss ??= element.getContext('webgl2').getExtension('WEBGL_lose_context');
      const event = what === 'loseContext' ? 'webglcontextlost' : 'webglcontextrestored';
      element.addEventListener(event, () => setTimeout(done), { once: true });
      globalThis.loss[what]();
    }), act);
    await canvas('loseContext');
    await canvas('restoreContext');
    assert.equal(await eventually(() => screen.look('img', 'Output surface'), (picture) => picture === look), look);
    assert.equal((await screen.find('status', 'Training')).words, words);
    assert.deepEqual((await screen.find('table', 'Weights of dense')).rows, rows);
  },
};

export const points = { network, data, training, seeing, saving, everywhere, scenes };

/** A test for each scenario; `open(options)` gives a Screen. What went wrong in the page fails it too. */
export function testPoints(test, open, options = {}) {
  for (const [point, scenarios] of Object.entries(points))
    for (const [name, run] of Object.entries(scenarios))
      test(`${point}: ${name}`, options, async () => {
        let screen;
        try {
          await run(async (wanted) => (screen = await open(wanted ?? {})));
          assert.deepEqual(screen.page.problems, []);
        } finally {
          await screen?.close();
        }
      });
}
