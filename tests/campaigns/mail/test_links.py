"""The secret of a school's address: a letter that was sent long ago still opens its page."""

from uuid import UUID

import pytest

from campaigns.mail.links import new_token

SECRET = "a secret of a test"


@pytest.mark.parametrize(
    ("number", "token"),
    [
        (0, "SjkEwpthV29dD8FPWgt2ShJy8NpsRCCwY2lTy4NYnv0"),
        (2, "HMsc98IdOvO2uvS1N-3OvtjPwbw7MKK25JOKAcF16F0"),
    ],
)
def test_link_stays_what_it_was_in_the_letters_that_were_sent(number, token):
    assert new_token(UUID(int=7), number=number, secret=SECRET) == token
