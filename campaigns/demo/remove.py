"""Takes the demonstration away, with all that people did in it."""

from django.db import transaction

from campaigns.demo.holidays import MADE_UP
from campaigns.demo.people import DEMO_DOMAIN
from campaigns.history.guard import lifted
from campaigns.models import (
    Attendance,
    Campaign,
    CarriedFigure,
    Change,
    Correction,
    EarlierMark,
    EvidenceRow,
    ImportBatch,
    ImportFile,
    ImportLayout,
    Invitation,
    Mail,
    Membership,
    Merge,
    Offer,
    Partner,
    Place,
    PlaceAlias,
    ReportedIncidents,
    SchoolHoliday,
    Session,
    SignIn,
    TalkDraft,
    TalkKind,
    TalkRequest,
    Topic,
    User,
)


@transaction.atomic
def remove_demo(campaign: Campaign) -> None:
    """Children go before parents; what has one parent only goes with it.

    Council areas stay: they are facts. Their holidays were entered by somebody, and by nobody else
    where no other campaign works.
    """
    others = Campaign.objects.exclude(pk=campaign.pk)
    with lifted():
        Change.objects.filter(campaign=campaign).delete()
    remove_talks(campaign)
    remove_sessions(campaign)
    for rows in (
        ImportFile.objects.filter(batch__campaign=campaign),
        ImportBatch.objects.filter(campaign=campaign),
        ImportLayout.objects.filter(campaign=campaign),
        PlaceAlias.objects.filter(campaign=campaign),
        SchoolHoliday.objects.filter(area__campaigns=campaign, name__endswith=MADE_UP),
        SchoolHoliday.objects.filter(area__campaigns=campaign).exclude(area__campaigns__in=others),
        EvidenceRow.objects.filter(campaign=campaign),
        TalkKind.objects.filter(campaign=campaign),
        Place.objects.filter(campaign=campaign),
        Topic.objects.filter(campaign=campaign),
        Partner.objects.filter(campaign=campaign),
        Invitation.objects.filter(campaign=campaign),
        Membership.objects.filter(campaign=campaign),
        # About people's accounts.
        Mail.objects.filter(talk_request=None, session=None, to__endswith=DEMO_DOMAIN),
        SignIn.objects.filter(user__email__endswith=DEMO_DOMAIN),
        User.objects.filter(email__endswith=DEMO_DOMAIN),
        CarriedFigure.objects.filter(campaign=campaign),
        EarlierMark.objects.filter(campaign=campaign),
        ReportedIncidents.objects.filter(campaign=campaign),
        Campaign.objects.filter(pk=campaign.pk),
    ):
        rows.delete()


def remove_talks(campaign: Campaign) -> None:
    requests = TalkRequest.objects.filter(campaign=campaign)
    Merge.objects.filter(kept__campaign=campaign).delete()  # one may name the request that it moved
    Mail.objects.filter(session__campaign=campaign).delete()
    Offer.objects.filter(talk_request__campaign=campaign).delete()
    requests.update(merged_into=None)
    requests.delete()
    TalkDraft.objects.filter(campaign=campaign).delete()


def remove_sessions(campaign: Campaign) -> None:
    sessions = Session.objects.filter(campaign=campaign)
    Correction.objects.filter(session__campaign=campaign).delete()
    Attendance.objects.filter(session__campaign=campaign).delete()
    sessions.update(merged_into=None)
    sessions.delete()
