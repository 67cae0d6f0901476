from django.apps import AppConfig
from django.core.checks import register


class AdviceConfig(AppConfig):
    """Guidance in files: no models, no cookie, no query, and never an import of campaigns."""

    name = "advice"

    def ready(self) -> None:
        # Not at the top: it reads settings, which are only there once the apps are.
        from advice.checks import check_content

        register(check_content)
