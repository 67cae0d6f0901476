import pytest

from advice import library as site
from advice.route import render_answers
from tests.advice.content import content
from tests.advice.plan_pages import EVERY


@pytest.fixture
def library(tmp_path):
    """Of a small site of its own, with a page and a few services."""
    return site.load_library(content(tmp_path))


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Every page of the plans, by its path."""
    return {answers.path: render_answers(answers, site.library()) for answers in EVERY}
