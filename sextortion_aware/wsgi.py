"""The whole site as a server calls it: built advice pages in front, Django beside them."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sextortion_aware import watch
from sextortion_aware.built import BuiltPages
from sextortion_aware.bulkhead import Bulkhead, whole
from sextortion_aware.env import EnvError, env
from sextortion_aware.front import Front, StartedBeside
from sextortion_aware.ready import Ready
from sextortion_aware.wsgi_types import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

NOT_STARTED = [("site", "has not started")]
HASHED_NAME = r"\.[0-9a-f]{12}\."


def load_django() -> Application:
    # Not at the top: it takes longer than all the rest, and the first page need not wait for it.
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def what_stops_work(looks_at: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    from django.db import connections  # not at the top for the same reason

    from sextortion_aware.health import what_stops_work

    try:
        yield from what_stops_work(looks_at)
    finally:
        connections.close_all()  # each look is a new visitor, as the next reader may be


def load_static(var: Path) -> Application:
    from whitenoise import WhiteNoise  # not at the top for the same reason

    from sextortion_aware.plain_pages import NOT_FOUND

    root = str(var / "static")
    files = WhiteNoise(NOT_FOUND, root, "static/", immutable_file_test=HASHED_NAME)
    return partial(whole, files)


def load_front() -> Front:
    """Refuses what settings.py would refuse about secrets and hosts before anything is served."""
    debug = env.flag("DEBUG")
    env.secret_key(debug=debug)
    hosts = env.hosts()
    if debug:  # a developer sees each change at once, so nothing comes from a build
        return Front(None, load_django(), ready=Ready(what_stops_work))
    var = env.var_dir()
    django = StartedBeside(load_django)
    behind = Bulkhead(django)
    watch.start(behind.is_stuck)
    return Front(
        BuiltPages(var / "advice"),
        behind,
        static=StartedBeside(lambda: load_static(var)),
        ready=Ready(lambda looks_at: what_stops_work(looks_at) if django.wait() else NOT_STARTED),
        hosts=hosts,
    )


try:
    application = load_front()
except EnvError as problem:
    sys.exit(str(problem))
