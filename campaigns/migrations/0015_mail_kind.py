"""A letter's kind is a column; until now it was only the beginning of its key.

Letters that wait keep their key and their job, so a database that was made before sends them as
they are.
"""

from django.db import migrations, models
from django.db.models import Case, Q, Value, When

KINDS = [
    ("receipt", "We have your request; confirm your address"),
    ("question", "A question to the school"),
    ("waiting", "On the waiting list"),
    ("offered", "Dates offered"),
    ("lapsed", "Dates no longer held"),
    ("confirmed", "Date confirmed"),
    ("moved", "New date confirmed"),
    ("officer_changed", "Another officer comes"),
    ("reminder", "Reminder"),
    ("called_off", "Called off"),
    ("thanks", "Thanks"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("merged", "Two requests are one"),
    ("link_renewed", "New link"),
    ("link_again", "The link once more"),
    ("welcome", "Added to a team"),
    ("password_link", "Link to set a password"),
    ("password_changed", "Password changed"),
    ("other", "From an earlier version, of a kind that is not known"),
]


def fill_from_keys(apps, schema_editor):
    """In one statement: a table of years of letters is not read row by row."""
    whens = [When(key__startswith=f"{kind}:", then=Value(kind)) for kind, _ in KINDS]
    mails = apps.get_model("campaigns", "Mail").objects.using(schema_editor.connection.alias)
    mails.update(kind=Case(*whens, default=Value("other")))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0014_names_compared")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="kind",
            field=models.CharField(choices=KINDS, default="other", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(fill_from_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in KINDS]), name="mail_kind_known"
            ),
        ),
    ]
