# SPDX-License-Identifier: MIT
"""Writes torch.json: what PyTorch makes of the cases, in double precision."""
import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
EPSILON = 1e-7  # Keras's K.epsilon()

F = torch.nn.functional


def sigmoid(z):
    return torch.sigmoid(z)


def pick(condition, yes, no):
    return torch.where(condition, yes, no)


def sparsemax(z):
    """By sorting (Martins and Astudillo 2016, algorithm 1)."""
    sorted_z, _ = torch.sort(z, dim=1, descending=True)
    k = torch.arange(1, z.shape[1] + 1, dtype=z.dtype)
    inside = 1 + k * sorted_z > torch.cumsum(sorted_z, dim=1)
    size = inside.sum(dim=1, keepdim=True)
    tau = (torch.cumsum(sorted_z, dim=1).gather(1, size - 1) - 1) / size
    return torch.clamp(z - tau, min=0)


def smht(z, a=1.0, b=1.0, c=1.0, d=1.0):
    return (torch.exp(a * z) - torch.exp(-b * z)) / (torch.exp(c * z) + torch.exp(-d * z))


def soft_exponential(z, alpha):
    if alpha < 0:
        return -torch.log(1 - alpha * (z + alpha)) / alpha
    return z if alpha == 0 else torch.expm1(alpha * z) / alpha + alpha


def maxout(z, pieces=2):
    return z.reshape(z.shape[0], -1, pieces).max(dim=2).values


# PyTorch's own function where it has one, else the formula, differentiated by autograd.
ACTIVATIONS = {
    "linear": lambda z: z, "sigmoid": sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "softmax": lambda z: torch.softmax(z, dim=1), "elu": F.elu, "elu:alpha=0.5": lambda z: F.elu(z, alpha=0.5),
    "softplus": F.softplus, "leaky_relu": lambda z: F.leaky_relu(z, 0.2),
    "leaky_relu:negative_slope=0.05": lambda z: F.leaky_relu(z, 0.05), "relu6": F.relu6,
    "hard_sigmoid": F.hardsigmoid, "hard_sigmoid:slope=0.2": lambda z: torch.clamp(0.2 * z + 0.5, 0, 1),
    "hard_tanh": F.hardtanh, "selu": F.selu, "celu": F.celu, "celu:alpha=0.5": lambda z: F.celu(z, 0.5),
    "gelu": F.gelu, "gelu:approximate=1": lambda z: F.gelu(z, approximate="tanh"), "silu": F.silu,
    "hard_silu": F.hardswish, "mish": F.mish, "softsign": F.softsign, "exponential": torch.exp,
    "log_sigmoid": F.logsigmoid, "hard_shrink": lambda z: F.hardshrink(z, 0.5),
    "soft_shrink": lambda z: F.softshrink(z, 0.5), "tanh_shrink": F.tanhshrink,
    "threshold:threshold=0.1:default_value=-0.2": lambda z: F.threshold(z, 0.1, -0.2),
    "squareplus": lambda z: (z + torch.sqrt(z * z + 4)) / 2,
    "sparse_plus": lambda z: pick(z <= -1, 0 * z, pick(z < 1, (z + 1) ** 2 / 4, z)),
    "sparse_sigmoid": lambda z: torch.clamp((z + 1) / 2, 0, 1), "log_softmax": lambda z: torch.log_softmax(z, dim=1),
    "sparsemax": sparsemax, "glu": lambda z: F.glu(z, dim=1), "maxout": maxout,
    "binary_step": lambda z: (z >= 0).to(z.dtype) + 0 * z, "gaussian": lambda z: torch.exp(-z * z),
    "sinusoid": torch.sin, "sinc": lambda z: torch.sinc(z / math.pi), "arctan": torch.atan,
    "isru": lambda z: z / torch.sqrt(1 + z * z), "isrlu": lambda z: pick(z >= 0, z, z / torch.sqrt(1 + z * z)),
    "bent_identity": lambda z: (torch.sqrt(z * z + 1) - 1) / 2 + z,
    "soft_exponential": lambda z: soft_exponential(z, 0.5), "soft_exponential:alpha=0": lambda z: z,
    "soft_exponential:alpha=-0.3": lambda z: soft_exponential(z, -0.3),
    "sqnl": lambda z: pick(z.abs() > 2, torch.sign(z), z - torch.sign(z) * z * z / 4),
    "elish": lambda z: pick(z >= 0, z, torch.expm1(z)) * sigmoid(z), "smht": smht,
    "smht:a=0.5:b=0.8:c=1.2:d=0.6": lambda z: smht(z, 0.5, 0.8, 1.2, 0.6),
}
DIVIDES = {"glu": 2, "maxout": 2}


