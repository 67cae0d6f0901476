"""Letters about the request itself: that we have it, what we ask back, and how it ends without a
talk.
"""

from campaigns.mail.letter import Letter, as_it_stands, talk_letter
from campaigns.models import TalkRequest

State = TalkRequest.State


def receipt(talk_request: TalkRequest) -> Letter:
    """Nobody has shown yet that the address is theirs,
    so it holds nothing that the booker typed.
    """
    talk = as_it_stands(talk_request)
    subject = (
        "Please confirm your request for a talk"
        if talk.state == State.UNCONFIRMED
        else "We have your request for a talk"
    )
    return talk_letter("receipt", talk, subject, key=f"receipt:{talk.pk}", goes_at_night=True)


def receipt_again(talk_request: TalkRequest) -> Letter:
    """For whoever waits for the first one. The number keeps them apart."""
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(key__startswith="receipt:").count() + 1
    key = f"receipt:{talk.pk}:{number}"
    return talk_letter(
        "receipt",
        talk,
        "Please confirm your request for a talk",
        key=key,
        goes_at_night=True,
        replaces=("receipt:",),
    )


def question_asked(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        "question",
        as_it_stands(talk_request),
        "A question about your request for a talk",
        replaces=("question:", "waiting:", "lapsed:"),
    )


def on_waiting_list(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        "waiting",
        as_it_stands(talk_request),
        "Your request is on our waiting list",
        replaces=("waiting:", "lapsed:"),
    )


def talk_declined(talk_request: TalkRequest) -> Letter:
    talk = as_it_stands(talk_request)
    return talk_letter("declined", talk, "About your request for a talk", key=f"declined:{talk.pk}")


def withdrawn(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        "withdrawn", as_it_stands(talk_request), "Your request for a talk is withdrawn"
    )


def merged(talk_request: TalkRequest) -> Letter:
    """To the contact of the request that was closed; `merged_into` is the one that goes on."""
    return talk_letter("merged", as_it_stands(talk_request), "Your two requests are one now")


def link_renewed(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        "link_renewed",
        as_it_stands(talk_request),
        "A new link to your request",
        goes_at_night=True,
        renews_link=True,
    )


def link_again(talk_request: TalkRequest) -> Letter:
    """Somebody asks for the same place again and was told to look for this link.

    The number keeps a second such letter apart.
    """
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(key__startswith="link_again:").count() + 1
    return talk_letter(
        "link_again",
        talk,
        "Your link to your request for a talk",
        key=f"link_again:{talk.pk}:{number}",
        goes_at_night=True,
    )
