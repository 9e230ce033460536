// SPDX-License-Identifier: MIT
// The README's JavaScript prints what the README says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));

test('the JavaScript example gives its output', () => {
  const [, code, output] = /```js\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/.exec(readFileSync(top + 'README.md', 'utf8'));
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: top, encoding: 'utf8' });
  assert.equal(printed, output);
});
