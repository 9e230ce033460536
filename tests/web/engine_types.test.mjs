// SPDX-License-Identifier: MIT
// engine.d.ts: TypeScript takes a program that uses everything, and refuses misspelt ones.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { engineFile } from './engine_path.mjs';

const require = createRequire(import.meta.url);
let typescript = '';
try {
  typescript = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
} catch { /* not installed: the tests below say so */ }
const skip = typescript === '' && 'typescript is not installed';

const declarations = engineFile.replace(/\.js$/, '.d.ts');
const good = `
import createEngine, { type History, type NumberArray, type StepResult } from './engine.js';
const cr = await createEngine();
const model = cr.sequential({ dialect: 'keras2', seed: 7 });
model.add(cr.layers.dense({ units: 4, inputDim: 3, activation: 'sigmoid', kernel_initializer: cr.initializers.heNormal() }))
  .add(cr.layers.activation({ activation: cr.activations.leakyRelu({ negativeSlope: 0.3 }) }))
  .add('dense:1');
model.compile({ optimizer: cr.optimizers.adam({ learningRate: 0.01, decay: 0.1 }), loss: 'binaryCrossentropy', metrics: ['acc'] });
model.compile({ optimizer: cr.optimizers.sgd(0.1), loss: cr.losses.mse, metrics: 'mae' });
const x = new Float32Array(6), y = [0, 1];
const history: History = await model.fit(x, y, { batchSize: 32, epochs: 5, validation_split: 0.5, shuffle: false,
  callbacks: { async onEpochEnd(epoch, logs) { model.stopTraining = epoch > 3 && logs.loss < 0.1; } } });
const loss: number = history.history.loss[0];
const predicted: NumberArray = model.predict([[1, 2, 3]]);
model.setWeights(model.getWeights());
model.add(cr.layers.dense({ units: 2, kernelRegularizer: cr.regularizers.l1_l2({ l1: 0.01, l2: 0.01 }), bias_regularizer: 'l2',
    kernelConstraint: cr.constraints.maxNorm({ maxValue: 2 }), activityRegularizer: cr.regularizers.l1(0.1) }))
  .add(cr.layers.batchNormalization({ momentum: 0.9 })).add(cr.layers.flatten({ inputShape: [28, 28] }))
  .add(cr.layers.leakyReLU({ negative_slope: 0.1 })).add(cr.layers.dense({ units: 1, activation: 'leakyRelu' }));
const falling = cr.schedules.exponentialDecay({ initialLearningRate: 0.01, decaySteps: 100, decayRate: 0.9 });
model.compile({ optimizer: cr.optimizers.adam({ learningRate: falling, clipnorm: 1 }), loss: { name: 'huber', delta: 2 },
  metrics: ['mae', { name: 'f1_score', average: 'macro' }, cr.metrics.topKCategoricalAccuracy, 'precision:threshold=0.6'] });
model.compile({ optimizer: 'sgd', loss: 'MeanSquaredError', learningRateSchedule:
  cr.schedules.piecewiseConstant({ boundaries: [100, 200], values: [0.1, 0.01, 0.001] }) });
const ended = await model.fit(x, y, { classWeight: { 0: 1, 1: 5 }, validationData: [x, y, [1, 1]],
  callbacks: [cr.callbacks.earlyStopping({ monitor: 'val_loss', patience: 5, mode: 'min' }), cr.callbacks.csvLogger(), 'TerminateOnNaN',
    cr.callbacks.learningRateScheduler({ schedule: (epoch, lr) => epoch < 3 ? lr : lr / 2 }),
    { onEpochEnd(epoch, logs) { console.log(epoch.toFixed(), logs.loss); } }] });
const status: [string, number] = [ended.callbacks[0].name, ended.callbacks[0].bestEpoch];
if (ended.checkpoint) model.setWeights(ended.checkpoint);
const rate: number | undefined = model.learningRate;
console.log(status, rate, ended.csv?.length, model.confusionMatrix(x, y).shape, model.getHyperparameter('decay'));
model.trainOnBatch(x, y, { sampleWeight: [1, 2] });
model.trainOnBatch(x, y, { classWeight: { 1: 2 } });
model.evaluate(x, y, { batchSize: 8, sample_weight: new Float32Array(2) });
const step = cr.stepper(model, { shape: [2, 3], data: x }, y);
const result: StepResult = step.advance();
console.log(loss, predicted.shape, result.trace.z?.data, cr.fromJSON(model.toJSON()).summary(), cr.generators.spiral({ noise: 0.1 }).classes);
model.dispose();
`;
const bad = [
  `cr.layers.dense({ unitz: 4 });`, `cr.sequential({ dialect: 'keras4' });`, `cr.layers.dnese({});`,
  `cr.sequential().fit([[1]], [1], { epoch: 3 });`, `cr.sequential().predict('text');`, `cr.optimizers.adam('fast');`,
  `cr.regularizers.l1_l2({ l3: 1 });`, `cr.constraints.maxNorm({ value: 2 });`, `cr.callbacks.earlyStopping({ mode: 'least' });`,
  `cr.schedules.exponentialDecay({ decay: 0.9 });`, `cr.optimizers.adam({ learningRate: 'fast' });`, `cr.layers.rbf({ width: 'wide' });`,
  `cr.sequential().compile({ loss: { name: 'huber', delt: 2 } });`, `cr.sequential().compile({ metrics: [{ name: 'f1_score', average: 'mean' }] });`,
  `cr.sequential().fit([[1]], [1], { classWeight: 3 });`, `cr.layers.dense({ units: 1, inputShape: [28, 28] });`,
  `cr.callbacks.learningRateScheduler({ schedule: () => 'slow' });`, `cr.sequential().learningRate = 3;`,
];

function compile(program) {
  const folder = mkdtempSync(join(tmpdir(), 'engine-types-'));
  try {
    writeFileSync(join(folder, 'engine.d.ts'), readFileSync(declarations));
    writeFileSync(join(folder, 'program.ts'), program);
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ files: ['program.ts'], compilerOptions: {
      noEmit: true, strict: true, target: 'es2022', module: 'nodenext', types: [] } }));
    return spawnSync(process.execPath, [typescript, '--project', '.'], { cwd: folder, encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the declarations are those of the tables', () => {
  const maker = fileURLToPath(new URL('../../web/make_types.mjs', import.meta.url));
  assert.equal(execFileSync(process.execPath, [maker, engineFile], { encoding: 'utf8' }), readFileSync(declarations, 'utf8'));
});

test('a program that uses everything compiles', { skip }, () => {
  assert.equal(compile(`declare const console: { log(...values: unknown[]): void };\n${good}`), '');
});

test('misspelt programs do not', { skip }, () => {
  const prelude = `import createEngine from './engine.js';\nconst cr = await createEngine();\n`;
  const lines = compile(prelude + bad.join('\n')).split('\n');
  bad.forEach((line, i) => assert.ok(lines.some(text => text.startsWith(`program.ts(${i + 3},`)), line));
});
