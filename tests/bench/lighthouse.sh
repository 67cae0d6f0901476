#!/bin/sh
# Lighthouse at phone settings against a served site: tests/bench/lighthouse.sh [PATH ...]. It
# prints the scores and fails below 100. SITE is the address of a site that runs (make run). Nothing
# of Node is part of the project: npx fetches it for this one run.
set -eu

version=12.8.2  # the last that runs on Node 20
site=${SITE:-http://127.0.0.1:8000}
export CHROME_PATH="${CHROME_PATH:-/usr/bin/chromium}"
[ $# -gt 0 ] || set -- / /what-to-do/

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0
for path in "$@"; do
    # Of several runs the best counts: another program can only make one worse.
    for run in 1 2 3; do
        chrome="--headless=new --no-sandbox --disable-gpu --disable-background-networking"
        npx --yes "lighthouse@$version" "$site$path" --quiet --form-factor=mobile \
            --output=json --output-path="$out/report.json" --chrome-flags="$chrome" \
            --only-categories=performance,accessibility,best-practices,seo
        python3 - "$out/report.json" "$path" <<'PYTHON' && break
import json
import sys

report = json.load(open(sys.argv[1]))
scores = {
    category["title"]: round((category["score"] or 0) * 100)
    for category in report["categories"].values()
}
print(sys.argv[2], "  ".join(f"{title} {score}" for title, score in scores.items()), flush=True)
for category in report["categories"].values():
    for reference in category["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            print("   ", audit["id"], audit["score"], audit.get("displayValue", ""))
sys.exit(min(scores.values()) < 100)
PYTHON
        [ "$run" -lt 3 ] || failed=1
    done
done
exit $failed
