"""What is wrong with the site, said in the log when it changes."""


def report() -> None:
    """Called once a minute by the mail worker, in a thread of its own."""
