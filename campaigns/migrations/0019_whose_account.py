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
        migrations.RemoveConstraint(
            model_name='mail',
            name='mail_kind_known',
        ),
        migrations.AlterField(
            model_name='mail',
            name='kind',
            field=models.CharField(choices=[('receipt', 'We have your request; confirm your address'), ('question', 'A question to the school'), ('waiting', 'On the waiting list'), ('offered', 'Dates offered'), ('lapsed', 'Dates no longer held'), ('confirmed', 'Date confirmed'), ('moved', 'New date confirmed'), ('officer_changed', 'Another officer comes'), ('reminder', 'Reminder'), ('called_off', 'Called off'), ('thanks', 'Thanks'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Two requests are one'), ('link_renewed', 'New link'), ('link_again', 'The link once more'), ('welcome', 'Added to a team'), ('invitation', 'Invited to a team'), ('role_changed', 'Role changed'), ('membership_ended', 'Membership ended'), ('password_link', 'Link to set a password'), ('password_changed', 'Password changed'), ('factor_changed', 'Second step changed'), ('factor_reset', 'Second step reset'), ('new_device', 'Signed in from a new device'), ('wrong_codes', 'Too many wrong codes'), ('sso_linked', 'Single sign-on linked'), ('other', 'From an earlier version, of a kind that is not known')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['receipt', 'question', 'waiting', 'offered', 'lapsed', 'confirmed', 'moved', 'officer_changed', 'reminder', 'called_off', 'thanks', 'declined', 'withdrawn', 'merged', 'link_renewed', 'link_again', 'welcome', 'invitation', 'role_changed', 'membership_ended', 'password_link', 'password_changed', 'factor_changed', 'factor_reset', 'new_device', 'wrong_codes', 'sso_linked', 'other'])), name='mail_kind_known'),
        ),
        migrations.RemoveConstraint(
            model_name='signin',
            name='sign_in_factor_known',
        ),
        migrations.AlterField(
            model_name='signin',
            name='factor',
            field=models.CharField(choices=[('app', 'Authenticator app'), ('passkey', 'Passkey'), ('recovery_code', 'Recovery code'), ('none', 'Password alone, to set up a second step'), ('single_sign_on', 'Work account'), ('work_app', 'Work account, then authenticator app'), ('work_passkey', 'Work account, then passkey'), ('work_code', 'Work account, then recovery code'), ('work_none', 'Work account alone, to set up a second step')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='signin',
            constraint=models.CheckConstraint(condition=models.Q(('factor__in', ['app', 'passkey', 'recovery_code', 'none', 'single_sign_on', 'work_app', 'work_passkey', 'work_code', 'work_none'])), name='sign_in_factor_known'),
        ),
    ]
