# SPDX-License-Identifier: MIT
"""Writes torch.json: what PyTorch makes of the cases, in double precision."""
import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
EPSILON = 1e-7  # Keras's K.epsilon()

ACTIVATIONS = {
    "linear": lambda z: z, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "softmax": lambda z: torch.softmax(z, dim=1), "elu": torch.nn.functional.elu,
    "elu:alpha=0.5": lambda z: torch.nn.functional.elu(z, alpha=0.5),
    "softplus": torch.nn.functional.softplus,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.2),
    "leaky_relu:negative_slope=0.05": lambda z: torch.nn.functional.leaky_relu(z, 0.05),
}


def numbers(count, phase, scale=1.0):
    """Numbers between -scale and scale with four decimals: the same in any language, and exact as text."""
    return [round(scale * math.sin(12.9898 * (i + 1) + 78.233 * phase), 4) for i in range(count)]


def table(rows, cols, phase):
    flat = numbers(rows * cols, phase)
    return [flat[r * cols:(r + 1) * cols] for r in range(rows)]


def mse(p, t):
    return ((p - t) ** 2).mean(dim=1)


def binary_crossentropy(p, t):
    p = p.clamp(EPSILON, 1 - EPSILON)
    return (-t * p.log() - (1 - t) * (1 - p).log()).mean(dim=1)


def categorical_crossentropy(p, t):
    p = (p / p.sum(dim=1, keepdim=True)).clamp(EPSILON, 1 - EPSILON)
    return -(t * p.log()).sum(dim=1)


def sparse_categorical_crossentropy(p, t):
    p = p.clamp(EPSILON, 1 - EPSILON)  # Keras's back end takes a softmax of ln p, which is p / sum p
    return -(p / p.sum(dim=1, keepdim=True)).gather(1, t.long()).log()[:, 0]


LOSSES = {f.__name__: f for f in (mse, binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy)}


class Network:
    def __init__(self, case):
        self.activations = [layer.split(":", 2)[2] if layer.count(":") > 1 else "linear" for layer in case["layers"]]
        self.weights = [torch.tensor(w, requires_grad=True) for w in case["weights"]]

    def predict(self, x):
        for i, activation in enumerate(self.activations):
            x = ACTIVATIONS[activation](x @ self.weights[2 * i] + self.weights[2 * i + 1])
        return x

    def flat(self):
        return [w.detach().reshape(-1).tolist() for w in self.weights]


