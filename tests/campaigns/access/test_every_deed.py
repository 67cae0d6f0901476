"""Every button of the team leaves a line of history, or is named here with why it need not."""

import json
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.urls import reverse

from campaigns.models import Change, Membership, Place, ReportedIncidents, TalkKind
from campaigns.places.term_dates_file import COLUMNS
from campaigns.programme.suggested import suggested_partners, suggested_topics
from tests import factories
from tests.campaigns.access.every_address import address_of, addresses, is_of_team
from tests.campaigns.access.filled_form import filled
from tests.campaigns.access.typed_rows import EVIDENCE, TYPED, on
from tests.campaigns.access.worlds import DAY, make_news
from tests.campaigns.life.test_tables import ONE_MORE, TABLES
from tests.campaigns.places import test_holiday_upload as holidays
from tests.campaigns.places import test_list_upload as schools
from tests.campaigns.places.list_editions import csv_of
from tests.campaigns.sessions.offline.entries import entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

# There each is pressed in every state, and leaves a line or the test fails.
IN_LIFE = {name for table in TABLES for deed in table.deeds.values() for name in deed.addresses}
MORE_OF_A_FORM = "more of a form that is open: nothing is saved"
ON_ITS_WAY = "a spreadsheet on its way: no figure comes of it until it is committed"
WAITS = "a list that waits: nothing is saved until it is taken"
CHANGES_NOTHING = {
    **dict.fromkeys(ONE_MORE, MORE_OF_A_FORM),
    "import_list": ON_ITS_WAY,
    "import_columns": ON_ITS_WAY,
    "import_places": ON_ITS_WAY,
    "import_row_place": ON_ITS_WAY,
    "import_check": ON_ITS_WAY,
    "import_row": ON_ITS_WAY,
    "import_take": ON_ITS_WAY,
    "import_read": ON_ITS_WAY,
    "import_answer": ON_ITS_WAY,
    "import_answer_row": ON_ITS_WAY,
    "import_remove": ON_ITS_WAY,
    **dict.fromkeys(["school_list_upload", "holiday_upload"], WAITS),
    "typed_forget": "what was typed and never saved",
    "switch_campaign": "which campaign one sees, in one's own sign-in",
    "set_up_programme": "only where there is no programme: tests/campaigns/setup/ has its line",
}


def send(client, world, button, page="", /, **changed):
    """The form of its page, sent as it stands but for what is changed."""
    address = address_of(button, world)
    fields = filled(client.get(page or address).text, action=address)
    return client.post(address, fields | changed)


def typed(client, world, name):
    return client.post(address_of(name, world), TYPED[name](world, world) if name in TYPED else {})


def with_form(page="", /, **changed):
    """`page` is the name of the address that shows the form, when it is not its own."""
    return lambda client, world, button: send(
        client, world, button, address_of(page, world) if page else "", **changed
    )


def after(first, then=typed):
    def deed(client, world, name):
        first(client, world)
        return then(client, world, name)

    return deed


def log_offline(client, world, name):
    other = factories.make_place(name="Calder Primary", campaign=world.campaign)
    kept = entry(world.coordinator, place=other.label, topics=[world.topic])
    return client.post(address_of(name, world), json.dumps(kept), content_type="application/json")


def put_in_other_column(client, world, name):
    """Children at a high school."""
    place = factories.make_place(name="Larkrise", kind="secondary", campaign=world.campaign)
    session = factories.make_session(
        campaign=world.campaign, place=place, stages=(), officers=[world.coordinator]
    )
    factories.make_attendance(session=session, count=28)
    page = reverse("campaigns:session_detail", args=[session.pk])
    [(key, _)] = client.get(page).context["asked"]
    return client.post(reverse(f"campaigns:{name}", args=[session.pk]), {"asked": key})


def leave_as_a_viewer(client, world, name):
    leaver = factories.make_member(campaign=world.campaign, role="viewer", name="Una Shaw")
    client.force_login(leaver.user)
    return send(client, world, name)


def hand_over(client, world, name):
    shown = filled(client.get(address_of(name, world)).text, action="")
    taker = str(world.coordinator.pk)
    work = {box: taker for box in shown if box.startswith(("session-", "offer-", "request-"))}
    return send(client, world, name, **work)


def take_school_list(client, world, name):
    council = world.area.name
    new = schools.school(name="Newly Built Primary School", area=council)
    return schools.press(client, schools.upload(client, schools.own(new)))


def take_holidays(client, world, name):
    rows = [COLUMNS, holidays.row("Spring week", date(2027, 4, 5), council=world.area.name)]
    return holidays.press(
        client, schools.upload(client, csv_of(*rows), name="days", address=holidays.LIST)
    )


def press(name):
    return lambda client, world: typed(client, world, name)


def add_a_place(client, world, name):
    return send(client, world, name, **A_PLACE, area=world.area.pk)


def a_remembered_name(client, world):
    """Of the row of the spreadsheet."""
    world.alias.words, world.batch.columns = "the annexe", {"date": 0, "place": 1}
    world.alias.save()
    world.batch.save()
    world.batch.rows.update(cells=["", "The annexe"])


def close(client, world):
    Place.objects.filter(pk=world.place.pk).update(closed_on=date(2026, 1, 1))


def carried(client, world, name):
    """It is shown once more what the total becomes."""
    shown = send(client, world, name, value="20000", reason="It was misread")
    address = address_of(name, world)
    return client.post(address, filled(shown.text, action=address))


def a_topic(world):
    return factories.make_topic(name="Never used", campaign=world.campaign)


def an_app(client, world):
    for member in Membership.objects.filter(campaign=world.campaign).exclude(
        pk=world.coordinator.pk
    ):
        TOTP.activate(member.user, generate_totp_secret())


