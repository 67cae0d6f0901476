"""What becomes of the words of a letter in its HTML."""

from unittest import mock

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from campaigns.mail import letters
from campaigns.mail.letter import as_text_and_html
from campaigns.mail.parts import UNMARKED
from campaigns.mail.team_contact import contact_of
from tests.campaigns.mail.told import a_talk

pytestmark = pytest.mark.django_db


def test_no_mark_that_somebody_typed_makes_a_link():
    typed = "[Pay here](http://spam.example/)"
    letter = letters.question_asked(a_talk(state="needs_info", state_reason=typed))

    assert f"\n\n{typed}\n\n" in letter.text
    assert f">{typed}</p>" in letter.html


def test_words_without_a_mark_are_a_letter_too():
    told = {"contact": contact_of(None), "site_name": "Sextortion Aware"}
    address = "http://127.0.0.1:8000/team/"
    template = "Hello,\n\nsee:\n\n{{ link }}\n\nBye"

    with mock.patch("campaigns.mail.letter.render_to_string", drawing("x.txt", template)):
        text, html = as_text_and_html(
            "x.txt", told | {"link": address}, subject="S", ours=[address]
        )

    assert text == f"Hello,\n\nsee:\n\n{address}\n\nBye\n"
    assert f">{UNMARKED} on 127.0.0.1:8000</a>" in html
    assert ">Bye</p>" in html


def drawing(name, template):
    """A template that is not there, beside those that are."""

    def draw(which, words):
        if which == name:
            return Template(template).render(Context(words, autoescape=False))
        return render_to_string(which, words)

    return draw
