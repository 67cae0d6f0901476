from typing import Any

from django.core.management.base import BaseCommand

from sextortion_aware.backup.keys import new_pair


class Command(BaseCommand):
    help = "Makes a pair of keys for backups. It keeps neither half."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        public, secret = new_pair()
        self.stdout.write(
            "The public half is a setting of this site. It can only lock:\n\n"
            f"  BACKUP_KEY={public}\n\n"
            "The secret half opens every backup. Nobody can make it again. Keep it on paper or in "
            "a password safe,\nin two places, and NOT on this machine. For `manage.py restore` it "
            "stands in a file by itself:\n\n"
            f"  {secret}"
        )
