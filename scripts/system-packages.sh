#!/usr/bin/env bash
# What congvan takes from the operating system, installed only where it is missing:
#   LibreOffice Writer  reads .doc, .odt and .rtf
#   Vietnamese model    of Tesseract, reads scanned pages (the engine itself comes with tesserocr)
#   Liberation fonts    Times metrics with Vietnamese letters, typeset the sample letters
#   (chromium           is not installed here: only the browser tests of the web desk want it, and skip without)
#   python3-venv        only where this Python cannot make an environment by itself
# On Debian and its kin with the right to install it installs; elsewhere it says what to install and goes on, for all
# but the environment can be missing: the readers and tests that need the rest then say so by themselves.
set -euo pipefail

python="${PYTHON:-python3}"
missing=()

command -v soffice >/dev/null || command -v libreoffice >/dev/null || missing+=(libreoffice-writer)
compgen -G '/usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf' >/dev/null || missing+=(fonts-liberation2)
compgen -G "${TESSDATA_PREFIX:-/usr/share/tesseract-ocr/*/tessdata}/vie.traineddata" >/dev/null \
    || compgen -G '/usr/share/tessdata/vie.traineddata' >/dev/null || missing+=(tesseract-ocr-vie)
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo 3)"
    missing+=("python$version-venv")
fi

if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

by_hand() {
    echo "congvan: $1; not installed: ${missing[*]}"
    echo "         On Debian or Ubuntu: sudo apt-get install ${missing[*]}"
    echo "         Elsewhere: LibreOffice, Tesseract's vie.traineddata and the Liberation fonts by their own installers."
    echo "         Going on without: .doc/.odt/.rtf files and scanned pages are refused with a message until then."
    exit 0
}

command -v apt-get >/dev/null || by_hand "this system has no apt"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || by_hand "no right to install system packages"
    as_root=(sudo -n)
fi

echo "congvan: installing system packages: ${missing[*]} (some minutes, once)"
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "$@" >"$log" 2>&1 </dev/null
}
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
"${as_root[@]}" apt-get update -qq >"$log" 2>&1 </dev/null || true # old lists may still do
# Later releases renamed the fonts' package; each package by itself, so that one failure costs only itself.
failed=()
install "${missing[@]}" || for package in "${missing[@]}"; do
    install "$package" || { [ "$package" = fonts-liberation2 ] && install fonts-liberation; } || failed+=("$package")
done
if [ ${#failed[@]} -gt 0 ]; then
    missing=("${failed[@]}")
    tail -n 3 "$log" | sed 's/^/         /'
    by_hand "apt could not install everything"
fi
