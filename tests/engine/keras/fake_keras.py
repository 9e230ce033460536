# SPDX-License-Identifier: MIT
"""A Keras that computes nothing: it notes how it is called, and refuses what the real one does not know.

Only keras.ops, keras.backend and what these programs use of tensorflow count for real, on numpy arrays, so that the
functions that a program defines can be tried.
"""
import functools
import inspect
import math
import sys
import types

import numpy as np

import signatures


class Noted:
    """An object of a class of Keras: `keras` is its name, `given` its arguments with Keras's defaults."""

    def __init__(self, *arguments, **named):
        bound = self.signature.bind(*arguments, **named)
        bound.apply_defaults()
        self.given = dict(bound.arguments)
        self.check()

    def check(self):
        """As Keras 3 does: numbers out of its own limits, a learning rate that is no float."""
        if not self.newer:
            return
        refused = signatures.REFUSED_3.get(self.keras)
        if refused and refused(*[self.given[name] for name in inspect.signature(refused).parameters]):
            raise ValueError(f'{self.keras} refuses {self.given}')
        if self.module == 'optimizers' and isinstance(self.given['learning_rate'], int):
            raise ValueError('`learning_rate` should be float')


class Layer(Noted):
    def add_weight(self, name, shape, initializer):
        array = np.zeros(shape)
        self.__dict__.setdefault('weights', []).append(array)
        return array

    def build(self, input_shape):
        self.built = True


class Callback(Noted):
    def on_epoch_end(self, epoch, logs=None):
        self.__dict__.setdefault('epochs', []).append(epoch)


@functools.cache
def read(text, newer):
    """The list of signatures as {module: {name: class}}, and the names that may be text."""
    modules, texts, module = {}, {}, None
    for line in filter(None, text.split('\n')):
        if line.startswith('['):
            module = line[1:-1]
            modules[module] = {}
        elif line.startswith('text:'):
            texts[module] = set(line.split()[1:])
        else:
            scope = {}
            exec(f'def {line}: pass', scope)
            name = line[:line.index('(')]
            kind = {'layers': Layer, 'callbacks': Callback}.get(module, Noted)
            modules[module][name] = type(name, (kind,), {
                'signature': inspect.signature(scope[name]), 'keras': name, 'module': module, 'newer': newer})
    return modules, texts


class Sequential:
    def __init__(self, methods):
        self.layers, self.methods, self.shown = [], methods, False

    def add(self, layer):
        assert isinstance(layer, Noted), f'add() of {layer!r}'
        self.layers.append(layer)

    def summary(self):
        self.shown = True

    def compile(self, *arguments, **named):
        self.compiled = self.methods['compile'](*arguments, **named).given

    def fit(self, *arguments, **named):
        self.fitted = self.methods['fit'](*arguments, **named).given

    def set_weights(self, weights):
        self.weights = [np.asarray(w) for w in weights]


# ---- what counts for real ------------------------------------------------------------------------------------------


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def along(function):
    return lambda x, axis=None, keepdims=False: function(np.asarray(x, float), axis=axis, keepdims=keepdims)


def binary_crossentropy(target, output, from_logits=False):
    z = output if from_logits else np.log(np.clip(output, 1e-7, 1 - 1e-7)) - np.log(1 - np.clip(output, 1e-7, 1 - 1e-7))
    return softplus(z) - target * z


def log_of(output, from_logits):
    if from_logits:
        return output - np.log(np.exp(output).sum(axis=-1, keepdims=True))
    return np.log(np.clip(output / output.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7))


SHARED = dict(
    maximum=np.maximum, minimum=np.minimum, exp=np.exp, log=np.log, sqrt=np.sqrt, square=np.square, sign=np.sign, sin=np.sin,
    tanh=np.tanh, clip=np.clip, equal=np.equal, round=np.round, reshape=np.reshape, expand_dims=np.expand_dims,
    cumsum=np.cumsum, ones_like=np.ones_like, softplus=softplus, sigmoid=lambda x: 1 / (1 + np.exp(-x)),
    cast=lambda x, dtype: np.asarray(x).astype(float), sum=along(np.sum), mean=along(np.mean), max=along(np.max),
    logsumexp=along(lambda x, axis, keepdims: np.log(np.exp(x).sum(axis=axis, keepdims=keepdims))))
OPS = dict(SHARED, absolute=np.abs, power=np.power, arctan=np.arctan, erf=np.vectorize(math.erf),
           convert_to_tensor=lambda x, dtype=None: np.asarray(x))
BACKEND = dict(
    SHARED, abs=np.abs, pow=np.power, int_shape=np.shape, constant=np.asarray, get_value=lambda x: x,
    l2_normalize=lambda x, axis: x / np.sqrt(np.maximum((x ** 2).sum(axis=axis, keepdims=True), 1e-12)),
    binary_crossentropy=binary_crossentropy,
    categorical_crossentropy=lambda t, o, from_logits=False: -(t * log_of(o, from_logits)).sum(axis=-1),
    sparse_categorical_crossentropy=lambda t, o, from_logits=False:
        -log_of(o, from_logits)[range(len(o)), np.asarray(t).astype(int).ravel()])
TENSORFLOW = dict(atan=np.arctan, erf=np.vectorize(math.erf))


def module(name, members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made


def install(dialect):
    """Puts the fake into sys.modules; returns the names that may be text, and what the program leaves behind."""
    for name in [n for n in sys.modules if n.split('.')[0] in ('keras', 'tensorflow')]:
        del sys.modules[name]
    newer = dialect == 'keras3'
    modules, texts = read(signatures.KERAS_3 if newer else signatures.KERAS_2, newer)
    made = {'models': [], 'seed': None, 'rates': []}

    def sequential():
        made['models'].append(Sequential(modules['Sequential']))
        return made['models'][-1]

    keras = module('keras', modules[''])
    keras.__path__ = []
    for name, members in modules.items():
        if name and name != 'Sequential':
            whole = module('keras.' + name, members)
            parent, _, last = ('keras.' + name).rpartition('.')
            setattr(sys.modules[parent], last, whole)
    if newer:
        keras.Sequential = sequential
        keras.ops = module('keras.ops', OPS)
        keras.utils = module('keras.utils', {'set_random_seed': lambda seed: made.update(seed=seed)})
    else:
        keras.models.Sequential = sequential
        keras.backend = module('keras.backend', dict(BACKEND, set_value=lambda x, value: made['rates'].append(value)))
        nn = types.SimpleNamespace(top_k=lambda x, k: (-np.sort(-x, axis=-1)[..., :k], None))
        module('tensorflow', dict(TENSORFLOW, nn=nn))
    return texts, made
