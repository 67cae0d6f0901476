"""What a worker does, in a process of its own, so that it can be killed and its memory measured.

Its arguments are read by the tests beside it.
"""

import os
import sys
import time
from pathlib import Path
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

import django

django.setup()

from campaigns.models import ImportBatch, Membership, Topic  # noqa: E402
from campaigns.spreadsheets import commit  # noqa: E402
from campaigns.spreadsheets.batches import choose_columns, start_work  # noqa: E402
from campaigns.spreadsheets.columns import guess  # noqa: E402
from campaigns.spreadsheets.tasks import work_on_import  # noqa: E402
from campaigns.spreadsheets.uploads import upload  # noqa: E402

Work = ImportBatch.Work


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def hang_in_the_middle(batch_id: int, by_id: int) -> None:
    """Some sessions are written, the rest not, and the transaction stays open until somebody ends
    this process.
    """
    write_some = commit.write_some

    def write_and_hang(*args, **kwargs):
        write_some(*args, **kwargs)
        say("half-way")
        time.sleep(60)

    with mock.patch.object(commit, "write_some", write_and_hang):
        work_on_import.call(batch_id, Work.WRITING.value, by_id)


def peak_megabytes() -> int:
    """Of this process alone: what getrusage says began with the size of the one that started it."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) // 1_000


def whole_way(path: str) -> None:
    """From the file to the log, and how long and how large each step was."""
    member = Membership.objects.select_related("user", "campaign").get(role="coordinator")
    topic = Topic.objects.get()
    began = time.perf_counter()

    def done(what: str) -> None:
        say(f"{what} {time.perf_counter() - began:.1f} s, {peak_megabytes()} MB")

    batch = upload(
        campaign=member.campaign,
        file_name="talks.xlsx",
        content=Path(path).read_bytes(),
        by=member.user,
    )
    done("read")
    defaults = {
        "default_format": "lesson",
        "default_topic": topic.pk,
        "default_officer": member.pk,
        "default_known": "counted",
    }
    choose_columns(batch=batch, columns=guess(batch.header, []) | defaults)
    for work in (Work.CHECKING, Work.WRITING):
        start_work(batch=batch, work=work, now=django.utils.timezone.now())
        work_on_import.call(batch.pk, work.value, member.user.pk)
        done(work.value)
    say(f"sessions {batch.sessions.count()}")


if __name__ == "__main__":
    if sys.argv[1] == "hang":
        hang_in_the_middle(int(sys.argv[2]), int(sys.argv[3]))
    else:
        whole_way(sys.argv[2])
