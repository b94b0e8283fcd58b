"""What holds with attitudes, why, and which attitudes would make a target hold."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

import countermove
from countermove.analyses import attitude_designs
from countermove.analyses.attitude_designs import AttitudeDesign, attitude_design
from countermove.analyses.attitude_reasons import prefers_with, related_witness, turned
from countermove.analyses.attitudes import Table, plain, related, relational, table_of
from countermove.concepts import find, pick, sim
from countermove.concepts._attitudes import REFERENCES, AttitudeGame, totally_preferred
from countermove.concepts._literal import reachable, reachable_by_improvements
from countermove.errors import LimitError, ModelError, UsageError
from countermove.space import Space, build
from countermove.space.literal import literal_game
from countermove.stability import analyze
from countermove.views.attitudes import related_reasons
from tests.attitudes.test_several_orders import FORMS, by_label, form, random_table, small
from tests.same_answers.answers import conflict

KINDS = ("options", "forbidding", "graph")
FILE = """\
countermove: 1
decision_makers:
  patron: {options: {back: Back}}
  ally: {options: {concede: Concede}}
  rival: {options: {press: Press}}
status_quo: [press]
preferences:
  patron: {prioritize: [not back, not press]}
  ally: {prioritize: [not press, not concede, back]}
  rival: {prioritize: [not (press and back), concede, press]}
"""


def without_attitudes(space: Space) -> dict[str, int]:
    return {concept: int(analyze(space, pick([concept])).counts[concept]) for concept in FORMS}


# ---------------------------------------------------------------- reading
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("attitudes: {patron: {ally: positiv}}", "'ally' holds the text 'positiv'; did you mean 'positive'?"),
        ("attitudes: {patron: {aly: positive}}", "unknown decision maker 'aly'; did you mean 'ally'?"),
        ("attitudes: {patrn: {ally: positive}}", "unknown decision maker 'patrn'; did you mean 'patron'?"),
        ("attitudes: {patron: {}}", "'patron' looks upon nobody here; name a decision maker"),
        ("attitudes: {patron: positive}", "'patron' holds the text 'positive'; write a mapping"),
        ("expect: [{why: W., equilibrium: 1, concepts: [nash], attitudes: true}]", "the model gives no attitudes"),
        (
            "expect: [{why: W., equilibrium: 1, concepts: [nash], attitudes: {patron: {aly: neutral}}}]",
            "unknown decision maker 'aly'; did you mean 'ally'?",
        ),
        (
            "expect: [{why: W., equilibrium: 1, concepts: [nash], attitudes: [patron]}]",
            "'attitudes' holds a list; write true or false or a mapping",
        ),
        ("expect: [{why: W., reachable: 1, attitudes: true}]", "unknown key 'attitudes'"),
        (
            "expect: [{why: W., equilibrium: 1, concepts: [nash, sim], attitudes: {patron: {ally: positive}}}]",
            "'sim' is not defined with attitudes; use nash, gmr, smr, seq or sseq",
        ),
        (
            "expect: [{why: W., equilibrium: 1, concepts: ['maximin:4'], attitudes: {patron: {ally: positive}}}]",
            "'maximin:4' is not defined with attitudes; use nash, gmr, smr, seq or sseq",
        ),
        (
            "expect: [{why: W., equilibrium: 1, concepts: [nash], reached: true, "
            "attitudes: {patron: {ally: positive}}}]",
            "what improvements reach is not looked at with attitudes; leave 'reached' or 'attitudes' out",
        ),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line_and_what_to_write(line: str, message: str) -> None:
    with pytest.raises(ModelError) as raised:
        countermove.loads(FILE + line, "m.yaml")
    assert "m.yaml:11:" in str(raised.value)
    assert message in str(raised.value)


def test_whom_a_side_does_not_name_it_is_neutral_to_but_itself() -> None:
    read = countermove.loads(f"{FILE}attitudes: {{patron: {{rival: negative}}, ally: {{ally: neutral}}}}")
    assert table_of(read.space, read.model.attitudes) == ((1, 0, -1), (0, 0, 0), (0, 0, 1))


def test_attitudes_rest_on_evidence() -> None:
    read = countermove.loads(
        f"{FILE}attitudes: {{patron: {{ally: positive, because: [{{assumption: A.}}]}}}}"
    )
    assert ("attitudes.patron", ["A."]) in [
        (path, [each.text for each in because]) for path, because in read.model.grounds()
    ]


def test_an_expectation_with_attitudes_is_checked_with_them() -> None:
    expect = """\
expect:
  - {why: A., equilibrium: back and not press, concepts: [nash], attitudes: {patron: {ally: positive}}}
  - {why: B., equilibrium: back and not press, concepts: [nash]}
  - {why: C., equilibrium: back and not press, concepts: [nash], attitudes: false}
  - {why: D., unstable: back and not press, for: [patron], concepts: [nash], attitudes: {ally: {patron: positive}}}
  - {why: E., equilibria: {nash: [2, 5]}, attitudes: {patron: {ally: positive}}}
