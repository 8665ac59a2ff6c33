#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of training_bench.cpp: the same step on PyTorch (Debian's python3-torch).

training_bench.py [ARCH [BATCH [STEPS [THREADS [MODE]]]]]: resnet-20 with option-A shortcuts,
mobilenet-v2-small, lenet-5, or lstm-rows, lstm-256-rows, gru-rows over the rows of a picture;
MODE train or infer.
"""
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, inside, out):
        super().__init__()
        stride = 1 if inside == out else 2
        self.conv1 = nn.Conv2d(inside, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.more = out - inside

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.more:
            half = self.more // 2
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, self.more - half))
        return F.relu(y + x)


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    inside = 16
    for out in (16, 32, 64):
        for _ in range(3):
            layers.append(Block(inside, out))
            inside = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10))


class Rows(nn.Module):
    """The last state of a recurrent layer over 28 rows of 28 pixels."""

    def __init__(self, layer, hidden):
        super().__init__()
        self.layer = layer(28, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, 10)

    def forward(self, x):
        return self.fc(self.layer(x.squeeze(1))[0][:, -1])


class Bottleneck(nn.Module):
    def __init__(self, inside, expansion, out, stride):
        super().__init__()
        wide = inside * expansion
        layers = []
        if expansion > 1:
            layers += [nn.Conv2d(inside, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()]
        layers += [nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False),
                   nn.BatchNorm2d(wide), nn.ReLU6(), nn.Conv2d(wide, out, 1, bias=False),
                   nn.BatchNorm2d(out)]
        self.layers = nn.Sequential(*layers)
        self.adds = stride == 1 and inside == out

    def forward(self, x):
        y = self.layers(x)
        return x + y if self.adds else y


def mobilenet_v2_small():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU6()]
    inside = 16
    for expansion, out, repeats, stride in ((1, 16, 1, 1), (4, 32, 2, 2), (4, 48, 2, 2),
                                            (4, 64, 2, 2), (4, 96, 1, 1)):
        for repeat in range(repeats):
            layers.append(Bottleneck(inside, expansion, out, stride if repeat == 0 else 1))
            inside = out
    return nn.Sequential(*layers, nn.Conv2d(96, 256, 1, bias=False), nn.BatchNorm2d(256),
                         nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10))


ARCHITECTURES = {
    "resnet-20": (resnet20, (3, 32, 32), 269722),
    "mobilenet-v2-small": (mobilenet_v2_small, (3, 32, 32), 180330),
    "lenet-5": (lenet5, (1, 28, 28), 431080),
    "lstm-rows": (lambda: Rows(nn.LSTM, 128), (1, 28, 28), 82186),
    "lstm-256-rows": (lambda: Rows(nn.LSTM, 256), (1, 28, 28), 295434),
    "gru-rows": (lambda: Rows(nn.GRU, 128), (1, 28, 28), 61962),
}


def main():
    defaults = ["resnet-20", 128, 10, 2, "train"]
    arch, batch, steps, threads, mode = (sys.argv[1:] + defaults[len(sys.argv) - 1:])[:5]
    batch, steps, threads = int(batch), int(steps), int(threads)
    make, shape, parameters = ARCHITECTURES[arch]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    net = make()
    assert sum(p.numel() for p in net.parameters()) == parameters
    optimiser = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)
    x = torch.randn(batch, *shape)
    y = torch.randint(10, (batch,))
    seconds = []
    for step in range(3 + steps):
        start = time.perf_counter()
        if mode == "infer":
            with torch.no_grad():
                net(x)
        else:
            optimiser.zero_grad()
            F.cross_entropy(net(x), y).backward()
            optimiser.step()
        if step >= 3:
            seconds.append(time.perf_counter() - start)
    seconds.sort()
    print(json.dumps({"arch": arch, "mode": mode, "batch": batch, "threads": threads,
                      "torch": torch.__version__,
                      "images_per_s": round(batch / seconds[len(seconds) // 2], 1),
                      "best_images_per_s": round(batch / seconds[0], 1)}))


if __name__ == "__main__":
    main()