def numbers(count, phase, scale=1.0):
    """Numbers between -scale and scale with four decimals: the same in any language, and exact as text."""
    return [round(scale * math.sin(12.9898 * (i + 1) + 78.233 * phase), 4) for i in range(count)]


def table(rows, cols, phase):
    flat = numbers(rows * cols, phase)
    return [flat[r * cols:(r + 1) * cols] for r in range(rows)]


def mse(p, t):
    return ((p - t) ** 2).mean(dim=1)


def mae(p, t):
    return (p - t).abs().mean(dim=1)


def mape(p, t):
    return (100 * (p - t).abs() / t.abs().clamp(min=EPSILON)).mean(dim=1)


def msle(p, t):
    return ((torch.log(p.clamp(min=EPSILON) + 1) - torch.log(t.clamp(min=EPSILON) + 1)) ** 2).mean(dim=1)


def huber(p, t, delta=1.0):
    return F.huber_loss(p, t, reduction="none", delta=delta).mean(dim=1)


def log_cosh(p, t):
    return torch.log(torch.cosh(p - t)).mean(dim=1)


def poisson(p, t):
    return (p - t * torch.log(p + EPSILON)).mean(dim=1)


def cosine_similarity(p, t):
    return -F.cosine_similarity(p, t, dim=1)


def smooth(t, share, classes):
    return t * (1 - share) + share / classes


def binary_crossentropy(p, t, from_logits=0, label_smoothing=0):
    t = smooth(t, label_smoothing, 2)
    if from_logits:
        return F.binary_cross_entropy_with_logits(p, t, reduction="none").mean(dim=1)
    p = p.clamp(EPSILON, 1 - EPSILON)
    return (-t * p.log() - (1 - t) * (1 - p).log()).mean(dim=1)


def binary_focal_crossentropy(p, t, apply_class_balancing=0, alpha=0.25, gamma=2.0, label_smoothing=0):
    t = smooth(t, label_smoothing, 2)
    q = p.clamp(EPSILON, 1 - EPSILON)
    entropy = -t * q.log() - (1 - t) * (1 - q).log()
    weight = t * alpha + (1 - t) * (1 - alpha) if apply_class_balancing else 1
    return (weight * (1 - (t * p + (1 - t) * (1 - p))) ** gamma * entropy).mean(dim=1)


def categorical_crossentropy(p, t, from_logits=0, label_smoothing=0):
    t = smooth(t, label_smoothing, p.shape[1])
    if from_logits:
        return -(t * torch.log_softmax(p, dim=1)).sum(dim=1)
    p = (p / p.sum(dim=1, keepdim=True)).clamp(EPSILON, 1 - EPSILON)
    return -(t * p.log()).sum(dim=1)


def categorical_focal_crossentropy(p, t, alpha=0.25, label_smoothing=0, gamma=2.0):
    t = smooth(t, label_smoothing, p.shape[1])
    p = (p / p.sum(dim=1, keepdim=True)).clamp(EPSILON, 1 - EPSILON)
    return -(alpha * (1 - p) ** gamma * t * p.log()).sum(dim=1)


def sparse_categorical_crossentropy(p, t, from_logits=0):
    if from_logits:
        return F.cross_entropy(p, t[:, 0].long(), reduction="none")
    p = p.clamp(EPSILON, 1 - EPSILON)  # Keras's back end takes a softmax of ln p, which is p / sum p
    return -(p / p.sum(dim=1, keepdim=True)).gather(1, t.long()).log()[:, 0]


def hinge(p, t):
    return (1 - (2 * t - 1) * p).clamp(min=0).mean(dim=1)


def squared_hinge(p, t):
    return ((1 - (2 * t - 1) * p).clamp(min=0) ** 2).mean(dim=1)


def categorical_hinge(p, t):
    return (((1 - t) * p).max(dim=1).values - (t * p).sum(dim=1) + 1).clamp(min=0)


def kl_divergence(p, t):
    t, p = t.clamp(EPSILON, 1), p.clamp(EPSILON, 1)
    return (t * (t / p).log()).sum(dim=1)


