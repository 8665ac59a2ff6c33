#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of training_bench.cpp: the same step on PyTorch (Debian's python3-torch).

training_bench.py [BATCH [STEPS [THREADS]]]: ResNet-20 with option-A shortcuts.
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


def main():
    batch, steps, threads = (list(map(int, sys.argv[1:])) + [128, 10, 2][len(sys.argv) - 1:])[:3]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    net = resnet20()
    assert sum(p.numel() for p in net.parameters()) == 269722
    optimiser = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)
    x = torch.randn(batch, 3, 32, 32)
    y = torch.randint(10, (batch,))
    seconds = []
    for step in range(3 + steps):
        start = time.perf_counter()
        optimiser.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimiser.step()
        if step >= 3:
            seconds.append(time.perf_counter() - start)
    seconds.sort()
    print(json.dumps({"arch": "resnet-20", "batch": batch, "threads": threads,
                      "torch": torch.__version__,
                      "images_per_s": round(batch / seconds[len(seconds) // 2], 1),
                      "best_images_per_s": round(batch / seconds[0], 1)}))


if __name__ == "__main__":
    main()
