"""What the symbolic engine refuses, and how; and that many options are no matter."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from benchmarks.symbolic import large_conflict

from countermove.concepts import find
from countermove.errors import LimitError, ModelError
from countermove.model import holds
from countermove.model.condition import And, Is, Not, Or
from countermove.model.elements import Model, StatePattern
from countermove.space.symbolic import SymbolicSpace, diagrams, memory
from countermove.stability.symbolic import analyze
from tests.strategies import (
    graph_form,
    option,
    option_form,
    prioritize,
    ranking,
    statement,
    with_preferences,
)
from tests.symbolic.conflicts import NODES, general_concepts


def small(**changes: Any) -> Model:
    model = option_form(("ann", "bob"), [option("ann", "x"), option("bob", "y")])
    model = with_preferences(model, {"ann": prioritize(Is(0, 1)), "bob": prioritize(Is(0, 0), Is(1, 1))})
    return replace(model, **changes)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (with_preferences(small(), {"ann": ranking(1, 2, 3, 4)}), "does not read the ranking of 'ann'.*prioritize or weights"),
        (graph_form(3, {"ann": [(1, 2)], "bob": [(2, 3)]}), "takes conflicts in option form"),
    ],
)  # fmt: skip
def test_models_that_do_not_fit_are_refused(model: Model, message: str) -> None:
    with pytest.raises(LimitError, match=message):
        SymbolicSpace.of(model, nodes=NODES)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"constraints": (statement(And((Is(0, 0), Is(0, 1)))),)}, "no state is feasible"),
        ({"constraints": (statement(Is(0, 1)),), "status_quo": StatePattern((0, 0))}, "the status quo is not feasible"),
        ({"status_quo": 5}, "the status quo is state 5, which there is not"),
    ],
)  # fmt: skip
def test_mistakes_that_only_the_states_show(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        SymbolicSpace.of(small(**changes), nodes=NODES)


def test_concepts_with_a_rule_of_their_own_are_refused() -> None:
    odd: Any = SimpleNamespace(id="sim", form=object())
    with pytest.raises(LimitError, match="does not decide sim; ask for nash"):
        analyze(SymbolicSpace.of(small(), nodes=NODES), [odd])


def test_running_out_of_nodes_is_a_limit_and_nothing_breaks() -> None:
    model = large_conflict(10, "any")
    with pytest.raises(LimitError, match=r"its limit of 300 decision diagram nodes"):
        SymbolicSpace.of(model, nodes=300)
    space = SymbolicSpace.of(model, nodes=2**16)
    nash = analyze(space, [find("nash")]).counts["nash"]
    for _ in range(2):
        with pytest.raises(LimitError, match=r"its limit of 65,536 decision diagram nodes"):
            analyze(space, [find("seq")])
    assert analyze(space, [find("nash")]).counts["nash"] == nash  # and it goes on


def message(work: Callable[[], object]) -> str:
    with pytest.raises(LimitError) as caught:
        work()
    return str(caught.value)


def test_it_says_at_which_stage_it_ran_out_of_nodes() -> None:
    pairs = Or(
        tuple(And((Is(k, 1), Is(20 + j, 1))) for k in range(20) for j in range(20) if (k * k + 3 * j) % 5 < 2)
    )
    options = [option(owner, f"{owner[0]}{k}") for owner in ("ann", "bob") for k in range(20)]
    both = {"ann": prioritize(Is(0, 1)), "bob": prioritize(pairs)}
    model = with_preferences(option_form(("ann", "bob"), options), both)
    assert message(lambda: SymbolicSpace.of(model, nodes=2**10)) == (
        "the symbolic engine reached its limit of 1,024 decision diagram nodes while reading the preferences of "
        "'bob'; give it fewer or simpler statements, or weights that take fewer different sums"
    )
    model = with_preferences(
        option_form(("ann", "bob"), options, [pairs]),
        {"ann": prioritize(Is(0, 1)), "bob": prioritize(Is(20, 1))},
    )
    assert message(lambda: SymbolicSpace.of(model, nodes=2**10)) == (
        "the symbolic engine reached its limit of 1,024 decision diagram nodes while reading the constraints; "
        "leave some out, or make them simpler"
    )
    space = SymbolicSpace.of(large_conflict(10, "any"), nodes=2**16)
    said = message(lambda: analyze(space, [find("seq")]))
    assert re.fullmatch(
        "the symbolic engine reached its limit of 65,536 decision diagram nodes while deciding SEQ for 'd[0-9]'; "
        "leave seq out and ask for nash, gmr and smr alone, or state fewer or simpler preferences",
        said,
    )


def test_patterns_that_take_too_many_nodes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise diagrams.DDMemoryError("no node is left")

    analysis = analyze(SymbolicSpace.of(small(), nodes=NODES), [find("nash")])
    monkeypatch.setattr("countermove.stability.symbolic.cover", full)
    assert message(lambda: analysis.patterns("nash", limit=3)) == (
        "the symbolic engine reached its limit of 65,536 decision diagram nodes while describing the equilibria "
        "under nash by patterns; ask for that concept alone, or state fewer or simpler preferences"
    )


def test_the_explicit_engine_is_named_only_where_it_can_be_used() -> None:
    # 16 options can be listed, 40 cannot.
    few = large_conflict(4, "any", statements=12)
    assert message(lambda: SymbolicSpace.of(few, nodes=2**11)).endswith(", or use the explicit engine")
    assert "explicit" not in message(lambda: SymbolicSpace.of(large_conflict(10, "any"), nodes=2**11))


LITTLE = """
import resource, sys
from pathlib import Path
from benchmarks.symbolic import large_conflict
from countermove.concepts import find
from countermove.errors import LimitError
from countermove.space.symbolic import SymbolicSpace, diagrams, memory
from countermove.stability.symbolic import analyze
status = Path("/proc/self/status").read_text().splitlines()
line, limit = {"v": ("VmSize", resource.RLIMIT_AS), "d": ("VmData", resource.RLIMIT_DATA)}[sys.argv[3]]
taken = next(int(each.split()[1]) * 1024 for each in status if each.startswith(line))
resource.setrlimit(limit, (taken + int(sys.argv[1]) * 2**20, resource.RLIM_INFINITY))
try:
    space = SymbolicSpace.of(large_conflict(10, sys.argv[2]))
    print(space.nodes < 2**25, analyze(space, [find("seq")]).counts)
