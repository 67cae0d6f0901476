"""Time that passes. The clock of a served site is everybody's, and no test waits for a talk: so
instead of the clock coming to the talk, the talk comes to the clock.
"""

from datetime import date

from tests.browser.beginning import Site
from tests.browser.documented import manage

MOVE = """
from datetime import timedelta
from django.utils.timezone import localtime, now
from campaigns.models import Session

begins = localtime(now() + timedelta(hours={hours})).replace(second=0, microsecond=0)
session = Session.objects.planned().get()
session.held_on, session.starts_at = begins.date(), begins.time()
session.save(update_fields=["held_on", "starts_at"])
print(session.held_on.isoformat())
"""


def talk_comes_near(site: Site, *, hours: int) -> date:
    """Stands for the days that pass until the one planned talk begins in so many hours; it began
    when they are fewer than none. At half past eleven at night an hour from now is tomorrow, and
    on a Sunday the day before is a Saturday: which day it is then.
    """
    said = manage(
        site.folder,
        site.url,
        "shell",
        "--no-imports",
        "-c",
        MOVE.format(hours=hours),
        **site.database,
    )
    return date.fromisoformat(said.strip())
