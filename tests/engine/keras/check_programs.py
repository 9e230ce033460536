# SPDX-License-Identifier: MIT
"""Runs the Keras programs that keras_programs prints, on fake_keras, and compares what they do with what they must.

check_programs.py PROGRAM: each line of its output is a case: the program's text and the experiment it belongs to.
"""
import inspect
import json
import subprocess
import sys

import numpy as np

import fake_keras
from fake_keras import Noted

LAYERS = {'dense': 'Dense', 'activation': 'Activation', 'dropout': 'Dropout', 'gaussian_noise': 'GaussianNoise',
          'batch_normalization': 'BatchNormalization', 'layer_normalization': 'LayerNormalization', 'leaky_relu': 'LeakyReLU',
          'prelu': 'PReLU', 'elu': 'ELU', 'activity_regularization': 'ActivityRegularization', 'rbf': 'RadialBasis', 'flatten': 'Flatten'}
CLASSES = {'L1': 'l1', 'L2': 'l2', 'L1L2': 'l1_l2', 'KLDivergence': 'kl_divergence', 'ReduceLROnPlateau': 'reduce_lr_on_plateau',
           'AUC': 'auc', 'CSVLogger': 'csv_logger', 'TerminateOnNaN': 'terminate_on_nan', 'SGD': 'sgd', 'RMSprop': 'rmsprop', 'AdamW': 'adamw',
           'TopKCategoricalAccuracy': 'top_k_categorical_accuracy', 'SparseTopKCategoricalAccuracy': 'sparse_top_k_categorical_accuracy',
           'MeanSquaredError': 'mse', 'MeanAbsoluteError': 'mae', 'MeanAbsolutePercentageError': 'mape', 'MeanSquaredLogarithmicError': 'msle',
           'PiecewiseConstantDecay': 'piecewise_constant', 'F1Score': 'f1_score', 'R2Score': 'r2_score'}
OLDER = {'logcosh': 'log_cosh', 'kullback_leibler_divergence': 'kl_divergence', 'cosine_proximity': 'cosine_similarity'}


def ours(name):
    """RandomNormal -> random_normal, and the exceptions."""
    return CLASSES.get(name) or ''.join('_' + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))


def narrows(activation):
    """Fewer outputs than units."""
    return activation['name'] == 'glu' or (activation['name'] == 'maxout' and activation['values']['pieces'] > 1)


def near(a, b):
    if isinstance(a, list) and isinstance(b, list) and a and isinstance(a[0], str):
        return a == b
    if isinstance(a, (bool, str, type(None))) or isinstance(b, (bool, str, type(None))):
        return a == b
    return np.allclose(a, b, rtol=1e-5, atol=1e-6)


def same(got, wanted, what):
    assert near(got, wanted), f'{what}: expected {wanted!r}, received {got!r}'


def check_choice(got, wanted, texts, what):
    """A text, or an object of a class with every parameter that it shares with the row."""
    name, values = wanted['name'], wanted['values']
    if isinstance(got, str):
        assert got in texts, f'{what}: Keras knows no {got!r}'
        return same(got, name, what)
    assert isinstance(got, Noted), f'{what}: {got!r}'
    same(ours(got.keras), name, what)
    given = {'l' + name[1:] if key == 'l' else key: value for key, value in got.given.items()}
    for key, value in values.items():
        assert key in given, f'{what}: {got.keras} has no {key}'
        same(given[key], value, f'{what} {key}')


