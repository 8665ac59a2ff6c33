#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Training steps of ResNet-20, MobileNetV2-small, LeNet-5 and LSTM-256 and inference of the last, ours against PyTorch,
# in turns so that both see the same machine:
#   tests/bench/run_training.sh [ROUNDS [BATCH [STEPS [THREADS]]]]
# Needs build/release (./run build) and Debian's python3-torch.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rounds=${1:-5} batch=${2:-128} steps=${3:-10} threads=${4:-2}
ours="$root/build/release/bin/espalier_training_bench"
[ -x "$ours" ] || cmake --build "$root/build/release" --target espalier_training_bench >&2
results=$(mktemp)
trap 'rm -f "$results"' EXIT
round=1
while [ "$round" -le "$rounds" ]; do
    for arch in ${ARCHS:-resnet-20 mobilenet-v2-small lenet-5 lstm-256-rows}; do
        "$ours" "$arch" "$batch" "$steps" "$threads" | sed 's/^/espalier /' | tee -a "$results"
        /usr/bin/python3 "$here/training_bench.py" "$arch" "$batch" "$steps" "$threads" |
            sed 's/^/pytorch  /' | tee -a "$results"
    done
    for size in 1 "$batch"; do
        "$ours" lstm-256-rows "$size" "$steps" "$threads" infer | sed 's/^/espalier /' |
            tee -a "$results"
        /usr/bin/python3 "$here/training_bench.py" lstm-256-rows "$size" "$steps" "$threads" infer |
            sed 's/^/pytorch  /' | tee -a "$results"
    done
    round=$((round + 1))
done
/usr/bin/python3 - "$results" <<'PYTHON'
import json, statistics, sys
rates = {}
for line in open(sys.argv[1]):
    who, record = line.split(None, 1)
    record = json.loads(record)
    name = f'{record["arch"]} {record["mode"]} {record["batch"]}'
    rates.setdefault(name, {}).setdefault(who, []).append(record["images_per_s"])
for arch, found in rates.items():
    ours, theirs = (statistics.median(found[who]) for who in ("espalier", "pytorch"))
    ratios = [a / b for a, b in zip(found["espalier"], found["pytorch"])]
    print(f"{arch}: espalier {ours:.0f} images/s, PyTorch {theirs:.0f} images/s, ratio "
          f"{ours / theirs:.2f} (rounds from {min(ratios):.2f} to {max(ratios):.2f})")
PYTHON