"""
    outcomes = countermove.loads(FILE + expect).expectations()
    assert [each.holds for each in outcomes] == [True, False, False, True, True]


# ---------------------------------------------------------------- what holds, and why
def test_whoever_looks_to_nobody_has_no_reason_to_stay() -> None:
    conflict = countermove.loads(FILE + "attitudes: {patron: {patron: neutral}}\n")
    space, table = conflict.space, table_of(conflict.space, conflict.model.attitudes)
    (told,) = related_reasons(space, table, [conflict.explain_related("patron", 1, "nash")])
    assert "is not stable for patron under Nash with its attitudes." in told
    why = "if patron takes up “Back” (state 2), no answer is asked for."
    assert told.endswith(f"It looks to nobody, so any other state will do: {why}")


@pytest.mark.parametrize("kind", KINDS)
def test_reasons_agree_with_verdicts_and_definitions(kind: str) -> None:
    rng, answered = Random(3), 0
    for seed in range(40):
        model = conflict(kind, seed)
        if not small(model, 16):
            continue
        space, game = build(model), literal_game(model)
        table = random_table(rng, len(space.decision_makers))
        seen, several = AttitudeGame(game, by_label(game, table)), relational(space, table)
        for concept in pick(FORMS):
            for dm, label in enumerate(space.decision_makers):
                others = [each for each in game.decision_makers if each != label]
                reach = reachable_by_improvements if concept.id in ("seq", "sseq") else reachable
                stable = several.stable(dm, form(concept.id))
                for state in range(space.size):
                    found = related_witness(space, table, concept, dm, state)
                    assert found.stable == stable[state], (kind, seed, concept.id, dm, state)
                    for each in found.improvements:
                        assert seen.prefers(label, each.improvement, state)
                        if each.answers is not None and each.leads_to is not None:
                            answered += 1
                            assert each.leads_to in reach(seen, others, each.improvement)
                            assert not seen.prefers(label, each.leads_to, state)
                            assert each.worse == seen.prefers(label, state, each.leads_to)
    assert answered > 20


def test_preference_with_attitudes_is_total_preference() -> None:
    rng = Random(4)
    for seed in range(30):
        model = conflict("options", seed)
        if small(model, 16):
            space, game = build(model), literal_game(model)
            table = random_table(rng, len(space.decision_makers))
            prefers, attitudes = prefers_with(space, table), by_label(game, table)
            for dm, label in enumerate(space.decision_makers):
                for one, other in product(game.states, game.states):
                    assert prefers(dm, one, other) == totally_preferred(game, attitudes, label, one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_gained_and_lost_is_explained_by_what_it_hangs_on(kind: str) -> None:
    rng, told = Random(5), {"not-wanted": 0, "answered": 0}
    for seed in range(60):
        model = conflict(kind, seed)
        if not small(model, 16):
            continue
        space = build(model)
        found = related(analyze(space, pick(FORMS)), random_table(rng, len(space.decision_makers)))
        prefers = prefers_with(space, found.table), prefers_with(space, plain(len(found.table)))
        for concept in found.concepts:
            holding, before = set(found.holding(concept.id)), set(found.plain(concept.id))
            assert (set(found.gained(concept.id)), set(found.lost(concept.id))) == (
                holding - before,
                before - holding,
            )
            for state in (holding - before) | (before - holding):
                turns = [turned(found, concept, dm, state) for dm in found.turned(concept.id, state)]
                assert any(each.stays == (state in holding) for each in turns)
                for each in turns:
                    told[each.why] += 1
                    with_them, without = prefers if each.stays else prefers[::-1]
                    assert without(each.dm, each.move, state)
                    assert with_them(each.dm, each.move, state) == (each.why == "answered")
    assert min(told.values()) > 3, told


def test_concepts_that_are_not_defined_with_attitudes() -> None:
    read = countermove.loads(f"{FILE}attitudes: {{patron: {{ally: positive}}}}")
    with pytest.raises(
        UsageError, match="'sim' is not defined with attitudes; use nash, gmr, smr, seq or sseq"
    ):
        read.related(["sim"])
    with pytest.raises(UsageError, match="'sim' is not defined with attitudes"):
        read.explain_related("patron", 1, "sim")
    with pytest.raises(UsageError, match="'sim' is not defined with attitudes"):
        attitude_design(read.space, plain(3), sim.CONCEPT, [0], [0])
    assert [each.id for each in read.related(["nash", "sim"]).concepts] == ["nash"]


def test_a_model_without_attitudes_says_so() -> None:
    with pytest.raises(UsageError, match="the model gives no attitudes; list them under 'attitudes:'"):
        countermove.loads(FILE).related()


def test_a_conflict_too_large_to_list() -> None:
    options = ", ".join(f"o{k}: x" for k in range(26))
    text = (
        f"countermove: 1\ndecision_makers: {{a: {{options: {{{options}}}}}, b: {{options: {{p: x}}}}}}\n"
        "preferences: {a: {prioritize: [o1]}, b: {prioritize: [p]}}\nattitudes: {a: {b: positive}}\n"
    )
    pytest.importorskip("oxidd")
    with pytest.raises(LimitError, match="attitudes need the explicit engine"):
        countermove.loads(text).related(["nash"])
    expect = "expect: [{why: W., equilibrium: o1, concepts: [nash], attitudes: true}]\n"
    with pytest.raises(LimitError, match=r"the expectation 'W\.' is about attitudes"):
        countermove.loads(text + expect).expectations()


# ---------------------------------------------------------------- which attitudes would do
def all_tables(table: Table) -> list[tuple[int, Table]]:
    """Every table in which attitudes to others may differ, with how many do."""
    people = range(len(table))
    rows = [[row for row in product((1, 0, -1), repeat=len(table)) if row[i] == table[i][i]] for i in people]
    return [
        (sum(one != other for i in people for one, other in zip(chosen[i], table[i], strict=True)), chosen)
        for chosen in product(*rows)
    ]


def smallest_by_trying(space: Space, table: Table, concept: str, targets: list[int]) -> int | None:
    held_by = []
    for size, chosen in all_tables(table):
        several = relational(space, chosen)
        stable = np.all([several.stable(dm, form(concept)) for dm in range(len(table))], axis=0)
        if stable[targets].any():
            held_by.append(size)
    return min(held_by, default=None)


@pytest.mark.parametrize("concept", FORMS)
def test_the_smallest_changes_of_attitudes_are_those_found_by_trying_all(concept: str) -> None:
    rng = Random(f"designs {concept}")
    sizes: dict[int | None, int] = {}
    for seed in range(70):
        model = conflict("graph" if seed % 2 else "options", seed)
        space = build(model)
        people = len(space.decision_makers)
        if people > 3 or space.size > 12 or (people == 3 and seed % 4):
            continue
        table = random_table(rng, people) if seed % 3 else plain(people)
        targets = sorted(rng.sample(range(space.size), min(space.size, rng.choice((1, 2)))))
        found = attitude_design(space, table, find(concept), targets, range(people))
        expected = smallest_by_trying(space, table, concept, targets)
        size = 0 if found.holding else found.proposals[0].size if found.proposals else None
        assert found.certain
        assert size == expected, (seed, concept)
        sizes[size] = sizes.get(size, 0) + 1
        for each in found.proposals:
            assert each.size == size
            changed = [list(row) for row in table]
            for i, j, before, after in each.changes:
                assert changed[i][j] == before != after
                changed[i][j] = after
            several = relational(space, tuple(map(tuple, changed)))
            held = np.all([several.stable(dm, form(concept)) for dm in range(people)], axis=0)
            assert [t for t in targets if held[t]] == list(each.states)
    assert sizes.get(1, 0) > 1, sizes
    assert None in sizes or concept == "seq", sizes  # under SEQ others' attitudes nearly always help


def old_debt(text: str, concept: str = "nash", vary: list[str] | None = None) -> AttitudeDesign:
    return countermove.loads(FILE).inverse_attitudes(text, concept, vary)


def test_gratitude_makes_a_promise_hold() -> None:
    """Worked out by hand: the patron drops its backing, unless it minds that the ally likes it less then."""
    found = old_debt("back and not press")
    assert [each.changes for each in found.proposals] == [((0, 1, 0, 1),)]
    assert old_debt("back and not press", vary=["rival"]).proposals == ()
    assert old_debt("back and not press", vary=["rival"]).refusing == (0,)


def test_what_is_not_tried_is_not_said_to_be_ruled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert old_debt("back and press and concede", vary=["ally"]).certain
    monkeypatch.setattr(attitude_designs, "MAX_ROWS", 5)  # those of one change
    assert not old_debt("back and press and concede", vary=["ally"]).certain
    assert old_debt("back and not press").certain  # no smaller change than of one attitude
    monkeypatch.setattr(attitude_designs, "MAX_LOOKED", 1)
    found = old_debt("back and not press")
    assert (found.proposals, found.certain) == ((), False)
    monkeypatch.setattr(attitude_designs, "MAX_READ", 0)
    with pytest.raises(LimitError, match="to change one attitude of a decision maker at a time takes"):
        old_debt("back and not press")


def test_every_reference_has_a_concept() -> None:
    assert set(REFERENCES) < set(FORMS)


def test_attitudes_leave_the_plain_verdicts_alone() -> None:
    read = countermove.load("old-debt")
    assert without_attitudes(read.space) == without_attitudes(countermove.loads(FILE).space)


def test_a_layer_keeps_its_attitudes_to_itself() -> None:
    layer = "\n".join(
        f"      {line}" for line in f"{FILE}attitudes: {{patron: {{ally: positive}}}}".splitlines()
    )
    whole = countermove.loads(f"countermove: 1\nlayers:\n  one:\n    model:\n{layer}\n")
    assert whole.model.attitudes == {}
    assert whole.layer("one").related(["nash"]).gained("nash") == [1]
