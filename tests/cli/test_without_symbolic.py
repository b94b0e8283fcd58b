"""Without the extra ``symbolic`` everything works that lists states, and the rest says what to install."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = "syria-iraq-1975"
LISTED = [
    ["analyze", SMALL],
    ["analyze", SMALL, "--json"],
    ["analyze", SMALL, "--state", "2", "--dm", "iraq"],
    ["analyze", SMALL, "--all-coalitions"],
    ["explain", SMALL, "--dm", "syria"],
    ["menu", SMALL, "--dm", "syria"],
    ["evolve", SMALL],
    ["evolve", SMALL, "--json"],
    ["inverse", SMALL, "--target", "2"],
    ["inverse", "karabakh-2020", "--target", "coerce", "--levers"],
    ["robustness", SMALL],
    ["compare", SMALL, "--swap", "syria:1,2"],
    ["check", SMALL],
    ["report", SMALL],
    ["concepts"],
    ["cases"],
    ["schema"],
    ["new"],
    ["demo"],
]
LARGE = """\
countermove: 1
decision_makers: {a: {options: {OPTIONS}}, b: {options: {y: }}}
status_quo: []
preferences: {a: {prioritize: [x0]}, b: {prioritize: ["y"]}}
""".replace("OPTIONS", ", ".join(f"x{k}: " for k in range(30)))
UNLISTED = [
    ["analyze", "large.yaml"],
    ["analyze", "large.yaml", "--engine", "symbolic"],
    ["explain", "large.yaml", "--dm", "a"],
    ["menu", "large.yaml", "--dm", "a"],
    ["evolve", "large.yaml"],
    ["check", "large.yaml"],
    ["report", "large.yaml"],
    ["analyze", "karabakh-2020", "--layer", "contest", "--engine", "symbolic"],
    ["explain", "karabakh-2020", "--layer", "contest", "--dm", "russia", "--engine", "symbolic"],
]
SCRIPT = """\
import contextlib, io, json, sys
sys.modules["oxidd"] = None  # importing it fails, and nothing finds it
from countermove.cli import run
found = []
for command in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        found.append([run(command)])
    found[-1] += [out.getvalue(), err.getvalue()]
print(json.dumps(found))
"""


def run_all(commands: list[list[str]], folder: Path) -> list[tuple[int, str, str]]:
    command = [sys.executable, "-c", SCRIPT, json.dumps(commands)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.stderr == ""
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


def test_what_lists_states_works_without(tmp_path: Path) -> None:
    for command, (code, out, err) in zip(LISTED, run_all(LISTED, tmp_path), strict=True):
        assert (command, code, bool(out)) == (command, 0, True)
        assert "Traceback" not in err


def test_what_does_not_list_them_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text(LARGE, encoding="utf-8")
    for command, (code, out, err) in zip(UNLISTED, run_all(UNLISTED, tmp_path), strict=True):
        assert (command, code, out) == (command, 5, "")
        assert "type: pip install 'countermove[symbolic]'" in err


def test_the_same_message_from_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['oxidd'] = None\n"
        "from countermove.errors import LimitError\n"
        "try: import countermove.stability.symbolic\n"
        "except LimitError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "the symbolic engine is not installed; type: pip install 'countermove[symbolic]'\n"
