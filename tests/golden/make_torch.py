# SPDX-License-Identifier: MIT
"""Writes torch.json: what PyTorch makes of the cases, in double precision."""
import json
import math
import pathlib

import torch

from torch_functions import ACTIVATIONS, DIVIDES, loss_of
from torch_network import Network, split_layer, weights_in
from torch_optimizer import Optimizer

torch.set_default_dtype(torch.float64)


def numbers(count, phase, scale=1.0):
    """Numbers between -scale and scale with four decimals: the same in any language, and exact as text."""
    return [round(scale * math.sin(12.9898 * (i + 1) + 78.233 * phase), 4) for i in range(count)]


def table(rows, cols, phase):
    flat = numbers(rows * cols, phase)
    return [flat[r * cols:(r + 1) * cols] for r in range(rows)]


def forward(network, case, x, y, weights=None):
    """The losses of the rows, weighted, with the penalties in each, and the outputs."""
    for w in network.weights:
        w.grad = None
    p = network.predict(x, training=True)
    rows = loss_of(case["loss"])(p, y)
    if weights is not None:
        rows = rows * weights
    return rows + network.penalty(), p


def update(network, optimizer):
    optimizer.step()
    for layer in network.layers:
        layer.constrain()


def train_step(network, optimizer, case, x, y, weights=None):
    rows, p = forward(network, case, x, y, weights)
    rows.mean().backward()
    update(network, optimizer)
    return rows.detach(), p.detach()


def tensors(case):
    """x, y and what the rows count."""
    return tuple(torch.tensor(case[key]) if key in case else None for key in ("x", "y", "sample_weight"))


def accuracy(p, y):
    if p.shape[1] == 1:
        return ((p > 0.5) == (y > 0.5)).double().mean(dim=1)
    wanted = y[:, 0].long() if y.shape[1] == 1 else y.argmax(dim=1)
    return (p.argmax(dim=1) == wanted).double()


def run_steps(case):
    network = Network(case)
    optimizer = Optimizer(case["optimizer"], network.weights)
    x, y, weights = tensors(case)
    case["losses"] = [train_step(network, optimizer, case, x, y, weights)[0].mean().item() for _ in range(case["steps"])]
    with torch.no_grad():
        case["outputs"] = network.predict(x).reshape(-1).tolist()
    case["expected"] = network.flat()


def run_fit(case):
    network = Network(case)
    optimizer = Optimizer(case["optimizer"], network.weights)
    fit = case["fit"]
    x, y, _ = tensors(case)
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


def short(value, digits):
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, list):
        return [short(item, digits) for item in value]
    return {key: short(item, digits) for key, item in value.items()} if isinstance(value, dict) else value


def write(name, cases, digits=10, **style):
    """One case a line. Float32 has fewer than nine digits."""
    target = pathlib.Path(__file__).with_name(name)
    lines = ",\n".join(json.dumps(short(each, digits), **style) for each in cases)
    target.write_text(f'{{"oracle": "PyTorch {torch.__version__}", "cases": [\n{lines}\n]}}\n')
    print(f"{len(cases)} cases in {target}")


def main():
    cases = list(all_cases())
    for each in cases:
        (run_fit if "fit" in each else run_steps)(each)
    write("torch.json", cases)


if __name__ == "__main__":
    main()
