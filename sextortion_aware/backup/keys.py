"""The two halves of the key. A machine that makes backups has only the public one."""

from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from sextortion_aware.backup import BackupError

LONGEST_KEY_FILE = 10_000


def new_pair() -> tuple[str, str]:
    """The public half and the secret half."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def public_half(written: str) -> x25519.Recipient:
    if not written:
        raise BackupError(
            "BACKUP_KEY is missing: `manage.py backup_key` makes a pair; "
            "the half that begins with age1 is the setting."
        )
    try:
        return x25519.Recipient.from_str(written)
    except RecipientError:
        raise BackupError(
            "BACKUP_KEY has a mistake in it: copy the line that begins with age1 again."
        ) from None


def secret_half(path: Path) -> x25519.Identity:
    """From a file like those of the `age` command: lines that begin with # say something else."""
    try:
        with path.open(encoding="utf-8") as file:
            lines = file.read(LONGEST_KEY_FILE).splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BackupError(f"{path} cannot be read ({type(problem).__name__}).") from None
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        [key] = keys
        return x25519.Identity.from_str(key)
    except (ValueError, IdentityError):
        raise BackupError(
            f"{path} holds no secret half: it is one line that begins with AGE-SECRET-KEY-1."
        ) from None
