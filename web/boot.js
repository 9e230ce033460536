// SPDX-License-Identifier: MIT
// Notices that the page does not start. A script of the old kind, since it has to run where modules do not: in a sandbox,
// from a file, of half a deployment. What is the matter finds why.js, which nobody else loads.
(() => {
const boot = globalThis.chainruleBoot = { blocked: null, broken: '', text: '' };
let asked = false;

/** Without why.js: what is known. */
function plainly() {
  document.getElementById('app').dataset.state = 'refused';
  document.getElementById('message').append(boot.text || boot.broken || 'A part of Chainrule is missing here.', ' ', document.querySelector('#silent a'));
}

function ask() {
  if (globalThis.chainruleWhy) return globalThis.chainruleWhy();   // chainrule.html has it from the start
  if (asked) return;
  asked = true;
  const script = document.createElement('script');
  script.src = 'why.js';
  script.onload = () => globalThis.chainruleWhy();
  script.onerror = plainly;
  document.head.append(script);
}

/** What failed in a module that runs. */
globalThis.chainruleSay = (text) => {
  boot.text = text;
  ask();
};

const silent = () => globalThis.chainruleStarted || ask();
addEventListener('securitypolicyviolation', (event) => { if (event.disposition === 'enforce') boot.blocked = event; });
addEventListener('error', ({ target, message }) => {
  if (target === window) boot.broken = boot.broken || message;
  if (target === window || target.type === 'module') silent();
}, true);
setTimeout(silent, 4000);
})();
