"""Runs a command that ends when the process that started it ends, however that came about.

`python deploy/tied.py PARENT COMMAND...`. Linux alone keeps this promise even for a parent that is
killed and a command that is stopped; elsewhere the command simply runs.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Kept by the kernel, also through an exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before the kernel knew
        os._exit(1)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606  (there is no shell, and that is the point)
