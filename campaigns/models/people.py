"""Who signs in, and what they may do in which campaign."""

from typing import Any, ClassVar, Self, TypeAlias

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from campaigns.models.campaign import Campaign


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of a team, known by a work e-mail address. The public never has an account."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case")
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    VIEWER = "viewer", "Viewer"
    OFFICER = "officer", "Officer"
    COORDINATOR = "coordinator", "Coordinator"
    ADMINISTRATOR = "administrator", "Administrator"


class Hears(models.TextChoices):
    AT_ONCE = "at_once", "By e-mail at once"
    MORNING = "morning", "By e-mail in the morning"
    TODAY = "today", "Only on the page Today"


# Those who give sessions: everybody but viewers.
ACTIVE = models.Q(user__is_active=True, ended_at__isnull=True)
PRESENTING = ACTIVE & ~models.Q(role=MembershipRole.VIEWER)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(ACTIVE)

    def presenters(self) -> Self:
        return self.filter(PRESENTING)


class Membership(models.Model):
    Role: TypeAlias = MembershipRole

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    base = models.ForeignKey(
        "campaigns.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where the first way of a day begins.",
    )
    topics = models.ManyToManyField(
        "campaigns.Topic",
        related_name="+",
        blank=True,
        help_text="What this officer gives talks on; none named is all.",
    )
    hears_near = models.CharField(
        max_length=10,
        choices=Hears,
        default=Hears.AT_ONCE,
        help_text="How they hear what a school did to a talk of the next school days.",
    )
    hears_rest = models.CharField(
        max_length=10,
        choices=Hears,
        default=Hears.MORNING,
        help_text="How they hear what a school did to anything else.",
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then no member; what they did stays theirs."
    )

    # Whether the person is a member elsewhere too: campaigns/access/team.py asks it with the row.
    has_others = False

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user"], name="membership_one_a_campaign"),
            models.CheckConstraint(
                condition=models.Q(role__in=MembershipRole.values),
                name="membership_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(hears_near__in=Hears.values, hears_rest__in=Hears.values),
                name="membership_hears_known",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_active(self) -> bool:
        """Needs `user` selected."""
        return self.user.is_active and self.ended_at is None


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither taken nor withdrawn; it may have run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """Somebody was asked by e-mail to join. Its link is good once, and for seven days."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=MembershipRole)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    sent_at = models.DateTimeField()
    runs_out_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=MembershipRole.values), name="invitation_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(runs_out_at__gt=models.F("sent_at")),
                name="invitation_runs_out_after_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_taken_or_withdrawn",
            ),
            models.UniqueConstraint(
                "campaign",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.email}"
