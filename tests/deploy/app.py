"""An application in place of the site: it says which process answers, and misbehaves when asked."""

import os
import re
import time
from pathlib import Path

if Path(os.environ.get("BROKEN_WHEN", "/nowhere/at/all")).exists():
    raise SystemExit("A setting is wrong.")


while Path(os.environ.get("LATE_WHILE", "/nowhere/at/all")).exists():
    time.sleep(0.05)


def application(environ, start_response):
    if environ["PATH_INFO"] == "/spin":
        re.match(r"(a+)+$", "a" * 60 + "b")  # never lets go of Python
    elif environ["PATH_INFO"] == "/slow":
        Path(os.environ["ASKED"]).touch()
        time.sleep(2)
    body = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
