#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the bundled networks again, with their model cards: resources/networks/make.sh [NAME...]
# MNIST and CIFAR-10 must be at hand (espalier data get mnist, espalier data get cifar10); glyphs and shapes are drawn by the program.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/build/release/bin:$PATH"
wanted=" $* "

network() { # network NAME ARCH SET OPTIONS...
    local name=$1 arch=$2 set=$3
    shift 3
    if [ "$wanted" = "  " ] || [[ "$wanted" == *" $name "* ]]; then
        echo "== $name"
        espalier train --arch "$arch" --data "$set" -o "resources/networks/$name.onnx" "$@"
    fi
}

network lenet-300-100-glyphs lenet-300-100 glyphs --epochs 12 --lr 0.1 --weight-decay 1e-4 --augment shift1
network lenet-300-100-mnist lenet-300-100 mnist --epochs 12 --lr 0.1 --weight-decay 1e-4 --augment shift1
network lenet-5-glyphs lenet-5 glyphs --epochs 4 --lr 0.01 --weight-decay 5e-4
network lenet-5-mnist lenet-5 mnist --epochs 8 --batch 64 --lr 0.01 --weight-decay 5e-4 --augment shift2
network resnet-20-shapes resnet-20 shapes --epochs 8 --lr 0.1 --weight-decay 5e-4 --warm-up 0.05 --augment flip+crop2
network mobilenet-v2-small-shapes mobilenet-v2-small shapes --epochs 8 --lr 0.1 --weight-decay 1e-4 --warm-up 0.05 --augment flip+crop2
network resnet-20-cifar10 resnet-20 cifar10 --epochs 12 --batch 128 --lr 0.2 --schedule one-cycle --weight-decay 0.0005 --nesterov --augment flip+crop4
network lstm-rows-mnist lstm-rows mnist --epochs 8 --lr 0.003 --optimizer adam --weight-decay 0 --schedule one-cycle --clip-norm 1
network gru-rows-sequences gru-rows sequences --epochs 8 --lr 0.003 --optimizer adam --weight-decay 0 --schedule one-cycle --clip-norm 1
network char-lstm-small-shakespeare char-lstm-small tiny-shakespeare --epochs 4 --batch 32 --lr 0.004 --optimizer adam --weight-decay 0 --schedule one-cycle --clip-norm 1
network mobilenet-v2-small-cifar10 mobilenet-v2-small cifar10 --epochs 15 --lr 0.2 --weight-decay 0.0002 --batch 128 --schedule one-cycle --augment flip+crop4 --nesterov
network vgg-small-cifar10 vgg-small cifar10 --epochs 4 --lr 0.1 --weight-decay 0.0005 --batch 128 --schedule one-cycle --augment flip+crop4 --nesterov
network squeezenet-small-cifar10 squeezenet-small cifar10 --epochs 4 --lr 0.1 --weight-decay 0.0002 --batch 128 --schedule one-cycle --augment flip+crop4 --nesterov
