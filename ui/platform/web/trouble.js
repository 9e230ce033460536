// SPDX-License-Identifier: MIT
// When the program breaks inside: what happened is said in words, what somebody made is offered as a file and as a link,
// and there is a way on. Compiled into playground.js; names seen from outside are quoted.

const Trouble = {
  reason: '', // what broke it; nothing of the module is called after that

  listen() {
    window.addEventListener('error', ({ error }) => Trouble.heard(error));
    window.addEventListener('unhandledrejection', ({ reason }) => Trouble.heard(reason));
  },

  /** Errors of the page's own scripts leave the module as it was; what is thrown inside of it does not. */
  heard(error) {
    const thrown = typeof WebAssembly.Exception === 'function' && error instanceof WebAssembly.Exception;
    if (thrown) Trouble.tell('an error that nobody took care of');
    else if (error instanceof WebAssembly.RuntimeError) Trouble.tell(error.message);
  },

  tell(reason) {
    if (Trouble.reason) return;
    Trouble.reason = reason;
    const box = document.createElement('div');
    box.id = 'trouble';
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-label', 'Chainrule stopped');
    const put = (kind, text) => box.appendChild(Object.assign(document.createElement(kind), { 'textContent': text }));
    put('h2', 'Chainrule stopped');
    const text = Kept.read();
    const left = text ? 'It is not lost: the link has all but weights and tables, the file what was kept last, at rest.'
      : 'Its link is not lost; what it had learned is, and so is a table of your own.';
    put('p', `Something went wrong inside (${reason}). ${left}`);
    const button = (label, act) => put('button', label).addEventListener('click', act);
    button('Go on with it', () => location.reload());
    if (text) button('Save it as a file', () => Files.save('experiment.json', new TextEncoder().encode(text)));
    button('Copy its link', () => Page.copy(Trouble.link()));
    button('Start afresh', () => {
      Kept.forget();
      history.replaceState(null, '', location.pathname + location.search);
      location.reload();
    });
    document.body.append(box); // not in the app, which captures pointers
    Page.root.dataset['state'] = 'broken';
    box.querySelector('button').focus({ preventScroll: true });
    if (Frame.inside) Frame.post('error', { 'text': reason, 'link': Page.shownHash });
  },

  link: () => location.href.replace(/#.*/, '') + (Page.shownHash && '#' + Page.shownHash),
};
