// SPDX-License-Identifier: MIT
// Scenes, for every browser: see points.mjs.
import assert from 'node:assert/strict';

const titles = {
  neuron: 'A neuron', layer: 'A layer', mlp: 'A multi-layer perceptron', parameters: 'Free parameters', activation: 'Activation functions',
  feedforward: 'Feed forward', loss: 'The loss', chain: 'The chain rule', backprop: 'Backpropagation', update: 'The update', training: 'Training',
  overfitting: 'Overfitting', metrics: 'Other metrics', play: 'Playground',
};

export const scenes = {
  'every scene stands in a small slide': async (open) => {
    const screen = await open({ hash: 'scene=neuron', width: 480, height: 270 });
    for (const [scene, title] of Object.entries(titles)) {
      await screen.page.evaluate((hash) => { location.hash = hash; }, 'scene=' + scene);
      await screen.see('heading', title);
      assert.equal(await screen.find('alert', ''), null, scene);
    }
    const unknown = 'scene=backdrop';
    await screen.page.evaluate((hash) => { location.hash = hash; }, unknown);
    const { words } = await screen.see('alert', '');
    for (const scene of Object.keys(titles)) assert.ok(words.includes(scene), words);
  },

  'a scene grows with its window, and the mouse still hits': async (open) => {
    const screen = await open({ hash: 'scene=training&epochs=100000', width: 1920, height: 1080 });
    const { x, y, width, height } = await screen.see('button', 'Play');
    assert.ok(height > 60, `twice as large: ${height}`);
    await screen.page.mouse.click(x + width / 2, y + height / 2);
    await screen.see('button', 'Pause');
  },

  'backprop goes number by number where it is low, by the deck or by hand': async (open) => {
    const screen = await open({ hash: 'scene=backprop', width: 480, height: 270 });
    const first = (await screen.see('img', 'Formula Receive')).words;
    assert.match(first, /0\.7414/);   // Mazur's network: dE/do1 = 0.74136507
    await screen.press('Film on');
    const second = await screen.see('img', 'Formula Compute');
    assert.match(second.words, /0\.1385/);   // 0.74136507 x 0.186815602
    await screen.press('Film back');
    await screen.see('img', 'Formula Receive', ({ words }) => words === first);
  },

  'what is shared opens the same experiment': async (open) => {
    const link = 'data=xor&layers=dense:3:tanh,dense:1:sigmoid';
    const screen = await open({ hash: link });
    await screen.press('Share');
    const { value } = await screen.see('textbox', 'Link to share');
    assert.equal(decodeURIComponent(new URL(value).hash.slice(1)), link);
    await screen.press('Slides', 'tab');
    await screen.set('combobox', 'For', 'remark');
    await screen.see('textbox', 'For your slides', (text) => /<chainrule-playground data="xor" layers="dense:3:tanh,dense:1:sigmoid">/.test(text.value));
    await screen.press('QR code', 'tab');
    await screen.see('img', 'QR code');
    await screen.press('Keras', 'tab');
    await screen.see('textbox', 'Keras program', (text) => /Dense\(3/.test(text.value));
    const { name } = await screen.saved(() => screen.press('Save as .py'));
    assert.equal(name, 'chainrule-xor.py');
    await screen.press('Close sharing');
    await screen.gone('heading', 'Share');
  },

  'the way from a scene to the whole playground': async (open) => {
    const screen = await open({ hash: 'scene=overfitting', width: 960, height: 540 });
    await screen.press('Menu');
    await screen.press('The whole playground');
    await screen.address(/^(?!.*scene=).*samples=90/);
    await screen.see('heading', 'Network');
  },
};
