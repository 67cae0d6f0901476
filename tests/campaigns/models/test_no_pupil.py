"""No column is made for what we must never know of a child."""

from django.apps import apps


def test_nothing_can_hold_a_pupils_name():
    suspicious = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("campaigns").get_models()
        for field in model._meta.concrete_fields
        if any(word in field.name for word in ("pupil", "child", "birth"))
    ]

    assert suspicious == []
