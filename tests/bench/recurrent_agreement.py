#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that ONNX Runtime answers what we answer on every recurrent network we train.

    mkdir node && (cd node && npm i --ignore-scripts onnxruntime-node)
    tests/bench/recurrent_agreement.py --ort node [--archs ID ...] [--data SET] [--step STEP ...]

Each network is trained for a moment on glyphs or sequences, so that its weights are not symmetric, goes through
the steps where some are given, and then both programs run it on the same random sequences. Outputs
must lie within 1e-4 (absolute, or relative to the largest score). Exit code 1 where one does not.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
TOLERANCE = 1e-4
ARCHS = ["lstm-rows", "lstm-256-rows", "gru-rows", "rnn-rows", "bilstm-rows", "stacked-lstm-rows",
         "residual-lstm-rows", "lstmp-rows", "factorised-lstm-rows", "mgu-rows", "s-lstm-rows",
         "janet-rows", "phased-lstm-rows", "qrnn-rows", "urnn-rows", "skip-rnn-rows",
         "skip-lstm-rows"]


def call(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def check(options, arch, folder):
    model = folder / f"{arch}.onnx"
    call([options.espalier, "train", "--arch", arch, "--data", options.data, "--limit", "100", "--epochs",
          "0.02", "--lr", "0.05", "-o", model, "-q"])
    if options.step:
        thin = folder / f"{arch}-compressed.onnx"
        steps = [part for step in options.step for part in ("--step", step)]
        call([options.espalier, "compress", model, "-o", thin, "-q", "--no-latency", "--data",
              options.data, "--limit", "200", *steps])
        model = thin
    x = folder / "x.npy"
    shape = (40, 1, 32, 8) if options.data == "sequences" else (40, 1, 28, 28)
    np.save(x, np.random.default_rng(1).normal(size=shape).astype(np.float32))
    outputs = []
    for name, command in (("ours", [options.espalier, "run", model, "--input", x, "--output"]),
                          ("theirs", ["node", HERE / "ort_compare.mjs", model, x, "--ort",
                                      options.ort, "--whole", "1", "--out"])):
        place = folder / arch / name
        place.mkdir(parents=True)
        call([*command, place])
        file, = place.glob("*.npy")
        outputs.append(np.load(file))
    ours, theirs = outputs
    difference = float(np.abs(ours - theirs).max())
    largest = float(np.abs(theirs).max())
    holds = difference <= TOLERANCE * max(1.0, largest)
    print(json.dumps({"arch": arch, "max_abs_difference": difference, "largest_score": largest,
                      "holds": holds}), flush=True)
    return holds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--espalier", type=pathlib.Path,
                        default=HERE.parents[1] / "build/release/bin/espalier")
    parser.add_argument("--ort", required=True, help="folder with node_modules/onnxruntime-node")
    parser.add_argument("--archs", nargs="+", default=ARCHS)
    parser.add_argument("--data", default="glyphs", choices=["glyphs", "sequences"])
    parser.add_argument("--step", action="append", help="a step of compression, in order")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        results = [check(options, arch, pathlib.Path(scratch)) for arch in options.archs]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
