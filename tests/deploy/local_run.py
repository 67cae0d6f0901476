import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    }
    return subprocess.run(
        [sys.executable, "deploy/local.py"],
        cwd=ROOT,
        env=kept | {"VAR_DIR": str(tmp_path / "var")} | environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
