"""What the campaign's nouns are.

Rules that the data must obey stand here as database constraints.
"""

from campaigns.models.campaign import (
    Campaign,
    CarriedFigure,
    CouncilArea,
    EarlierMark,
    FigureQualifier,
    ReportedIncidents,
)
from campaigns.models.corrections import Correction, DifferentSessions
from campaigns.models.diaries import CalendarFeed, DiaryEntry, OfficerHours, OfficerTime
from campaigns.models.feedback import EvidenceRow, TalkFeedback
from campaigns.models.fields import STAGES, stages_label
from campaigns.models.holidays import SchoolHoliday
from campaigns.models.imports import (
    ImportBatch,
    ImportFile,
    ImportLayout,
    ImportRow,
    PlaceAlias,
)
from campaigns.models.merges import Merge
from campaigns.models.notices import Notice, NoticeMail
from campaigns.models.offers import Offer
from campaigns.models.people import Invitation, Membership, User
from campaigns.models.places import Partner, Place, Topic
from campaigns.models.records import Change, Mail
from campaigns.models.sessions import (
    LONGEST_MINUTES,
    MOST_IN_A_ROW,
    STAGES_OF,
    Attendance,
    Audience,
    Format,
    Session,
)
from campaigns.models.sign_ins import SignIn
from campaigns.models.talk_contacts import TalkContact
from campaigns.models.talk_drafts import TalkDraft
from campaigns.models.talk_kinds import TalkKind
from campaigns.models.talk_parts import TalkGroup, TalkNote, TalkWish
from campaigns.models.talks import TalkRequest
from campaigns.models.unconfirmed import UnconfirmedAnswers

__all__ = [
    "LONGEST_MINUTES",
    "MOST_IN_A_ROW",
    "STAGES",
    "STAGES_OF",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "Campaign",
    "CarriedFigure",
    "Change",
    "Correction",
    "CouncilArea",
    "DiaryEntry",
    "DifferentSessions",
    "EarlierMark",
    "EvidenceRow",
    "FigureQualifier",
    "Format",
    "ImportBatch",
    "ImportFile",
    "ImportLayout",
    "ImportRow",
    "Invitation",
    "Mail",
    "Membership",
    "Merge",
    "Notice",
    "NoticeMail",
    "Offer",
    "OfficerHours",
    "OfficerTime",
    "Partner",
    "Place",
    "PlaceAlias",
    "ReportedIncidents",
    "SchoolHoliday",
    "Session",
    "SignIn",
    "TalkContact",
    "TalkDraft",
    "TalkFeedback",
    "TalkGroup",
    "TalkKind",
    "TalkNote",
    "TalkRequest",
    "TalkWish",
    "Topic",
    "UnconfirmedAnswers",
    "User",
    "stages_label",
]
