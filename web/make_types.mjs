// SPDX-License-Identifier: MIT
// Writes engine.d.ts to the standard output from the tables of a built engine.js:
//   node web/make_types.mjs build/web/web/engine.js > engine.d.ts
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { default: createEngine } = await import(pathToFileURL(resolve(process.argv[2])));
const engine = await createEngine();
const { tables } = engine;

const isGiven = value => value !== undefined && value !== null;
const camelCase = name => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const pascalCase = name => camelCase('_' + name);
const both = name => [...new Set([camelCase(name), name])];
const comment = (text, indent) => (text ? `${indent}/** ${text.replaceAll('*/', '* /')} */\n` : '');
/** All names that a row goes by, as the engine itself has them. */
const spellings = (family, row) => Object.keys(engine[family]).filter(name =>
  engine[family][name] === engine[family][row.name] || row.aliases?.includes(engine[family][name]));
const quoted = names => names.map(name => `'${name}'`).join(' | ');
const names = family => quoted(Object.keys(engine[family]));

const typeNames = {
  activation: 'Activation', initializer: 'Initializer', regularizer: 'Regularizer', constraint: 'Constraint',
  callbacks: 'FitCallback | FitCallback[]', class_weight: 'ClassWeight', string: 'string', boolean: 'boolean', number: 'number',
};

function help(parameter) {
  const { minimum, maximum, words } = parameter;
  const shown = value => (words ? words[value] : parameter.type === 'boolean' ? String(value !== 0) : value);
  const { value, keras2 } = parameter;  // null: nothing is set
  return [
    parameter.help,
    parameter.type === 'number' && minimum !== undefined && `${minimum} to ${maximum}`,
    isGiven(value) && value !== '' &&
      `${shown(value)} when left out${keras2 === undefined ? '' : ` (keras2: ${shown(keras2)})`}`,
  ].filter(Boolean).join('; ');
}

/** The type of a parameter. `types` has those that the tables do not tell. */
const typeOf = (parameter, types = {}) =>
  types[parameter.name] ?? (parameter.words ? quoted(parameter.words) : typeNames[parameter.type]);

/** The members of an options object, each under both spellings. */
function members(parameters, types = {}, indent = '  ') {
  return parameters.flatMap(parameter => both(parameter.name).map(name =>
    comment(help(parameter), indent) + `${indent}${name}?: ${typeOf(parameter, types)};\n`)).join('');
}

/** What Keras's arguments have besides those of the tables: engine_names.js and engine_fit.js translate them. */
const initialRate = both('initial_learning_rate').map(name =>
  `  /** The rate at first: the optimizer's learning_rate. */\n  ${name}?: number;\n`).join('');
const further = {
  Layer: row => (row.name === 'flatten' ? '  /** The input\'s dimensions. */\n  inputShape?: number[];\n'
    : '  /** [columns]: the same as inputDim. */\n  inputShape?: [number];\n'),
  Schedule: row => initialRate + (row.name !== 'piecewise_constant' ? ''
    : '  /** Keras\'s form: steps, and one rate more than steps. */\n  boundaries?: number[];\n  values?: number[];\n'),
  Callback: row => (row.name !== 'learning_rate_scheduler' ? ''
    : '  /** The rate for an epoch, from the one before. */\n  schedule?: (epoch: number, lr: number) => number | Promise<number>;\n'),
};

const families = [
  ['Layer', 'layers'], ['Activation', 'activations'], ['Initializer', 'initializers'], ['Regularizer', 'regularizers'],
  ['Constraint', 'constraints'], ['Optimizer', 'optimizers'], ['Schedule', 'schedules'], ['Callback', 'callbacks'],
  ['Loss', 'losses'], ['Metric', 'metrics'],
];
const optionsName = (family, row) => `${pascalCase(row.name)}${family}Options`;
const body = (family, row) => members(row.parameters, family === 'Optimizer' ? { learning_rate: 'number | Choice' } : {}) +
                              (further[family]?.(row) ?? '');
const interfaces = families.flatMap(([family, key]) => tables[key].map(row => [optionsName(family, row), body(family, row)]))
  .filter(([, text]) => text !== '').map(([name, text]) => `export interface ${name} {\n${text}}\n`);

/** Types of arguments that have a place, but no row in the tables. */
const placeTypes = {
  initial_learning_rate: 'number', boundaries: 'number[]', values: 'number[]',
  samples: 'number', noise: 'number', seed: 'number',
  schedule: '(epoch: number, lr: number) => number | Promise<number>', learning_rate: 'number | Choice',
};

