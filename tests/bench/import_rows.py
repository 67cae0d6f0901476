"""What a large spreadsheet costs from its file to the log: 10,000 talks, beside openpyxl, which
reads the same file and does nothing else. The memory is the peak of this process.

    .venv/bin/python -m tests.bench.import_rows         # DATABASE_URL for PostgreSQL
"""

import io
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

import django

django.setup()

import openpyxl  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaigns.models import (  # noqa: E402
    Campaign,
    CouncilArea,
    Membership,
    Place,
    Topic,
    User,
)
from campaigns.spreadsheets.batches import (  # noqa: E402
    Work,
    check_rows,
    choose_columns,
    start_work,
)
from campaigns.spreadsheets.columns import guess  # noqa: E402
from campaigns.spreadsheets.commit import undo, write_sessions  # noqa: E402
from campaigns.spreadsheets.uploads import upload  # noqa: E402

ROWS, SCHOOLS = 10_000, 300
HEADER = ("Date", "Time", "School", "Class", "Pupils", "Staff", "Comments", "Officer")
MOST_SECONDS, MOST_MEGABYTES = 30, 300
LIMIT = 32  # times the CPU that openpyxl takes to read the file; measured 25


def file_of_talks() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number in range(ROWS):
        day = date(2016, 1, 4) + timedelta(days=number // SCHOOLS * 7 + number % 5)
        school = f"Number {number % SCHOOLS} Primary School"
        clock = f"{9 + number % 6}.{number % 4 * 15:02}"
        row = [f"{day:%d/%m/%Y}", clock, school, f"P{5 + number % 3}", 20 + number % 11, 1, "", ""]
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_only(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))


@contextmanager
def timed(steps: dict[str, float], name: str) -> Iterator[None]:
    before = time.process_time()
    yield
    steps[name] = time.process_time() - before


def main() -> int:
    name = connection.creation.create_test_db(verbosity=0)
    try:
        return measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def a_campaign() -> tuple[Membership, Topic]:
    campaign = Campaign.objects.create(name="Bench", started_on="2015-11-01", mark=20_000)
    user = User.objects.create(email="bench@example.org", name="B Bench")
    area = CouncilArea.objects.get_or_create(name="Benchshire")[0]
    Place.objects.bulk_create(
        Place(
            campaign=campaign,
            area=area,
            kind="primary",
            name=f"Number {number} Primary School",
            town="Town",
            postcode="ML1 1AA",
        )
        for number in range(SCHOOLS)
    )
    member = Membership.objects.create(campaign=campaign, user=user, role="coordinator")
    return member, Topic.objects.create(campaign=campaign, name="Sextortion")


def measure() -> int:
    member, topic = a_campaign()
    content, took = file_of_talks(), dict[str, float]()
    today, clock = timezone.localdate(), timezone.now
    with timed(took, "openpyxl alone"):
        read_only(content)
    with timed(took, "read"):
        batch = upload(
            campaign=member.campaign, file_name="t.xlsx", content=content, by=member.user
        )
    columns = guess(batch.header, list(batch.rows.values_list("cells", flat=True)[:1])) | {
        "default_format": "lesson",
        "default_topic": topic.pk,
        "default_officer": member.pk,
        "default_known": "register",
    }
    choose_columns(batch=batch, columns=columns)
    start_work(batch=batch, work=Work.CHECKING, now=clock())
    with timed(took, "check"):
        check_rows(batch=batch, today=today, clock=clock)
    start_work(batch=batch, work=Work.WRITING, now=clock())
    with timed(took, "write"):
        written = write_sessions(batch=batch, by=member.user, today=today, clock=clock)
    start_work(batch=batch, work=Work.UNDOING, now=clock())
    with timed(took, "undo"):
        undone = undo(batch=batch, by=member.user, now=clock())
    return report(took, written=written, undone=undone)


def report(took: dict[str, float], *, written: int, undone: int) -> int:
    whole = took["read"] + took["check"] + took["write"]
    ratio = whole / took["openpyxl alone"]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(  # noqa: T201
        f"{connection.vendor}: {ratio:.1f} times openpyxl alone (at most {LIMIT}); "
        f"{whole:.1f} s (at most {MOST_SECONDS}), {megabytes:.0f} MB (at most {MOST_MEGABYTES})\n"
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items())
        + f"; {written:,} written, {undone:,} undone"
    )
    missed = (
        ratio > LIMIT,
        whole > MOST_SECONDS,
        megabytes > MOST_MEGABYTES,
        not written == undone == ROWS,
    )
    return int(any(missed))


if __name__ == "__main__":
    raise SystemExit(main())
