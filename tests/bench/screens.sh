#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures of every view at scale 1 and 2, made in a real window under Xvfb:
#     tests/bench/screens.sh FOLDER [NETWORK DATA STEP...]
set -euo pipefail
folder=${1:?where to write}
shift
program=$(dirname "$0")/../../build/release/bin/espalier_studio_screens
for scale in 1 2; do
    # A home of its own, so that nobody's settings show.
    home=$(mktemp -d)
    XDG_CONFIG_HOME="$home" XDG_CACHE_HOME="$home" XDG_DATA_HOME="$home" QT_SCALE_FACTOR="$scale" \
        xvfb-run -a -s "-screen 0 3840x2160x24" "$program" "$folder/scale-$scale" "$@"
    rm -rf "$home"
done
