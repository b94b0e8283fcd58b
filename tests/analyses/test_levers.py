"""Levers, held against trying all sets of them on conflicts that are worked out apart, from the definitions."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

import countermove
from countermove.analyses import levers as module
from countermove.analyses.levers import Mediation, mediation
from countermove.concepts import Concept
from countermove.errors import LimitError, UsageError
from countermove.model.condition import Condition
from countermove.model.elements import Lever, Model
from countermove.space import build
from countermove.space.literal import is_true, literal_game
from countermove.views.levers import mediation_data, mediation_sentences
from tests.analyses.pulled import GUARDED, PulledGame, asked, named, reached
from tests.models import change


# ---------------------------------------------------------------- all sets
class Tried:
    """How the targets stand with one set of levers."""

    def __init__(self, model: Model, pulled: tuple[Lever, ...], concept: Concept, target: Condition) -> None:
        self.game = game = PulledGame(model, pulled)
        wanted = [state for state in game.states if game.fits(target, state)]
        today = literal_game(model)
        sq = model.status_quo
        base = today.values(sq - 1) if isinstance(sq, int) else sq.levels  # type: ignore[union-attr]
        start = game.number[(*base, *(0,) * (len(game.values[0]) - len(base)))]  # type: ignore[index]
        self.moves = reached(game, start, improvements=False)
        self.gains = reached(game, start, improvements=True)
        self.against = {
            state: {dm for dm in game.decision_makers if not concept.reference(game, dm, state)}
            for state in wanted
        }
        self.held = {
            game.named(state): state in self.gains
            for state, against in self.against.items()
            if not against and state in self.moves
        }

    def distance(self, state: int) -> tuple[int, bool]:
        return len(self.against[state]), state not in self.moves


def check(model: Model, concept: Concept, target: Condition, found: Mediation) -> int | None:
    """Try all sets; return the size of the smallest that do it, or None."""
    by_size = [
        [(chosen, Tried(model, chosen, concept, target)) for chosen in combinations(model.levers, size)]
        for size in range(len(model.levers) + 1)
    ]
    for size, trials in enumerate(by_size):
        expected = {chosen: trial.held for chosen, trial in trials if trial.held}
        if expected:
            assert list(expected) == [each.levers for each in found.sets]
            for each in found.sets:
                held = {named(each.model, one.values): one.improvements_only for one in each.held}
                assert held == expected[each.levers]
                space = build(each.model)
                assert [space.states.label(one.state) for one in each.held] == [o.label for o in each.held]
            assert found.complete
            assert found.miss is None
            return size
    assert not found.sets
    assert found.complete
    assert found.tried == 2 ** len(model.levers)
    miss = found.miss
    assert miss is not None
    distances = {
        chosen: min(map(trial.distance, trial.against))
        for trials in by_size
        for chosen, trial in trials
        if trial.against
    }
    trial = next(each for trials in by_size for chosen, each in trials if chosen == miss.levers)
    state = next(
        s
        for s in trial.against
        if trial.game.named(s) == named(miss.space.model, miss.space.states.values(miss.state))
    )
    against = [miss.space.decision_makers[each.dm] for each in miss.against]
    assert set(against) == trial.against[state]
    assert miss.reachable == (state in trial.moves)
    assert trial.distance(state) == min(distances.values())
    assert miss.levers == next(chosen for chosen in distances if distances[chosen] == trial.distance(state))
    for each, dm in zip(miss.against, against, strict=True):
        assert each.telling is not None
        there = named(miss.space.model, miss.space.states.values(each.telling.improvement))
        (end,) = (s for s in trial.game.moves(dm, state) if trial.game.named(s) == there)
        assert trial.game.prefers(dm, end, state)
    return None


@pytest.mark.parametrize("kind", ["options", "forbidding", "graph"])
def test_the_smallest_sets_are_those_of_trying_all(kind: str) -> None:
    sizes: Counter[int | None] = Counter()
    for model, concept, target, ref in asked(kind, 130):
        found = mediation(build(model), concept, ref)
        mediation_data(found)
        game = literal_game(model)
        assert found.targets == tuple(s for s in game.states if is_true(target, game.values(s)))
        sizes[check(model, concept, target, found)] += 1
    assert min(sizes[None], sizes[1]) > 15, sizes
    assert sizes[2] > 1, sizes


# ---------------------------------------------------------------- asking
def labels(found: Mediation) -> list[list[str]]:
    return [[each.label for each in one.levers] for one in found.sets]


def test_a_target_is_named_as_the_file_knows_it_or_with_the_levers_options() -> None:
    conflict = countermove.loads(GUARDED)
    for target in (5, "5", "NNY", "N-Y", "pay and not sign"):
        assert labels(conflict.levers(target)) == [["lend"]], target
    assert conflict.levers("vow = vow").sets[0].held[0].label == "N.N.vow.N"
    assert labels(conflict.levers("vow = no_vow")) == [[]]
    assert conflict.levers("vow = vow").targets == ()


def test_without_any_need_it_says_so() -> None:
    found = countermove.loads(GUARDED).levers("not pay")
    assert labels(found) == [[]]
    assert found.complete
    assert mediation_sentences(found) == [
        "Under Nash the target holds and can be reached from today as things are: it takes no lever."
    ]


UNBOUND = change(GUARDED[: GUARDED.index("  bind")], "when: pay, weight: -1", "when: pay, weight: -3")


def test_none_does_it_and_the_nearest_miss_says_who_leaves_for_where() -> None:
    found = countermove.loads(UNBOUND).levers("pay")
    assert (found.complete, found.tried) == (True, 4)
    assert mediation_sentences(found) == [
        "Under Nash none of the 4 sets of the two levers makes the target hold within reach of today.",
        "The nearest miss is without any lever: state 6 (a: sign; b: pay) is stable for all but b, which gains "
        "when it drops “pay” (state 2).",
    ]
    found = countermove.loads(UNBOUND).levers("pay and not sign", "gmr")
    assert mediation_sentences(found)[1] == (
        "The nearest miss is with “undo”: state 5 (b: pay) is stable for all but b, which gains when it drops "
        "“pay” (state 1), and no answer takes that gain away."
    )


def test_all_who_are_against_the_nearest_miss_are_named() -> None:
    text = UNBOUND[: UNBOUND.index("  lend")].replace("{moves: forward}", "")
    found = countermove.loads(text).levers("sign and pay")
    assert mediation_sentences(found) == [
        "Under Nash neither the one lever that there is nor doing without it makes the target hold within reach "
        "of today.",
        "The nearest miss is without any lever: state 6 (a: sign; b: pay) is stable for all but a and b.",
        "a gains when it drops “sign” (state 5).",
        "b gains when it drops “pay” (state 2).",
    ]


def test_what_is_out_of_reach_says_what_stands_in_the_way() -> None:
    text = GUARDED.replace("status_quo: []", "status_quo: [sign]")
    text = text[: text.index("  undo")] + "  bind: {reward: [{to: a, when: wait, before: 2}]}\n"
    found = countermove.loads(text).levers("wait and not sign and not pay")
    assert found.miss is not None
    assert not found.miss.reachable
    assert " ".join(mediation_sentences(found)) == (
        "Under Nash neither the one lever that there is nor doing without it makes the target hold within reach "
        "of today. The nearest miss is without any lever: state 3 (a: wait) is stable for all then, but no moves "
        "lead there from today: “sign” would have to be undone, and cannot be."
    )


def test_of_too_many_levers_the_small_sets_are_tried_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(f"  l{k}: {{forbid: [{{by: a, from: pay, to: wait}}]}}\n" for k in range(5))
    text = UNBOUND + "  more: {option: {by: a, label: z}}\n" + many
    found = countermove.loads(text).levers("pay")
    assert (found.complete, found.tried, found.largest) == (True, 256, 8)
    monkeypatch.setattr(module, "MAX_SETS", 36)  # none, eight alone, but not all of the 28 pairs
    found = countermove.loads(text).levers("pay")
    assert (found.complete, found.tried, found.largest) == (False, 9, 1)
    assert mediation_sentences(found)[0].startswith(
        "Under Nash no set of up to one lever makes the target hold"
    )
    assert "Larger sets of the eight levers may do it: only 9 sets were tried." in mediation_sentences(found)
    assert countermove.loads(text).levers("sign").complete
    monkeypatch.setattr(module, "MAX_SETS", 37)
    assert countermove.loads(text).levers("pay").largest == 2
    monkeypatch.setattr(module, "MAX_SETS", 4_096)
    monkeypatch.setattr(module, "MAX_STATES", 80)  # eight states, and once more for each lever, twice for one
    assert countermove.loads(text).levers("pay").largest == 1
    monkeypatch.setattr(module, "MAX_STATES", 79)
    with pytest.raises(LimitError, match="trying 8 levers one by one takes too long: at most 4,096 sets"):
        countermove.loads(text).levers("pay")


@pytest.mark.parametrize(
    ("old", "new", "target", "concept", "message"),
    [
        ("status_quo: []\n", "", "pay", "nash", "the model has no status quo to start from; add 'status_quo: ...' to <text>"),
        (GUARDED[GUARDED.index("levers:"):], "", "pay", "nash", "the model lists no levers; add 'levers:' to <text>"),
        ("status_quo", "status_quo", "99", "nash", "there is no state 99; the states are numbered 1 to 8"),
        ("status_quo", "status_quo", "vow = vov", "nash", "unknown level 'vov'; did you mean 'vow'?"),
        ("status_quo", "status_quo", "sign and not sign", "nash", "no feasible state fits the target, whatever levers are pulled"),
        ("status_quo", "status_quo", "pay", "lh:2", "'lh:2' cannot be decided here: it is defined for strict"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(old: str, new: str, target: str, concept: str, message: str) -> None:
    with pytest.raises(UsageError, match="^.*" + re.escape(message)):
        countermove.loads(change(GUARDED, old, new)).levers(target, concept)


STRICT = """\
countermove: 1
decision_makers: {a: {options: {x: }}, b: {options: {y: }}}
status_quo: []
preferences: {a: {prioritize: [x, y]}, b: {prioritize: [not x, not y]}}
levers: {more: {option: {by: a, label: z}}, less: {forbid: [{by: a, from: not x, to: x}]}}
"""


def test_a_concept_that_levers_leave_undefined_is_refused() -> None:
    with pytest.raises(
        UsageError, match=r"with the levers 'more' 'nm' cannot be decided: .* ask for nash, gmr"
    ):
        countermove.loads(STRICT).levers("not x", "nm")
    found = countermove.loads(change(STRICT, "more: {option: {by: a, label: z}}, ", "")).levers("not x", "nm")
    assert labels(found) == [["less"]]
    found = countermove.loads(change(STRICT, "by: a, from: not x, to: x", "by: b, from: not y, to: y"))
    text = change(STRICT, "more: {option: {by: a, label: z}}, less: {forbid: [{by: a, from: not x, to: x}]}",
                  "less: {forbid: [{by: b, from: y, to: not y}]}")  # fmt: skip
    missed = countermove.loads(text).levers("not x", "lh:1")
    assert missed.miss is not None
    assert (
        "takes up “x” (state 2), looking ahead to state 2, which it likes better"
        in mediation_data(missed)["text"]
    )


# ---------------------------------------------------------------- the bundled case
def test_what_a_mediator_could_add_in_2020() -> None:
    """The second layer can be taken off Russia's hands, and a bare truce loses Baku; the rest stays bad."""
    conflict = countermove.load("karabakh-2020")
    settled = "plan and concede and not offensive and not advance and not align"
    assert labels(conflict.levers(settled)) == [[]]
    assert labels(conflict.levers(f"{settled} and not hold_turkey")) == [["seat", "restraint"]]
    assert labels(conflict.levers(f"{settled} and not hold_turkey", "seq")) == [["restraint"]]
    truce = "not offensive and not concede and not drawn_in"
    assert labels(conflict.levers(truce)) == [["observers"]]
    assert labels(conflict.levers(f"{truce} and align")) == [["observers"]]
    assert labels(conflict.levers(f"{truce} and not align")) == [["observers", "process"]]
    for bad in ("coerce", "fight", "not (plan or hold_turkey or coerce or fight)"):
        found = conflict.levers(bad)
        assert not found.sets
        assert found.miss is not None
        assert [found.miss.space.decision_makers[each.dm] for each in found.miss.against] == ["russia"]
