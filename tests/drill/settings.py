"""The site's settings, and one way in: an address that keeps Python for itself, without end."""

from sextortion_aware.settings import *  # noqa: F403  (all of them: this is the site)
from sextortion_aware.settings import MIDDLEWARE as OF_THE_SITE

MIDDLEWARE = ["tests.drill.spinning.spin_if_asked", *OF_THE_SITE]
