#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenCV's side of run_inference.sh: the median time of a run on noise, as one line of JSON.

inference_bench.py MODEL SIDE BATCH RUNS THREADS
"""
import json
import sys
import time

import cv2
import numpy as np

WARM_UP = 3


def main():
    model = sys.argv[1]
    side, batch, runs, threads = map(int, sys.argv[2:])
    cv2.setNumThreads(threads)
    net = cv2.dnn.readNetFromONNX(model)
    x = np.random.default_rng(1).random((batch, 3, side, side), np.float32)
    times = []
    for _ in range(WARM_UP + runs):
        start = time.perf_counter()
        net.setInput(x)
        net.forward()
        times.append((time.perf_counter() - start) * 1e3)
    times = sorted(times[WARM_UP:])
    print(json.dumps({"version": cv2.__version__, "min": times[0], "p50": times[len(times) // 2]}))


if __name__ == "__main__":
    main()
