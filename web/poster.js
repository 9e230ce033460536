// SPDX-License-Identifier: MIT
// A still picture of the network that a link describes: with a button that starts it, or on paper. A script of its own
// for page.js, which imports it, and embed.js, whose page may be of another site. make_poster.mjs puts `networks`
// and linkParts() before it.

const most = 8; // units drawn of a layer
const blue = '#0f7fd1', orange = '#f5793a';

/** As the program reads it: a '%' that starts no code stays. */
const decoded = (text) =>
  text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
const row = (table, name) => (Object.hasOwn(table, name ?? '') ? table[name] : undefined);

/** What a link describes: { title, columns }, inputs first. What it does not say follows from its scene or its data. */
function networkOf(link) {
  const values = new Map(linkParts(link).map(({ key, value }) => [key, decoded(value)]));
  const first = (text) => text.split(':')[0];
  const scene = row(networks.scene, values.get('scene'));
  const known = (values.has('data') ? row(networks.data, first(values.get('data'))) : scene) ?? networks.scene.play;
  let { inputs } = known;
  if (values.has('sheet')) inputs = values.get('sheet').split('/')[0].split(':').length;
  if (values.has('features'))
    inputs = values
      .get('features')
      .split(',')
      .reduce((sum, feature) => sum + (feature === 'inputs' ? inputs : 1), 0);
  const units = (values.get('layers') ?? known.layers)
    .split(',')
    .map((layer) => layer.split(':'))
    .filter(([kind]) => kind === 'dense' || kind === 'rbf')
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
  const svg = shape(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      fill: 'none',
      role: 'img',
      'aria-label': `A network with ${columns.slice(1).join(', ')} units`,
    },
    parent,
  );
  const place = (column, unit) => {
    const shown = Math.min(columns[column], most);
    return [60 + 120 * column, height / 2 + (unit - (shown - 1) / 2) * 30];
  };
  const units = (column) => Array.from({ length: Math.min(columns[column], most) }, (_, unit) => unit);
  columns.slice(1).forEach((_, before) => {
    for (const from of units(before)) for (const to of units(before + 1)) {
      const [x1, y1] = place(before, from), [x2, y2] = place(before + 1, to);
      const middle = (x1 + x2) / 2;
      shape(
        'path',
        {
          d: `M${x1 + 11} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 11} ${y2}`,
          stroke: (from + to) % 2 ? orange : blue,
          'stroke-width': 1.5,
          opacity: 0.6,
        },
        svg,
      );
    }
  });
  columns.forEach((count, column) => {
    for (const unit of units(column)) {
      const [x, y] = place(column, unit);
      shape('rect', { x: x - 11, y: y - 11, width: 22, height: 22, rx: 5, stroke: blue, 'stroke-width': 2 }, svg);
    }
    if (count > most)
      shape(
        'text',
        { x: 60 + 120 * column, y: height - 2, 'text-anchor': 'middle', 'font-size': 14, fill: 'currentColor' },
        svg,
      ).textContent = column === 0 ? `${count} inputs` : `${count} units`;
  });
}

// ---- On paper ----

const pictures = new WeakMap();   // by a place (element, frame): { mark: what it is of, image: null where none came }
const density = 3;            // pixels for one of the page: nearly 300 to an inch
const printed = new CSSStyleSheet();
printed.replaceSync(`.chainrule-paper { display: none !important; }
  @media print {
    iframe.chainrule-on-paper { display: none !important; }
    iframe.chainrule-on-paper + .chainrule-paper { display: inline-grid !important; }
  }`);

/** The next of its messages of which `wanted` is true, or null after so many milliseconds. */
function hears(frame, wanted, patience) {
  return new Promise((done) => {
    const end = (message) => {
      removeEventListener('message', hear);
      clearTimeout(timer);
      done(message);
    };
    const hear = ({ data, source }) =>
      source === frame.contentWindow && data?.chainrule === 1 && wanted(data) && end(data);
    const timer = setTimeout(end, patience, null);
    addEventListener('message', hear);
  });
}

/** How large a place is, also one on a slide out of sight. */
function extentOf(place) {
  const pixels = (size) => /px$/.test(size) && parseFloat(size), { width, height } = getComputedStyle(place);
  const wide = place.clientWidth || pixels(width) || 960;
  return [wide, place.clientHeight || pixels(height) || wide * 9 / 16];
}

/**
 * The picture of what a place would show, in a frame of its own out of sight: trained, where its scene is about
 * training; as its twin told (see embed.js), where somebody has been at work. null where it does not come, or the page
 * allows none.
 */
