"""Another contact for a school's talk: handed over by its link, taken over by the new address, or
put right by one of us.
"""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access.permissions import may_see_talks
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.mail.links import hash_of, token_of
from campaigns.mail.refused import refused_colleague
from campaigns.mail.team_contact import contact_of
from campaigns.models import Membership, TalkContact, TalkRequest
from campaigns.talks.asking.turns import TooOften, came_from
from campaigns.talks.behind_link import find_talk
from campaigns.talks.contact_change import (
    asked_of,
    correct_contact,
    hand_over,
    stop_handing_over,
    take_over,
)
from campaigns.talks.contact_forms import ContactForm, HandOverForm
from campaigns.talks.link_forms import typed_in
from campaigns.talks.link_views import private, too_late
from campaigns.talks.link_words_views import is_over, sent, too_much, words_page
from campaigns.talks.request_views import faster, seen_talk

State = TalkContact.State

ANOTHER = "Saved. The new address gets a link of its own, and the address before is told."
NO_CONTACT = "The request has ended meanwhile, or its contact is deleted."
TOO_OFTEN = "We have written many of these e-mails lately. Try again tomorrow, or call us"


@require_http_methods(["GET", "HEAD", "POST"])
def talk_hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """Answered by its own page, which says what happens next."""
    talk, now = find_talk(token, today=timezone.localdate()), timezone.now()
    form = HandOverForm(sent(request))
    if over := is_over(request, talk, token, form):
        return over
    asked = asked_of(talk, now=now).first()
    refused = asked is not None and refused_colleague(talk, now=now)
    if refused and asked:
        form.initial = {"contact_name": asked.name, "contact_email": asked.email}
    show = partial(words_page, request, talk, token, "hand_over", asked=asked, refused=refused)
    if not form.is_valid():
        return show(form=form)
    try:
        is_asked = hand_over(talk_request=talk, to=form.person, now=now, sender=came_from(request))
    except TooOften as often:
        return too_much(show, form, often, TOO_OFTEN)
    except Conflict:
        return too_late(request, talk, token, typed=typed_in(form))
    return redirect("campaigns:talk_hand_over" if is_asked else "campaigns:talk_link", token)


@require_POST
def talk_hand_over_stop(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    if talk.state not in TalkRequest.OPEN:
        return redirect("campaigns:talk_link", token)
    try:
        stop_handing_over(talk_request=talk, now=timezone.now())
    except Conflict:
        return too_late(request, talk, token)
    return redirect("campaigns:talk_hand_over", token)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_take_over(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open it, so only its button changes anything."""
    asked = (
        TalkContact.objects.select_related("talk_request__campaign", "talk_request__place__area")
        .filter(token_hash=hash_of(token))
        .exclude(token_hash="")
        .first()
    )
    now = timezone.now()
    if asked is None or asked.has_run_out(now):
        raise Http404
    talk, status = asked.talk_request, HTTPStatus.OK
    if request.method == "POST" and asked.state == State.ASKED:
        try:
            now_theirs = take_over(asked=asked, now=now)
        except Conflict:
            asked.refresh_from_db()
            status = HTTPStatus.CONFLICT
        else:
            return redirect("campaigns:talk_link", token_of(now_theirs))
    told = {
        "talk": talk,
        "token": token,
        "is_done": asked.state != State.ASKED,
        "is_over": talk.state not in TalkRequest.OPEN,
        "contact": contact_of(talk.campaign),
    }
    return private(render(request, "campaigns/talks/take_over.html", told, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_see_talks)
def talk_contact(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Officers see their own talks only, so their own are those that they may put right."""
    talk = seen_talk(member, pk)
    form = ContactForm(request.POST if request.method == "POST" else None, talk_request=talk)
    if talk.state not in TalkRequest.OPEN or not talk.contact_email:
        if form.is_bound:
            return faster(request, talk, NO_CONTACT, typed=typed_in(form))
        return redirect("campaigns:talk_detail", talk.pk)
    if form.is_valid():
        old = talk.contact_email
        try:
            correct_contact(
                talk_request=talk,
                to=form.person,
                room=form.cleaned_data["room"],
                expected=form.expected,
                stages=form.stages,
                saw=form.cleaned_data["saw"],
                by=member.user,
                now=timezone.now(),
            )
        except Conflict as problem:
            return faster(request, talk, problem, typed=typed_in(form))
        is_another = old.lower() != form.person.email.lower()
        messages.success(request, ANOTHER if is_another else "The contact is saved.")
        return redirect("campaigns:talk_detail", talk.pk)
    return render(request, "campaigns/talks/contact_edit.html", {"talk": talk, "form": form})
