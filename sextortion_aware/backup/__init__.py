"""One encrypted file that holds the database and the rest of VAR_DIR, and the way back.

No models: what a restored site must not do is decided in campaigns/privacy/restored.py. Why it is
so: docs/decisions/0039-backups.md.
"""


class BackupError(Exception):
    """One sentence for whoever runs the command. It never holds the words of a row."""