class Optimizer:
    """PyTorch's optimizers, made to do Keras's update."""

    def __init__(self, text, weights):
        name, *options = text.split(":")
        values = {"learning_rate": 0.01 if name == "sgd" else 0.001, "momentum": 0.0, "nesterov": 0.0, "decay": 0.0,
                  "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
        values.update({key: float(value) for key, value in (option.split("=") for option in options)})
        self.values, self.name, self.steps = values, name, 0
        self.velocity = [torch.zeros_like(w) for w in weights] if values["momentum"] and values["decay"] else None
        self.weights = weights
        if name == "sgd":
            self.inner = torch.optim.SGD(weights, lr=values["learning_rate"], momentum=values["momentum"],
                                         nesterov=values["nesterov"] != 0)
        else:
            self.inner = torch.optim.Adam(weights, lr=values["learning_rate"], betas=(values["beta_1"], values["beta_2"]))

    def step(self):
        values = self.values
        rate = values["learning_rate"] / (1 + values["decay"] * self.steps)
        self.steps += 1
        if self.velocity:  # PyTorch multiplies the whole velocity by the rate, Keras each gradient by its own
            with torch.no_grad():
                for w, m in zip(self.weights, self.velocity):
                    m.mul_(values["momentum"]).sub_(rate * w.grad)
                    w.add_(values["momentum"] * m - rate * w.grad if values["nesterov"] else m)
            return
        group = self.inner.param_groups[0]
        group["lr"] = rate
        if self.name == "adam":  # Keras adds epsilon before the bias correction, PyTorch behind it
            group["eps"] = values["epsilon"] / math.sqrt(1 - values["beta_2"] ** self.steps)
        self.inner.step()


def train_step(network, optimizer, case, x, y):
    for w in network.weights:
        w.grad = None
    rows = LOSSES[case["loss"]](network.predict(x), y)
    rows.mean().backward()
    optimizer.step()
    return rows.detach()


def accuracy(p, y):
    if p.shape[1] == 1:
        return ((p > 0.5) == (y > 0.5)).double().mean(dim=1)
    wanted = y[:, 0].long() if y.shape[1] == 1 else y.argmax(dim=1)
    return (p.argmax(dim=1) == wanted).double()


def run_steps(case):
    network = Network(case)
    optimizer = Optimizer(case["optimizer"], network.weights)
    x, y = torch.tensor(case["x"]), torch.tensor(case["y"])
    case["losses"] = [train_step(network, optimizer, case, x, y).mean().item() for _ in range(case["steps"])]
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
            with torch.no_grad():
                hits.append(accuracy(network.predict(x[batch]), y[batch]))
            losses.append(train_step(network, optimizer, case, x[batch], y[batch]))
        with torch.no_grad():
            p = network.predict(x[rows:])
            history["val_loss"].append(LOSSES[case["loss"]](p, y[rows:]).mean().item())
            history["val_acc"].append(accuracy(p, y[rows:]).mean().item())
        history["loss"].append(torch.cat(losses).mean().item())
        history["acc"].append(torch.cat(hits).mean().item())
    case["history"] = history
    case["expected"] = network.flat()


def targets(kind, rows, outputs):
    if kind == "numbers":
        return table(rows, outputs, 2)
    classes = [(r * 7 + r // 3) % max(outputs, 2) for r in range(rows)]
    if kind == "index":
        return [[float(c)] for c in classes]
    if kind == "bits":
        return [[float((r * 5 + j * 3 + r // 2) % 2) for j in range(outputs)] for r in range(rows)]
    return [[float(c == j) for j in range(outputs)] for c in classes]


def case(layers, loss, kind, optimizer, rows=6, inputs=3, **more):
    weights, width = [], inputs
    for layer in layers:
        units = int(layer.split(":")[1])
        flat = numbers(width * units, len(weights), 0.8)
        weights.append([flat[i * units:(i + 1) * units] for i in range(width)])
        weights.append(numbers(units, 10 + len(weights), 0.2))
        width = units
    name = " ".join([",".join(layers), loss, optimizer, "fit" if "fit" in more else "steps"])
    return {"name": name, "inputs": inputs, "layers": layers, "loss": loss, "optimizer": optimizer,
            "x": table(rows, inputs, 1), "y": targets(kind, rows, width), "weights": weights, **more}


OUTPUTS = [("dense:2", "mse", "numbers"), ("dense:1:sigmoid", "binary_crossentropy", "bits"),
           ("dense:3:sigmoid", "binary_crossentropy", "bits"), ("dense:3:softmax", "categorical_crossentropy", "one-hot"),
           ("dense:3:softmax", "sparse_categorical_crossentropy", "index")]
OPTIMIZERS = ["sgd:learning_rate=0.1", "sgd:learning_rate=0.1:momentum=0.9",
              "sgd:learning_rate=0.1:momentum=0.9:nesterov=1", "sgd:learning_rate=0.2:decay=0.1",
              "sgd:learning_rate=0.1:momentum=0.5:decay=0.05", "sgd:learning_rate=0.1:momentum=0.5:nesterov=1:decay=0.05",
              "adam", "adam:learning_rate=0.05", "adam:learning_rate=0.05:decay=0.1",
              "adam:learning_rate=0.05:beta_1=0.8:beta_2=0.9:epsilon=0.01"]


def all_cases():
    for optimizer in OPTIMIZERS:
        for last, loss, kind in OUTPUTS:
            yield case(["dense:4:tanh", last], loss, kind, optimizer, steps=25)
    for activation in ACTIVATIONS:
        yield case([f"dense:4:{activation}", "dense:3:tanh", "dense:2"], "mse", "numbers", "sgd:learning_rate=0.1", steps=25)
        if activation not in ("softmax", "linear"):
            yield case(["dense:4:tanh", f"dense:3:{activation}"], "mse", "numbers", "sgd:learning_rate=0.1", steps=25)
    # Losses whose last layer gives no logits, and softmax under a loss that does not know it.
    yield case(["dense:4:tanh", "dense:3:softmax"], "mse", "one-hot", "sgd:learning_rate=0.5", steps=25)
    yield case(["dense:4:tanh", "dense:3:softmax"], "binary_crossentropy", "one-hot", "sgd:learning_rate=0.5", steps=25)
    yield case(["dense:4:tanh", "dense:3:sigmoid"], "categorical_crossentropy", "one-hot", "sgd:learning_rate=0.5", steps=25)
    yield case(["dense:4:tanh", "dense:3:sigmoid"], "sparse_categorical_crossentropy", "index", "sgd:learning_rate=0.5", steps=25)
    fit = {"batch_size": 3, "epochs": 4, "validation_split": 0.25, "shuffle": False}
    for optimizer in ("sgd:learning_rate=0.1:momentum=0.9", "adam:learning_rate=0.05:decay=0.01"):
        for last, loss, kind in OUTPUTS[1:2] + OUTPUTS[3:]:
            yield case(["dense:4:relu", last], loss, kind, optimizer, rows=11, fit=fit)


def main():
    cases = list(all_cases())
    for each in cases:
        (run_fit if "fit" in each else run_steps)(each)
    target = pathlib.Path(__file__).with_name("torch.json")
    lines = ",\n".join(json.dumps(each) for each in cases)
    target.write_text(f'{{"oracle": "PyTorch {torch.__version__}", "cases": [\n{lines}\n]}}\n')
    print(f"{len(cases)} cases in {target}")


main()
