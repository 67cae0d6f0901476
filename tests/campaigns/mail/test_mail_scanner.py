"""Mail scanners open every link of every e-mail, some of them twice.

The database is afterwards what it was before, byte for byte.
"""

import re
from datetime import date, time
from urllib.parse import urlsplit

import pytest
from django.apps import apps

from campaigns.diaries.book import Slot
from campaigns.mail.links import token_of
from campaigns.models import Mail
from campaigns.talks.answer import (
    ask_school,
    decline_talk,
    merge_requests,
    put_on_waiting_list,
    renew_link,
)
from campaigns.talks.asking.address import send_link_again
from campaigns.talks.asking.turns import CameFrom
from campaigns.talks.by_link import call_off, withdraw
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import offer_dates
from tests.factories import NOW, make_member, make_place, make_talk_request

pytestmark = pytest.mark.django_db

SOMEBODY = CameFrom("192.0.2.7", "192.0.2.0/24")
LINK = re.compile(r"http://testserver(/[^\s\"'<]+)")


@pytest.fixture(autouse=True)
def site(midday, settings):
    settings.SITE_URL = "http://testserver"


def everything():
    """Each row of each table, but for the cache: what limits count there is not about anybody's
    request.
    """
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
    }


def requests_in_every_state():
    """Each written to by the service that brings it there."""
    officer = make_member(role="coordinator")
    by = officer.user

    def asked(reference):
        return make_talk_request(reference=reference, place=make_place(name=f"School {reference}"))

    def offered(reference, day):
        talk = asked(reference)
        slots = [
            Slot(officer=officer, held_on=date(2026, 12, day), starts_at=time(hour), minutes=50)
            for hour in (9, 13)
        ]
        return talk, offer_dates(
            talk_request=talk,
            slots=slots,
            instead_of=frozenset(),
            place=None,
            new_place_kind="",
            by=by,
            now=NOW,
        )

    ask_school(talk_request=asked("BCD2341"), question="Which room?", by=by, now=NOW)
    put_on_waiting_list(talk_request=asked("BCD2342"), reason="Full until Easter", by=by, now=NOW)
    decline_talk(talk_request=asked("BCD2343"), reason="Full", by=by)
    withdraw(talk_request=asked("BCD2344"), reason="", now=NOW)
    renew_link(talk_request=asked("BCD2345"), by=by, now=NOW)
    send_link_again(talk_request=asked("BCD2346"), sender=SOMEBODY)
    offered("BCD2347", 7)
    confirm_offer(offer=offered("BCD2348", 8)[1][0], by=None, now=NOW)
    called_off, offers = offered("BCD2349", 9)
    confirm_offer(offer=offers[0], by=None, now=NOW)
    call_off(talk_request=called_off, reason="", now=NOW)
    kept = asked("BCD234B")
    merge_requests(
        closed=make_talk_request(reference="BCD234C", place=kept.place), kept=kept, by=by, now=NOW
    )


def test_opening_every_link_of_every_e_mail_changes_nothing(client):
    requests_in_every_state()
    letters = list(Mail.objects.all())
    links = {
        link.rstrip(".") for mail in letters for link in LINK.findall(f"{mail.text}\n{mail.html}")
    }
    before = everything()

    statuses = {
        getattr(client, method)(link).status_code
        for link in sorted(links)
        for method in ("get", "head", "get", "head")
    }

    kinds = {mail.kind for mail in letters}
    assert kinds >= {
        "question",
        "waiting",
        "declined",
        "withdrawn",
        "link_renewed",
        "link_again",
        "offered",
        "confirmed",
        "reminder",
        "called_off",
        "merged",
    }
    assert len([link for link in links if link.startswith("/t/")]) >= 8
    assert statuses <= {200, 404}  # 404: a link that was renewed since
    assert everything() == before


@pytest.mark.parametrize("page", ["change", "end", "talk.ics"])
def test_pages_behind_the_link_change_nothing_when_they_are_opened(client, page):
    officer, talk = make_member(), make_talk_request()
    slots = [Slot(officer=officer, held_on=date(2026, 12, 8), starts_at=time(9), minutes=50)]
    offers = offer_dates(
        talk_request=talk,
        slots=slots,
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )
    confirm_offer(offer=offers[0], by=None, now=NOW)
    before = everything()

    address = urlsplit(f"/t/{token_of(talk)}/{page}").path + ("" if "." in page else "/")
    statuses = [
        getattr(client, method)(address).status_code for method in ("get", "head", "get", "head")
    ]

    assert statuses == [200] * 4
    assert everything() == before
