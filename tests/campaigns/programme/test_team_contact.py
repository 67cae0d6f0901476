"""Telephone and hours stand on every page of talks and in every letter: a promise."""

from pathlib import Path

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from campaigns.access import limits
from campaigns.mail import letters
from campaigns.mail.draft_letter import draft_link
from campaigns.mail.icalendar import Method, school_file
from campaigns.mail.links import token_of
from campaigns.mail.school_letters import school_talks
from campaigns.mail.tasks import as_message
from campaigns.mail.team_contact import OF_CAMPAIGN
from campaigns.mail.write import write_mail
from campaigns.models import Campaign, Mail, Membership, TalkDraft, TalkRequest
from campaigns.people.letters import password_changed_letter, role_changed_letter
from tests.campaigns.mail.told import LETTERS, OF_A_SESSION, a_talk
from tests.factories import (
    NOW,
    make_campaign,
    make_change,
    make_mail,
    make_member,
    make_talk_contact,
    make_talk_kind,
    make_talk_request,
    make_topic,
)
from tests.html import read
from tests.one_of_everything import link_of_a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

TEMPLATES = Path(__file__).parents[3] / "templates"
NUMBER, HOURS = "01698 555 010", "Monday to Friday, 9 to 5"
EMAIL, NAME = "safer@lanarkshire.example", "Safer Communities, Lanarkshire"
TO_PEOPLE = {
    "welcome",
    "invitation",
    "role_changed",
    "membership_ended",
    "taken_over",
    "password_link",
    "password_changed",
    "factor_changed",
    "sso_linked",
    "new_device",
    "wrong_codes",
    "factor_reset",
    "notice",
    "digest",
}
WALKED = LETTERS | {
    "link_again": letters.link_again,
    "receipt_again": letters.receipt_again,
    "school_talks": lambda talk: school_talks(talk, link="https://site/list/", until=NOW),
    "draft_link": lambda talk: draft_link(
        TalkDraft.objects.create(campaign=talk.campaign), to="office@x.example", kept_until=NOW
    ),
}
# "moved" is the letter "confirmed" of a talk that had another date, with a template of its own.
SAME_FRAME = {"moved"}


@pytest.fixture
def with_details():
    make_campaign()
    Campaign.objects.update(telephone=NUMBER, office_hours=HOURS, team_email=EMAIL, team_name=NAME)


def letter_of(kind):
    with_session = kind in OF_A_SESSION
    return WALKED[kind](
        a_talk(state="confirmed" if with_session else "submitted", with_session=with_session)
    )


def test_every_kind_of_letter_to_a_school_is_walked():
    """A new kind is asked for: it stands in one of these."""
    assert {*Mail.Kind.values} - {"other"} - TO_PEOPLE == {*WALKED} - {"receipt_again"} | SAME_FRAME


def test_letter_of_a_new_date_has_it_too(with_details):
    talk = a_talk(state="confirmed", with_session=True)
    make_change(session=talk.session, kind="moved", by=None)

    letter = letters.date_confirmed(talk)

    assert letter.kind == "moved"
    assert f"Telephone: {NUMBER} ({HOURS})" in letter.text


def test_hours_are_escaped_in_html():
    make_campaign()
    Campaign.objects.update(telephone=NUMBER, office_hours="9 to 5 <b>& more")

    letter = letter_of("receipt")

    assert "(9 to 5 <b>& more)" in letter.text
    assert "(9 to 5 &lt;b&gt;&amp; more)" in letter.html


@pytest.mark.parametrize("kind", sorted(TO_PEOPLE))
def test_letter_to_a_member_ends_as_those_to_schools_do(kind):
    ends = (TEMPLATES / f"emails/{kind}.txt").read_text(encoding="utf-8")

    assert ends.endswith('\n{% include "emails/from_us.txt" %}\n{% endautoescape %}\n')


def test_letter_about_an_account_is_from_the_persons_only_team(with_details):
    """So is the reply to it."""
    member = make_member()
    letter = password_changed_letter(member.user)
    with transaction.atomic():
        written = write_mail(letter)

    assert letter.text.endswith(f"{NAME}\nSextortion Aware\nTelephone: {NUMBER} ({HOURS})\n")
    assert as_message(written).reply_to == [EMAIL]


@pytest.mark.parametrize("has_ended", [False, True])
def test_person_of_several_teams_or_of_none_is_written_to_by_the_site(with_details, has_ended):
    member = make_member()
    if has_ended:
        Membership.objects.update(ended_at=NOW)
    else:
        Membership.objects.create(
            user=member.user, campaign=make_campaign(name="Tayside"), role="officer"
        )
    letter = password_changed_letter(member.user)

    assert letter.text.endswith("Ask us: team@demo.example\n\nSextortion Aware\n")
    assert OF_CAMPAIGN not in letter.key


