"""Power in the parts of a model, and in what is said of it."""

from __future__ import annotations

import json
from random import Random

import pytest

import countermove
from countermove import LimitError, ModelError
from countermove.analyses.paths import Step
from countermove.conflict import Conflict
from countermove.model.elements import Model
from countermove.space import build
from countermove.views.power import power_sentences
from countermove.views.words import change
from tests.console import call
from tests.strategies import random_forcing_model
from tests.views.reports import TINY, rendered, told

MODEL = """\
countermove: 1
decision_makers:
  a: {name: Ann, options: {x: Xerography, z: {levels: [low, mid, high]}}}
  b: {name: Bob, options: {y: Yoga, w: {name: Water, levels: [none, some]}}}
status_quo: {x: no}
preferences:
  a: {prioritize: [y, not x]}
  b: {prioritize: [not y, w = some]}
"""
POWER = "power: [{by: a, option: b.y, to: yes, when: z != high}, {by: a, option: w}]\n"


def problems(text: str) -> list[str]:
    with pytest.raises(ModelError) as raised:
        countermove.loads(text)
    return [f"{each.line}: {each.what}; {each.hint}" for each in raised.value.problems]


def powers(model: Model) -> list[tuple[str, str, int | None, str]]:
    return [(each.by, each.option, each.to, each.when.text if each.when else "") for each in model.powers]


# ---------------------------------------------------------------- reading
def test_what_a_file_says() -> None:
    conflict = countermove.loads(MODEL + POWER)
    assert powers(conflict.model) == [("a", "b.y", 1, "z != high"), ("a", "b.w", None, "")]
    assert countermove.loads(MODEL).model.powers == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{by: c, option: y}", "9: unknown decision maker 'c'; decision makers: a, b"),
        ("{by: a, option: yy}", "9: unknown label 'yy'; did you mean 'y'?"),
        ("{by: a, option: x}", "9: 'a.x' is an option of 'a' itself; leave it out, or name another's option"),
        ("{by: a, option: y, to: maybe}", "9: 'maybe' is no value of a yes/no option; write yes or no"),
        ("{by: a, option: w, to: sum}", "9: unknown level 'sum'; levels: none, some"),
        ("{by: a, option: y, when: q}", "9: unknown label 'q'; labels: x, z, y, w"),
        ("{by: a, option: y, where: x}", "9: unknown key 'where'; did you mean 'when'?"),
        ("{by: a}", "9: this item has no 'option'; add 'option: ...'"),
    ],
)
def test_each_mistake_gives_one_message(given: str, message: str) -> None:
    assert problems(MODEL + f"power: [{given}]\n") == [message]


def test_nobody_forces_what_its_option_does_not_allow() -> None:
    text = MODEL.replace("y: Yoga", "y: {moves: forward}") + "power: [{by: a, option: y, to: no}]\n"
    (found,) = problems(text)
    assert "'b.y' moves forward only, so nobody can force it to 'no'; name another level" in found


def test_nobody_forces_what_happens_by_itself() -> None:
    (found,) = problems(MODEL + "events: {storm: {}}\npower: [{by: a, option: storm}]\n")
    assert "'storm' happens by itself, so nobody can force it; name a decision maker's option" in found


def test_a_graph_form_takes_no_power() -> None:
    text = """\
countermove: 1
decision_makers: {a: , b: }
states: {s: , t: }
moves: {a: [s -> t], b: []}
preferences: {a: indifferent, b: indifferent}
power: [{by: a, option: s}]
"""
    (found,) = problems(text)
    assert "no options to be forced; list what somebody can force under 'moves'" in found


def test_an_option_with_a_mistake_is_reported_once() -> None:
    found = problems(MODEL.replace("y: Yoga", "y: {levels: [one]}") + "power: [{by: a, option: y}]\n")
    assert len(found) == 1
    assert "power" not in found[0]


