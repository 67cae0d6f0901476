import pytest
from django.core.exceptions import ValidationError

from campaigns.people.sign_in.validators import NoStretchedPassword, unit_of

EASY = [
    "password1234567",
    "passwordpassword",
    "Password Password!",
    "aaaaaaaaaaaaaaa",
    "123456789012345",
    "abcabcabcabcabcabc",
    "qwertyqwertyqwer",
    "1q2w3e4r5t6y7u8i9o0p",
]


@pytest.mark.parametrize("password", EASY)
def test_stretched_password_is_refused(password):
    with pytest.raises(ValidationError) as refused:
        NoStretchedPassword().validate(password)

    assert refused.value.code == "password_too_common"


@pytest.mark.parametrize(
    "password",
    [
        "seven teapots on a roof",
        "fifteen letters",
        "kitchen-ladder-moon",
        "93 geese 17 swans",
        "password of seven teapots",
    ],
)
def test_passphrase_is_accepted(password):
    assert NoStretchedPassword().validate(password) is None


@pytest.mark.parametrize(
    ("text", "unit"), [("abcabcab", "abc"), ("aaaa", "a"), ("abcd", "abcd"), ("", "")]
)
def test_unit_of_is_what_is_said_again(text, unit):
    assert unit_of(text) == unit
