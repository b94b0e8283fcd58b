"""What power changes, as data and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countermove.analyses.compare import Comparison
from countermove.analyses.power import Force, Use
from countermove.model.elements import Model, Power
from countermove.views.comparing import headline, sections
from countermove.views.explaining import step_data
from countermove.views.report_elements import power_words
from countermove.views.turning import Telling
from countermove.views.words import change, count, dm_name, join, number

if TYPE_CHECKING:
    from countermove.space import Space

__all__ = ["READING", "PowerTelling", "power_data", "power_lines", "power_sentences", "use_line"]

READING = (
    "who has power over an option changes it as if it were its own, where the condition holds, together with "
    "its own options; nobody loses a move by it (our own plainest reading, not a published definition)"
)


@dataclass(frozen=True)
class PowerTelling(Telling):
    """How a conflict without power is told apart from the conflict."""

    files: bool = True

    @property
    def now(self) -> str:
        """The conflict as it is."""
        return "with power"

    @property
    def then(self) -> str:
        """The conflict without power."""
        return "without power"


# ---------------------------------------------------------------- as data
def power_data(space: Space, found: Force) -> dict[str, Any]:
    """Return the JSON of what power changes; states by their numbers."""
    return {
        "reading": READING,
        "power": [
            {
                "by": each.by,
                "option": each.option,
                "to": _level(space.model, each),
                "when": "anywhere" if each.when is None else each.when.text,
                **_use_data(space, found.uses[k]),
                **({"left_out_alone": {"concepts": _concepts(found.alone[k])}} if found.alone else {}),
            }
            for k, each in enumerate(space.model.powers)
        ],
        "concepts": _concepts(found.comparison),
    }


def _level(model: Model, power: Power) -> str:
    levels = next(option.levels for option in model.options if option.id == power.option)
    return "any" if power.to is None else levels[power.to]


def _use_data(space: Space, use: Use) -> dict[str, Any]:
    example = None if use.example is None else step_data(space, [use.example])[0]
    return {"gains_from": use.gaining, "refused_in": use.refused, "example": example}


def _concepts(comparison: Comparison) -> dict[str, Any]:
    """Return under each concept what holds with power, what without, and the difference."""
    first = comparison.matching.first_after
    return {
        each.concept.id: {
            "with": comparison.after.equilibria[each.concept.id],
            "without": comparison.before.equilibria[each.concept.id],
            "gained": [int(first[unit]) + 1 for unit in each.gained],
            "lost": [int(first[unit]) + 1 for unit in each.lost],
        }
        for each in comparison.differences
    }


# ---------------------------------------------------------------- in words
def power_lines(model: Model) -> list[str]:
    """Say of each element of power who can force what."""
    return [f"{power_words(model, each)}." for each in model.powers]


def use_line(space: Space, use: Use) -> str:
    """Say from how many states somebody gains by an element of power, and who would have refused."""
    power = space.model.powers[use.power]
    owner = space.model.decision_maker(power.option.partition(".")[0]).name
    if use.example is None:
        return "It never gains by that."
    name = dm_name(space, use.example.by)
    step = use.example
    where = "today" if step.source == space.status_quo else f"in state {step.source + 1}"
    does = f"{where} it {change(space, step)} (state {step.target + 1})"
    told = f"{does}; {owner} likes that less" if use.example_refused else f"{does}, and {owner} does not mind"
    said = f"{name} gains by it from {count(use.gaining, 'state')}"
    if use.gaining == 1:
        return f"{said}: {told}."
    many = "in all of them" if use.refused == use.gaining else f"in {number(use.refused)} of them"
    refused = f"{owner} would have refused {many}" if use.refused else f"{owner} would never have refused"
    return f"{said}, and {refused}: {told}."


def changed_lines(comparison: Comparison) -> list[str]:
    """Say which equilibria power makes and unmakes, and why."""
    telling = PowerTelling(comparison)
    lines = [headline(telling)]
    for section in sections(telling):
        lines += [f"{section.heading}. {' '.join(section.lines)}"]
    return lines


def alone_line(space: Space, found: Force, power: int) -> str:
    """Say what becomes of the equilibria when one element of power alone is left out."""
    parts: dict[str, list[str]] = {}
    for each in found.alone[power].differences:
        first = found.alone[power].matching.first_after
        # What the conflict gains against the one without this element is lost by leaving it out.
        gone, come = ([int(first[unit]) for unit in units] for units in (each.gained, each.lost))
        what = [f"{_states(gone)} no longer {'holds' if len(gone) == 1 else 'hold'}"] if gone else []
        what += [f"{_states(come)} {'holds' if len(come) == 1 else 'hold'} again"] if come else []
        if what:
            parts.setdefault(join(what), []).append(each.concept.short)
    if not parts:
        return "Without this alone, the same states hold."
    said = "; ".join(f"under {join(names)} {what}" for what, names in parts.items())
    return f"Without this alone, {said}."


def _states(states: Sequence[int]) -> str:
    shown = ", ".join(str(state + 1) for state in states[:5]) + (", ..." if len(states) > 5 else "")
    return f"state {shown}" if len(states) == 1 else f"{count(len(states), 'state')} ({shown})"


def power_sentences(space: Space, found: Force) -> list[str]:
    """Say who can force what, where that pays and who would have refused, and what it changes."""
    said = []
    for k, each in enumerate(space.model.powers):
        parts = [f"{power_words(space.model, each)}.", use_line(space, found.uses[k])]
        said.append(" ".join(parts + ([alone_line(space, found, k)] if found.alone else [])))
    return [*said, *changed_lines(found.comparison), f"Here {READING}."]
