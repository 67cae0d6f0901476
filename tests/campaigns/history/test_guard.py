"""History cannot be rewritten or deleted, by any code: the database refuses.

Words may be blotted out of a reason, and lines about access and people go after 24 months.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from campaigns.history.guard import NOT_KEPT, lifted
from campaigns.history.kinds import FORGOTTEN_KINDS
from campaigns.models import Change
from campaigns.privacy.trail import forget_trail
from tests import factories

pytestmark = pytest.mark.django_db

OTHER = {
    "about": "Topic: Another",
    "kind": "voided",
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "fields": {"State": ["Delivered", "Planned"]},
    "by": None,
    "reason": "Another story",
}


def make_change(*, reason="Ask Morag Bell, 100% sure", about="session"):
    thing = {"session": factories.make_session} | {"talk_request": factories.make_talk_request}
    return Change.objects.create(
        campaign=factories.make_campaign(),
        kind="logged",
        by=factories.make_user(),
        reason=reason,
        **{about: thing[about]()},
    )


def rewrite(**values):
    with transaction.atomic():
        Change.objects.update(**values)


def other_value(name):
    """Something that this column does not hold now, and might."""
    makers = {
        "campaign": lambda: factories.make_campaign(name="Fife"),
        "session": lambda: None,
        "talk_request": factories.make_talk_request,
        "batch": lambda: None,
        "account": lambda: factories.make_user(email="another@example.org"),
        "id": lambda: 999,
    }
    return OTHER[name] if name in OTHER else makers[name]()


@pytest.mark.parametrize(
    "column", [field.name for field in Change._meta.concrete_fields if field.name != "batch"]
)
def test_no_column_of_history_is_rewritten(column):
    make_change()
    before = list(Change.objects.values())
    value = other_value(column)

    with pytest.raises(IntegrityError, match="History is not rewritten"):
        rewrite(**{column: value})

    assert list(Change.objects.values()) == before


def test_the_guard_looks_at_every_column():
    """A column that is added later is guarded too: on SQLite the trigger names them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'change_not_rewritten'")
            sql = cursor.fetchone()[0]
        assert [
            field.column
            for field in Change._meta.concrete_fields
            if f'OLD."{field.column}"' not in sql
        ] == ["reason"]


def test_no_line_of_history_is_deleted():
    make_change()

    with pytest.raises(IntegrityError, match="History is not deleted"), transaction.atomic():
        Change.objects.all().delete()

    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    "left", ["Ask …, 100% sure", "…", "Ask … Bell…", "Ask Morag Bell, 100% sure"]
)
def test_words_may_be_blotted_out_of_a_reason(left):
    make_change()

    rewrite(reason=left)

    assert Change.objects.get().reason == left


@pytest.mark.parametrize(
    "story",
    [
        "",
        "Ask … Smith, 100% sure",
        "…, not sure",
        "Ask %",
        "Ask Morag_Bell, 100% sure",
        "…,% sure",
        NOT_KEPT,
        "Ask \\…",
    ],
)
def test_no_other_words_come_into_a_reason(story):
    make_change()

    with pytest.raises(IntegrityError, match="History is not rewritten"):
        rewrite(reason=story)

    assert Change.objects.get().reason == "Ask Morag Bell, 100% sure"


def test_words_and_something_else_are_not_changed_together():
    make_change()

    with pytest.raises(IntegrityError):
        rewrite(reason="…", kind="voided")


def test_reason_of_a_talk_request_may_be_kept_no_longer():
    make_change(about="talk_request")

    rewrite(reason=NOT_KEPT)

    assert Change.objects.get().reason == NOT_KEPT


def test_reason_that_was_never_given_is_not_made_up():
    make_change(about="talk_request", reason="")

    with pytest.raises(IntegrityError):
        rewrite(reason=NOT_KEPT)


def test_guard_stands_again_after_it_was_lifted():
    make_change()
    with lifted():
        Change.objects.update(kind="edited")

    with pytest.raises(IntegrityError):
        rewrite(kind="voided")

    assert Change.objects.get().kind == "edited"


def fail_half_way():
    with lifted():
        Change.objects.update(kind="edited")
        raise ZeroDivisionError


def test_guard_stands_again_when_something_fails_while_it_is_lifted():
    make_change()
    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    with pytest.raises(IntegrityError):
        rewrite(kind="voided")

    assert Change.objects.get().kind == "logged"


# The guard asks the clock of the database, which no test can set.
NOW = datetime.now(tz=UTC)
OVER = NOW - timedelta(days=735)
NOT_YET = NOW - timedelta(days=725)
STAY = [kind for kind in Change.Kind if kind not in FORGOTTEN_KINDS]


def make_line(kind, *, at, **about):
    campaign = factories.make_campaign()
    about = about or {"about": "Person: Iain Bell"}
    line = Change.objects.create(campaign=campaign, kind=kind, by=None, **about)
    factories.set_back(to=at, pk=line.pk)
    return line


def delete(line):
    with transaction.atomic():
        Change.objects.filter(pk=line.pk).delete()


def assert_stays(line):
    with pytest.raises(IntegrityError, match="History is not deleted"):
        delete(line)
    assert Change.objects.get().kind == line.kind


def test_time_of_a_line_about_access_is_two_years():
    assert settings.FORGET_TRAIL_AFTER_MONTHS == 24


@pytest.mark.parametrize("kind", sorted(FORGOTTEN_KINDS))
def test_line_about_access_or_people_can_be_deleted_when_its_time_is_over(kind):
    delete(make_line(kind, at=OVER))

    assert Change.objects.count() == 0


@pytest.mark.parametrize("kind", sorted(FORGOTTEN_KINDS))
def test_younger_line_about_access_or_people_cannot_be_deleted(kind):
    assert_stays(make_line(kind, at=NOT_YET))


@pytest.mark.parametrize("kind", STAY)
def test_other_line_cannot_be_deleted_however_old_it_is(kind):
    assert_stays(make_line(kind, at=OVER))


def test_line_of_a_session_cannot_be_deleted_whatever_its_kind():
    assert_stays(make_line("exported", at=OVER, session=factories.make_session()))


def test_line_of_a_talk_request_cannot_be_deleted_whatever_its_kind():
    assert_stays(make_line("contact_seen", at=OVER, talk_request=factories.make_talk_request()))


def test_line_of_an_import_cannot_be_deleted_whatever_its_kind():
    batch = factories.make_import_batch(by=factories.make_member())

    assert_stays(make_line("exported", at=OVER, batch=batch))


def test_night_forgets_what_the_guard_lets_go_and_nothing_else():
    for at in (OVER, NOT_YET):
        for kind in ("signed_in", "role_changed", "diary", "logged", "put_right"):
            make_line(kind, at=at)
    make_line("exported", at=OVER, session=factories.make_session())

    gone = forget_trail(before=NOW - timedelta(days=731))

    assert gone == 3
    assert sorted(Change.objects.values_list("kind", "at")) == sorted(
        [
            ("diary", NOT_YET),
            ("exported", OVER),
            ("logged", NOT_YET),
            ("logged", OVER),
            ("put_right", NOT_YET),
            ("put_right", OVER),
            ("role_changed", NOT_YET),
            ("signed_in", NOT_YET),
        ]
    )