/** All ways to call a row: options by name; one, two or all arguments by place, and options after them. */
function signatures(row, options, result) {
  const last = options ? [`options?: ${options}`] : [];
  const parameterOf = name => row.parameters.find(parameter => parameter.name === name) ?? { name };
  const places = row.positional.map(name => [camelCase(name), typeOf(parameterOf(name), placeTypes)]);
  const counts = [...new Set([0, 1, 2, places.length])].filter(count => count <= places.length);
  return counts.map(count => [...places.slice(0, count).map(([name, type], i) =>
    `${name}${count > 2 && i > 1 ? '?' : ''}: ${type}`), ...last].join(', ')).map(given => `(${given}): ${result}`);
}

/** One function a row, as in cr.optimizers.adam({...}). */
function functions(family, key, result) {
  return tables[key].flatMap(row => spellings(key, row).map(name => {
    const options = body(family, row) === '' ? '' : optionsName(family, row);
    return comment(row.help, '    ') + signatures(row, options, result).map(given => `    ${name}${given};\n`).join('');
  })).join('');
}
const constants = key => tables[key].flatMap(row => spellings(key, row).map(name =>
  comment(row.help, '    ') + `    readonly ${name}: string;\n`)).join('');
/** Rows as objects: {name: 'huber', delta: 2}; `form` has the member that names the row. */
const objects = (family, key, form = names => `{ name: ${names} }`) => tables[key].map(row =>
  `\n  | ${form(quoted(spellings(key, row)))}` + (row.parameters.length > 0 ? ` & ${optionsName(family, row)}` : '')).join('');

const sampleWeight = both('sample_weight').map(name =>
  `  /** How much each row counts. */\n  ${name}?: Numbers;\n`).join('');
/** What a data set takes besides samples, noise and seed. */
const ownOptions = row => (row.parameters.length ? ` & { ${row.parameters.map(({ name, type }) =>
  `${name}?: ${type === 'string' ? 'string' : 'number'}`).join('; ')} }` : '');
const batchSize = both('batch_size').map(name => `  /** Rows at once; 32 when left out. */\n  ${name}?: number;\n`).join('');

