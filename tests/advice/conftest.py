import pytest

from advice import library as site
from tests.advice.content import content
from tests.advice.every_page import every_page


@pytest.fixture
def library(tmp_path):
    """Of a small site of its own, with a page and a few services."""
    return site.load_library(content(tmp_path))


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Every page of the plans, by its path."""
    return {page.path: page.html.decode() for page in every_page() if not page.guidance}
