import gc

import pytest

from tests.campaigns.mail.post import start_post


@pytest.fixture
def post(settings):
    """A mail server that takes everything, until a test says otherwise."""
    post, controller = start_post(settings)
    yield post
    controller.stop()
    gc.collect()  # what is left open is seen here, and not in the middle of another test
