"""A site is backed up while it writes, and comes back in an empty installation."""

import os
import stat
import threading
import time

import pytest

pytestmark = pytest.mark.django_db  # or no tables would be made to copy
ON_PURPOSE = {  # what a restore changes
    "campaigns_change",
    "campaigns_mail",
    "django_session",
    "django_tasks_database_dbtaskresult",
}
BOTH = ("written_here", "written_there")


class Writer(threading.Thread):
    """Writes each number into two tables at once, for as long as it may."""

    def __init__(self, site) -> None:
        super().__init__()
        self.site, self.must_stop, self.count = site, False, 0

    def run(self) -> None:
        mark = "%s" if self.site.name else "?"
        with self.site.opened() as database:
            cursor = database.cursor()
            while not self.must_stop:
                for table in BOTH:
                    cursor.execute(f"INSERT INTO {table} VALUES ({mark})", [self.count])
                database.commit()
                self.count += 1
                time.sleep(0.001)


@pytest.fixture(scope="module")
def trip(installations):
    """The site as it was, and as it came back."""
    site, other = installations(tables=True), installations()
    site.fill("demonstration")
    site.do(
        "INSERT INTO django_session VALUES (?, ?, ?)", "a" * 32, "words", "2027-01-01 00:00:00+00"
    )
    for table in BOTH:
        site.do(f"CREATE TABLE {table} (number integer)")
    (site.var / "mail").mkdir(parents=True)
    for name in ("secret_key", "mail/20261101-1.log", "advice/current", "static/site.css"):
        (site.var / name).parent.mkdir(exist_ok=True)
        (site.var / name).write_text(name)
        os.utime(site.var / name, (1_790_000_000, 1_790_000_000))
    writer = Writer(site)
    writer.start()
    began = writer.count
    file = site.backup()
    wrote = writer.count - began
    writer.must_stop = True
    writer.join()
    code, said = other.restore(file)
    assert code == 0, said
    return {
        "site": site,
        "other": other,
        "before": site.rows(),
        "after": other.rows(),
        "file": file,
        "wrote": wrote,
        "said": said,
    }


def test_each_row_of_each_table_is_as_it_was(trip):
    same = trip["before"].keys() - ON_PURPOSE - {*BOTH}

    assert trip["after"].keys() == trip["before"].keys()
    assert {name: trip["after"][name] for name in same} == {
        name: trip["before"][name] for name in same
    }
    assert sum(len(trip["before"][name]) for name in same) > 2000


def test_what_was_written_meanwhile_is_of_one_moment(trip):
    here, there = (trip["after"][table] for table in BOTH)

    assert here == there
    assert trip["wrote"] > 0
    assert len(here) < len(trip["before"][BOTH[0]])


def test_each_figure_is_as_it_was(trip):
    figures = trip["site"].figures()

    assert trip["other"].figures() == figures
    assert figures.count("Reach(") == 2


def test_history_has_what_it_had_and_a_line_for_each_programme(trip):
    before, after = (set(trip[when]["campaigns_change"]) for when in ("before", "after"))

    new = after - before
    assert before - after == set()
    assert sum("restored_all" in line for line in new) == 2
    assert all("restored_all" in line or "mail_stopped" in line for line in new)


def is_waiting(mail):
    """One kind of letter is called so too; its key begins with that."""
    return mail.count("'waiting'") > mail.count("'waiting:")


def test_nobody_is_signed_in_and_no_old_letter_waits(trip):
    waited = [mail for mail in trip["before"]["campaigns_mail"] if is_waiting(mail)]
    waits = [mail for mail in trip["after"]["campaigns_mail"] if is_waiting(mail)]

    assert (len(trip["before"]["django_session"]), trip["after"]["django_session"]) == (1, [])
    assert len(waits) == len(trip["after"]["django_tasks_database_dbtaskresult"])
    assert len(waits) < len(waited)
    assert len(trip["after"]["campaigns_mail"]) == len(trip["before"]["campaigns_mail"])


def test_files_that_nothing_makes_again_come_back_with_their_age(trip):
    var = trip["other"].var
    made_by_itself = {"site.sqlite3", "site.sqlite3-wal", "site.sqlite3-shm", "backup.lock"}
    files = {
        path.relative_to(var).as_posix(): (path.read_text(), int(path.stat().st_mtime))
        for path in var.rglob("*")
        if path.is_file() and path.name not in made_by_itself
    }

    # A letter of November is forgotten by its age, as the nightly work would have done.
    assert files == {"secret_key": ("secret_key", 1_790_000_000)}


def test_both_ends_are_for_their_owner_only(trip):
    found = {
        path: stat.S_IMODE(path.stat().st_mode)
        for path in (trip["file"], trip["file"].parent, trip["other"].var / "secret_key")
    }

    assert list(found.values()) == [0o600, 0o700, 0o600]


def test_nothing_of_it_can_be_read_in_the_file(trip):
    words = trip["file"].read_bytes()

    assert words.startswith(b"age-encryption.org/v1\n")
    assert b"campaigns_campaign" not in words
    assert b"Ailsa Reid" not in words


def test_it_is_not_restored_over_what_is_there(trip):
    code, said = trip["other"].restore(trip["file"])

    assert code == 1
    assert "holds rows (campaigns_attendance, campaigns_campaign," in said
    assert "restore into an empty one." in said
    assert trip["other"].rows() == trip["after"]
