"""Names are compared by one rule (sextortion_aware/reading/names.py), and kept as it makes them."""

from collections import defaultdict

from django.db import migrations, models

from sextortion_aware.reading.names import compared_place

BATCH = 400
LONGEST_ALIAS = 200


def fill(apps, schema_editor):
    place, holiday = (apps.get_model("campaigns", name) for name in ("Place", "SchoolHoliday"))
    write(place, column="words", fields=("name", "town"))
    write(holiday, column="town_words", fields=("town",))
    compare_aliases(apps.get_model("campaigns", "PlaceAlias"))


def write(model, *, column, fields):
    rows = list(model.objects.only("pk", *fields))
    for row in rows:
        words = (compared_place(getattr(row, name)) for name in fields)
        setattr(row, column, " ".join(filter(None, words))[:400].strip())
    model.objects.bulk_update(rows, [column], batch_size=BATCH)


def compare_aliases(alias):
    """Words that two places bear now are forgotten: the next spreadsheet asks which is meant."""
    same = defaultdict(list)
    for row in alias.objects.order_by("pk"):
        same[row.campaign_id, compared_place(row.words)[:LONGEST_ALIAS].strip()].append(row)
    for (_, words), (first, *others) in same.items():
        is_one = len({row.place_id for row in (first, *others)}) == 1
        forgotten = others if is_one else (first, *others)
        alias.objects.filter(pk__in=[row.pk for row in forgotten]).delete()
        alias.objects.filter(pk=first.pk).exclude(words=words).update(words=words)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_task_paths")]

    operations = [
        migrations.AddField(
            model_name="place",
            name="words",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Name and town as they are compared.",
                max_length=400,
            ),
        ),
        migrations.AddField(
            model_name="schoolholiday",
            name="town_words",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="The town as it is compared.",
                max_length=400,
            ),
        ),
        migrations.AlterField(
            model_name="placealias",
            name="words",
            field=models.CharField(help_text="As names are compared.", max_length=200),
        ),
        # The columns and aliases that were made stay when it goes back: nothing reads them then,
        # and an alias that is not known again is asked about.
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
