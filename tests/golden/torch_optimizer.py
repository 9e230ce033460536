# SPDX-License-Identifier: MIT
"""Keras's optimizers in double: PyTorch's where they can be made to do the same update, else Keras's formulas."""
import math

import torch

from torch_functions import choice

DEFAULTS = {
    "sgd": dict(learning_rate=0.01, momentum=0.0, nesterov=0.0), "adam": dict(learning_rate=0.001),
    "adamw": dict(learning_rate=0.001, weight_decay=0.004), "rmsprop": dict(learning_rate=0.001, rho=0.9, momentum=0.0, centered=0.0),
    "adagrad": dict(learning_rate=0.001, initial_accumulator_value=0.1), "adadelta": dict(learning_rate=0.001, rho=0.95),
    "adamax": dict(learning_rate=0.001), "nadam": dict(learning_rate=0.001), "lion": dict(learning_rate=0.001, beta_2=0.99),
}
SHARED = dict(decay=0.0, weight_decay=0.0, clipnorm=0.0, global_clipnorm=0.0, clipvalue=0.0, beta_1=0.9, beta_2=0.999,
              epsilon=1e-7, amsgrad=0.0)

ADAM = ("m", "v", "v_hat")
SLOTS = {
    "sgd": ("momentum",), "adam": ADAM, "adamw": ADAM, "rmsprop": ("velocity", "momentum", "average_gradient"),
    "adagrad": ("accumulator",), "adadelta": ("accumulated_grad", "accumulated_delta_var"), "adamax": ("m", "u"),
    "nadam": ("m", "v"), "lion": ("m",),
}
NEEDS = {"momentum": "momentum", "average_gradient": "centered", "v_hat": "amsgrad"}  # parameters without which a slot is idle


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

    def rate(self):
        """The learning rate of the next step."""
        return self.v["learning_rate"] / (1 + self.v["decay"] * self.steps)

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
        rate = self.rate()
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

    def kept(self, i):
        """What is kept of weight i after a step: Keras's slots by name, without those that its parameters leave idle."""
        slots = self.slots[i]
        if self.inner:
            state = self.inner.state[self.weights[i]]
            slots = [state.get(key) for key in ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")]
            if self.name == "sgd" and self.v["momentum"]:  # PyTorch adds up gradients, Keras the changes that they make
                slots = [-self.rate() * state["momentum_buffer"]]
        named = zip(SLOTS[self.name], slots)
        return {name: slot for name, slot in named if self.v.get(NEEDS.get(name), 1)}

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
