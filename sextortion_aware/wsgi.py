"""The whole site as a server calls it: built advice pages in front, Django beside them."""

import os
import sys
from pathlib import Path

from sextortion_aware.built import BuiltPages
from sextortion_aware.env import EnvError, env
from sextortion_aware.front import Application, Front, StartedBeside

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")


def load_django() -> Application:
    # Not at the top: it takes longer than all the rest, and the first page need not wait for it.
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def load_front() -> Front:
    """Refuses what settings.py would refuse about secrets and hosts before anything is served."""
    debug = env.flag("DEBUG")
    env.secret_key(debug=debug)
    env.allowed_hosts(default=[])
    if debug:  # a developer sees each change at once, so nothing comes from a build
        return Front(None, load_django())
    var = Path(env.text("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var")))
    return Front(BuiltPages(var / "advice"), StartedBeside(load_django))


try:
    application = load_front()
except EnvError as problem:
    sys.exit(str(problem))
