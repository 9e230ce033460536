// SPDX-License-Identifier: MIT
// What Lighthouse thinks of the site's pages. Its figure for speed is in tests/bench/lighthouse_bench.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLighthouse } from './lighthouse.mjs';

let lighthouse;
before(async () => { lighthouse = await startLighthouse(); });
after(() => lighthouse?.close());

for (const [page, form] of [['', 'mobile'], ['', 'desktop'], ['reference.html', 'mobile'], ['messages.html', 'mobile'], ['messages.html', 'desktop']])
  test(`${page || 'the playground'}, ${form}`, async () => {
    // It looks for robots.txt by the page's own requests, of which pages of text may make none.
    const { categories, audits } = await lighthouse.audit(page, { form, onlyCategories: ['accessibility', 'best-practices', 'seo'], skipAudits: ['robots-txt'] });
    for (const { id, score, auditRefs } of Object.values(categories)) {
      const found = auditRefs.filter((ref) => ref.weight > 0 && audits[ref.id].score < 1).map((ref) => audits[ref.id].title);
      assert.ok(score >= 0.95, `${id} ${score}: ${found.join('; ')}`);
    }
    assert.equal(Object.keys(categories).length, 3);
  });
