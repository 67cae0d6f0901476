"""Whoever takes over from a colleague hears of it by one letter."""

from datetime import date, datetime, time, timedelta

import pytest

from campaigns.mail.tasks import as_message
from campaigns.models import Campaign, Mail, Membership, TalkRequest
from campaigns.talks.leaving_letter import holders_of
from campaigns.talks.leaving_work import work_of
from tests.factories import (
    NOW,
    make_area,
    make_member,
    make_offer,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
DAY = date(2026, 12, 1)


@pytest.fixture
def taker() -> Membership:
    return make_member(role="coordinator", name="Tam Aker")


def planned(*officers, held_on=DAY, **changed):
    place = make_place(name="Braeside Primary School", town="Hamilton", area=make_area())
    return make_session(state="planned", held_on=held_on, officers=officers, place=place, **changed)


def offered(officer, **changed):
    talk = make_talk_request(reference="BCD2222", state="offered")
    return make_offer(talk_request=talk, officer=officer, **changed)


def owned(owner):
    talk = make_talk_request(reference="BCD3333")
    TalkRequest.objects.filter(pk=talk.pk).update(owner=owner)
    return talk


def post(client, page, **typed):
    first = client.get(page).context["form"].initial
    return client.post(page, first | {k.replace("_", "-"): v for k, v in typed.items()})


def end(client, member, **typed):
    return post(client, f"/team/people/{member.pk}/end/", **typed)


def told():
    return list(Mail.objects.filter(kind="taken_over").order_by("to"))


def test_taker_gets_one_letter_with_all_that_is_theirs_now(client, administrator, leaver, taker):
    planned(leaver)
    planned(leaver, starts_at=time(14))
    offered(leaver)
    owned(leaver)

    end(client, leaver, everything=taker.pk)

    [mail] = told()
    assert (mail.to, mail.subject) == ("tam.aker@example.org", "You take over from a colleague")
    assert (
        mail.text
        == """Hello Tam Aker,

Lee Ver is no longer in the team of Lanarkshire. Annis Gray chose who takes over.

You give these talks now:
- Tuesday 1 December 2026 at 09:30, Braeside Primary School, Hamilton (North Lanarkshire)
- Tuesday 1 December 2026 at 14:00, Braeside Primary School, Hamilton (North Lanarkshire)

These dates are held for schools, and you are the officer now:
- Tuesday 8 December 2026 at 10:00, held for Braeside Primary School, Hamilton (North Lanarkshire)

You see to these requests now:
- BCD3333, Braeside Primary School, Hamilton (North Lanarkshire)

How it stands now you see on the site. Begin on the page Today:

http://127.0.0.1:8000/team/

Is something not right? Reply to this e-mail: it goes to the team.

Are you not sure that this e-mail is from us? Ask us: team@demo.example

Sextortion Aware
"""
    )
    link = "http://127.0.0.1:8000/team/"
    assert mail.html.count(f'href="{link}"') == 2
    contact = ("Morag Bell", "office@school.example", "01698 000000")
    assert [said for said in contact if said in mail.text + mail.html] == []


def test_each_taker_reads_of_their_own_and_no_more(client, administrator, leaver, taker):
    other = make_member(name="Bea Other")
    first, second = planned(leaver), planned(leaver, starts_at=time(14))

    end(client, leaver, **{f"session_{first.pk}": taker.pk, f"session_{second.pk}": other.pk})

    assert [(mail.to, "at 09:30" in mail.text, "at 14:00" in mail.text) for mail in told()] == [
        ("bea.other@example.org", False, True),
        ("tam.aker@example.org", True, False),
    ]


def test_whoever_pressed_and_takes_it_gets_no_letter(client, administrator, leaver):
    planned(leaver)

    end(client, leaver, everything=administrator.pk)

    assert told() == []


def test_whoever_leaves_by_oneself_is_named_as_the_one_who_chose(
    client, administrator, leaver, taker
):
    planned(leaver)
    client.force_login(leaver.user)

    post(client, "/team/leave/", everything=taker.pk)

    [mail] = told()
    assert "Lee Ver is no longer in the team of Lanarkshire. Lee Ver chose" in mail.text


def test_lower_role_is_told_as_what_it_is(client, administrator, leaver, taker):
    planned(leaver)

    post(client, f"/team/people/{leaver.pk}/becomes/viewer/", everything=taker.pk)

    [mail] = told()
    assert "Lee Ver is now in the team of Lanarkshire as viewer." in mail.text


@pytest.mark.parametrize("choice", ["alone", "other"])
def test_second_officer_hears_that_they_go_on_alone(client, administrator, leaver, taker, choice):
    session = planned(leaver, taker)

    end(
        client,
        leaver,
        **{f"session_{session.pk}": taker.pk if choice == "other" else choice},
    )

    [mail] = told()
    assert mail.to == "tam.aker@example.org"
    assert "You go on with these, without Lee Ver:\n- Tuesday 1 December" in mail.text
    assert "You give these talks now" not in mail.text
    assert mail.subject == "You go on without a colleague"
    assert "chose who takes over" not in mail.text


def test_second_officer_is_written_nothing_when_somebody_comes_instead(
    client, administrator, leaver, taker
):
    other = make_member(name="Bea Other")
    session = planned(leaver, other)

    end(client, leaver, **{f"session_{session.pk}": taker.pk})

    assert [mail.to for mail in told()] == ["tam.aker@example.org"]


def test_what_goes_to_nobody_is_told_to_nobody(client, administrator, leaver):
    planned(leaver)
    offered(leaver)
    owned(leaver)

    end(client, leaver, anyway="1")

    assert told() == []


def test_when_nothing_is_handed_over_no_letter_is_written(client, administrator, leaver, taker):
    busy = make_member(name="Bea Busy")
    planned(busy)
    planned(leaver)
    planned(leaver, starts_at=time(14))

    end(client, leaver, everything=busy.pk)

    assert told() == []


@pytest.mark.parametrize(("days", "waits"), [(1, False), (2, True)])
def test_at_night_only_a_talk_of_tomorrow_cannot_wait(
    client, administrator, leaver, taker, settings, monkeypatch, days, waits
):
    settings.QUIET_AT_NIGHT = True
    evening = NOW.replace(hour=22)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    client.force_login(administrator.user)
    planned(leaver, held_on=NOW.date() + timedelta(days=days))

    end(client, leaver, everything=taker.pk)

    [mail] = told()
    assert isinstance(mail.send_after, datetime) is waits


def test_answer_goes_to_the_teams_own_address(client, administrator, leaver, taker):
    Campaign.objects.update(team_email="lanarkshire@team.example")
    planned(leaver)

    end(client, leaver, everything=taker.pk)

    [mail] = told()
    assert as_message(mail).reply_to == ["lanarkshire@team.example"]


def test_words_of_a_stranger_are_words_in_the_letter(client, administrator, leaver, taker):
    held = offered(leaver)
    TalkRequest.objects.filter(pk=held.talk_request_id).update(
        place=None, unlisted_place="<b>St\n\nElsewhere</b>", unlisted_town="Hamilton"
    )

    end(client, leaver, everything=taker.pk)

    [mail] = told()
    assert "held for <b>St Elsewhere</b>, Hamilton" in mail.text
    assert "held for &lt;b&gt;St Elsewhere&lt;/b&gt;, Hamilton" in mail.html


def test_page_says_who_is_told(client, administrator, leaver, taker):
    planned(leaver)
    words = "Each colleague is told by one e-mail what is theirs then"
    ended = client.get(f"/team/people/{leaver.pk}/end/").content.decode()
    client.force_login(leaver.user)
    left = client.get("/team/leave/").content.decode()

    assert f"{words}. For what you take yourself you get none." in " ".join(ended.split())
    assert f"{words}. </p>" in " ".join(left.split())


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_what_costs_the_same_for_one_talk_as_for_three(
    leaver, taker, django_assert_num_queries, number
):
    for hour in range(number):
        planned(leaver, taker, starts_at=time(9 + hour))
    work = work_of(leaver, becomes=None, now=NOW)

    with django_assert_num_queries(4):
        holders_of(work)
