from django.db import migrations, models

from campaigns.history import guard


def put_up(apps, schema_editor):
    """Lines about access and people may go when their time is over."""
    guard.put_up(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0017_second_factor_and_sign_ins'),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('logged', 'Logged'), ('planned', 'Planned'), ('edited', 'Changed'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled'), ('asked', 'Asked for'), ('offered', 'Date offered'), ('accepted', 'Date accepted'), ('refused', 'Date not suitable'), ('declined', 'Declined'), ('address_confirmed', 'E-mail address confirmed'), ('owned', 'Owner changed'), ('question', 'Question asked'), ('answered', 'Question answered'), ('noted', 'Note added'), ('waiting', 'Put on the waiting list'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Nobody answered in time'), ('moved', 'Moved to another time'), ('reassigned', 'Officer changed'), ('move_asked', 'Another time asked for'), ('link_renewed', 'Link renewed'), ('mail_stopped', 'E-mail stopped'), ('proposed', 'Correction proposed'), ('corrected', 'Corrected'), ('not_corrected', 'Correction not made'), ('voided', 'Voided'), ('restored', 'Restored'), ('merged', 'Merged'), ('unmerged', 'Merge undone'), ('imported', 'Imported'), ('undone', 'Undone'), ('added', 'Added'), ('renamed', 'Renamed'), ('put_right', 'Put right'), ('removed', 'Removed'), ('retired', 'No longer offered'), ('taken_up', 'Offered again'), ('closed', 'Closed'), ('reopened', 'Opened again'), ('joined', 'Joined into one'), ('uploaded', 'List brought in'), ('invited', 'Invited'), ('invited_again', 'Invited again'), ('uninvited', 'Invitation withdrawn'), ('came_in', 'Came in by an invitation'), ('role_changed', 'Role changed'), ('member_ended', 'Membership ended'), ('account_closed', 'Account closed'), ('account_opened', 'Account opened again'), ('set_up', 'Set up'), ('signed_in', 'Signed in'), ('sign_in_failed', 'Wrong sign-in'), ('sign_in_ended', 'Signed out from another device'), ('password_set', 'Password set'), ('factor_added', 'Second step set up'), ('factor_removed', 'Second step removed'), ('factor_reset', 'Second step reset for somebody'), ('recovery_codes', 'Recovery codes made'), ('linked', 'Single sign-on linked'), ('unlinked', 'Single sign-on taken off'), ('exported', 'Taken away as a file'), ('contact_seen', 'Contact seen'), ('diary', 'Diary changed'), ('restored_all', 'A backup was restored')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['campaign', '-at', '-id'], name='change_newest'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['campaign', 'kind', '-at', '-id'], name='change_newest_of_kind'),
        ),
        migrations.RunPython(put_up, migrations.RunPython.noop),
    ]
