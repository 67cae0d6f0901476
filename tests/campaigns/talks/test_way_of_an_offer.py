"""docs/map.md says which files an offer passes: those that read what was typed, write a row or make
the letter, and those that hand it on to them.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.forms.forms import BaseForm
from django.template.backends.django import Template
from django.utils import timezone

from campaigns.models import DiaryEntry, Mail, Offer
from tests.factories import make_member, make_offer, make_talk_request

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOST = 10
# What the nouns are, and who may: every page passes these.
ASIDE = ("models", "access")


@pytest.fixture
def passed(monkeypatch):
    """Files of `campaigns/` that have a hand in a row, a letter or a form, as they come."""
    files = set()

    def note(path):
        name = Path(path)
        if name.is_relative_to(ROOT / "campaigns"):
            files.add(name.relative_to(ROOT / "campaigns").as_posix())

    def note_all(**told):
        frame = sys._getframe(1)
        while frame:
            note(frame.f_code.co_filename)
            frame = frame.f_back

    def note_letters(template, context=None, request=None):
        if template.template.name.startswith("emails/"):
            note_all()
        return render(template, context, request)

    def note_writes(execute, sql, params, many, context):
        if sql.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            note_all()
        return execute(sql, params, many, context)

    def note_form(form):
        note(sys.modules[type(form).__module__].__file__)
        return full_clean(form)

    full_clean, render = BaseForm.full_clean, Template.render
    monkeypatch.setattr(BaseForm, "full_clean", note_form)
    monkeypatch.setattr(Template, "render", note_letters)
    with connection.execute_wrapper(note_writes):
        yield files


def in_the_map():
    section = (ROOT / "docs/map.md").read_text().split("## What an offer passes")[1].split("##")[0]
    lines = [line for line in section.splitlines() if line[:1].isdigit()]
    return [line.split("`")[1] for line in lines]


@pytest.mark.django_db
def test_an_offer_passes_the_files_that_the_map_names(client, monkeypatch, passed):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    member = make_member(role="coordinator")
    client.force_login(member.user)
    talk = make_talk_request(state="offered")
    before = make_offer(talk_request=talk, officer=member)
    typed = {
        "offer-held_on_day": 8,
        "offer-held_on_month": 12,
        "offer-held_on_year": 2026,
        "offer-starts_at": "10.00",
        "offer-officer": member.pk,
        "offer-minutes": 50,
        "instead_of": before.pk,
    }
    passed.clear()

    client.post(f"/team/talks/{talk.pk}/offer/", typed)

    assert (Offer.objects.filter(state="held").count(), DiaryEntry.objects.count()) == (1, 1)
    assert Mail.objects.get().kind == "offered"
    way = {name for name in passed if name.split("/")[0] not in ASIDE}
    assert sorted(way) == sorted(in_the_map())
    assert len(way) <= MOST
