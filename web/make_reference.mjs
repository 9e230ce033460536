// SPDX-License-Identifier: MIT
// Writes reference.html to the standard output from the tables of a built engine.js:
//   node web/make_reference.mjs build/web/web/engine.js > reference.html
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { default: createEngine } = await import(pathToFileURL(resolve(process.argv[2])));
const cr = await createEngine();
const { tables } = cr;

const escape = text => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const prose = text => escape(text).replace(/`([^`]*)`/g, '<code>$1</code>');
const code = text => `<code>${escape(text)}</code>`;
const idOf = (family, name) => `${family}-${name.replaceAll('_', '-')}`;

/** What each table is for, and one use of it: in JavaScript, and in links and texts. */
const sections = {
  layers: ['Layers', 'A model is a stack of layers.',
           'model.add(cr.layers.dense({ units: 8, activation: \'tanh\' }))', 'layers=dense:8:tanh'],
  activations: ['Activations', 'What a unit makes of its sum z: a = g(z). Each plot shows <span class="g">g</span> and, ' +
                'dashed, <span class="slope">its derivative g\'</span>, as the engine computes them. Those without a plot work on whole rows.',
                'cr.layers.dense({ units: 8, activation: cr.activations.leakyRelu(0.1) })', 'layers=dense:8:leaky_relu:negative_slope=0.1'],
  initializers: ['Initializers', 'Where weights begin. in and out are the numbers of inputs and units; N(mean, variance) ' +
                 'is normal, U(least, most) uniform.',
                 'cr.layers.dense({ units: 8, kernelInitializer: cr.initializers.randomNormal({ stddev: 0.1 }) })',
                 'layers=dense:8:kernel_initializer=random_normal:stddev=0.1'],
  regularizers: ['Regularizers', 'Penalties that are added to the loss. A layer takes one for W, one for b and one for its outputs.',
                 'cr.layers.dense({ units: 8, kernelRegularizer: cr.regularizers.l2(0.001) })',
                 'layers=dense:8:kernel_regularizer=l2:0.001'],
  constraints: ['Constraints', 'Where weights are put back to after each step. w are the incoming weights of one unit.',
                'cr.layers.dense({ units: 8, kernelConstraint: cr.constraints.maxNorm({ maxValue: 2 }) })',
                'layers=dense:8:kernel_constraint=max_norm:2'],
  losses: ['Losses', 'What training makes small: the mean of a number for each sample. p are the outputs, t the targets, ' +
           'd their difference.', 'model.compile({ loss: { name: \'huber\', delta: 2 } })', 'loss=huber:delta=2'],
  optimizers: ['Optimizers', 'How a gradient g changes a weight w. Slots are numbers that are kept for each weight.',
               'model.compile({ optimizer: cr.optimizers.adam({ learningRate: 0.01 }) })', 'optimizer=adam:learning_rate=0.01'],
  schedules: ['Learning-rate schedules', 'What becomes of the learning rate; a step is one batch. In JavaScript all take ' +
              'initialLearningRate too, which is the optimizer\'s learning_rate; piecewiseConstant also takes { boundaries, values }.',
              'cr.optimizers.sgd({ learningRate: cr.schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 100 }) })',
              'optimizer=sgd:learning_rate=0.1&learning_rate_schedule=exponential_decay:decay_steps=100'],
  metrics: ['Metrics', 'What is measured besides the loss. p are the outputs, t the targets; [condition] is 1 where it holds, else 0.',
            'model.compile({ metrics: [\'acc\', { name: \'f1_score\', average: \'micro\' }] })', 'metrics=acc,f1_score:average=micro'],
  callbacks: ['Callbacks', 'What fit does by itself at an epoch\'s end. In JavaScript learningRateScheduler also takes ' +
              '{ schedule: (epoch, lr) =&gt; newLr }, and objects with onEpochEnd() and its like may stand beside these.',
              'model.fit(x, y, { callbacks: [cr.callbacks.earlyStopping({ patience: 5 })] })',
              'callbacks=early_stopping:patience=5'],
  fit: ['Arguments of fit', 'In JavaScript also sampleWeight (a number for each row) and validationData ([x, y] or [x, y, sampleWeight]).',
        'model.fit(x, y, { batchSize: 16, epochs: 100, validationSplit: 0.3 })', 'batch_size=16&epochs=100&validation_split=0.3'],
  generators: ['Data sets', 'Drawn from a seed: one seed gives the same numbers everywhere.',
               'cr.generators.spiral({ samples: 500, noise: 0.1, seed: 1 })', 'data=spiral&samples=500&noise=0.1&seed=1'],
};

const targets = {
  numbers: 'any numbers, one for each output', bits: '0 or 1 for each output', one_hot: 'a distribution over the outputs (one-hot)',
  class_index: 'one column with the index of the right output',
};

// ---- parameters -----------------------------------------------------------------------------------------------------

function shown(parameter, value) {
  if (parameter.words) return parameter.words[value];
  if (parameter.type === 'boolean') return String(value !== 0);
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return value === undefined || value === null || value === '' ? 'none' : String(value);
}

function range(parameter) {
  const { type, words, minimum, maximum } = parameter;
  if (words) return words.map(code).join(', ');
  if (type === 'boolean') return 'true or false';
  if (tables[`${type}s`] ?? tables[type]) return `<a href="#${tables[type] ? type : `${type}s`}">${type.replace(/s$/, '')}</a>`;
  if (type === 'class_weight') return 'a number for each class';
  if (minimum === undefined) return type === 'number' ? 'a number' : 'text';
  return `${minimum} to ${maximum}`;
}

function usual(parameter) {
  const older = parameter.keras2 === undefined ? '' : ` <span class="older">keras2: ${code(shown(parameter, parameter.keras2))}</span>`;
  return code(shown(parameter, parameter.value)) + older;
}

function parameterTable(parameters) {
  const rows = parameters.map(parameter => `<tr><th scope="row">${code(parameter.name)}</th><td>${usual(parameter)}</td>` +
    `<td>${range(parameter)}</td><td class="help">${prose(parameter.help)}</td></tr>`);
  return '<table><thead><tr><th scope="col">parameter</th><th scope="col">default</th><th scope="col">range</th>' +
         `<th scope="col">meaning</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>\n`;
}

// ---- plots ----------------------------------------------------------------------------------------------------------

const plot = { left: -4, right: 4, top: 3, bottom: -1.5, unit: 34 };
const place = (x, y) => `${+((x - plot.left) * plot.unit).toFixed(1)},${+((plot.top - y) * plot.unit).toFixed(1)}`;

/** z, g(z) and g'(z) from a layer of the engine; nothing for activations that have no slope for each unit alone. */
function curves(row) {
  const z = Array.from({ length: 161 }, (_, i) => plot.left + i * 0.05);
  const width = 4; // glu and maxout take units in groups
  const rows = z.map(value => Array(width).fill(value));
  const model = cr.sequential({ layers: [cr.layers.activation({ activation: row.name, inputDim: width })] });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  const step = cr.stepper(model, rows, model.predict(rows));
  let film = step.advance();
  while (film.phase !== 'forward') film = step.advance();
  const { a, derivative } = film.trace;
  const column = array => z.map((_, i) => array.data[i * width]);
  const result = derivative && { z, g: column(a), slope: column(derivative) };
  step.dispose();
  model.dispose();
  return result;
}

/** Far outside the picture all values look the same. */
const near = value => Math.max(plot.bottom - 2, Math.min(plot.top + 2, value));

/** Whether the line begins anew at i: the first point, or a step far larger than those before and after it. */
function jumps(values, i) {
  const step = at => Math.abs(values[at] - values[at - 1]);
  if (i === 0) return true;
  const around = [i - 1, i + 1].filter(at => at > 0 && at < values.length).map(step);
  return step(i) > 0.05 && step(i) > 5 * Math.max(...around);
}

function picture(row) {
  const numbers = curves(row);
  if (!numbers) return '';
  const line = values => values.map((value, i) => (jumps(values, i) ? 'M' : 'L') + place(numbers.z[i], near(value))).join('');
  const whole = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const { left, right, top, bottom, unit } = plot;
  const grid = [...whole(left + 1, right - 1).map(x => `M${place(x, top)}V${(top - bottom) * unit}`),
                ...whole(Math.ceil(bottom), top - 1).map(y => `M${place(left, y)}H${(right - left) * unit}`)].join('');
  const text = (x, y, dx, dy, words) => {
    const [px, py] = place(x, y).split(',');
    return `<text x="${+px + dx}" y="${+py + dy}">${words}</text>`;
  };
  return `<svg class="plot" role="img" aria-label="${escape(row.name)} and its derivative from ${left} to ${right}" ` +
    `width="${(right - left) * unit}" height="${(top - bottom) * unit}" viewBox="0 0 ${(right - left) * unit} ${(top - bottom) * unit}">` +
    `<path class="grid" d="${grid}"/><path class="axes" d="M${place(left, 0)}H${(right - left) * unit}M${place(0, top)}V${(top - bottom) * unit}"/>` +
    text(0, 1, 5, -4, '1') + text(-3, 0, -8, 17, '-3') + text(3, 0, -4, 17, '3') +
    `<path class="slope" d="${line(numbers.slope)}"/><path class="g" d="${line(numbers.g)}"/></svg>\n`;
}

// ---- the page -------------------------------------------------------------------------------------------------------

function facts(row) {
  const also = [...new Set([...row.title ? [row.title] : [], ...row.aliases ?? []])].filter(name => name !== row.name);
  return [
    row.formula !== undefined && ['formula', code(row.formula)],
    row.derivative !== undefined && ['derivative', code(row.derivative)],
    also.length > 0 && ['also called', also.map(code).join(', ')],
    row.targets !== undefined && ['targets', targets[row.targets]],
    row.slots !== undefined && ['slots', row.slots.map(code).join(', ')],
  ].filter(Boolean);
}

function article(family, row) {
  const list = facts(row).map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('\n');
  return `<article id="${idOf(family, row.name)}">\n<h3>${code(row.name)}</h3>\n` + (family === 'activations' ? picture(row) : '') +
         `<p>${prose(row.help)}</p>\n` + (list && `<dl>\n${list}\n</dl>\n`) +
         (row.parameters.length > 0 ? parameterTable(row.parameters) : '') + '</article>\n';
}

function section(family) {
  const [title, text, script, link] = sections[family];
  const rows = tables[family];
  const body = family === 'fit' ? parameterTable(rows) : rows.map(row => article(family, row)).join('');
  const index = family === 'fit' ? '' : `<p class="index">${rows.map(row =>
    `<a href="#${idOf(family, row.name)}">${escape(row.name)}</a>`).join(' ')}</p>\n`;
  return `<section id="${family}">\n<h2>${title}</h2>\n<p>${text}</p>\n<pre>${escape(script)}\n${escape(link)}</pre>\n${index}${body}</section>\n`;
}

/** Every default that the dialects do not share. */
function differences() {
  const rows = Object.entries(tables).filter(([family]) => family !== 'fit').flatMap(([family, all]) => all.flatMap(row =>
    row.parameters.filter(parameter => parameter.keras2 !== undefined).map(parameter =>
      `<tr><th scope="row"><a href="#${idOf(family, row.name)}">${escape(row.name)}</a></th><td>${code(parameter.name)}</td>` +
      `<td>${code(shown(parameter, parameter.keras2))}</td><td>${code(shown(parameter, parameter.value))}</td></tr>`)));
  return '<table class="plain"><thead><tr><th scope="col">row</th><th scope="col">parameter</th><th scope="col">keras2</th>' +
         `<th scope="col">keras3</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>\n`;
}

const dialects = `<section id="dialects">
<h2>The dialects keras2 and keras3</h2>
<p>A model follows the rules of Keras 3, or of Keras 2.2 with <code>dialect: 'keras2'</code>. They differ in these things.</p>
<ul>
<li>Names: layers are dense, dense_1 in keras3 and dense_1, dense_2 in keras2; accuracy is called acc in the histories of keras2;
summary() has the layout of each.</li>
<li>Logits: where the last activation is the loss's own (sigmoid or softmax), keras3 computes the loss from what goes into it,
which is exact for any size; keras2 takes the outputs and keeps them 1e-7 from 0 and 1.</li>
<li>Accuracy: keras2 takes binary accuracy also whenever the loss is binary_crossentropy, and sparse accuracy only with the sparse loss.</li>
<li>Optimizers: keras2 takes lr for learning_rate, and clips by norm, then by value; keras3 takes one way of clipping. Some
epsilons stand in other places.</li>
<li>Defaults:</li>
</ul>
${differences()}</section>
`;

const families = Object.keys(tables).sort((a, b) => Object.keys(sections).indexOf(a) - Object.keys(sections).indexOf(b));
const contents = families.map(family => `<li><a href="#${family}">${sections[family][0]}</a> ` +
  `<span>${tables[family].length}</span></li>`).join('\n');

process.stdout.write(`<!doctype html>
<!-- SPDX-License-Identifier: MIT -->
<!-- Made from the engine's tables by web/make_reference.mjs. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Every layer, activation, loss, optimizer, schedule, metric and callback of Chainrule with its formula and parameters.">
<title>Chainrule: reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="reference.css">
</head>
<body>
<header>
<h1>Chainrule: reference</h1>
<p>Everything that the engine knows by name, with formulas, parameters, defaults and ranges. Names are taken in camelCase too:
<code>leaky_relu</code> or <code>leakyRelu</code>, <code>learning_rate</code> or <code>learningRate</code>. Each section begins with
one use in JavaScript and the same in a link.
<a href="index.html">To the playground</a> · <a href="links.html">To the links</a> · <a href="messages.html">To the messages between pages</a> · <a href="licences.html">To the licences</a></p>
</header>
<nav aria-label="Contents">
<ul>
${contents}
<li><a href="#dialects">keras2 and keras3</a></li>
</ul>
</nav>
<main>
${families.map(section).join('')}${dialects}</main>
</body>
</html>
`);
