// SPDX-License-Identifier: MIT
// Writes engine.d.ts to the standard output from the tables of a built engine.js:
//   node web/make_types.mjs build/web/web/engine.js > engine.d.ts
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { default: createEngine } = await import(pathToFileURL(resolve(process.argv[2])));
const { tables } = await createEngine();

const camelCase = name => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const pascalCase = name => camelCase('_' + name);
const both = name => [...new Set([camelCase(name), name])];
const union = rows => rows.flatMap(row => both(row.name)).map(name => `'${name}'`).join(' | ');
const comment = (text, indent) => (text ? `${indent}/** ${text.replaceAll('*/', '* /')} */\n` : '');

const typeNames = {
  activation: 'Activation', initializer: 'Initializer', string: 'string', boolean: 'boolean', number: 'number',
};

function range({ value, minimum, maximum, help }) {
  return value === undefined ? help : `${help}; ${minimum} to ${maximum}, ${value} when left out`;
}

/** The members of an options object, each under both spellings. */
function members(parameters, indent = '  ') {
  return parameters.flatMap(parameter => both(parameter.name).map(name =>
    comment(range(parameter), indent) + `${indent}${name}?: ${typeNames[parameter.type]};\n`)).join('');
}

function optionsInterface(name, parameters, more = '') {
  return `export interface ${name} {\n${members(parameters)}${more}}\n`;
}

const optionsName = (family, row) => `${pascalCase(row.name)}${family}Options`;

/** `family`: one function a row, as in cr.optimizers.adam({...}). */
function functions(family, rows, result, numberToo) {
  return rows.flatMap(row => both(row.name).map(name => {
    const options = `${numberToo ? 'number | ' : ''}${optionsName(family, row)}`;
    const argument = row.parameters.length === 0 ? '' : `options?: ${options}`;
    return comment(row.help, '    ') + `    ${name}(${argument}): ${result};\n`;
  })).join('');
}
const constants = rows => rows.flatMap(row => both(row.name).map(name =>
  comment(row.help, '    ') + `    readonly ${name}: string;\n`)).join('');

const interfaces = [
  ['Layer', tables.layers], ['Activation', tables.activations], ['Initializer', tables.initializers],
  ['Optimizer', tables.optimizers],
].flatMap(([family, rows]) => rows.filter(row => row.parameters.length > 0).map(row =>
  optionsInterface(optionsName(family, row), row.parameters,
                   family === 'Layer' ? "  /** [columns]: the same as inputDim. */\n  inputShape?: [number];\n" : '')));

