// SPDX-License-Identifier: MIT
// A still picture of the network that a link describes, with a button that starts it.

const most = 8; // units drawn of a layer

/** The layers of a link as [kind or name, units]; what is not said is what a first visitor meets. */
function layersOf(link) {
  const text = new Map(link.split('&').map((part) => part.split(/=(.*)/s))).get('layers') ?? 'dense:4:relu,dense:4:relu,dense:1:sigmoid';
  return decodeURIComponent(text).split(',').map((layer) => layer.split(':')).filter(([kind]) => kind === 'dense' || kind === 'rbf')
    .map(([, units]) => Math.min(Math.max(Number(units) || 1, 1), 4096));
}

function shape(name, attributes, parent) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return parent.appendChild(element);
}

function drawNetwork(parent, link) {
  const columns = [2, ...layersOf(link)].slice(0, 12);
  const width = 120 * columns.length, height = 260;
  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `A network with ${columns.slice(1).join(', ')} units` }, parent);
  const place = (column, unit) => {
    const shown = Math.min(columns[column], most);
    return [60 + 120 * column, height / 2 + (unit - (shown - 1) / 2) * 30];
  };
  const units = (column) => Array.from({ length: Math.min(columns[column], most) }, (_, unit) => unit);
  columns.slice(1).forEach((_, before) => {
    for (const from of units(before)) for (const to of units(before + 1)) {
      const [x1, y1] = place(before, from), [x2, y2] = place(before + 1, to);
      const middle = (x1 + x2) / 2;
      shape('path', { d: `M${x1 + 11} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 11} ${y2}`, class: (from + to) % 2 ? 'below' : 'above' }, svg);
    }
  });
  columns.forEach((count, column) => {
    for (const unit of units(column)) {
      const [x, y] = place(column, unit);
      shape('rect', { x: x - 11, y: y - 11, width: 22, height: 22, rx: 5 }, svg);
    }
    if (count > most) shape('text', { x: 60 + 120 * column, y: height - 2, 'text-anchor': 'middle' }, svg).textContent = `${count} units`;
  });
}

/** Resolves when somebody presses the button. */
export function drawPoster(app, link) {
  const poster = document.createElement('div');
  poster.id = 'poster';
  drawNetwork(poster, link);
  const button = document.createElement('button');
  button.textContent = 'Start';
  poster.append(button);
  app.append(poster);
  app.dataset.state = 'poster';
  return new Promise((done) => button.addEventListener('click', () => {
    poster.remove();
    app.dataset.state = 'loading';
    done();
  }));
}
