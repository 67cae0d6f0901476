"""Words written once: how pages name them, and what is refused."""

import pytest

from advice.checks import problems
from advice.library import load_library
from advice.rendering import page_context, render_body
from tests.advice.content import APPS, content, page

WHOLE = "write the whole path, like /apps/#deactivate-or-not"


def reasons(folder):
    return [str(problem) for problem in problems(load_library(folder))]


def html_of(folder, body):
    page(folder, "next", body=f"## What then\n\n{body}\n", path='"/next/"', order="2")
    found = load_library(folder)
    return render_body(found.page("next").body, found)


def test_step_stands_in_a_page_with_its_contacts(tmp_path):
    html = html_of(content(tmp_path), "1. {{stay_calm}}")

    assert '<li><strong>Stay calm.</strong> Call <a class="phone" href="tel:08001111">' in html


def test_app_has_its_words_and_its_list(tmp_path):
    html = html_of(
        content(tmp_path), "{{chirp.report}} {{chirp.close}} {{chirp.close_why}}\n\n{{chirp.lock}}"
    )

    assert (
        "<p><strong>Report it in Chirp.</strong> <strong>Do not deactivate it.</strong> It is "
        "gone after a while.</p>"
    ) in html
    assert "<li>Hide your list.</li>\n<li>Say no to strangers.</li>" in html


@pytest.mark.parametrize("name", ["nowhere", "chirp.nowhere", "stay_calm.report"])
def test_name_with_nothing_behind_it_is_told(tmp_path, name):
    folder = content(tmp_path)
    page(folder, "next", body=f"## What then\n\n{{{{{name}}}}}\n", path='"/next/"', order="2")

    assert (
        f"next.md: there is nothing behind {{{{{name}}}}} in steps.toml or apps.toml."
        in reasons(folder)
    )


def test_half_written_name_is_told(tmp_path):
    folder = content(tmp_path)
    page(folder, "next", body="## What then\n\n{{stay calm}}\n", path='"/next/"', order="2")

    assert (
        'next.md: "{{" would be shown as it stands: it is not a link, a contact, a block or '
        "bold text that we know."
    ) in reasons(folder)


def test_wrong_words_in_a_step_are_told_by_the_page_that_shows_them(tmp_path):
    folder = content(tmp_path, steps='[stay_calm]\nwords = "Call 0800 1111."\n')
    page(folder, "next", body="## What then\n\n{{stay_calm}}\n", path='"/next/"', order="2")

    assert (
        'next.md: the number "0800 1111" is typed in the text: name the contact, like '
        "[[childline.phone]]."
    ) in reasons(folder)


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (
            '[Stay]\nwords = "Go."',
            "steps.toml: [Stay] the name in brackets needs small letters, digits and _ only.",
        ),
        (
            '[stay]\nwords = "See [this](#here)."',
            f"steps.toml: [stay] links to a place on the same page, and it stands on many: {WHOLE}",
        ),
        (
            '[stay]\nwords = "{{go}}"',
            "steps.toml: [stay] names another fragment: write its words out.",
        ),
        ("[stay]\nwords = 3", 'steps.toml: [stay] "words" must be words in quotes.'),
        ('[stay]\nwords = "Go."\nwhy = "x"', 'steps.toml: [stay] "why" is not a key we know.'),
    ],
)
def test_wrong_step_is_refused(tmp_path, steps, reason):
    assert reason in reasons(content(tmp_path, steps=steps))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (
            "number = 1",
            "number = -1",
            'apps.toml: [chirp] "number" must be 1 or more, or left out.',
        ),
        ('name = "Chirp"', "", 'apps.toml: [chirp] "name" is missing.'),
        (
            '"Hide your list."',
            '"See [this](#here)."',
            f"apps.toml: [chirp] links to a place on the same page, and it stands on many: {WHOLE}",
        ),
    ],
)
def test_wrong_app_is_refused(tmp_path, before, after, reason):
    assert reason in reasons(content(tmp_path, apps=APPS.replace(before, after)))


def test_right_content_has_no_problem(tmp_path):
    assert reasons(content(tmp_path)) == []


def test_page_in_a_folder_is_read_with_its_part(tmp_path):
    folder = content(tmp_path)
    page(folder, "next/deeper", path='"/next/deeper/"', order="3")
    found = load_library(folder)

    context = page_context(found.page("next/deeper"), found)

    assert [other.slug for other in context["part"]] == ["next", "next/deeper"]
    assert [other.slug for other in context["pages"]] == ["start", "next"]
    assert (context["previous"].slug, context["next"]) == ("next", None)
    assert page_context(found.page("start"), found)["part"] == []
