#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads every text of Studio and of the techniques again and brings espalier_ko.ts up to date:
#     resources/translations/update.sh        (needs a built espalier, lupdate and python3)
set -euo pipefail
cd "$(dirname "$0")/../.."
texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
# lupdate cannot see what core says of techniques: it gets the texts as a source file.
build/release/bin/espalier techniques --json | python3 -c '
import json, sys
seen = []
def visit(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("title", "summary", "label", "help", "unit", "family") and isinstance(value, str) and value:
                if value not in seen:
                    seen.append(value)
            visit(value)
    elif isinstance(node, list):
        for item in node:
            visit(item)
visit(json.load(sys.stdin))
for text in seen:
    print("QT_TRANSLATE_NOOP(\"technique\", %s)" % json.dumps(text, ensure_ascii=False))
' >"$texts/techniques.cpp"
# Nor what core says of its work: those sentences are listed, with places for what varies.
python3 -c '
import json, sys
for line in sys.stdin.read().splitlines():
    print("QT_TRANSLATE_NOOP(\"message\", %s)" % json.dumps(line, ensure_ascii=False))
' <resources/translations/messages.txt >"$texts/messages.cpp"
lupdate=$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)
"$lupdate" -I . -locations none -no-obsolete -source-language en -target-language ko_KR \
    app/studio "$texts/techniques.cpp" "$texts/messages.cpp" -ts resources/translations/espalier_ko.ts
