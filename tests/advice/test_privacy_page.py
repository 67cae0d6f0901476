"""How long the privacy page says that the rest is kept; its table is read in test_words.py."""

from django.conf import settings

from tests.advice.test_words import main_text


def test_privacy_page_says_how_long_old_lists_and_sign_ins_are_kept():
    text = main_text("privacy")

    assert f"wiped {settings.FORGET_IMPORT_ROWS_AFTER.days} days after the last work on it" in text
    assert f"is wiped {settings.FORGET_SIGN_INS_AFTER.days} days after the last use" in text
    assert "A third one stays for 180 days on each device" in text


def test_privacy_page_says_how_long_lines_about_access_are_kept():
    assert f"wiped after {settings.FORGET_TRAIL_AFTER_MONTHS} months" in main_text("privacy")


def test_privacy_page_says_how_long_a_colleague_is_kept_who_did_not_say_yes():
    days = settings.FORGET_DRAFTS_AFTER.days
    assert f"we wipe what you told us of them after {days} days" in main_text("privacy")
