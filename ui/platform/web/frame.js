// SPDX-License-Identifier: MIT
// The page in another's frame, a slide say: what it may be asked, what it tells, which keys it leaves to the deck, and
// what stays of it when its frame is emptied and filled again. Protocol: README, "In slides".

const DeckKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Enter',
  'Backspace', 'Delete', 'Insert'];
const LongestLink = 8192;

const Frame = {
  inside: window.parent !== window,
  base: '', // the address's part behind # that the frame was filled with
  keysTaken: false, // embed.js stands in the page around and takes what is the deck's
  extra: [], // what of it is for the page alone: poster, scale
  kept: '', // the experiment as it was before the frame was emptied
  stamp: -1, // of what was told last: of training,
  told: '', // of the link,
  moment: 0, // of the film and the notices
  ground: '', // of the slide: 'light' or 'dark'
  seen: true,
  allowed: true, // slide:stop forbids, slide:start allows
  still: false, // told to stop, and the browser draws nothing of it any more
  on: true,
  resumes: false, // training goes on when the slide comes back
  lost: null, // the GPU's context, given back while nobody sees the page
  asks: [], // what messages have asked for since the last frame: {what, how} or {link}
  gets: [], // the ids of the states that they have asked for
  timer: 0,

  listen() {
    Twins.listen();
    window.addEventListener('message', (event) => {
      try {
        Frame.take(event);
      } catch (error) { // an object where a word belongs, one that cannot even be shown
        Frame.warn(error.message);
      }
    });
    if (!Frame.inside) return;
    new IntersectionObserver((entries) => {
      Frame.seen = entries[entries.length - 1].isIntersecting;
      Frame.settle();
    }).observe(Page.root);
  },

  /**
   * What stands behind # in the address. A link behind '?', as other sites have theirs, moves there, '?' first: the
   * program says so.
   */
  hash() {
    const parts = linkParts(location.search.slice(1)).map(({ whole }) => whole);
    // Only what has '=' can be a link: page.js, see plain() there, has waited for the part of the module that knows.
    const known = (part) => withText([part], (text) => _chainrule_has_link_key(text));
    const link = parts.filter((part) => /=|%3d/i.test(part) && known(part));
    if (link.length === 0) return location.hash;
    const others = parts.filter((part) => !link.includes(part)).join('&');
    const hash = '#?' + [...link, location.hash.slice(1)].filter(Boolean).join('&');
    try {
      history.replaceState(history.state, '', location.pathname + (others && '?' + others) + hash);
    } catch { /* a page in a sandbox has no address to change */ }
    return hash;
  },
  /** The link in the address, without what is for the page alone. */
  link(hash = location.hash) {
    const parts = linkParts(hash.slice(1)).map(({ whole }) => whole.replace(/^(amp;)+(?=(poster|scale)=)/, ''));
    const ours = (part) => /^(poster|scale)=/.test(part);
    Frame.extra = parts.filter(ours);
    return parts.filter((part) => !ours(part)).join('&');
  },
  showLink(own) {
    const hash = [Page.shownHash, ...Frame.extra].filter(Boolean).join('&');
    history.replaceState(own ? 'own' : null, '', hash ? '#' + hash : location.pathname + location.search);
  },

  /** In a window of its own, from a frame that may open one. */
  open(link) {
    if (!Frame.inside) return false;
    const other = window.open(location.href.replace(/[?#].*/, '') + (link && '#' + link), '_blank');
    if (other) other.opener = null;
    return !!other; // a sandbox may forbid it
  },

  /** The link to begin with. A frame that was filled with the same one before goes on where it was. */
  first() {
    Frame.base = Frame.hash();
    const link = Frame.link(Frame.base);
    Frame.dress(link);
    const scale = Frame.extra.find((part) => part.startsWith('scale='));
    if (scale) Frame.zoom(Number(scale.slice(6)));
    if (!Frame.inside || !window.name.startsWith('chainrule ')) return link;
    try {
      const kept = JSON.parse(window.name.slice(10));
      if (kept['base'] !== Frame.base) return link;
      Frame.kept = kept['text'];
      Page.shownHash = kept['link'];
      Frame.showLink(true);
      return kept['link'];
    } catch {
      return link;
    }
  },
  keep(text) {
    if (window.name && !window.name.startsWith('chainrule ')) return false; // somebody else's name
    const kept = { 'base': Frame.base, 'link': Page.shownHash || Frame.link(), 'text': text };
    window.name = text && 'chainrule ' + JSON.stringify(kept);
    return true;
  },

  /** A frame is a part of its slide, whatever the system is set to. */
  dark: () => (Frame.ground ? Frame.ground === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches),
  /** What stands around the drawing, of the same ground; with theme=transparent none. */
  dress(link = Page.shownHash) {
    const root = document.documentElement.dataset;
    if (Frame.ground) root['ground'] = Frame.ground;
    root['clear'] = Frame.inside && /(^|[#&])theme=transparent/.test(link) ? 'yes' : '';
  },

  // Messages.
  warn(text) { console.warn('Chainrule ignored a message: ' + text); },
  post(event, more) { window.parent.postMessage(Object.assign({ 'chainrule': 1, 'event': event }, more), '*'); },
  state() {
    const pointer = _chainrule_state();
    const state = JSON.parse(UTF8ToString(pointer));
    _free(pointer);
    return state;
  },
  /** '' where it is done from the next frame on, else why it is not. */
  ask(what, how) {
    const pointer = withText([what, String(how)], (a, b) => _chainrule_asked(a, b));
    const why = pointer ? UTF8ToString(pointer) : '';
    _free(pointer);
    Page.request(3);
    return why;
  },
  /** All messages of a frame add up, and are handed on with it; where none is drawn, a moment later. */
  put(asked) {
    Twins.touch();
    const last = Frame.asks[Frame.asks.length - 1];
    const kind = ({ what, link }) => (link !== undefined ? 'link' : ['play', 'pause'].includes(what) ? 'play' : '');
    if (last && kind(last) && kind(last) === kind(asked)) Frame.asks.pop(); // the later word counts
    Frame.asks.push(asked);
    Frame.soon();
  },
  soon() {
    Page.request(3);
    Frame.timer = Frame.timer || setTimeout(() => {
      // Asked and answered in this order: what is asked for is carried out with a frame.
      if (Page.whole && Page.counters['frames'] && !Page.gone()) return Page.draw();
      Frame.hand();
      Frame.answer();
    }, 50);
  },
  hand() {
    for (const asked of Frame.asks.splice(0)) {
      const training = ['play', 'pause'].includes(asked.what);
      if (training && !Frame.on) {
        Frame.resumes = asked.what === 'play'; // nobody sees it: when the slide comes
        continue;
      }
      const linked = asked.link !== undefined;
      const why = linked ? Frame.ask('set', asked.link.replace(/^#/, '')) : Frame.ask(asked.what, asked.how);
      if (why) Frame.refuse(why, asked);
    }
  },
  answer() {
    clearTimeout(Frame.timer);
    Frame.timer = 0;
    if (Frame.gets.length === 0) return;
    const state = Frame.state();
    for (const id of Frame.gets.splice(0)) Frame.post('state', Object.assign({}, state, { 'id': id }));
  },
  /** The link that the next message changes: the last one of this frame, or the one on screen. */
  newest: () => Frame.asks.filter(({ link }) => link !== undefined).pop()?.link ?? (Page.shownHash || Frame.link()),

  take({ source, data }) {
    if (Trouble.reason) return;
    const slide = data === 'slide:start' || data === 'slide:stop';
    if (!slide && !(data && typeof data === 'object' && 'chainrule' in data)) return; // for somebody else
    if (!Frame.inside || source !== window.parent)
      return Frame.warn('expected one from the page around, received one from elsewhere');
    if (slide) {
      Frame.allowed = data === 'slide:start';
      Frame.still = false;
      if (!Frame.allowed) Frame.watch();
      return Frame.settle();
    }
    if (data['chainrule'] !== 1)
      return Frame.warn(`expected chainrule: 1, received ${String(data['chainrule']).slice(0, 40)}`);
    const what = data['do'], row = Messages.get(what); // made from ui/app/messages.json
    if (typeof row === 'function') return row(data);
    const how = row ? data[row] ?? '' : '';
    Frame.put({ what: String(what).slice(0, 40), how: String(how).slice(0, 40) });
  },
  /** Nothing has changed; the page around hears why. */
  refuse(why, { what = 'set', link = Page.shownHash }) {
    Frame.warn(why);
    Frame.post('error', { 'text': why, 'do': what, 'link': link });
  },
  /** Another link, or other values of some of its keys; how much larger the slide shows the page. */
  set(data) {
    if (data['keys'] !== undefined) Frame.keysTaken = !!data['keys'];
    if (data['twins'] !== undefined) Twins.on = !!data['twins'];
    if (data['scale'] !== undefined && !Frame.zoom(data['scale']))
      Frame.warn('expected a scale from 0.2 to 4, received ' + String(data['scale']).slice(0, 40));
    if (['light', 'dark'].includes(data['ground'])) {
      Frame.ground = data['ground'];
      Frame.dress();
      Page.request(2);
    }
    const values = data['values'];
    let link = data['link'];
    if (values && typeof values === 'object') {
      const pieces = linkParts(Frame.newest().replace(/^#/, '')).filter(({ whole }) => whole);
      const parts = new Map(pieces.map(({ key, whole }) => [key, whole]));
      // Weights are of the experiment as it was.
      if (Object.keys(values).some((key) => !['theme', 'hide', 'scene', 'weights'].includes(key)))
        ['weights', 'epoch'].forEach((key) => parts.delete(key));
      for (const [key, value] of Object.entries(values)) parts.set(key, key + '=' + encodeURIComponent(String(value)));
      link = [...parts.values()].join('&');
    }
    if (link === undefined && (data['scale'] ?? data['keys'] ?? data['twins'] ?? data['ground']) !== undefined) return;
    if (typeof link !== 'string' || link.length > LongestLink)
      return Frame.refuse(`expected values, a scale, or a link of at most ${LongestLink} characters`, {});
    Frame.put({ link });
  },
  get(data) {
    Frame.gets.push(data['id']);
    Frame.soon();
  },
  zoom(scale) {
    if (!(scale >= 0.2 && scale <= 4)) return false;
    Page.counters['setScale'](scale);
    return true;
  },
  /** The link's keys that are not as they were told last, and what else is not. */
  changed(link, moment) {
    const before = linkParts(Frame.told), now = linkParts(link);
    const others = (some, all) => some.filter(({ whole }) => whole && !all.some((part) => part.whole === whole));
    const keys = [...others(before, now), ...others(now, before)].map(({ key }) => key);
    return [...new Set([...keys, ...(moment === Frame.moment ? [] : ['moment'])])];
  },
  /** After each frame: what is new. */
  tell() {
    if (!Frame.inside) return;
    Frame.answer();
    Twins.tell();
    const link = Page.shownHash || Frame.link(), moment = _chainrule_moment(), first = Frame.stamp < 0;
    const changed = Frame.changed(link, moment);
    Frame.told = link;
    Frame.moment = moment;
    if (!first && changed.length > 0) Frame.post('change', Object.assign(Frame.state(), { 'changed': changed }));
    const stamp = _chainrule_stamp();
    if (stamp === Frame.stamp) return;
    const event = Frame.stamp < 0 ? 'ready' : stamp >> 1 !== Frame.stamp >> 1 ? 'epoch' : 'state';
    Frame.stamp = stamp;
    Frame.post(event, Frame.state());
  },

  /** Firefox tells a frame without a box nothing: it draws no more, and that is all. */
  watch() {
    const timer = setTimeout(() => {
      Frame.still = !Frame.allowed;
      Frame.settle();
    }, 1000);
    requestAnimationFrame(() => clearTimeout(timer));
  },

  /** A slide that goes takes its training and its GPU memory along; both come back with it. */
  settle() {
    const on = Frame.seen && Frame.allowed;
    if (on !== Frame.on) {
      Frame.on = on;
      if (!on) Frame.resumes = Frame.stamp > 0 && Frame.stamp % 2 === 1;
      if (Frame.resumes) Frame.ask(on ? 'play' : 'pause', '');
      if (!on && !Page.lost) {
        Page.draw(); // the last one for now: it carries that out
        Twins.leave();
        Paper.keep();
      }
      if (on && Frame.stamp >= 0) Frame.post('seen', {});
    }
    const away = !Frame.seen || Frame.still;
    if (away && !Frame.lost) {
      Kept.now();
      const gl = Page.canvas.getContext('webgl2');
      Frame.lost = gl && gl.getExtension('WEBGL_lose_context');
      if (Frame.lost) Frame.lost.loseContext();
    } else if (!away && Frame.lost) {
      Frame.lost.restoreContext();
      Frame.lost = null;
    }
  },

  // Keys.
  /**
   * Whether a key is the deck's: all that type a sign and that turn pages, but for Space, which plays. What is typed
   * into a field here stays, and so does what moves a control that has the focus.
   */
  leaves({ target, key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing }) {
    if (!Frame.inside || Trouble.reason || Page.result & WantsText || isComposing) return false;
    const moves = target.type === 'range' || target.tagName === 'SELECT';
    const types = !moves && ['INPUT', 'TEXTAREA'].includes(target.tagName);
    if (types) return false;
    if (key === 'Escape') {
      Page.canvas.blur();
      document.activeElement?.blur();
      window.parent.focus();
      return false; // it also closes what is open here
    }
    if (DeckKeys.includes(key)) {
      const presses = key === 'Enter' && (target.tagName === 'BUTTON' || Page.result & ShowsFocus);
      return !(moves || presses || Page.result & HasActiveItem);
    }
    if (ctrlKey || metaKey || altKey || [...key].length !== 1) return false;
    const taken = withText([code, key], (a, b) => _chainrule_takes(a, b));
    return shiftKey || !(taken || (key === ' ' && target.tagName === 'BUTTON'));
  },
  /**
   * To the deck: by embed.js where its page has that, by what it does itself on pages of this site, else by the deck's
   * own messages.
   */
  pass(event) {
    const { key, code, keyCode, shiftKey, ctrlKey, altKey, metaKey } = event;
    event.preventDefault();
    const told = { 'key': key, 'code': code, 'keyCode': keyCode, 'shiftKey': shiftKey, 'ctrlKey': ctrlKey,
      'altKey': altKey, 'metaKey': metaKey };
    Frame.post('key', told);
    if (!Frame.keysTaken && !Frame.press(told)) Frame.tellDeck(event);
  },
  /** As if it had been pressed on this frame; false where the page around is of another site. As embed.js does. */
  press(told) {
    try {
      const place = window.frameElement;
      place.blur();
      const common = { 'bubbles': true, 'cancelable': true, 'composed': true, 'which': told['keyCode'] };
      const send = (type, more) =>
        place.dispatchEvent(new window.parent.KeyboardEvent(type, Object.assign({}, common, told, more)));
      send('keydown');
      const sign = told['key'] === 'Enter' ? 13 : [...told['key']].length === 1 && told['key'].codePointAt(0);
      if (sign) send('keypress', { 'charCode': sign, 'keyCode': sign, 'which': sign });
      setTimeout(() => send('keyup'), 40);
      return true;
    } catch {
      return false;
    }
  },
  /**
   * To decks of another site without embed.js, by the messages that they have themselves; the next key is theirs, since
   * the focus goes with it. reveal.js takes a key's number, and has calls of its own for what Shift changes; remark
   * knows two.
   */
  tellDeck({ key, keyCode, shiftKey }) {
    const say = (text) => window.parent.postMessage(text, '*');
    const first = ['slide', 0], last = ['slide', 1e6];
    const shifted =
      { ' ': ['prev'], '?': ['toggleHelp'], 'ArrowLeft': first, 'H': first, 'ArrowRight': last, 'L': last };
    const call = (shiftKey && shifted[key]) || ['triggerKey', keyCode];
    say(JSON.stringify({ 'method': call[0], 'args': call.slice(1) }));
    if (key === 'b') say('toggleBlackout');
    if (key === 'Home') say('gotoSlide:1');
    window.parent.focus();
  },
};
