import json

from django.core.cache.backends.locmem import LocMemCache

from sextortion_aware.cache import Once


class MemoryCounts(Once, LocMemCache):
    """In place of sextortion_aware.cache.DatabaseCounts where a test is not about it: quicker, and
    no database.
    """

    def change(self, key, change, seconds):
        self.set(key, json.loads(json.dumps(change(self.get(key, [])))), seconds)