class Case:
    def __init__(self, case):
        self.case, self.newer = case, case['dialect'] == 'keras3'
        self.texts, self.made = fake_keras.install(case['dialect'])
        rows = case['x'] if 'x' in case else [[0.0]]
        self.scope = {'X_train': np.array(case.get('raw', rows)), 'y_train': 'y', 'X': np.array(case.get('raw', rows))}
        self.told = case['program']

    def run(self):
        state = np.random.get_state()
        with np.errstate(all='ignore'):
            exec(compile(self.told, 'program', 'exec'), self.scope)
        seed = self.made['seed'] if self.newer else int(np.random.get_state()[1][0])
        np.random.set_state(state)
        same(seed, self.case['seed'], 'seed')
        [model] = self.made['models']
        assert model.shown, 'no summary()'
        self.model = model
        self.layers()
        self.compiled()
        self.fitted()
        self.data()
        self.own_layer()

    def left_out(self, word):
        """True where a comment says that `word` is not there."""
        words = ' '.join(line[2:] for line in self.told.split('\n') if line.startswith('# '))
        return word in words

    # ---- layers ----

    def layers(self):
        left = list(self.model.layers)
        inputs = self.case['inputs']
        if self.newer and inputs:
            same(left.pop(0).given['shape'], (inputs,), 'Input')
        for i, layer in enumerate(self.case['layers']):
            self.layer(layer, left, inputs if i == 0 and not self.newer else 0)
        assert not left, f'{len(left)} layers too many'

    def layer(self, wanted, left, inputs):
        narrow = wanted['kind'] in ('dense', 'activation') and narrows(wanted['activation'])
        if not narrow or wanted['kind'] == 'dense' or inputs:
            got = left.pop(0)
            own = type(got).__name__
            same(own, LAYERS[wanted['kind']], 'layer')
            self.common(got, wanted, inputs)
            if 'activation' in wanted:
                self.activation(got.given['activation'] if not narrow else 'linear', wanted if not narrow else None)
                assert not narrow or got.given['activation'] in (None, 'linear')
            self.parameters(got, wanted)
        if narrow:
            function = left.pop(0)
            same(function.keras, 'Lambda', 'layer')
            self.activation(function.given['function'], wanted)
            penalty = wanted.get('activity_regularizer', {'name': 'none'})
            if penalty['name'] != 'none':
                values = left.pop(0).given
                for key, value in penalty['values'].items():
                    same(values[key], value, key)

    def common(self, got, wanted, inputs):
        same(got.given['trainable'] if 'trainable' in got.given else True, wanted['trainable'], 'trainable')
        name = wanted['name'] or None
        if name:
            name = name.replace('/', '_') if self.newer else name
        same(got.given.get('name'), name, 'name')
        if inputs:
            same(got.given.get('input_dim') or got.given['input_shape'][0], inputs, 'inputs')
        if 'units' in wanted:
            same(got.given['units'] if 'units' in got.given else got.units, wanted['units'], 'units')
        for key in ('kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer', 'activity_regularizer', 'kernel_constraint'):
            if key in wanted and wanted['kind'] == 'dense':
                self.option(got.given[key], wanted[key], key, wanted)
        if 'use_bias' in wanted:
            same(got.given['use_bias'], wanted['use_bias'], 'use_bias')

    def option(self, got, wanted, key, layer):
        narrow = narrows(layer['activation'])
        if wanted['name'] == 'none' or (key == 'activity_regularizer' and narrow):
            return same(got, None, key)
        if inspect.isfunction(got):
            row = got((4,))
            gain = wanted['values']['gain']
            assert key == 'bias_initializer' and wanted['name'] in ('identity', 'orthogonal')
            same(row.shape, (4,), key)
            return same(row if wanted['name'] == 'identity' else np.sqrt((row ** 2).sum()), [gain, 0, 0, 0] if wanted['name'] == 'identity' else abs(gain), key)
        check_choice(got, wanted, self.texts['initializers'], key)

    def activation(self, got, wanted):
        if wanted is None or (got is None and wanted['activation']['name'] == 'linear'):
            return
        choice = wanted['activation']
        if isinstance(got, str):
            assert got in self.texts['activations'], f'Keras knows no activation {got!r}'
            same(got, choice['name'], 'activation')
            usual = self.scope_module('activations').__dict__.get(got)
            for key, value in choice['values'].items():
                default = usual.signature.parameters[key].default if usual else {'slope': 1 / 6 if self.newer else 0.2}[key]
                same(default, value, f'{got} {key}')
            return
        z = np.array(wanted['tried']['z'])
        with np.errstate(all='ignore'):
            result = got if isinstance(got, type) else got(z)
        if isinstance(result, type) or isinstance(result, Noted):  # Keras's own with arguments, or as a function
            same(result.keras, choice['name'], 'activation')
            for key, value in choice['values'].items():
                same(result.given[key], value, f'{result.keras} {key}')
            return
        same(result, np.array(wanted['tried']['a']), f"values of {choice['name']}")

    def scope_module(self, name):
        return sys.modules['keras.' + name]

    def parameters(self, got, wanted):
        for key, value in wanted['values'].items():
            if wanted['kind'] == 'prelu':
                initializer = got.given['alpha_initializer']
                same(0 if isinstance(initializer, str) and initializer.lower() == 'zeros' else initializer.given['value'], value, key)
                continue
            named = 'alpha' if wanted['kind'] == 'leaky_relu' and not self.newer else key
            same(got.given[named] if named in got.given else getattr(got, key), value, key)

    # ---- compile ----

    def compiled(self):
        given = self.model.compiled
        self.optimizer(given['optimizer'])
        self.loss(given['loss'])
        wanted = [m for m in self.case['metrics'] if not (self.left_out(f"has no metric {m['name']}") and not self.newer)]
        got = given['metrics'] or []
        same(len(got), len(wanted), 'metrics')
        for g, w in zip(got, wanted):
            self.metric(g, w)

    def optimizer(self, got):
        wanted = self.case['optimizer']
        name, values = wanted['name'], dict(wanted['values'])
        if self.left_out(f'has no {name}: adam stands'):
            assert not self.newer and name == 'lion'
            return same(got if isinstance(got, str) else ours(got.keras), 'adam', 'optimizer')
        if not self.newer and name == 'adamw':
            name = 'adam'
        if isinstance(got, str):
            assert got in self.texts['optimizers'], got
            same(got, name, 'optimizer')
            got = {ours(k): v for k, v in self.scope_module('optimizers').__dict__.items() if isinstance(v, type)}[got]
            given = {key: p.default for key, p in got.signature.parameters.items()}
        else:
            same(ours(got.keras), name, 'optimizer')
            given = got.given
        self.rate(given['learning_rate' if self.newer else 'lr'], values.pop('learning_rate'))
        if not self.newer:  # one norm for all
            norms = [n for n in (values.pop('clipnorm'), values.pop('global_clipnorm')) if n]
            same(given['clipnorm'], min(norms, default=0), 'clipnorm')
        for key, value in values.items():
            if key == 'decay' and ('decay' not in given):
                continue  # the rates tell
            if key not in given:
                same(self.left_out(f'has no {key} '), value != self.usual(key), f'comment on {key}')
                continue
            same(given[key] or 0, value, f'{name} {key}')

    def usual(self, key):
        return 1 if key == 'schedule_decay' else 0

    def rate(self, got, start):
        """The learning rate before some steps."""
        rates = self.case['rates']
        changes = self.case['schedule']['name'] != 'constant' or self.case['optimizer']['values']['decay'] > 0
        if not self.newer:
            same(got, start, 'lr')
            schedules = [c for c in self.model.fitted['callbacks'] or [] if type(c).__name__ == 'Schedule']
            for callback in schedules:
                decays = 1 if self.case['optimizer']['name'] == 'nadam' else 0
                for step, rate in rates:
                    optimizer = type('', (), {'iterations': step, 'lr': None})
                    callback.model = type('', (), {'optimizer': optimizer})
                    callback.on_batch_begin(0)
                    d = 0 if decays else self.case['optimizer']['values']['decay']
                    same(self.made['rates'][-1] / (1 + d * step), rate, f'learning rate at {step}')
            nadam_decays = self.case['optimizer']['name'] == 'nadam' and self.case['optimizer']['values']['decay'] > 0
            assert schedules or not (nadam_decays or self.case['schedule']['name'] != 'constant'), 'no schedule'
            return
        if not changes or isinstance(got, (int, float)):
            assert not changes or all(near(rate, start) for _, rate in rates), 'no schedule'
            return same(got, start, 'learning_rate')
        inner = getattr(got, 'schedule', got)
        decay = self.case['optimizer']['values']['decay']
        if inner is not got:
            inner_rates = [rate * (1 + decay * step) for step, rate in rates]
            got.schedule = lambda step: inner_rates[[s for s, _ in rates].index(step)]
            for step, rate in rates:
                same(got(step), rate, 'decayed rate')
        given = dict(inner.given)
        if inner.keras == 'PiecewiseConstantDecay':
            values = self.case['schedule']['values']
            pairs = [(values[f'boundary_{i}'], values[f'value_{i}']) for i in range(1, 5)]
            pairs = pairs[:next((i for i, (b, _) in enumerate(pairs) if b == 0), 4)]
            same(given['boundaries'], [b for b, _ in pairs], 'boundaries')
            return same(given['values'], [start] + [v for _, v in pairs], 'values')
        same(given.pop('initial_learning_rate'), start, 'initial rate')
        constant = self.case['schedule']['name'] == 'constant' or self.case['schedule']['values'].get('boundary_1') == 0
        if inner.keras == 'InverseTimeDecay' and constant:
            return same([given['decay_steps'], given['decay_rate'], given['staircase']], [1, decay, False], 'decay')
        same(ours(inner.keras), self.case['schedule']['name'], 'schedule')
        wanted = dict(self.case['schedule']['values'])
        if 'warmup_target' in wanted and not (wanted['warmup_target'] and wanted['warmup_steps']):
            wanted.update(warmup_target=None, warmup_steps=0)
        for key, value in wanted.items():
            same(given[key], value, f'schedule {key}')

    def loss(self, got):
        wanted, tried = self.case['loss'], self.case['tried_loss']
        if inspect.isfunction(got):
            with np.errstate(all='ignore'):
                return same(got(np.array(tried['t']), np.array(tried['p'])), tried['loss'], 'values of the loss')
        if isinstance(got, str):
            assert got in self.texts['losses'], got
            got = got if self.newer else OLDER.get(got, got)
            for key, value in wanted['values'].items():
                usual = {'gamma': 2, 'alpha': 0.25, 'delta': 1, 'convert_labels': self.newer}.get(key, 0)
                same(value, usual, f'{got} {key}')
        check_choice(got, wanted, {got} if isinstance(got, str) else (), 'loss')

    def metric(self, got, wanted):
        key, name, values = wanted['key'], wanted['name'], wanted['values']
        usual = {'threshold': None if name == 'f1_score' else 0.5, 'k': 5, 'rounding': not self.newer, 'average': 'macro'}
        short = name in ('acc', 'accuracy')
        matters = not (short and self.case['outputs'] > 1)
        if inspect.isfunction(got):
            same(got.__name__, key, 'key of the metric')
            if name == 'cosine_similarity' and 'tried' not in wanted:
                return
            name = wanted['resolved']
            result = got(*[np.array(a, float).reshape(-1, self.case['outputs']) for a in ([0, 1, 0, 1, 0, 1], [0.2, 0.7, 0.45, 0.9, 0.6, 0.3])]) if 'tried' in wanted else got('t', 'p')
            if isinstance(result, Noted):
                same(result.keras, name, 'metric')
                return same(result.given.get('k'), values.get('k'), 'k')
            return same(np.mean(result), wanted['tried'], f'values of {name}')
        if isinstance(got, str):
            assert got in self.texts['metrics'], got
            if self.newer or short:
                same(got, wanted['typed'], 'metric')  # which Keras numbers by itself
            else:
                same(got, name, 'metric')
            for parameter, value in values.items():
                assert not matters or near(value, usual[parameter]), f'{name} {parameter} is lost'
            return
        same(ours(got.keras), wanted['resolved'], 'metric')
        same(got.given['name'], key, 'key of the metric')
        for parameter, value in values.items() if matters else ():
            if parameter == 'rounding':
                same(value, False, parameter)
            elif parameter == 'threshold' and name == 'f1_score':
                same(got.given['threshold'], 0.5 if value is None and self.case['outputs'] == 1 else value, parameter)
            else:
                same(got.given['thresholds' if parameter == 'threshold' and 'thresholds' in got.given else parameter], value, parameter)

    # ---- fit ----

    def fitted(self):
        given, wanted = self.model.fitted, self.case['fit']
        assert given['x'] is self.scope['X_train'] and given['y'] == 'y'
        for key in ('batch_size', 'epochs', 'validation_split', 'shuffle'):
            same(given[key], wanted[key], key)
        weights, counts = given['class_weight'] or {}, {i: w for i, w in enumerate(wanted['class_weight']) if w is not None}
        same(list(weights), list(counts), 'classes of class_weight')
        same(list(weights.values()), list(counts.values()), 'class_weight')
        got = [c for c in given['callbacks'] or [] if type(c).__name__ != 'Schedule']
        expected = [c for c in self.case['callbacks'] if not self.left_out(f"lets no {c['name']} change")]
        same(len(got), len(expected), 'callbacks')
        for g, w in zip(got, expected):
            self.callback(g, w)

    def callback(self, got, wanted):
        values = dict(wanted['values'])
        late = values.pop('start_from_epoch', 0)
        if type(got).__name__.startswith('LateStopping'):  # of several the second is LateStopping_2
            for epoch in range(int(late) + 2):
                got.on_epoch_end(epoch)
            same(got.epochs, [late, late + 1], 'epochs looked at')
        elif wanted['name'] == 'early_stopping':
            same(got.given.get('start_from_epoch', 0), late, 'start_from_epoch')
        same(ours(got.keras), wanted['name'], 'callback')
        if wanted['name'] == 'learning_rate_scheduler':
            start = self.case['optimizer']['values']['learning_rate']
            for epoch in (0, 1, 9, 10, 35):
                assert isinstance(got.given['schedule'](epoch), float), 'Keras wants a float'
                same(got.given['schedule'](epoch), min(100, start * values['factor'] ** (epoch // values['every'])), 'rate of an epoch')
            return
        if 'mode' in values and values['mode'] == 'auto' and wanted['monitor'] not in ('loss', 'val_loss'):
            values['mode'] = 'max' if wanted['higher'] else 'min'
        if 'monitor' in got.given:
            same(got.given['monitor'], wanted['monitor'], 'monitor')
        for key, value in values.items():
            same(got.given[key], value, key)
        if 'filepath' in got.given and self.newer:
            assert got.given['filepath'].endswith('.weights.h5') and got.given['save_weights_only']

    # ---- data and own layers ----

    def data(self):
        if 'x' in self.case:
            same(self.scope['X_train'], np.array(self.case['x']), 'X_train')
        if 'weights' in self.case:
            for got, wanted in zip(self.model.weights, self.case['weights'], strict=True):
                same(got, np.array(wanted), 'weights')

    def own_layer(self):
        if 'own' not in self.case:
            return
        layer, own = self.model.layers[-1], self.case['own']
        if not hasattr(layer, 'call'):
            return
        x = np.array(own['x']).reshape(2, 2)
        layer.build((None, 2))
        arrays = getattr(layer, 'weights', [])
        same(len(arrays), len(own['weights']), 'weights of the layer')
        for array, numbers in zip(arrays, own['weights']):
            array[...] = np.array(numbers).reshape(array.shape)
        same(np.ravel(layer.call(x)), own['y'], 'outputs of the layer')


def check_places(tables):
    """What may be given by place alone stands at that place in Keras, and where the order is the same nothing is left out."""
    fake_keras.install('keras3')
    modules = {family: family for family in ('layers', 'activations', 'initializers', 'regularizers', 'constraints', 'optimizers', 'callbacks')}
    modules['schedules'] = 'optimizers.schedules'
    names = {title: name for name, title in LAYERS.items()}
    checked = 0
    for family, module in modules.items():
        classes = {names.get(name) or ours(name): value for name, value in sys.modules['keras.' + module].__dict__.items() if isinstance(value, type)}
        for row in tables[family]:
            if row['name'] not in classes:
                continue
            keras = [p for p in classes[row['name']].signature.parameters if p not in ('x', 'initial_learning_rate')]
            keras = keras[:keras.index('name')] if 'name' in keras else keras
            places, own = row['positional'], [p['name'] for p in row['parameters']]
            same(places, keras[:len(places)], f"places of {row['name']}")
            left = [p for p in own if p not in places]
            assert left[:1] != keras[len(places):len(places) + 1] or not left, f"{row['name']}: {left[0]} has a place"
            checked += 1
    assert checked > 40, f'{checked} rows'


def main():
    lines = subprocess.run(sys.argv[1], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    failures = 0
    for line in lines:
        case = json.loads(line)
        try:
            check_places(case['tables']) if 'tables' in case else Case(case).run()
        except Exception as error:  # of any kind: the program's own, or a comparison
            failures += 1
            if failures <= 10:
                print(f"{case['dialect']}, {case['name']}: {type(error).__name__} {error}\n\n{case.get('program')}")
    print(f'{len(lines)} programs, {failures} of them wrong')
    sys.exit(1 if failures or len(lines) < 1000 else 0)


if __name__ == '__main__':
    main()
