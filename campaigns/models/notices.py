"""What schools did by their links, or one of us for them, and others on the team must see; and who
was written to of it.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from campaigns.models.people import Membership, MembershipRole, User
from campaigns.models.records import Change, Mail
from campaigns.models.talks import TalkRequest

NOBODY_OWNS = (
    Q(talk_request__owner=None)
    | Q(talk_request__owner__ended_at__isnull=False)
    | Q(talk_request__owner__user__is_active=False)
)

# Among what a change names, when a school has said how its talk was.
FEEDBACK = "Feedback"
# It waits for nobody's answer, and no other deed shows that somebody has read it.
ABOUT_GIVEN = Q(change__kind=Change.Kind.PROPOSED) | Q(change__fields__has_key=FEEDBACK)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_member(self, member: Membership) -> Self:
        """Of the talks that they give or gave, of the requests that they see to, and, for those who
        run the queue, of those that nobody sees to. Nothing of what they did themselves. `hearers`
        turns it round.
        """
        mine = Q(officers=member) | Q(talk_request__session__officers=member)
        mine |= Q(talk_request__owner=member)
        if member.role in (MembershipRole.COORDINATOR, MembershipRole.ADMINISTRATOR):
            mine |= NOBODY_OWNS
        ours = self.filter(talk_request__campaign=member.campaign_id)
        others = ours.exclude(change__by=member.user_id)
        return self.filter(pk__in=others.filter(mine).values("pk"))

    def shown_to(self, member: Membership) -> Self:
        """To all what a school did; what one of us did, to whom it concerns."""
        concerns = Notice.objects.for_member(member).values("pk")
        return self.filter(Q(change__by=None) | Q(pk__in=concerns))

    def unseen(self) -> Self:
        """What was merged away is seen with the request that goes on."""
        return self.filter(dealt_at=None, talk_request__merged_into=None)

    def unanswered(self) -> Self:
        """The school was told by when it hears from us, and has not heard."""
        return self.filter(
            answered_at=None,
            answer_by__isnull=False,
            talk_request__state__in=TalkRequest.OPEN,
            talk_request__merged_into=None,
        )

    def overdue(self, today: date) -> Self:
        return self.unanswered().filter(answer_by__lt=today)


class Notice(models.Model):
    """A change of a school's, or of one of us for it, that others must see, once, however often it
    was pressed.
    """

    change = models.OneToOneField(Change, models.CASCADE, related_name="notice")
    talk_request = models.ForeignKey(TalkRequest, models.CASCADE, related_name="notices")
    officers = models.ManyToManyField(
        Membership,
        blank=True,
        related_name="+",
        help_text="For whom a date was set or held when it happened.",
    )
    is_near = models.BooleanField(
        help_text="About a talk of the next working days: it could not wait for the morning."
    )
    answer_by = models.DateField(
        null=True, blank=True, help_text="When the school was told that it hears from us."
    )
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text="When it heard from us, or we did something of it."
    )
    dealt_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then it is news to nobody on the team."
    )
    dealt_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["change__at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dealt_at__isnull=True, dealt_by__isnull=True)
                | Q(dealt_at__isnull=False, dealt_by__isnull=False),
                name="notice_dealt_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(dealt_at__isnull=False),
                name="notice_answered_is_dealt_with",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.talk_request_id}: {self.change_id}"

    @property
    def is_about_given(self) -> bool:
        """As ABOUT_GIVEN. Needs `change`."""
        return self.change.kind == Change.Kind.PROPOSED or FEEDBACK in self.change.fields

    @property
    def is_open(self) -> bool:
        """Nobody has seen it, or the school waits for our answer. Needs `talk_request`."""
        waits = self.answer_by is not None and self.answered_at is None
        return self.dealt_at is None or (waits and self.talk_request.state in TalkRequest.OPEN)


class NoticeMail(models.Model):
    """Who was written to of a notice: each person once, at once or in the morning."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="mails")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, related_name="+", help_text="None once it is forgotten."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "member"], name="notice_mailed_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.member_id}"
