"""On no page that a school can see do words that were typed go with another form's button."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from campaigns.models import Campaign, TalkRequest
from tests.campaigns.shown import link
from tests.campaigns.talks.asking.conftest import answers  # noqa: F401
from tests.campaigns.talks.asking.test_how_to_reach_us import HOURS, NUMBER, of_schools, walked
from tests.factories import make_member, make_offer, make_session, make_talk_request
from tests.forms_of_page import forms_with_words

pytestmark = pytest.mark.django_db

State = TalkRequest.State
PAGES = (
    "",
    "note/",
    "another-time/",
    "refuse/",
    "answer/",
    "change/",
    "hand-over/",
    "feedback/",
    "end/",
)
WITH_SESSION = (State.CONFIRMED, State.ASKS_TO_MOVE, State.DELIVERED, State.CANCELLED_BY_SCHOOL)


@pytest.fixture(autouse=True)
def no_turns_taken():
    cache.clear()


def in_state(state, *, days, is_offered):
    officer, day = make_member(), timezone.localdate() + timedelta(days=days)
    kept = "delivered" if state == State.DELIVERED else "planned"
    session = make_session(state=kept, held_on=day, officers=[officer])
    talk = make_talk_request(
        state=state,
        state_reason="" if state in (State.SUBMITTED, State.OFFERED) else "Why",
        session=session if state in WITH_SESSION else None,
    )
    if is_offered:
        later = timezone.localdate() + timedelta(days=30)
        for officer, more in ((make_member(name="A One"), 0), (make_member(name="B Two"), 1)):
            make_offer(talk_request=talk, officer=officer, held_on=later + timedelta(days=more))
    return talk


def crowded(responses):
    found = [(page.request["PATH_INFO"], forms_with_words(page.text)) for page in responses]
    return [(path, forms) for path, forms in found if len(forms) > 1]


def test_every_kind_of_page_has_one_form_for_words_at_most(client, monkeypatch, answers):  # noqa: F811
    Campaign.objects.update(telephone=NUMBER, office_hours=HOURS)

    pages = list(walked(client, monkeypatch, answers))

    assert crowded(pages) == []
    seen = {template.name for page in pages for template in page.templates}
    assert of_schools() - seen == set()
    assert sum(bool(forms_with_words(page.text)) for page in pages) > 10


@pytest.mark.parametrize("days", [20, -1])
@pytest.mark.parametrize(
    ("state", "is_offered"),
    [
        *((state, False) for state in State if state != State.UNCONFIRMED),
        *((state, True) for state in (State.OFFERED, State.CONFIRMED, State.ASKS_TO_MOVE)),
    ],
)
def test_in_every_state_a_page_has_one_form_for_words_and_nothing_else_to_press(
    client, state, days, is_offered
):
    talk = in_state(state, days=days, is_offered=is_offered)

    pages = [client.get(f"{link(talk)}{page}", headers={"Accept": "text/html"}) for page in PAGES]
    pages += [client.post(f"{link(talk)}{page}", {}) for page in PAGES[1:-1] if page != "refuse/"]

    assert crowded(pages) == []
    others = [
        page.request["PATH_INFO"]
        for page in pages
        if forms_with_words(page.text) and page.text.count("<form") > 1
    ]
    assert others == []
