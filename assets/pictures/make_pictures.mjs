// SPDX-License-Identifier: MIT
// Takes the README's picture of the built page, trained by its own controls:
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node assets/pictures/make_pictures.mjs
import { fileURLToPath } from 'node:url';
import { settled, startBrowser } from '../../tests/web/browser.mjs';

const hash = 'data=spiral&noise=0.1&layers=dense:8:tanh,dense:8:tanh,dense:1:sigmoid&optimizer=adam:learning_rate=0.02&epochs=300';
const browser = await startBrowser();
const page = await browser.openPage({ hash, width: 1280, height: 800, theme: 'light' });
await page.getByRole('button', { name: 'Play', exact: true }).click();
await page.waitForFunction(() => document.querySelector('[aria-label="Training"]').dataset.now.startsWith('Epoch 300'));
await page.mouse.move(640, 5);
await settled(page, 500);
await page.screenshot({ path: fileURLToPath(new URL('playground.png', import.meta.url)) });
await browser.close();
