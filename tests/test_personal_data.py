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
        "arriving",
        "access_needs",
        "room",
        "wanted",
        "assembly_reason",
        "state_reason",
    },
    "Session": {"notes", "state_reason"},
    "Change": {"fields", "reason"},
    "TalkNote": {"text"},
    "Mail": {"to", "text", "html", "calendar"},
    "OfficerTime": {"kind", "begins_at", "ends_at"},
    "Correction": {"wanted", "fields", "reason", "decision_reason"},
    "ImportRow": {"cells", "problems", "unknown_place"},
}
IMPERSONAL = {
    "User": {"id", "is_active", "is_superuser"},
    "CouncilArea": {"id", "name"},
    "Campaign": {"id", "name", "started_on", "mark", "is_demo", "km_an_hour", "least_minutes_between"},
    "CarriedFigure": {"id", "campaign", "value", "qualifier", "starts_on", "ends_on", "source"},
    "Membership": {"id", "campaign", "user", "role", "base"},
    "Place": {
        "id", "campaign", "area", "kind", "name", "town", "postcode", "seed_code", "denomination", "roll", "latitude", "longitude", "opened_on", "closed_on",
    },
    "Topic": {"id", "campaign", "name", "is_offered", "class_size_only"},
    "Partner": {"id", "campaign", "name", "is_offered"},
    "Session": {
        "id", "campaign", "client_id", "state", "held_on", "starts_at", "minutes", "format", "is_online", "place", "stages", "logged_by", "logged_at",
        "device_at", "version", "merged_into", "batch",
    },
    "Attendance": {"id", "session", "audience", "place", "count", "known"},
    "TalkDraft": {"key", "campaign", "started_at"},
    "TalkRequest": {
        "id", "campaign", "draft_key", "reference", "token_hash", "state", "asked_at", "place", "unlisted_place", "unlisted_town", "area", "topic", "format",
        "staff_stay", "session", "kind", "owner", "entered_by", "merged_into", "link_number",
    },
    "TalkKind": {
        "id", "campaign", "slug", "name", "topic", "format", "stages", "minutes", "summary", "expect", "not_expect", "school_provides", "is_offered",
    },
    "TalkWish": {"id", "talk_request", "first_on", "last_on", "weekdays", "not_before", "not_after"},
    "TalkNote": {"id", "talk_request", "by", "at"},
    "DiaryEntry": {"id", "officer", "about", "session", "offer", "leaves_at", "begins_at", "ends_at"},
    "OfficerHours": {"id", "officer", "weekday", "starts_at", "ends_at"},
    "OfficerTime": {"id", "officer", "entered_by"},
    "CalendarFeed": {"id", "officer", "token_hash", "made_at", "revoked_at"},
    "TalkGroup": {"id", "talk_request", "audience", "stages", "expected"},
    "Offer": {"id", "talk_request", "state", "held_on", "starts_at", "minutes", "officer", "second_officer", "lapses_at", "made_by", "made_at"},
    "Change": {"id", "campaign", "session", "talk_request", "batch", "by", "at", "kind"},
    "Correction": {"id", "session", "kind", "state", "based_on", "proposed_by", "proposed_at", "decided_by", "decided_at"},
    "DifferentSessions": {"id", "first", "second", "by", "at"},
    "Merge": {"id", "kept", "other", "other_state", "gained", "talk_request", "talk_state", "kept_version", "other_version", "by", "at", "undone_at"},
    "SchoolHoliday": {"id", "area", "town", "first_on", "last_on", "name", "staff_are_in", "stages"},
    "ImportBatch": {
        "id", "campaign", "state", "file_name", "digest", "header", "columns", "rows_total", "rows_done", "uploaded_by", "uploaded_at", "committed_at",
        "undone_at", "work", "alive_at", "trouble", "remarks",
    },
    "ImportRow": {"id", "batch", "line", "verdict", "looks_like", "is_different"},
    "ImportLayout": {"id", "campaign", "header_digest", "columns"},
    "PlaceAlias": {"id", "campaign", "words", "place"},
    "Mail": {
        "id", "key", "message_id", "talk_request", "subject", "state", "tries", "written_at", "sent_at", "useful_until", "session", "stopped_by",
        "send_after",
    },
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
