import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from campaigns.people.sign_in.validators import NoKnownPassword, letters_of
from tests.factories import make_campaign, make_user

pytestmark = pytest.mark.django_db
KNOWN = [
    "correcthorsebatterystaple",
    "Correct Horse Battery Staple",
    "iloveyouiloveyou",
    "password1234567",
    "Password Password!",
    "1q2w3e4r5t6y7u8i9o0p",
    "qwertyuiopasdfghjkl",
    "The Lord is my shepherd",
    "!QAZ2wsx#EDC4rfv",
    "!QAZ@WSX#EDC$RFV",
]
EASY = [
    "aaaaaaaaaaaaaaab",
    "abcabcabcabcabcabc1",
    "letmeinletmein123",
    "Welcome2026Welcome2026",
    "01012026-01012026",
    "In the beginning was the Word",
    "To be, or not to be, that is the question!",
    "the quick brown fox jumps over the lazy dog",
    "You'll never walk alone 1892",
    "fifteen letters",
    "?.?.?.?.?.?.?.?.?.?.?.",
    "p@$$w0rd p@$$w0rd p@$$w0rd 26",
    "lanarkshirepolice2016",
    "Sextortion-Aware-2026",
    "PoliceScotland2026!",
    "Safer Communities 2026!",
    "SaferCommunities2026!",
    "Safer Communities Team",
    "Safer Communities Officer",
    "30 November 2026 30 November",
    "Monday Tuesday Wednesday",
    "batterystaplecorrecthorse",
    "staple horse battery correct 26",
    "you will never walk alone",
    "four score and seven years ago",
    "the cat sat on the mat",
    "Four words that have nothing",
    "Welcome to the team 1",
    "intimate images 2026",
]


@pytest.mark.parametrize(
    ("passwords", "code"), [(KNOWN, "password_known"), (EASY, "password_easy")]
)
def test_password_that_guessers_try_is_refused(passwords, code):
    make_campaign()
    for password in passwords:
        with pytest.raises(ValidationError) as refused:
            NoKnownPassword().validate(password)

        assert (password, refused.value.code) == (password, code)


@pytest.mark.parametrize(
    "password",
    ["ailsa.reid.motherwell", "AilsaReid AilsaReid", "example.org.ailsa", "thornliebank2026!"],
)
def test_own_names_and_the_campaigns_are_easy(password):
    make_campaign(name="Thornliebank")

    with pytest.raises(ValidationError) as refused:
        NoKnownPassword().validate(password, make_user(name="Ailsa Reid"))

    assert refused.value.code == "password_easy"


@pytest.mark.parametrize(
    "password",
    [
        "seven teapots on a roof",
        "kitchen-ladder-moon",
        "93 geese 17 swans",
        "password of seven teapots",
        "lampshaderivercopper",
        "copper violin tundra spoon",
        "officer teapot violin march",
        "tha an cat dubh air an staran",
        "madainn mhath a charaid ghasta",
        "8361 7729 0041 5530",
        "xK9#mQ2$vL7!pR4w",
        "три зелёных чайника",
    ],
)
def test_passphrase_is_accepted(password):
    make_campaign()

    assert NoKnownPassword().validate(password, make_user()) is None


@pytest.mark.parametrize(
    "password",
    [
        "4@8({[<369!1|70$5+%2" * 50,
        "a4@8({[<bcegilostxz" * 50,
        "1" * 1000,
        "qwerty" * 166,
        "é" * 999,
    ],
)
def test_no_password_takes_long_to_look_at(password):
    """What zxcvbn would look at for ten seconds is cut short; ten times the time that it takes."""
    began = time.process_time()

    with suppress(ValidationError):
        NoKnownPassword().validate(password)

    assert time.process_time() - began < 5


def test_letters_are_what_is_left_without_signs():
    assert letters_of(" P@ss-Word 1!") == "password11"
