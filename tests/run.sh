#!/bin/sh
# The tests of `make test`: on SQLite, those that a database can change on PostgreSQL, then in
# Chromium. What the machine lacks is named and left out on a person's machine, and is a failure
# under CI=true.
set -eu
cd "$(dirname "$0")/.."

# Compiled tests are kept, or each run would spend seconds on compiling them.
unset PYTHONDONTWRITEBYTECODE

python=.venv/bin/python
postgres=${TEST_DATABASE_URL:-postgres:///postgres}
# Its package brings nginx.
brotli=${TEST_NGINX_MODULE:-/usr/lib/nginx/modules/ngx_http_brotli_static_module.so}
missing=""

lacks() {
    missing="$missing$1\n"
    printf '\n!!!!!!!! NOT TESTED: %s\n\n' "$1" >&2
}

if ! [ -e "$brotli" ] || ! command -v curl >/dev/null || ! command -v openssl >/dev/null; then
    packages="nginx libnginx-mod-http-brotli-static curl openssl"
    lacks "the web server in front (sudo apt install $packages)"
fi

echo "== tests on SQLite"
$python -m pytest -m "not browser" -n auto --dist worksteal

answers="import sys, psycopg2; psycopg2.connect(sys.argv[1], connect_timeout=2).close()"
if $python -c "$answers" "$postgres" 2>/dev/null; then
    echo "== those that a database can change, on PostgreSQL"
    DATABASE_URL=$postgres $python -m pytest -m "database and not browser" -n auto --dist worksteal
else
    lacks "PostgreSQL (no server answers at $postgres; install it, or set TEST_DATABASE_URL)"
fi

if command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1; then
    echo "== tests in Chromium"
    # A file whose tests write into its site stays with one worker.
    $python -m pytest -m browser -n auto --dist loadfile
else
    lacks "the pages in a browser (no Chromium; sudo apt install chromium-headless-shell)"
fi

if [ -n "$missing" ]; then
    printf '\nNot tested on this machine:\n%b' "$missing" >&2
    [ "${CI:-}" != "true" ] || exit 1
fi
