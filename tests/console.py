"""The command line as the pages show it: what it has, and what a shell would do with a line."""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from countermove.__main__ import main
from countermove.cli import app


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, its results, and results and messages as a terminal shows them."""

    code: int
    out: str
    err: str
    seen: str


class Copied(io.StringIO):
    """A stream of its own that is also written to another."""

    def __init__(self, other: io.StringIO) -> None:
        super().__init__()
        self.other = other

    def write(self, text: str) -> int:
        self.other.write(text)
        return super().write(text)


def call(arguments: Sequence[str], stdin: str = "") -> Ran:
    """Run the command line in this process."""
    seen = io.StringIO()
    out, err = Copied(seen), Copied(seen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["countermove", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main()
    return Ran(code, out.getvalue(), err.getvalue(), seen.getvalue())


def said(text: str) -> Ran:
    return Ran(0, text, "", text)


def shell(command: str, before: int) -> Ran | None:
    """Do what a shell would; None for a command that is not run here."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="<>|&;")
    lexer.whitespace_split = True
    words = list(lexer)
    files = {sign: words.pop(words.index(sign) + 1) for sign in ("<", ">") if sign in words}
    words = [word for word in words if word not in files]
    match words:
        case ["make", "demo"]:
            ran = call(["demo"])
        case ["make", *_]:
            return None
        case ["countermove", *arguments]:
            stdin = Path(files["<"]).read_text(encoding="utf-8") if "<" in files else ""
            ran = call(arguments, stdin)
        case ["echo", "$?"]:
            ran = said(f"{before}\n")
        case ["echo", *words]:
            ran = said(" ".join(words) + "\n")
        case ["cat", file]:
            ran = said(Path(file).read_text(encoding="utf-8"))
        case _:
            raise AssertionError(f"these pages do not use '{command}'")
    if ">" in files:
        Path(files[">"]).write_text(ran.out, encoding="utf-8")
        return Ran(ran.code, "", ran.err, ran.err)
    return ran


def matches(printed: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether lines are those shown, where ``...`` stands for any number of lines."""
    if not shown:
        return not printed
    if shown[0].strip() == "...":
        return any(matches(printed[skip:], shown[1:]) for skip in range(len(printed) + 1))
    return bool(printed) and printed[0] == shown[0] and matches(printed[1:], shown[1:])


def options(command: str) -> set[str]:
    """The options of a command; ``evidence add`` is the command ``add`` of the group ``evidence``."""
    found: Any = typer.main.get_command(app)
    for word in command.split():
        found = found.commands[word]
    return {
        name
        for parameter in found.params
        for name in [*parameter.opts, *parameter.secondary_opts]
        if name.startswith("-")
    }


def _commands(group: Any, before: str = "") -> list[str]:
    """The commands of a group, and those of the groups in it."""
    named = sorted(group.commands.items())
    inside = [each for name, one in named if hasattr(one, "commands") for each in _commands(one, f"{name} ")]
    return [*(f"{before}{name}" for name, _ in named), *inside]


COMMANDS = _commands(typer.main.get_command(app))
