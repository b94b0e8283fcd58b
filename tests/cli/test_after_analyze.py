"""What `analyze` prints around its answers: blank lines, and what to type next."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.calling import Call
from tests.models import SYRIA_IRAQ, change

needs_symbolic = pytest.mark.skipif(find_spec("oxidd") is None, reason="needs countermove[symbolic]")
NO_TODAY = change(SYRIA_IRAQ, "status_quo: []\n", "")
ALONE = """\
countermove: 1
decision_makers: {us: {options: {go: Go, stay: Stay}}}
status_quo: []
preferences: {us: {prioritize: [go]}}
"""


@needs_symbolic
def test_blank_lines_come_one_at_a_time(call: Call) -> None:
    free = change(ALONE, "status_quo: []\n", "")
    for engine in ("explicit", "symbolic"):
        for text in (ALONE, free, NO_TODAY if engine == "explicit" else free):
            for more in ((), ("--state", "1")):
                out = call("analyze", "-", "--engine", engine, *more, stdin=text).out
                assert "Equilibria" in out
                assert "\n\n\n" not in out


@pytest.mark.parametrize("engine", ["explicit", pytest.param("symbolic", marks=needs_symbolic)])
@pytest.mark.parametrize("today", ["status_quo: []\n", ""])
def test_what_to_type_next_can_be_typed(call: Call, tmp_path: Path, engine: str, today: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(change(ALONE, "status_quo: []\n", today), encoding="utf-8")
    out = call("analyze", str(path), "--engine", engine, "--dm", "us").out
    following = out.replace("\n", " ").split("Next: countermove ")[1].split()
    assert following[0] in ("menu", "explain")
    result = call(*following)
    assert (result.code, result.err) == (0, "")


@needs_symbolic
def test_a_way_is_not_told_twice(call: Call) -> None:
    options = ", ".join(f"x{k}: " for k in range(30))
    both = "prioritize: [x0, a]"
    text = (
        f"countermove: 1\ndecision_makers: {{us: {{options: {{{options}}}}}, them: {{options: {{a: , b: }}}}}}\n"
        f"status_quo: []\npreferences: {{us: {{{both}}}, them: {{{both}}}}}\n"
    )
    out = call("evolve", "-", "--concept", "nash", stdin=text).out
    assert "The nearest equilibrium under Nash by improvements alone:" in out
    assert "by moves at all" not in out