LOSSES = {f.__name__: f for f in (
    mse, mae, mape, msle, huber, log_cosh, poisson, cosine_similarity, binary_crossentropy, binary_focal_crossentropy,
    categorical_crossentropy, categorical_focal_crossentropy, sparse_categorical_crossentropy, hinge, squared_hinge,
    categorical_hinge, kl_divergence)}


def choice(text):
    """The parts of name:key=value:... with numbers as values."""
    name, *options = text.split(":")
    return name, {key: float(value) for key, value in (option.split("=") for option in options)}


def loss_of(text):
    name, values = choice(text)
    return lambda p, t: LOSSES[name](p, t, **values)


def regularizer(text):
    name, values = choice(text or "none")
    l1 = values.get("l1", 0.01 if name == "l1" else 0.0)
    l2 = values.get("l2", 0.01 if name == "l2" else 0.0)
    return lambda w: l1 * w.abs().sum() + l2 * (w * w).sum()


def split_layer(text):
    """dense:4:elu:alpha=0.5:kernel_regularizer=l2 -> kind, [4, "elu:alpha=0.5"], {"kernel_regularizer": "l2"}."""
    kind, *items = text.split(":")
    places, options, last = [], {}, None
    for item in items:
        key = item.split("=")[0]
        if key in OPTIONS:
            options[key] = last = item.split("=", 1)[1]
            last = key
        elif last is not None:
            options[last] += ":" + item
        elif places and "=" in item:
            places[-1] += ":" + item
        else:
            places.append(item)
    return kind, places, options


OPTIONS = ("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "momentum", "epsilon",
           "trainable", "use_bias")


class Layer:
    """One layer; `weights` in Keras's order. training=True for batch statistics."""

    def __init__(self, text, weights):
        self.kind, self.places, self.options = split_layer(text)
        self.weights, self.penalty = weights, 0.0
        self.moving = weights[2:] if self.kind == "batch_normalization" else []
        self.learned = [w for w in weights if all(w is not m for m in self.moving)]
        if self.options.get("trainable") == "0":
            self.learned = []

    def __call__(self, x, training):
        self.penalty, w = 0.0, self.weights
        if self.kind == "dense":
            a = x @ w[0] + (w[1] if len(w) > 1 else 0)
            a = ACTIVATIONS[self.places[1] if len(self.places) > 1 else "linear"](a)
            self.penalty = regularizer(self.options.get("kernel_regularizer"))(w[0])
            if len(w) > 1:
                self.penalty = self.penalty + regularizer(self.options.get("bias_regularizer"))(w[1])
            self.penalty = self.penalty + regularizer(self.options.get("activity_regularizer"))(a)
            return a
        if self.kind == "activation":
            return ACTIVATIONS[self.places[0]](x)
        if self.kind == "leaky_relu":
            return F.leaky_relu(x, float(self.places[0]) if self.places else 0.3)
        if self.kind == "elu":
            return F.elu(x, float(self.places[0]) if self.places else 1.0)
        if self.kind == "prelu":
            return torch.where(x > 0, x, w[0] * x)
        if self.kind == "activity_regularization":
            self.penalty = float(self.places[0]) * x.abs().sum() + float(self.places[1]) * (x * x).sum()
            return x
        if self.kind == "layer_normalization":
            return F.layer_norm(x, (x.shape[1],), w[0], w[1], float(self.options.get("epsilon", 1e-3)))
        if self.kind == "batch_normalization":
            return self.batch_norm(x, training)
        if self.kind == "rbf":
            squares = ((x[:, :, None] - w[0][None]) ** 2).sum(dim=1)
            return torch.exp(-squares / (2 * (w[1] ** 2 + EPSILON)))
        raise ValueError(self.kind)

    def batch_norm(self, x, training):
        gamma, beta, mean, variance = self.weights
        momentum, epsilon = float(self.options.get("momentum", 0.99)), float(self.options.get("epsilon", 1e-3))
        if not training or self.options.get("trainable") == "0":
            return F.batch_norm(x, mean, variance, gamma, beta, False, 0, epsilon)
        with torch.no_grad():
            mean.mul_(momentum).add_((1 - momentum) * x.mean(dim=0))
            variance.mul_(momentum).add_((1 - momentum) * x.var(dim=0, unbiased=False))
        return F.batch_norm(x, None, None, gamma, beta, True, 0, epsilon)

    def constrain(self):
        text = self.options.get("kernel_constraint")
        if not text:
            return
        name, values = choice(text)
        with torch.no_grad():
            w = self.weights[0]
            norm = w.norm(dim=0, keepdim=True)
            if name == "max_norm":
                w.mul_(norm.clamp(max=values.get("max_value", 2.0)) / (norm + EPSILON))
            elif name == "unit_norm":
                w.div_(norm + EPSILON)
            elif name == "non_neg":
                w.clamp_(min=0)
            else:
                low, high, rate = values.get("min_value", 0.0), values.get("max_value", 1.0), values.get("rate", 1.0)
                w.mul_((rate * norm.clamp(low, high) + (1 - rate) * norm) / (norm + EPSILON))


