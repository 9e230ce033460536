// SPDX-License-Identifier: MIT
// What both decks do with course.md before their own Markdown: its formulas become MathML, which browsers draw by
// themselves. Of TeX they know _ ^ { } ' \frac \mathbf \text \quad and names like \max; all else are signs: ∂ · → ∑ η.

const element = (name, inside, attributes = '') => `<${name}${attributes}>${inside}</${name}>`;

/** One formula, given its words and signs. */
function mathOf(tokens) {
  const group = () => {
    if (tokens[0] !== '{') return atom();
    tokens.shift();
    const inside = row('}');
    tokens.shift();
    return element('mrow', inside);
  };
  const atom = () => {
    const token = tokens.shift() ?? '';
    if (token === '{') return tokens.unshift(token), group();
    if (token === '\\frac') return element('mfrac', group() + group());
    if (token === '\\mathbf') return element('mi', tokens.shift(), ' mathvariant="normal" class="bold"');
    if (token === '\\quad') return element('mspace', '', ' width="1em"');
    if (token.startsWith('\\text')) return element('mtext', token.slice(6, -1));
    if (token.startsWith('\\')) return element('mi', token.slice(1), ' class="name"');
    if (/^\d/.test(token)) return element('mn', token);
    if (/^[a-zA-Zα-ω]$/.test(token)) return element('mi', token, ' mathvariant="normal"');   // its slant is the style sheet's
    if (/^[()∑]$/.test(token)) return element('mo', token, ' stretchy="false" largeop="false"');
    if (token === "'") return element('mo', '′', ' lspace="0" rspace="0"');
    return element('mo', { '-': '−', '<': '&lt;', '>': '&gt;' }[token] ?? token);
  };
  const row = (end) => {
    let all = '';
    while (tokens.length > 0 && tokens[0] !== end) {
      const base = atom(), scripts = {};
      while (tokens[0] === '_' || tokens[0] === '^') scripts[tokens.shift()] = group();
      const { _: below, '^': above } = scripts;
      all += below && above ? element('msubsup', base + below + above) : below ? element('msub', base + below) : above ? element('msup', base + above) : base;
    }
    return all;
  };
  return row();
}

/** The text with MathML for $formulas$ and, on lines of their own, $$formulas$$; code stays as it is. */
function withFormulas(text) {
  return text.replace(/```[^]*?```|`[^`]*`|\$\$([^$]+)\$\$|\$([^$\n]+)\$/g, (all, block, inline) => {
    const formula = block ?? inline;
    if (formula === undefined) return all;
    return element('math', mathOf(formula.match(/\\text\{[^}]*\}|\\[a-z]+|\d+(\.\d+)?|\S/g)), block ? ' display="block"' : '');
  });
}

/** Resolves with the slides, ready for a deck's Markdown. */
export async function slides(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} could not be loaded (${answer.status})`);
  return withFormulas(await answer.text());
}
