"""An officer is called away: a colleague takes over, or the school is held new dates; all of it or
nothing, and everybody is told once.
"""

from datetime import date, time

import pytest

from campaigns.diaries.book import Slot
from campaigns.models import Change, DiaryEntry, Offer
from campaigns.talks.called_away_views import CANNOT_BE_OFFERED
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import offer_dates
from tests.factories import NOW, make_campaign, make_member, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

DAY = date(2026, 12, 8)


def confirmed_talk(officer, second=None):
    talk = make_talk_request()
    slot = Slot(officer=officer, second_officer=second, held_on=DAY, starts_at=time(10), minutes=50)
    offers = offer_dates(
        talk_request=talk,
        slots=[slot],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )
    confirm_offer(offer=offers[0], by=None, now=NOW)
    talk.refresh_from_db()
    return talk


def address(talk, deed=""):
    return f"/team/talks/{talk.pk}/called-away/{deed}"


def waiting(talk):
    return sorted(mail.kind for mail in talk.mails.filter(state="waiting"))


def test_the_page_ranks_who_is_free_with_reasons_and_changes_nothing(client, coordinator):
    away, free, busy = (make_member(name=name) for name in ("Bo Kerr", "Dee Orr", "Eve Pratt"))
    talk = confirmed_talk(away)
    make_session(state="planned", held_on=DAY, starts_at=time(10), officers=[busy])

    could = client.get(address(talk)).context["could"]

    assert {str(one.officer): one.is_free for one in could} == {
        "Catriona Muir": True,
        "Dee Orr": True,
        "Eve Pratt": False,
    }
    assert not could[-1].is_free
    assert str(free) == "Dee Orr"
    assert DiaryEntry.objects.get(session=talk.session).officer == away


def test_a_colleague_takes_over_and_the_school_is_told_who_comes(client, coordinator):
    away, instead = make_member(name="Bo Kerr"), make_member(name="Dee Orr")
    talk = confirmed_talk(away)
    typed = {"away": away.pk, "instead": instead.pk, "opened": talk.session.version}

    statuses = [client.post(address(talk, "take-over/"), typed).status_code for _ in range(2)]

    assert statuses == [302, 409]
    assert [str(officer) for officer in talk.session.officers.all()] == ["Dee Orr"]
    assert DiaryEntry.objects.get(session=talk.session).officer == instead
    assert waiting(talk).count("officer_changed") == 1
    assert "Dee Orr" in talk.mails.get(kind="officer_changed").text
    assert Change.objects.get(kind="reassigned").fields == {"Officers": ["Bo Kerr", "Dee Orr"]}


def test_a_colleague_who_is_busy_meanwhile_changes_nothing(client, coordinator):
    away, instead = make_member(name="Bo Kerr"), make_member(name="Dee Orr")
    talk = confirmed_talk(away)
    make_session(state="planned", held_on=DAY, starts_at=time(10), officers=[instead])

    response = client.post(
        address(talk, "take-over/"),
        {"away": away.pk, "instead": instead.pk, "opened": talk.session.version},
    )

    assert "Dee Orr already has a session at that time" in response.content.decode()
    assert [str(officer) for officer in talk.session.officers.all()] == ["Bo Kerr"]
    assert "officer_changed" not in waiting(talk)


def test_of_two_the_other_gives_it_alone(client, coordinator):
    away, other = make_member(name="Bo Kerr"), make_member(name="Dee Orr")
    talk = confirmed_talk(away, other)

    client.post(address(talk, "take-over/"), {"away": away.pk, "opened": talk.session.version})

    assert [str(officer) for officer in talk.session.officers.all()] == ["Dee Orr"]
    assert not DiaryEntry.objects.filter(officer=away).exists()


def test_one_alone_cannot_leave_nobody(client, coordinator):
    away = make_member(name="Bo Kerr")
    talk = confirmed_talk(away)

    response = client.post(
        address(talk, "take-over/"), {"away": away.pk, "opened": talk.session.version}
    )

    assert "Choose who gives the talk instead" in response.content.decode()
    assert talk.session.officers.count() == 1


def test_when_nobody_can_the_school_is_held_new_dates(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    page = client.get(address(talk))
    dates = [words for _, words in page.context["suggestions"]]
    typed = {"date": dates, "opened": talk.session.version}

    statuses = [client.post(address(talk, "new-dates/"), typed).status_code for _ in range(2)]

    talk.refresh_from_db()
    assert len(dates) == 3
    assert statuses[0] == 302
    assert (talk.state, talk.session.state) == ("offered", "cancelled")
    assert Offer.objects.filter(state="held").count() == 3
    assert waiting(talk) == ["offered"]
    mail = talk.mails.get(state="waiting")
    assert "we cannot come on Tuesday 8 December" in mail.text
    assert "METHOD:CANCEL" in mail.calendar
    assert not DiaryEntry.objects.filter(session=talk.session).exists()


def test_without_a_date_the_request_goes_back_to_the_queue(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))

    client.post(address(talk, "new-dates/"), {"opened": talk.session.version})

    talk.refresh_from_db()
    assert talk.state == "submitted"
    assert "called away" in talk.state_reason
    assert waiting(talk) == ["called_off"]


