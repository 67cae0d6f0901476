"""Where a member is signed in, and where they were."""

from typing import Self, TypeAlias

from django.db import models

from campaigns.models.people import User


class SignInFactor(models.TextChoices):
    APP = "app", "Authenticator app"
    PASSKEY = "passkey", "Passkey"
    RECOVERY_CODE = "recovery_code", "Recovery code"
    NONE = "none", "Password alone, to set up a second step"
    # By the provider of single sign-on; the first asks for a second step itself.
    SINGLE_SIGN_ON = "single_sign_on", "Work account"
    WORK_APP = "work_app", "Work account, then authenticator app"
    WORK_PASSKEY = "work_passkey", "Work account, then passkey"
    WORK_CODE = "work_code", "Work account, then recovery code"
    WORK_NONE = "work_none", "Work account alone, to set up a second step"


WITHOUT_SECOND_STEP = (SignInFactor.NONE, SignInFactor.WORK_NONE)


class SignInQuerySet(models.QuerySet["SignIn"]):
    def open(self) -> Self:
        """Not signed out; it may have run out all the same."""
        return self.filter(ended_at__isnull=True).exclude(session_key="")


class SignIn(models.Model):
    """A sign-in that was right. No address is kept, and of the browser only what a person needs to
    know it again: "Firefox on Android".
    """

    Factor: TypeAlias = SignInFactor

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    device = models.CharField(max_length=60, help_text="Like “Firefox on Android”.")
    factor = models.CharField(max_length=20, choices=SignInFactor)
    is_new_device = models.BooleanField(
        default=False, help_text="Nobody had signed in to this account from it before."
    )
    at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="Last use, to the minute.")
    ended_at = models.DateTimeField(null=True, blank=True)
    session_key = models.CharField(max_length=40, blank=True, db_index=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(factor__in=SignInFactor.values), name="sign_in_factor_known"
            ),
        ]

    def __str__(self) -> str:
        return self.device
