"""Letters of a database that was made before they had a kind: each gets the kind that its key says,
and what waits still goes.
"""

from importlib import import_module

import pytest
from django.core import mail as outbox
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.mail.tasks import send_mail
from campaigns.models import Mail
from tests.campaigns.mail.test_mail_smtp import work
from tests.factories import make_mail, make_talk_request

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATION = import_module("campaigns.migrations.0015_mail_kind")
THIS = [("campaigns", "0015_mail_kind")]
BEFORE = [one for one in MIGRATION.Migration.dependencies if one[0] == "campaigns"]
UNKNOWN = {"greeting:1": "other", "no-colon": "other", "receipts:1": "other", "xreceipt:1": "other"}


def migrate(targets):
    """Returns the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture(autouse=True)
def back_to_now():
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def add_mail(models, key, *, talk, **columns):
    return models.get_model("campaigns", "Mail").objects.create(
        key=key,
        message_id=f"<{key}@test>",
        to="office@school.example",
        subject="Your talk",
        text="Hello",
        talk_request_id=talk.pk,
        **columns,
    )


def test_each_letter_gets_the_kind_that_its_key_says_and_what_waits_is_sent():
    talk, kinds = make_talk_request(), [kind for kind, _ in MIGRATION.KINDS if kind != "other"]
    expected = {f"{kind}:7:1": kind for kind in kinds} | UNKNOWN
    models = migrate(BEFORE)
    for key in expected:
        send_mail.enqueue(add_mail(models, key, talk=talk).pk, 0)

    migrate(THIS)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

    assert dict(Mail.objects.values_list("key", "kind")) == expected
    work()
    assert dict(Mail.objects.values_list("key", "state")) == dict.fromkeys(expected, "sent")
    assert len(outbox.outbox) == len(expected)


def test_going_back_keeps_the_letters_and_coming_again_finds_their_kinds():
    make_mail(kind="thanks", key="thanks:1:1")

    models = migrate(BEFORE)

    before = models.get_model("campaigns", "Mail")
    assert list(before.objects.values_list("key", flat=True)) == ["thanks:1:1"]
    assert "kind" not in {field.name for field in before._meta.fields}
    migrate(THIS)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert Mail.objects.get().kind == "thanks"
