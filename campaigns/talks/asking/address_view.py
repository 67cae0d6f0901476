"""The button in the e-mail's page that says "this is my address".

The e-mail's link itself only shows the page: mail scanners open it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.talks.asking.address import confirm_address
from campaigns.talks.asking.again import find_forgotten
from campaigns.talks.behind_link import find_talk


@require_POST
def talk_confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Pressed twice it is answered as once; pressed too late, the page says what became of it."""
    if find_forgotten(token):
        return redirect("campaigns:talk_link", token)
    confirm_address(talk_request=find_talk(token, today=timezone.localdate()))
    return redirect("campaigns:talk_link", token)
