"""A row of every noun, for pages to show."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from campaigns.mail.links import hash_of, new_draft_token, token_of
from campaigns.models import (
    Campaign,
    CouncilArea,
    Membership,
    PlaceAlias,
    Session,
    TalkDraft,
    TalkRequest,
    User,
)
from campaigns.talks.record.earlier import signed
from tests import factories


def holiday_area(request: TalkRequest) -> CouncilArea:
    request.campaign.areas.add(request.area)
    return request.area


def give_factors(user: User) -> None:
    """An app, and recovery codes that were not said to be kept."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def others_and_figures() -> None:
    give_factors(factories.make_member(role="viewer", name="Una Shaw").user)
    factories.make_member(role="coordinator", name="Catriona Muir")
    factories.make_member(role="administrator", name="Annis Gray")
    factories.make_invitation()
    factories.make_carried_figure()


def unconfirmed_request() -> dict[str, Any]:
    request = factories.make_talk_request(reference="SCT2346", state="unconfirmed")
    return {"sent": request.draft_key, "unconfirmed": request.pk}


def waiting_for_us(officer: Membership) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=21)
    session = factories.make_session(state="planned", held_on=day, officers=[officer])
    moving = factories.make_talk_request(
        reference="SCT2348", state="asks_to_move", state_reason="A Friday", session=session
    )
    new = factories.make_talk_request(reference="SCT2349")
    return {"moving": moving.pk, "new_request": new.pk}


def of_the_record(session: Session) -> dict[str, Any]:
    given = factories.make_talk_request(reference="SCT2347", state="delivered", session=session)
    return {
        "given_token": token_of(given),
        "school_list": signed([given.place_id or 0]),
        "evidence": factories.make_evidence_row().pk,
    }


def one_of_everything() -> dict[str, Any]:
    """Rows for each page to show, and the arguments of their addresses."""
    officer = factories.make_member(role="officer", name="Ailsa Reid")
    others_and_figures()
    delivered = factories.make_session(officers=[officer])
    factories.make_attendance(session=delivered)
    own = factories.make_session(officers=[officer])
    factories.make_attendance(session=own)
    Session.objects.filter(pk=own.pk).update(logged_by=officer.user)
    planned = factories.make_session(state="planned", officers=[officer])
    request = factories.make_talk_request()
    factories.make_offer(talk_request=request, officer=officer)
    TalkRequest.objects.filter(pk=request.pk).update(state="offered")
    correction = factories.make_correction(by=officer)
    factories.make_change(session=delivered, by=officer.user)
    coming = factories.make_session(
        state="planned", held_on=timezone.localdate() + timedelta(days=20), officers=[officer]
    )
    set_talk = factories.make_talk_request(reference="SCT2345", state="confirmed", session=coming)
    kind = factories.make_talk_kind(topic=request.topic)
    place = delivered.place
    PlaceAlias.objects.create(campaign=place.campaign, words="brae side", place=place)
    return {
        **of_the_school_side(request),
        "place": place.pk,
        "other_place": factories.make_place(name="Larkhall Library", kind="community").pk,
        "factor": Authenticator.objects.get(type="totp").pk,
        "kind": kind.pk,
        "topic": kind.topic_id,
        "partner": factories.make_partner().pk,
        "slug": kind.slug,
        "set_talk": set_talk.pk,
        "set_token": token_of(set_talk),
        **waiting_for_us(officer),
        "officer": officer.pk,
        "role": "viewer",
        "incident": factories.make_incidents().pk,
        "holiday": factories.make_holiday(area=holiday_area(request)).pk,
        "batch": factories.make_import_batch(by=officer).pk,
        "line": 2,
        "mail": factories.make_mail(talk_request=request).pk,
        "voided": factories.make_session(state="voided", state_reason="Entered twice").pk,
        "correction": correction.pk,
        "delivered": delivered.pk,
        "planned": planned.pk,
        "own": own.pk,
        "request": request.pk,
        **of_the_record(delivered),
        **unconfirmed_request(),
    }


def of_the_school_side(request: TalkRequest) -> dict[str, Any]:
    return {
        "token": token_of(request),
        "take_over": factories.make_talk_contact(talk_request=request),
        "draft": TalkDraft.objects.create(campaign=request.campaign).key,
        "step": "place",
        "later": link_of_a_draft(request.campaign),
    }


def link_of_a_draft(campaign: Campaign) -> str:
    draft = TalkDraft.objects.create(campaign=campaign)
    token = new_draft_token(draft)
    TalkDraft.objects.filter(pk=draft.pk).update(link_hash=hash_of(token))
    return token
