"""The audit trail: every change by anyone, found by filter, taken away, and never changed."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.audit import views as view
from campaigns.audit.groups import GROUPS
from campaigns.history.kinds import SIGN_INS
from campaigns.history.record import record_deed
from campaigns.models import Change
from campaigns.talks.answer import decline_talk
from tests import factories
from tests.campaigns.audit.trails import exported, found, make_two
from tests.campaigns.typed import errors_of, sign_in
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL, EXPORT = "/team/audit/", "/team/audit/export/"


@pytest.mark.parametrize("address", [URL, EXPORT])
@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("officer", 403), ("coordinator", 200), ("administrator", 200)],
)
def test_audit_is_for_coordinators_and_administrators(client, address, role, status):
    sign_in(client, factories.make_member(role=role, name="Una Shaw"))

    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", [URL, EXPORT])
def test_audit_is_read_and_nothing_else(client, coordinator, address):
    assert [
        getattr(client, method)(address).status_code
        for method in ("post", "put", "patch", "delete")
    ] == [405] * 4


@pytest.mark.parametrize("address", [URL, EXPORT])
def test_audit_signed_out_asks_to_sign_in(client, address):
    assert client.get(address).url == f"/accounts/login/?next={address}"


def test_audit_is_the_newest_first_and_of_this_campaign_only(client, coordinator):
    first = factories.make_change(session=factories.make_session(), by=coordinator.user)
    second = factories.make_change(
        session=factories.make_session(), by=coordinator.user, kind="voided", reason="Entered twice"
    )
    factories.make_change(
        session=factories.make_session(campaign=factories.make_campaign(name="Fife")),
        by=coordinator.user,
    )

    response = client.get(URL)

    assert found(response) == [second, first]
    assert "Entered twice" in response.text
    assert len(exported(client.get(EXPORT))) == 2


@pytest.mark.parametrize("by", ["person", "kind", "until", "about"])
def test_audit_is_filtered(client, coordinator, by):
    wanted, _, iain = make_two(coordinator)
    asked = {
        "person": {"person": iain.user_id},
        "kind": {"kind": "voided"},
        "until": {"until_day": 5, "until_month": 10, "until_year": 2026},
        "about": {"about": wanted.session_id},
    }[by]

    assert len(found(client.get(URL))) == 2
    assert found(client.get(URL, asked)) == [wanted]
    assert [row["Change"] for row in exported(client.get(EXPORT, asked))] == [str(wanted.pk)]


def test_audit_since_a_day_begins_at_its_midnight_in_scotland(client, coordinator):
    _, other, _ = make_two(coordinator)

    assert found(client.get(URL, {"since_day": 6, "since_month": 10, "since_year": 2026})) == [
        other
    ]


def test_audit_of_a_talk_request_names_who_acted_without_signing_in(client, coordinator):
    talk = factories.make_talk_request(reference="BCD2345")
    Change.objects.create(campaign=talk.campaign, talk_request=talk, by=None, kind="asked")
    decline_talk(talk_request=talk, reason="No officer", by=coordinator.user)

    rows = client.get(URL, {"about": "bcd2345"}).context["rows"]
    school = found(client.get(URL, {"person": "nobody"}))

    assert [(row["change"].kind, row["who"]) for row in rows] == [
        ("declined", "Catriona Muir"),
        ("asked", "The school, by its link"),
    ]
    assert [change.kind for change in school] == ["asked"]


@pytest.mark.parametrize(
    ("asked", "field", "message"),
    [
        ({"person": "999999"}, "person", "Choose a person from the list"),
        ({"kind": "lost"}, "kind", "Choose what was done from the list"),
        (
            {"since_day": "41", "since_month": "9", "since_year": "2026"},
            "since",
            "The first date must be a real date, like 23 11 2026",
        ),
        (
            {
                "since_day": 2,
                "since_month": 2,
                "since_year": 2026,
                "until_day": 1,
                "until_month": 2,
                "until_year": 2026,
            },
            "until",
            "The last date must be on or after the first date",
        ),
        (
            {"about": "9" * 20},
            "about",
            (
                "Enter the number that stands in the address of the session, or the reference of "
                "a talk request"
            ),
        ),
        (
            {"about": "٣"},
            "about",
            (
                "Enter the number that stands in the address of the session, or the reference of "
                "a talk request"
            ),
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("address", [URL, EXPORT])
def test_audit_with_a_filter_that_is_wrong_says_so(
    client, coordinator, address, asked, field, message
):
    response = client.get(address, asked)

    assert (response.status_code, errors_of(response)) == (200, {field: [message]})
    assert read(response.text).title.startswith("Error: Audit trail")


@pytest.mark.parametrize("value", ["\x00", "-1", "9" * 400, "½", "'", "²"])
def test_audit_with_nonsense_in_its_address_never_breaks(client, coordinator, value):
    asked = dict.fromkeys(["person", "kind", "since_day", "until_year", "about", "page"], value)

    assert [client.get(address, asked).status_code for address in (URL, EXPORT)] == [200, 200]
    assert client.get(URL, {"about": value}).status_code == 200


def test_audit_has_pages_that_keep_the_filter(client, coordinator, monkeypatch):
    monkeypatch.setattr(view, "A_PAGE", 2)
    for _ in range(3):
        factories.make_change(session=factories.make_session(), by=coordinator.user)

    response = client.get(URL, {"kind": "edited", "page": "1"})

    links = [link["href"] for link in read(response.text).links]
    assert len(found(response)) == 2
    assert "?kind=edited&page=2" in links
    assert f"{EXPORT}?kind=edited" in links


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_takes_as_many_queries_for_three_as_for_one(
    client, coordinator, rows, django_assert_num_queries
):
    for number in range(rows):
        place = factories.make_place(name=f"School {number}")
        factories.make_change(
            session=factories.make_session(place=place),
            by=factories.make_user(name=f"Officer {number}"),
        )
    client.get(URL)

    # Session, person, membership, people of the filter, count, keys of the page, changes with all
    # they name.
    with django_assert_num_queries(7):
        client.get(URL)


def test_what_the_audit_shows_cannot_be_changed(client, coordinator):
    factories.make_change(session=factories.make_session(), by=coordinator.user)

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.update(by=None)

    assert found(client.get(URL))[0].by == coordinator.user


def a_line_of_each_kind(campaign, by):
    for kind in Change.Kind:
        Change.objects.create(campaign=campaign, kind=kind, by=by, about=f"Line: {kind.value}")


def test_each_kind_stands_in_one_group():
    kinds = [kind for group in GROUPS for kind in group.kinds]

    assert len(kinds) == len(set(kinds))
    assert set(kinds) == set(Change.Kind)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_group_finds_its_kinds_and_no_others(client, group, monkeypatch):
    monkeypatch.setattr(view, "A_PAGE", 200)
    admin = factories.make_member(role="administrator")
    sign_in(client, admin)
    a_line_of_each_kind(admin.campaign, admin.user)

    shown = found(client.get(URL, {"kind": f"all:{group.name}"}))

    assert {change.kind for change in shown} == {kind.value for kind in group.kinds}


@pytest.mark.parametrize("address", [URL, EXPORT])
def test_lines_about_sign_ins_are_for_administrators(client, address, monkeypatch):
    monkeypatch.setattr(view, "A_PAGE", 200)
    seen = {}
    for role in ("coordinator", "administrator"):
        member = factories.make_member(role=role, name=f"A {role}")
        sign_in(client, member)
        if role == "coordinator":
            a_line_of_each_kind(member.campaign, member.user)
        response = client.get(address)
        text = response.getvalue().decode() if address == EXPORT else response.text
        seen[role] = {kind for kind in Change.Kind if f"Line: {kind.value}" in text}

    assert seen == {"coordinator": set(Change.Kind) - SIGN_INS, "administrator": set(Change.Kind)}


def test_coordinator_cannot_ask_for_sign_ins_by_filter(client, coordinator):
    for kind in ("all:sign-ins", "signed_in"):
        response = client.get(URL, {"kind": kind})

        assert errors_of(response) == {"kind": ["Choose what was done from the list"]}


def test_wrong_sign_in_of_nobody_known_is_not_said_to_be_a_command(client):
    admin = factories.make_member(role="administrator")
    sign_in(client, admin)
    Change.objects.create(campaign=admin.campaign, kind="sign_in_failed", about="Account: x")

    [row] = client.get(URL, {"kind": "sign_in_failed"}).context["rows"]

    assert row["who"] == "Somebody who did not sign in"


def test_name_of_a_field_alone_is_shown_without_was_and_now(client, coordinator):
    factories.make_change(
        session=factories.make_session(), by=coordinator.user, fields={"Base": ["", ""]}
    )

    page = " ".join(client.get(URL).text.split())

    assert "<div> Base </div>" in page


def test_lines_of_one_field_stand_apart(client, coordinator):
    record_deed(
        campaign=coordinator.campaign,
        kind=Change.Kind.PUT_RIGHT,
        about="Talk: Online safety",
        by=coordinator.user,
        fields={"What happens in it": ("", "A film\nQuestions")},
    )

    assert "What happens in it: A film<br>Questions" in client.get("/team/audit/").content.decode()
