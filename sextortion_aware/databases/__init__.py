"""Django's own databases, each with what it leaves out when a machine fails. Named as ENGINE in settings.py."""
