"""``report`` with a target of the reader's own, and compared with another model or with changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Call
from tests.models import GRAPH, SYRIA_IRAQ, change


@pytest.fixture(autouse=True)
def _models(call: Call) -> None:
    del call  # it makes the folder
    other = change(SYRIA_IRAQ, "title: Syria and Iraq, 1975", "title: Otherwise")
    for name, text in (("a.yaml", SYRIA_IRAQ), ("b.yaml", change(other, "- escalate\n", "- attack\n"))):
        Path(name).write_text(text, encoding="utf-8")
    Path("graph.yaml").write_text(GRAPH, encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--against", "b.yaml"], "A is this conflict, B is “Otherwise”."),
        (["--swap", "syria:1,3"], "The conflict with one change: --swap syria:1,3"),
        (["--set", "title=X", "--swap", "syria:1,2"], "The conflict with 2 changes"),
    ],
)
def test_a_report_tells_what_is_different(call: Call, options: list[str], what: str) -> None:
    code, out, err = call("report", "a.yaml", *options, "--output", "-")
    assert (code, err) == (0, "")
    assert what.replace(" 2 ", " two ") in out
    assert '<section id="compared"' in out
    assert f"countermove report a.yaml {options[0]} " in out


def test_a_report_takes_targets(call: Call) -> None:
    code, out, err = call("report", "a.yaml", "--target", "2", "--target", "release and attack", "-o", "-")
    assert (code, err) == (0, "")
    assert "“2”" in out
    assert "“release and attack”" in out
    assert "countermove report a.yaml --target 2 --target &#39;release and attack&#39;" in out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (
            ["--against", "b.yaml", "--swap", "syria:1,2"],
            2,
            "leave --against out, or --set, --without and --swap",
        ),
        (["--against", "none.yaml"], 2, "none.yaml"),
        (["--swap", "syria:1,9"], 2, "--swap syria:1,9"),
        (["--without", "nothing"], 2, "the model declares no claims"),
        (["--target", "bogus"], 2, "unknown label 'bogus'"),
        (["--target", "99"], 2, "there is no state 99"),
        (["--target", "release and escalate"], 2, "no feasible state fits"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_written(
    call: Call, options: list[str], code: int, said: str
) -> None:
    result = call("report", "a.yaml", *options, "--output", "r.html")
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert "Traceback" not in result.err
    assert not Path("r.html").exists()


def test_graph_form_is_compared_and_aimed_at_too(call: Call) -> None:
    code, out, err = call("report", "graph.yaml", "--against", "a.yaml", "--target", "s3", "--output", "-")
    assert (code, err) == (0, "")
    assert "The two models have no option or state in common" in out