class Network:
    def __init__(self, case):
        given = [torch.tensor(w) for w in case["weights"]]
        self.layers, at = [], 0
        for text in case["layers"]:
            count = weights_in(text)
            layer = Layer(text, given[at:at + count])
            for w in layer.learned:
                w.requires_grad_(True)
            self.layers.append(layer)
            at += count
        self.weights = [w for layer in self.layers for w in layer.learned]

    def predict(self, x, training=False):
        for layer in self.layers:
            x = layer(x, training)
        return x

    def penalty(self):
        return sum(layer.penalty for layer in self.layers)

    def flat(self):
        return [w.detach().reshape(-1).tolist() for layer in self.layers for w in layer.weights]


DEFAULTS = {
    "sgd": dict(learning_rate=0.01, momentum=0.0, nesterov=0.0), "adam": dict(learning_rate=0.001),
    "adamw": dict(learning_rate=0.001, weight_decay=0.004), "rmsprop": dict(learning_rate=0.001, rho=0.9, momentum=0.0, centered=0.0),
    "adagrad": dict(learning_rate=0.001, initial_accumulator_value=0.1), "adadelta": dict(learning_rate=0.001, rho=0.95),
    "adamax": dict(learning_rate=0.001), "nadam": dict(learning_rate=0.001), "lion": dict(learning_rate=0.001, beta_2=0.99),
}
SHARED = dict(decay=0.0, weight_decay=0.0, clipnorm=0.0, global_clipnorm=0.0, clipvalue=0.0, beta_1=0.9, beta_2=0.999,
              epsilon=1e-7, amsgrad=0.0)