@pytest.mark.parametrize("beside_a_good_one", [False, True], ids=["alone", "beside a good one"])
@pytest.mark.parametrize(
    "words",
    [
        "",
        "nonsense",
        "2026-12-09T10:00.",
        "2026-12-09T10:00.999999",
        "2026-12-09T10:00.{viewer}",
        "2026-12-09.{coordinator}",
        "2026-12-09T24:00.{coordinator}",
        "2026-02-30T10:00.{coordinator}",
        "2026-12-09T10:00+01:00.{coordinator}",
        "9999-12-31T23:59.{coordinator}",
    ],
)
def test_a_date_that_cannot_be_offered_ends_nothing(client, coordinator, words, beside_a_good_one):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    viewer = make_member(role="viewer", name="Vi Unwin")
    before, had = client.get(address(talk)), waiting(talk)
    good = [f"2026-12-10T10:00.{coordinator.pk}"] if beside_a_good_one else []
    dates = [*good, words.format(viewer=viewer.pk, coordinator=coordinator.pk)]

    response = client.post(
        address(talk, "new-dates/"), {"date": dates, "opened": talk.session.version}
    )

    talk.refresh_from_db()
    assert (response.status_code, response.context["problem"]) == (200, CANNOT_BE_OFFERED)
    assert CANNOT_BE_OFFERED in response.content.decode()
    assert response.context["suggestions"] == before.context["suggestions"]
    assert (talk.state, talk.session.state, waiting(talk)) == ("confirmed", "planned", had)
    assert not Offer.objects.filter(state="held").exists()


def test_an_officer_who_left_since_the_page_was_opened_ends_nothing(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    left = make_member(name="Dee Orr")
    left.user.is_active = False
    left.user.save()

    response = client.post(
        address(talk, "new-dates/"),
        {"date": [f"2026-12-09T10:00.{left.pk}"], "opened": talk.session.version},
    )

    talk.refresh_from_db()
    assert response.context["problem"] == CANNOT_BE_OFFERED
    assert (talk.state, talk.session.state) == ("confirmed", "planned")


@pytest.mark.parametrize("named", ["", "nonsense", "0", "999999"])
def test_a_colleague_who_cannot_be_found_is_not_nobody(client, coordinator, named):
    """Of two officers, the other is left alone only when that was the button."""
    away, other = make_member(name="Bo Kerr"), make_member(name="Dee Orr")
    talk = confirmed_talk(away, other)

    response = client.post(
        address(talk, "take-over/"),
        {"away": away.pk, "instead": named, "opened": talk.session.version},
    )

    assert response.status_code == 404
    assert {str(officer) for officer in talk.session.officers.all()} == {"Bo Kerr", "Dee Orr"}
    assert "officer_changed" not in waiting(talk)


def test_new_dates_that_are_taken_meanwhile_change_nothing(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    date_words = f"2026-12-09T10:00.{coordinator.pk}"
    make_session(
        state="planned", held_on=date(2026, 12, 9), starts_at=time(10), officers=[coordinator]
    )

    response = client.post(
        address(talk, "new-dates/"), {"date": [date_words], "opened": talk.session.version}
    )

    talk.refresh_from_db()
    assert "already has a session at that time" in response.content.decode()
    assert (talk.state, talk.session.state) == ("confirmed", "planned")


def test_the_school_takes_a_new_date_and_it_is_the_same_session(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    session = talk.session
    client.post(
        address(talk, "new-dates/"),
        {"date": [f"2026-12-09T10:00.{coordinator.pk}"], "opened": session.version},
    )

    confirm_offer(offer=Offer.objects.get(state="held"), by=None, now=NOW)

    session.refresh_from_db()
    assert (session.state, session.held_on) == ("planned", date(2026, 12, 9))


# The ladder


@pytest.mark.parametrize("deed", ["take-over/", "new-dates/"])
def test_buttons_take_a_post_only(client, coordinator, deed):
    assert client.get(address(confirmed_talk(coordinator), deed)).status_code == 405


@pytest.mark.parametrize("deed", ["", "take-over/", "new-dates/"])
@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("officer", 403), ("stranger", 404), ("nobody", 302)]
)
def test_only_who_runs_this_queue_may(client, deed, who, status):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    campaign = make_campaign(name="Ayrshire") if who == "stranger" else talk.campaign
    if who != "nobody":
        client.force_login(
            make_member(
                role="coordinator" if who == "stranger" else who, name="Fay Quin", campaign=campaign
            ).user
        )

    response = client.post(address(talk, deed)) if deed else client.get(address(talk))

    assert response.status_code == status


def test_a_request_that_is_not_set_has_no_such_page(client, coordinator):
    assert client.get(address(make_talk_request())).status_code == 404
