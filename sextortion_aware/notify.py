"""Tells whoever runs this process that it is alive: systemd, or deploy/keep.py in its place."""

import contextlib
import os
import socket


def say_alive() -> None:
    """The first time it means too that the start is over. Nothing happens where nobody asked."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # how systemd writes a name that is not a file's
        address = f"\0{address[1:]}"
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaker:
        speaker.setblocking(False)
        speaker.sendto(b"READY=1\nWATCHDOG=1", address)
