# SPDX-License-Identifier: MIT
"""Activations and losses of Keras in PyTorch: its own function where it has one, else the formula, for autograd."""
import math

import torch

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
