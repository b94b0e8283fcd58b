"""The command line as a user meets it: results, messages, exit codes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from countermove.cli import analyzing, checking, learning, run
from tests.article import PDF, WEB, needs_article
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ, change


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: str | None = None) -> Result:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = run(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


def test_analyze_gives_the_json_that_is_fixed(call) -> None:  # type: ignore[no-untyped-def]
    result = call("analyze", "syria-iraq-1975", "--json")
    data = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert data["schema"] == "countermove/analysis/1"
    assert set(data["model"]) == {"title", "sha256"}
    assert (data["engine"], data["complete"]) == ("explicit", True)
    assert data["decision_makers"] == ["syria", "iraq"]
    assert data["options"] == ["syria.release", "syria.escalate", "iraq.attack"]
    assert data["states"][1] == {"number": 2, "label": "YNN"}
    assert data["stability"]["nash"] == {"syria": [1, 6], "iraq": [2, 4, 6]}
    assert data["equilibria"] == {
        "nash": [6], "gmr": [1, 6], "smr": [6], "seq": [6], "sseq": [6], "sim": [6], "nm": [],
    }  # fmt: skip
    assert data["counts"]["states"] == 6
    assert data["counts"]["equilibria"] == {name: len(states) for name, states in data["equilibria"].items()}
    assert data["left_out"] == {}


def test_concepts_that_are_not_defined_are_left_out_with_the_reason(call) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(call("analyze", "karabakh-2020", "--json").out)
    assert data["left_out"] == {
        "nm": "it is defined for two decision makers; for more, rival definitions exist"
    }
    assert "nm" not in data["equilibria"]
    graph = json.loads(call("analyze", "-", "--json", stdin=GRAPH).out)
    assert set(graph["left_out"]) == {"sim", "nm"}
    result = call("analyze", "-", "--concept", "sim", stdin=GRAPH)
    assert (result.code, result.out) == (2, "")
    assert "'sim' cannot be decided here: it is defined for conflicts of options" in result.err
    assert json.loads(call("analyze", "syria-iraq-1975", "--concept", "lh:1", "--json").out)[
        "equilibria"
    ] == {"lh:1": [6]}
    result = call("explain", "karabakh-2020", "--dm", "russia", "--concept", "nm")
    assert (result.code, result.out) == (2, "")
    assert "'nm' cannot be decided here: it is defined for two decision makers" in result.err


def test_concept_picks(call) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(call("analyze", "syria-iraq-1975", "--json", "--concept", "gmr").out)
    assert data["equilibria"] == {"gmr": [1, 6]}


def test_large_models_list_states_only_when_asked(call) -> None:  # type: ignore[no-untyped-def]
    options = "".join(f"      o{k}: x\n" for k in range(14))
    text = f"countermove: 1\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    data = json.loads(call("analyze", "-", "--concept", "nash", "--json", stdin=text).out)
    assert "states" not in data
    assert "equilibria" not in data
    assert data["counts"]["states"] == 2**14
    every = call("analyze", "-", "--concept", "nash", "--json", "--all-states", stdin=text)
    assert len(json.loads(every.out)["states"]) == 2**14


def test_explain(call) -> None:  # type: ignore[no-untyped-def]
    result = call("explain", "syria-iraq-1975", "--dm", "syria", "--state", "2", "--concept", "seq", "--json")
    data = json.loads(result.out)
    assert {key: data[key] for key in ("decision_maker", "state", "concept", "stable")} == {
        "decision_maker": "syria", "state": 2, "concept": "seq", "stable": False,
    }  # fmt: skip
    assert data["witness"]["improvement"] == 3
    assert data["witness"]["answers"] == []
    words = call("explain", "syria-iraq-1975", "--dm", "syria", "--state", "YNN", "--concept", "seq").out
    assert " ".join(words.split()) == data["text"]


def test_explain_by_condition_and_for_all_concepts(call) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(
        call("explain", "syria-iraq-1975", "--dm", "iraq", "--state", "escalate and attack", "--json").out
    )
    assert [each["concept"] for each in data["explanations"]] == [
        "nash", "gmr", "smr", "seq", "sseq", "sim", "nm",
    ]  # fmt: skip
    assert {each["state"] for each in data["explanations"]} == {6}
    assert {key: data[key] for key in data if key != "explanations"} == data["explanations"][0]


def test_menu(call) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(call("menu", "karabakh-2020", "--dm", "russia", "--json").out)
    first = data["courses"][0]
    assert first["options"] == {
        "russia.plan": True, "russia.hold_turkey": True, "russia.coerce": False, "russia.fight": False,
    }  # fmt: skip
    assert set(first) >= {"options", "rank", "rests", "best", "worst", "equilibria", "claims"}
    assert first["claims"]
    assert [course["rank"] for course in data["courses"]] == [1, 2, 3, 4, 5, 6, 7]
    text = call("menu", "karabakh-2020", "--dm", "russia").out
    assert text.index("1. Press the Minsk Group's phased plan + Hold Turkey back") < text.index(
        "6. Fight for Armenia"
    )


@pytest.mark.parametrize("text", [SYRIA_IRAQ, LEVELS, GRAPH])
def test_every_form_of_model_can_be_asked_everything(call, text: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    dm = "us" if "us:" in text else "syria"
    for arguments in (["analyze"], ["menu", "--dm", dm], ["explain", "--dm", dm], ["check"], ["report"]):
        command, *rest = arguments
        for extra in ([], ["--json"]):
            result = call(command, str(path), *rest, *extra)
            assert result.code == 0, result.err
            assert result.out


# ---------------------------------------------------------------- check and evidence
def test_check_without_the_article_says_so_and_passes(call) -> None:  # type: ignore[no-untyped-def]
    result = call("check", "karabakh-2020")
    assert result.code == 0
    assert "the document is not on this machine; give it with --source moscow-times=PATH" in " ".join(
        result.out.split()
    )
    assert call("check", "karabakh-2020", "--strict").code == 4


@needs_article
def test_check_with_the_article(call) -> None:  # type: ignore[no-untyped-def]
    given = ["--source", f"moscow-times={WEB}", "--source", f"moscow-times={PDF}"]
    result = call("check", "karabakh-2020", "--json", "--strict", *given)
    data = json.loads(result.out)
    assert (result.code, data["valid"], data["problems"]) == (0, True, [])
    rows = [row for row in data["evidence"] if row["source"] == "moscow-times"]
    assert {row["status"] for row in rows} == {"exact"}
    assert (
        sum(row["rendition"] == "web" for row in rows) == sum(row["rendition"] == "pdf" for row in rows) >= 16
    )
    assert all(expectation["holds"] for expectation in data["expectations"])
    words = " ".join(call("check", "karabakh-2020", *given).out.split())
    assert "moscow-times, web: 29 exact moscow-times, pdf: 29 exact (one of them past links" in words


@needs_article
def test_check_with_a_changed_article_fails(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    copy = tmp_path / "copy.txt"
    copy.write_text(
        WEB.read_text(encoding="utf-8").replace("to the lesser evil", "").replace("lesser", "greater"),
        encoding="utf-8",
    )
    result = call("check", "karabakh-2020", "--source", f"moscow-times={copy}")
    assert result.code == 4
    assert "claims.lesser_evil: missing in moscow-times, given-1" in " ".join(result.out.split())
    assert "is none of the renditions the model knows" in result.err


def test_check_reports_what_fails(call) -> None:  # type: ignore[no-untyped-def]
    text = SYRIA_IRAQ + "expect: [{why: It rains., equilibria: {nash: [1]}}]\n"
    result = call("check", "-", stdin=text)
    assert result.code == 1
    assert "FAILS  It rains." in result.out
    result = call("check", "-", "--json", stdin=change(SYRIA_IRAQ, "title", "titel"))
    assert result.code == 3
    data = json.loads(result.out)
    assert data["valid"] is False
    assert data["problems"][0]["line"] == 2


def test_an_open_quote_of_a_file_beside_the_model(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "page.txt").write_text(
        "They said that they will now intervene in the war.\n", encoding="utf-8"
    )
    quote = "because: [{source: page, quote: they will now intervene}]"
    text = change(SYRIA_IRAQ, "release: Release water", "release: {name: Release water, " + quote + "}")
    text += "sources: {page: {renditions: {text: {file: page.txt}}}}\n"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    assert call("check", "m.yaml").code == 0
    (tmp_path / "m.yaml").write_text(
        change(text, "will now intervene", "will not intervene"), encoding="utf-8"
    )
    result = call("check", "m.yaml")
    assert result.code == 4
    assert (
        "decision_makers.syria.options.release: changed in page, text: “they will not intervene”"
        in result.out
    )


# ---------------------------------------------------------------- messages and exit codes
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["analyze", "nope"], 2, "'nope' is no file or bundled case; the cases are: karabakh-2020, syria-iraq-1975"),
        (["analyze", "syria-iraq-1976"], 2, "did you mean 'syria-iraq-1975'?"),
        (["analyze", "a" * 5000], 2, "is no file name"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "9" * 30], 2, "there is no state 9999"),
        (["analyze", "."], 2, "'.' is a folder"),
        (["analyze"], 2, "Missing argument 'MODEL'"),
        (["analize"], 2, "No such command 'analize'"),
        (["analyze", "syria-iraq-1975", "--concept", "nahs"], 2, "unknown concept 'nahs'; did you mean 'nash'?"),
        (["analyze", "syria-iraq-1975", "--engine", "fast"], 2, "unknown engine 'fast'; engines: auto, explicit"),
        (["menu", "syria-iraq-1975", "--dm", "siria"], 2, "unknown decision maker 'siria'; did you mean 'syria'?"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "7"], 2, "there is no state 7; the states are numbered 1 to 6"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "attack"], 2, "'attack' fits 3 states (4, 5, 6); name one of them"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "atack"], 2, "did you mean 'attack'?"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "YYN"], 2, "no feasible state fits 'YYN'"),
        (["check", "syria-iraq-1975", "--source", "x=y"], 2, "the model has no source 'x'"),
        (["check", "karabakh-2020", "--source", "moscow-times"], 2, "write --source ID=PATH"),
        (["check", "karabakh-2020", "--source", "moscow-times=nope.txt"], 4, "nope.txt"),
        (["cases", "nope"], 2, "there is no case 'nope'"),
    ],
)  # fmt: skip
def test_wrong_usage(call, arguments: list[str], code: int, message: str) -> None:  # type: ignore[no-untyped-def]
    result = call(*arguments)
    assert (result.code, result.out) == (code, "")
    assert message in " ".join(result.err.split())


def test_a_limit_ends_with_5(call) -> None:  # type: ignore[no-untyped-def]
    options = "".join(f"      o{k}: x\n" for k in range(40))
    text = f"countermove: 1\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    result = call("analyze", "-", "--engine", "explicit", stdin=text)
    assert (result.code, result.out) == (5, "")
    assert "16,777,216" in result.err
    assert call("analyze", "-", stdin=text).code == 0
    assert call("menu", "-", "--dm", "a", stdin=text).code == 5


def test_invalid_models_end_with_3(call) -> None:  # type: ignore[no-untyped-def]
    result = call("analyze", "-", stdin="countermove: 1\n")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("<stdin>:")
    result = call("menu", "-", "--dm", "x", stdin="x: [")
    assert result.code == 3


def test_an_interrupt_ends_with_130(call, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    def interrupted(model: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(analyzing, "open_conflict", interrupted)
    result = call("analyze", "syria-iraq-1975")
    assert (result.code, result.out, result.err) == (130, "", "interrupted\n")


def test_every_command_leads_its_help_with_an_example(call) -> None:  # type: ignore[no-untyped-def]
    for module in (analyzing, checking, learning):
        for command in module.COMMANDS:
            text = " ".join(call(command.__name__, "--help").out.split())
            assert f"Example: countermove {command.__name__}" in text


# ---------------------------------------------------------------- new, cases, schema, concepts, demo
def test_new_writes_a_model_that_passes_its_own_checks(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert call("new", "mine.yaml").code == 0
    assert call("check", "mine.yaml").code == 0
    before = (tmp_path / "mine.yaml").read_bytes()
    result = call("new", "mine.yaml")
    assert result.code == 2
    assert "'mine.yaml' exists already; name another file" in result.err
    assert (tmp_path / "mine.yaml").read_bytes() == before


def test_models_are_as_the_schema_says(call) -> None:  # type: ignore[no-untyped-def]
    from ruamel.yaml import YAML

    schema = json.loads(call("schema").out)
    jsonschema.Draft7Validator.check_schema(schema)
    checker = jsonschema.Draft7Validator(schema)
    texts = [call("cases", name).out for name in ("karabakh-2020", "syria-iraq-1975")]
    for text in [*texts, call("new", "-").out, SYRIA_IRAQ, LEVELS, GRAPH]:
        data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
        assert [error.message for error in checker.iter_errors(data)] == []
    wrong = YAML(typ="safe", pure=True).load(change(SYRIA_IRAQ, "title", "titel"))
    assert list(checker.iter_errors(wrong))


def test_concepts_say_what_they_are(call) -> None:  # type: ignore[no-untyped-def]
    listed = json.loads(call("concepts", "--json").out)
    assert [each["id"] for each in listed] == ["nash", "gmr", "smr", "seq", "sseq", "sim", "nm"]
    assert all(each["question"].endswith("?") and each["citation"] and each["definition"] for each in listed)
    assert "General metarationality (GMR)" in call("concepts").out


def test_demo_prints_the_menu_the_equilibria_and_the_report(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    result = call("demo")
    assert result.code == 0
    assert "1. Press the Minsk Group's phased plan + Hold Turkey back" in result.out
    assert "Eight states hold under every concept." in result.out
    path = tmp_path / "countermove-report-karabakh-2020.html"
    assert f"The report: {path}" in result.out
    assert path.stat().st_size > 10_000


def test_report_says_when_quotes_do_not_verify(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "other.txt").write_text("Something else entirely.", encoding="utf-8")
    result = call("report", "karabakh-2020", "--source", "moscow-times=other.txt", "--json")
    assert result.code == 4
    assert json.loads(result.out)["evidence_failing"] > 16
    assert "quotes did not verify; 'countermove check' lists them" in result.err


def test_report_can_go_to_standard_output(call) -> None:  # type: ignore[no-untyped-def]
    assert call("report", "syria-iraq-1975", "--output", "-").out.startswith("<!doctype html>")


def test_report_does_not_overwrite_what_is_no_report(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "notes.html").write_text("my notes", encoding="utf-8")
    result = call("report", "syria-iraq-1975", "--output", "notes.html")
    assert result.code == 2
    assert "'notes.html' exists and is not a report; name another file with --output" in result.err
    assert (tmp_path / "notes.html").read_text(encoding="utf-8") == "my notes"
    assert call("report", "syria-iraq-1975", "--output", "r.html").code == 0
    assert call("report", "syria-iraq-1975", "--output", "r.html").code == 0
    assert call("report", "syria-iraq-1975", "--output", "none/r.html").code == 2


# ---------------------------------------------------------------- as a process
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


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "countermove", *arguments], capture_output=True, text=True, check=False
    )


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
    done = subprocess.Popen(
        [sys.executable, "-m", "countermove", "analyze", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)  # until it waits for its standard input
    done.send_signal(signal.SIGINT)
    out, err = done.communicate(timeout=20)
    assert (done.returncode, out, err) == (130, b"", b"interrupted\n")
