"""Number and hours stand on each page of talks that a school can see: the templates say which those
are, so a new one is asked for here.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from campaigns.access import limits
from campaigns.mail.links import new_draft_token, token_of
from campaigns.models import Campaign, TalkDraft, Topic
from campaigns.talks.record.earlier import signed
from tests.campaigns.talks.asking.conftest import answered
from tests.factories import (
    make_forgotten,
    make_member,
    make_offer,
    make_session,
    make_talk_contact,
    make_talk_kind,
    make_talk_request,
)
from tests.html import read

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FRAME, EXTENDS = "campaigns/base_public.html", re.compile(r'{% extends "([^"]+)" %}')
NUMBER, HOURS, EMAIL = "01698 555 010", "Monday to Friday, 9 to 5", "safer@lanarkshire.example"
NOBODYS = "00000000-0000-4000-8000-000000000000"


def of_schools():
    """The templates of whole pages; one that others are built on is drawn by them."""
    files = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in TEMPLATES.glob("campaigns/talks/**/*.html")
    }
    on = {name: built[1] for name, text in files.items() if (built := EXTENDS.match(text))}
    frames = set(on.values()) & set(files)
    return {name for name, under in on.items() if under in (FRAME, *frames)} - frames


def planned(days):
    officer = make_member(name=f"Officer {days}")
    day = timezone.localdate() + timedelta(days=days)
    return make_session(state="planned", held_on=day, officers=[officer])


def request_in(state, **columns):
    number = f"BCD{len(state)}{sum(map(ord, state)) % 9000 + 1000}"[:7].replace("0", "2")
    reason = "x" if state in ("needs_info", "waiting", "declined", "withdrawn") else ""
    return make_talk_request(state=state, state_reason=reason, reference=number, **columns)


def near_the_day(client):
    for reference, days, page in (("ZZZ2345", 1, "end"), ("YYY2345", -1, "change")):
        talk = make_talk_request(reference=reference, state="confirmed", session=planned(days))
        yield client.get(f"/t/{token_of(talk)}/{page}/")


def after_the_talk(client):
    held = make_session(officers=[make_member(name="Ina Given")])
    given = request_in("delivered", session=held)
    for page in ("", "feedback/", "number/", "certificate/", "evidence/"):
        yield client.get(f"/t/{token_of(given)}/{page}")
    yield client.get("/talks/earlier/")
    yield client.post("/talks/earlier/", {"contact_email": "office@school.example"})
    for token in (signed([given.place_id]), "over"):
        yield client.get(f"/talks/earlier/{token}/")
    take_over = make_talk_contact(talk_request=make_talk_request(reference="TKV2345"))
    yield client.get(f"/take-over/{take_over}/")


def finished_later(client, answers):
    draft = answered(answers)
    yield client.post(f"{draft}place/later/", {"later_email": "office@school.example"})
    link = new_draft_token(TalkDraft.objects.exclude(link_hash="").get())
    for token in (link, "nobodys"):
        yield client.get(f"/talks/later/{token}/")
    forgotten = make_forgotten(campaign=Campaign.objects.get(), token="t")
    yield client.get(f"/t/{forgotten}/")


def walked(client, monkeypatch, answers):
    kind = make_talk_kind(topic=Topic.objects.first())
    yield client.get(f"/talks/{kind.slug}/")
    kind.delete()  # or the answers would lack one
    draft = answered(answers)
    unconfirmed, open_one = request_in("unconfirmed"), request_in("submitted")
    offered = request_in("offered")
    offer = {"talk_request": offered, "officer": make_member()}
    make_offer(**offer, held_on=date(2030, 12, 10))
    gone = make_offer(**offer, held_on=date(2030, 12, 11), state="refused")
    states = [unconfirmed, open_one, offered, request_in("confirmed", session=planned(40))]
    states += [request_in(state) for state in ("needs_info", "waiting", "declined", "withdrawn")]
    link = f"/t/{token_of(open_one)}/"

    yield from (client.get(path) for path in ("/talks/", "/talks/ask/"))
    yield from (client.get(f"{draft}{step}/") for step in answers)
    yield client.get(f"{draft}check/")
    yield client.post(f"{draft}send/", {"website": "spam"})
    yield client.post(f"{draft}place/", {"place": ""})
    yield client.post(f"{draft}link/")
    for one in (unconfirmed, open_one):
        yield client.get(f"/talks/ask/{one.draft_key}/sent/")
    yield client.post(f"/talks/ask/{unconfirmed.draft_key}/sent/again/", {"contact_email": "no"})
    for one in states:
        yield client.get(f"/t/{token_of(one)}/")
    yield client.post(f"{link}note/", {"text": ""})
    yield client.post(f"/t/{token_of(offered)}/accept/", {"offer": gone.pk})  # too late
    yield from (client.get(f"{link}{page}/") for page in ("note", "change", "hand-over", "end"))
    yield client.get(f"/t/{token_of(offered)}/refuse/")
    yield client.get(f"/t/{token_of(states[3])}/another-time/")
    yield from near_the_day(client)
    for path in ("/t/dead/", "/t/dead/talk.ics", "/talks/no-such-talk/"):
        yield client.get(path)
    for path in ("check/", "sent/", "place/"):
        yield client.get(f"/talks/ask/{NOBODYS}/{path}")
    for path in ("accept", "refuse", "note", "answer", "another-time", "confirm"):
        yield client.post(f"/t/dead/{path}/")
    yield from after_the_talk(client)
    yield from finished_later(client, answers)
    cache.clear()
    with monkeypatch.context() as limited:
        limited.setattr(limits, "wait_for", lambda *_, **__: 60)
        yield client.post("/talks/ask/")
        yield client.post(f"{draft}send/")
    Topic.objects.update(is_offered=False)
    yield client.get("/talks/")
    yield client.get("/talks/ask/")


def test_every_page_that_a_school_can_see_has_number_and_hours(client, monkeypatch, answers):
    Campaign.objects.update(telephone=NUMBER, office_hours=HOURS, team_email=EMAIL)

    pages = list(walked(client, monkeypatch, answers))

    without = []
    for page in pages:
        text = " ".join(page.content.decode().split())
        links = {link["href"] for link in read(page.content.decode()).links}
        if f"({HOURS})" not in text or not {"tel:01698555010", f"mailto:{EMAIL}"} <= links:
            without.append((page.request["PATH_INFO"], page.status_code, text[:200]))
    assert without == []
    seen = {template.name for page in pages for template in page.templates}
    assert of_schools() - seen == set()
    assert {page.status_code for page in pages} == {200, 404, 409, 410, 429}


def test_dead_links_look_alike_and_lead_on(client, answers):
    Campaign.objects.update(telephone=NUMBER, office_hours=HOURS)

    pages = [client.get(path) for path in ("/t/dead/", f"/talks/ask/{NOBODYS}/sent/")]

    texts = {re.sub(r"<main.*?<h1>", "<h1>", page.content.decode(), flags=re.S) for page in pages}
    assert len(texts) == 1
    assert [page.status_code for page in pages] == [404, 404]
    assert "/talks/" in {link["href"] for link in read(pages[0].content.decode()).links}
