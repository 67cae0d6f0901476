#!/usr/bin/env python3
import os
import sys

from sextortion_aware.made_here import read_what_make_run_made, write_for_owner_only

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")
    write_for_owner_only()
    read_what_make_run_made()
    # Django is imported only now, so that a missing .venv gets Python's own short error.
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
