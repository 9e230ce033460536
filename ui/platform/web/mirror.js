// SPDX-License-Identifier: MIT
// The control mirror as elements: each control of the picture has a native one over its place, invisible, for
// keyboards, screen readers and tests. Real pointers act on the drawn control (Pointer in pointer.js); keys, scripts and
// assistive technology act on the element, which passes it on.

const Press = 0, SetValue = 1, Focus = 2, Blur = 3; // MirrorAction::Kind

const Mirror = {
  root: null,
  items: new Map(), // id -> {id, role, element, outer, text, ...}
  pressed: false, // a pointer is down: changes of native controls are its doing, and ignored
  order: [],
  closes: /^Close( data sets| sharing| learn| keys)?$/,
  pressing: null, // the element that was pressed by key last
  opener: null, // the one that opened what has the focus now: it comes back to it

  start(root) { Mirror.root = root; },

  /** `changed`: items as arrays in the order of serialise() in mirror.cpp; `order`: ids, or null. */
  update([changed, order]) {
    const fresh = [];
    for (const fields of changed) {
      const [id, role] = fields;
      let item = Mirror.items.get(id);
      if (item && item.role !== role) {
        item.outer.remove();
        item = null;
      }
      if (!item) {
        item = Mirror.make(id, role);
        Mirror.items.set(id, item);
        fresh.push(id);
        order = order || Mirror.order;
      }
      Mirror.show(item, fields);
    }
    if (order) Mirror.arrange(order);
    Mirror.follow(fresh);
  },

  /** What a key has opened gets the focus: into what has a way to close it, and back where that is gone. */
  follow(fresh) {
    const { pressing, items, order } = Mirror, focused = document.activeElement;
    if (Mirror.opener && (!focused || focused === document.body)) {
      if (Mirror.opener.isConnected) Mirror.opener.focus();
      Mirror.opener = null;
    }
    if (!pressing || focused !== pressing) return;
    const opened = order.filter((id) => fresh.includes(id) && items.get(id).element.matches('button, input, select'));
    const closes = opened.find((id) => Mirror.closes.test(items.get(id).text));
    if (closes === undefined) return;
    Mirror.pressing = null;
    Mirror.opener = pressing;
    items.get(closes).element.focus();
  },

  roleOf(element) {
    for (const item of Mirror.items.values()) if (item.element === element) return item.strokes ? 'slider' : item.role;
    return '';
  },

  act(item, kind, value) {
    Page.asked = true;
    Page.later(() => withText([value], (text) => _chainrule_act(item.id, kind, text)));
  },

  make(id, role) {
    const tags = { 'button': 'button', 'toggle': 'button', 'tab': 'button', 'slider': 'input', 'number': 'input',
      'text': 'input', 'passage': 'textarea', 'select': 'select', 'table': 'table', 'heading': 'h2' };
    const element = document.createElement(tags[role] || 'div');
    const item = { id, role, element, outer: element, text: '', shown: null, timer: 0 };
    if (role === 'button' || role === 'toggle' || role === 'tab') {
      element.type = 'button';
      if (role === 'toggle') element.setAttribute('role', 'switch');
      if (role === 'tab') element.setAttribute('role', 'tab');
      // A click made by a real pointer counts its clicks; that one has reached the drawn control already.
      element.addEventListener('click', (event) => {
        if (event.detail !== 0) return;
        if (document.activeElement === element) Mirror.pressing = element;
        Mirror.act(item, Press, '');
      });
    } else if (tags[role] === 'input' || role === 'select') {
      if (role === 'slider') element.type = 'range';
      if (role === 'number') element.inputMode = 'decimal';
      if (tags[role] === 'input' && role !== 'slider') {
        element.autocomplete = 'off';
        element.spellcheck = false;
      }
      for (const type of ['input', 'change']) element.addEventListener(type, () => Mirror.changed(item));
    } else if (role === 'passage') {
      element.readOnly = true; // to read and to select
    } else if (role === 'table') {
      item.outer = document.createElement('div'); // clips it
      item.outer.append(element);
      item.outer.className = 'passive';
    } else {
      element.className = 'passive';
      const roles = { 'image': 'img', 'status': 'status', 'alert': 'alert', 'group': 'group' };
      if (roles[role]) element.setAttribute('role', roles[role]);
    }
    if (tags[role] && role !== 'table' && role !== 'heading') {
      element.addEventListener('focus', () => Mirror.act(item, Focus, ''));
      element.addEventListener('blur', () => {
        Mirror.act(item, Blur, '');
        item.shown = null; // what was typed gives way to what is
        Mirror.showValue(item);
      });
    }
    return item;
  },

  changed(item) {
    if (Mirror.pressed || item.element.value === item.shown) return;
    item.shown = item.element.value;
    Mirror.act(item, SetValue, item.shown);
  },

  show(item, [, role, name, value, description, x, y, width, height, enabled, on, minimum, maximum, step, number,
    options, rows]) {
    const { element, outer } = item;
    const attribute = (key, text) => text ? element.setAttribute(key, text) : element.removeAttribute(key);
    outer.style.left = x + 'px';
    outer.style.top = y + 'px';
    outer.style.width = Math.max(width, 1) + 'px';
    outer.style.height = Math.max(height, 1) + 'px';
    attribute('aria-description', description);
    if ('disabled' in element) element.disabled = !enabled;
    item.value = value;
    switch (role) {
      case 'heading': element.textContent = name; break;
      case 'image': element.setAttribute('aria-label', value ? `${name}: ${value}` : name); break;
      case 'alert': Mirror.say(item, value || name); break;
      case 'status':
        attribute('aria-label', name);
        element.dataset['now'] = value; // for scripts, which need no pauses
        Mirror.sayLater(item, value);
        break;
      case 'table': Mirror.showTable(item, name, rows); break;
      case 'group':
        attribute('aria-label', name);
        Mirror.say(item, value);
        break;
      case 'button':
        Mirror.say(item, name);
        attribute('aria-label', value && `${name}: ${value}`);
        item.strokes = step; // a finger drags on it as on a slider
        break;
      case 'toggle':
        Mirror.say(item, name);
        element.setAttribute('aria-checked', String(!!on));
        break;
      case 'tab':
        Mirror.say(item, name);
        element.setAttribute('aria-selected', String(!!on));
        break;
      case 'slider':
        attribute('aria-label', name);
        element.min = minimum;
        element.max = maximum;
        element.step = step > 0 ? step : 'any';
        attribute('aria-valuetext', value);
        item.value = String(number);
        break;
      case 'select':
        attribute('aria-label', name);
        Mirror.showOptions(element, options);
        break;
      default: attribute('aria-label', name);
    }
    Mirror.showValue(item);
  },

  /** The value of an input; not while somebody types into it. */
  showValue(item) {
    const { element, role } = item;
    if (!['slider', 'number', 'text', 'passage', 'select'].includes(role)) return;
    const typing = document.activeElement === element && (role === 'number' || role === 'text');
    if (typing && item.shown !== null) return;
    if (element.value !== item.value) element.value = item.value;
    item.shown = element.value;
  },

  say(item, text) {
    if (item.text === text) return;
    item.text = text;
    item.element.textContent = text;
  },

  /** A screen reader that reads each epoch would never end: at most one change a second. */
  sayLater(item, text) {
    item.next = text;
    if (item.timer) return;
    Mirror.say(item, text);
    item.timer = setTimeout(() => {
      item.timer = 0;
      if (item.next !== item.text) Mirror.sayLater(item, item.next);
    }, 1000);
  },

  showOptions(element, options) {
    const shown = [...element.options].map(({ text }) => text);
    const same = shown.length === options.length && options.every((text, i) => shown[i] === text);
    if (same) return;
    element.replaceChildren(...options.map((text) => {
      const option = document.createElement('option');
      option.textContent = text;
      return option;
    }));
  },

  showTable(item, name, rows) {
    const key = JSON.stringify([name, rows]);
    if (item.text === key) return;
    item.text = key;
    const row = (cells, tag) => {
      const line = document.createElement('tr');
      for (const text of cells) {
        const cell = document.createElement(tag);
        cell.textContent = text;
        if (tag === 'th') cell.scope = 'col';
        line.append(cell);
      }
      return line;
    };
    const caption = document.createElement('caption');
    const head = document.createElement('thead');
    const body = document.createElement('tbody');
    caption.textContent = name;
    if (rows.length) head.append(row(rows[0], 'th'));
    body.append(...rows.slice(1).map((cells) => row(cells, 'td')));
    item.element.replaceChildren(caption, head, body);
  },

  /** Puts the elements into the list's order and takes away those that are not in it. */
  arrange(order) {
    Mirror.order = order;
    const wanted = new Set(order);
    for (const [id, item] of Mirror.items) {
      if (wanted.has(id)) continue;
      clearTimeout(item.timer);
      item.outer.remove();
      Mirror.items.delete(id);
    }
    // Neighbouring tabs share a list of tabs.
    const top = [];
    let tabs = null;
    for (const id of order) {
      const item = Mirror.items.get(id);
      if (item.role !== 'tab') {
        tabs = null;
        top.push([item.outer, null]);
        continue;
      }
      if (!tabs) {
        item.list = item.list || Mirror.makeTabList();
        tabs = [];
        top.push([item.list, tabs]);
      }
      tabs.push([item.outer, null]);
    }
    Mirror.sync(Mirror.root, top);
  },

  makeTabList() {
    const list = document.createElement('div');
    list.setAttribute('role', 'tablist');
    return list;
  },

  /** Makes `nodes` the children of `parent`, moving as few as possible: an element that is moved loses the focus. */
  sync(parent, nodes) {
    const wanted = new Set(nodes.map(([node]) => node));
    for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
    let next = parent.firstElementChild;
    for (const [node, children] of nodes) {
      if (node === next) next = next.nextElementSibling;
      else parent.insertBefore(node, next);
      if (children) Mirror.sync(node, children);
    }
  },
};
