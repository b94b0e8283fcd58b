"""What a model says of states by number, carried over to the model that a change makes of it.

A number names a state as the model numbered it before. With other constraints other states are feasible
and the numbers shift, so a ranking's states are carried over by what is done in them.
"""

from __future__ import annotations

from dataclasses import replace

from countermove.model import Model, holds, pattern_of
from countermove.model.changes import Change
from countermove.model.elements import Preference, Ranking, StatePattern
from countermove.model.yaml import Place
from countermove.space import Space
from countermove.space.states import GraphStates, OptionStates

__all__ = ["carried_over"]

MAX_NAMED = 8
Tier = tuple[tuple[int | str, Place], ...]


def carried_over(model: Model, before: Space) -> tuple[Model, list[Change]]:
    """Make the rankings and the status quo of a changed model mean the states that they meant before.

    Parameters
    ----------
    model : Model
        The changed model.
    before : Space
        The conflict as it was.

    Returns
    -------
    tuple of Model and list of Change
        The model with its rankings by label, without the states that its constraints now exclude; and the
        rankings from which states went. Where options or levels differ no state is the same: the model is
        then returned as it is.
    """
    states = before.states
    same_options = [(each.id, each.levels) for each in model.options] == [
        (each.id, each.levels) for each in before.model.options
    ]
    if isinstance(states, GraphStates) or model.graph_form or not same_options:
        return model, []
    preferences, changes = dict(model.preferences), []
    for label, preference in model.preferences.items():
        if isinstance(preference.by, Ranking):
            preferences[label], gone = _carried(model, states, preference, preference.by)
            if gone:
                text = ", ".join(gone[:MAX_NAMED]) + (", ..." if len(gone) > MAX_NAMED else "")
                element = f"preferences.{label}.ranking"
                changes.append(Change("ranking", "", element, preference.at.line, text))
    regimes = []
    for regime in model.regimes:
        if isinstance(regime.preference.by, Ranking):
            later, _ = _carried(model, states, regime.preference, regime.preference.by)
            regime = replace(regime, preference=later)
        regimes.append(regime)
    status_quo = model.status_quo
    if isinstance(status_quo, int) and 1 <= status_quo <= states.size:
        status_quo = StatePattern(states.values(status_quo - 1))
    changed = replace(model, preferences=preferences, regimes=tuple(regimes), status_quo=status_quo)
    return changed, changes


def _carried(
    model: Model, states: OptionStates, preference: Preference, ranking: Ranking
) -> tuple[Preference, list[str]]:
    """Name a ranking's states by their labels; leave out, and return, those that are no longer feasible."""
    gone: list[str] = []
    tiers: list[Tier] = []
    greatly: list[bool] = []
    much = False  # whether something greatly preferred lies between the last tier kept and this one
    for position, tier in enumerate(ranking.tiers):
        kept = []
        for ref, at in tier:
            state = ref - 1 if isinstance(ref, int) else states.named(ref)
            if state is None or not 0 <= state < states.size:
                kept.append((str(ref), at))  # not feasible before: a label, for a number means what it meant
                continue
            values = states.values(state)
            name = pattern_of(values, states.levels)
            if all(holds(each.condition, values) for each in model.constraints):
                kept.append((name, at))
            else:
                gone.append(name)
        if kept:
            greatly += [much] * bool(tiers)
            tiers.append(tuple(kept))
            much = False
        if position < len(ranking.greatly):
            much = much or ranking.greatly[position]
    return replace(preference, by=Ranking(tuple(tiers), tuple(greatly))), gone