except LimitError as error:
    print(error)
"""


def with_little(megabytes: int, near: str = "next", limit: str = "v") -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", LITTLE, str(megabytes), near, limit]
    return subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the address space is not told")
@pytest.mark.parametrize("limit", ["v", "d"])
@pytest.mark.parametrize("megabytes", [0, 800, 1200])
def test_too_little_memory_is_a_limit(megabytes: int, limit: str) -> None:
    ended = with_little(megabytes, limit=limit)
    assert ended.returncode == 0, ended.stderr
    assert re.match(
        r"the symbolic engine needs 1,284 MB of address space, and this process may take [0-9,]+ MB more; "
        r"raise its limits \('ulimit -v unlimited -d unlimited'\)$",
        ended.stdout,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the address space is not told")
def test_with_less_memory_there_are_fewer_nodes() -> None:
    ended = with_little(1400)
    assert ended.returncode == 0, ended.stderr
    counts = analyze(SymbolicSpace.of(large_conflict(10)), [find("seq")]).counts
    assert ended.stdout == f"True {counts}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the address space is not told")
def test_full_tables_do_not_take_more_memory_than_there_is() -> None:
    ended = with_little(1286, "any")
    assert ended.returncode == 0, ended.stderr
    assert "decision diagram nodes while deciding SEQ" in ended.stdout


def test_the_machine_may_be_short_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_free_addresses", lambda: None)
    monkeypatch.setattr(memory, "_free_memory", lambda: 2**28)
    assert memory.nodes_within_memory(2**25) == 2**28 * 3 // 4 // 48
    assert memory.nodes_within_memory(1000) == 1000
    monkeypatch.setattr(memory, "_free_memory", lambda: 2**20)
    assert memory.nodes_within_memory(1000) == 1000
    with pytest.raises(LimitError, match="not memory enough to begin"):
        memory.nodes_within_memory(2**25)
    monkeypatch.setattr(memory, "_free_memory", lambda: None)
    assert memory.nodes_within_memory(2**25) == 2**25


def test_garbage_is_swept_where_room_is_short() -> None:
    model = large_conflict(10, seed=2)
    wide, narrow = (analyze(SymbolicSpace.of(model, nodes=nodes), [find("seq")]) for nodes in (2**22, 2**17))
    assert wide.stable_counts == narrow.stable_counts


def test_a_hundred_options() -> None:
    model = large_conflict(25)
    space = SymbolicSpace.of(model, nodes=2**22)
    analysis = analyze(space, general_concepts())
    counts = analysis.counts
    assert counts["nash"] <= counts["smr"] <= counts["gmr"] < space.count < 2**100
    assert counts["nash"] <= counts["sseq"] <= min(counts["seq"], counts["smr"])
    patterns = analysis.patterns("nash", 5)
    assert len(patterns.texts[0]) == 100
    assert analysis.holds("nash", None, patterns.patterns[0]) == "all"
    best = analysis.best("gmr", 3)
    assert best is not None
    liked = space.states.values(best)
    assert space.number(liked) == best + 1
    assert all(holds(each.condition, liked) for each in model.constraints)
    dm = next(
        dm
        for dm in range(25)
        if analysis.stable_counts["seq"][f"d{dm}"] > analysis.stable_counts["nash"][f"d{dm}"]
    )
    only_seq = analysis.stable["seq"][dm] & ~analysis.stable["nash"][dm]
    state = space.first(only_seq)
    assert state is not None
    found = analysis.witness("seq", dm, state)
    assert found.stable
    assert found.answers


def test_one_answer_changes_one_owners_options_only() -> None:
    model = large_conflict(6, "any", seed=3)
    space = SymbolicSpace.of(model, nodes=2**20)
    analysis = analyze(space, general_concepts())
    rng = Random(0)
    for concept in general_concepts():
        for dm in range(6):
            state = space.numbered(rng.randrange(space.count) + 1)
            assert state is not None
            found = analysis.witness(concept.id, dm, state)
            assert found.stable == analysis.is_stable(concept.id, dm, space.number(state) - 1)
            here = found.improvement
            for answer in found.answers:
                assert here is not None
                changed = {k // 4 for k, (a, b) in enumerate(zip(here, answer.state, strict=True)) if a != b}
                assert changed == {answer.mover}
                here = answer.state


def test_conditions_count_exactly() -> None:
    space = SymbolicSpace.of(large_conflict(25))
    fitting = space.size(space.select(Is(0, 1))) + space.size(space.select(Not(Is(0, 1))))
    assert fitting == space.count


class Sweeping:
    """Decision diagrams that the library is sweeping already, for so many times as somebody asks for it."""

    def __init__(self, busy: int) -> None:
        self.busy = busy
        self.asked = self.swept = 0

    def gc(self) -> int:
        self.asked += 1
        self.swept += self.asked > self.busy
        return 0  # as where a sweep goes on, and as where there is nothing to free

    def gc_count(self) -> int:
        return self.swept


@pytest.mark.parametrize("busy", [0, 1, 50])
def test_a_sweep_that_goes_on_is_waited_for(monkeypatch: pytest.MonkeyPatch, busy: int) -> None:
    monkeypatch.setattr(diagrams, "sleep", lambda seconds: None)
    manager = Sweeping(busy)
    diagrams.sweep(cast(diagrams.Manager, manager))
    assert (manager.asked, manager.swept) == (busy + 1, 1)
