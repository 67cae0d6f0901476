"""Writes the HTML of every letter into a folder: a process of its own, because Django asks nothing
of a database in a thread in which a browser is driven.
"""

import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import transaction

LONG = "Aberlongwordlessnamewithoutanyspaceinitatallforthenarrowestofphones"


def write(folder: Path) -> None:
    # The rows come from tests, and those need Django to be there.
    from campaigns.models import Campaign
    from tests.campaigns.mail.every_letter import EVERY_LETTER, give_details
    from tests.factories import make_campaign

    for number, written in enumerate([*EVERY_LETTER.values(), EVERY_LETTER["reminder"]]):
        is_last = number == len(EVERY_LETTER)
        with transaction.atomic():
            make_campaign()
            give_details()
            if is_last:
                Campaign.objects.update(team_name=LONG)
            html = written().html.replace("Morag Bell", LONG if is_last else "Morag Bell")
            transaction.set_rollback(True)
        folder.joinpath(f"{number}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    write(Path(sys.argv[1]))