def test_letter_of_a_team_is_from_that_team_whichever_others_there_are(with_details):
    member = make_member()
    Membership.objects.create(
        user=member.user, campaign=make_campaign(name="Tayside"), role="officer"
    )

    letter = role_changed_letter(member, by=None)

    assert letter.text.endswith(f"{NAME}\nSextortion Aware\nTelephone: {NUMBER} ({HOURS})\n")


def test_reply_goes_to_the_campaigns_address_and_the_calendar_names_it(with_details, settings):
    settings.DEFAULT_FROM_EMAIL = "no-reply@lanarkshire.example"
    talk = a_talk(state="confirmed", with_session=True)
    file = school_file(talk.session, reference="BCD2345", method=Method.REQUEST)
    unfolded = file.replace("\r\n ", "")

    assert as_message(make_mail(talk_request=talk)).reply_to == [EMAIL]
    assert f"mailto:{EMAIL}\r\n" in unfolded
    assert f'CN="{NAME}"' in unfolded
    assert f"Questions: {EMAIL} or {NUMBER}" in unfolded
    assert outbox.outbox == []


def test_without_details_the_setting_stands(settings):
    settings.TEAM_EMAIL = settings.DEFAULT_FROM_EMAIL = "talks@example.org"
    talk = a_talk(state="confirmed", with_session=True)
    file = school_file(talk.session, reference="BCD2345", method=Method.REQUEST)

    assert as_message(make_mail(talk_request=talk)).reply_to == ["talks@example.org"]
    assert "mailto:talks@example.org\r\n" in file.replace("\r\n ", "")


def pages(client, monkeypatch):
    """Every public page of talks, by its name."""
    kind = make_talk_kind(topic=make_topic())
    asked = make_talk_request(reference="BCD2345", state="submitted")
    unconfirmed = make_talk_request(reference="BCD2346", state="unconfirmed")
    draft = TalkDraft.objects.create(campaign=asked.campaign)
    token = [token_of(asked)]

    def get(name, *args):
        return client.get(reverse(f"campaigns:{name}", args=args))

    found = {
        "talks": get("talks"),
        "talk_kind": get("talk_kind", kind.slug),
        "talk_ask": get("talk_ask"),
        "talk_step": get("talk_step", draft.pk, "place"),
        "talk_sent": get("talk_sent", asked.draft_key),
        "talk_sent, unconfirmed": get("talk_sent", unconfirmed.draft_key),
        "talk_link": get("talk_link", *token),
        "talk_link, unconfirmed": get("talk_link", token_of(unconfirmed)),
        "talk_change": get("talk_change", *token),
        "talk_end": get("talk_end", *token),
        "talk_take_over": get("talk_take_over", make_talk_contact(talk_request=asked)),
        "link again": client.post(reverse("campaigns:talk_link_again", args=[draft.pk])),
        "talk_later": get("talk_later", link_of_a_draft(asked.campaign)),
        "no draft": get("talk_later", "nonsense"),
        "link mailed": client.post(
            reverse("campaigns:talk_mail_link", args=[draft.pk, "place"]),
            {"later_email": "office@x.example"},
        ),
        "too late": client.post(reverse("campaigns:talk_answer", args=token), {"answer": "Yes"}),
    }
    cache.clear()
    monkeypatch.setattr(limits, "wait_for", lambda *_, **__: 60)
    return found | {"too many": client.post(reverse("campaigns:talk_ask"))}


def test_every_page_of_talks_has_number_hours_and_address(client, monkeypatch, with_details):
    found = pages(client, monkeypatch)
    text = {name: " ".join(page.content.decode().split()) for name, page in found.items()}
    links = {
        name: {link["href"] for link in read(page.content.decode()).links}
        for name, page in found.items()
    }

    assert [name for name in text if HOURS not in text[name] or NUMBER not in text[name]] == []
    assert [name for name in text if f"({HOURS}) ." in text[name]] == []
    wanted = {"tel:01698555010", f"mailto:{EMAIL}"}
    assert {name: missing for name in links if (missing := wanted - links[name])} == {}


def test_no_page_of_talks_speaks_of_a_telephone_when_there_is_none(client, monkeypatch, settings):
    settings.TEAM_EMAIL = "talks@example.org"
    found = pages(client, monkeypatch)
    text = {name: " ".join(page.content.decode().split()) for name, page in found.items()}

    assert [name for name in text if "mailto:talks@example.org" not in text[name]] == []
    assert [name for name in text if "or call" in text[name]] == []


def test_requests_of_two_campaigns_have_each_their_own(with_details):
    other = make_campaign(name="Fife")
    talk = make_talk_request(campaign=other, topic=make_topic(campaign=other))

    letter = letters.receipt(TalkRequest.objects.get(pk=talk.pk))

    assert "Telephone:" not in letter.text
