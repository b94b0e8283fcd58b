"""The command line as a process: its streams, its exit code, interrupts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "countermove", *arguments], capture_output=True, text=True, check=False
    )


def test_what_a_terminal_cannot_show_is_replaced() -> None:
    code = "import sys; from countermove.cli import run; sys.exit(run(['menu', 'karabakh-2020', '--dm', 'russia']))"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?Press the Minsk Group's phased" in done.stdout


@pytest.mark.parametrize(("closed", "code"), [("<&-", 2), (">&-", 0)])
def test_closed_streams_are_no_crash(closed: str, code: int) -> None:
    name = "-" if closed == "<&-" else "syria-iraq-1975"
    script = f"'{sys.executable}' -m countermove analyze {name} {closed}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_version_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['countermove', '--version']; from countermove.__main__ import main; main();"
        "heavy = {'numpy', 'pydantic', 'typer', 'rich', 'ruamel.yaml', 'jinja2'} & set(sys.modules); sys.exit(len(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "countermove 0.1.0\n")


def test_the_exit_code_is_the_process_s() -> None:
    assert process("cases").returncode == 0
    assert process("analyze", "nope").returncode == 2


@pytest.mark.parametrize("command", ["schema", "analyze karabakh-2020", "concepts"])
def test_a_reader_who_has_seen_enough_is_no_error(command: str) -> None:
    script = f"'{sys.executable}' -m countermove {command} | head -c 2; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout[-2:], done.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "countermove", "concepts"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "the output cannot be written: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_a_real_interrupt_ends_quietly_with_130(tmp_path: Path) -> None:
    script = "import sys; from countermove import __main__; print('started', file=sys.stderr, flush=True); "
    script += "sys.argv[1:] = ['analyze', '-']; __main__.command()"
    done = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.stderr is not None
    assert done.stderr.readline() == b"started\n"
    time.sleep(1.5)  # until it waits for its standard input
    done.send_signal(signal.SIGINT)
    out, err = done.communicate(timeout=20)
    assert (done.returncode, out, err) == (130, b"", b"interrupted\n")
