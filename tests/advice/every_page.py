"""Every page of the advice as it is built, guidance and plans: rendered once a run."""

from advice.build import BuiltPage, render_all
from advice.library import library
from tests.kept import kept


def build_every_page() -> list[BuiltPage]:
    return render_all(library())


def all_built() -> list[BuiltPage]:
    """With the index of the search, which is no page."""
    return kept(build_every_page)


def every_page() -> list[BuiltPage]:
    return [page for page in all_built() if page.is_page]


def html_of(path: str) -> str:
    return next(page for page in every_page() if page.path == path).html.decode()
