"""A column with choices holds one of them, and the database knows all of them."""

import pytest
from django.apps import apps
from django.db import models

from campaigns.models import Change, Session, TalkRequest

MODELS = list(apps.get_app_config("campaigns").get_models())
# No constraint of the database: the one is written by record_change alone, the other by forms.
NOT_CHECKED = {(Change, "kind"), (TalkRequest, "format")}
WITH_CHOICES = [
    (model, field.name)
    for model in MODELS
    for field in model._meta.concrete_fields
    if field.choices and (model, field.name) not in NOT_CHECKED
]


def conditions(condition):
    """Every `column__lookup` with its value, however deep it stands."""
    for child in condition.children:
        yield from conditions(child) if isinstance(child, models.Q) else [child]


def named_in_constraints(model):
    found = [
        pair
        for constraint in model._meta.constraints
        if getattr(constraint, "condition", None)
        for pair in conditions(constraint.condition)
    ]
    return [(name.removesuffix("__in"), value) for name, value in found]


@pytest.mark.parametrize(("model", "column"), WITH_CHOICES)
def test_database_takes_every_choice_of_a_column_and_nothing_else(model, column):
    known = {value for value, _ in model._meta.get_field(column).choices}

    sets = [set(value) for name, value in named_in_constraints(model) if name == column and value]

    assert known in sets or {"", *known} in sets


def test_columns_with_choices_are_found():
    assert (Session, "state") in WITH_CHOICES
    assert len(WITH_CHOICES) > 15
