"""A number of pupils may be split by stage. No row gets one here: the only stage of an audience is
read from its session (campaigns/reach/stages.py).
"""

from collections import defaultdict

from django.db import migrations, models


def add_up(apps, schema_editor):
    """On the way back, where one audience of a place has one row."""
    rows = apps.get_model("campaigns", "Attendance").objects.exclude(stage="").order_by("pk")
    parts = defaultdict(list)
    for row in rows:
        parts[row.session_id, row.audience, row.place_id].append(row)
    for first, *more in parts.values():
        known = [row.count for row in (first, *more) if row.count is not None]
        ways = {row.known for row in (first, *more) if row.count is not None}
        rows.model.objects.filter(pk__in=[row.pk for row in more]).delete()
        rows.model.objects.filter(pk=first.pk).update(
            count=sum(known) if known else None,
            known=(ways.pop() if len(ways) == 1 else "estimated") if known else "unknown",
        )


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0020_letter_to_takers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attendance',
            name='attendance_audience_once',
        ),
        migrations.RemoveConstraint(
            model_name='attendance',
            name='attendance_audience_once_a_place',
        ),
        migrations.AddField(
            model_name='attendance',
            name='stage',
            field=models.CharField(blank=True, default='', help_text='Of a number that was split by stage. The only stage of an audience is not kept here: whoever reads takes it from the session.', max_length=2),
        ),
        migrations.RunPython(migrations.RunPython.noop, add_up),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('place__isnull', True)), fields=('session', 'audience', 'stage'), name='attendance_audience_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('session', 'audience', 'place', 'stage'), name='attendance_audience_once_a_place'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('stage', ''), models.Q(('audience', 'children'), ('stage__in', ('P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'))), models.Q(('audience', 'young_people'), ('stage__in', ('S1', 'S2', 'S3', 'S4', 'S5', 'S6'))), _connector='OR'), name='attendance_stage_fits_audience'),
        ),
    ]
