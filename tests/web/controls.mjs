// SPDX-License-Identifier: MIT
// What tests of the page do with its controls.
import assert from 'node:assert/strict';
import { eventually, settled } from './browser.mjs';

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const status = (page) => page.getByRole('status', { name: 'Training' }).getAttribute('data-now');
export const picture = (page, name) => page.getByRole('img', { name }).getAttribute('aria-label');

export async function type(page, name, value) {
  await page.getByRole('textbox', { name, exact: true }).fill(String(value));
  await settled(page);
}

/** The training status, or the address, comes to match. */
export async function statusBecomes(page, pattern) {
  assert.match(await eventually(() => status(page), (text) => pattern.test(text)), pattern);
}
export async function addressBecomes(page, pattern) {
  assert.match(await eventually(() => page.url(), (text) => pattern.test(text)), pattern);
}

export async function number(page, key) {
  const found = new RegExp(`\\b${key} ([-0-9.e]+)`).exec(await status(page));
  return found ? Number(found[1]) : NaN;
}

/** Presses Play and waits until the button says Play again. */
export async function train(page, seconds = 120) {
  await button(page, 'Play').click();
  await button(page, 'Pause').waitFor({ timeout: 5000 }).catch(() => {});   // a short run may be over already
  await button(page, 'Play').waitFor({ timeout: seconds * 1000 });
  await settled(page);
}

/** How many different colours a part of the screen has, and its bytes, by its picture. */
export async function pixels(page, name) {
  const box = await page.getByRole('img', { name }).boundingBox();
  return (await page.screenshot({ clip: box })).toString('base64');
}
