// SPDX-License-Identifier: MIT
// What both decks do with course.md before their own Markdown: its formulas become MathML, which browsers draw by
// themselves. Of TeX they know _ ^ { } ' \frac \mathbf \text \quad and names like \max; all else are signs: ∂ · → ∑ η.

(() => {
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

/** The text of a file. From a stick a page may read none: there its script says it, which one_file.mjs makes. */
async function textOf(address) {
  if (globalThis.deckText) return globalThis.deckText;   // a deck of one file
  if (location.protocol === 'file:') {
    const script = document.createElement('script');
    script.src = `${address}.js`;
    await new Promise((done, failed) => {
      script.onload = done;
      script.onerror = () => failed(new Error(`From a file a deck needs ${address}.js: node one_file.mjs ${address}`));
      document.head.append(script);
    });
    return globalThis.deckText;
  }
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} could not be loaded (${answer.status})`);
  return answer.text();
}

/** Shows the slides, ready for a deck's Markdown, or says what is the matter. */
globalThis.slides = (address, show) => textOf(address).then((text) => show(withFormulas(text))).catch((error) => {
  document.body.prepend(Object.assign(document.createElement('p'), { textContent: error.message, role: 'alert' }));
  throw error;
});
})();
