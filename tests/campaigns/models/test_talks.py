import hashlib
import uuid

import pytest
from django.db import IntegrityError

from campaigns.models import TalkGroup, TalkRequest
from tests import factories
from tests.factories import BADLY_SPACED

pytestmark = pytest.mark.django_db

ALWAYS_WITH_REASON = [
    "needs_info",
    "waiting",
    "declined",
    "withdrawn",
    "cancelled_by_school",
    "cancelled_by_police",
    "lapsed",
]


def create_request(*, number=1, **values):
    campaign = factories.make_campaign()
    given = {
        "campaign": campaign,
        "draft_key": uuid.uuid4(),
        "reference": f"BCD234{number}",
        "token_hash": hashlib.sha256(str(number).encode()).hexdigest(),
        "area": factories.make_area(),
        "topic": factories.make_topic(),
        "format": "lesson",
        "wanted": "Any Tuesday",
        "staff_stay": True,
        "unlisted_place": "Scout hut",
        "contact_name": "Morag Bell",
        "contact_email": "office@school.example",
    }
    return TalkRequest.objects.create(**(given | values))


@pytest.mark.parametrize("state", ["", "lost"])
def test_unknown_state_is_refused(state):
    with pytest.raises(IntegrityError):
        create_request(state=state)


@pytest.mark.parametrize("state", ALWAYS_WITH_REASON)
def test_side_door_needs_a_reason(state):
    with pytest.raises(IntegrityError):
        create_request(state=state, state_reason="")


@pytest.mark.parametrize("state", ["submitted", "offered", *ALWAYS_WITH_REASON])
def test_request_in_every_open_state_is_kept(state):
    create_request(state=state, state_reason="A reason")

    assert TalkRequest.objects.get().state == state


@pytest.mark.parametrize("state", ["confirmed", "delivered"])
def test_confirmed_request_needs_its_session(state):
    with pytest.raises(IntegrityError):
        create_request(state=state, session=None)


@pytest.mark.parametrize("state", ["confirmed", "delivered"])
def test_confirmed_request_with_its_session_is_kept(state):
    session = factories.make_session()

    create_request(state=state, session=session)

    assert session.talk_request.state == state


def test_request_for_nowhere_is_refused():
    with pytest.raises(IntegrityError):
        create_request(place=None, unlisted_place="")


def test_request_without_staff_in_the_room_is_refused():
    with pytest.raises(IntegrityError):
        create_request(staff_stay=False)


@pytest.mark.parametrize("column", ["draft_key", "reference", "token_hash"])
def test_request_is_known_by_one_of_each(column):
    first = create_request(number=1)

    with pytest.raises(IntegrityError):
        create_request(number=2, **{column: getattr(first, column)})


def test_session_belongs_to_one_request():
    session = factories.make_session()
    create_request(number=1, session=session, state="confirmed")

    with pytest.raises(IntegrityError):
        create_request(number=2, session=session, state="confirmed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected": 0},
        {"expected": -1},
        {"expected": 5001},
        {"audience": "pupils"},
        {"audience": ""},
        {"stages": "P8"},
        {"stages": "P2 P1"},
    ],
    ids=str,
)
def test_group_that_cannot_be_is_refused(wrong):
    request = create_request()

    with pytest.raises(IntegrityError):
        TalkGroup.objects.create(
            **(
                {"talk_request": request, "audience": "children", "stages": ("P7",), "expected": 27}
                | wrong
            )
        )


@pytest.mark.parametrize("stages", BADLY_SPACED)
def test_group_whose_stages_could_not_be_read_back_is_refused(stages):
    request = create_request()

    with pytest.raises(IntegrityError):
        TalkGroup.objects.create(
            talk_request=request, audience="children", stages=stages, expected=27
        )


@pytest.mark.parametrize("expected", [1, 5000])
def test_group_at_the_edge_is_kept(expected):
    TalkGroup.objects.create(talk_request=create_request(), audience="parents", expected=expected)

    assert TalkGroup.objects.get().expected == expected


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"state": ""}, {"minutes": 4}, {"minutes": 601}, {"minutes": -1}],
    ids=str,
)
def test_offer_that_cannot_be_is_refused(wrong):
    request, officer = create_request(), factories.make_member()

    with pytest.raises(IntegrityError):
        factories.make_offer(talk_request=request, officer=officer, **wrong)


def test_request_has_one_accepted_offer():
    request, officer = create_request(), factories.make_member()
    factories.make_offer(talk_request=request, officer=officer, state="accepted")

    with pytest.raises(IntegrityError):
        factories.make_offer(talk_request=request, officer=officer, state="accepted")


@pytest.mark.parametrize("state", ["held", "refused", "lapsed", "taken_back"])
def test_request_may_have_several_offers_not_accepted(state):
    request, officer = create_request(), factories.make_member()
    factories.make_offer(talk_request=request, officer=officer, state="accepted")

    factories.make_offer(talk_request=request, officer=officer, state=state)
    factories.make_offer(talk_request=request, officer=officer, state=state)

    assert request.offers.count() == 3
