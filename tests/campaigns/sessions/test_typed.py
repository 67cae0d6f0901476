"""What was typed of a session has an address while a place is added: Back and reload open it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session as SignedIn

from campaigns.models import Membership, Place, Session
from campaigns.sessions import typed as typed_forms
from tests.campaigns.sessions.test_new_place import ADD, hidden, new, sent_by, typed
from tests.campaigns.typed import sign_in
from tests.factories import make_area, make_campaign, make_member, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
LOG = "/team/log/"


@pytest.fixture
def officer(client):
    member = make_member()
    member.campaign.areas.add(make_area())
    sign_in(client, member)
    return member


def where(response):
    at = urlsplit(response["Location"])
    return at.path, parse_qs(at.query)


def key_of(response):
    return where(response)[1]["kept"][0]


def test_each_step_has_an_address_and_back_and_forward_find_what_was_typed(client, officer):
    refused = client.post(LOG, typed(officer, notes="They asked"))
    log = client.get(refused["Location"])
    pressed = client.post(ADD, sent_by(log) | {"notes": "They asked more"})
    place = client.get(pressed["Location"])

    back = client.get(refused["Location"])
    forward = client.get(pressed["Location"])
    added = client.post(pressed["Location"], hidden(forward) | new())
    chosen = client.get(added["Location"])
    saved = client.post(LOG, sent_by(chosen))

    key = key_of(refused)
    assert where(refused) == (LOG, {"kept": [key]})
    assert where(pressed) == (ADD, {"kept": [key], "box": ["place"]})
    assert where(added) == (LOG, {"kept": [key]})
    assert f'formaction="{ADD}">Add it to our list' in back.text
    assert [page.context["form"].data["notes"] for page in (log, back)] == [
        "They asked",
        "They asked more",
    ]
    assert place.context["form"].initial == forward.context["form"].initial
    assert where(saved)[0] == f"/team/sessions/{Session.objects.get().pk}/"
    assert (Session.objects.get().place.name, Session.objects.get().notes) == (
        "Larkhall Library",
        "They asked more",
    )


def test_page_that_is_only_looked_at_saves_nothing_though_the_form_is_right(client, officer):
    pressed = client.post(ADD, typed(officer))
    added = client.post(ADD, hidden(client.get(pressed["Location"])) | new())

    pages = [client.get(added["Location"]) for _ in range(2)]

    assert [page.context["form"].is_valid() for page in pages] == [True, True]
    assert not Session.objects.exists()


def test_saved_form_is_kept_no_longer(client, officer):
    refused = client.post(LOG, typed(officer))
    pressed = client.post(ADD, sent_by(client.get(refused["Location"])))
    added = client.post(ADD, hidden(client.get(pressed["Location"])) | new())
    client.post(LOG, sent_by(client.get(added["Location"])))

    answers = [client.get(one["Location"]) for one in (refused, pressed, added)]

    assert [where(answer) for answer in answers] == [(LOG, {})] * 3
    assert "What you typed there was sent, or is no longer kept" in client.get(LOG).text


def test_second_copy_of_a_form_that_was_saved_is_kept_no_longer(client, officer):
    """Back to the first page, and the button again."""
    form = typed(officer)
    copies = [client.post(LOG, form)["Location"] for _ in range(2)]
    pressed = client.post(ADD, sent_by(client.get(copies[1])))
    added = client.post(ADD, hidden(client.get(pressed["Location"])) | new())
    client.post(LOG, sent_by(client.get(added["Location"])))

    assert copies[0] != copies[1]
    assert [where(client.get(one)) for one in copies] == [(LOG, {})] * 2


def test_question_that_is_asked_before_saving_stands_on_the_page_that_is_opened(client, officer):
    make_session(place=None, officers=[officer])
    pressed = client.post(ADD, typed(officer, count_children="900"))
    added = client.post(ADD, hidden(client.get(pressed["Location"])) | new())

    asked = client.get(added["Location"])
    saved = client.post(LOG, sent_by(asked) | {"confirmed": list(asked.context["check"].keys)})

    assert asked.context["check"].waits
    assert where(saved)[0].startswith("/team/sessions/")


@pytest.mark.parametrize("way", ["signs out", "other person"])
def test_next_person_on_the_machine_reads_none_of_it(client, officer, way):
    at = client.post(LOG, typed(officer, notes="Only for me"))["Location"]
    kept = client.post(ADD, typed(officer, notes="Only for me"))["Location"]
    session = client.session.session_key

    if way == "signs out":
        client.post("/accounts/logout/")
        refused = [client.get(one) for one in (at, kept)]
        assert {urlsplit(one["Location"]).path for one in refused} == {"/accounts/login/"}
    sign_in(client, make_member(name="Next Person"))

    answers = [client.get(one, follow=True) for one in (at, kept)]
    assert not SignedIn.objects.filter(pk=session).exists()
    assert [answer.redirect_chain for answer in answers] == [[(LOG, 302)]] * 2
    assert "Only for me" not in "".join(answer.text for answer in answers)


def test_form_of_another_campaign_is_not_opened(client, officer):
    at = client.post(LOG, typed(officer))["Location"]
    fife = make_campaign(name="Fife")
    Membership.objects.create(user=officer.user, campaign=fife, role="officer")
    session = client.session
    session["campaign"] = fife.pk
    session.save()

    assert where(client.get(at)) == (LOG, {})


@pytest.mark.parametrize("key", ["", "x", "x" * 10_000, "%00", "é"])
def test_key_that_nobody_has_opens_a_new_form(client, officer, key):
    answers = [client.get(f"{at}?kept={key}") for at in (LOG, ADD)]

    assert [where(answer) for answer in answers] == [(LOG, {})] * 2
    assert where(client.get(ADD)) == (LOG, {})


def test_last_few_forms_are_kept_and_not_more(client, officer):
    keys = [key_of(client.post(LOG, typed(officer, notes=f"{n}"))) for n in range(7)]

    kept = client.session[typed_forms.IN_SESSION]

    assert list(kept) == keys[-typed_forms.MOST :]


def test_what_is_too_long_to_be_kept_is_drawn_at_once(client, officer, monkeypatch):
    monkeypatch.setattr(typed_forms, "LONGEST", 100)

    asked = client.post(LOG, typed(officer))
    page = client.post(ADD, typed(officer, notes="Kept"))
    back = client.post(ADD, hidden(page) | new())

    assert "Add it to our list" in asked.text
    assert back.context["form"].data["notes"] == "Kept"
    assert Place.objects.count() == 1
    assert typed_forms.IN_SESSION not in client.session
