// SPDX-License-Identifier: MIT
// Why the page does not start, in words, with what to do and a way out of its frame. boot.js loads it then.
(() => {
const boot = globalThis.chainruleBoot, anew = 'Put the whole folder of the site on the server anew.';
/** The page's own; chainrule.html has none, it has them in itself. */
const modules = [...document.querySelectorAll('script[type=module][src], link[rel=modulepreload]')].map((element) => element.src || element.href);
const file = location.protocol === 'file:' && modules.length > 0;

/** In the page, and to the page around. */
function say(text) {
  const { blocked } = boot;
  if (blocked) text = `A Content-Security-Policy blocks ${blocked.blockedURI} (${blocked.effectiveDirective}). Chainrule needs ` +
    "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data: blob:";
  document.getElementById('app').dataset.state = 'refused';
  const message = document.getElementById('message');
  message.textContent = text + ' ';
  if (parent !== window) parent.postMessage({ chainrule: 1, event: 'error', text, link: location.hash.slice(1) }, '*');
  else if (!file) return;
  const link = message.appendChild(document.createElement('a'));
  link.textContent = file ? 'Open chainrule.html' : 'Open in a window';
  link.href = file ? 'chainrule.html' + location.hash : location.href;
  link.target = '_blank';
  link.rel = 'noopener';
}

/** What is the matter with a module's file; '' where nothing is. */
async function wrong(address) {
  const name = address.replace(/.*\//, '');
  const answer = await fetch(address).catch(() => null);
  if (!answer && origin === 'null') return 'This frame stands in a sandbox without allow-same-origin, and its server does not send Access-Control-Allow-Origin. ' +
    'Add allow-same-origin to the frame’s sandbox, or let the server send “Access-Control-Allow-Origin: *”.';
  if (!answer) return `${name} could not be loaded. Is there a network?`;
  if (!answer.ok) return `${name} is missing (${answer.status}). ${anew}`;
  const type = answer.headers.get('Content-Type') || 'no type';
  return /(java|ecma)script/.test(type) ? '' : `The server sends ${name} as ${type}; browsers run modules as text/javascript only. Set that type, or: ${anew}`;
}

async function why() {
  if (boot.text) return boot.text;
  if (!('noModule' in HTMLScriptElement.prototype)) return 'Chainrule needs Chrome 95, Firefox 100, Safari 16.4 or later.';
  if (file) return 'Browsers load Chainrule from a server only, not from a file. chainrule.html, beside this page, has everything in one file.';
  for (const address of modules) {
    const words = await wrong(address);
    if (words || boot.blocked) return words;
  }
  return boot.broken && `Chainrule could not start: ${boot.broken}. ${anew}`;
}

let told = false;
globalThis.chainruleWhy = () => setTimeout(async () => {   // what a policy blocks is told a moment after it has failed
  const words = await why();
  if (told || !(words || boot.blocked) || (!boot.text && globalThis.chainruleStarted)) return;   // a late module may have started
  told = true;
  say(words);
}, 50);
})();
