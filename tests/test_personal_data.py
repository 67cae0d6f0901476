"""Every column is declared: it tells of a person, or it does not. What forgets people later starts from this list."""

import pytest
from django.apps import apps

PERSONAL = {
    "User": {"email", "name", "password", "last_login"},
    "TalkDraft": {"answers"},
    "TalkRequest": {
        "contact_name",
        "contact_role",
        "contact_email",
        "contact_phone",
        "anything_else",
        "access_needs",
        "room",
        "wanted",
        "assembly_reason",
        "state_reason",
    },
    "Session": {"notes", "state_reason"},
    "Change": {"fields", "reason"},
    "Mail": {"to", "text", "html"},
}
IMPERSONAL = {
    "User": {"id", "is_active", "is_superuser"},
    "CouncilArea": {"id", "name"},
    "Campaign": {"id", "name", "started_on", "mark", "is_demo"},
    "CarriedFigure": {"id", "campaign", "value", "qualifier", "starts_on", "ends_on", "source"},
    "Membership": {"id", "campaign", "user", "role"},
    "Place": {
        "id", "campaign", "area", "kind", "name", "town", "postcode", "seed_code", "denomination", "roll", "latitude", "longitude", "opened_on", "closed_on",
    },
    "Topic": {"id", "campaign", "name", "is_offered", "class_size_only"},
    "Partner": {"id", "campaign", "name", "is_offered"},
    "Session": {
        "id", "campaign", "client_id", "state", "held_on", "starts_at", "minutes", "format", "is_online", "place", "stages", "logged_by", "logged_at",
    },
    "Attendance": {"id", "session", "audience", "place", "count", "known"},
    "TalkDraft": {"key", "campaign", "started_at"},
    "TalkRequest": {
        "id", "campaign", "draft_key", "reference", "token_hash", "state", "asked_at", "place", "unlisted_place", "unlisted_town", "area", "topic", "format",
        "staff_stay", "session",
    },
    "TalkGroup": {"id", "talk_request", "audience", "stages", "expected"},
    "Offer": {"id", "talk_request", "state", "held_on", "starts_at", "minutes", "officer", "made_by", "made_at"},
    "Change": {"id", "campaign", "session", "talk_request", "by", "at", "kind"},
    "Mail": {"id", "key", "message_id", "talk_request", "subject", "state", "tries", "written_at", "sent_at", "useful_until"},
}  # fmt: skip
MODELS = sorted(model.__name__ for model in apps.get_app_config("campaigns").get_models())


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_declared_personal_or_not(name):
    columns = {field.name for field in apps.get_model("campaigns", name)._meta.concrete_fields}

    assert PERSONAL.get(name, set()) | IMPERSONAL.get(name, set()) == columns
    assert not PERSONAL.get(name, set()) & IMPERSONAL.get(name, set())


def test_nothing_can_hold_a_pupils_name():
    suspicious = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("campaigns").get_models()
        for field in model._meta.concrete_fields
        if any(word in field.name for word in ("pupil", "child", "birth"))
    ]

    assert suspicious == []
