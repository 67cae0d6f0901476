"""Django's own databases, each with what it leaves out when a machine fails. See settings.py."""
