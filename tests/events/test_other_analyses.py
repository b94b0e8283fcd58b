"""What coalitions, changes of preferences and comparisons make of events."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

import countermove
from countermove.analyses.alterations import dropped, reordered, statements_of
from countermove.analyses.inverse import inverse
from countermove.concepts import find
from countermove.model.elements import READINGS, EventReading, Model, Prioritize
from countermove.space import Space, build
from countermove.stability.explicit import stable_states
from countermove.views.designing import design_sentences
from countermove.views.tipping import headline
from tests.analyses.test_coalitions import assert_coalitions
from tests.events.conflicts import random_event_model


@pytest.mark.parametrize("seed", range(25))
def test_coalitions_are_as_defined(seed: int) -> None:
    assert_coalitions(random_event_model(Random(seed), forbid=seed % 3 == 0))


def rebuilt(model: Model, label: str, by: Prioritize) -> Space:
    preference = replace(model.preferences[label], by=by)
    return build(replace(model, preferences={**model.preferences, label: preference}))


@pytest.mark.parametrize("reading", ["neutral", "cautious"])
@pytest.mark.parametrize("seed", range(40))
def test_statements_are_changed_as_in_the_file(seed: int, reading: EventReading) -> None:
    """What is wanted before any event changes, and what is wanted after one stays."""
    rng = Random(seed)
    model = replace(random_event_model(rng), reading=reading)
    space = build(model)
    for dm, label in enumerate(space.decision_makers):
        found = statements_of(space, dm)
        if found is None or len(found.statements) < 2:
            continue
        order = tuple(rng.sample(range(len(found.statements)), len(found.statements)))
        other = rebuilt(model, label, Prioritize(tuple(found.statements[k] for k in order)))
        assert np.array_equal(space.with_ranks(_with(space, dm, reordered(space, dm, order, 1).ranks)).ranks[dm],
                              other.ranks[dm])  # fmt: skip
        fewer = rebuilt(model, label, Prioritize(found.statements[1:]))
        assert np.array_equal(dropped(space, dm, 0).ranks, fewer.ranks[dm])


def _with(space: Space, dm: int, ranks: NDArray[np.signedinteger]) -> list[NDArray[np.signedinteger]]:
    return [*space.ranks[:dm], ranks, *space.ranks[dm + 1 :]]


@pytest.mark.parametrize("seed", range(25))
def test_what_inverse_proposes_does_it(seed: int) -> None:
    rng = Random(seed)
    space = build(replace(random_event_model(rng), reading=rng.choice(READINGS)))
    target = rng.randrange(space.size)
    everybody = range(len(space.decision_makers))
    design = inverse(space, find("nash"), [target], list(everybody))
    for proposal in design.proposals:
        ranks = list(space.ranks)
        for each in proposal.alterations:
            found = statements_of(space, each.dm)
            if each.order is None:
                assert space.model.reading == "neutral"
                ranks[each.dm] = each.ranks
            else:
                assert found is not None
                by = Prioritize(tuple(found.statements[k] for k in each.order))
                ranks[each.dm] = rebuilt(space.model, space.decision_makers[each.dm], by).ranks[each.dm]
        changed = space.with_ranks(ranks)
        assert all(stable_states(changed, find("nash"), dm)[target] for dm in everybody)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("seed", range(60))
def test_that_no_order_of_statements_does_it_is_so_with_events(seed: int, reading: EventReading) -> None:
    rng = Random(seed)
    model = replace(random_event_model(rng, rankings=False), reading=reading)
    space = build(model)
    target = rng.randrange(space.size)
    design = inverse(space, find("nash"), [target], list(range(len(space.decision_makers))))
    for dm, label in enumerate(space.decision_makers):
        found = statements_of(space, dm)
        if found is None or not 0 < len(found.statements) < 5:
            continue
        orders = [rebuilt(model, label, Prioritize(each)) for each in permutations(found.statements)]
        assert (dm in design.unordered) != any(
            stable_states(each, find("nash"), dm)[target] for each in orders
        )


SAIL = """
countermove: 1
decision_makers: {ann: {options: {sail: Sail}}}
events: {storm: {name: A storm}}
status_quo: []
preferences: {ann: {ranking: "2 > 1 > 3 > 4"}}
"""


def test_a_state_that_counts_as_another_is_not_raised() -> None:
    """To sail counts as to sail in a storm; that state 2 is liked better than 1 is so already."""
    cautious = countermove.loads(SAIL).reading("cautious")
    design = cautious.inverse(2, "nash")
    assert (design.proposals, design.share, design.total) == ((), None, None)
    tried = cautious.robustness(concepts=["nash"])
    assert (tried.beyond, tried.tried) == ((0,), 0)
    neutral = countermove.loads(SAIL)
    assert neutral.inverse(1, "nash").proposals
    assert neutral.robustness(concepts=["nash"]).standings[0].margin == {"nash": 1}


def test_why_no_state_is_raised_is_said() -> None:
    cautious = countermove.loads(SAIL).reading("cautious")
    said = " ".join(design_sentences(cautious.space, cautious.inverse(2, "nash")))
    assert "ask in the neutral one" in said
    assert "rankings" not in said
    assert "count as what events make of them" in headline(cautious.robustness(concepts=["nash"]))


def test_how_firmly_it_stands_is_told_with_events_too() -> None:
    conflict = countermove.load("forced-deal")
    found = conflict.robustness("press and give and not fall and not force", ["nash"])
    (standing,) = found.standings
    assert standing.margin == {"nash": 1}


def test_models_with_events_are_compared_event_by_event() -> None:
    conflict = countermove.load("forced-deal")
    harder = countermove.changed(conflict, set=["preferences.weak.prioritize[0]=not give"])
    found = conflict.compare(harder, ["nash"])
    (difference,) = found.differences
    assert (found.matching.by, difference.before, difference.after) == ("states", 4, 4)
    assert (len(difference.lost), len(difference.gained)) == (2, 2)
    text = (conflict.text or "").replace("  force:\n", "  troops:\n").replace("force", "troops")
    other = conflict.compare(countermove.loads(text.partition("expect:")[0]), ["nash"])
    assert (other.matching.by, other.matching.only_before, other.matching.only_after) == (
        "conditions",
        ("events.force",),
        ("events.troops",),
    )


def test_both_engines_agree_on_layers_with_events() -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    layer = """
      countermove: 1
      decision_makers: {{ann: {{options: {{a{0}: A}}}}, dm{0}: {{options: {{b{0}: B}}}}}}
      events: {{e{0}: {{possible: a{0}}}}}
      status_quo: []
      preferences: {{ann: {{prioritize: [e{0} -> a{0}, not b{0}]}}, dm{0}: {{prioritize: [b{0} <-> a{0}, e{0}]}}}}
"""
    text = "countermove: 1\nlayers:\n" + "".join(
        f"  l{k}:\n    model:{layer.format(k)}" for k in (1, 2)
    ) + "overall: {ann: [l2, l1]}\nconstraints: [not (e1 and e2)]\n"  # fmt: skip
    conflict = countermove.loads(text)
    ids = ["nash", "gmr", "smr", "seq", "sseq"]
    explicit, symbolic = (conflict.analyze(ids, engine) for engine in ("explicit", "symbolic"))
    assert explicit.stability == {name: symbolic.stability[name] for name in ids}
    assert 0 < explicit.counts["nash"] < conflict.state_count


def test_inverse_says_what_of_a_state_must_be_liked() -> None:
    conflict = countermove.load("forced-deal")
    for reading, extreme in (("cautious", "worst"), ("hopeful", "best")):
        read = conflict.reading(reading)
        said = design_sentences(read.space, read.inverse(8, "nash"))
        counted = (
            f"A state counts as the {extreme} that events can make of it: that is what must be liked below."
        )
        assert said.count(counted) == 1
    said = design_sentences(conflict.space, conflict.inverse(8, "nash"))
    assert "counts as" not in " ".join(said)
