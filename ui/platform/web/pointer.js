// SPDX-License-Identifier: MIT
// Mouse, pen and touch of the page for ImGui; part of page.js.

const Pointer = {
  rest: 0, // a timer
  touch: null, // the finger that counts: {id, x, y, last, mode, role, element, timer}

  listen(root) {
    root.addEventListener('pointerdown', (event) => Pointer.down(event));
    root.addEventListener('pointermove', (event) => Pointer.move(event));
    root.addEventListener('pointerup', (event) => Pointer.up(event));
    root.addEventListener('pointercancel', (event) => Pointer.cancel(event));
    root.addEventListener('pointerleave', (event) => {
      if (event.pointerType !== 'touch' && !event.buttons) Pointer.send(event, Outside, Outside);
    });
    // Native controls of the mirror neither take the focus from a click nor open lists of their own.
    for (const type of ['mousedown', 'touchstart', 'touchend', 'contextmenu', 'dblclick', 'dragstart']) {
      root.addEventListener(type, (event) => event.preventDefault(), { passive: false });
    }
    root.addEventListener('wheel', (event) => {
      if (event.ctrlKey) return; // the browser's zoom
      if (Frame.inside && !(Page.result & (HasActiveItem | OverItem))) return; // the deck's
      event.preventDefault();
      const unit = [1 / 100, 1 / 3, 10][event.deltaMode];
      Page.later(() => _chainrule_wheel(-event.deltaX * unit, -event.deltaY * unit));
      Page.request(3);
    }, { passive: false });
  },

  /** Where it is and what is down, to the program: a mouse is of kind 0, a finger 1, a pen 2. */
  tell(x, y, buttons, kind) { Page.later(() => _chainrule_pointer(x, y, buttons, kind)); },

  /** Place on the canvas in its own CSS pixels, also when a slide is scaled. */
  place(event) {
    const box = Page.canvas.getBoundingClientRect();
    return [
      (event.clientX - box.left) * (Page.canvas.offsetWidth / box.width || 1),
      (event.clientY - box.top) * (Page.canvas.offsetHeight / box.height || 1),
    ];
  },

  send(event, x, y) {
    Pointer.tell(x, y, event.buttons, event.pointerType === 'pen' ? 2 : 0);
    Page.request(3);
    clearTimeout(Pointer.rest);
    if (Frame.inside && x !== Outside) Pointer.rest = setTimeout(() => Page.request(1), 4100); // its tool tip goes
  },

  down(event) {
    Mirror.pressed = true;
    Mirror.pressing = Mirror.opener = null; // a pointer needs no focus
    try {
      Page.root.setPointerCapture(event.pointerId);
    } catch { /* made by a script: there is no such pointer */ }
    if (event.pointerType === 'touch') return Pointer.touchDown(event);
    Page.canvas.focus({ preventScroll: true });
    Pointer.send(event, ...Pointer.place(event));
  },

  move(event) {
    if (event.pointerType === 'touch') return Pointer.touchMove(event);
    Pointer.send(event, ...Pointer.place(event));
  },

  up(event) {
    Mirror.pressed = event.buttons !== 0;
    if (event.pointerType === 'touch') return Pointer.touchUp(event);
    Pointer.send(event, ...Pointer.place(event));
  },

  cancel(event) {
    Mirror.pressed = false;
    if (Pointer.touch) clearTimeout(Pointer.touch.timer);
    Pointer.touch = null;
    Pointer.tell(Outside, Outside, 0, event.pointerType === 'touch' ? 1 : 0);
    Page.request(3);
  },

  finger(x, y, down) {
    Pointer.tell(x, y, down ? 1 : 0, 1);
    Page.request(3);
  },

  touchDown(event) {
    if (Pointer.touch) return;
    const [x, y] = Pointer.place(event);
    const role = Mirror.roleOf(event.target);
    const typed = role === 'text' || role === 'number';
    const mode = typed ? 'wait' : 'press';
    const touch = { id: event.pointerId, x, y, last: y, mode, role, element: event.target, timer: 0 };
    Pointer.touch = touch;
    if (typed) return; // a tap opens the keyboard, a drag is the control's own
    Page.canvas.focus({ preventScroll: true });
    if (role !== 'slider') touch.timer = setTimeout(() => Pointer.longPress(touch), 500);
    Pointer.finger(x, y, true);
  },

  /** Does what the right button does; the pointer stays there, so that what hovering shows can be read. */
  longPress(touch) {
    if (Pointer.touch !== touch || touch.mode !== 'press') return;
    touch.mode = 'long';
    Pointer.finger(Outside, Outside, false);
    Pointer.tell(touch.x, touch.y, 0, 1);
    Pointer.tell(touch.x, touch.y, 2, 1);
    Pointer.tell(touch.x, touch.y, 0, 1);
    Page.request(4);
  },

  touchMove(event) {
    const touch = Pointer.touch;
    if (!touch || touch.id !== event.pointerId) return;
    const [x, y] = Pointer.place(event);
    const far = Math.hypot(x - touch.x, y - touch.y) > 8;
    if (far && (touch.mode === 'wait' || touch.mode === 'press')) {
      clearTimeout(touch.timer);
      const upright = Math.abs(y - touch.y) > Math.abs(x - touch.x);
      const holds = touch.role ? touch.role === 'slider' : Page.result & HasActiveItem;
      if (upright && !holds) {
        touch.mode = 'scroll';
        touch.last = touch.y;
        if (touch.role !== 'text' && touch.role !== 'number') Pointer.finger(Outside, Outside, false); // no click
        Pointer.finger(touch.x, touch.y, false);
      } else {
        if (touch.mode === 'wait') Pointer.finger(touch.x, touch.y, true);
        touch.mode = 'drag';
      }
    }
    if (touch.mode === 'drag' || touch.mode === 'press') Pointer.finger(x, y, true);
    if (touch.mode === 'scroll') {
      const by = y - touch.last;
      Page.later(() => _chainrule_scroll(0, by));
      touch.last = y;
      Page.request(3);
    }
  },

  touchUp(event) {
    const touch = Pointer.touch;
    if (!touch || touch.id !== event.pointerId) return;
    Pointer.touch = null;
    clearTimeout(touch.timer);
    if (touch.mode === 'long') return;
    if (touch.mode === 'wait') {
      // Only inside this handler may the on-screen keyboard open.
      touch.element.focus({ preventScroll: true });
      touch.element.select();
      return;
    }
    if (touch.mode !== 'scroll') Pointer.finger(...Pointer.place(event), false);
    Pointer.finger(Outside, Outside, false); // ImGui takes this one frame later
  },
};
