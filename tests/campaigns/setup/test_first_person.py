"""The link of an empty site, and the first person who opens it."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.access.second_factor import WANTED
from campaigns.history.conflicts import Conflict
from campaigns.models import Mail, SignIn, User
from campaigns.people.factors.secret import pending_key
from campaigns.setup.begin import make_first_person
from campaigns.setup.link import first_token, set_up_link
from tests.campaigns.people.factors.given import APP, code_of
from tests.campaigns.setup.steps import LINK, PROGRAMME, errors, link, person
from tests.factories import PASSWORD, make_user
from tests.html import read
from tests.races import at_once, database_for_threads

__all__ = ["database_for_threads"]

pytestmark = pytest.mark.django_db
USED = "This site is set up already"


def test_first_person_is_made_and_signed_in_and_goes_on_to_the_programme(client):
    response = client.post(link(), person(), follow=True)

    user = User.objects.get()
    assert (user.name, user.email) == ("Catriona Muir", "catriona.muir@example.org")
    assert user.check_password(PASSWORD)
    assert response.redirect_chain == [(PROGRAMME, 302), ("/accounts/second-step/", 302)]
    assert read(response.text).h1 == ["Set up your second step"]
    assert client.session[WANTED] == PROGRAMME


def test_sign_in_of_the_first_person_is_a_row_that_the_second_step_completes(client):
    client.post(link(), person())
    before = list(SignIn.objects.values_list("user__name", "factor", "is_new_device"))

    client.get(APP)
    client.post(APP, {"code": code_of(pending_key(client.session))})

    assert before == [("Catriona Muir", "none", False)]
    assert [row.factor for row in SignIn.objects.all()] == ["app"]
    assert not Mail.objects.filter(kind="new_device").exists()


def test_looking_at_the_link_changes_nothing(client):
    for method in ("get", "head", "get"):
        getattr(client, method)(link())

    assert not User.objects.exists()
    assert read(client.get(link()).text).h1 == ["Set up: who are you?"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_is_good_once(client, method):
    client.post(link(), person())

    response = getattr(Client(), method)(link(), person(email="mallory@example.org"))

    assert (response.status_code, read(response.text).h1) == (410, [USED])
    assert "/accounts/login/" in [found["href"] for found in read(response.text).links]
    assert [user.email for user in User.objects.all()] == ["catriona.muir@example.org"]


def test_link_is_dead_as_soon_as_anybody_has_an_account(client):
    make_user()

    assert read(client.get(link()).text).h1 == [USED]


def test_link_hangs_on_the_secret_and_stays_the_same_until_then(settings):
    first = set_up_link()

    assert set_up_link() == first
    settings.SECRET_KEY = "another" * 10
    assert set_up_link() != first


def test_wrong_link_is_not_found_and_guessing_is_slowed(client):
    wrong = LINK.format("0" * 64)

    answers = [client.get(wrong).status_code for _ in range(61)]

    assert answers == [404] * 60 + [429]
    assert client.get(link()).status_code == 200


@pytest.mark.parametrize("token", ["x", "é" * 64, "0" * 10_000, "%00", first_token()[:-1]])
def test_what_is_no_link_is_not_found(client, token):
    response = client.post(LINK.format(token), person())

    assert response.status_code == 404
    assert not User.objects.exists()


def test_link_followed_from_a_mail_takes_one_step_inside(client):
    step = client.get(link(), headers={"Sec-Fetch-Site": "cross-site"})

    assert read(step.text).h1 == ["Opening the page"]
    assert read(client.get(f"{link()}?inside=1").text).h1 == ["Set up: who are you?"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, {"name": ["Enter your name"]}),
        (
            {"name": "A" * 121},
            {"name": ["Shorten this to 120 characters or fewer: it has 121, 1 too many"]},
        ),
        (
            {"name": "Cat\u202eriona"},
            {"name": ["Type this again by hand: it holds a character that cannot be seen"]},
        ),
        (
            {"email": "catriona"},
            {"email": ["Enter an e-mail address in full, like name@example.com"]},
        ),
        (
            {"password1": "short", "password2": "short"},
            {"password1": ["Use at least 15 characters"]},
        ),
        (
            {"password1": "password1234567", "password2": "password1234567"},
            {
                "password1": [
                    "This password is on the lists that guessers use. Make one of your own"
                ]
            },
        ),
        (
            {"password1": "catriona.muir@example", "password2": "catriona.muir@example"},
            {"password1": ["Use a password that is not like your name or your e-mail address"]},
        ),
        (
            {"password2": "something else entirely"},
            {"password2": ["This is not the same password. Enter the password again"]},
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_box_and_nobody_is_made(client, changed, expected):
    response = client.post(link(), person(**changed))

    assert errors(response) == expected
    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["name", "email", "password1", "password2"])
@pytest.mark.parametrize("typed", ["\x00", "x" * 10_000])
def test_no_box_takes_what_breaks_the_page(client, field, typed):
    response = client.post(link(), person(**{field: typed}))

    assert field in errors(response)
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_are_one_winner_and_one_who_is_told(database_for_threads):
    jobs = [
        lambda email=f"{name}@example.org": make_first_person(
            name="Ailsa Reid", email=email, password=PASSWORD
        )
        for name in ("one", "two", "three")
    ]

    outcomes = at_once(*jobs)

    assert len([outcome for outcome in outcomes if isinstance(outcome, Conflict)]) == 2
    assert User.objects.count() == 1


def test_second_of_two_people_sees_the_page_that_says_so(client, monkeypatch):
    """Both saw the form before the first pressed."""
    make_user()
    monkeypatch.setattr("campaigns.setup.first_views.is_set_up", lambda: False)

    response = client.post(link(), person())

    assert (response.status_code, read(response.text).h1) == (410, [USED])


def test_command_prints_the_link_until_it_is_used(capsys):
    call_command("set_up_link")

    assert capsys.readouterr().out == (
        f"Open this link to set the site up. It works once:\n{set_up_link()}\n"
    )
    make_user()
    with pytest.raises(CommandError, match="set up already: somebody has an account"):
        call_command("set_up_link")
