"""Every page of the advice as it is built, guidance and plans: rendered once a run."""

from advice.build import BuiltPage, render_all
from advice.library import library
from tests.kept import kept


def build_every_page() -> list[BuiltPage]:
    return render_all(library())


def every_page() -> list[BuiltPage]:
    return kept(build_every_page)


def html_of(path: str) -> str:
    return next(page for page in every_page() if page.path == path).html.decode()
