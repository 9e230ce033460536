// SPDX-License-Identifier: MIT
// The page messages.html: its forms are messages, and everything that is said is written down.
const frame = frames[0];
const log = document.getElementById('log');
const longest = 200;   // lines kept

/** A value as one writes it in JavaScript. */
function literal(value) {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (value instanceof Blob) return `Blob(${value.size} bytes, '${value.type}')`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value).map(([key, inside]) => `${/^\w+$/.test(key) ? key : literal(key)}: ${literal(inside)}`).join(', ')} }`;
}

function piece(parent, kind, name, text) {
  const element = parent.appendChild(document.createElement(kind));
  element.className = name;
  element.textContent = text;
  return element;
}

/** Writes down what was said. Many epochs one after the other take one line, which counts them and shows the last. */
function note(way, name, text) {
  const last = log.firstElementChild;
  const counts = last?.className === way && last.dataset.name === name && name === 'epoch';
  const line = document.createElement('li');
  line.className = way;
  line.dataset.name = name;
  line.dataset.count = counts ? Number(last.dataset.count) + 1 : 1;
  piece(line, 'span', 'arrow', way === 'sent' ? '→' : '←');
  piece(line, 'span', 'name', counts ? `${name} × ${line.dataset.count}` : name);
  piece(line, 'code', '', text);
  if (counts) last.replaceWith(line);
  else log.prepend(line);
  if (log.childElementCount > longest) log.lastElementChild.remove();
}

/** The message that a button of a form stands for. */
function messageOf(form, button) {
  if (button.name === 'text') return button.value;
  const fields = Object.fromEntries([...form.elements].filter((field) => field.name && field.tagName !== 'BUTTON')
    .map(({ name, type, value, valueAsNumber }) => [name, type === 'number' ? valueAsNumber : value]));
  if ('json' in fields) return JSON.parse(fields.json);
  const { key, value, ...others } = fields;
  return { chainrule: 1, do: button.value, ...(key ? { values: { [key]: value } } : others) };
}

for (const form of document.forms) {
  const buttons = [...form.querySelectorAll('button')], field = form.elements.json;
  const lines = form.appendChild(document.createElement('pre'));
  const show = () => {
    field?.setCustomValidity('');
    try {
      lines.textContent = buttons.map((button) => `say(${literal(messageOf(form, button))});`).join('\n');
    } catch (error) {
      lines.textContent = error.message;
      field.setCustomValidity(error.message);
    }
  };
  show();
  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const message = messageOf(form, event.submitter);
    note('sent', message?.do ?? '', literal(message));
    frame.postMessage(message, '*');
  });
}

addEventListener('message', ({ data, source }) => {
  if (source !== frame || data?.chainrule !== 1) return;
  const { chainrule, event, link, ...fields } = data;
  note('heard', event, literal(link === undefined ? fields : { ...fields, link }));   // the longest last
});

document.getElementById('clear').addEventListener('click', () => log.replaceChildren());
