# SPDX-License-Identifier: MIT
"""Writes traces.json: every number of two training steps, phase by phase, by PyTorch's autograd in double precision."""
import math

import torch

from make_torch import case, forward, tensors, update, write
from torch_network import Network
from torch_optimizer import Optimizer

STEPS = 2  # in the second one the optimizer remembers the first
JOINED = ("softmax", "glu", "maxout")  # an output depends on several z: no derivative of its own

# Every loss and every optimizer occurs, and most kinds of layers.
TRACES = [
    (["dense:4:tanh", "dense:3:softmax"], "categorical_crossentropy", "one-hot", "sgd:learning_rate=0.1", {"rows": 4, "inputs": 3}),
    (["dense:4:relu", "dense:3", "activation:softmax"], "sparse_categorical_crossentropy", "index", "adam:learning_rate=0.05", {"rows": 4}),
    (["dense:3:sigmoid", "dense:1:sigmoid"], "binary_crossentropy", "bits", "sgd:learning_rate=0.1:momentum=0.9",
     {"rows": 4, "sample_weight": [0.5, 2.0, 0.0, 1.25]}),
    (["dense:2"], "mse", "numbers", "sgd:learning_rate=0.1:momentum=0.9:nesterov=1", {"rows": 6}),
    (["dense:4:elu:alpha=0.5", "dense:2"], "mae", "numbers", "rmsprop:learning_rate=0.005:epsilon=1e-5", {}),
    (["dense:3:gelu", "dense:2"], "mape", "positive", "rmsprop:learning_rate=0.01:centered=1:momentum=0.9:epsilon=0.001", {}),
    (["dense:3:silu", "dense:2:softplus"], "msle", "positive", "adagrad:learning_rate=0.1", {"rows": 5}),
    (["dense:4:glu", "dense:2"], "huber:delta=0.3", "numbers", "adadelta:learning_rate=1", {}),
    (["dense:3:use_bias=0", "batch_normalization:momentum=0.9", "activation:relu", "dense:2"], "log_cosh", "numbers",
     "adamw:learning_rate=0.05:weight_decay=0.1", {"rows": 5}),
    (["dense:3:selu", "dense:2:exponential"], "poisson", "positive", "adamax:learning_rate=0.05", {}),
    (["dense:3", "prelu", "dense:3"], "cosine_similarity", "numbers", "nadam:learning_rate=0.02", {"rows": 4}),
    (["dense:3:softsign", "layer_normalization", "dense:2:sigmoid"], "binary_focal_crossentropy", "bits", "lion:learning_rate=0.01", {}),
    (["dense:4:mish", "dense:3:softmax"], "categorical_focal_crossentropy", "one-hot", "adam:learning_rate=0.05:amsgrad=1", {}),
    (["rbf:4", "dense:2"], "hinge", "bits", "sgd:learning_rate=0.5:clipnorm=0.1", {}),
    (["dense:3:arctan", "leaky_relu:0.1", "dense:2:tanh"], "squared_hinge", "bits", "sgd:learning_rate=0.5:clipvalue=0.05", {}),
    (["dense:3:tanh:activity_regularizer=l1:l1=0.02", "dense:3"], "categorical_hinge", "one-hot", "sgd:learning_rate=0.1:weight_decay=0.2", {}),
    (["dense:3:tanh:kernel_regularizer=l1_l2:l1=0.01:l2=0.02", "dense:3:softmax:kernel_regularizer=l2:l2=0.05:bias_regularizer=l1:l1=0.02"],
     "kl_divergence", "shares", "adam:learning_rate=0.02:global_clipnorm=0.1", {}),
    # The loss goes to the logits, past an activity regularizer, smoothed targets or weighted rows.
    (["dense:3:tanh", "dense:3:softmax:activity_regularizer=l2:l2=0.05"], "categorical_crossentropy:label_smoothing=0.1", "one-hot",
     "adam:learning_rate=0.05:decay=0.1", {}),
    (["dense:3:sigmoid:activity_regularizer=l1_l2:l1=0.01:l2=0.02"], "binary_crossentropy:label_smoothing=0.2", "bits",
     "rmsprop:learning_rate=0.01:momentum=0.5:epsilon=0.001", {}),
    (["dense:3:hard_sigmoid", "dense:3:softmax"], "sparse_categorical_crossentropy", "index", "sgd:learning_rate=0.1:momentum=0.5:decay=0.05",
     {"sample_weight": [2.0, 0.5, 1.0]}),
    (["dense:3:isru", "dense:3"], "categorical_crossentropy:from_logits=1", "one-hot", "nadam:learning_rate=0.01:beta_1=0.8", {}),
    # A frozen layer, whose gradients neither change it nor count in the norm; penalties and constraints along a deep network.
    (["dense:3:tanh:trainable=0", "dense:3:softplus", "dense:2"], "binary_crossentropy:from_logits=1", "bits",
     "adamax:learning_rate=0.05:global_clipnorm=0.1", {}),
    (["batch_normalization", "dense:3:tanh:kernel_constraint=max_norm:max_value=0.7", "activity_regularization:0.01:0.02", "dense:2:softmax"],
     "mse", "one-hot", "adagrad:learning_rate=0.1:initial_accumulator_value=0.01", {"rows": 4}),
]


