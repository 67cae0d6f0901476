"""No officer is booked twice: the rule that models.DiaryEntry describes and PostgreSQL keeps. SQLite lets one transaction write at a time, and the service asks."""

from django.db import migrations

ADD = (
    # Comes with PostgreSQL, and the owner of the database may create it.
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    # Checked at the end of each statement, so that one statement may move a whole day.
    """
    ALTER TABLE campaigns_diaryentry ADD CONSTRAINT diary_entry_never_twice EXCLUDE USING gist
    (officer_id WITH =, about WITH <>, tstzrange(leaves_at, ends_at) WITH &&) DEFERRABLE INITIALLY IMMEDIATE
    """,
)
REMOVE = ("ALTER TABLE campaigns_diaryentry DROP CONSTRAINT diary_entry_never_twice",)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in ADD:
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in REMOVE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_talks_arranged")]
    operations = [migrations.RunPython(add, remove)]
