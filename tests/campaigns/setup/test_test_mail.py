"""A letter to oneself, and how often."""

import pytest
from django.core import mail as outbox

from campaigns.mail.tasks import as_message
from campaigns.models import Campaign, Change, Mail
from campaigns.setup.missing import settings_lines
from tests.campaigns.setup.test_settings_page import SETTINGS, TEST_MAIL, signed_in
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_test_mail_is_a_letter_like_every_other_and_stands_in_the_trail(client):
    member = signed_in(client)
    Campaign.objects.update(telephone="01698 555 010", team_email="team@lanarkshire.example")

    response = client.post(TEST_MAIL, follow=True)

    mail = Mail.objects.get()
    assert mail.text.endswith("Sextortion Aware\nTelephone: 01698 555 010\n")
    assert as_message(mail).reply_to == ["team@lanarkshire.example"]
    assert (mail.to, mail.state, mail.subject) == (
        member.user.email,
        "waiting",
        "A test: your e-mail works",
    )
    assert "http://127.0.0.1:8000/team/settings/" in mail.text.splitlines()
    assert 'href="http://127.0.0.1:8000/team/settings/"' in mail.html
    assert [(line.kind, line.about, line.by) for line in Change.objects.all()] == [
        ("asked", "Test e-mail to oneself", member.user)
    ]
    assert f"An e-mail to {member.user.email} is in the queue." in response.text
    assert outbox.outbox == []


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("", "It is written to a file in VAR_DIR/mail, because no mail server is set."),
        ("mail.example.org", "It should come in a minute."),
    ],
)
def test_it_is_said_truly_where_a_test_mail_goes(client, settings, host, words):
    signed_in(client)
    settings.EMAIL_HOST = host

    response = client.post(TEST_MAIL, follow=True)

    assert f"An e-mail to catriona.muir@example.org is in the queue. {words}" in response.text


@pytest.mark.parametrize("host", ["", "mail.example.org"])
def test_test_mail_cannot_be_pressed_without_end_and_the_page_leads_back(client, settings, host):
    signed_in(client)
    settings.EMAIL_HOST = host

    answers = [client.post(TEST_MAIL) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert Mail.objects.count() == 3
    page = answers[-1].text
    assert "Three within an hour is the most. You can send the next one in" in " ".join(
        page.split()
    )
    assert "password" not in page
    assert ("No mail server is set" in page) == (not host)
    assert [link["href"] for link in read(page).links].count(
        SETTINGS
    ) == 2  # the menu, and the way back
    assert 3_500 < int(answers[-1]["Retry-After"]) <= 3_600


@pytest.mark.parametrize("host", ["", "mail.example.org"])
def test_page_says_whether_a_test_mail_has_left(client, settings, host):
    member = signed_in(client)
    settings.EMAIL_HOST = host
    client.post(TEST_MAIL)

    [line] = [line for line in settings_lines(member) if line.words == "E-mail"]

    assert line.state == ("Not tested" if host else "To files")
    assert line.advice
