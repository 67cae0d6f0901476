"""Pages without the indents of their templates, and with every word apart that was."""

from pathlib import Path

import pytest
from django.template.loader import get_template

from sextortion_aware.template_loader import without_indents


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<p>\n  one\n  two\n</p>\n", "<p>\none\ntwo\n</p>\n"),
        ("one\n{% if a %}\n  two\n{% endif %}\nthree\n", "one\n{% if a %}two\n{% endif %}three\n"),
        ("{% if a %}one{% endif %}\ntwo", "{% if a %}one{% endif %}\ntwo\n"),
        ("{% if a %}{{ one }}{% endif %}\ntwo", "{% if a %}{{ one }}{% endif %}\ntwo\n"),
        ("{% if a %}{% url 'x' %}{% endif %}\ntwo", "{% if a %}{% url 'x' %}{% endif %}\ntwo\n"),
        (
            "{% url 'x' 1 as y %}{% url 'z' as a %}\none",
            "{% url 'x' 1 as y %}{% url 'z' as a %}one\n",
        ),
        ("{% url 'x' %}\none", "{% url 'x' %}\none\n"),
        ('one\n{% include "a.html" %}\ntwo', 'one\n{% include "a.html" %}two\n'),
        (
            "{# what it takes #}\n{% load static %}\n\n\n<a>",
            "{# what it takes #}{% load static %}<a>\n",
        ),
        ("{% if a %}<i>{% endif %}\n<b>", "{% if a %}<i>{% endif %}\n<b>\n"),
        (
            "{% comment %}\ntakes: a\n{% endcomment %}\n<b>",
            "{% comment %}takes: a\n{% endcomment %}<b>\n",
        ),
    ],
)
def test_words_that_were_apart_stay_apart(written, sent):
    assert without_indents(written) == sent


def test_letters_are_left_as_they_are():
    letter = get_template("emails/letter.html").template

    assert letter.source == Path(letter.origin.name).read_text()
