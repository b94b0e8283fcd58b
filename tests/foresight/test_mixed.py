"""Mixed foresight: each side by its own concept, in the model's words and in every command."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

import countermove
from countermove import ModelError, UsageError
from countermove.concepts import Form, all_concepts, find
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.model.elements import Model, Outlook
from countermove.space import build
from countermove.space.literal import literal_game
from countermove.stability import stable_states, unmet
from tests.console import call
from tests.foresight.test_maximin import KINDS, drawn
from tests.symbolic.conflicts import random_symbolic_model

MIXED = find("mixed")
IDS = ("nash", "gmr", "smr", "seq", "sseq", "sim", "maximin:4", "maximin:5", "nm", "lh:2")


def looking(model: Model, by: dict[str, str]) -> Model:
    return replace(model, foresight={label: Outlook(label, concept) for label, concept in by.items()})


# ---------------------------------------------------------------- what holds
@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_says_what_the_definition_says(kind: str) -> None:
    differing = 0
    for seed in range(60):
        rng, plain = Random(f"mixed {seed}"), drawn(kind, seed)
        allowed = [each for each in IDS if not unmet(build(plain), find(each))]
        labels = [dm.label for dm in plain.decision_makers]
        model = looking(plain, {label: rng.choice(allowed) for label in labels if rng.random() < 0.8})
        space, game = build(model), literal_game(model)
        for number, dm in enumerate(labels):
            stable = stable_states(space, MIXED, number).tolist()
            assert stable == [MIXED.reference(game, dm, state) for state in game.states], (seed, dm)
            differing += stable != stable_states(space, find("nash"), number).tolist()
    assert differing > 20


def test_all_by_one_concept_is_that_concept() -> None:
    for seed in range(40):
        for kind in KINDS:
            plain = drawn(kind, seed)
            for concept in all_concepts():
                if unmet(build(plain), concept):
                    continue
                space = build(
                    looking(plain, dict.fromkeys((dm.label for dm in plain.decision_makers), concept.id))
                )
                for dm in range(len(space.decision_makers)):
                    assert (stable_states(space, MIXED, dm) == stable_states(space, concept, dm)).all()


def test_who_is_not_named_looks_one_move_ahead() -> None:
    for seed in range(40):
        plain = drawn("options", seed)
        space = build(looking(plain, {plain.decision_makers[0].label: "smr"}))
        for dm in range(1, len(space.decision_makers)):
            assert (stable_states(space, MIXED, dm) == stable_states(space, find("nash"), dm)).all()


def test_the_symbolic_engine_says_the_same() -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    general = [each.id for each in all_concepts() if isinstance(each.form, Form)] + ["maximin:4", "maximin:5"]
    for seed in range(40):
        rng = Random(f"mixed symbolic {seed}")
        plain = random_symbolic_model(rng)
        try:
            listed = build(looking(plain, {dm.label: rng.choice(general) for dm in plain.decision_makers}))
        except (LimitError, ModelError):
            continue
        conflict = Conflict(listed.model, listed)
        one, other = (conflict.analyze(["mixed"], engine=engine) for engine in ("explicit", "symbolic"))
        assert one.stability == {"mixed": dict(other.stability["mixed"])}
        state = rng.randrange(listed.size)
        for dm in listed.decision_makers:
            told = [conflict.explain(dm, state + 1, "mixed", engine) for engine in ("explicit", "symbolic")]
            assert [each.mixed for each in told] == [True, True]
            assert told[0].stable == told[1].stable


# ---------------------------------------------------------------- in the model
def fuse(old: str = "", new: str = "") -> str:
    text = call(["cases", "short-fuse"]).out
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("guard: smr", "guard: smrr", "unknown concept 'smrr'; did you mean 'smr'?"),
        ("concept: nash", "concept: nahs", "unknown concept 'nahs'; did you mean 'nash'?"),
        ("guard: smr", "guard: maximin:0", "'maximin:0' looks 0 moves ahead, and the horizon is 1 to"),
        ("guard: smr", "guard: mixed", "'mixed' is no concept of one side; give it one such as nash"),
        ("guard: smr", "gaurd: smr", "unknown decision maker 'gaurd'; did you mean 'guard'?"),
        ("guard: smr", "guard: 3", "text or a mapping"),
        ("concept: nash", "concpet: nash", "unknown key 'concpet'"),
        ("guard: smr", "guard: {because: []}", "'concept'"),
        ("because: [{assumption", "because: [{asumption", "asumption"),
    ],
)
def test_mistakes_are_told_with_their_line(old: str, new: str, message: str) -> None:
    with pytest.raises(ModelError) as caught:
        countermove.loads(fuse(old, new), "fuse.yaml")
    line = next(k for k, each in enumerate(fuse(old, new).splitlines(), start=1) if new in each)
    assert message in str(caught.value)
    assert f"fuse.yaml:{line}" in str(caught.value)


def test_an_expectation_of_mixed_foresight_needs_foresight() -> None:
    text = fuse()
    start, end = text.index("foresight:"), text.index("expect:")
    with pytest.raises(
        ModelError, match=r"nothing says how far each side looks ahead; add 'foresight: \{LABEL"
    ):
        countermove.loads(text[:start] + text[end:])


def test_what_a_side_looks_by_can_carry_evidence() -> None:
    assert dict(countermove.load("short-fuse").model.grounds())["foresight.raider"]


TWO = """\
countermove: 1
layers:
  one: {model: {countermove: 1, decision_makers: {a: {options: {x: X}}, b: {options: {y: Y}}}, status_quo: [],
                preferences: {a: {prioritize: [x]}, b: {prioritize: [y]}}, foresight: {a: smr, b: gmr}}}
  two: {model: {countermove: 1, decision_makers: {a: {options: {z: Z}}}, status_quo: [],
                preferences: {a: {prioritize: [z]}}, foresight: {a: OTHER}}}
