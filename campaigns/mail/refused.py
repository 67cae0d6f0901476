"""Whose address refused our e-mail, so that somebody calls them.

It is over when the address is another one, or takes a letter again.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from campaigns.models import Mail, TalkContact, TalkRequest

# An ended request has nobody to write to any more; whoever reads of it in this time can call.
TOLD_AFTER_THE_END = timedelta(days=7)


def refused_mails() -> QuerySet[Mail]:
    sent_since = Mail.objects.filter(
        talk_request=OuterRef("talk_request"), to=OuterRef("to"), sent_at__gt=OuterRef("refused_at")
    )
    return Mail.objects.filter(
        ~Exists(sent_since), state=Mail.State.REFUSED, to=F("talk_request__contact_email")
    )


def is_refused() -> Exists:
    """To annotate talk requests with."""
    return Exists(refused_mails().filter(talk_request=OuterRef("pk")))


def refused_of(talk_request: TalkRequest) -> Mail | None:
    """The latest."""
    return refused_mails().filter(talk_request=talk_request).order_by("pk").last()


def to_call(talks: QuerySet[TalkRequest], *, now: datetime) -> QuerySet[TalkRequest]:
    """Of these, whom nobody would reach otherwise. Thanks are not worth a call."""
    worth_a_call = refused_mails().exclude(kind=Mail.Kind.THANKS)
    of_late = worth_a_call.filter(refused_at__gt=now - TOLD_AFTER_THE_END)
    return (
        talks.select_related("place__area")
        .filter(
            Q(Exists(worth_a_call.filter(talk_request=OuterRef("pk"))), state__in=TalkRequest.OPEN)
            | Q(Exists(of_late.filter(talk_request=OuterRef("pk"))))
        )
        .order_by("asked_at", "pk")
    )


def refused_of_team(addresses: Collection[str]) -> set[str]:
    """Of these addresses of the team, those that refused a letter and have taken none since."""
    to_team = Mail.objects.filter(talk_request=None, to__in=addresses)
    sent_since = Mail.objects.filter(to=OuterRef("to"), sent_at__gt=OuterRef("refused_at"))
    refused = to_team.filter(~Exists(sent_since), state=Mail.State.REFUSED)
    return set(refused.values_list("to", flat=True))


def refused_colleague(talk_request: TalkRequest, *, now: datetime) -> bool:
    """The school asked a colleague to take over, whose address refused the letter."""
    to_colleague = Mail.objects.filter(
        talk_request=OuterRef("talk_request"), kind=Mail.Kind.CONTACT_ASKED, to=OuterRef("email")
    )
    asked = talk_request.other_contacts.filter(
        Exists(to_colleague.filter(state=Mail.State.REFUSED)),
        ~Exists(to_colleague.filter(state=Mail.State.SENT)),
        state=TalkContact.State.ASKED,
    ).first()
    is_open = talk_request.state in TalkRequest.OPEN
    return is_open and asked is not None and not asked.has_run_out(now)
