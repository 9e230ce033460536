// SPDX-License-Identifier: MIT
// Frames with the same network: in another window of the lecture (the speaker's and the beamer's), or on the next
// slide, where a list is built up line by line. The page around says that there may be some ({do: 'set', twins: true}),
// and hands on what one of them tells ({event: 'moment'}) to the others ({do: 'follow'}). Compiled into playground.js.

const TwinPlaces = ['window', 'page', 'before']; // as enum Twin in app.hpp

const Twins = {
  on: false,
  leads: false, // somebody has touched this one since it was shown what another one shows
  since: 0, // when that was
  elsewhere: false, // that other one plays
  view: '', // as it was told last,
  changes: -1, // and of the experiment and its training
  due: 0, // what takes time to tell is told so often that it takes a tenth of it
  asked: 0, // when it was asked for
  timer: 0,

  listen() {
    const touch = (event) => { if (event.type !== 'keydown' || !Frame.leaves(event)) Twins.touch(); };
    const touches = ['pointerdown', 'keydown', 'input', 'click', 'drop', 'paste'];
    for (const kind of touches) window.addEventListener(kind, touch, { capture: true });
    // A pointer that only passes shows where it is, unless the other one is at work.
    window.addEventListener('pointermove', () => { if (!Twins.elsewhere) Twins.touch(); }, { capture: true });
  },
  /** Who was touched last leads. */
  touch() {
    if (!Twins.on || Twins.leads || !Page.whole || Trouble.reason) return;
    Twins.leads = true;
    Twins.since = Date.now();
    if (Twins.elsewhere) Twins.changes = -1; // the other one has gone on since: it comes here
    Twins.elsewhere = false;
    Page.later(() => _chainrule_lead());
  },

  text(pointer) {
    const text = UTF8ToString(pointer);
    _free(pointer);
    return text;
  },
  /** A table that somebody has dropped here is nothing for pages of other sites. */
  hidden() {
    if (!_chainrule_has_own_table()) return false;
    try {
      return !window.frameElement;
    } catch {
      return true;
    }
  },
  plays: () => _chainrule_stamp() % 2 === 1 || (!Frame.on && Frame.resumes),

  /** After each frame: what is new. While another one leads, nothing is. */
  tell() {
    if (!Twins.on || !Page.whole) return;
    if (!Twins.leads || Twins.hidden()) {
      Twins.changes = _chainrule_twin_changes();
      return;
    }
    const now = performance.now(), changes = _chainrule_twin_changes();
    let run = '';
    if (changes !== Twins.changes && now >= Twins.due) {
      Twins.asked = Twins.asked || now;
      run = Twins.text(_chainrule_twin_run());
      if (run) { // '-': too large to be told
        Twins.changes = changes;
        Twins.due = performance.now() + Math.max(100, 10 * (performance.now() - Twins.asked));
        Twins.asked = 0;
      }
    }
    if (run === '-') run = '';
    if (changes !== Twins.changes) Twins.again(Math.max(Twins.asked ? 30 : 0, Twins.due - now));
    const view = Twins.text(_chainrule_twin_view()), plays = Twins.plays();
    if (!run && view + plays === Twins.view) return;
    Twins.view = view + plays;
    Frame.post('moment', { 'view': view, 'run': run || undefined, 'plays': plays, 'since': Twins.since });
  },
  again(delay) {
    clearTimeout(Twins.timer);
    Twins.timer = setTimeout(() => Page.request(1), delay);
  },
  /** The slide goes: what has come since is told at once, the first frame asks for it. */
  leave() {
    Twins.due = 0;
    const news = () => Twins.leads && Twins.changes !== _chainrule_twin_changes();
    for (let frames = 0; frames < 2 && news(); ++frames) Page.draw();
  },

  follow(data) {
    const view = data['view'], run = data['run'] ?? '', plays = !!data['plays'];
    const where = TwinPlaces.indexOf(data['twin']), goes = where === 2; // it goes on here
    if (!Twins.on || typeof view !== 'string' || typeof run !== 'string' || where < 0) {
      return Frame.warn("expected texts of a twin, after {do: 'set', twins: true}");
    }
    // A slide that nobody sees plays when it comes.
    if (!Frame.on) Frame.resumes = goes && plays;
    const pointer = withText([view, run], (a, b) => _chainrule_follow(a, b, where, plays && Frame.on ? 1 : 0));
    if (pointer) return Frame.refuse(Twins.text(pointer), { what: 'follow' });
    Twins.leads = goes;
    if (goes) Twins.since = Date.now();
    Twins.elsewhere = !goes && plays;
    Twins.changes = _chainrule_twin_changes();
    Twins.view = '';
    Page.request(3);
  },
};
