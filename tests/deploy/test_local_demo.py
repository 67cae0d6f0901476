"""`make run DEMO=no`: an empty site with a link to set it up."""

import importlib

import pytest

from campaigns.demo import DEMO_NAME
from campaigns.models import Campaign, User
from campaigns.setup.link import set_up_link
from tests.deploy.local_run import ROOT, run
from tests.factories import make_campaign, make_user
from tests.processes import free_port


@pytest.fixture
def local(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "deploy"))
    return importlib.import_module("local")


@pytest.fixture
def commands(monkeypatch):
    """What `prepare` calls, for show; the database is the test's."""
    called = []
    monkeypatch.setattr(
        "django.core.management.call_command", lambda name, *args, **_: called.append(name)
    )
    monkeypatch.setattr("django.setup", lambda: None)
    return called


@pytest.mark.own_database
@pytest.mark.parametrize("said", ["maybe", "false", "0"])
def test_answer_that_is_none_is_one_plain_sentence(tmp_path, said):
    done = run(tmp_path, PORT=str(free_port()), DEMO=said)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f'DEMO is "{said}": write yes for the demonstration, or no for an empty site.\n'
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("said", "wants"),
    [(None, True), ("", True), ("yes", True), ("YES", True), ("no", False), (" No ", False)],
)
def test_demonstration_is_made_unless_it_is_refused(local, monkeypatch, said, wants):
    if said is None:
        monkeypatch.delenv("DEMO", raising=False)
    else:
        monkeypatch.setenv("DEMO", said)

    assert local.wants_demo() is wants


@pytest.mark.django_db
def test_empty_site_is_left_empty_and_the_start_prints_its_link(local, commands):
    local.prepare(demo_reset=False, with_demo=False)

    assert commands == ["migrate", "collectstatic", "lapse_offers"]
    assert f"Set it up with this link, which works once:\n  {set_up_link()}" in local.words(8000)
    assert "Sign in at" not in local.words(8000)


@pytest.mark.django_db
def test_empty_site_gets_the_demonstration_otherwise(local, commands):
    local.prepare(demo_reset=False)

    assert "seed_demo" in commands


@pytest.mark.django_db
@pytest.mark.parametrize("with_demo", [True, False])
def test_site_that_is_set_up_is_unchanged_and_prints_no_link(local, commands, with_demo):
    make_user()
    make_campaign()

    local.prepare(demo_reset=False, with_demo=with_demo)

    assert "seed_demo" not in commands
    assert "Set it up" not in local.words(8000)


@pytest.mark.django_db
def test_site_with_a_person_and_no_programme_yet_gets_no_demonstration(local, commands):
    make_user()

    local.prepare(demo_reset=False)

    assert "seed_demo" not in commands


@pytest.mark.django_db
def test_demonstration_is_not_taken_for_an_empty_site(local, commands):
    make_campaign(name=DEMO_NAME, is_demo=True)

    with pytest.raises(local.Problem) as refused:
        local.prepare(demo_reset=False, with_demo=False)

    assert str(refused.value) == (
        "This database holds the demonstration. Leave it as it is and choose another folder for "
        "the empty site, for example DEMO=no VAR_DIR=var/ours make run"
    )
    assert Campaign.objects.count() == 1
    assert not User.objects.exists()
