"""One theatre, six schools: attendance rows that name their place, entered without a script."""

import pytest

from campaigns.models import Attendance, Audience, Change, Place, Session
from campaigns.reach.reach import reach
from tests import factories
from tests.campaigns.typed import errors_of, log_data
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

NOTHING_ABOVE = {"count_children": "", "stages": []}


@pytest.fixture
def officer(officer):
    factories.make_place(name="Town Hall Theatre", kind="community")
    for name, kind in (
        ("Rowan Bank Primary School", "primary"),
        ("Larkrise High School", "secondary"),
        ("Harbour College", "college"),
    ):
        factories.make_place(name=name, kind=kind)
    return officer


def log(client, officer, **changed):
    return client.post(
        "/team/log/",
        log_data(
            **{
                "place": "Town Hall Theatre",
                "officers": [officer],
                "topics": [factories.make_topic()],
            }
            | changed
        ),
    )


def rows():
    return list(Attendance.objects.values_list("place__name", "audience", "count", "known"))


def test_log_of_several_schools_keeps_each_with_its_own_numbers(client, officer):
    response = log(
        client,
        officer,
        **NOTHING_ABOVE,
        school_1="Rowan Bank",
        school_1_children="45",
        school_1_professionals="3",
        school_2="Larkrise",
        school_2_young_people="120",
        school_2_known="estimated",
    )

    assert response.status_code == 302
    assert rows() == [
        ("Rowan Bank Primary School", "children", 45, "counted"),
        ("Rowan Bank Primary School", "professionals", 3, "counted"),
        ("Larkrise High School", "young_people", 120, "estimated"),
    ]
    assert Session.objects.get().place.name == "Town Hall Theatre"


def test_schools_stand_beside_those_who_came_from_nowhere_named_and_all_count_once(client, officer):
    response = log(client, officer, school_1="Rowan Bank", school_1_children="45")

    assert rows() == [
        (None, "children", 25, "counted"),
        ("Rowan Bank Primary School", "children", 45, "counted"),
    ]
    assert reach(officer.campaign, today=TODAY).logged == 70
    shown = client.get(response.url).context
    assert shown["counts"] == [
        ("Children (up to P7)", "counted", "25"),
        ("Children (up to P7), from Rowan Bank Primary School", "counted", "45"),
    ]
    assert shown["total"][-1] == "70"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"school_1": "Rowan Bank", "known": "unknown"},
            [("Rowan Bank Primary School", "children", None, "unknown")],
        ),
        (
            {"school_1": "Larkrise", "school_1_known": "unknown"},
            [("Larkrise High School", "young_people", None, "unknown")],
        ),
        (
            {"school_1": "Harbour", "known": "nobody"},
            [("Harbour College", "not_recorded", 0, "counted")],
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "0", "known": "nobody"},
            [("Rowan Bank Primary School", "children", 0, "counted")],
        ),
        (
            {
                "school_1": "Rowan Bank",
                "school_1_children": "9",
                "school_2": "Rowan Bank",
                "school_2_parents": "4",
                "school_2_known": "estimated",
            },
            [
                ("Rowan Bank Primary School", "children", 9, "counted"),
                ("Rowan Bank Primary School", "parents", 4, "estimated"),
            ],
        ),
        (
            {"school_8": "Rowan Bank", "school_8_children": "45"},
            [("Rowan Bank Primary School", "children", 45, "counted")],
        ),
    ],
    ids=str,
)
def test_school_reads_what_is_said_of_it(client, officer, typed, expected):
    log(client, officer, **NOTHING_ABOVE | typed)

    assert rows() == expected