def name_new(name):
    return with_form(name=name)


set_hours = with_form(**{"hours-day_1": "10.00 to 12.00"})
A_DAY = on(DAY, "time-first_on")
A_PERIOD = on(date(2020, 1, 1), "starts_on") | on(date(2020, 3, 1), "ends_on")
A_PLACE = {"name": "Larkhall Hub", "kind": "community", "town": "Larkhall"}
DEEDS = {
    "session_column": put_in_other_column,
    "correction_withdraw": typed,
    "correction_decline": lambda client, world, name: client.post(
        address_of(name, world), {"reason": "The register says so"}
    ),
    "duplicate_keep_both": typed,
    "offline_send": log_offline,
    "diary_hours": set_hours,
    "diary_usual": after(
        lambda client, world: send(
            client,
            world,
            "diary_hours",
            address_of("diary_hours", world),
            **{"hours-day_1": "10.00 to 12.00"},
        )
    ),
    "diary_time_add": with_form(**{"time-kind": "leave"}, **A_DAY),
    "diary_time_remove": typed,
    "diary_base": typed,
    "travel_rule": with_form(**{"travel-km_an_hour": "40"}),
    "feed_make": typed,
    "feed_revoke": after(press("feed_make")),
    "place_add": add_a_place,
    "import_place_add": add_a_place,
    "import_forget_name": after(a_remembered_name),
    "place_edit": with_form(town="Larkhall"),
    "place_close": with_form(reason="It joined another", **on(date(2027, 1, 31), "closed_on")),
    "place_reopen": after(close),
    "place_join_pair": lambda client, world, name: send(
        client, world, name, keep=world.place.pk, reason="The same place"
    ),
    "alias_forget": typed,
    "school_list_save": take_school_list,
    "holiday_save": take_holidays,
    "holiday_add": typed,
    "holiday_edit": typed,
    "holiday_remove": typed,
    "topic_add": name_new("Cyberbullying"),
    "topic_add_suggested": lambda client, world, name: client.post(
        address_of(name, world), {"names": [*suggested_topics()]}
    ),
    "topic_edit": name_new("Cyberbullying"),
    "topic_retire": typed,
    "topic_remove": lambda client, world, name: client.post(
        reverse("campaigns:topic_remove", args=[a_topic(world).pk])
    ),
    "topic_offer_again": after(press("topic_retire")),
    "partner_add": name_new("Barnardo’s"),
    "partner_add_suggested": lambda client, world, name: client.post(
        address_of(name, world), {"names": suggested_partners(world.campaign)}
    ),
    "partner_edit": name_new("Barnardo’s"),
    "partner_retire": typed,
    "partner_offer_again": after(press("partner_retire")),
    "partner_remove": typed,
    "area_edit": with_form(others=["Falkirk"]),
    "team_details": with_form(telephone="01698 000 001"),
    "mark_edit": with_form(value="25000", reason="A new plan"),
    "carried_edit": carried,
    "incident_add": with_form(value="12", counts="Reports", source="A newspaper", **A_PERIOD),
    "incident_add_suggested": after(
        lambda client, world: ReportedIncidents.objects.filter(campaign=world.campaign).delete(),
        with_form("incident_list"),
    ),
    "incident_edit": typed,
    "incident_remove": typed,
    **dict.fromkeys(("kind_add", "kind_edit", *EVIDENCE), typed),
    "kind_add_suggested": after(
        lambda client, world: TalkKind.objects.filter(campaign=world.campaign).delete(),
        with_form("kind_list"),
    ),
    "test_mail": typed,
    "mail_stop": typed,
    "person_invite": with_form(name="Ada Moir", email="ada@example.org", role="officer"),
    "invitation_again": typed,
    "invitation_withdraw": typed,
    "person_role": with_form(role="coordinator"),
    "person_reset_factor": after(an_app, with_form(reason="They lost their phone")),
    "member_end": hand_over,
    "member_lower": hand_over,
    "member_leave": leave_as_a_viewer,
    "talk_team_note": with_form(**{"note-text": "They called"}),
    "talk_contact": with_form("talk_contact", **{"contact-contact_name": "Ewan Orr"}),
    "talk_seen": after(make_news),
    **dict.fromkeys(["talk_owner", "talk_renew_link"], typed),
}


def takes_a_press(client, world, name):
    with transaction.atomic():
        status = client.post(address_of(name, world)).status_code
        transaction.set_rollback(True)
    return status != 405


def lines_of(client, world, name):
    """Looking at the page on the way leaves lines of its own, which are not counted."""
    with transaction.atomic():
        before = [*Change.objects.values_list("pk", flat=True)]
        DEEDS[name](client, world, name)
        new = Change.objects.exclude(pk__in=before).exclude(kind="contact_seen")
        found = [(line.by, line.kind) for line in new]
        transaction.set_rollback(True)
    return found


def test_every_button_is_asked_whether_it_leaves_a_line(client, both):
    world = both.ours
    client.force_login(world.coordinator.user)
    team = [name for name, entry in addresses().items() if is_of_team(entry)]

    pressed = {name for name in team if takes_a_press(client, world, name)}

    assert pressed == {*DEEDS, *CHANGES_NOTHING, *(IN_LIFE & pressed)}
    assert not DEEDS.keys() & CHANGES_NOTHING.keys()


@pytest.mark.parametrize("name", DEEDS)
def test_deed_leaves_a_line_that_names_who_did_it(client, both, name):
    world = both.ours
    client.force_login(world.coordinator.user)

    lines = lines_of(client, world, name)

    assert lines, "it left no line of history"
    assert all(by is not None for by, _ in lines)
