"""The command ``countermove``; ``--version`` is answered without loading anything else."""

from __future__ import annotations

import sys

from countermove import __version__

INTERRUPTED = 130


def main() -> int:
    """Run the command line and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"countermove {__version__}")
        return 0
    try:
        from countermove.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
