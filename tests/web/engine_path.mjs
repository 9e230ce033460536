// SPDX-License-Identifier: MIT
// Where the built engine.js lies: in the site, or where CHAINRULE_ENGINE says.
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const engineFile = process.env.CHAINRULE_ENGINE
  ? resolve(process.env.CHAINRULE_ENGINE)
  : fileURLToPath(new URL('../../build/site/engine.js', import.meta.url));
export const engineUrl = pathToFileURL(engineFile).href;
