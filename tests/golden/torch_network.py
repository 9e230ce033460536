# SPDX-License-Identifier: MIT
"""Keras's layers, penalties and constraints in PyTorch, from Chainrule's text form."""
import torch

from torch_functions import ACTIVATIONS, EPSILON, choice

F = torch.nn.functional


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


def weights_in(layer):
    kind = layer.split(":")[0]
    if kind == "dense" and "use_bias=0" in layer:
        return 1
    return {"dense": 2, "prelu": 1, "layer_normalization": 2, "batch_normalization": 4, "rbf": 2}.get(kind, 0)


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
        self.x, self.z = x, self.argument(x, training)
        self.a = self.value(self.z)
        self.penalty = self.penalties(self.a)
        return self.a

    def argument(self, x, training):
        """z: what the activation takes, or a normalisation scales."""
        w = self.weights
        if self.kind == "dense":
            return x @ w[0] + (w[1] if len(w) > 1 else 0)
        if self.kind == "layer_normalization":
            return F.layer_norm(x, (x.shape[1],), eps=self.epsilon())
        if self.kind == "batch_normalization":
            return self.batch_norm(x, training)
        if self.kind == "rbf":
            squares = ((x[:, :, None] - w[0][None]) ** 2).sum(dim=1)
            return -squares / (2 * (w[1] ** 2 + EPSILON))
        return x

    def value(self, z):
        """a = g(z)."""
        w, first = self.weights, self.places[0] if self.places else None
        if self.kind == "dense":
            return ACTIVATIONS[self.places[1] if len(self.places) > 1 else "linear"](z)
        if self.kind == "activation":
            return ACTIVATIONS[first](z)
        if self.kind == "leaky_relu":
            return F.leaky_relu(z, float(first or 0.3))
        if self.kind == "elu":
            return F.elu(z, float(first or 1.0))
        if self.kind == "prelu":
            return torch.where(z > 0, z, w[0] * z)
        if self.kind == "activity_regularization":
            return z
        if self.kind in ("layer_normalization", "batch_normalization"):
            return w[0] * z + w[1]
        if self.kind == "rbf":
            return torch.exp(z)
        raise ValueError(self.kind)

    def penalties(self, a):
        if self.kind == "activity_regularization":
            return float(self.places[0]) * a.abs().sum() + float(self.places[1]) * (a * a).sum()
        if self.kind != "dense":
            return 0.0
        return self.weight_penalty() + regularizer(self.options.get("activity_regularizer"))(a)

    def weight_penalty(self):
        named = zip(("kernel_regularizer", "bias_regularizer"), self.weights)
        return sum(regularizer(self.options.get(name))(w) for name, w in named)

    def epsilon(self):
        return float(self.options.get("epsilon", 1e-3))

    def batch_norm(self, x, training):
        mean, variance = self.moving
        momentum = float(self.options.get("momentum", 0.99))
        if not training or self.options.get("trainable") == "0":
            return F.batch_norm(x, mean, variance, eps=self.epsilon())
        with torch.no_grad():
            mean.mul_(momentum).add_((1 - momentum) * x.mean(dim=0))
            variance.mul_(momentum).add_((1 - momentum) * x.var(dim=0, unbiased=False))
        return F.batch_norm(x, None, None, training=True, eps=self.epsilon())

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
            x = layer(x.clone(), training)  # so that what a layer passes on is not all that the one below receives
        return x

    def penalty(self):
        return sum(layer.penalty for layer in self.layers)

    def flat(self):
        return [w.detach().reshape(-1).tolist() for layer in self.layers for w in layer.weights]
