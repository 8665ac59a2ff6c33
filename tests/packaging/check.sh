#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check.sh WHAT SOURCE_DIR BUILD_DIR: 0 fine, 77 a tool is missing, anything else is a fault.
set -euo pipefail
what=$1 source=$2 build=$3
desktop=$source/resources/desktop
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || {
            echo "skipped: $tool is not installed"
            exit 77
        }
    done
}

fault() {
    echo "fault: $*" >&2
    exit 1
}

metainfo() {
    need appstreamcli
    appstreamcli validate --no-net "$desktop/org.espalier.Studio.metainfo.xml"
    local version
    version=$(sed -n 's/^project(espalier VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
    grep -q "<release version=\"$version\"" "$desktop/org.espalier.Studio.metainfo.xml" ||
        fault "no release $version is described"
}

desktop_entry() {
    need desktop-file-validate
    desktop-file-validate "$desktop/espalier-studio.desktop"
}

# The types must be found by name and by content, as a file manager does.
mime_types() {
    need update-mime-database
    mkdir -p "$scratch/mime/packages"
    cp "$desktop/espalier.mime.xml" "$scratch/mime/packages/espalier.xml"
    update-mime-database "$scratch/mime"
    grep -q '^50:application/x-espalier-workspace:\*\.espalier$' "$scratch/mime/globs2" || fault "no *.espalier"
    grep -q '^50:application/x-espalier-network:\*\.espz$' "$scratch/mime/globs2" || fault "no *.espz"
    grep -aq 'espalier-workspace/' "$scratch/mime/magic" || fault "workspaces are not known by content"
    local type
    for type in $(sed -n 's/^MimeType=//p' "$desktop/espalier-studio.desktop" | tr ';' ' '); do
        grep -q "mime-type type=\"$type\"" "$desktop/espalier.mime.xml" || fault "$type is not described"
    done
}

icons() {
    local size
    for size in 16 24 32 48 64 128 256; do
        local picture=$build/icons/$size/espalier-studio.png
        [ -s "$picture" ] || fault "$picture is missing"
        # Width and height stand in bytes 17 to 24 of a PNG, big endian.
        local sides
        sides=$(od -An -tu1 -j16 -N8 "$picture" | awk '{print $3*256+$4, $7*256+$8}')
        [ "$sides" = "$size $size" ] || fault "$picture is $sides, expected $size $size"
    done
}

# Nothing for the typesetter to complain about, and every command named.
manuals() {
    need groff
    local page complaints command
    for page in "$build"/man/*.1; do
        complaints=$(groff -man -ww -z "$page" 2>&1)
        [ -z "$complaints" ] || fault "$complaints"
        gzip -dc "$page.gz" | cmp - "$page"
    done
    for command in "$source"/app/cli/commands/*.cpp; do
        command=$(basename "$command" .cpp)
        grep -Eq "^\.BI? \"?$command\b" "$build/man/espalier.1" || fault "espalier.1 does not name $command"
    done
}

# The package as a user gets it, unpacked elsewhere and run from there.
debian_package() {
    need cpack dpkg-deb dpkg-shlibdeps file
    (cd "$scratch" && cpack --config "$build/CPackConfig.cmake" -G DEB -B "$scratch/package" >"$scratch/log" 2>&1) ||
        fault "$(tail -20 "$scratch/log")"
    local package
    package=$(ls "$scratch"/package/*.deb)
    dpkg-deb --field "$package" Depends Recommends
    dpkg-deb --field "$package" Depends | grep -q libqt6widgets6 || fault "Qt is no dependency"
    dpkg-deb --field "$package" Recommends | grep -q 'fonts-nanum | fonts-noto-cjk' || fault "no Korean font"
    dpkg-deb --contents "$package" >"$scratch/contents"
    local file
    for file in bin/espalier bin/espalier-studio share/applications/espalier-studio.desktop \
        share/metainfo/org.espalier.Studio.metainfo.xml share/mime/packages/espalier.xml \
        share/icons/hicolor/scalable/apps/espalier-studio.svg \
        share/icons/hicolor/48x48/apps/espalier-studio.png share/man/man1/espalier.1.gz \
        share/man/man1/espalier-studio.1.gz share/doc/espalier/copyright \
        share/espalier/networks/lenet-5-glyphs.onnx share/espalier/accelerators/eyeriss.json; do
        grep -q " \./usr/$file$" "$scratch/contents" || fault "/usr/$file is not in the package"
    done
    # Every link to a bundled Qt 5 would bring a second Qt into the process.
    ! grep -q 'libqt5' <(dpkg-deb --field "$package" Depends) || fault "depends on Qt 5"
    dpkg-deb --extract "$package" "$scratch/root"
    local run=(env -u ESPALIER_RESOURCES "$scratch/root/usr/bin/espalier")
    "${run[@]}" info lenet-5-glyphs --json | grep -q '"params"' || fault "it does not run"
    rm "$scratch/root/usr/share/espalier/networks/lenet-5-glyphs.onnx"
    ! "${run[@]}" info lenet-5-glyphs >/dev/null 2>&1 || fault "it reads another installation's files"
    QT_QPA_PLATFORM=offscreen "$scratch/root/usr/bin/espalier-studio" --version
}

"$what"
