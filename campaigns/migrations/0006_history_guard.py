"""The database refuses to rewrite or delete history; see campaigns/history/guard.py."""

from django.db import migrations

from campaigns.history import guard


def put_up(apps, schema_editor):
    guard.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    guard.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_corrections_and_imports")]
    run_before = [("campaigns", "0008_school_holidays_and_merges")]
    operations = [migrations.RunPython(put_up, take_down)]