class Optimizer:
    """PyTorch's optimizers where they can be made to do Keras's update, else Keras's formulas in double."""

    def __init__(self, text, weights):
        name, given = choice(text)
        self.v = {**SHARED, **DEFAULTS[name], **given}
        self.name, self.steps, self.weights = name, 0, weights
        self.slots = [[torch.zeros_like(w) for _ in range(3)] for w in weights]
        v = self.v
        self.inner = None
        if name == "sgd" and not v["decay"]:
            self.inner = torch.optim.SGD(weights, lr=v["learning_rate"], momentum=v["momentum"], nesterov=v["nesterov"] != 0)
        elif name in ("adam", "adamw"):
            self.inner = torch.optim.Adam(weights, lr=v["learning_rate"], betas=(v["beta_1"], v["beta_2"]), amsgrad=v["amsgrad"] != 0)

    def clip(self):
        v, grads = self.v, [w.grad for w in self.weights]
        if v["clipnorm"]:
            for g in grads:
                g.mul_(min(1.0, v["clipnorm"] / g.norm().item()))
        if v["global_clipnorm"]:
            norm = math.sqrt(sum((g * g).sum().item() for g in grads))
            for g in grads:
                g.mul_(min(1.0, v["global_clipnorm"] / norm))
        if v["clipvalue"]:
            torch.nn.utils.clip_grad_value_(self.weights, v["clipvalue"])

    def step(self):
        v = self.v
        self.clip()
        rate = v["learning_rate"] / (1 + v["decay"] * self.steps)
        self.steps += 1
        with torch.no_grad():
            for w in self.weights:
                w.mul_(1 - v["weight_decay"] * rate)
        if self.inner:
            group = self.inner.param_groups[0]
            group["lr"] = rate
            if self.name in ("adam", "adamw"):  # Keras adds epsilon before the bias correction, PyTorch behind it
                group["eps"] = v["epsilon"] / math.sqrt(1 - v["beta_2"] ** self.steps)
            self.inner.step()
            return
        with torch.no_grad():
            for w, slots in zip(self.weights, self.slots):
                getattr(self, self.name)(w, w.grad, rate, *slots)

    def sgd(self, w, g, rate, m, *_):
        m.mul_(self.v["momentum"]).sub_(rate * g)
        w.add_(self.v["momentum"] * m - rate * g if self.v["nesterov"] else m)

    def rmsprop(self, w, g, rate, square, buffer, mean):
        v = self.v
        square.mul_(v["rho"]).add_((1 - v["rho"]) * g * g)
        mean.mul_(v["rho"]).add_((1 - v["rho"]) * g)
        spread = square - mean * mean if v["centered"] else square
        buffer.mul_(v["momentum"]).add_(rate * g / torch.sqrt(spread + v["epsilon"]))
        w.sub_(buffer)

    def adagrad(self, w, g, rate, total, *_):
        if self.steps == 1:
            total.fill_(self.v["initial_accumulator_value"])
        total.add_(g * g)
        w.sub_(rate * g / torch.sqrt(total + self.v["epsilon"]))

    def adadelta(self, w, g, rate, square, change, _):
        v = self.v
        square.mul_(v["rho"]).add_((1 - v["rho"]) * g * g)
        step = -torch.sqrt(change + v["epsilon"]) * g / torch.sqrt(square + v["epsilon"])
        change.mul_(v["rho"]).add_((1 - v["rho"]) * step * step)
        w.add_(rate * step)

    def adamax(self, w, g, rate, m, most, _):  # PyTorch's adds epsilon inside the maximum
        v = self.v
        m.mul_(v["beta_1"]).add_((1 - v["beta_1"]) * g)
        torch.maximum(v["beta_2"] * most, g.abs(), out=most)
        w.sub_(rate / (1 - v["beta_1"] ** self.steps) * m / (most + v["epsilon"]))

    def nadam(self, w, g, rate, m, square, product):
        v, t = self.v, self.steps
        now, later = (v["beta_1"] * (1 - 0.5 * 0.96 ** i) for i in (t, t + 1))
        product.fill_(1.0) if t == 1 else None
        product.mul_(now)
        m.mul_(v["beta_1"]).add_((1 - v["beta_1"]) * g)
        square.mul_(v["beta_2"]).add_((1 - v["beta_2"]) * g * g)
        m_hat = later * m / (1 - product * later) + (1 - now) * g / (1 - product)
        w.sub_(rate * m_hat / (torch.sqrt(square / (1 - v["beta_2"] ** t)) + v["epsilon"]))

    def lion(self, w, g, rate, m, *_):
        v = self.v
        w.sub_(rate * torch.sign(v["beta_1"] * m + (1 - v["beta_1"]) * g))
        m.mul_(v["beta_2"]).add_((1 - v["beta_2"]) * g)


def train_step(network, optimizer, case, x, y, weights=None):
    """The losses of the rows, weighted, with the penalties in each, and the outputs."""
    for w in network.weights:
        w.grad = None
    p = network.predict(x, training=True)
    rows = loss_of(case["loss"])(p, y)
    if weights is not None:
        rows = rows * weights
    rows = rows + network.penalty()
    rows.mean().backward()
    optimizer.step()
    for layer in network.layers:
        layer.constrain()
    return rows.detach(), p.detach()


def accuracy(p, y):
    if p.shape[1] == 1:
        return ((p > 0.5) == (y > 0.5)).double().mean(dim=1)
    wanted = y[:, 0].long() if y.shape[1] == 1 else y.argmax(dim=1)
    return (p.argmax(dim=1) == wanted).double()


def run_steps(case):
    network = Network(case)
    optimizer = Optimizer(case["optimizer"], network.weights)
    x, y = torch.tensor(case["x"]), torch.tensor(case["y"])
    weights = torch.tensor(case["sample_weight"]) if "sample_weight" in case else None
    case["losses"] = [train_step(network, optimizer, case, x, y, weights)[0].mean().item() for _ in range(case["steps"])]
    with torch.no_grad():
        case["outputs"] = network.predict(x).reshape(-1).tolist()
    case["expected"] = network.flat()


def run_fit(case):
    network = Network(case)
    optimizer = Optimizer(case["optimizer"], network.weights)
    fit = case["fit"]
    x, y = torch.tensor(case["x"]), torch.tensor(case["y"])
    rows = int(len(x) * (1 - fit["validation_split"]))
    history = {"loss": [], "acc": [], "val_loss": [], "val_acc": []}
    for _ in range(fit["epochs"]):
        losses, hits = [], []
        for first in range(0, rows, fit["batch_size"]):
            batch = slice(first, min(first + fit["batch_size"], rows))
            loss, p = train_step(network, optimizer, case, x[batch], y[batch])
            hits.append(accuracy(p, y[batch]))
            losses.append(loss)
        with torch.no_grad():
            p = network.predict(x[rows:])
            history["val_loss"].append((loss_of(case["loss"])(p, y[rows:]).mean() + network.penalty()).item())
            history["val_acc"].append(accuracy(p, y[rows:]).mean().item())
        history["loss"].append(torch.cat(losses).mean().item())
        history["acc"].append(torch.cat(hits).mean().item())
    case["history"] = history
    case["expected"] = network.flat()