def test_what_power_rests_on() -> None:
    text = MODEL + "claims: {c: {text: C., quotes: [{source: s, quote: q}]}}\nsources: {s: {}}\n"
    text += "power: [{by: a, option: y, because: [c]}, {by: a, option: w, because: [c, {assumption: A.}]}]\n"
    conflict = countermove.loads(text)
    assert "power[0]" in [path for path, _ in conflict.model.grounds()]
    without = countermove.changed(conflict, without=["c"])
    assert powers(without.model) == [("a", "b.w", None, "")]  # what rests on the claim alone falls with it
    assert "Ann can force Bob to take up or drop “Yoga” anywhere" in told(rendered(conflict), "evidence")


# ---------------------------------------------------------------- layers, views, levers, events
def test_power_in_a_layer_is_power_in_the_whole() -> None:
    layered = """\
countermove: 1
layers:
  one:
    model:
      countermove: 1
      decision_makers: {a: {options: {v: }}, b: {options: {u: }}}
      preferences: {a: {prioritize: [u]}, b: {prioritize: [not u]}}
      status_quo: []
  two:
    model:
      countermove: 1
      decision_makers: {a: {options: {x: }}, b: {options: {y: }}}
      preferences: {a: {prioritize: [y, not x]}, b: {prioritize: [not y]}}
      status_quo: []
      power: [{by: a, option: y, to: yes, when: x}]
overall: {a: [two, one], b: [two, one]}
power: [{by: b, option: v}]
"""
    written = """\
countermove: 1
decision_makers: {a: {options: {v: , x: }}, b: {options: {u: , y: }}}
preferences: {a: {prioritize: [y, not x, u]}, b: {prioritize: [not y, not u]}}
status_quo: []
power: [{by: a, option: y, to: yes, when: x}, {by: b, option: v}]
"""
    whole, plain = countermove.loads(layered), countermove.loads(written)
    assert powers(whole.model) == powers(plain.model)
    assert whole.analyze().equilibria == plain.analyze().equilibria
    assert whole.powerless().analyze().equilibria == plain.powerless().analyze().equilibria
    assert whole.analyze().equilibria != whole.powerless().analyze().equilibria
    assert powers(whole.layer("two").model) == [("a", "b.y", 1, "x")]
    assert not whole.powerless().layer("two").model.powers


def test_who_does_not_know_of_an_option_does_not_know_of_the_power_over_it() -> None:
    seen = countermove.loads(MODEL + POWER + "perceptions: {b: {unaware: [y]}}\n").view("b").model
    assert powers(seen) == [("a", "b.w", None, "")]
    # A condition that speaks of an option that is not known of reads it as not taken: nothing is forced then.
    text = MODEL + "power: [{by: a, option: y, when: x}]\nperceptions: {b: {unaware: [x]}}\n"
    blind = countermove.loads(text).view("b")
    assert len(blind.model.powers) == 1
    here = blind.state("not y and z = low and w = none")
    assert {blind.space.states.label(each) for each in blind.space.moves.targets(0, here)} == {
        "mid.N.none",
        "high.N.none",
    }


def test_levers_leave_power_as_it_is_and_can_forbid_its_use() -> None:
    text = MODEL + POWER + "levers: {shield: {forbid: [{by: a, from: not y, to: y}]}}\n"
    free = countermove.loads(text)
    found = free.levers("not y and not x and z = low", "nash")
    assert [[each.label for each in choice.levers] for choice in found.sets] == [["shield"]]


def test_power_among_events() -> None:
    text = MODEL + POWER + "events: {storm: {name: A storm, possible: y}}\n"
    conflict = countermove.loads(text)
    here = conflict.state("x and not y and z = low and w = none and storm")
    labels = {conflict.space.states.label(k) for k in conflict.space.moves.targets(0, here)}
    assert "Y.low.Y.none.Y" in labels
    assert not any(label.endswith(".N") for label in labels)


