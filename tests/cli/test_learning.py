"""``new``, ``cases``, ``schema``, ``concepts`` and ``demo`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.calling import Call
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ, change


def test_new_writes_a_model_that_passes_its_own_checks(call: Call, tmp_path: Path) -> None:
    assert call("new", "mine.yaml").code == 0
    assert call("check", "mine.yaml").code == 0
    before = (tmp_path / "mine.yaml").read_bytes()
    result = call("new", "mine.yaml")
    assert result.code == 2
    assert "'mine.yaml' exists already; name another file" in result.err
    assert (tmp_path / "mine.yaml").read_bytes() == before


def test_models_are_as_the_schema_says(call: Call) -> None:
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


def test_concepts_say_what_they_are(call: Call) -> None:
    listed = json.loads(call("concepts", "--json").out)
    single = ["nash", "gmr", "smr", "seq", "sseq", "sim", "nm"]
    assert [each["id"] for each in listed] == [*single, "maximin:H", "lh:H"]
    assert all(each["question"].endswith("?") and each["definition"] for each in listed[: len(single)])
    assert all(each["citation"] and each["knowledge"] and each["disimprovements"] for each in listed)
    told = call("concepts").out
    assert "General metarationality (GMR)" in told
    for name in ("maximin:4  Maximin stability", "lh:4  Limited-move stability", "mixed  Mixed foresight"):
        assert name in told


def test_demo_prints_the_menu_the_equilibria_and_the_report(call: Call, tmp_path: Path) -> None:
    result = call("demo")
    assert result.code == 0
    assert "1. Press the Minsk Group's phased plan + Hold Turkey back" in result.out
    assert "Eleven states hold under every concept." in result.out
    path = tmp_path / "countermove-report-karabakh-2020.html"
    assert f"The report: {path}" in result.out
    assert path.stat().st_size > 10_000