async function take({ place, link, address, told, target, ground }) {
  const [width, height] = extentOf(place), frame = document.createElement('iframe');
  frame.dataset.chainrulePaper = '';
  frame.setAttribute('aria-hidden', 'true');
  Object.assign(frame.style, { position: 'fixed', left: 0, top: 0, zIndex: -1, border: 0, opacity: 0,
    width: `${width - 2}px`, height: `${Math.max(height - 30, 80)}px`, pointerEvents: 'none' });
  const say = (message) => frame.contentWindow.postMessage({ chainrule: 1, ...message }, target);
  const ask = () => {
    say({ do: 'get', id: 'paper' });
    return hears(frame, ({ event, id }) => event === 'state' && id === 'paper', 30000);
  };
  frame.src = address;
  document.body.append(frame);
  try {
    if (!await hears(frame, ({ event }) => event === 'ready' || event === 'error', 30000)) return null;
    say({ do: 'set', ground });
    let now = await ask();
    for (let patience = 0; now?.loading && patience < 100; ++patience) now = await ask();
    if (told) {
      say({ do: 'set', twins: true });
      say({ do: 'follow', twin: 'page', view: told.view, run: told.run, plays: false });
      now = await ask();
    } else if (now && !now.drive && now.epoch === 0) {
      say({ do: 'play' });
      // The last epoch and the end of training are one message, 'epoch'.
      await hears(frame, ({ event, playing, epoch }) =>
        (event === 'state' || event === 'epoch') && !playing && epoch > 0, 8000);
      say({ do: 'pause' });
    }
    await ask();
    say({ do: 'picture', id: 'paper', scale: density });
    const answer = await hears(frame, ({ event }) => event === 'picture' || event === 'error', 30000);
    if (!answer?.picture) return null;
    const image = new Image();
    image.src = URL.createObjectURL(answer.picture);
    image.alt = networkOf(link).title;
    return await image.decode().then(() => image, () => null);
  } finally {
    frame.remove();
  }
}

/** Its picture over the address where it runs; until there is one, its network and what it is. */
function put(parent, link, address, image) {
  const where = document.createElement('a');
  where.textContent = where.href = address;
  if (image) return image.parentNode === parent || parent.replaceChildren(image, where);
  const { title, columns } = networkOf(link), heading = document.createElement('b');
  heading.textContent = title;
  parent.replaceChildren(heading);
  drawNetwork(parent, columns);
  parent.append(where);
}

/** A plain frame cannot hold its picture, which stands beside it. */
function besidePlain(place) {
  const next = place.nextElementSibling;
  if (next?.className === 'chainrule-paper') return next;
  const paper = document.createElement('span'), [width, height] = extentOf(place);
  paper.className = 'chainrule-paper';
  Object.assign(paper.style, { gridTemplateRows: 'minmax(0, 1fr) auto', width: `${width}px`, height: `${height}px` });
  place.after(paper);
  return paper;
}

globalThis.chainrulePoster = {
  /** The places that have no picture yet of what they show. */
  missing: (jobs) => jobs.filter(({ place, mark, live }) => !live && pictures.get(place)?.mark !== mark),

  /** Makes those of all `jobs()`, one after the other, and says how far it is; <html> says when they are there. */
  async makeAll(jobs) {
    const root = document.documentElement, words = document.createElement('div');
    root.dataset.chainrulePaper = 'making';
    words.setAttribute('role', 'status');
    Object.assign(words.style, { position: 'fixed', left: '12px', bottom: '12px', zIndex: 1e6, padding: '8px 14px',
      borderRadius: '8px', background: '#1b1f24', color: '#fff', font: '16px system-ui, sans-serif' });
    await new Promise((done) => setTimeout(done, 300));   // decks make their slides one by one
    for (let times = 0; times < 2 && this.missing(jobs()).length > 0; ++times) {   // some slides come later than others
      document.body.append(words);
      await this.takePictures(this.missing(jobs()), words);
    }
    words.remove();
    root.dataset.chainrulePaper = 'ready';
  },
  async takePictures(jobs, words) {
    for (const [i, job] of jobs.entries()) {
      words.textContent = `Pictures for paper: ${i} of ${jobs.length}`;
      const image = await take(job);
      const before = pictures.get(job.place)?.image;
      if (before) URL.revokeObjectURL(before.src);
      pictures.set(job.place, { mark: job.mark, image });
      this.putPrint(job);
    }
  },

  /** Puts what there is of a place where paper shows it. */
  putPrint({ place, link, address, inside, live }) {
    const image = pictures.get(place)?.image, plain = !inside;
    // A frame in sight prints itself.
    if (plain && (live || !image)) return place.classList.remove('chainrule-on-paper');
    const sheets = document.adoptedStyleSheets;
    if (plain && !sheets.includes(printed)) document.adoptedStyleSheets = [...sheets, printed];
    if (plain) place.classList.add('chainrule-on-paper');
    put(inside ?? besidePlain(place), link, address, image);
  },

  /** What embed.js of the version before asks for. */
  drawPrint: (parent, link, address) => put(parent, link, address, null),

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
};
