"""Asks before it saves: what looks like the same session, and what is unlikely.

It never blocks: the next POST carries what was asked, and is saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from campaigns.models import Membership, Session
from campaigns.models.figure import SessionFigure, figure_of
from campaigns.sessions.copies import counts_of
from campaigns.sessions.count_lines import CountLines
from campaigns.sessions.details import Details, details_of
from campaigns.sessions.forms import DetailsForm
from campaigns.sessions.likeness import Moment, found_like, moment_of
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.notes_asked import asked_of_notes
from campaigns.sessions.other_column import MOVE
from campaigns.sessions.putright.join import may_join
from campaigns.sessions.questions import (
    NOTHING_ASKED,
    PUPILS,
    Confirmed,
    expected_at,
    key_of,
    other_columns,
    prompts,
)
from campaigns.sessions.rules import Count
from sextortion_aware.patterns import compiled
from sextortion_aware.template_tags import first_id

KEY = compiled(r"same-[0-9]{1,18}|[0-9a-f]{16}")
LONGEST_KEY, MOST_KEPT = 30, 50


@dataclass(frozen=True)
class Move:
    """One press: `box` is the name of the box whose number goes to the other column."""

    box: str
    words: str
    where: str = ""


@dataclass(frozen=True)
class Sentence:
    """`about` is what makes the same words another question."""

    text: str
    to: str = ""
    move: Move | None = None
    about: str = ""


@dataclass(frozen=True)
class Alike:
    session: Session
    figure: SessionFigure | None
    may_join: bool


@dataclass(frozen=True)
class Check:
    """`waits` while something was not asked before; `keys` are what the page carries so that the
    next POST says that it was.
    """

    alike: Sequence[Alike] = ()
    sentences: Sequence[Sentence] = ()
    keys: Sequence[str] = ()
    waits: bool = False
    confirmed: Confirmed = NOTHING_ASKED


def check_log(request: HttpRequest, form: LogForm, *, member: Membership, today: date) -> Check:
    """A form that was sent before is answered as it was then."""
    if not form.is_valid():
        return _kept(request)
    client_id = form.cleaned_data["client_id"]
    if Session.objects.in_campaign(member.campaign).filter(client_id=client_id).exists():
        return Check()
    return _check(request, form, details=form.details, member=member, today=today, own=client_id)


def check_count(
    request: HttpRequest, form: CountLines, *, session: Session, member: Membership, today: date
) -> Check:
    """Who comes too late with a count is told that, and not asked."""
    was_counted = (
        not session.is_planned
        and not Session.objects.filter(pk=session.pk).without_figure().exists()
    )
    if not form.is_valid() or was_counted:
        return _kept(request)
    return _check(
        request,
        form,
        details=details_of(session),
        member=member,
        today=today,
        own=session.client_id,
        session=session,
        expected=expected_at(session),
    )


def check_edit(
    request: HttpRequest, form: DetailsForm, *, session: Session, member: Membership, today: date
) -> Check:
    """About what the edit or the correction makes: what stood before is not asked about."""
    if not form.is_valid():
        return _kept(request)
    stood = prompts(
        campaign=member.campaign,
        details=details_of(session),
        counts=counts_of(session),
        own=session.client_id,
    )
    alike = found_like(moment_of(session), campaign=member.campaign, session=session)
    return _check(
        request,
        form,
        details=form.details,
        member=member,
        today=today,
        own=session.client_id,
        session=session,
        but_for=[*(sentence for of_field in stood.values() for sentence in of_field), *alike],
    )


def _kept(request: HttpRequest) -> Check:
    """The form is put right first.

    What was confirmed of it before goes with it, so that nobody is asked twice.
    """
    return Check(
        keys=[
            key
            for key in request.POST.getlist("confirmed")
            if len(key) <= LONGEST_KEY and KEY.fullmatch(key)
        ][:MOST_KEPT]
    )


def _check(
    request: HttpRequest,
    form: DetailsForm | CountLines,
    *,
    details: Details,
    member: Membership,
    today: date,
    own: UUID,
    session: Session | None = None,
    but_for: Sequence[str | Session] = (),
    expected: int | None = None,
) -> Check:
    counts: Sequence[Count] = getattr(form, "counts", ())  # a plan has none
    found = prompts(
        campaign=member.campaign,
        details=details,
        counts=counts,
        classes=classes_in(form),
        own=own,
        expected=expected,
    )
    moves = _moves(form, details=details, counts=counts)
    sentences = [
        moves.get(text) or Sentence(text, to=_place_of(form, name))
        for name, of_field in found.items()
        for text in of_field
        if text not in but_for
    ]
    sentences += _about_notes(form, details, stood=session.notes if session else "")
    found_alike = found_like(_moment(details), campaign=member.campaign, own=own, session=session)
    alike = [other for other in found_alike if other not in but_for]
    keys = [
        *(f"same-{other.pk}" for other in alike),
        *(key_of(sentence.text + sentence.about) for sentence in sentences),
    ]
    return Check(
        alike=[_shown(other, today=today, is_new=session is None) for other in alike],
        sentences=sentences,
        keys=keys,
        waits=not set(keys) <= set(_said_yes_to(request)),
        confirmed=Confirmed(
            sentences=[sentence.text for sentence in sentences], different_from=alike
        ),
    )


def _shown(other: Session, *, today: date, is_new: bool) -> Alike:
    return Alike(other, figure=figure_of(other), may_join=is_new and may_join(other, today=today))


def _said_yes_to(request: HttpRequest) -> list[str]:
    """Whoever put a number in the other column has answered that question, and no other one."""
    return [] if MOVE in request.POST else request.POST.getlist("confirmed")


def _moves(
    form: DetailsForm | CountLines, *, details: Details, counts: Sequence[Count]
) -> dict[str, Sentence]:
    """By its text, each sentence about a number that one press can put in the other column."""
    if not isinstance(form, CountLines):
        return {}
    found = {}
    for wrong in other_columns(details=details, counts=counts):
        row, box = wrong.row, form.box_of(wrong.row)
        move = Move(box.html_name, wrong.press, f", from {row.place.name}" if row.place else "")
        found[wrong.sentence] = Sentence(wrong.sentence, to=first_id(box), move=move)
    return found


def _about_notes(form: DetailsForm | CountLines, details: Details, *, stood: str) -> list[Sentence]:
    """Other notes are asked about again. What stood there before is not."""
    notes = details.get("notes", "")
    asked = asked_of_notes(notes, held_on=details["held_on"]) if notes != stood else []
    return [Sentence(text, to=_place_of(form, "notes"), about=notes) for text in asked]


def _moment(details: Details) -> Moment:
    return Moment(
        place=details.get("place"),
        held_on=details["held_on"],
        starts_at=details.get("starts_at"),
        stages=tuple(details.get("stages", ())),
    )


def classes_in(form: DetailsForm | CountLines) -> int:
    """Two classes are typed as "26 + 24"."""
    return 1 + max(str(form.data.get(f"count_{audience}", "")).count("+") for audience in PUPILS)


def _place_of(form: DetailsForm | CountLines, name: str) -> str:
    """Where on the page it can be put right, if it can be there."""
    shown = form.first_line if name == "attendance" and isinstance(form, CountLines) else name
    return first_id(form[shown]) if shown in form.fields else ""
