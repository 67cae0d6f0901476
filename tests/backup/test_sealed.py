"""The file itself: whole or refused, in pieces, and plain age and tar without this code."""

import io
import subprocess
import tarfile

import pyrage
import pytest
from pyrage import x25519

from sextortion_aware.backup import BackupError, sealed
from sextortion_aware.backup.sealed import Part, Written, open_sealed, seal
from tests.processes import ROOT, python

pytestmark = pytest.mark.own_database
KEY = x25519.Identity.generate()
MEGABYTES = 150
MEASURE = f"""
import resource, sys
from pathlib import Path
from pyrage import x25519
from sextortion_aware.backup.sealed import Part, Written, open_sealed, seal
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
large, to = Path(sys.argv[1]), Path(sys.argv[2])
with large.open("wb") as file:
    for _ in range({MEGABYTES}):
        file.write(b"a line of a database\\n" * 49932)
before = most()
key = x25519.Identity.generate()
seal([Part("database", large)], to, key.to_public())
with (to.parent / "plain").open("wb") as file:
    open_sealed(to, Written(file), key)
print(most() - before)
"""


@pytest.fixture
def part(tmp_path):
    path = tmp_path / "part"
    path.write_bytes(b"words of a row " * 20_000)
    return Part("database", path, 1_790_000_000)


def test_age_and_tar_alone_open_it(part, tmp_path):
    other = tmp_path / "other"
    other.write_text("")
    seal([part, Part("var/mail/a b.log", other)], tmp_path / "x.age", KEY.to_public())

    plain = pyrage.decrypt((tmp_path / "x.age").read_bytes(), [KEY])

    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        found = {member.name: tar.extractfile(member).read() for member in tar}
    assert found == {"database": part.path.read_bytes(), "var/mail/a b.log": b""}


def test_what_reads_otherwise_than_it_was_written_is_told(part, tmp_path, monkeypatch):
    """As from a disk that lies: the file opens, and holds something else."""

    def other_words(path, to, key):
        to.write(b"other words")

    monkeypatch.setattr(sealed, "open_sealed", other_words)

    with pytest.raises(BackupError, match="reads otherwise"):
        seal([part], tmp_path / "x.age", KEY.to_public())


def test_file_that_is_there_is_not_written_over(part, tmp_path):
    (tmp_path / "x.age").write_text("mine")

    with pytest.raises(OSError, match="exists"):
        seal([part], tmp_path / "x.age", KEY.to_public())

    assert (tmp_path / "x.age").read_text() == "mine"


@pytest.mark.parametrize("cut", [1, 20, 70_000, 131_072])
def test_cut_anywhere_it_is_refused(cut, part, tmp_path):
    seal([part], tmp_path / "x.age", KEY.to_public())
    words = (tmp_path / "x.age").read_bytes()
    (tmp_path / "x.age").write_bytes(words[:-cut])

    with pytest.raises(BackupError, match="no whole backup"):
        open_sealed(tmp_path / "x.age", Written(), KEY)


def test_large_database_is_never_in_memory_as_a_whole(tmp_path):
    done = subprocess.run(
        python("-c", MEASURE, str(tmp_path / "large"), str(tmp_path / "x.age")),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert int(done.stdout) < 40, f"{MEGABYTES} MB took {done.stdout} MB of memory"
