"""Every letter that the site can write, once in each of its forms, by the functions that write
them. Who adds a template adds its letter here, or test_every_letter.py fails.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.utils import timezone

from campaigns.mail import letters
from campaigns.mail.draft_letter import draft_link
from campaigns.mail.letter import Letter
from campaigns.mail.school_letters import school_talks
from campaigns.models import Campaign, Session, SignIn, TalkDraft
from campaigns.people import letters as to_people
from campaigns.setup.test_mail import letter_to
from campaigns.talks.heard.letters import digest_letter, notice_letter
from campaigns.talks.heard.lines import lines_on_today
from campaigns.talks.leaving_letter import _letter as taken_over
from tests.campaigns.mail.told import LETTERS, OF_A_SESSION, a_talk, offers
from tests.factories import (
    make_change,
    make_invitation,
    make_member,
    make_notice,
    make_session,
    make_talk_request,
)

NUMBER, HOURS = "01698 555 010", "Monday to Friday, 9 to 5"
EMAIL, NAME = "safer@lanarkshire.example", "Safer Communities, Lanarkshire"
ASKED_US = "The officer is called to court."


def give_details() -> None:
    Campaign.objects.update(telephone=NUMBER, office_hours=HOURS, team_email=EMAIL, team_name=NAME)


def to_school(kind: str) -> Letter:
    with_session = kind in OF_A_SESSION
    reason = "Which stages are coming?" if kind in ("question", "waiting", "declined") else ""
    state = {"question": "needs_info"}.get(kind, "confirmed" if with_session else "submitted")
    return LETTERS[kind](a_talk(state=state, state_reason=reason, with_session=with_session))


def moved() -> Letter:
    talk = a_talk(state="confirmed", with_session=True)
    make_change(session=talk.session, kind="moved", by=None)
    return letters.date_confirmed(talk)


def lost_date() -> Letter:
    talk = a_talk(state="offered", state_reason=ASKED_US, with_session=True)
    Session.objects.update(state="cancelled", state_reason="x")
    return letters.dates_offered(
        offers(talk, number=3, lapses_at=datetime(2026, 12, 4, 17, tzinfo=UTC))
    )


def merged() -> Letter:
    kept = make_talk_request(reference="KLM2345")
    return letters.merged(a_talk(state="withdrawn", state_reason="Merged", merged_into=kept))


def sign_in(factor: str) -> SignIn:
    return SignIn(
        user=make_member().user, device="Firefox on Android", factor=factor, at=timezone.now()
    )


def take_over() -> Letter:
    leaver, taker, by = make_member(name="Lee Ver"), make_member(name="Tam Aker"), make_member()
    held = [
        make_session(state="planned", held_on=date(2026, 12, day), officers=[taker])
        for day in (8, 9)
    ]
    return taken_over(taker, leaver, becomes=None, new=held[:1], alone=held[1:], by=by.user)


def invitation() -> Letter:
    return to_people.invitation_letter(make_invitation(), token="a-token", by=make_member().user)


def notice() -> Letter:
    told = make_notice(talk_request=a_talk(), is_near=True)
    return notice_letter(told, make_member(), gives_it=True, useful_until=None)


def digest() -> Letter:
    make_notice(talk_request=a_talk())
    member, today = make_member(role="coordinator"), date(2026, 12, 1)
    return digest_letter(member, lines_on_today(member, today=today), today=today)


def finish_later() -> Letter:
    draft = TalkDraft.objects.create(campaign=a_talk().campaign)
    return draft_link(draft, to="office@school.example", kept_until=timezone.now())


def earlier_talks() -> Letter:
    return school_talks(
        a_talk(), link="https://site.example/talks/earlier/x/", until=timezone.now()
    )


def without_password(member):
    member.user.set_unusable_password()
    member.user.save()
    return member


OF_SCHOOLS: dict[str, Callable[[], Letter]] = {
    **{kind: lambda kind=kind: to_school(kind) for kind in LETTERS},
    "receipt, to be confirmed": lambda: letters.receipt(a_talk(state="unconfirmed")),
    "receipt, again": lambda: letters.receipt_again(a_talk(state="unconfirmed")),
    "link_again": lambda: letters.link_again(a_talk()),
    "moved": moved,
    "draft_link": finish_later,
    "school_talks": earlier_talks,
    "offered, instead of a lost date": lost_date,
    "merged, into another": merged,
    "called_off, and goes on": lambda: letters.talk_called_off(
        (talk := a_talk(state="submitted", state_reason=ASKED_US, with_session=True)),
        session=talk.session,
        by_school=False,
    ),
}
OF_PEOPLE: dict[str, Callable[[], Letter]] = {
    "welcome": lambda: to_people.welcome_letter(make_member()),
    "welcome, without a password": lambda: to_people.welcome_letter(
        without_password(make_member())
    ),
    "invitation": invitation,
    "role_changed": lambda: to_people.role_changed_letter(make_member(), by=None),
    "membership_ended": lambda: to_people.membership_ended_letter(make_member(), by=None),
    "taken_over": take_over,
    "notice": notice,
    "digest": digest,
    "password_link": lambda: to_people.password_link_letter(make_member().user),
    "password_changed": lambda: to_people.password_changed_letter(make_member().user),
    "factor_changed": lambda: to_people.factor_changed_letter(
        make_member().user, what="A passkey was added."
    ),
    "factor_reset": lambda: to_people.factor_reset_letter(
        make_member().user, by=None, was_linked=True
    ),
    "factor_reset, without a password": lambda: to_people.factor_reset_letter(
        without_password(make_member()).user, by=None, was_linked=False
    ),
    "new_device": lambda: to_people.new_device_letter(sign_in("app")),
    "new_device, half": lambda: to_people.new_device_letter(sign_in("none")),
    "wrong_codes": lambda: to_people.wrong_codes_letter(make_member().user),
    "sso_linked": lambda: to_people.sso_linked_letter(make_member().user, name="Work account"),
    "sso_linked, taken off": lambda: to_people.sso_linked_letter(
        make_member().user, name="Work account", is_linked=False
    ),
    "test": lambda: letter_to(make_member()),
}
EVERY_LETTER = OF_SCHOOLS | OF_PEOPLE
