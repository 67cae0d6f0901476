from django.apps import AppConfig
from django.core.checks import register

from sextortion_aware import due


class AdviceConfig(AppConfig):
    """Guidance in files: no models, no cookie, no query, and never an import of campaigns."""

    name = "advice"

    def ready(self) -> None:
        # Not at the top: they read settings, which are only there once the apps are.
        from advice.checks import check_content, due_dates
        from advice.library import library

        register(check_content)
        due.register(lambda: due_dates(library()))
