// SPDX-License-Identifier: MIT
// A copy of the built site in a folder of its own, which can have a next version.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL('../../' + name, import.meta.url));

/** `under`: the folder of the server that the site stands in. */
export function copySite(under = '') {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-site-')), root = join(folder, 'root'), site = join(root, under), parts = join(folder, 'parts');
  cpSync(path('build/web/web/parts'), parts, { recursive: true });
  const make = () => execFileSync(process.execPath, [path('web/make_site.mjs'), parts, site], { stdio: 'pipe' });
  make();
  return {
    root,
    site,
    /** The next version: more text in a part, or another part. */
    change(part, text) {
      appendFileSync(join(parts, part), '\n' + text + '\n');
      make();
    },
    remove() { rmSync(folder, { recursive: true }); },
  };
}
