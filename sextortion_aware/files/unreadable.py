class Unreadable(Exception):
    """The file as a whole is of no use; the text says why to a person."""
