#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of whole networks: ours, ONNX Runtime and OpenCV dnn in turns, so that all see one machine.

    ESPALIER_DATA=... tests/bench/run_inference.py --ort FOLDER [--rounds N] [--threads N]
                                                   [--networks NAME ...] [--batches N ...]

FOLDER holds node_modules/onnxruntime-node (npm i --ignore-scripts onnxruntime-node); OpenCV is
Debian's python3-opencv and is left out where it is missing or can not read the network. Every round
starts each program anew. Prints medians over the rounds of each program's median and, as quiet
moments decide it, of its minimum, in ms of a batch, and the peers' times over ours.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NETWORKS = {
    "SqueezeNet": ("imagenet/squeezenet_v1.0_deepcompressed_fp32", 227),
    "MobileNetV1": ("imagenet/mobilenet_v1_1.0_224_fp32", 224),
    "MobileNetV2": ("imagenet/mobilenet_v2_1.0_224_fp32", 224),
    "ResNet-20": ("cifar/resnet20_cifar10", 32),
}
RUNS = {1: 40, 32: 6}


def measured(command):
    """{p50, min} from the JSON a program prints; nothing where it failed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        return None
    result = json.loads(done.stdout)
    return result.get("latency_ms", result)


def commands(options, name, batch):
    folder, side = NETWORKS[name]
    model = options.data / "models" / folder / "model.onnx"
    runs = RUNS.get(batch, 10) * (10 if side <= 32 else 1)
    return {
        "espalier": [options.espalier, "bench", model, "--batch", batch, "--runs", runs,
                     "--threads", options.threads, "--json", "-q"],
        "ONNX Runtime": ["node", HERE / "inference_bench.mjs", model, batch, runs, options.threads,
                         options.ort],
        "OpenCV": ["/usr/bin/python3", HERE / "inference_bench.py", model, side, batch, runs,
                   options.threads],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--espalier", type=pathlib.Path,
                        default=HERE.parents[1] / "build/release/bin/espalier")
    parser.add_argument("--ort", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--networks", nargs="+", default=list(NETWORKS), choices=list(NETWORKS))
    parser.add_argument("--batches", nargs="+", type=int, default=[1, 32])
    options = parser.parse_args()
    options.data = pathlib.Path(os.environ["ESPALIER_DATA"])
    times = {}
    for turn in range(options.rounds):
        print(f"round {turn + 1}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        for name in options.networks:
            for batch in options.batches:
                for who, command in commands(options, name, batch).items():
                    if found := measured(command):
                        times.setdefault((name, batch, who), []).append(found)
    print("| network | batch | ours, ms | ONNX Runtime | OpenCV | ONNX Runtime / ours | OpenCV / ours "
          "| minima: ours | ONNX Runtime | ratio |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in options.networks:
        for batch in options.batches:
            def middle(who, key="p50"):
                found = times.get((name, batch, who))
                return statistics.median(one[key] for one in found) if found else None

            def text(value):
                return "" if value is None else f"{value:.2f}"

            def ratio(a, b):
                return None if a is None or b is None else a / b

            ours, runtime, opencv = map(middle, ("espalier", "ONNX Runtime", "OpenCV"))
            least = [middle(who, "min") for who in ("espalier", "ONNX Runtime")]
            cells = [ours, runtime, opencv, ratio(runtime, ours), ratio(opencv, ours), *least,
                     ratio(least[1], least[0])]
            print(f"| {name} | {batch} | " + " | ".join(map(text, cells)) + " |")


if __name__ == "__main__":
    main()
