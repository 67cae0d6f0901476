"""Links to pages that need our cookies, followed from another site.

Our cookies are SameSite=Strict, so a browser leaves them at home when a link in web mail leads
here, on the redirects after it too: a signed-in officer would be asked to sign in, and the link of
a password e-mail would never work. One page of ours in between makes it a step within the site.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MARK = "inside"  # in the address of the second step, so that there is never a third


def comes_from_elsewhere(request: HttpRequest, *, unless_told: bool = False) -> bool:
    """Old browsers do not say where a step comes from: `unless_told` is believed of them."""
    if request.method not in ("GET", "HEAD") or MARK in request.GET:
        return False
    said = request.headers.get("Sec-Fetch-Site")
    return said == "cross-site" or (said is None and unless_told)


def step_inside(request: HttpRequest) -> HttpResponse:
    query = request.GET.copy()
    query[MARK] = "1"
    address = f"{request.path}?{query.urlencode()}"
    return render(request, "account/step_inside.html", {"address": address})
