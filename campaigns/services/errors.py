class SomebodyWasFaster(Exception):
    """The row was no longer in the state that this change starts from; the text says so to a person."""
