from django.db import transaction

from campaigns.mail import letters
from campaigns.mail.write import write_mail
from tests.factories import make_talk_request


@transaction.atomic
def a_mail(**request):
    """It waits for the worker, with its job."""
    return write_mail(letters.receipt(make_talk_request(**request)))
