"""A dry run of rows, and what it said."""

from campaigns.spreadsheets.columns import guess
from campaigns.spreadsheets.rows import judge
from campaigns.spreadsheets.setting import setting_of
from tests.campaigns.spreadsheets.files import HEADER, check, upload_rows
from tests.factories import TODAY

WIDE = (
    "Date",
    "Time",
    "School",
    "Length",
    "Type",
    "Topic",
    "Class",
    "Officer",
    "Total",
    "Pupils",
    "Young people",
    "Parents",
    "Staff",
    "Others",
    "Comments",
)


def checked(known, *rows, header=HEADER, **columns):
    _, member, topic = known
    return check(upload_rows(rows, member=member, topic=topic, header=header, **columns))


def said(batch):
    return [(row.line, row.verdict, row.problems) for row in batch.rows.all()]


def read_row(known, header=WIDE, **cells):
    """One row of the wide file, as the parser sees it."""
    campaign, member, topic = known
    given = {"Date": "12/03/2019", "School": "Braeside Primary School", **cells}
    columns = guess(header, []) | {
        "default_format": "lesson",
        "default_topic": topic.pk,
        "default_officer": member.pk,
        "default_known": "register",
    }
    setting = setting_of(campaign=campaign, columns=columns, today=TODAY, header=header)
    return judge([given.get(name, "") for name in header], line=2, setting=setting)
