from django.apps import AppConfig


class AdviceConfig(AppConfig):
    """Guidance in files: no models, no cookie, no query, and never an import of campaigns."""

    name = "advice"
