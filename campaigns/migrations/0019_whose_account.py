import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from campaigns.history import guard


def put_up(apps, schema_editor):
    """On SQLite the guard names the columns."""
    guard.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    guard.take_down(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0018_trail'),
    ]

    operations = [
        migrations.RunPython(take_down, put_up),
        migrations.AddField(
            model_name='change',
            name='account',
            field=models.ForeignKey(help_text='On which somebody tried to sign in, who is not known.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(put_up, take_down),
    ]