TWICE = "This school’s children are here twice. Put them together"
HOW = "You entered a number. Choose how you know it, or take the number out"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"school_1_children": "9"}, {"school_1": ["Enter which school these people came from"]}),
        (
            {"school_1_known": "estimated"},
            {"school_1": ["Enter which school these people came from"]},
        ),
        (
            {"school_1": "Rowan Bank"},
            {
                "school_1_children": [
                    (
                        "Enter how many came from Rowan Bank Primary School, or say that it is "
                        "not known yet"
                    )
                ]
            },
        ),
        (
            {"school_1": "Nowhere"},
            {
                "school_1": [
                    (
                        "We found no match for “Nowhere”. Check the spelling, or type only part "
                        "of the name or the town."
                    )
                ]
            },
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "x"},
            {
                "school_1_children": [
                    "Enter how many children came from this school as a whole number, like 25"
                ]
            },
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "9", "school_1_known": "unknown"},
            {"school_1_known": [HOW]},
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "9", "known": ""},
            {"known": ["Choose how you know the number"]},
        ),
        ({"school_1": "Rowan Bank", "school_1_children": "9", "known": "nobody"}, {"known": [HOW]}),
        (
            {
                "school_1": "Rowan Bank",
                "school_1_children": "9",
                "school_3": "Rowan Bank",
                "school_3_children": "4",
            },
            {"school_3": [TWICE]},
        ),
        (
            {"school_1": "Town Hall", "school_1_adults": "9"},
            {"school_1": ["This is where it was held. Count its people in the lines above"]},
        ),
    ],
    ids=str,
)
def test_school_that_is_wrong_comes_back_unfolded_with_everything_typed(
    client, officer, typed, errors
):
    response = log(client, officer, **NOTHING_ABOVE | typed)

    assert errors_of(response) == errors
    assert Session.objects.count() == 0
    values = {
        row["name"]: row.get("value")
        for row in read(response.text).fields
        if row["tag"] == "input" and row.get("type", "text") == "text"
    }
    assert [
        name
        for name, value in typed.items()
        if name in values and not values[name].startswith(value)
    ] == []
    assert {f"id_{name}" for name in errors if name != "known"} <= set(read(response.text).ids)


OTHERS, ANOTHER = "People from other schools came too", "Add another school"


def schools_in(text):
    """By the select that each has one of."""
    names = [row["name"] for row in read(text).fields if row["tag"] == "select"]
    return [name for name in names if name.startswith("school_")]


def test_lines_of_schools_are_there_when_they_are_needed(client, officer):
    empty = client.get("/team/log/").text
    came_back = log(client, officer, minutes="x").text
    with_two = log(
        client,
        officer,
        minutes="x",
        school_1="Rowan Bank",
        school_1_children="4",
        school_2="Larkrise",
    ).text

    assert [len(schools_in(page)) for page in (empty, came_back, with_two)] == [0, 0, 2]
    assert [words in empty for words in (OTHERS, ANOTHER)] == [True, False]
    assert [words in with_two for words in (OTHERS, ANOTHER)] == [False, True]


@pytest.mark.parametrize("name", ["school_41", "school_99", "school_100", "school_0", "school_01"])
@pytest.mark.parametrize("asks", ["", "school/"])
def test_school_with_a_number_that_no_box_has_is_refused(client, officer, name, asks):
    data = log_data(place="Town Hall Theatre", officers=[officer], topics=[factories.make_topic()])

    response = client.post(f"/team/log/{asks}", data | {f"{name}_children": "45"})

    said = "A session takes 40 schools, numbered 1 to 40. Log the others as a second session"
    assert errors_of(response) == {"__all__": [said]}
    assert said in response.text
    assert Session.objects.count() == 0


def test_number_beyond_the_boxes_without_an_answer_is_nothing(client, officer):
    assert log(client, officer, school_99_children=" ").status_code == 302


def test_numbers_are_added_up_wherever_people_are_counted(client, officer):
    log(
        client,
        officer,
        count_children="12+3",
        school_1="Rowan Bank",
        school_1_children="26 + 24",
    )
    planned = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    client.post(
        f"/team/sessions/{planned.pk}/count/", {"count_parents": "12+3", "known": "counted"}
    )

    assert [(audience, count) for _, audience, count, _ in rows()] == [
        ("children", 15),
        ("children", 50),
        ("parents", 15),
    ]


def test_each_school_is_a_group_of_boxes_with_a_heading(client, officer):
    page = log(client, officer, minutes="x", school_1="Rowan Bank", school_2="Larkrise").text
    kept = client.get("/team/log/offline/").text

    assert [groups_in(each) for each in (page, kept)] == [
        {f"School {number}": boxes_of(number) for number in range(1, last + 1)} for last in (2, 8)
    ]


def groups_in(text):
    """The names of the boxes of each group, without what a script fills in."""
    groups = [part.split("</fieldset>")[0] for part in text.split("<fieldset ") if "School" in part]
    return {
        group.partition("<legend>")[2].partition("</legend>")[0]: [
            row["name"] for row in read(group).fields if row.get("type") != "hidden"
        ]
        for group in groups
        if "<legend>School" in group
    }


