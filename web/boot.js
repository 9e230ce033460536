// SPDX-License-Identifier: MIT
// Says in words why the page does not start, and what to do. A script of the old kind, since it has to run where modules do
// not: in a sandbox, from a file, of half a deployment. page.js tells when it runs, and by chainruleSay what fails later.
(() => {
/** The page's own; chainrule.html has none, it has them in itself. */
const modules = () => [...document.querySelectorAll('script[type=module][src], link[rel=modulepreload]')].map((element) => element.src || element.href);
const anew = 'Put the whole folder of the site on the server anew.';
let blocked = null, broken = '', told = false;

/** In the page, and to the page around; from a frame there is a way out. */
function say(text) {
  if (blocked) text = `A Content-Security-Policy blocks ${blocked.blockedURI} (${blocked.effectiveDirective}). Chainrule needs ` +
    "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' data: blob:";
  document.getElementById('app').dataset.state = 'refused';
  const message = document.getElementById('message');
  message.textContent = text + ' ';
  const file = location.protocol === 'file:' && modules().length > 0;
  if (!file && parent === window) return;
  const link = message.appendChild(document.createElement('a'));
  link.textContent = file ? 'Open chainrule.html' : 'Open in a window';
  link.href = file ? 'chainrule.html' + location.hash : location.href;
  link.target = '_blank';
  link.rel = 'noopener';
  if (parent !== window) parent.postMessage({ chainrule: 1, event: 'error', text, link: location.hash.slice(1) }, '*');
}
globalThis.chainruleSay = (text) => {
  if (!told) setTimeout(say, 50, text);   // what a policy blocks is told after it has failed
  told = true;
};

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

async function look() {
  if (globalThis.chainruleStarted || told) return;
  if (!('noModule' in HTMLScriptElement.prototype)) return chainruleSay('Chainrule needs Chrome 95, Firefox 100, Safari 16.4 or later.');
  if (location.protocol === 'file:' && modules().length > 0)
    return chainruleSay('Browsers load Chainrule from a server only, not from a file. chainrule.html, beside this page, has everything in one file.');
  for (const address of modules()) {
    const words = await wrong(address);
    if (words || blocked) return chainruleSay(words);
  }
  if (broken && !globalThis.chainruleStarted) chainruleSay(`Chainrule could not start: ${broken}. ${anew}`);
}

addEventListener('securitypolicyviolation', (event) => { if (event.disposition === 'enforce') blocked = event; });
addEventListener('error', ({ target, message }) => {
  if (target === window) broken = broken || message;
  if (target === window || target.type === 'module') look();
}, true);
setTimeout(look, 4000);
})();