overall: {a: [one, two]}
"""


def test_a_whole_takes_the_foresight_of_its_layers() -> None:
    made = countermove.loads(TWO.replace("OTHER", "smr"))
    assert made.model.looking == {"a": "smr", "b": "gmr"}
    assert made.layer("two").model.looking == {"a": "smr"}
    both = made.foreseeing({"b": "nash", "a": "seq"})
    assert both.model.looking == {"a": "seq", "b": "nash"}
    assert both.layer("two").model.looking == {"a": "seq"}


def test_layers_that_differ_need_a_word_of_the_whole() -> None:
    text = TWO.replace("OTHER", "seq")
    with pytest.raises(
        ModelError, match="the layers give 'a' different foresight; say which holds in the whole"
    ):
        countermove.loads(text)
    assert countermove.loads(text + "foresight: {a: nash}\n").model.looking == {"a": "nash", "b": "gmr"}


def test_a_view_keeps_how_far_sides_look() -> None:
    text = call(["cases", "red-line"]).out
    made = countermove.loads(text.replace("expect:", "foresight: {rival: seq}\n\nexpect:", 1))
    assert made.view("rival").model.looking == {"rival": "seq"}
    held = made.perceived(["mixed"])[0]
    own = made.view("rival").analyze(["mixed"], engine="explicit").stable["mixed"]
    assert held.concept.id == "mixed"
    assert set(held.holding) <= {state for state in range(4) if own[made.dm("rival"), state]}


# ---------------------------------------------------------------- in commands
def test_foreseeing_overrides_what_the_model_says() -> None:
    made = countermove.load("short-fuse")
    assert made.analyze(["mixed"]).equilibria == {"mixed": [4]}
    assert made.foreseeing({"raider": "smr"}).analyze(["mixed"]).equilibria == {"mixed": [1, 4]}
    assert made.model.looking["raider"] == "nash"


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ({"raidr": "smr"}, "unknown decision maker 'raidr'; did you mean 'raider'?"),
        ({"raider": "smrr"}, "unknown concept 'smrr'"),
        ({"raider": "mixed"}, "'mixed' is no concept of one side; give 'raider' one such as nash"),
    ],
)
def test_what_is_asked_wrongly_is_told(by: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        countermove.load("short-fuse").foreseeing(by)
    assert message in str(caught.value)


def test_foresight_on_the_command_line() -> None:
    ran = call(["analyze", "short-fuse", "--foresight", "raider=smr", "--concept", "mixed", "--json"])
    data: dict[str, Any] = json.loads(ran.out)
    assert data["equilibria"] == {"mixed": [1, 4]}
    assert data["foresight"]["looks_by"] == {"raider": "smr", "guard": "smr"}
    wrong = call(["analyze", "short-fuse", "--foresight", "raider"])
    assert (wrong.code, wrong.err) == (
        2, "'--foresight raider' names no decision maker and concept; write --foresight LABEL=smr\n",
    )  # fmt: skip


def test_a_concept_that_is_not_defined_for_the_conflict_is_told() -> None:
    wrong = call(["analyze", "karabakh-2020", "--foresight", "russia=lh:3", "--concept", "mixed"])
    assert wrong.code == 2
    assert "'russia' looks ahead by 'lh:3', and it is defined for two decision makers" in wrong.err
    made = countermove.load("karabakh-2020").foreseeing({"russia": "lh:3"})
    assert "'russia' looks ahead by 'lh:3'" in made.analyze().left_out["mixed"]


@pytest.mark.parametrize("engine", ["explicit", "symbolic"])
def test_mixed_without_foresight_is_refused(engine: str) -> None:
    if engine == "symbolic":
        pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    with pytest.raises(UsageError, match="nothing says how far each side looks ahead; add 'foresight:"):
        countermove.load("red-line").analyze(["mixed"], engine=engine)


def test_a_model_without_foresight_says_nothing_of_it() -> None:
    assert "mixed" not in countermove.load("red-line").analyze().counts
    assert "mixed" not in countermove.load("red-line").analyze().left_out
    assert "How far each side looks" not in call(["analyze", "red-line"]).out


def test_reasons_are_those_of_the_sides_own_concept() -> None:
    data = json.loads(call(["explain", "short-fuse", "--dm", "guard", "--concept", "mixed", "--json"]).out)
    own = json.loads(call(["explain", "short-fuse", "--dm", "guard", "--concept", "smr", "--json"]).out)
    assert (data["concept"], data["looks_by"], data["witness"]) == ("mixed", "smr", own["witness"])
    assert "is stable for Guard under Mixed (here SMR)." in data["text"]


def test_evolve_menu_and_compare_take_it() -> None:
    ran = call(["evolve", "short-fuse", "--concept", "mixed", "--foresight", "raider=smr", "--json"])
    assert {1, 4} >= {each["to"] for each in json.loads(ran.out)["paths"]} >= {4}
    menu = json.loads(
        call(["menu", "short-fuse", "--dm", "raider", "--foresight", "raider=smr", "--json"]).out
    )
    assert all("mixed" in each["equilibria"] for each in menu["courses"])
    change = call(["compare", "short-fuse", "--set", "foresight.raider=smr", "--concept", "mixed"])
    assert "Mixed: 1 gained, 1 kept" in change.out


def test_what_is_not_worked_out_under_mixed_foresight_is_told() -> None:
    made = countermove.load("short-fuse")
    with pytest.raises(UsageError, match="'mixed' has no coalition version"):
        made.coalitions(concepts=["mixed"])
    with pytest.raises(UsageError, match="what 'mixed' takes to hold is not worked out"):
        made.inverse(1, "mixed")
    with pytest.raises(UsageError, match="how firmly equilibria under 'mixed' stand is not worked out"):
        made.robustness(concepts=["mixed"])
    assert {each.id for each in made.robustness().concepts} == {"nash", "gmr", "smr", "seq", "sseq"}
