"""The letter with the link to a form that is finished later."""

from datetime import datetime

from campaigns.mail.letter import Letter, as_text_and_html
from campaigns.mail.links import draft_link_for_mail
from campaigns.mail.team_contact import contact_of, key_in
from campaigns.models import Mail, TalkDraft

KIND = Mail.Kind.DRAFT_LINK
SUBJECT = "Your link to finish asking for a talk"


def draft_link(draft: TalkDraft, *, to: str, kept_until: datetime) -> Letter:
    """Nobody has shown that the address is theirs, so it holds nothing that was typed."""
    link, about = draft_link_for_mail(draft), key_of(draft)
    number = Mail.objects.filter(key__startswith=about).count() + 1
    words = {"link": link, "kept_until": kept_until, "contact": contact_of(draft.campaign)}
    text, html = as_text_and_html(f"emails/{KIND}.txt", words, subject=SUBJECT, ours=[link])
    return Letter(
        kind=KIND,
        key=key_in(draft.campaign, f"{about}{number}"),
        to=to,
        subject=SUBJECT,
        text=text,
        html=html,
        useful_until=kept_until,
        goes_at_night=True,
    )


def key_of(draft: TalkDraft) -> str:
    """How the keys of its letters begin. It does not give the draft's address away."""
    return f"{KIND}:{draft.link_hash[:32]}:"
