"""A slow query leaves one line: how long, what kind, where; never what was asked for."""

import logging
import re

import pytest

from campaigns.models import Topic
from sextortion_aware.databases import slow

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="sextortion_aware")
    return lambda: [record.getMessage() for record in caplog.records]


def test_slow_query_is_one_line_without_its_words(monkeypatch, lines):
    topics = Topic.objects.filter(name="secret words")
    monkeypatch.setattr(slow, "SLOW_SECONDS", 0.0)

    assert list(topics) == []

    [line] = lines()
    here = r"tests/test_slow_queries.py:\d+ in test_slow_query_is_one_line_without_its_words"
    assert re.fullmatch(rf"Slow query: \d+\.\d s, SELECT at {here}", line)


def test_quick_query_is_no_line(lines):
    list(Topic.objects.all())

    assert lines() == []
