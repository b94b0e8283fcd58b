"""What options require and what phases say: reading, messages, and together with other parts of a model."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from random import Random

import jsonschema
import pytest

import countermove
from countermove.concepts import Form, all_concepts, pick
from countermove.conflict import Conflict
from countermove.errors import LimitError, UsageError
from countermove.model.applying import Pulled
from countermove.model.elements import Statement, StatePattern
from countermove.model.parsing import parse_condition
from countermove.model.vocabulary import OptionVocabulary
from countermove.model.yaml import parse
from countermove.space import build
from countermove.space.literal import literal_game
from countermove.stability import unmet
from tests.console import call
from tests.model.mistakes import only, problems
from tests.pages import schema
from tests.views.reports import Page, rendered, told

MODEL = """\
countermove: 1
title: A swap
decision_makers:
  a: {name: Ann, options: {give: {name: Give, requires: talk}, talk: Talk}}
  b: {name: Bob, options: {pay: {name: Pay, levels: [none, half, all], requires: give and not shout}, shout: Shout}}
status_quo: []
preferences:
  a: {prioritize: [pay = all, not give, talk]}
  b: {prioritize: [give, not shout, pay = none]}
phases:
  kept: not shout
  steps:
    - {name: Talks, done: talk}
    - {name: Gift, done: give, because: [{assumption: It can be given.}]}
    - {name: Payment, done: pay = all}
"""
IDS = [each.id for each in all_concepts() if isinstance(each.form, Form)]


# ---------------------------------------------------------------- requirements
def test_an_option_is_taken_only_where_what_it_requires_holds() -> None:
    game = literal_game(countermove.loads(MODEL).model)
    everything = list(product((0, 1), (0, 1), (0, 1, 2), (0, 1)))
    assert sorted(game.values(state) for state in game.states) == sorted(everything)
    seen = set()
    for one, other in product(game.states, game.states):
        (give, talk, pay, shout), then = game.values(one), game.values(other)
        taken = (not give and then[0], not pay and then[2])
        mine, theirs = then[2:] == (pay, shout), then[:2] == (give, talk)
        can_a = one != other and mine and (not taken[0] or bool(talk))
        can_b = one != other and theirs and (not taken[1] or bool(give and not shout))
        assert (other in game.moves("a", one)) == can_a, (one, other)
        assert (other in game.moves("b", one)) == can_b, (one, other)
        seen.add((can_a, can_b, bool(taken[0]), bool(taken[1])))
    assert {(True, False, True, False), (False, False, True, False), (False, True, False, True)} <= seen


def random_text(rng: Random) -> str:
    """Draw a conflict in which half of the options require something; also as levels and one-way."""
    options = [f"{dm}{k}" for dm in "ab" for k in range(rng.choice((1, 2)))]

    def condition() -> str:
        one, other = rng.choice(options), rng.choice(options)
        return rng.choice((one, f"not {one}", f"{one} and not {other}", f"{one} or {other}"))

    def body() -> dict[str, str]:
        given = {"moves": rng.choice(("both", "both", "forward"))}
        return given | ({"requires": condition()} if rng.random() < 0.5 else {})

    document = {
        "countermove": 1,
        "decision_makers": {dm: {"options": {o: body() for o in options if o[0] == dm}} for dm in "ab"},
        "preferences": {dm: {"prioritize": [condition() for _ in range(3)]} for dm in "ab"},
    }
    return json.dumps(document)


def test_both_engines_and_the_literal_game_keep_to_what_options_require() -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    required = 0
    for seed in range(60):
        conflict = countermove.loads(random_text(Random(f"requires {seed}")))
        required += bool(conflict.model.forbidden_moves)
        game = literal_game(conflict.model)
        concepts = [each for each in pick(IDS) if not unmet(conflict.space, each)]
        explicit = conflict.analyze([each.id for each in concepts], engine="explicit")
        symbolic = conflict.analyze([each.id for each in concepts], engine="symbolic")
        for concept, (dm, label), state in product(concepts, enumerate(game.decision_makers), game.states):
            said = concept.reference(game, label, state)
            found = [each.is_stable(concept.id, dm, state) for each in (explicit, symbolic)]
            assert found == [said, said], (seed, concept.id, label, state)
    assert required > 40


def test_a_requirement_that_always_holds_changes_no_verdict() -> None:
    for seed in range(30):
        document = json.loads(random_text(Random(f"always {seed}")))
        for dm in document["decision_makers"].values():
            for body in dm["options"].values():
                body.pop("requires", None)
        plain = countermove.loads(json.dumps(document)).analyze()
        document["decision_makers"]["a"]["options"]["a0"]["requires"] = "b0 or not b0"
        assert (
            countermove.loads(json.dumps(document)).analyze().to_dict()["stability"]
            == (plain.to_dict()["stability"])
        )


def test_what_an_option_requires_is_no_element_that_lacks_evidence() -> None:
    model = countermove.loads(MODEL).model
    assert len(model.forbidden_moves) == 2
    paths = [path for path, _ in model.grounds()]
    assert not any(path.startswith("forbidden_moves") for path in paths)
    assert [path for path in paths if path.startswith("phases")] == [
        "phases.kept", "phases.steps[0]", "phases.steps[1]", "phases.steps[2]",
    ]  # fmt: skip
    listed = countermove.loads(MODEL + "forbidden_moves: [{by: a, from: shout, to: talk}]\n").model
    assert "forbidden_moves[0]" in [path for path, _ in listed.grounds()]
    assert listed.forbidden_moves[0].option == ""


def test_evolve_says_what_an_option_needs() -> None:
    text = MODEL.replace("requires: talk", "requires: pay = all")
    ran = call(["evolve", "-"], text)
    assert "“Give” needs “Pay” at all first" in " ".join(ran.out.split())


# ---------------------------------------------------------------- messages
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("requires: talk", "requires: tlak", "4:57: unknown label 'tlak'; did you mean 'talk'?"),
        ("requires: talk", "requires: [talk]", "'requires' holds a list; write text"),
        ("kept: not shout", "kept: not shuot", "11:13: unknown label 'shuot'"),
        ("done: talk", "doen: talk", "unknown key 'doen'"),
        ("done: talk", "done: tlak", "13:27: unknown label 'tlak'"),
        ("name: Talks, ", "", "'name'"),
        ("name: Gift", "name: Talks", "14:14: there is a step 'Talks' already, on line 13; give each step a name of its"),
        ("It can be given.}]", "It can.}, told]", "unknown claim 'told'"),
        ("kept:", "keep:", "unknown key 'keep'"),
    ],
)  # fmt: skip
def test_mistakes_are_told(old: str, new: str, said: str) -> None:
    assert MODEL.count(old) == 1
    assert said in "; ".join(problems(MODEL.replace(old, new)))


def test_there_are_one_to_seven_steps() -> None:
    head = MODEL.partition("phases:")[0]
    step = "{name: S%d, done: talk}"
    for many in (1, 7):
        listed = ", ".join(step % k for k in range(many))
        found = countermove.loads(f"{head}phases: {{steps: [{listed}]}}").model.phases
        assert found is not None
        assert len(found.steps) == many
    for many in (0, 8):
        listed = ", ".join(step % k for k in range(many))
        assert "'steps'" in only(f"{head}phases: {{steps: [{listed}]}}")


def test_an_imagined_option_requires_nothing() -> None:
    text = MODEL + "perceptions: {a: {imagines: {b: {threat: {name: T, requires: talk}}}}}\n"
    assert "an imagined option takes no 'requires'; leave it out" in only(text)


def test_phases_take_states_of_the_graph_form() -> None:
    graph = """\
