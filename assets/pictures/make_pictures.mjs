// SPDX-License-Identifier: MIT
// Takes the README's pictures of the built page, each trained by its own controls:
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node assets/pictures/make_pictures.mjs [film.png ...]
import { fileURLToPath } from 'node:url';
import { settled, startBrowser } from '../../tests/web/browser.mjs';

const press = (page, name, role = 'button') => page.getByRole(role, { name, exact: true }).first().click();
const choose = (page, name, option) => page.getByRole('combobox', { name, exact: true }).selectOption(option);

async function train(page, epochs) {
  await press(page, 'Play');
  await page.waitForFunction((words) => document.querySelector('[aria-label="Training"]').dataset.now.startsWith(words), `Epoch ${epochs} `);
}

const pictures = [
  { file: 'playground.png', hash: 'data=spiral&noise=0.1&layers=dense:8:tanh,dense:8:tanh,dense:1:sigmoid&optimizer=adam:learning_rate=0.02&epochs=300',
    async prepare(page) { await train(page, 300); } },
  { file: 'overfitting.png', theme: 'dark',
    hash: 'data=moons&noise=0.35&samples=120&layers=dense:32:relu,dense:32:relu,dense:1:sigmoid&optimizer=adam:learning_rate=0.01'
      + '&batch_size=16&epochs=200&validation_split=0.4&seed=3',
    async prepare(page) {
      await train(page, 200);
      await press(page, 'Ring mistakes', 'switch');
    } },
  { file: 'layer.png', hash: 'data=circle&layers=dense:6:swish,dropout:0.2,dense:1:sigmoid',
    async prepare(page) { await press(page, 'Edit dense'); } },
  { file: 'confusion.png', hash: 'data=digits&layers=dense:24:relu,dense:10:softmax&epochs=12',
    async prepare(page) {
      await train(page, 12);
      await choose(page, 'View of the output', 'confusion');
    } },
  { file: 'gradients.png', theme: 'dark',
    hash: 'data=circle&epochs=10&layers=' + 'dense:4:sigmoid,'.repeat(9) + 'dense:1:sigmoid',
    async prepare(page) {
      await choose(page, 'Second chart', 'gradients');
      await train(page, 10);
    } },
  { file: 'film.png', height: 900, hash: 'data=circle&layers=dense:3:tanh,dense:2:tanh,dense:1:sigmoid&batch_size=4&optimizer=sgd:learning_rate=0.1',
    async prepare(page) {
      await press(page, 'Step layer');
      await press(page, 'Phase Backward, dense_1');
    } },
  { file: 'phone.png', width: 390, height: 844, hash: 'data=xor&epochs=100', async prepare(page) { await train(page, 100); } },
  // The chain rule in the course of slides.
  { file: 'slide.png', path: 'slides/reveal.html', hash: '/15', width: 1210, height: 681,
    async prepare(page) {
      await page.waitForFunction(() => document.querySelector('section.present chainrule-playground')?.contentWindow?.chainrule?.frames > 2);
      await page.waitForTimeout(1000);
    } },
];

const browser = await startBrowser();
const wanted = process.argv.slice(2);
for (const { file, path = '', hash, theme = 'light', width = 1280, height = 800, prepare } of pictures.filter(({ file }) => wanted.length === 0 || wanted.includes(file))) {
  const page = await browser.openPage({ path, hash, width, height, theme, wait: !path });
  if (!path) await settled(page);
  await prepare(page);
  await page.mouse.move(width / 2, 5);
  if (!path) await settled(page, 500);
  await page.screenshot({ path: fileURLToPath(new URL(file, import.meta.url)) });
  await page.context().close();
}
await browser.close();
