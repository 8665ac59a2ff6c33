#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that ONNX Runtime answers what we answer, on files that `espalier compress` wrote.

    mkdir node && (cd node && npm i --ignore-scripts onnxruntime-node)
    ESPALIER_DATA=... tests/bench/onnx_agreement.py --ort node [--images N] [--networks NAME ...]
                                                    [--kinds float|int8 ...]

ResNet-20 on CIFAR-10 and SqueezeNet on pictures of ImageNet go through a recipe of three steps that
leaves them float and one that ends in 8 bits. Float outputs must lie within 1e-4 (absolute, or
relative to the largest score), and at least 99 % of the 8-bit top-1 answers must be equal. Needs
Debian's python3-numpy and python3-opencv. Exit code 1 where something does not hold.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
FLOAT_TOLERANCE = 1e-4
AGREEMENT = 0.99
PICTURES_AT_ONCE = 50
FLOAT_STEPS = ["prune.channels:ratio=0.2", "prune.magnitude:sparsity=0.5", "fold.batchnorm"]
INT8_STEPS = ["fold.batchnorm", "prune.magnitude:sparsity=0.3",
              "quantise.uniform:weight_bits=8,activation_bits=8"]


def cifar(data, images):
    records = np.fromfile(data / "cifar10" / "test_batch.bin", np.uint8).reshape(-1, 3073)[:images]
    pixels = records[:, 1:].reshape(-1, 3, 32, 32).astype(np.float32) / np.float32(255)
    mean = np.array([0.485, 0.456, 0.406], np.float32).reshape(1, 3, 1, 1)
    std = np.array([0.229, 0.224, 0.225], np.float32).reshape(1, 3, 1, 1)
    return ((pixels - mean) / std).astype(np.float32)


def imagenet(data, images):
    """BGR less the mean, the middle 227 of a shorter side of 256, as SqueezeNet was trained."""
    pictures = []
    for file in sorted((data / "imagenet-samples").glob("*.jpg"))[:images]:
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
        scale = 256 / min(picture.shape[:2])
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        top, left = ((side - 227) // 2 for side in picture.shape[:2])
        crop = picture[top:top + 227, left:left + 227].astype(np.float32)
        pictures.append((crop - np.array([104, 117, 123], np.float32)).transpose(2, 0, 1))
    return np.stack(pictures)


NETWORKS = {
    "ResNet-20": {
        "model": "models/cifar/resnet20_cifar10/model.onnx",
        "inputs": cifar,
        "data": "cifar10",
        "preprocess": ["--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225"],
    },
    "SqueezeNet": {
        "model": "models/imagenet/squeezenet_v1.0_deepcompressed_fp32/model.onnx",
        "inputs": imagenet,
        "data": "imagenet-samples",
        "preprocess": ["--scale", "1", "--channels", "bgr", "--mean", "104,117,123"],
    },
}


def call(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def compress(options, network, steps, target):
    command = [options.espalier, "compress", options.data / network["model"], "-o", target, "-q",
               "--no-latency", "--limit", "128", *network["preprocess"]]
    for step in steps:
        command += ["--step", step]
    if any("activation_bits" in step for step in steps):
        command += ["--data", options.data / network["data"]]
    call(command)


def both_outputs(options, model, inputs, folder):
    """Scores of ours and of ONNX Runtime, a row for each picture."""
    ours, theirs = [], []
    for begin in range(0, len(inputs), PICTURES_AT_ONCE):
        x = folder / "x.npy"
        np.save(x, inputs[begin:begin + PICTURES_AT_ONCE])
        for side, command in (
                (ours, [options.espalier, "run", model, "--input", x, "--output", folder / "a"]),
                (theirs, ["node", HERE / "ort_compare.mjs", model, x, "--out", folder / "b",
                          "--ort", options.ort])):
            call(command)
            where = folder / ("a" if side is ours else "b")
            file, = where.glob("*.npy")
            side.append(np.load(file))
    return (np.concatenate(part).reshape(len(inputs), -1) for part in (ours, theirs))


def check(options, name, kind, steps, folder):
    network = NETWORKS[name]
    model = folder / f"{name.lower()}-{kind}.onnx"
    compress(options, network, steps, model)
    inputs = network["inputs"](options.data, options.images)
    ours, theirs = both_outputs(options, model, inputs, folder)
    difference = float(np.abs(ours - theirs).max())
    bound = FLOAT_TOLERANCE * max(1.0, float(np.abs(theirs).max()))
    agreement = float((ours.argmax(1) == theirs.argmax(1)).mean())
    holds = difference <= bound if kind == "float" else agreement >= AGREEMENT
    print(json.dumps({"network": name, "kind": kind, "steps": steps, "images": len(inputs),
                      "max_abs_difference": difference, "largest_score": float(np.abs(theirs).max()),
                      "top1_agreement": round(agreement, 5), "holds": holds}), flush=True)
    return holds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--espalier", type=pathlib.Path,
                        default=HERE.parents[1] / "build/release/bin/espalier")
    parser.add_argument("--ort", required=True, help="folder with node_modules/onnxruntime-node")
    parser.add_argument("--images", type=int, default=2000)
    parser.add_argument("--networks", nargs="+", default=list(NETWORKS), choices=list(NETWORKS))
    parser.add_argument("--kinds", nargs="+", default=["float", "int8"])
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the files written")
    options = parser.parse_args()
    options.data = pathlib.Path(os.environ["ESPALIER_DATA"])
    with tempfile.TemporaryDirectory() as scratch:
        holds = True
        for name in options.networks:
            for kind in options.kinds:
                steps = INT8_STEPS if kind == "int8" else FLOAT_STEPS
                folder = pathlib.Path(options.keep or scratch) / name / kind
                folder.mkdir(parents=True, exist_ok=True)
                holds = check(options, name, kind, steps, folder) and holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
