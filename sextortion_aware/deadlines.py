"""Every time limit of the running site and how many may do what at once, each with its reason.

No Django here: the front, the settings and what starts the processes read it. nginx's own limits
stand in deploy/nginx and are a little longer than these, so that the site's own words are shown.
"""

from dataclasses import dataclass
from pathlib import Path

# --- Threads of one server process --------------------------------------------------------------
# Not more than needed: at 64 readers, 56 threads answer a tenth fewer pages than 28, because each
# waits for Python's lock (tests/bench/advice).

# As many requests at once as two cores can work on with room for waits on the database. Each keeps
# a connection to it: two processes of ten leave most of PostgreSQL's hundred free.
BEHIND = 10
# A short surge waits its turn; a long one is told so at once.
WAITING = 4
# Forms whose bodies are still coming. A form that never comes keeps its place until the sender
# hangs up (the server gives us no way to hang up first), so this is not BEHIND's number.
READING = 10
# Only for what is answered without Django: built pages, static files, /healthz.
PAGES = 4
THREADS = BEHIND + WAITING + READING + PAGES

# --- A request ----------------------------------------------------------------------------------

# Waiting for one of BEHIND: longer, and whoever stands there presses again.
TURN_SECONDS = 5.0
# The longest honest work of a page is the check of a spreadsheet: 300 rows take 3 s.
REQUEST_SECONDS = 20.0
# A thread that is told to end and waits in C ends when that wait does: none is longer than this.
CUT_SECONDS = 10.0
# /readyz answers within two seconds always; what is not known by then is the answer.
READY_SECONDS = 1.5
# From how slow a line a whole form is waited for: ten seconds for a short one, and a spreadsheet
# at 50 kB a second, which is a poor telephone line.
BODY_SECONDS = 10.0
BODY_BYTES_PER_SECOND = 50_000
# The largest spreadsheet (10 MB) and the form around it. READING times this is the memory that
# strangers can take: of more than this nothing is read.
BODY_MOST_BYTES = 10_200_000
# Nothing else gets a turn meanwhile, not even a built page: the process ends and is replaced. Less
# than SILENT_SECONDS of deploy/serve.py, which would kill it before it has said where it was.
HOLDING_ALL_SECONDS = 5.0

# A press that met a lock is tried again as long as a try begins within this: three times on
# PostgreSQL (`lock` below), twice on SQLite (`busy`), and always under REQUEST_SECONDS.
AGAIN_SECONDS = 6.0
# Whoever holds the lock is given a moment, and two who met do not meet again at once.
PAUSE_SECONDS = 0.1

# --- The provider of single sign-on --------------------------------------------------------------

# For one answer of it. The way back asks for three at most, so its page is still under REQUEST.
PROVIDER_SECONDS = 4.0
# As many of BEHIND as may wait for it at once: with a provider that hangs, the others serve on.
PROVIDER_AT_ONCE = 3
# Its keys and addresses are a few kB.
PROVIDER_MOST_BYTES = 500_000

# --- The database -------------------------------------------------------------------------------


@dataclass(frozen=True)
class DatabaseLimits:
    """Seconds. `statement` and `lock` are kept by PostgreSQL, `answer` by us: for a database that
    has gone silent, which its own limits cannot end. None is no limit. `busy` is SQLite's wait."""

    connect: int
    statement: int | None
    lock: int | None
    answer: float | None
    busy: float


DATABASE = {
    # A silent database costs a page `answer`, then `connect`: under the ten seconds promised.
    "web": DatabaseLimits(connect=2, statement=3, lock=2, answer=5, busy=5),
    # A spreadsheet of 20,000 rows is one transaction; it waits for others rather than fail.
    "worker": DatabaseLimits(connect=5, statement=120, lock=10, answer=130, busy=30),
    # What a person or the night runs: imports, forgetting, backups.
    "command": DatabaseLimits(connect=10, statement=None, lock=30, answer=3600, busy=60),
    # A table of millions may take as long as it takes; a lock that is not had in ten seconds is
    # given up, because everything else queues behind whoever waits for it.
    "migration": DatabaseLimits(connect=10, statement=None, lock=10, answer=None, busy=60),
}
ROLES = {
    "migrate": "migration",
    "run_worker": "worker",
    "db_worker": "worker",
    "runserver": "web",
}


def role_of(arguments: list[str]) -> str:
    """Which limits this process has, by how it was started (`sys.argv`)."""
    program = Path(arguments[0]).name if arguments else ""
    if program == "manage.py":
        return ROLES.get(arguments[1] if len(arguments) > 1 else "", "command")
    return "migration" if program == "local.py" else "web"
