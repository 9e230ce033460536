// SPDX-License-Identifier: MIT
// A still picture of the network that a link describes: with a button that starts it, or on paper. A script of its own
// for page.js, which imports it, and embed.js, whose page may be of another site. make_poster.mjs puts `networks` before it.

const most = 8; // units drawn of a layer
const blue = '#0f7fd1', orange = '#f5793a';

/** As the program reads it: a '%' that starts no code stays. */
const decoded = (text) => text.replace(/(%[0-9a-f]{2})+/gi, (codes) => { try { return decodeURIComponent(codes); } catch { return codes; } });
const row = (table, name) => (Object.hasOwn(table, name ?? '') ? table[name] : undefined);

/** What a link describes: { title, columns }, inputs first. What it does not say follows from its scene or its data. */
function networkOf(link) {
  const values = new Map(link.split('&').map((part) => part.split(/=(.*)/s)).map(([key, value = '']) => [key, decoded(value)]));
  const first = (text) => text.split(':')[0];
  const scene = row(networks.scene, values.get('scene'));
  const known = (values.has('data') ? row(networks.data, first(values.get('data'))) : scene) ?? networks.scene.play;
  let { inputs } = known;
  if (values.has('sheet')) inputs = values.get('sheet').split('/')[0].split(':').length;
  if (values.has('features')) inputs = values.get('features').split(',').reduce((sum, feature) => sum + (feature === 'inputs' ? inputs : 1), 0);
  const units = (values.get('layers') ?? known.layers).split(',').map((layer) => layer.split(':')).filter(([kind]) => kind === 'dense' || kind === 'rbf')
    .map(([, count]) => Math.min(Math.max(Number(count) || 1, 1), 4096));
  return { title: scene?.title ?? 'A neural network', columns: [inputs, ...units].slice(0, 12) };
}

function shape(name, attributes, parent) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return parent.appendChild(element);
}

function drawNetwork(parent, columns) {
  const width = 120 * columns.length, height = 260;
  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, fill: 'none', role: 'img', 'aria-label': `A network with ${columns.slice(1).join(', ')} units` }, parent);
  const place = (column, unit) => {
    const shown = Math.min(columns[column], most);
    return [60 + 120 * column, height / 2 + (unit - (shown - 1) / 2) * 30];
  };
  const units = (column) => Array.from({ length: Math.min(columns[column], most) }, (_, unit) => unit);
  columns.slice(1).forEach((_, before) => {
    for (const from of units(before)) for (const to of units(before + 1)) {
      const [x1, y1] = place(before, from), [x2, y2] = place(before + 1, to);
      const middle = (x1 + x2) / 2;
      shape('path', { d: `M${x1 + 11} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 11} ${y2}`, stroke: (from + to) % 2 ? orange : blue, 'stroke-width': 1.5, opacity: 0.6 }, svg);
    }
  });
  columns.forEach((count, column) => {
    for (const unit of units(column)) {
      const [x, y] = place(column, unit);
      shape('rect', { x: x - 11, y: y - 11, width: 22, height: 22, rx: 5, stroke: blue, 'stroke-width': 2 }, svg);
    }
    if (count > most) shape('text', { x: 60 + 120 * column, y: height - 2, 'text-anchor': 'middle', 'font-size': 14, fill: 'currentColor' }, svg).textContent = column === 0 ? `${count} inputs` : `${count} units`;
  });
}

globalThis.chainrulePoster = {
  /** Resolves when somebody presses the button. */
  drawPoster(app, link) {
    const poster = document.createElement('div');
    poster.id = 'poster';
    drawNetwork(poster, networkOf(link).columns);
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
  },

  /** For paper: what it is, the network, and the address where it runs. */
  drawPrint(parent, link, address) {
    const { title, columns } = networkOf(link);
    const heading = document.createElement('b'), where = document.createElement('a');
    heading.textContent = title;
    where.textContent = where.href = address;
    parent.replaceChildren(heading);
    drawNetwork(parent, columns);
    parent.append(where);
  },
};
