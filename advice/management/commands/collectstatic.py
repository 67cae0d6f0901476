from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic

from advice.published import readable_by_the_web_server


class Command(collectstatic.Command):
    """Django's own, whose files nginx can read: also the packed ones that WhiteNoise makes."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        with readable_by_the_web_server():
            return super().handle(*args, **options)
