"""The materials for schools: each is there, fits its age, adds up, and never asks a pupil to tell
it in class."""

import re

import pytest

from advice.build import write_build
from advice.library import library
from sextortion_aware.built import BuiltPages
from sextortion_aware.front import Front
from sextortion_aware.materials import EVERY_STAGE, MATERIALS, When
from tests.advice.every_page import all_built, html_of
from tests.advice.test_words import main_text
from tests.html import read
from tests.wsgi import call

PAGES = {page.slug: page for page in library().pages if page.part == "for-schools"}
LETTERS = sorted(slug for slug in PAGES if "/letter-" in slug)
LESSONS = sorted(slug for slug in PAGES if "/lesson-" in slug)
TIMED = [*LESSONS, "for-schools/staff-session", "for-schools/parents-evening"]
CODE = re.compile(r"\b(?:TCH|HWB) \d-\d\d[a-z]")
LEVELS = {
    "for-schools/lesson-p1-p4": {"0", "1"},
    "for-schools/lesson-p5-p7": {"2"},
    "for-schools/lesson-s1-s3": {"3"},
    "for-schools/lesson-s4-s6": set(),
}
SEXUAL = re.compile(
    r"nude|naked|intimate|sextort|pictures? of (?:themselves|someone under)|blackmail",
    re.IGNORECASE,
)


def letter(slug):
    """The words in the box, without marks."""
    return "\n".join(line[2:] for line in PAGES[slug].body.splitlines() if line.startswith("> "))


def test_materials_name_each_page_once_with_its_title_and_address():
    named = [(material.slug, material.title, material.path) for material in MATERIALS]

    pages = [(page.slug, page.title, page.path) for page in PAGES.values()]

    assert sorted(named) == sorted(page for page in pages if page[0] != "for-schools")


@pytest.mark.parametrize("kind", ["lesson", "letter"])
def test_each_stage_has_one_of_each_kind_after_its_talk(kind):
    found = [
        stage
        for material in MATERIALS
        if f"/{kind}-" in material.slug and material.when == When.AFTER
        for stage in material.stages
    ]

    assert found == list(EVERY_STAGE)


def test_the_overview_leads_to_each():
    body = PAGES["for-schools"].body

    assert [material.path for material in MATERIALS if f"]({material.path})" not in body] == []


@pytest.mark.parametrize("slug", TIMED)
def test_the_steps_take_the_minutes_that_the_summary_says(slug):
    minutes = [int(found) for found in re.findall(r"\((\d+) minutes\)", main_text(slug))]

    assert f"{sum(minutes)} minutes" in PAGES[slug].summary
    assert 20 <= sum(minutes) <= 40


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_names_only_codes_of_its_pupils_that_teachers_are_told_of(slug):
    codes = set(CODE.findall(PAGES[slug].body))

    assert codes <= set(CODE.findall(main_text("for-teachers")))
    assert {code[4] for code in codes} == LEVELS[slug]


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_never_asks_who_and_says_whom_to_tell(slug):
    text = main_text(slug)

    assert 'Never ask "Has this happened to you?" in class.' in text
    assert text.count("Has this happened to you") == 1
    assert "Childline on 0800 1111" in text.partition("What not to ask")[2]
    for heading in ("How to end", "If a pupil tells you something", "Curriculum codes"):
        assert f"\n{heading}\n" in text


@pytest.mark.parametrize("slug", ["for-schools/lesson-p1-p4", "for-schools/letter-p1-p4"])
def test_nothing_for_the_youngest_is_sexual(slug):
    for_them = PAGES[slug].body.replace('Leave out the word "blackmail" as well.', "")

    assert SEXUAL.findall(for_them.partition("## If a pupil tells you something")[0]) == []


@pytest.mark.parametrize("slug", LETTERS)
def test_a_letter_blames_no_child_and_says_whom_to_ask(slug):
    words = letter(slug)

    assert re.search(r"never to blame|to blame for being targeted|will not be your fault", words)
    assert "[[emergency.phone]]" in words
    assert "[name and job]" in words
    assert "I will not be angry" in words
    assert {"[[childline]]", "[[children_first]]"} <= set(re.findall(r"\[\[\w+\]\]", words))


@pytest.mark.parametrize("slug", LETTERS)
def test_a_letter_names_no_app(slug):
    names = {app.name for app in library().apps.values()} - {"X"}

    assert [name for name in names if name.lower() in letter(slug).lower()] == []


@pytest.mark.parametrize("slug", LETTERS)
def test_a_letter_fits_on_one_page(slug):
    assert 150 <= len(letter(slug).split()) <= 330


def test_who_is_at_the_door_is_checked_by_the_police_number():
    door = main_text("for-schools/before").partition("\nCheck who is at the door\n")[2]

    assert "Call the police on 101. Give the name and the shoulder number" in door
    assert "warrant card" not in door


def file_of(slug):
    return next(built for built in all_built() if built.path == f"/{slug}.txt")


@pytest.mark.parametrize("slug", LETTERS)
def test_the_file_of_a_letter_says_what_the_box_says_with_every_number(slug):
    [box] = re.findall(r"<blockquote>(.*?)</blockquote>", html_of(f"/{slug}/"), re.DOTALL)
    shown = " ".join(re.sub(r"<[^>]+>", "", box).replace("&quot;", '"').split())

    lines = file_of(slug).html.decode("ascii").splitlines()

    saved = " ".join(re.sub(r"^(?:- |\d\. )", "", line) for line in lines if line)
    assert re.sub(r" \(https://[^)]+\)", "", saved) == shown
    assert "Childline on 0800 1111" in saved


def test_the_file_of_a_letter_has_its_paragraphs_and_lists():
    text = file_of("for-schools/letter-p1-p4").html.decode()

    assert "\n\n- adults you can trust\n- surprises, and secrets that feel bad\n- people" in text
    assert "\n\n1. Stay calm, and stay close. Say:" in text
    assert "\n5. Tell us as well." in text
    assert text.endswith("\n\nYours faithfully,\n\n[Name and job]\n")


@pytest.mark.parametrize("slug", LETTERS)
def test_the_page_of_a_letter_leads_to_its_file(slug):
    links = [link["href"] for link in read(html_of(f"/{slug}/")).links]

    assert links.count(f"/{slug}.txt") == 1


def test_front_and_django_send_the_same_file_to_be_saved(client, tmp_path):
    built = file_of("for-schools/letter-s1-s3")
    write_build([built], tmp_path)

    sent = call(Front(BuiltPages(tmp_path), behind=None), built.path)
    answer = client.get(built.path)

    assert sent.body == answer.content == built.html
    for header, value in (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Disposition", "attachment"),
        ("Cache-Control", dict(file_of(LETTERS[0]).headers)["Cache-Control"]),
    ):
        assert sent.header(header) == answer[header] == value
    assert client.post(built.path).status_code == 405