def boxes_of(number):
    return [
        f"school_{number}",
        *(f"school_{number}_{audience}" for audience in Audience),
        f"school_{number}_known",
    ]


def test_school_is_asked_for_when_several_have_that_name(client, officer):
    other = factories.make_place(name="Rowan Bank Nursery", kind="community")

    first = log(client, officer, **NOTHING_ABOVE, school_1="Rowan Bank", school_1_children="4")
    log(
        client,
        officer,
        **NOTHING_ABOVE,
        school_1="Rowan Bank",
        school_1_choice=other.pk,
        school_1_children="4",
    )

    assert errors_of(first) == {
        "school_1": ["Choose which one you mean, or type more of the name or the town"]
    }
    assert Attendance.objects.get().place == other


def test_school_of_another_campaign_is_never_found(client, officer):
    theirs = factories.make_place(
        name="Kelty Primary School", campaign=factories.make_campaign(name="Fife")
    )

    response = log(
        client, officer, school_1=theirs.label, school_1_id=theirs.pk, school_1_children="4"
    )

    assert list(errors_of(response)) == ["school_1"]


def test_schools_of_a_planned_session_are_counted_on_its_own_page(client, officer):
    session = factories.make_session(
        state="planned",
        held_on=TODAY,
        officers=[officer],
        place=Place.objects.get(name="Town Hall Theatre"),
    )

    client.post(
        f"/team/sessions/{session.pk}/count/",
        {"known": "register", "school_1": "Rowan Bank", "school_1_children": "45"},
    )

    assert rows() == [("Rowan Bank Primary School", "children", 45, "register")]


def test_count_later_begins_with_the_schools_that_were_there(client, officer):
    session = factories.make_session(
        officers=[officer], place=Place.objects.get(name="Town Hall Theatre")
    )
    factories.make_attendance(
        session=session,
        place=Place.objects.get(name="Rowan Bank Primary School"),
        count=None,
        known="unknown",
    )
    address = f"/team/sessions/{session.pk}/count/"

    form = client.get(address).context["form"]
    client.post(
        address,
        {
            "known": "register",
            "school_1": form.schools[0]["place"].value().text,
            "school_1_children": "45",
            "school_1_known": "",
        },
    )

    assert form.schools[0]["known"].value() is None
    assert rows() == [("Rowan Bank Primary School", "children", 45, "register")]


def typed_on(page):
    """What a browser sends back of a page that nobody touched."""
    return {
        row["name"]: row.get("value", "")
        for row in read(page.text).fields
        if row["tag"] == "input" and row.get("type", "text") in ("text", "hidden")
    }


@pytest.fixture
def logged(client, officer):
    log(
        client,
        officer,
        school_1="Rowan Bank",
        school_1_children="45",
        school_1_known="register",
        school_2="Larkrise",
        school_2_young_people="120",
        school_2_known="estimated",
    )
    return Session.objects.get()


def edit(client, session, **changed):
    address = f"/team/sessions/{session.pk}/edit/"
    chosen = {
        "format": "lesson",
        "stages": ["P7"],
        "topics": [row.pk for row in session.topics.all()],
        "officers": [row.pk for row in session.officers.all()],
    }
    ways = {"known": "counted", "school_1_known": "register", "school_2_known": "estimated"}
    return client.post(address, typed_on(client.get(address)) | chosen | ways | changed)


def test_edit_sent_back_as_it_stands_changes_nothing(client, logged):
    before = list(Attendance.objects.values())

    response = edit(client, logged)

    assert response.status_code == 302
    assert (list(Attendance.objects.values()), Change.objects.filter(kind="edited").count()) == (
        before,
        0,
    )


def test_edit_of_a_schools_number_changes_that_and_says_so(client, logged):
    edit(client, logged, school_1_children="46")

    assert ("Rowan Bank Primary School", "children", 46, "register") in rows()
    assert len(rows()) == 3
    before, after = Change.objects.get(kind="edited").fields["Attendance"]
    assert (
        "from Rowan Bank Primary School, Wishaw (North Lanarkshire): 45" in before,
        "(North Lanarkshire): 46" in after,
    ) == (True, True)


