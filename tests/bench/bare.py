"""Django alone, without the front: what the bench compares with."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")
application = get_wsgi_application()
