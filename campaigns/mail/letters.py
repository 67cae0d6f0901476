"""What each e-mail to a school says.

The words stand in templates/emails/; nobody outside the team can put a word into the first one or
into a subject.
"""

from campaigns.mail.about_dates import (
    date_confirmed,
    dates_offered,
    offer_lapsed,
    officer_changed,
    reminder,
    talk_called_off,
    thanks,
)
from campaigns.mail.about_requests import (
    link_again,
    link_renewed,
    merged,
    on_waiting_list,
    question_asked,
    receipt,
    receipt_again,
    talk_declined,
    withdrawn,
)
from campaigns.mail.letter import Letter

__all__ = [
    "Letter",
    "date_confirmed",
    "dates_offered",
    "link_again",
    "link_renewed",
    "merged",
    "offer_lapsed",
    "officer_changed",
    "on_waiting_list",
    "question_asked",
    "receipt",
    "receipt_again",
    "reminder",
    "talk_called_off",
    "talk_declined",
    "thanks",
    "withdrawn",
]
