#!/bin/sh
# Photographs the gallery in DIR with headless Chromium: phones at 360×740, boards at 1024×768.
# usage: shoot.sh DIR [PATTERN]
set -eu
dir=$(cd "$1" && pwd)
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
shoot() { # page size suffix
    chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$profile" --window-size="$2" \
        --screenshot="$dir/$(basename "$1" .html)$3.png" "file://$1" 2>/dev/null
}
for page in "$dir"/${2:-*}.html; do
    # Headless Chromium makes no window narrower than 500: a frame of the phone's width stands for it.
    case $(basename "$page") in
    overview-*) shoot "$page" 1024,768 "" ;;
    frame-*) ;;
    *)
        frame="$dir/frame-$(basename "$page")"
        printf '<!doctype html><html><body style="margin:0"><iframe src="%s" width="%s" height="%s" style="border:0"></iframe>' "$(basename "$page")" "${WIDTH:-360}" "${HEIGHT:-740}" > "$frame"
        shoot "$frame" "${WIDTH:-360},${HEIGHT:-740}" ""
        mv "$dir/frame-$(basename "$page" .html).png" "$dir/$(basename "$page" .html)${SUFFIX:-}.png"
        rm "$frame"
        ;;
    esac
done
