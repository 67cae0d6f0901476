"""Two administrators have the same person before them."""

import pytest
from django.test import Client

from campaigns.models import Change, Membership
from tests.campaigns.talks.test_leaving_free import planned
from tests.factories import make_member
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_later_of_two_who_change_a_role_is_told_and_may_press_again(client, administrator):
    person = make_member(role="viewer", name="Vi Ewer")
    page = f"/team/people/{person.pk}/role/"
    was = client.get(page).context["form"].initial["was"]
    Membership.objects.filter(pk=person.pk).update(role="officer")

    told = client.post(page, {"role": "administrator", "was": was})
    person.refresh_from_db()
    after_first = person.role
    client.post(page, {"role": "administrator", "was": told.context["form"]["was"].value()})

    person.refresh_from_db()
    assert (was, after_first, person.role) == ("viewer", "officer", "administrator")
    assert "Somebody else made Vi Ewer officer meanwhile" in told.content.decode()
    assert Change.objects.get().fields == {"Role": ["Officer", "Administrator"]}


def test_stale_role_does_not_lead_on_to_lowering(client, administrator, leaver):
    page = f"/team/people/{leaver.pk}/role/"

    told = client.post(page, {"role": "viewer", "was": "officer"})

    assert "Somebody else made Lee Ver coordinator meanwhile" in told.content.decode()


@pytest.mark.parametrize("was", ["", "x" * 10_000, "\x00", "boss"])
def test_role_that_nobody_saw_changes_nothing(client, administrator, was):
    person = make_member(role="viewer", name="Vi Ewer")

    client.post(f"/team/people/{person.pk}/role/", {"role": "officer", "was": was})

    person.refresh_from_db()
    assert (person.role, Change.objects.count()) == ("viewer", 0)


def test_role_that_changed_meanwhile_is_shown_before_a_membership_ends(
    client, administrator, leaver
):
    page = f"/team/people/{leaver.pk}/end/"

    told = client.post(page, {"seen": "", "was": "officer"})
    leaver.refresh_from_db()
    first = leaver.ended_at
    client.post(page, {"seen": "", "was": told.context["form"]["was"].value()})

    leaver.refresh_from_db()
    assert "Somebody else made Lee Ver coordinator meanwhile" in told.content.decode()
    assert (first, leaver.ended_at is None) == (None, False)


@pytest.mark.parametrize("address", ["end/", "role/", "becomes/viewer/"])
def test_who_was_ended_meanwhile_is_said_to_be_gone(client, administrator, leaver, address):
    page = f"/team/people/{leaver.pk}/{address}"
    other = Client()
    other.force_login(make_member(role="administrator", name="Ola Admin").user)
    other.post(f"/team/people/{leaver.pk}/end/", {"was": "coordinator"})

    answer = client.post(page, {"was": "coordinator", "role": "viewer"}, follow=True)

    assert answer.redirect_chain == [("/team/people/", 302)]
    assert "Lee Ver is no longer in the team." in answer.content.decode()
    assert Change.objects.filter(kind="member_ended").count() == 1


def test_second_lowering_of_one_role_is_said_to_be_done(client, administrator, leaver):
    Membership.objects.filter(pk=leaver.pk).update(role="viewer")

    answer = client.post(
        f"/team/people/{leaver.pk}/becomes/viewer/", {"was": "coordinator"}, follow=True
    )

    assert answer.redirect_chain == [("/team/people/", 302)]
    assert "Lee Ver is viewer already." in answer.content.decode()


def test_choices_stay_when_something_was_planned_meanwhile(client, administrator, leaver):
    page = f"/team/people/{leaver.pk}/end/"
    first = planned(leaver)
    seen = client.get(page).context["form"].initial["seen"]
    typed = {"everything": str(administrator.pk), f"session-{first.pk}": str(administrator.pk)}
    second = planned(leaver, starts_at="14:00")

    told = client.post(page, typed | {"seen": seen, "was": "coordinator"})
    form = told.context["form"]
    done = client.post(page, {name: form[name].value() or "" for name in form.fields})

    assert {name: form[name].value() for name in typed} == typed
    assert list(form.errors) == [f"session-{second.pk}"]
    assert read(told.content.decode()).title.startswith("Please check:")
    assert done.status_code == 302
    assert list(second.officers.all()) == [administrator]
