"""An interrupt ends a command soon, also one that is inside a single long call of a library."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
STARTED = "started\n"


def interrupted(command: Sequence[str], after: float) -> tuple[int, str, str, float]:
    """Interrupt a process some seconds after its first line; return code, output, and how long it took to end."""
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        try:
            assert done.stdout is not None
            assert "-c" not in command or done.stdout.readline() == STARTED
            with pytest.raises(subprocess.TimeoutExpired):
                done.wait(after)
            done.send_signal(signal.SIGINT)
            began = time.monotonic()
            out, err = done.communicate(timeout=60)
            return done.returncode, out, err, time.monotonic() - began
        finally:
            done.kill()


LONG_CALL = """\
import hashlib, sys
from countermove.conflict import Conflict
from countermove import __main__

def analyze(*_, **__):
    print("started", flush=True)
    # One call that lets other threads run, looks for no signal and takes minutes.
    hashlib.pbkdf2_hmac("sha256", b"", b"", 400_000_000)

Conflict.analyze = analyze
sys.argv = ["countermove", "analyze", "syria-iraq-1975"]
"""


def test_one_long_call_is_interrupted() -> None:
    code, out, err, seconds = interrupted(["-c", LONG_CALL + "__main__.command()"], after=1)
    assert (code, out, err) == (130, "", "interrupted\n")
    assert seconds < 10


def test_main_leaves_ending_the_process_to_its_caller() -> None:
    # Whoever calls main() in a process of its own is not ended with it, but asked to wait for the call.
    script = LONG_CALL.replace("400_000_000", "10_000_000") + "print(__main__.main())"
    code, out, err, _ = interrupted(["-c", script], after=1)
    assert (code, out, err) == (0, "130\n", "interrupted\n")


EARLY = """\
import signal, socket, sys
from countermove import __main__

def interrupted(*_args):
    signal.raise_signal(signal.SIGINT)

socket.socketpair = interrupted
sys.argv = ["countermove", "analyze", "syria-iraq-1975"]
__main__.command()
"""


def test_an_interrupt_before_anything_has_begun_is_no_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def conflict(options: int, wants: Sequence[str]) -> str:
    """Two decision makers with so many options each, who want the same."""
    each = ", ".join(f"o{k}: " for k in range(options))
    return (
        f"countermove: 1\ndecision_makers: {{a: {{options: {{{each}}}}}, b: {{options: {{{each}}}}}}}\n"
        f"status_quo: []\npreferences: {{a: {{prioritize: {wants}}}, b: {{prioritize: {wants}}}}}\n"
    )


def tangled(options: int, pairs: int) -> str:
    """A statement whose diagrams are huge in every order of the options."""
    rng = random.Random(1)
    names = [f"{dm}.o{k}" for dm in "ab" for k in range(options)]
    return " <-> ".join(f"({' and '.join(rng.sample(names, 2))})" for _ in range(pairs))


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        (conflict(24, [tangled(24, 60)]), "nash"),
        (conflict(11, [f"{dm}.o{k}" for dm in "ab" for k in range(11)]), "lh:900"),
    ],
    ids=["symbolic", "explicit"],
)
def test_large_conflicts_are_interrupted(text: str, concept: str, tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(text, encoding="utf-8")
    command = ["-m", "countermove", "analyze", str(path), "--concept", concept]
    code, out, err, seconds = interrupted(command, after=8)
    assert (code, out, err) == (130, "", "interrupted\n")
    assert seconds < 10
