"""The advice pages as a plain folder for any web server, static host or CDN: pages, what they load, and a page for wrong addresses."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from advice.build import MANIFEST, BuiltPage, manifest_of, put

NOT_FOUND = "404.html"


def write_mirror(pages: Sequence[BuiltPage], not_found: bytes, static: Path, static_url: str, folder: Path) -> None:
    """Each file is replaced whole, what pages load before the pages; a page that is no more is taken away last."""
    before = files_of_manifest(folder)
    if static.is_dir():
        shutil.copytree(static, folder / static_url.strip("/"), dirs_exist_ok=True)
    files = {name: content for page in pages for name, content in page.files().items()}
    for name, content in {**files, NOT_FOUND: not_found}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        put(folder / name, content)
    put(folder / MANIFEST, json.dumps(manifest_of(pages), indent=1).encode())
    for name in before - files.keys():
        (folder / name).unlink(missing_ok=True)


def files_of_manifest(folder: Path) -> set[str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return set()
    return {f"{entry['file']}{ending}" for entry in manifest.values() for ending in ("", ".br", ".gz")}