# ---------------------------------------------------------------- without it
def test_the_same_without_power() -> None:
    conflict = countermove.loads(MODEL + POWER)
    plain = countermove.loads(MODEL)
    assert conflict.powerless().analyze().equilibria == plain.analyze().equilibria
    assert powers(conflict.powerless([0]).model) == [("a", "b.w", None, "")]
    assert conflict.analyze().equilibria != plain.analyze().equilibria


def test_an_expectation_without_power() -> None:
    expect = "expect:\n  - {why: W., equilibrium: not y and z = low, concepts: [nash]EXTRA}\n"
    holds = [
        countermove.loads(MODEL + POWER + expect.replace("EXTRA", extra)).expectations()[0].holds
        for extra in (", power: false", "")
    ]
    assert holds == [True, False]
    # Without any power there is nothing to leave out, so that a change that takes it away still loads.
    assert countermove.loads(MODEL + expect.replace("EXTRA", ", power: false")).expectations()[0].holds
    (found,) = problems(MODEL + POWER + expect.replace("EXTRA", ", power: true"))
    assert "power" in found


def test_what_changes_is_told_for_each_element() -> None:
    conflict = countermove.loads(MODEL + POWER)
    found = conflict.force()
    assert [each.concept.id for each in found.comparison.differences] == ["nash", "gmr", "smr", "seq"]
    assert len(found.alone) == 2
    for each, without in ((found.comparison, [0, 1]), (found.alone[0], [0]), (found.alone[1], [1])):
        before = conflict.powerless(without).analyze()
        for one in each.differences:
            held, now = before.equilibria[one.concept.id], conflict.analyze().equilibria[one.concept.id]
            assert (one.before, one.after) == (len(held), len(now))
            assert len(one.gained) == len(set(now) - set(held))
    with pytest.raises(countermove.UsageError, match="list it under 'power:'"):
        countermove.loads(MODEL).force()


def test_a_large_conflict_says_how_to_compare_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.analyses.power.MAX_STATES", 7)
    with pytest.raises(
        LimitError, match=r"up to 7 states, and these are 8; 'countermove compare' does it with"
    ):
        countermove.load("protector").force()
    ran = call(["analyze", "protector", "--json"])
    assert ran.code == 0
    assert "up to 7 states" in json.loads(ran.out)["power"]["not_looked_at"]
    assert "not looked at: a conflict is set" in told(rendered(countermove.load("protector")), "power")


def test_the_section_of_an_analysis() -> None:
    data = json.loads(call(["analyze", "-", "--json"], MODEL + POWER).out)["power"]
    one, other = data["power"]
    assert (one["by"], one["option"], one["to"], one["when"]) == ("a", "b.y", "yes", "z != high")
    assert (other["to"], other["when"]) == ("any", "anywhere")
    assert one["example"]["forces"] == ["b"]
    nash = data["concepts"]["nash"]
    assert set(nash["gained"]) == set(nash["with"]) - set(nash["without"])
    assert set(nash["lost"]) == set(nash["without"]) - set(nash["with"])
    assert "power" not in json.loads(call(["analyze", "-", "--json"], MODEL).out)


def test_without_a_list_of_states_it_says_who_can_force_whom() -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    lines = ["countermove: 1", "status_quo: []", "decision_makers:"]
    for dm in range(8):
        lines.append(f"  d{dm}: {{options: {{{', '.join(f'd{dm}o{k}: ' for k in range(4))}}}}}")
    lines.append("preferences:")
    lines += [f"  d{dm}: {{prioritize: [d{dm}o0, not d{(dm + 1) % 8}o1]}}" for dm in range(8)]
    without = countermove.loads("\n".join(lines)).analyze(["nash"])
    text = "\n".join([*lines, "power: [{by: d0, option: d1o1, to: no}]"])
    analysis = countermove.loads(text).analyze(["nash"])
    assert analysis.engine == "symbolic"
    # d0 can do what it wants of the next one's second option, which has to be dropped now.
    assert 2 * analysis.counts["nash"] == without.counts["nash"]
    ran = call(["analyze", "-", "--concept", "nash"], text)
    assert "d0 can force d1 to drop “d1o1” anywhere. What it changes is not looked at" in " ".join(
        ran.out.split()
    )