def targets(kind, rows, outputs):
    if kind == "numbers":
        return table(rows, outputs, 2)
    if kind == "positive":
        return [[abs(t) + 0.5 for t in row] for row in table(rows, outputs, 2)]
    classes = [(r * 7 + r // 3) % max(outputs, 2) for r in range(rows)]
    if kind == "index":
        return [[float(c)] for c in classes]
    if kind == "bits":
        return [[float((r * 5 + j * 3 + r // 2) % 2) for j in range(outputs)] for r in range(rows)]
    if kind == "shares":
        return [[(0.7 if c == j else 0.3 / (outputs - 1)) for j in range(outputs)] for c in classes]
    return [[float(c == j) for j in range(outputs)] for c in classes]


def weights_in(layer):
    kind = layer.split(":")[0]
    if kind == "dense" and "use_bias=0" in layer:
        return 1
    return {"dense": 2, "prelu": 1, "layer_normalization": 2, "batch_normalization": 4, "rbf": 2}.get(kind, 0)


def first_weights(layer, width, seed):
    """Weights of a layer for so many inputs, and the columns that it gives."""
    kind, places, _ = split_layer(layer)
    if kind in ("dense", "rbf"):
        units = int(places[0])
        flat = numbers(width * units, seed, 0.8)
        kernel = [flat[i * units:(i + 1) * units] for i in range(width)]
        second = numbers(units, 10 + seed, 0.2)
        activation = places[1].split(":")[0] if kind == "dense" and len(places) > 1 else "linear"
        both = [kernel, second if kind == "dense" else [1 + w for w in second]]
        return both[:weights_in(layer)], units // DIVIDES.get(activation, 1)
    if kind == "activation":
        return [], width // DIVIDES.get(places[0].split(":")[0], 1)
    if kind == "prelu":
        return [[0.1 + w for w in numbers(width, seed, 0.1)]], width
    if kind == "layer_normalization":
        return [[1 + w for w in numbers(width, seed, 0.3)], numbers(width, 10 + seed, 0.2)], width
    if kind == "batch_normalization":
        return [[1 + w for w in numbers(width, seed, 0.3)], numbers(width, 10 + seed, 0.2),
                numbers(width, 20 + seed, 0.2), [1 + w for w in numbers(width, 30 + seed, 0.2)]], width
    return [], width


def case(layers, loss, kind, optimizer, rows=6, inputs=3, **more):
    weights, width = [], inputs
    for layer in layers:
        made, width = first_weights(layer, width, len(weights))
        weights += made
    name = " ".join([",".join(layers), loss, optimizer, "fit" if "fit" in more else "steps", "weighted" if "sample_weight" in more else ""]).strip()
    return {"name": name, "inputs": inputs, "layers": layers, "loss": loss, "optimizer": optimizer,
            "x": table(rows, inputs, 1), "y": targets(kind, rows, width), "weights": weights, **more}


OUTPUTS = [("dense:2", "mse", "numbers"), ("dense:1:sigmoid", "binary_crossentropy", "bits"),
           ("dense:3:sigmoid", "binary_crossentropy", "bits"), ("dense:3:softmax", "categorical_crossentropy", "one-hot"),
           ("dense:3:softmax", "sparse_categorical_crossentropy", "index")]
MORE_LOSSES = [
    ("dense:2", "mae", "numbers"), ("dense:2", "mape", "positive"), ("dense:2:softplus", "msle", "positive"), ("dense:2", "huber", "numbers"),
    ("dense:2", "huber:delta=0.3", "numbers"), ("dense:2", "log_cosh", "numbers"), ("dense:2:softplus", "poisson", "positive"),
    ("dense:3", "cosine_similarity", "numbers"), ("dense:3:sigmoid", "binary_crossentropy:label_smoothing=0.2", "bits"),
    ("dense:3", "binary_crossentropy:from_logits=1", "bits"), ("dense:3:sigmoid", "binary_focal_crossentropy", "bits"),
    ("dense:1:sigmoid", "binary_focal_crossentropy:apply_class_balancing=1:gamma=1.5:label_smoothing=0.1", "bits"),
    ("dense:3:softmax", "categorical_crossentropy:label_smoothing=0.1", "one-hot"), ("dense:3", "categorical_crossentropy:from_logits=1", "one-hot"),
    ("dense:3:softmax", "categorical_crossentropy", "shares"), ("dense:3:softmax", "categorical_focal_crossentropy", "one-hot"),
    ("dense:3:softmax", "categorical_focal_crossentropy:alpha=0.5:label_smoothing=0.1:gamma=1", "one-hot"),
    ("dense:3", "sparse_categorical_crossentropy:from_logits=1", "index"), ("dense:2", "hinge", "bits"), ("dense:2:tanh", "squared_hinge", "bits"),
    ("dense:3", "categorical_hinge", "one-hot"), ("dense:3:softmax", "kl_divergence", "shares"), ("dense:3:softmax", "kl_divergence", "one-hot")]
OPTIMIZERS = ["sgd:learning_rate=0.1", "sgd:learning_rate=0.1:momentum=0.9",
              "sgd:learning_rate=0.1:momentum=0.9:nesterov=1", "sgd:learning_rate=0.2:decay=0.1",
              "sgd:learning_rate=0.1:momentum=0.5:decay=0.05", "sgd:learning_rate=0.1:momentum=0.5:nesterov=1:decay=0.05",
              "adam", "adam:learning_rate=0.05", "adam:learning_rate=0.05:decay=0.1",
              "adam:learning_rate=0.05:beta_1=0.8:beta_2=0.9:epsilon=0.01"]
MORE_OPTIMIZERS = [
    "adam:learning_rate=0.05:amsgrad=1", "adamw:learning_rate=0.05", "adamw:learning_rate=0.05:weight_decay=0.1", "rmsprop:learning_rate=0.005:epsilon=1e-5",
    "rmsprop:learning_rate=0.01:rho=0.8:momentum=0.5:epsilon=0.001", "rmsprop:learning_rate=0.01:centered=1:epsilon=0.01", "rmsprop:learning_rate=0.01:centered=1:momentum=0.9:epsilon=0.001",
    "adagrad:learning_rate=0.1", "adagrad:learning_rate=0.1:initial_accumulator_value=0.01:epsilon=0.01", "adadelta:learning_rate=1",
    "adadelta:learning_rate=1:rho=0.8:epsilon=0.0001", "adamax:learning_rate=0.05", "nadam:learning_rate=0.02", "nadam:learning_rate=0.01:beta_1=0.8:beta_2=0.99",
    "lion:learning_rate=0.01", "sgd:learning_rate=0.5:clipnorm=0.1", "sgd:learning_rate=0.5:clipvalue=0.05",
    "adam:learning_rate=0.02:global_clipnorm=0.1", "sgd:learning_rate=0.1:weight_decay=0.2", "rmsprop:learning_rate=0.01:decay=0.1"]
STACKS = [
    ["dense:4", "prelu", "dense:2"], ["dense:4", "leaky_relu:0.1", "dense:3", "elu:0.5", "dense:2"],
    ["dense:4:tanh", "layer_normalization", "dense:2"], ["dense:4", "layer_normalization:epsilon=0.1", "activation:relu", "dense:2"],
    ["dense:4:use_bias=0", "batch_normalization:momentum=0.9", "activation:relu", "dense:2"], ["batch_normalization:momentum=0.5:epsilon=0.01", "dense:2"],
    ["dense:4:tanh", "batch_normalization:momentum=0.9:trainable=0", "dense:2"], ["rbf:5", "dense:2"], ["dense:3:tanh", "rbf:4", "dense:2"],
    ["dense:4:tanh", "activity_regularization:0.01:0.02", "dense:2"], ["dense:4:tanh:activity_regularizer=l1:l1=0.02", "dense:2"],
    ["dense:4:tanh:kernel_regularizer=l2:l2=0.05", "dense:2:kernel_regularizer=l1:l1=0.02:bias_regularizer=l2:l2=0.1"],
    ["dense:4:tanh:kernel_regularizer=l1_l2:l1=0.01:l2=0.02", "dense:2"], ["dense:4:tanh:kernel_constraint=max_norm:max_value=0.7", "dense:2"],
    ["dense:4:tanh:kernel_constraint=unit_norm", "dense:2:kernel_constraint=non_neg"],
    ["dense:4:tanh:kernel_constraint=min_max_norm:min_value=0.5:max_value=0.9:rate=0.5", "dense:2"],
    ["dense:4:tanh:trainable=0", "dense:2"], ["dense:4:tanh:use_bias=0", "dense:2"], ["dense:6:glu", "dense:4", "activation:maxout"]]


def all_cases():
    for optimizer in OPTIMIZERS:
        for last, loss, kind in OUTPUTS:
            yield case(["dense:4:tanh", last], loss, kind, optimizer, steps=25)
    for optimizer in MORE_OPTIMIZERS:
        yield case(["dense:4:tanh", "dense:2"], "mse", "numbers", optimizer, steps=25)
        yield case(["dense:4:tanh", "dense:3:softmax"], "categorical_crossentropy", "one-hot", optimizer, steps=25)
    for activation in ACTIVATIONS:
        units = 4 * DIVIDES.get(activation, 1)
        yield case([f"dense:{units}:{activation}", "dense:3:tanh", "dense:2"], "mse", "numbers", "sgd:learning_rate=0.1", steps=25)
        if activation not in ("softmax", "linear"):
            units = 3 * DIVIDES.get(activation, 1)
            yield case(["dense:4:tanh", f"dense:{units}:{activation}"], "mse", "numbers", "sgd:learning_rate=0.1", steps=25)
    for last, loss, kind in MORE_LOSSES:
        yield case(["dense:4:tanh", last], loss, kind, "sgd:learning_rate=0.01" if loss == "mape" else "sgd:learning_rate=0.1", steps=25)
        yield case(["dense:4:tanh", last], loss, kind, "adam:learning_rate=0.01", steps=25)
    for layers in STACKS:
        yield case(layers, "mse", "numbers", "sgd:learning_rate=0.1:momentum=0.5", steps=25)
        yield case(layers, "mse", "numbers", "adam:learning_rate=0.02", steps=25)
    # An activity regularizer on logits, whose gradient the loss gives.
    yield case(["dense:4:tanh", "dense:3:softmax:activity_regularizer=l2:l2=0.05"], "categorical_crossentropy", "one-hot", "sgd:learning_rate=0.5", steps=25)
    # Losses whose last layer gives no logits, and softmax under a loss that does not know it.
    yield case(["dense:4:tanh", "dense:3:softmax"], "mse", "one-hot", "sgd:learning_rate=0.5", steps=25)
    yield case(["dense:4:tanh", "dense:3:softmax"], "binary_crossentropy", "one-hot", "sgd:learning_rate=0.5", steps=25)
    yield case(["dense:4:tanh", "dense:3:sigmoid"], "categorical_crossentropy", "one-hot", "sgd:learning_rate=0.5", steps=25)
    yield case(["dense:4:tanh", "dense:3:sigmoid"], "sparse_categorical_crossentropy", "index", "sgd:learning_rate=0.5", steps=25)
    weights = [0.5, 2.0, 0.0, 1.0, 1.5, 0.25]
    for last, loss, kind in OUTPUTS:
        yield case(["dense:4:tanh", last], loss, kind, "sgd:learning_rate=0.1", steps=25, sample_weight=weights)
    fit = {"batch_size": 3, "epochs": 4, "validation_split": 0.25, "shuffle": False}
    for optimizer in ("sgd:learning_rate=0.1:momentum=0.9", "adam:learning_rate=0.05:decay=0.01"):
        for last, loss, kind in OUTPUTS[1:2] + OUTPUTS[3:]:
            yield case(["dense:4:relu", last], loss, kind, optimizer, rows=11, fit=fit)
    yield case(["dense:4:tanh:kernel_regularizer=l2", "batch_normalization:momentum=0.8", "dense:3:softmax"],
               "categorical_crossentropy", "one-hot", "adam:learning_rate=0.05", rows=11, fit=fit)


def short(value):
    """Ten digits are more than float32 has."""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, list):
        return [short(item) for item in value]
    return {key: short(item) for key, item in value.items()} if isinstance(value, dict) else value


def main():
    cases = list(all_cases())
    for each in cases:
        (run_fit if "fit" in each else run_steps)(each)
    target = pathlib.Path(__file__).with_name("torch.json")
    lines = ",\n".join(json.dumps(short(each)) for each in cases)
    target.write_text(f'{{"oracle": "PyTorch {torch.__version__}", "cases": [\n{lines}\n]}}\n')
    print(f"{len(cases)} cases in {target}")


main()
