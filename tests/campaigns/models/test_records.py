from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from campaigns.models import Change, Mail
from tests import factories

pytestmark = pytest.mark.django_db

A_MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def create_mail(*, number=1, **values):
    given = {
        "kind": "receipt",
        "key": f"change-{number}",
        "message_id": f"<{number}@example.org>",
        "to": "office@school.example",
        "subject": "Your talk",
        "text": "Hello",
    }
    return Mail.objects.create(**(given | values))


@pytest.mark.parametrize("state", ["", "lost"])
def test_mail_in_an_unknown_state_is_refused(state):
    with pytest.raises(IntegrityError):
        create_mail(state=state)


@pytest.mark.parametrize("kind", ["", "greeting"])
def test_mail_of_an_unknown_kind_is_refused(kind):
    with pytest.raises(IntegrityError):
        create_mail(kind=kind)


@pytest.mark.parametrize("kind", Mail.Kind.values)
def test_mail_of_every_kind_is_kept(kind):
    create_mail(kind=kind)

    assert Mail.objects.get().kind == kind


@pytest.mark.parametrize(
    ("state", "sent_at"), [("sent", None), ("waiting", A_MOMENT), ("given_up", A_MOMENT)]
)
def test_mail_is_sent_exactly_when_it_has_a_time(state, sent_at):
    with pytest.raises(IntegrityError):
        create_mail(state=state, sent_at=sent_at)


@pytest.mark.parametrize(
    ("state", "sent_at"), [("sent", A_MOMENT), ("waiting", None), ("given_up", None)]
)
def test_mail_in_every_state_is_kept(state, sent_at):
    create_mail(state=state, sent_at=sent_at)

    assert Mail.objects.get().state == state


@pytest.mark.parametrize("column", ["key", "message_id"])
def test_one_change_makes_one_mail(column):
    first = create_mail(number=1)

    with pytest.raises(IntegrityError):
        create_mail(number=2, **{column: getattr(first, column)})


def test_change_is_about_something():
    with pytest.raises(IntegrityError):
        Change.objects.create(campaign=factories.make_campaign(), by=None, kind="logged")


@pytest.mark.parametrize("about", [("session",), ("talk_request",), ("session", "talk_request")])
def test_change_about_each_thing_is_kept(about):
    things = {"session": factories.make_session(), "talk_request": factories.make_talk_request()}

    Change.objects.create(
        campaign=factories.make_campaign(),
        by=None,
        kind="logged",
        **{name: things[name] for name in about},
    )

    assert Change.objects.count() == 1


def test_change_is_not_rewritten():
    change = Change.objects.create(
        campaign=factories.make_campaign(), by=None, kind="logged", session=factories.make_session()
    )
    change.reason = "Another story"

    with pytest.raises(TypeError):
        change.save()

    assert Change.objects.get().reason == ""


def test_change_is_not_deleted():
    change = Change.objects.create(
        campaign=factories.make_campaign(), by=None, kind="logged", session=factories.make_session()
    )

    with pytest.raises(TypeError):
        change.delete()

    assert Change.objects.count() == 1
