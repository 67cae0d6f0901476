"""A firm that asks for a talk, and what a page says to it."""

from django.utils.html import strip_tags

from tests.factories import make_talk_kind


def before_the_talk(firm):
    return {step: typed for step, typed in firm.items() if step != "rest"}


def words(html):
    """Of the page's main part, in small letters."""
    return strip_tags(html[html.index("<main") : html.index("</main>")]).lower()


def make_kinds():
    lesson = make_talk_kind(name="Know the trick", slug="trick")
    evening = make_talk_kind(name="An evening", slug="evening", format="parents", stages=())
    at_work = make_talk_kind(name="At work", slug="work", format="community", stages=())
    return lesson, evening, at_work
