"""What is forgotten, and when.

The privacy page promises it and `manage.py forget` does it each night. No figure changes by it.

Rows of history stay, because each figure must be explained; what somebody typed into them goes with
the contact. Those about access and people explain no figure, and go in time.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.contrib.sessions.models import Session as SignIn
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.history.guard import NOT_KEPT
from campaigns.history.record import count_up, record_change
from campaigns.models import (
    Change,
    ImportBatch,
    ImportRow,
    Invitation,
    Mail,
    Offer,
    OfficerTime,
    Session,
    TalkContact,
    TalkDraft,
    TalkFeedback,
    TalkRequest,
)
from campaigns.models.imports import NOT_IN_THE_LOG
from campaigns.models.talks import TalkRequestQuerySet
from campaigns.privacy.blot import People
from campaigns.privacy.trail import forget_sign_ins_seen, forget_trail
from campaigns.privacy.unconfirmed import forget_its_answers, forget_unconfirmed
from sextortion_aware.months import months_before

State = TalkRequest.State

TALK_SET = (*TalkRequest.DATE_IS_SET, State.DELIVERED)
UNANSWERED = tuple(state for state in TalkRequest.OPEN if state not in TALK_SET)
ALIVE = (*TALK_SET, *UNANSWERED, State.UNCONFIRMED)
CALLED_OFF = tuple(state for state in State if state not in ALIVE)

CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")
TYPED = (
    "wanted",
    "new_wish",
    "room",
    "arriving",
    "access_needs",
    "anything_else",
    "assembly_reason",
)
NOBODY_ANSWERED = "Nothing happened for so long that the request lapsed and its contact was erased."
# The hash of a link is 64 hexadecimal digits, so no address can ever lead to one that begins so.
DEAD_LINK = "forgotten:"


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    drafts: int
    unconfirmed: int
    old_answers: int
    contacts: int
    links: int
    mails: int
    import_rows: int
    times: int
    jobs: int
    sign_ins: int
    sign_ins_seen: int
    invitations: int
    trail: int
    limits: int


@transaction.atomic
def forget(*, now: datetime, today: date) -> Forgotten:
    """All of it or nothing. Run again it finds nothing more to do."""
    return Forgotten(
        drafts=_forget_drafts(now=now),
        unconfirmed=forget_unconfirmed(today=today, erase=_erase),
        old_answers=forget_its_answers(today=today),
        contacts=_forget_contacts(today=today),
        links=_forget_links(today=today),
        mails=_forget_mails(now=now),
        import_rows=_forget_import_rows(now=now),
        times=OfficerTime.objects.filter(ends_at__lt=now - settings.FORGET_TIMES_AFTER).delete()[0],
        jobs=_forget_jobs(now=now),
        sign_ins=SignIn.objects.filter(expire_date__lt=now).delete()[0],
        sign_ins_seen=forget_sign_ins_seen(now=now),
        invitations=_forget_invitations(now=now),
        trail=forget_trail(
            before=_begin_of(months_before(today, settings.FORGET_TRAIL_AFTER_MONTHS))
        ),
        limits=_forget_limits(now=now),
    )


def _forget_drafts(*, now: datetime) -> int:
    """And colleagues whom a school asked to look after its talk, and who did not say yes."""
    before = now - settings.FORGET_DRAFTS_AFTER
    TalkContact.objects.filter(state=TalkContact.State.ASKED, named_at__lt=before).delete()
    drafts = TalkDraft.objects.filter(started_at__lt=before)
    return drafts.delete()[0]


def _with_last_news() -> TalkRequestQuerySet:
    changes = Change.objects.filter(talk_request=OuterRef("pk")).order_by("-at").values("at")[:1]
    return TalkRequest.objects.annotate(last_news_at=Coalesce(Subquery(changes), F("asked_at")))


def _forget_contacts(*, today: date) -> int:
    long_ago = months_before(today, settings.FORGET_CONTACTS_AFTER_MONTHS)
    called_off = months_before(today, settings.FORGET_CALLED_OFF_AFTER_MONTHS)
    due = _with_last_news().filter(
        Q(state__in=TALK_SET, session__held_on__lt=long_ago)
        | Q(state__in=CALLED_OFF, last_news_at__lt=_begin_of(called_off))
        | Q(state__in=UNANSWERED, last_news_at__lt=_begin_of(long_ago))
    )
    requests = (
        due.exclude(contact_email="")
        .select_for_update(of=("self",))
        .select_related("session")
        .order_by("pk")
    )
    for request in list(requests):
        _erase(request)
    return len(requests)


def _erase(request: TalkRequest) -> None:
    goes_on = request
    while goes_on.merged_into:
        goes_on = goes_on.merged_into
    if goes_on.session:
        _blot_out(request, session=goes_on.session)
    if request.session:
        _wipe_what_school_said(request.session)
    request.mails.all().delete()
    request.notes.all().delete()
    request.other_contacts.all().delete()
    TalkFeedback.objects.filter(talk_request=request).update(sentence="")
    request.changes.exclude(reason="").update(reason=NOT_KEPT)
    for name in CONTACT + TYPED:
        setattr(request, name, "")
    request.state_reason = NOT_KEPT if request.state_reason else ""
    request.token_hash = _dead_link()
    if request.state in UNANSWERED:
        _lapse(request)
    request.save(update_fields=[*CONTACT, *TYPED, "state", "state_reason", "token_hash"])


def _lapse(request: TalkRequest) -> None:
    """Nobody can be written to any more, so nothing can be offered."""
    before = request.get_state_display()
    request.state = State.LAPSED
    request.state_reason = NOBODY_ANSWERED
    request.offers.filter(state=Offer.State.HELD).update(state=Offer.State.LAPSED)
    record_change(
        kind=Change.Kind.EDITED,
        by=None,
        talk_request=request,
        fields={"State": (before, request.get_state_display())},
        reason=NOBODY_ANSWERED,
    )


def _blot_out(request: TalkRequest, *, session: Session) -> None:
    """An officer may have noted whom to ask for.

    The note is the team's and stays, without the contact.
    """
    contact = People(request)
    session.notes = contact.out_of(session.notes)
    session.state_reason = contact.out_of(session.state_reason)
    session.save(update_fields=["notes", "state_reason"])
    count_up(session)  # or a form that was opened before would write the old notes back
    for pk, reason in session.changes.exclude(reason="").values_list("pk", "reason"):
        Change.objects.filter(pk=pk).update(reason=contact.out_of(reason))
    for correction in session.corrections.all():
        if "notes" in correction.wanted:
            correction.wanted["notes"] = contact.out_of(correction.wanted["notes"])
        correction.reason = contact.out_of(correction.reason)
        correction.decision_reason = contact.out_of(correction.decision_reason)
        correction.save(update_fields=["wanted", "reason", "decision_reason"])


def _wipe_what_school_said(session: Session) -> None:
    """Why its number is another one, also where a coordinator agreed."""
    by_school = session.corrections.by_school()
    said = list(by_school.values_list("reason", flat=True))
    session.changes.filter(reason__in=said).exclude(reason="").update(reason="…")
    by_school.update(reason=NOT_KEPT)


def _forget_links(*, today: date) -> int:
    """The page behind a link closes that day: last_day in campaigns/talks/behind_link.py. A link
    that leads to another request closes with that one's.
    """
    day = today - settings.FORGET_LINKS_AFTER
    long_ago = months_before(today, settings.FORGET_CONTACTS_AFTER_MONTHS)
    over = _with_last_news().filter(
        Q(session__held_on__lt=day) & ~Q(state__in=TALK_SET)
        | Q(state__in=TALK_SET, session__held_on__lt=long_ago)
        | Q(session=None, state__in=CALLED_OFF, last_news_at__lt=_begin_of(day))
    )
    leads_on = Q(merged_into__isnull=False) & ~Q(merged_into__token_hash__startswith=DEAD_LINK)
    over = over.exclude(leads_on)
    talks = list(over.exclude(token_hash__startswith=DEAD_LINK).values_list("pk", flat=True))
    for pk in talks:
        TalkRequest.objects.filter(pk=pk).update(token_hash=_dead_link())
    return len(talks)


def _dead_link() -> str:
    """Fresh, because the column is unique."""
    return DEAD_LINK + secrets.token_hex(27)


def _forget_mails(*, now: datetime) -> int:
    """Never sent counts as sent on its day: a reminder may have been written months before."""
    before = now - settings.FORGET_MAILS_AFTER
    not_sent = Mail.objects.exclude(state__in=[Mail.State.WAITING, Mail.State.SENT]).annotate(
        due_at=Coalesce("send_after", "written_at")
    )
    sent, _ = Mail.objects.filter(sent_at__lt=before).delete()
    never_sent, _ = not_sent.filter(due_at__lt=before).delete()
    return sent + never_sent


def _forget_import_rows(*, now: datetime) -> int:
    """What a spreadsheet said, line by line; whole, with its file, when it never came into the log.
    The sessions of another can still be undone.
    """
    before = now - settings.FORGET_IMPORT_ROWS_AFTER
    since = Coalesce("alive_at", "uploaded_at")
    over = ImportBatch.objects.annotate(since=since).filter(since__lt=before)
    rows: int = ImportRow.objects.filter(batch__in=over).delete()[0]
    over.filter(state__in=NOT_IN_THE_LOG).delete()
    return rows


def _forget_jobs(*, now: datetime) -> int:
    before = now - settings.FORGET_JOBS_AFTER
    killed = Q(status=TaskResultStatus.RUNNING, started_at__lt=before)
    count: int = DBTaskResult.objects.filter(Q(finished_at__lt=before) | killed).delete()[0]
    return count


def _forget_invitations(*, now: datetime) -> int:
    """Whoever came in has an account, and of whoever did not nothing is needed."""
    before = now - settings.FORGET_INVITATIONS_AFTER
    over = (
        Q(accepted_at__lt=before)
        | Q(withdrawn_at__lt=before)
        | Q(accepted_at=None, withdrawn_at=None, runs_out_at__lt=before)
    )
    return Invitation.objects.filter(over).delete()[0]


def _forget_limits(*, now: datetime) -> int:
    """Counts that have run out.

    They hold no address, only a keyed hash of one, but they would lie in the table until it is
    full. A Redis drops them itself.
    """
    if not isinstance(caches["default"], DatabaseCache):
        return 0
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        expired = connection.ops.adapt_datetimefield_value(now.astimezone(UTC).replace(tzinfo=None))
        # The name of the table comes from the settings.
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expired])  # noqa: S608
        return int(cursor.rowcount)


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
