// SPDX-License-Identifier: MIT
// Lighthouse on pages of the built site.
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { startBrowser } from './browser.mjs';

const { default: lighthouse, desktopConfig } = await import(pathToFileURL(createRequire(import.meta.url).resolve('lighthouse')));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A browser with the site, and audit(path, { form: 'mobile' or 'desktop', ...Lighthouse's settings }). */
export async function startLighthouse() {
  const port = await freePort();
  const browser = await startBrowser({ flags: [`--remote-debugging-port=${port}`] });
  return {
    async audit(path, { form = 'mobile', ...settings } = {}) {
      const usual = form === 'desktop' ? desktopConfig : { extends: 'lighthouse:default' };
      const { lhr } = await lighthouse(browser.url + path, { port, logLevel: 'error' }, { ...usual, settings: { ...usual.settings, ...settings } });
      return lhr;
    },
    close: () => browser.close(),
  };
}
