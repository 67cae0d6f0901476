"""What the kinds of lines have in common: for the filter, for who may read, and for how long."""

from campaigns.models import Change

Kind = Change.Kind

# How somebody got in, or did not. An administrator's business alone, like the page People.
SIGN_INS = frozenset(
    {
        Kind.SIGNED_IN,
        Kind.SIGN_IN_FAILED,
        Kind.SIGN_IN_ENDED,
        Kind.PASSWORD_SET,
        Kind.FACTOR_ADDED,
        Kind.FACTOR_REMOVED,
        Kind.FACTOR_RESET,
        Kind.RECOVERY_CODES,
        Kind.LINKED,
        Kind.UNLINKED,
    }
)
PEOPLE = frozenset(
    {
        Kind.INVITED,
        Kind.INVITED_AGAIN,
        Kind.INVITATION_WITHDRAWN,
        Kind.INVITATION_TAKEN,
        Kind.ROLE_CHANGED,
        Kind.MEMBERSHIP_ENDED,
        Kind.ACCOUNT_CLOSED,
        Kind.ACCOUNT_OPENED,
    }
)
CONTACTS = frozenset({Kind.CONTACT_SEEN})
FILES = frozenset({Kind.EXPORTED})
DIARIES = frozenset({Kind.DIARY})

# Access and people: no figure hangs on them, and they are about staff. The night removes them.
FORGOTTEN_KINDS = SIGN_INS | PEOPLE | CONTACTS | FILES | DIARIES