# ---------------------------------------------------------------- in words
def moved(conflict: Conflict, before: str, after: str, by: int = 0) -> str:
    one, other = conflict.state(before), conflict.state(after)
    return change(conflict.space, Step(by, one, other, True))


def test_a_move_says_who_is_forced_to_what() -> None:
    conflict = countermove.loads(MODEL + POWER)
    here = "Y.low.N.none"
    assert moved(conflict, here, "N.mid.Y.some") == (
        "drops “Xerography”, sets “z” to mid and forces Bob to take up “Yoga” and set “Water” to some"
    )
    assert moved(conflict, here, "Y.low.Y.none") == "forces Bob to take up “Yoga”"
    assert moved(conflict, here, "Y.low.Y.none", by=1) == "takes up “Yoga”"
    assert moved(conflict, here, "N.low.N.none") == "drops “Xerography”"


def test_every_step_says_whom_it_forces() -> None:
    data = json.loads(call(["evolve", "protector", "--json"]).out)
    steps = [step for path in data["paths"] for step in path["steps"]]
    assert ["ally"] in [each["forces"] for each in steps]
    assert all(
        each["forces"] == (["ally"] if each["by"] == "protector" and each["to"] in (3, 4) else [])
        for each in steps
    )
    plain = json.loads(call(["evolve", "syria-iraq-1975", "--json"]).out)
    assert not any("forces" in step for path in plain["paths"] for step in path["steps"])


def test_a_menu_has_what_can_be_forced_beside_ones_own_options() -> None:
    data = json.loads(call(["menu", "protector", "--dm", "protector", "--json"]).out)
    forces = [(each["options"], each["forces"]) for each in data["courses"]]
    for protects in (True, False):
        for what in ({}, {"ally.give": True}):
            assert ({"protector.protect": protects}, what) in forces
    assert "Protect the ally + forced on Ally: Give the valley back" in [
        each["name"] for each in data["courses"]
    ]


def test_an_expected_course_forces_nobody() -> None:
    text = MODEL.replace("[y, not x]", "[y]") + "power: [{by: b, option: x}]\n"
    text += "expect: [{why: W., course: {by: b, take: [], rests: x, from: Y.low.N.some}}]\n"
    # Bob could also make Ann drop x, which has the lower number; then it would rest there.
    conflict = countermove.loads(text)
    labels = [
        conflict.space.states.label(k)
        for k in conflict.space.moves.targets(1, conflict.state("Y.low.N.some"))
    ]
    assert labels.index("N.low.N.none") < labels.index("Y.low.N.none")
    assert conflict.expectations()[0].holds


def test_the_report_has_a_section_on_power() -> None:
    text = told(rendered(countermove.load("protector")), "power")
    assert "Protector can force Ally to take up “Give the valley back” where “Protect the ally” holds" in text
    assert "Ally would have refused in all of them" in text
    assert "a move it cannot make without power" in text
    assert "plainest reading" in text
    assert 'id="power"' not in rendered(countermove.loads(TINY))


def test_the_report_asks_of_each_course_once() -> None:
    page = rendered(countermove.load("protector"))
    assert "forced on" in told(page, "menus")
    assert "forced on" not in told(page, "changing")
    assert "Of the two courses of Protector one is in no Nash equilibrium." in told(page, "changing")


def test_any_model_with_power_is_told() -> None:
    for seed in range(40):
        model = random_forcing_model(Random(f"told {seed}"))
        conflict = Conflict(model, build(model))
        said = power_sentences(conflict.space, conflict.force())
        assert len(said) >= len(model.powers) + 2
        assert "plainest reading" in said[-1]
