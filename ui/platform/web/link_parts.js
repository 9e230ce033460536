// SPDX-License-Identifier: MIT
// The one place where JavaScript takes a link apart; what its parts mean the engine knows. Compiled into playground.js,
// and put into poster.js, which runs where no module is.

/** 'a=1&b' is [{ whole: 'a=1', key: 'a', value: '1' }, { whole: 'b', key: 'b', value: '' }]. */
function linkParts(link) {
  return link.split('&').map((whole) => {
    const sides = whole.split(/=(.*)/s); // a formula's own '=' stay
    return { whole, key: sides[0], value: sides[1] ?? '' };
  });
}
