"""The command ``twin``, and ``python -m twin``: quiet when it is interrupted before anything was loaded."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def start() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from twin.cli import main

        code = main()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted; nothing was written.\n")
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    start()
