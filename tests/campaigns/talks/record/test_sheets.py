"""What a school prints of its talk."""

import pytest

from campaigns.models import TalkFeedback
from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import make_campaign, make_evidence_row, make_session, make_talk_request

pytestmark = pytest.mark.django_db
NAMES = ("Morag", "Bo Kerr", "office@school", "01698")


def test_certificate_is_for_the_class_and_names_nobody(client):
    page = words(client.get(f"{link(given())}certificate/"))

    for said in ("P7", "Braeside Primary School", "took part in", "Know the trick"):
        assert said in page
    assert "Monday 2 November 2026" in page
    assert [name for name in NAMES if name in page] == []


def test_evidence_sheet_says_what_was_given_and_names_nobody(client):
    talk = given()
    talk.session.campaign.team_name = "Safer Communities, Lanarkshire"
    talk.session.campaign.save()
    said = {"pitched_right": "agree", "took_part": "partly", "have_again": "agree"}
    TalkFeedback.objects.create(talk_request=talk, sentence="Morag liked it", **said)

    page = words(client.get(f"{link(talk)}evidence/"))

    for told in ("27, counted", "50 minutes", "Class lesson", "A quiz", "Partly agree"):
        assert told in page
    for told in ("What pupils told us", "What we did next", "Safer Communities, Lanarkshire"):
        assert told in page
    assert [name for name in NAMES if name in page] == []


def test_evidence_sheet_has_the_lines_that_are_shown_and_fit_the_stages(client):
    talk = given()
    make_evidence_row()
    make_evidence_row(code="QI 2.1", name="Safeguarding", is_shown=False)
    outcome = {"kind": "curriculum", "name": "Keeping safe"}
    make_evidence_row(code="TCH 2-03a", stages=("P5", "P6", "P7"), **outcome)
    make_evidence_row(code="TCH 1-03a", stages=("P2", "P3", "P4"), **outcome)
    make_evidence_row(code="QI 9.9", campaign=make_campaign(name="Elsewhere"))

    page = words(client.get(f"{link(talk)}evidence/"))

    assert "May serve as evidence for" in page
    assert "The framework is under review" in page
    codes = ("QI 3.1", "QI 2.1", "TCH 2-03a", "TCH 1-03a", "QI 9.9")
    assert [code for code in codes if code in page] == ["QI 3.1", "TCH 2-03a"]


def test_evidence_sheet_without_lines_claims_nothing(client):
    page = words(client.get(f"{link(given(with_kind=False))}evidence/"))

    assert "May serve as evidence" not in page
    assert "Curriculum" not in page
    assert "What was taught Sextortion" in page


@pytest.mark.parametrize("sheet", ["certificate", "evidence"])
def test_nothing_is_printed_of_a_talk_that_was_not_given(client, sheet):
    voided = given(state="voided", state_reason="Twice")
    coming = make_talk_request(
        state="confirmed", reference="XYZ2345", session=make_session(state="planned")
    )

    answers = [client.get(f"{link(talk)}{sheet}/").status_code for talk in (voided, coming)]

    assert answers == [404, 404]


@pytest.mark.parametrize("sheet", ["certificate", "evidence"])
def test_sheets_change_nothing_and_are_kept_from_search_engines(client, sheet):
    talk = given()

    assert client.get(f"{link(talk)}{sheet}/")["X-Robots-Tag"] == "noindex"
    assert client.post(f"{link(talk)}{sheet}/").status_code == 405
