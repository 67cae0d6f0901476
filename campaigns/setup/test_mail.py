"""A letter to oneself, by the same way as every other: a row, a job, the worker, the server."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from campaigns.history.record import record_deed
from campaigns.mail.letter import Letter, as_text_and_html
from campaigns.mail.team_contact import contact_of, key_in
from campaigns.mail.write import write_mail
from campaigns.models import Change, Mail, Membership
from campaigns.setup.missing import TEST_KEY

SUBJECT = "A test: your e-mail works"


@transaction.atomic
def send_test_mail(*, member: Membership) -> None:
    write_mail(letter_to(member))
    record_deed(
        campaign=member.campaign,
        kind=Change.Kind.ASKED,
        about="Test e-mail to oneself",
        by=member.user,
    )


def letter_to(member: Membership) -> Letter:
    link = settings.SITE_URL + reverse("campaigns:settings")
    told = {
        "name": member.user.name,
        "link": link,
        "site_name": settings.SITE_NAME,
        "contact": contact_of(member.campaign),
    }
    text, html = as_text_and_html(
        "campaigns/setup/test_mail.txt", told, subject=SUBJECT, ours=[link]
    )
    return Letter(
        kind=Mail.Kind.OTHER,
        key=f"{TEST_KEY}{key_in(member.campaign)}",
        to=member.user.email,
        subject=SUBJECT,
        text=text,
        html=html,
        goes_at_night=True,
    )
