// SPDX-License-Identifier: MIT
// Takes the moving picture at the README's head: one training step, phase by phase, of the built page.
//   web/serve --build-only && . "$(web/toolchain tests --env)" && node assets/pictures/make_animation.mjs
// ImageMagick puts the frames together.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settled, startBrowser } from '../../tests/web/browser.mjs';

const hash = 'data=circle&layers=dense:3:tanh,dense:2:tanh,dense:1:sigmoid&batch_size=4&optimizer=sgd:learning_rate=0.5&loss=mse&hide=data,fit,output,curves';
const moving = 1000, resting = 1700;   // milliseconds: of what moves in a scene, and to read it then

const folder = mkdtempSync(join(tmpdir(), 'chainrule-film-'));
const browser = await startBrowser();
const page = await browser.openPage({ hash, width: 1100, height: 760, motion: 'no-preference' });
await settled(page);
const press = (name) => page.getByRole('button', { name, exact: true }).first().click();
await press('Step layer');
await settled(page, 500);
const scenes = await page.getByRole('button', { name: /^Phase / }).count();

const frames = [];
const clip = { x: 0, y: 62, width: 1100, height: 698 };   // without the bar
for (let scene = 0; scene < scenes; ++scene) {
  if (scene > 0) await press('Film on');
  await page.mouse.move(550, 5);
  const start = Date.now();
  for (let before = start; ;) {
    const file = join(folder, `${String(frames.length).padStart(4, '0')}.png`);
    writeFileSync(file, await page.screenshot({ clip }));
    const now = Date.now();
    frames.push({ file, lasts: now - before });
    before = now;
    if (now - start > moving) break;
  }
  frames.at(-1).lasts = resting;
}
await browser.close();

const target = fileURLToPath(new URL('step.webp', import.meta.url));
execFileSync('convert', ['-loop', '0', ...frames.flatMap(({ file, lasts }) => ['-delay', String(Math.round(lasts / 10)), file]),
  '-define', 'webp:lossless=false', '-quality', '82', target]);
rmSync(folder, { recursive: true });
console.log(`${frames.length} frames of ${scenes} scenes in ${target}`);
