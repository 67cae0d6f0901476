"""A school says that the number of its talk is another one; a coordinator decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Change, Correction, TalkRequest
from tests.campaigns.shown import link, said, words
from tests.campaigns.talks.record.conftest import given
from tests.campaigns.talks.signed_in import sign_in
from tests.factories import make_attendance, make_correction, make_member, make_place

pytestmark = pytest.mark.django_db


def tell(client, talk, **changed):
    talk.session.refresh_from_db()
    typed = {"number-0": "31", "known": "register", "opened": str(talk.session.version)}
    return client.post(f"{link(talk)}number/", typed | changed)


def test_number_waits_for_a_coordinator_and_changes_nothing_yet(client):
    talk = given()

    response = tell(client, talk, sentence="P6 came too.")

    assert response["Location"] == link(talk)
    correction = Correction.objects.get()
    assert (correction.state, correction.proposed_by) == ("proposed", None)
    assert correction.reason == "The school says: P6 came too."
    assert talk.session.attendances.get().count == 27
    page = words(client.get(link(talk)))
    assert "One of us will look at it" in page
    assert "Your number is different?" not in page
    assert Change.objects.get(kind="proposed").by is None


def test_number_sent_twice_is_one_correction(client):
    talk = given()

    answers = [tell(client, talk) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [link(talk)] * 2
    assert (Correction.objects.count(), Change.objects.filter(kind="proposed").count()) == (1, 1)


def test_coordinator_sees_it_among_corrections_and_confirms(client):
    talk = given()
    tell(client, talk)
    sign_in(client, "coordinator", name="Una Shaw")

    listed = words(client.get(reverse("campaigns:correction_list")))
    detail = client.get(reverse("campaigns:correction_detail", args=[Correction.objects.get().pk]))
    client.post(
        reverse("campaigns:correction_confirm", args=[Correction.objects.get().pk]),
        {"opened": talk.session.version},
    )

    assert "proposed by the school, by its link" in listed
    assert "The school says that the number differs." in listed
    assert "The school reads why on its page" in words(detail)
    row = talk.session.attendances.get()
    assert (row.count, row.known) == (31, "register")
    page = words(client.get(link(talk)))
    assert "31, from a register" in page
    assert "We changed it on" in page
    session = client.get(reverse("campaigns:session_detail", args=[talk.session_id]))
    assert "The school, by its link" in words(session)


def test_school_reads_why_its_number_was_not_taken(client):
    talk = given()
    tell(client, talk)
    sign_in(client, "coordinator", name="Una Shaw")
    address = reverse("campaigns:correction_decline", args=[Correction.objects.get().pk])

    client.post(address, {"reason": "P6 had a talk of their own."})

    page = words(client.get(link(talk)))
    assert "did not change it: P6 had a talk of their own." in page
    assert "Una Shaw" not in page
    assert "Your number is different?" in page


def declined(day, *, by):
    """What the school said, and a coordinator did not take."""
    Correction.objects.waiting().update(
        state="declined",
        decided_by=by,
        decided_at=day,
        decision_reason="We counted.",
        proposed_at=day,
    )


def test_a_link_has_three_numbers_a_day_and_the_fourth_keeps_what_was_typed(client):
    talk, now, by = given(), timezone.now(), make_member(name="Una Shaw").user
    for number in ("28", "29", "30"):
        assert tell(client, talk, **{"number-0": number})["Location"] == link(talk)
        declined(now, by=by)

    fourth = tell(client, talk, **{"number-0": "33", "sentence": "P6 came too."})

    assert fourth.status_code == 429
    assert "You have told us 3 numbers for this talk within a day" in words(fourth)
    assert "Nothing was sent now" in words(fourth)
    assert 'value="33"' in fourth.text
    assert "P6 came too." in fourth.text
    assert Correction.objects.count() == 3


def test_the_next_day_a_link_has_numbers_again(client):
    talk, now, by = given(), timezone.now(), make_member(name="Una Shaw").user
    for number in ("28", "29", "30"):
        tell(client, talk, **{"number-0": number})
        declined(now - timedelta(days=1, minutes=1), by=by)

    assert tell(client, talk)["Location"] == link(talk)
    assert Correction.objects.waiting().count() == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"number-0": ""}, "Enter how many people came"),
        ({"number-0": "many"}, "as a whole number"),
        ({"number-0": "-3"}, "as 0 or more"),
        ({"number-0": "5001"}, "5,000 at most"),
        ({"number-0": "27"}, "This is the number that we have already"),
        ({"known": ""}, "Choose how you know the number"),
        ({"known": "unknown"}, "Choose one of the answers listed"),
        ({"sentence": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ({"sentence": "Ring 01698 000111"}, "Take the phone number out"),
        ({"sentence": "A boy told me he is blackmailed"}, "leads on child protection"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(client, typed, problem):
    response = tell(client, given(), **typed)

    assert problem in words(response)
    assert "<title>Error: Is the number different?" in response.content.decode()
    assert not Correction.objects.exists()


def test_number_that_changed_meanwhile_is_shown_and_what_was_typed_stays(client):
    talk = given()

    late = tell(client, talk, opened=str(talk.session.version + 7))
    saved = client.post(
        f"{link(talk)}number/",
        {"number-0": "31", "known": "register", "opened": str(talk.session.version)},
    )

    assert "We have changed the number since" in words(late)
    assert 'value="31"' in late.content.decode()
    assert saved["Location"] == link(talk)


def test_number_while_an_officers_correction_waits_is_told(client):
    talk = given()
    make_correction(by=make_member(name="Ailsa Reid"), session=talk.session)

    response = tell(client, talk)

    assert "We are looking at the number of this talk already" in words(response)
    assert client.get(f"{link(talk)}number/")["Location"] == link(talk)
    assert Correction.objects.count() == 1


def test_number_of_an_unknown_count_may_be_told(client):
    talk = given(count=None, known="unknown")

    tell(client, talk, known="counted")

    assert Correction.objects.get().wanted["counts"] == [["children", 31, "counted", None]]


def test_school_says_nothing_of_another_schools_number(client):
    talk = given()
    other = make_place(name="Newmains PS")
    make_attendance(session=talk.session, count=33, place=other)

    tell(client, talk, **{"number-1": "99"})

    counts = Correction.objects.get().wanted["counts"]
    assert sorted(row[1] for row in counts) == [31, 33]


def test_voided_talk_has_no_number_to_put_right(client):
    talk = given(state="voided", state_reason="Twice")

    answer = tell(client, talk, sentence="P6 came too.")

    assert answer.status_code == 409
    assert "It was not saved. You can copy it from here. 31 P6 came too." in words(answer)
    assert client.get(f"{link(talk)}number/")["Location"] == link(talk)
    assert not Correction.objects.exists()


def test_number_of_a_talk_that_is_counted_again_can_be_copied(client):
    talk = given(state="planned")
    TalkRequest.objects.update(state="confirmed")

    answer = tell(client, talk, sentence="P6 came too.")

    assert answer.status_code == 409
    assert "We are counting the talk again" in words(answer)
    assert "31 P6 came too." in words(answer)


def test_school_can_only_propose_figures():
    talk = given()

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(
            session=talk.session, kind="void", based_on=1, reason="No", proposed_by=None
        )


def test_confirming_a_schools_number_can_be_undone_at_once(client):
    talk = given()
    tell(client, talk)
    sign_in(client, "coordinator", name="Una Shaw")
    address = reverse("campaigns:correction_confirm", args=[Correction.objects.get().pk])

    response = client.post(address, {"opened": talk.session.version})

    assert "Correction confirmed" in " ".join(said(response))
