"""Which tests run on both databases: left out on PostgreSQL is only what no database can change."""

from types import SimpleNamespace

import pytest

from tests import once


def test_test_of_a_room_with_a_database_has_the_mark(request, db):
    assert request.node.get_closest_marker("database")


@pytest.fixture
def item(tmp_path, monkeypatch):
    """A test in a file of these words."""
    monkeypatch.setattr(once, "ROOT", tmp_path)
    (tmp_path / "tests").mkdir()

    def make(source="", *, fixtures=(), marks=(), **helpers):
        for name, words in {"test_it": source, **helpers}.items():
            (tmp_path / "tests" / f"{name}.py").write_text(words)
        return SimpleNamespace(
            path=tmp_path / "tests" / "test_it.py",
            fixturenames=["request", *fixtures],
            get_closest_marker=lambda name: name in marks,
        )

    yield make
    once.may_reach_one.cache_clear()


def test_test_that_touches_no_database_runs_once(item):
    plain = item("from tests.html import read\nimport re\n", html="import json\n")

    assert once.depends_on_database(plain) is False


@pytest.mark.parametrize("fixture", ["db", "transactional_db", "live_server"])
def test_test_that_requests_a_database_runs_on_both(item, fixture):
    assert once.depends_on_database(item(fixtures=[fixture])) is True


def test_test_that_is_marked_runs_on_both(item):
    assert once.depends_on_database(item(marks=["django_db"])) is True


def test_test_whose_processes_have_their_own_runs_once_unless_it_requests_one(item):
    own = {"marks": ["own_database"]}

    assert once.depends_on_database(item("subprocess", **own)) is False
    assert once.depends_on_database(item("subprocess", fixtures=["db"], **own)) is True


@pytest.mark.parametrize("word", once.WORDS)
def test_test_that_may_reach_one_past_django_runs_on_both(item, word):
    assert once.depends_on_database(item(f"\n\ndef test_it():\n    {word}\n")) is True


@pytest.mark.parametrize(
    "taken",
    ["from tests.helper import it", "from tests import html, helper", "import tests.helper"],
)
def test_test_runs_on_both_for_what_its_helpers_do(item, taken):
    through = item(
        f"def test_it():\n    {taken}\n", helper="from tests.far import x", far="sqlite3"
    )

    assert once.depends_on_database(through) is True