def spread(rows, inputs):
    """Inputs of both signs in few rows, so that units with two sides show both."""
    return [[round(1.5 * math.sin(2.4 * (r * inputs + i + 1)), 4) for i in range(inputs)] for r in range(rows)]


def example_of(layers, loss, kind, optimizer, more):
    more = {"rows": 3, "inputs": 2, **more}
    return case(layers, loss, kind, optimizer, x=spread(more["rows"], more["inputs"]), **more)


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


def flats(all_tensors):
    return [flat(tensor) for tensor in all_tensors]


def gradients(layer):
    """Of a frozen layer too."""
    return [w.grad for w in layer.weights if w.requires_grad]


def statistics(layer):
    """Mean, variance and 1 / deviation that a normalisation found in the batch."""
    along = {"batch_normalization": 0, "layer_normalization": 1}.get(layer.kind)
    if along is None:
        return {}
    variance = layer.x.var(dim=along, unbiased=False)
    return {"statistics": flat(torch.cat([layer.x.mean(dim=along), variance, 1 / torch.sqrt(variance + layer.epsilon())]))}


def forward_numbers(layer):
    seen = {"z": flat(layer.z), "a": flat(layer.a), **statistics(layer)}
    if not any(place in JOINED for place in layer.places):
        seen["derivative"] = flat(torch.autograd.grad(layer.a.sum(), layer.z, retain_graph=True)[0])
    return seen


def backward_numbers(layer, first):
    seen = {"da": flat(layer.a.grad), "delta": flat(layer.z.grad), "gradients": flats(gradients(layer))}
    if not first:
        seen["dx"] = flat(layer.x.grad)
    if "kernel_regularizer" in layer.options:
        seen["penalty_gradients"] = flats(torch.autograd.grad(layer.weight_penalty(), layer.weights))
    return seen


def update_numbers(layer, optimizer):
    seen = {"after": flats(layer.weights)}
    if any(optimizer.v[way] for way in ("clipnorm", "global_clipnorm", "clipvalue")):
        seen["clipped"] = flats(gradients(layer))
    places = [i for i, w in enumerate(optimizer.weights) if any(w is own for own in layer.learned)]
    if places:
        kept = [optimizer.kept(i) for i in places]
        seen["slots"] = {name: flats(slots[name] for slots in kept) for name in kept[0]}
    return seen


def trace_step(network, optimizer, example, x, y, weights):
    layers = network.layers
    for layer in layers:
        for w in layer.weights:
            w.grad = None
    rows, _ = forward(network, example, x, y, weights)
    seen = [forward_numbers(layer) for layer in layers]
    for layer in layers:
        for tensor in (layer.x, layer.z, layer.a):
            tensor.retain_grad()
    rows.mean().backward()
    for layer, numbers in zip(layers, seen):
        numbers.update(backward_numbers(layer, layer is layers[0]))
    rate = optimizer.rate()
    update(network, optimizer)
    for layer, numbers in zip(layers, seen):
        numbers.update(update_numbers(layer, optimizer))
    penalty = float(network.penalty())
    return {"row_loss": flat(rows - penalty), "loss": rows.mean().item(), "penalty": penalty, "learning_rate": rate, "layers": seen}


def trace(example):
    network = Network(example)
    for layer in network.layers:
        for w in layer.weights:
            w.requires_grad_(all(w is not average for average in layer.moving))
    optimizer = Optimizer(example["optimizer"], network.weights)
    x, y, weights = tensors(example)
    x.requires_grad_(True)  # so that a frozen first layer has a delta
    example["trace"] = [trace_step(network, optimizer, example, x, y, weights) for _ in range(STEPS)]
    return example


def main():
    write("traces.json", [trace(example_of(*each)) for each in TRACES], digits=9, separators=(",", ":"))


main()