countermove: 1
decision_makers: {a: A}
states: {s: , t: , u: }
moves: {a: [s -> t, t <-> u]}
preferences: {a: {ranking: [u, t, s]}}
phases: {kept: not u, steps: [{name: T, done: t}]}
"""
    (nash,) = countermove.loads(graph).carried_out(["nash"]).as_written
    assert [each.secure for each in nash.stages] == [(0,), ()]
    assert [(each.example.source, each.example.target) for each in nash.stages[1].leaving] == [(1, 2)]
    assert problems(graph.replace("done: t", "done: x"))


def test_the_schema_takes_requirements_and_phases_and_nothing_else_there() -> None:
    data, wrong = parse(MODEL, "model.yaml")
    assert not wrong
    validator = jsonschema.Draft7Validator(schema())
    assert not list(validator.iter_errors(data))
    data["phases"]["steps"] *= 3
    assert [list(each.path) for each in validator.iter_errors(data)] == [["phases"]]
    data["phases"] = {"kept": "talk"}
    assert [list(each.path) for each in validator.iter_errors(data)] == [["phases"]]
    data["phases"] = {"steps": [{"name": "One", "done": "talk"}]}
    data["decision_makers"]["a"]["options"]["give"]["requires"] = ["talk"]
    assert [next(iter(each.path)) for each in validator.iter_errors(data)] == ["decision_makers"]


# ---------------------------------------------------------------- other parts
LAYER = MODEL.replace("countermove: 1\ntitle: A swap\n", "countermove: 1\n")
WHOLE = """\
countermove: 1
layers: {swap: swap.yaml, other: other.yaml}
overall: {a: [swap, other]}
shared: [a.talk]
phases: {steps: [{name: Both, done: talk and march}]}
"""
OTHER = """\
countermove: 1
decision_makers: {a: {options: {talk: {requires: march}}}, c: {options: {march: }}}
status_quo: []
preferences: {a: {prioritize: [talk]}, c: {prioritize: [march]}}
"""


def test_a_whole_has_its_layers_requirements_and_phases_of_its_own(tmp_path: Path) -> None:
    for name, text in (("swap", LAYER), ("other", OTHER), ("whole", WHOLE)):
        (tmp_path / f"{name}.yaml").write_text(text)
    whole = countermove.load(tmp_path / "whole.yaml")
    model = whole.model
    assert sorted(each.option for each in model.forbidden_moves) == ["a.give", "a.talk", "b.pay"]
    assert model.phases is not None
    assert [each.text for each in model.phases.steps] == ["Both"]
    ids = [each.id for each in model.options]
    give, talk, march = (ids.index(each) for each in ("a.give", "a.talk", "c.march"))
    game = literal_game(model)
    for one, other in product(game.states, game.states):
        before, after = game.values(one), game.values(other)
        if other in game.moves("a", one):
            assert not (after[give] and not before[give]) or before[talk]
            assert not (after[talk] and not before[talk]) or before[march]
    assert [each.concept.id for each in whole.carried_out(["nash"]).as_written] == ["nash"]
    layer = whole.layer("swap")
    assert layer.model.phases is not None
    assert len(layer.model.phases.steps) == 3
    (tmp_path / "whole.yaml").write_text(WHOLE.replace("phases:", "# phases:"))
    assert countermove.load(tmp_path / "whole.yaml").model.phases is None


def test_a_view_has_the_settlement_as_it_is_seen() -> None:
    text = MODEL + "perceptions: {b: {unaware: [talk]}}\n"
    conflict = countermove.loads(text)
    seen = conflict.view("b")
    written_out = (
        MODEL.replace(", talk: Talk", "").replace("requires: talk", "requires: pay and not pay")
        .replace("done: talk", "done: pay and not pay").replace(", talk]", "]").replace("pay and not pay", "pay = all and pay = none")
    )  # fmt: skip
    plain = countermove.loads(written_out)
    assert [each.option for each in seen.model.forbidden_moves] == ["a.give", "b.pay"]
    one, other = seen.carried_out(IDS), plain.carried_out(IDS)
    assert [each.stages for each in one.as_written] == [each.stages for each in other.as_written]
    assert {each.broken.kind for each in one.as_written if each.broken} == {"no-state"}
    without = countermove.loads(MODEL + "perceptions: {b: {unaware: [give]}}\n").view("b")
    assert [each.option for each in without.model.forbidden_moves] == ["b.pay"]


def test_a_levers_option_may_require_something_and_a_pulled_one_keeps_the_phases() -> None:
    text = MODEL + (
        "levers:\n"
        "  guard: {name: A guard, option: {by: a, label: post, requires: talk and escort}}\n"
        "  escort: {option: {by: b, label: escort}}\n"
    )
    conflict = countermove.loads(text)
    before = conflict.model
    assert before.status_quo == StatePattern((0, 0, 0, 0))
    alone = Pulled(before, before.levers[:1]).model
    both = Pulled(before, before.levers).model
    for model, may in ((alone, False), (both, True)):
        ids = [each.id for each in model.options]
        post, talk = ids.index("a.post"), ids.index("a.talk")
        game = literal_game(model)
        taken = [
            (game.values(one), game.values(other))
            for one, other in product(game.states, game.states)
            if other in game.moves("a", one) and game.values(other)[post] > game.values(one)[post]
        ]
        assert bool(taken) == may
        assert all(one[talk] and one[ids.index("b.escort")] for one, _ in taken)
        assert model.phases is not None
        done: Statement = model.phases.steps[1]
        options = [(each.owner, each.label, each.levels) for each in model.options]
        assert done.condition == parse_condition("give", OptionVocabulary(options))[0]
    space = build(both)
    assert isinstance(Conflict(both, space).carried_out(["nash"]).orders, tuple)


# ---------------------------------------------------------------- what is shown
def test_without_phases_nothing_is_said_of_them() -> None:
    head = MODEL.partition("phases:")[0]
    assert "phases" not in json.loads(call(["analyze", "-", "--json"], head).out)
    assert "\nPhases\n" not in call(["analyze", "-"], head).out
    assert 'id="phases"' not in rendered(countermove.loads(head))
    with pytest.raises(UsageError, match="the model has no phases; list the steps under 'phases:'"):
        countermove.loads(head).carried_out()


def test_the_json_has_stages_orders_and_why() -> None:
    data = json.loads(call(["analyze", "valley-withdrawal", "--json"]).out)["phases"]
    assert [each["done"] for each in data["stages"]][:2] == [[], ["Guns"]]
    assert [each["weak"] for each in data["stages"]] == [False, True, False, False, False]
    nash, seq = data["concepts"]["nash"], data["concepts"]["seq"]
    assert (nash["stands"], seq["stands"], seq["broken"]) == (False, True, None)
    assert (nash["broken"]["done"], nash["broken"]["kind"]) == (["Guns"], "leaving")
    assert nash["stages"][1]["leaving"][0]["example"]["by"] == "south"
    assert [[step["by"] for step in way] for way in seq["ways"]] == [
        ["north"],
        ["south"],
        ["north"],
        ["south"],
    ]
    assert seq["orders"]["first"][0] == ["Guns", "Road", "Withdrawal", "Border"]
    assert (seq["orders"]["tried"], seq["orders"]["stand"]) == (24, 3)
    assert sum(each["orders"] for each in seq["orders"]["breaks"]) == 21
    assert any("needs “Open the road” first" in each["why"] for each in seq["orders"]["breaks"])


def test_the_report_has_the_stages_and_who_would_leave() -> None:
    conflict = countermove.load("valley-withdrawal")
    html = rendered(conflict)
    assert Page(html).wrong == []
    text = told(html, "phases")
    assert "After “Guns” weakest 1 0 1 1 1" in text
    assert "South gains by leaving state 2 (North: Pull the guns back) under Nash" in text
    assert "Of the 24 orders of the steps three stand under SEQ" in text
    assert "plainest reading" in text
    elements = told(html, "assumed")
    assert "A cease-fire holds while the steps are taken." in elements


ONE_WAY = """\
countermove: 1
decision_makers: {a: {options: {x: {moves: forward}, z: }}}
preferences: {a: indifferent}
phases: {steps: [{name: Either, done: x or z}, {name: The one alone, done: z and not x}]}
"""


def test_what_would_have_to_be_undone_breaks_an_order() -> None:
    found = countermove.loads(ONE_WAY).carried_out(["nash"])
    (nash,) = found.as_written
    assert nash.broken is not None
    assert (nash.broken.kind, nash.broken.one_way) == ("no-way", (0,))
    ran = call(["analyze", "-", "--concept", "nash"], ONE_WAY)
    assert "lead to a secure state with “The one alone”, for “x” cannot be undone" in " ".join(
        ran.out.split()
    )


def test_what_cannot_be_listed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = countermove.loads(MODEL)
    monkeypatch.setattr("countermove.analyses.phase_orders.MAX_VERDICTS", 1)
    with pytest.raises(LimitError, match="4 stages of a settlement in 24 states"):
        conflict.carried_out()
    ran = call(["analyze", "-"], MODEL)
    assert "Not looked at: 4 stages of a settlement in 24 states are" in " ".join(ran.out.split())
    assert "How it stands was not looked at: 4 stages" in told(conflict, "phases")
    data = json.loads(call(["analyze", "-", "--json"], MODEL).out)["phases"]
    assert list(data) == ["not_looked_at"]


def test_concepts_that_are_not_of_the_general_form_are_passed_over() -> None:
    conflict = countermove.loads(MODEL)
    found = conflict.carried_out(["sim", "nash"])
    assert [each.concept.id for each in found.as_written] == ["nash"]
    with pytest.raises(UsageError, match="leaving a settlement is not defined under sim"):
        conflict.carried_out(["sim"])
    ran = call(["analyze", "-", "--concept", "sim"], MODEL)
    assert ran.code == 0


def test_a_menu_says_what_an_option_needs() -> None:
    data = json.loads(call(["menu", "-", "--dm", "a", "--json"], MODEL).out)
    why = {each["name"]: each["why"] for each in data["unavailable"]}
    assert why == dict.fromkeys(("Give", "Give + Talk"), "“Give” needs “Talk” first")
    barred = MODEL + "forbidden_moves: [{by: a, from: not talk, to: talk and not give}]\n"
    data = json.loads(call(["menu", "-", "--dm", "a", "--json"], barred).out)
    why = {each["name"]: each["why"] for each in data["unavailable"]}
    assert why["Talk"] == "the move is forbidden"
    assert why["Give + Talk"] == "“Give” needs “Talk” first"


def test_the_way_to_the_next_stage_does_not_leave_the_settlement() -> None:
    head, _, tail = MODEL.replace("requires: talk", "requires: shout").partition("preferences:")
    text = f"{head}preferences: {{a: indifferent, b: indifferent}}\nphases:{tail.partition('phases:')[2]}"
    (gmr,) = countermove.loads(text).carried_out(["gmr"]).as_written
    assert gmr.broken is not None
    assert (gmr.broken.kind, gmr.broken.step) == ("no-way", 1)
    ran = call(["analyze", "-", "--concept", "gmr"], text)
    assert "lead to a secure state with “Gift”, for “Give” needs “Shout” first" in " ".join(ran.out.split())