process.stdout.write(`// SPDX-License-Identifier: MIT
// Made from the engine's tables by web/make_types.mjs.

/** Rows of numbers, a flat array where the number of columns is known, or numbers with their shape. */
export type Numbers = ArrayLike<number>;
export type ArrayInput = Numbers | ReadonlyArray<Numbers> | { shape: number[]; data: Numbers };
export interface NumberArray { shape: number[]; data: Float32Array }
/** A row of a table with values for its parameters. */
export interface Choice { name: string; [parameter: string]: string | number | boolean }
export interface LayerConfig { kind: string; [option: string]: unknown }

${families.slice(1).map(([family, key]) => `export type ${family}Name = ${names(key)};\n`).join('')}
${['Activation', 'Initializer', 'Regularizer', 'Constraint', 'Schedule', 'Optimizer'].map(family =>
  `export type ${family} = ${family}Name | Choice | (string & {});\n`).join('')}/** A name, a name with parameters ('huber:delta=2'), or an object with them. */
export type Loss = LossName | (string & {})${objects('Loss', 'losses')};
/** Its key in histories is the name as typed; {kind: 'f1Score', name: 'f1'} has one of its own, as name= in Keras. */
export type Metric = MetricName | (string & {})${objects('Metric', 'metrics')}${
  objects('Metric', 'metrics', names => `{ kind: ${names}; name?: string }`)};
/** What the engine does by itself, or what you do at its events. */
export type FitCallback = Callbacks | Choice | CallbackName | (string & {});
/** How much samples of a class count. A class that is left out counts 1; with keras2 it is refused, as there. */
export type ClassWeight = Record<number, number> | Numbers;

${interfaces.join('\n')}
export interface SequentialOptions {
  layers?: LayerConfig[];
  /** Names of layers and keys, layout of summary(): Keras 3 (when left out) or Keras 2.2. */
  dialect?: 'keras2' | 'keras3';
  /** One seed gives the same weights and shuffles on every machine; 1 when left out. */
  seed?: number | bigint;
}
export interface CompileOptions {
  /** Its learningRate may be a schedule. */
  optimizer?: Optimizer;
  loss?: Loss;
  metrics?: Metric | Metric[];
  learningRateSchedule?: Schedule;
  learning_rate_schedule?: Schedule;
}
/** loss, acc, val_loss, val_acc: keys as the dialect has them. */
export type Logs = Record<string, number>;
export interface Callbacks {
  onTrainBegin?(): unknown;
  onTrainEnd?(): unknown;
  onEpochBegin?(epoch: number): unknown;
  /** After an epoch, or the part of one that training ended in. */
  onEpochEnd?(epoch: number, logs: Logs): unknown;
  onBatchBegin?(batch: number): unknown;
  onBatchEnd?(batch: number, logs: Logs): unknown;
}
export interface FitOptions {
${members(tables.fit)}  /** Measured after each epoch, in place of validationSplit. */
  validationData?: [ArrayInput, ArrayInput] | [ArrayInput, ArrayInput, Numbers];
  validation_data?: [ArrayInput, ArrayInput] | [ArrayInput, ArrayInput, Numbers];
${sampleWeight}}
/** Where a callback of the engine stands; bestEpoch counts from 1. */
export interface CallbackStatus {
  name: string;
  monitor: string;
  best: number;
  bestEpoch: number;
  wait: number;
  patience: number;
}
export interface History {
  epoch: number[];
  /**
   * A number for each epoch, under each key. An epoch that training ended in the middle of has its row, as in Keras:
   * where it diverged (\`stopped\` says so) loss is NaN or Infinity in that last row, and val_... is NaN.
   */
  history: Record<string, number[]>;
  params: { epochs: number; steps: number };
  /** Why training ended before its last epoch; '' when it did not. */
  stopped: string;
  /** Of the engine's callbacks, in their order. */
  callbacks: CallbackStatus[];
  /** What csvLogger wrote. */
  csv?: string;
  /** The weights that modelCheckpoint kept, for setWeights(). */
  checkpoint?: NumberArray[];
}
export interface EvaluateOptions {
${batchSize}${sampleWeight}}
/** Taken as Keras has it; it changes nothing here. */
export interface PredictOptions {
${batchSize}}
export interface BatchOptions {
${sampleWeight}  classWeight?: ClassWeight;
}
export interface LayerInfo {
  readonly name: string;
  readonly kind: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly parameters: number;
  /** Can be set: the same as setTrainable(). All else of a layer stays as it was added. */
  trainable: boolean;
  readonly [option: string]: unknown;
}

export interface GradientCheck { backprop: number; numeric: number; difference: number }
export interface Sequential {
  /** Set to true in a callback: fit() ends after this batch. */
  stopTraining: boolean;
  readonly layers: LayerInfo[];
  add(layer: LayerConfig | string): this;
  build(inputs: number | number[]): this;
  compile(options: CompileOptions): this;
  /** Trains in slices of a few milliseconds; between them the page goes on living. */
  fit(x: ArrayInput, y: ArrayInput, options?: FitOptions): Promise<History>;
  evaluate(x: ArrayInput, y: ArrayInput, options?: EvaluateOptions): Logs;
  predict(x: ArrayInput, options?: PredictOptions): NumberArray;
  /** Every layer's outputs. */
  activations(x: ArrayInput): NumberArray[];
  trainOnBatch(x: ArrayInput, y: ArrayInput, options?: BatchOptions): Logs;
  /** counts[i][j]: rows of class i that were taken for class j. */
  confusionMatrix(x: ArrayInput, y: ArrayInput): NumberArray;
  /** Mean dL/dW over the rows, in the order of getWeights(). */
  gradients(x: ArrayInput, y: ArrayInput): NumberArray[];
  /** Backprop beside (L(w + h) - L(w - h)) / 2h for one weight, counted through all layers. */
  checkGradient(x: ArrayInput, y: ArrayInput, weight: number): GradientCheck;
  /** Copies: kernel [inputs, units], bias [units], layer by layer. */
  getWeights(): NumberArray[];
  setWeights(weights: ReadonlyArray<ArrayInput>): this;
  /** The same first weights again. */
  resetWeights(): void;
  /** Of the optimizer, as it was set. */
  getHyperparameter(name: string): number;
  setHyperparameter(name: string, value: number): void;
  /** Of the next step, schedule and decay included; undefined before compile(). */
  readonly learningRate: number | undefined;
  setTrainable(layer: number, trainable: boolean): void;
  summary(): string;
  countParams(): number;
  toJSON(): string;
  /** The Keras program of this model, in the model's dialect. */
  toKerasCode(): string;
  /** Gives the memory back. */
  dispose(): void;
}

export type Phase = 'load' | 'forward' | 'loss' | 'backward' | 'update' | 'done';
/** The numbers of one phase; L is the mean loss over the rows. */
export interface Trace {
  x?: NumberArray;
  y?: NumberArray;
  /** z = x W + b */
  z?: NumberArray;
  /** a = g(z) */
  a?: NumberArray;
  /** g'(z) */
  derivative?: NumberArray;
  /** Of a normalization: mean, variance and 1 / deviation as rows, a column for each that was normalised. */
  statistics?: NumberArray;
  /** received: dL/da */
  da?: NumberArray;
  /** computed: dL/dz */
  delta?: NumberArray;
  /** passed on: dL/dx = delta W^T */
  dx?: NumberArray;
  loss?: number;
  /** Of regularizers, part of the loss. */
  penalty?: number;
  rowLoss?: Float32Array;
  learningRate?: number;
  /** The update's number, from 1: the t of Adam's bias correction. */
  step?: number;
  /** dL/dW, dL/db */
  gradients?: NumberArray[];
  /** The shares of regularizers in them. */
  penaltyGradients?: NumberArray[];
  /** Gradients as the optimizer got them, where it clips. */
  clipped?: NumberArray[];
  before?: NumberArray[];
  after?: NumberArray[];
  /** The optimizer's own numbers that are in use, by name, such as m and v. */
  slots?: Record<string, NumberArray[]>;
  /** What they were before the update. */
  slotsBefore?: Record<string, NumberArray[]>;
}
export interface StepResult { phase: Phase; layer: number | null; trace: Trace }
/** One training step as a film. */
export interface Stepper {
  readonly done: boolean;
  advance(): StepResult;
  /** The next training step on the same rows. */
  rewind(): void;
  dispose(): void;
}

export interface GeneratorOptions { samples?: number; noise?: number; seed?: number }
export interface GeneratedData { x: NumberArray; y: NumberArray; classes: number }
export interface TableParameter {
  name: string;
  help: string;
  type: string;
  /** The default, in Keras 3; null where nothing is set. */
  value?: number | string | null;
  /** The default in Keras 2.2, where that differs. */
  keras2?: number | string;
  minimum?: number;
  maximum?: number;
  /** Names of the values 0, 1, ... */
  words?: string[];
}
export interface TableRow {
  name: string;
  help: string;
  parameters: TableParameter[];
  title?: string;
  aliases?: string[];
  /** Parameters that may be given by their place alone, as Keras has them. */
  positional?: string[];
  formula?: string;
  derivative?: string;
  targets?: 'numbers' | 'bits' | 'one_hot' | 'class_index';
  slots?: string[];
}

export interface Engine {
  readonly tables: Record<${quoted(Object.keys(tables).filter(key => key !== 'fit'))}, TableRow[]> & { fit: TableParameter[] };
  sequential(options?: SequentialOptions): Sequential;
  readonly layers: {
${functions('Layer', 'layers', 'LayerConfig')}  };
${['Activation', 'Initializer', 'Regularizer', 'Constraint', 'Optimizer', 'Schedule', 'Callback'].map(family => {
    const key = families.find(([name]) => name === family)[1];
    return `  readonly ${key}: {\n${functions(family, key, 'Choice')}  };\n`;
  }).join('')}  /** Names. With parameters a loss is {name: 'huber', delta: 2} or 'huber:delta=2'; metrics alike. */
  readonly losses: {
${constants('losses')}  };
  readonly metrics: {
${constants('metrics')}  };
  readonly generators: {
${tables.generators.flatMap(row => both(row.name).map(name =>
    comment(row.help, '    ') + signatures(row, `GeneratorOptions${ownOptions(row)}`, 'GeneratedData')
      .map(given => `    ${name}${given};\n`).join(''))).join('')}  };
  /** The numbers of an IDX file, as MNIST comes in: to be used as x or y. */
  readIdx(bytes: Uint8Array | ArrayBuffer): NumberArray;
  /** One training step on these rows, phase by phase. */
  stepper(model: Sequential, x: ArrayInput, y: ArrayInput): Stepper;
  fromJSON(text: string | object): Sequential;
}

export default function createEngine(options?: Record<string, unknown>): Promise<Engine>;
`);
