#!/bin/sh
# Makes .venv with the hashed requirements that are named as arguments. Runs again only when they
# change.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    say "This needs Python 3.11 or newer, and none was found: install it with" \
        "\`sudo apt install python3 python3-venv\`, then run this again."
    exit 1
}

stamp=".venv/.installed-$(basename "$(printf '%s' "$*" | tr ' ' '-')")"
if [ -x .venv/bin/python ] && cat "$@" | cmp -s - "$stamp"; then
    exit 0
fi

python=$(find_python)
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    say "Python's venv module is missing: install it with" \
        "\`sudo apt install python3-venv\`, then run this again."
    exit 1
fi
if ! [ -x .venv/bin/pip ]; then
    say "Making .venv ..."
    "$python" -m venv --clear .venv
fi
say "Installing $* ..."
files=""
for file in "$@"; do files="$files -r $file"; done
# shellcheck disable=SC2086
if ! .venv/bin/pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes $files; then
    say "The packages could not be installed (the reason is above):" \
        "check the network, then run this again."
    exit 1
fi
cat "$@" > "$stamp"
