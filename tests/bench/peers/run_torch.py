# SPDX-License-Identifier: MIT
"""Microseconds a batch step of PyTorch on all workloads, on one thread, as JSON: python3 run_torch.py 2"""
import json
import pathlib
import sys
import time

import torch

torch.set_num_threads(1)
SECONDS = float(sys.argv[1])
ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "sigmoid": torch.nn.Identity, "softmax": torch.nn.Identity}
# The crossentropies take logits, so the last activation is inside them.
LOSSES = {"mse": torch.nn.functional.mse_loss, "binary_crossentropy": torch.nn.functional.binary_cross_entropy_with_logits,
          "categorical_crossentropy": torch.nn.functional.cross_entropy}


def fit_of(workload):
    layers, width = [], workload["inputs"]
    for text in workload["layers"]:
        _, units, activation = text.split(":")
        layers += [torch.nn.Linear(width, int(units)), ACTIVATIONS[activation]()]
        width = int(units)
    model = torch.nn.Sequential(*layers)
    make = torch.optim.SGD if workload["optimizer"] == "sgd" else torch.optim.Adam
    optimizer = make(model.parameters(), lr=workload["learning_rate"])
    rows, batch, loss_of = workload["rows"], workload["batch"], LOSSES[workload["loss"]]
    x = torch.rand(rows, workload["inputs"]) * 2 - 1
    y = torch.randint(0, max(width, 2), (rows,))
    y = y[:, None].float() if width == 1 else y

    def fit(epochs):
        history = []
        for _ in range(epochs):
            order, total = torch.randperm(rows), 0.0
            for first in range(0, rows, batch):
                chosen = order[first:first + batch]
                optimizer.zero_grad(set_to_none=True)
                loss = loss_of(model(x[chosen]), y[chosen])
                loss.backward()
                optimizer.step()
                total += loss.item() * len(chosen)
            history.append(total / rows)

    return fit, -(-rows // batch)


def main():
    times = {}
    for workload in json.loads((pathlib.Path(__file__).parent.parent / "workloads.json").read_text()):
        fit, steps = fit_of(workload)
        fit(1)
        start = time.perf_counter()
        fit(1)
        epochs = max(1, round(SECONDS / (time.perf_counter() - start)))
        start = time.perf_counter()
        fit(epochs)
        times[workload["name"]] = 1e6 * (time.perf_counter() - start) / (epochs * steps)
    print(json.dumps({"name": "PyTorch", "times": times}))


main()