def test_edit_takes_a_school_out(client, logged):
    edit(client, logged, school_1="", school_1_id="", school_1_children="", school_1_known="")

    assert sorted(rows(), key=str) == sorted(
        [
            (None, "children", 25, "counted"),
            ("Larkrise High School", "young_people", 120, "estimated"),
        ],
        key=str,
    )


def test_edit_shows_every_school_however_many_there_are_and_one_more(client, officer):
    session = factories.make_session(
        held_on=TODAY, officers=[officer], place=Place.objects.get(name="Town Hall Theatre")
    )
    Session.objects.filter(pk=session.pk).update(logged_by=officer.user)
    for number in range(11):
        factories.make_attendance(
            session=session, place=factories.make_place(name=f"School {number}")
        )

    form = client.get(f"/team/sessions/{session.pk}/edit/").context["form"]

    *there, one_more = form.schools
    assert [school["place"].value().text.split(",")[0] for school in there] == [
        f"School {number}" for number in range(11)
    ]
    assert (one_more["place"].html_name, one_more["place"].value()) == ("school_12", None)


def ask_for(client, address, what, **typed):
    page = client.post(f"{address}{what}/", typed)
    boxes = {row["name"]: row for row in read(page.text).fields if "name" in row}
    return page, boxes


@pytest.fixture
def pages(client, officer):
    """Of the four forms: their addresses, with the hidden box that some of them need."""
    session, planned = (
        factories.make_session(held_on=TODAY, officers=[officer], state=state)
        for state in ("delivered", "planned")
    )
    factories.make_attendance(session=session)
    Session.objects.update(logged_by=officer.user)
    of_one = f"/team/sessions/{session.pk}"
    return {
        "log": "/team/log/",
        "edit": f"{of_one}/edit/",
        "correct": f"{of_one}/correct/",
        "count": f"/team/sessions/{planned.pk}/count/",
    }


@pytest.mark.parametrize("name", ["log", "edit", "correct", "count"])
def test_one_more_school_keeps_all_that_is_typed_and_says_nothing_of_it_yet(client, pages, name):
    before = (Session.objects.count(), Attendance.objects.count())
    typed = {
        "count_children": "25 x",
        "known": "estimated",
        "school_1": "Rowan Bank",
        "school_1_children": "4 5",
        "school_1_known": "register",
        "confirmed": "same-1",
    }

    page, boxes = ask_for(client, pages[name], "school", **typed)

    assert page.status_code == 200
    assert (Session.objects.count(), Attendance.objects.count()) == before
    assert "_error" not in page.text
    assert {
        key: boxes[key]["value"]
        for key in typed
        if boxes[key]["tag"] == "input" and "type" not in boxes[key]
    } == {
        "count_children": "25 x",
        "school_1": "Rowan Bank Primary School, Wishaw (North Lanarkshire)",
        "school_1_children": "4 5",
    }
    assert ("autofocus" in boxes["school_2"], "school_3" in boxes) == (True, False)
    assert page.text.count("<option value=register selected>") == 1
    assert boxes["confirmed"]["value"] == "same-1"
    assert f'action="{pages[name]}"' in page.text


@pytest.mark.parametrize("name", ["log", "edit", "correct"])
def test_ways_of_each_number_come_when_they_are_asked_for(client, pages, name):
    usual = client.get(pages[name]).text

    page, boxes = ask_for(client, pages[name], "ways", count_children="25")

    assert "autofocus" in boxes["known_children"]
    assert boxes["count_children"]["value"] == "25"
    assert [f'formaction="{pages[name]}ways/"' in text for text in (usual, page.text)] == [
        True,
        False,
    ]


def test_way_of_one_number_stays_to_be_seen_when_the_form_comes_back(client, officer):
    page = log(client, officer, minutes="x", known_parents="estimated", count_parents="4").text

    assert "<option value=estimated selected>" in page


@pytest.mark.parametrize("last", [40, 41, 99, 100, 10**9])
def test_no_more_schools_are_made_than_anybody_needs(client, officer, last):
    response = log(client, officer, minutes="x", **{f"school_{last}": "Rowan Bank"})

    assert len(schools_in(response.text)) == (40 if last == 40 else 0)


def test_enter_in_a_box_saves_and_asks_for_nothing_more(client, pages):
    for address in pages.values():
        page = client.get(address).text

        form = page[page.index('id="session-form"') :]
        first = form[form.index("<button") : form.index("</button>")]
        assert "formaction" not in first
        assert first.endswith(">Save")
