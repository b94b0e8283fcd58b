"""What is asked of an analysis beside the whole: some states' verdicts, and whose best equilibrium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countermove.stability import Analysis
from countermove.views.words import count, figure, join, state_line

if TYPE_CHECKING:
    from countermove.conflict import Conflict
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["asked_data", "asked_sentences", "best_data", "best_sentences"]

_QUANTITIES = ("all", "some", "none")


def asked_data(
    conflict: Conflict, analysis: Analysis | SymbolicAnalysis, state: str, dm: str | None
) -> dict[str, Any]:
    """Return for each concept whether all, some or none of the states asked for are stable.

    Parameters
    ----------
    conflict : Conflict
        What is asked about.
    analysis : Analysis or SymbolicAnalysis
        Its verdicts.
    state : str
        A state's number or label, a pattern, or a condition.
    dm : str or None
        For whom (a label); None asks for equilibria.

    Raises
    ------
    UsageError
        When no feasible state fits.
    """
    ref = conflict.ref(state)
    number = None if dm is None else conflict.dm(dm)
    return {
        "state": state,
        "states": analysis.how_many(ref),
        "decision_maker": dm,
        "stable": {concept.id: analysis.holds(concept.id, number, ref) for concept in analysis.concepts},
    }


def asked_sentences(
    conflict: Conflict, analysis: Analysis | SymbolicAnalysis, data: dict[str, Any]
) -> list[str]:
    """Say what `asked_data` found."""
    dm = data["decision_maker"]
    name = None if dm is None else conflict.model.decision_makers[conflict.dm(dm)].name
    grouped = {
        quantity: [each.short for each in analysis.concepts if data["stable"][each.id] == quantity]
        for quantity in _QUANTITIES
    }
    if data["states"] == 1:
        what = "an equilibrium" if name is None else f"stable for {name}"
        yes = f"under {join(grouped['all'])}" if grouped["all"] else "under none of the concepts"
        no = f"; not under {join(grouped['none'], 'or')}" if grouped["all"] and grouped["none"] else ""
        asked = str(data["state"]).strip()
        which = (
            f"State {asked}"
            if asked.isdecimal() and not conflict.model.graph_form
            else f"The state that fits '{asked}'"
        )
        return [f"{which} is {what} {yes}{no}."]
    one, several = ("an equilibrium", "equilibria") if name is None else (f"stable for {name}",) * 2
    said = {
        "all": f"all are {several} under {join(grouped['all'])}",
        "some": f"some are {several} under {join(grouped['some'])}",
        "none": f"none of them is {one} under {join(grouped['none'], 'or')}",
    }
    told = "; ".join(said[quantity] for quantity in _QUANTITIES if grouped[quantity])
    many = data["states"]
    states = count(many, "state").capitalize() if many <= 12 else f"{figure(many)} states"
    return [f"{states} fit '{data['state']}': {told}."]


def best_data(conflict: Conflict, analysis: Analysis | SymbolicAnalysis, dm: str) -> dict[str, Any]:
    """Return the equilibrium that a decision maker likes best under each concept; of several the first."""
    number = conflict.dm(dm)
    found: dict[str, Any] = {}
    for concept in analysis.concepts:
        state = analysis.best(concept.id, number)
        label = None if state is None else analysis.space.states.label(state)
        found[concept.id] = None if state is None else {"number": state + 1, "label": label}
    return {"decision_maker": dm, "equilibria": found}


def best_sentences(
    conflict: Conflict, analysis: Analysis | SymbolicAnalysis, data: dict[str, Any]
) -> list[str]:
    """Say what `best_data` found, the same state once."""
    name = conflict.model.decision_makers[conflict.dm(data["decision_maker"])].name
    short = {each.id: each.short for each in analysis.concepts}
    grouped: dict[tuple[int, str] | None, list[str]] = {}
    for concept, state in data["equilibria"].items():
        key = None if state is None else (state["number"], state["label"])
        grouped.setdefault(key, []).append(short[concept])
    said = []
    for key, names in grouped.items():
        if key is None:
            said.append(f"Under {join(names)} there is no equilibrium to like.")
        else:
            said.append(
                f"Of the equilibria under {join(names)} {name} likes state {figure(key[0])} ({key[1]}) best: "
                f"{state_line(analysis.space, key[0] - 1)}."
            )
    return said
