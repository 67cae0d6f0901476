"""What the campaign's nouns are. Rules that the data must obey stand here as database constraints."""

from campaigns.models.campaign import Campaign, CarriedFigure, CouncilArea
from campaigns.models.fields import STAGES, stages_label
from campaigns.models.people import Membership, User
from campaigns.models.places import Partner, Place, Topic
from campaigns.models.records import Change, Mail
from campaigns.models.sessions import LONGEST_MINUTES, MOST_IN_A_ROW, Attendance, Audience, Format, Session
from campaigns.models.talks import Offer, TalkDraft, TalkGroup, TalkRequest

__all__ = [
    "LONGEST_MINUTES",
    "MOST_IN_A_ROW",
    "STAGES",
    "Attendance",
    "Audience",
    "Campaign",
    "CarriedFigure",
    "Change",
    "CouncilArea",
    "Format",
    "Mail",
    "Membership",
    "Offer",
    "Partner",
    "Place",
    "Session",
    "TalkDraft",
    "TalkGroup",
    "TalkRequest",
    "Topic",
    "User",
    "stages_label",
]