process.stdout.write(`// SPDX-License-Identifier: MIT
// Made from the engine's tables by web/make_types.mjs.

/** Rows of numbers, a flat array where the number of columns is known, or numbers with their shape. */
export type Numbers = ArrayLike<number>;
export type ArrayInput = Numbers | ReadonlyArray<Numbers> | { shape: number[]; data: Numbers };
export interface NumberArray { shape: number[]; data: Float32Array }
/** A row of a table with values for its parameters. */
export interface Choice { name: string; [parameter: string]: string | number | boolean }
export interface LayerConfig { kind: string; [option: string]: unknown }

export type ActivationName = ${union(tables.activations)};
export type InitializerName = ${union(tables.initializers)};
export type LossName = ${union(tables.losses)};
export type OptimizerName = ${union(tables.optimizers)};
export type MetricName = ${union(tables.metrics)};
export type Activation = ActivationName | Choice | (string & {});
export type Initializer = InitializerName | Choice | (string & {});

${interfaces.join('\n')}
export interface SequentialOptions {
  layers?: LayerConfig[];
  /** Names of layers and keys, layout of summary(): Keras 3 (when left out) or Keras 2.2. */
  dialect?: 'keras2' | 'keras3';
  /** One seed gives the same weights and shuffles on every machine; 1 when left out. */
  seed?: number | bigint;
}
export interface CompileOptions {
  optimizer?: OptimizerName | Choice | (string & {});
  loss?: LossName | (string & {});
  metrics?: MetricName | (string & {}) | Array<MetricName | (string & {})>;
}
/** loss, acc, val_loss, val_acc: keys as the dialect has them. */
export type Logs = Record<string, number>;
export interface Callbacks {
  onTrainBegin?(): unknown;
  onTrainEnd?(): unknown;
  onEpochBegin?(epoch: number): unknown;
  onEpochEnd?(epoch: number, logs: Logs): unknown;
  onBatchBegin?(batch: number): unknown;
  onBatchEnd?(batch: number, logs: Logs): unknown;
}
${optionsInterface('FitOptions', tables.fit, `  /** Measured after each epoch, in place of validationSplit. */
  validationData?: [ArrayInput, ArrayInput];
  /** What callbacks return is awaited. */
  callbacks?: Callbacks | Callbacks[];
`)}
export interface History {
  epoch: number[];
  history: Record<string, number[]>;
  params: { epochs: number; steps: number };
  /** Why training ended before its last epoch; '' when it did not. */
  stopped: string;
}
export interface LayerInfo {
  name: string;
  kind: string;
  inputs: number;
  outputs: number;
  parameters: number;
  [option: string]: unknown;
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
  evaluate(x: ArrayInput, y: ArrayInput, options?: { batchSize?: number; batch_size?: number }): Logs;
  predict(x: ArrayInput): NumberArray;
  /** Every layer's outputs. */
  activations(x: ArrayInput): NumberArray[];
  trainOnBatch(x: ArrayInput, y: ArrayInput): Logs;
  /** Mean dL/dW over the rows, in the order of getWeights(). */
  gradients(x: ArrayInput, y: ArrayInput): NumberArray[];
  /** Backprop beside (L(w + h) - L(w - h)) / 2h for one weight, counted through all layers. */
  checkGradient(x: ArrayInput, y: ArrayInput, weight: number): GradientCheck;
  /** Copies: kernel [inputs, units], bias [units], layer by layer. */
  getWeights(): NumberArray[];
  setWeights(weights: ReadonlyArray<ArrayInput>): this;
  /** The same first weights again. */
  resetWeights(): void;
  setHyperparameter(name: string, value: number): void;
  setTrainable(layer: number, trainable: boolean): void;
  summary(): string;
  countParams(): number;
  toJSON(): string;
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
  /** received: dL/da */
  da?: NumberArray;
  /** computed: dL/dz */
  delta?: NumberArray;
  /** passed on: dL/dx = delta W^T */
  dx?: NumberArray;
  loss?: number;
  rowLoss?: Float32Array;
  learningRate?: number;
  /** dL/dW, dL/db */
  gradients?: NumberArray[];
  before?: NumberArray[];
  after?: NumberArray[];
  /** The optimizer's own numbers by name, such as m and v. */
  slots?: Record<string, NumberArray[]>;
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
export interface TableRow { name: string; help: string; formula?: string; parameters: Array<Record<string, unknown>> }

export interface Engine {
  readonly tables: Record<'${Object.keys(tables).join("' | '")}', TableRow[]>;
  sequential(options?: SequentialOptions): Sequential;
  readonly layers: {
${functions('Layer', tables.layers, 'LayerConfig', false)}  };
  readonly activations: {
${functions('Activation', tables.activations, 'Choice', true)}  };
  readonly initializers: {
${functions('Initializer', tables.initializers, 'Choice', true)}  };
  /** A number alone is the learning rate. */
  readonly optimizers: {
${functions('Optimizer', tables.optimizers, 'Choice', true)}  };
  readonly losses: {
${constants(tables.losses)}  };
  readonly metrics: {
${constants(tables.metrics)}  };
  readonly generators: {
${tables.generators.flatMap(row => both(row.name).map(name =>
    comment(row.help, '    ') + `    ${name}(options?: GeneratorOptions): GeneratedData;\n`)).join('')}  };
  /** One training step on these rows, phase by phase. */
  stepper(model: Sequential, x: ArrayInput, y: ArrayInput): Stepper;
  fromJSON(text: string | object): Sequential;
}

export default function createEngine(options?: Record<string, unknown>): Promise<Engine>;
`);
