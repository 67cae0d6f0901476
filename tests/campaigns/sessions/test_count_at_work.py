import pytest

from tests.campaigns.shown import words
from tests.factories import make_member, make_place, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        (
            "workplace",
            ("How many adults came?", "People from a school came too"),
            ("other adults", "other schools"),
        ),
        (
            "primary",
            ("How many other adults came?", "People from other schools came too"),
            ("People from a school",),
        ),
    ],
)
def test_count_speaks_of_the_place_that_it_was_held_at(client, kind, said, unsaid):
    member = make_member(name="Bo Kerr")
    client.force_login(member.user)
    place = make_place(kind=kind)
    session = make_session(state="planned", place=place, officers=[member], format="community")
    talk = make_talk_request(state="confirmed", place=place, session=session)
    talk.groups.update(audience="adults", stages=[])

    page = words(client.get(f"/team/sessions/{session.pk}/count/"))

    for told in said:
        assert told in page
    for told in unsaid:
        assert told not in page
