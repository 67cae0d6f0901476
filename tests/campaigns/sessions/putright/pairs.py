"""Two sessions that look like one, and the buttons beside them."""

from campaigns.models import Change, DifferentSessions, Merge, Session
from tests.factories import make_attendance, make_place, make_session

LIST = "/team/duplicates/"
OF_A_PAIR = [
    "/team/duplicates/{first}/{second}/keep-first/",
    "/team/duplicates/{first}/{second}/keep-second/",
    "/team/duplicates/{first}/{second}/keep-both/",
]
UNMERGE, JOIN = "/team/sessions/{second}/unmerge/", "/team/sessions/{first}/join/"
BUTTONS = [*OF_A_PAIR, UNMERGE, JOIN]
SEEN = {"first_version": "1", "second_version": "1"}


def make_pair(*, campaign=None, counts=(25, 27), **both):
    place = make_place(campaign=campaign)
    sessions = [make_session(place=place, campaign=campaign, **both) for _ in counts]
    for session, count in zip(sessions, counts, strict=True):
        make_attendance(session=session, count=count)
    return sessions


def address(route, pair):
    return route.format(first=pair[0].pk, second=pair[1].pk)


def rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Session, Change, Merge, DifferentSessions)
    ]
