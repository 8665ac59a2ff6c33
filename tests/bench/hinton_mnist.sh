#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Hinton et al., "Distilling the Knowledge in a Neural Network" (2015), section 3: a net of two hidden
# layers of 1200 units, regularised by pictures jittered by up to two pixels, teaches one of two
# layers of 800 that sees the plain pictures only; the same student without a teacher beside it.
# The paper: 67 errors for the teacher, 146 for the student alone, 74 distilled at T = 20.
#   tests/bench/hinton_mnist.sh FOLDER [TEACHER_EPOCHS [STUDENT_EPOCHS]]
# Needs build/release (./run build) and MNIST (espalier data get mnist). Writes networks and logs to
# FOLDER; what is there already is not trained again.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
espalier="$root/build/release/bin/espalier"
folder=$1 teacher_epochs=${2:-30} student_epochs=${3:-20}
mkdir -p "$folder"

train() { # NAME ARGUMENT...
    name=$1
    shift
    if [ ! -f "$folder/$name.json" ]; then
        "$espalier" train --data mnist -o "$folder/$name.onnx" --json -q --batch 100 \
            --optimizer sgd --momentum 0.9 --schedule one-cycle "$@" >"$folder/$name.part"
        mv "$folder/$name.part" "$folder/$name.json"
    fi
    /usr/bin/python3 - "$name" "$folder/$name.json" <<'PYTHON'
import json, sys
found = json.load(open(sys.argv[2]))
errors = round(found["images"] * (100 - found["top1"]) / 100)
print(f"{sys.argv[1]}: {errors} errors of {found['images']} ({found['top1']:.2f} %), "
      f"{found['seconds']:.0f} s, {len(found['epochs'])} epochs")
PYTHON
}

train teacher --arch mlp-1200-1200 --epochs "$teacher_epochs" --lr 0.1 --augment shift2 \
    --weight-decay 0.0001
train student --arch mlp-800-800 --epochs "$student_epochs" --lr 0.1 --weight-decay 0
# The part of the teacher is multiplied by T^2, which wants a smaller rate where T is high: 0.1
# diverges at T = 20.
for pair in 4:0.1 20:0.03; do
    temperature=${pair%:*}
    train "distilled-$temperature" --arch mlp-800-800 --epochs "$student_epochs" --lr "${pair#*:}" \
        --weight-decay 0 --teacher "$folder/teacher.onnx" --temperature "$temperature" --alpha 0.1
done
