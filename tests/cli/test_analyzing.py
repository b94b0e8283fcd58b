"""``analyze``, ``explain`` and ``menu`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import Call
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ


def test_analyze_gives_the_json_that_is_fixed(call: Call) -> None:
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


def test_concepts_that_are_not_defined_are_left_out_with_the_reason(call: Call) -> None:
    data = json.loads(call("analyze", "karabakh-2020", "--json").out)
    assert data["left_out"] == {
        "sim": "it combines what each does with its own options, and here options of others can be forced",
        "nm": "it is defined for two decision makers; for more, rival definitions exist",
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


def test_concept_picks(call: Call) -> None:
    data = json.loads(call("analyze", "syria-iraq-1975", "--json", "--concept", "gmr").out)
    assert data["equilibria"] == {"gmr": [1, 6]}


def test_large_models_list_states_only_when_asked(call: Call) -> None:
    options = "".join(f"      o{k}: x\n" for k in range(14))
    text = f"countermove: 1\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    data = json.loads(call("analyze", "-", "--concept", "nash", "--json", stdin=text).out)
    assert "states" not in data
    assert "equilibria" not in data
    assert data["counts"]["states"] == 2**14
    every = call("analyze", "-", "--concept", "nash", "--json", "--all-states", stdin=text)
    assert len(json.loads(every.out)["states"]) == 2**14


def test_explain(call: Call) -> None:
    result = call("explain", "syria-iraq-1975", "--dm", "syria", "--state", "2", "--concept", "seq", "--json")
    data = json.loads(result.out)
    assert {key: data[key] for key in ("decision_maker", "state", "concept", "stable")} == {
        "decision_maker": "syria", "state": 2, "concept": "seq", "stable": False,
    }  # fmt: skip
    assert data["witness"]["improvement"] == 3
    assert data["witness"]["answers"] == []
    words = call("explain", "syria-iraq-1975", "--dm", "syria", "--state", "YNN", "--concept", "seq").out
    assert words.startswith("State 2 ")
    assert " ".join(words.split("\n\n")[0].split()) == data["text"]


def test_explain_by_condition_and_for_all_concepts(call: Call) -> None:
    data = json.loads(
        call("explain", "syria-iraq-1975", "--dm", "iraq", "--state", "escalate and attack", "--json").out
    )
    assert [each["concept"] for each in data["explanations"]] == [
        "nash", "gmr", "smr", "seq", "sseq", "sim", "nm",
    ]  # fmt: skip
    assert {each["state"] for each in data["explanations"]} == {6}
    first = data["explanations"][0]
    assert {key: data[key] for key in first} == first


def test_menu(call: Call) -> None:
    data = json.loads(call("menu", "karabakh-2020", "--dm", "russia", "--json").out)
    first = data["courses"][0]
    assert first["options"] == {
        "russia.plan": True, "russia.hold_turkey": True, "russia.coerce": False, "russia.fight": False,
        "russia.involve": False, "russia.deal": False,
    }  # fmt: skip
    assert set(first) >= {"options", "rank", "rests", "best", "worst", "equilibria", "claims"}
    assert first["claims"]
    assert [course["rank"] for course in data["courses"]] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    text = call("menu", "karabakh-2020", "--dm", "russia").out
    assert text.index("1. Press the Minsk Group's phased plan + Hold Turkey back") < text.index(
        "7. Fight for Armenia"
    )


@pytest.mark.parametrize("text", [SYRIA_IRAQ, LEVELS, GRAPH])
def test_every_form_of_model_can_be_asked_everything(call: Call, text: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    dm = "us" if "us:" in text else "syria"
    for arguments in (["analyze"], ["menu", "--dm", dm], ["explain", "--dm", dm], ["check"], ["report"]):
        command, *rest = arguments
        for extra in ([], ["--json"]):
            result = call(command, str(path), *rest, *extra)
            assert result.code == 0, result.err
            assert result.out
