"""How the verdicts of two models differ, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.analyses.compare import MAX_FOLLOWED, Comparison, Difference
from countermove.stability import MAX_LISTED
from countermove.views.changing import change_sentences
from countermove.views.turning import Telling, broken_text, reason_parts
from countermove.views.words import count, join, number, state_line

__all__ = ["MAX_EXAMPLES", "Section", "following", "headline", "sections", "sentences", "unmatched"]

MAX_EXAMPLES = 4
MAX_NAMED = 6
MAX_CONCEPTS = 3
"""Up to so many concepts are named where nothing changes; more are the usual ones."""


def headline(telling: Telling) -> str:
    """Say in a sentence how many equilibria are lost and gained under which concepts."""
    comparison = telling.comparison
    every = [each.concept.short for each in comparison.differences]
    if comparison.matching.by == "nothing":
        return (
            f"The two models have no option or state in common; their equilibria are {_counts(comparison)}."
        )
    if comparison.same_verdicts:
        return (
            f"The verdicts are the same on all {comparison.before.space.size:,} states under "
            f"{join(every) if len(every) <= MAX_CONCEPTS else 'every concept'}."
        )
    if not comparison.equilibria_changed:
        return _nearly(telling, join(every, "or") if len(every) <= MAX_CONCEPTS else "any concept")
    grouped: dict[tuple[int, int], list[str]] = {}
    for each in comparison.differences:
        key = len(each.lost), len(each.gained)
        grouped.setdefault(key, []).append(each.concept.short)
    said = [
        f"under {join(names)} {_happens(*key, first=not position)}"
        for position, (key, names) in enumerate(sorted(grouped.items(), key=lambda item: item[0] == (0, 0)))
    ]
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _counts(comparison: Comparison) -> str:
    differences = comparison.differences
    return join(f"{each.before:,} and {each.after:,} under {each.concept.short}" for each in differences)


def _happens(lost: int, gained: int, *, first: bool) -> str:
    if not lost and not gained:
        return "none is lost or gained"
    parts: list[str] = []
    for many, verb in ((lost, "lost"), (gained, "gained")):
        if many:
            noun = (" equilibrium" if many == 1 else " equilibria") if first and not parts else ""
            parts.append(f"{number(many)}{noun} {'is' if many == 1 else 'are'} {verb}")
    return join(parts)


def _nearly(telling: Telling, under: str) -> str:
    comparison = telling.comparison
    first = f"No equilibrium is lost or gained under {under}"
    if comparison.verdicts_changed:
        verb = "does" if comparison.verdicts_changed == 1 else "do"
        many = count(comparison.verdicts_changed, "verdict")
        return f"{first}, though {many} of single decision makers {verb} change: {_whose(comparison)}."
    return f"{first}."


def _whose(comparison: Comparison) -> str:
    """Say how many verdicts of whom differ, all concepts together."""
    names = {dm.label: dm.name for dm in comparison.before.space.model.decision_makers}
    totals: dict[str, int] = {}
    for difference in comparison.differences:
        for each in difference.verdicts:
            totals[each.dm] = totals.get(each.dm, 0) + each.became_stable + each.no_longer_stable
    differing = {names[dm]: many for dm, many in totals.items() if many}
    if len(differing) == 1:
        return f"{next(iter(differing))}'s"
    return join(f"{number(many)} of {name}" for name, many in differing.items())


def unmatched(comparison: Comparison) -> tuple[int, int]:
    """Count the states of each model that mean nothing that the other has."""
    matching = comparison.matching
    if matching.by == "nothing":
        return comparison.before.space.size, comparison.after.space.size
    both = matching.in_both
    return int((~both[matching.before]).sum()), int((~both[matching.after]).sum())


@dataclass(frozen=True)
class Section:
    """What is different under some concepts that lose and gain the same.

    Attributes
    ----------
    heading : str
        The concepts, and how much is lost, gained and kept.
    lines : tuple of str
        Who leaves the lost ones, who left the gained ones, and examples with their reasons.
    more : str
        How many are not told; empty when all are.
    """

    heading: str
    lines: tuple[str, ...]
    more: str


def sections(telling: Telling) -> list[Section]:
    """Return the differences, equal ones once; at most `MAX_EXAMPLES` states are told with their reasons."""
    grouped: dict[tuple[bytes, bytes, int], list[Difference]] = {}
    for each in telling.comparison.differences:
        if each.changed:
            key = each.lost.tobytes(), each.gained.tobytes(), len(each.kept)
            grouped.setdefault(key, []).append(each)
    directions = sum(bool(len(group[0].lost)) + bool(len(group[0].gained)) for group in grouped.values())
    told: dict[str, str] = {}
    return [_section(telling, group, max(1, MAX_EXAMPLES // directions), told) for group in grouped.values()]


def _section(telling: Telling, group: Sequence[Difference], room: int, told: dict[str, str]) -> Section:
    """Tell one group; ``told`` has the sentences told so far, each with the concepts it was told of."""
    first = group[0]
    parts = [
        f"{len(units):,} {verb}"
        for units, verb in ((first.lost, "lost"), (first.gained, "gained"), (first.kept, "kept"))
        if len(units)
    ]
    names = join(each.concept.short for each in group)
    lines: list[str] = []
    many = 0
    for lost in (True, False):
        lines += _leavers(telling, group, lost=lost)
        for unit in [each.unit for each in first.reasons if each.lost == lost][:room]:
            text = _said_once(telling, group, unit)
            if text in told:
                lines.append(f"{text.partition(' (')[0]} is {_lost(lost)} as under {told[text]}.")
            elif len(told) < MAX_EXAMPLES:
                told[text] = names
                lines.append(text)
            else:
                continue
            many += 1
    left = len(first.lost) + len(first.gained) - many
    heading = f"{names}: {', '.join(parts)}"
    listed = ", with --json" if max(len(first.lost), len(first.gained)) <= MAX_LISTED else ""
    return Section(heading, tuple(lines), f"... and {left:,} more{listed}" if left else "")


def _lost(lost: bool) -> str:
    return "lost" if lost else "gained"


def _said_once(telling: Telling, group: Sequence[Difference], unit: int) -> str:
    """Say why a state is lost or gained under each of some concepts, equal reasons once."""
    what, whys = "", dict[str, list[str]]()
    for difference in group:
        for each in difference.reasons:
            if each.unit == unit:
                what, why = reason_parts(telling, each)
                whys.setdefault(why, []).append(difference.concept.short)
    if len(whys) == 1:
        return f"{what}: {next(iter(whys))}."
    return f"{what}. {' '.join(f'Under {join(names)}: {why}.' for why, names in whys.items())}"


def _leavers(telling: Telling, group: Sequence[Difference], *, lost: bool) -> list[str]:
    """Say who leaves the lost ones, or left the gained ones; nothing where examples say it all."""
    units = group[0].lost if lost else group[0].gained
    if len(units) < 2:
        return []
    space = telling.space(after=lost)
    names = {dm.label: dm.name for dm in space.model.decision_makers}
    counts = group[0].left_by if lost else group[0].was_left_by
    if any((each.left_by if lost else each.was_left_by) != counts for each in group):
        return []
    matching = telling.comparison.matching
    verb = "leaves" if lost else telling.was("left", "leaves")
    parts = [f"{names[dm]} {verb} {_share(many, len(units))}" for dm, many in counts.items()]
    if gone := int(((matching.first_after if lost else matching.first_before)[units] < 0).sum()):
        is_ = "is" if gone == 1 else "are"
        was = telling.was("was" if gone == 1 else "were", is_)
        parts.append(f"{_share(gone, len(units))} {is_ if lost else was} not feasible")
    side = telling.now if lost else telling.then
    return [f"Of those {_lost(lost)}, {join(parts)} {side}."]


def _share(many: int, of: int) -> str:
    return ("both" if of == 2 else f"all {number(of)}") if many == of else number(many)


def sentences(telling: Telling) -> list[str]:
    """Say what else is different: today's state, what is reached, the states themselves, and the model."""
    comparison = telling.comparison
    said = [*_matching_sentences(telling), *_today_sentences(telling), *_reach_sentences(telling)]
    if comparison.equilibria_changed and comparison.verdicts_changed:
        many = count(comparison.verdicts_changed, "verdict")
        verb = "differs" if comparison.verdicts_changed == 1 else "differ"
        said.append(f"In all, {many} of single decision makers {verb}: {_whose(comparison)}.")
    if comparison.matching.by == "conditions":
        said.append(f"Equilibria {telling.then} and {telling.now}: {_counts(comparison)}.")
    decided = {each.id: each for side in (comparison.before, comparison.after) for each in side.concepts}
    said += [
        f"{decided[name].short} is decided on one side alone: {why}."
        for name, why in comparison.left_out.items()
        if name in decided
    ]
    if comparison.changed is not None:
        said += change_sentences(comparison.changed, comparison.before.space.model)
    return said


def _matching_sentences(telling: Telling) -> list[str]:
    """Say what one model has and the other has not, and how states are compared then."""
    comparison, matching = telling.comparison, telling.comparison.matching
    ours, theirs = (each.space.decision_makers for each in (comparison.before, comparison.after))
    said = []
    for dms, others, options, side in (
        (ours, theirs, matching.only_before, telling.then),
        (theirs, ours, matching.only_after, telling.now),
    ):
        if alone := [dm for dm in dms if dm not in others]:
            what = "there is the decision maker" if len(alone) == 1 else "there are the decision makers"
            said.append(f"Only {side} {what} {_some(alone)}.")
        if options and matching.by != "nothing":
            what = "there is the option" if len(options) == 1 else "there are the options"
            said.append(f"Only {side} {what} {_some(options)}.")
    if matching.by == "conditions":
        what = count(len(matching.shared), "option")
        said.append(
            f"States are compared by the {what} that both models have; such a setting holds where one of its "
            "states does."
        )
    for name, levels in (matching.levels or {}).items():
        sides = zip(levels, (telling.then, telling.now), strict=True)
        only = [f"{join(each)} {side}" for each, side in sides if each]
        said.append(f"“{name}” has levels on one side alone: {join(only)}.")
    return said if matching.by == "nothing" else said + _unmatched_sentences(telling)


def _unmatched_sentences(telling: Telling) -> list[str]:
    here, there = unmatched(telling.comparison)
    said = []
    if here:
        verb = "has" if here == 1 else "have"
        said.append(f"{count(here, 'state')} {telling.then} {verb} no counterpart {telling.now}")
    if there:
        verb = "has" if there == 1 else "have"
        said.append(f"{count(there, 'state')} {telling.now} {verb} none {telling.then}")
    text = join(said)
    return [f"{text[0].upper()}{text[1:]}."] if text else []


def _some(names: Sequence[str]) -> str:
    shown = [f"“{name}”" for name in names[:MAX_NAMED]]
    more = len(names) - len(shown)
    return join([*shown, f"{number(more)} more"] if more else shown)


def _today_sentences(telling: Telling) -> list[str]:
    comparison = telling.comparison
    if comparison.same_today or comparison.matching.by == "nothing":
        return []
    said = []
    for state, side, after in zip(comparison.today, (telling.then, telling.now), (False, True), strict=True):
        if state is None:
            said.append(f"{side} there is none")
        else:
            space = telling.space(after=after)
            said.append(f"{side} it is state {state + 1} ({state_line(space, state)})")
    return [f"Today's state differs: {join(said)}."]


def _reach_sentences(telling: Telling) -> list[str]:
    comparison = telling.comparison
    reached = comparison.reached
    if reached is None:
        if None in comparison.today or comparison.matching.by == "nothing":
            return []
        return [f"How far improvements lead is not compared: there are more than {MAX_FOLLOWED:,} moves."]
    said = []
    if reached.before != reached.after:
        said.append(
            f"Improvements lead from today's state to {count(reached.before, 'state')} {telling.then} and to "
            f"{number(reached.after)} {telling.now}, today's among them."
        )
    lost, new = (
        sorted({int(unit) for each in comparison.differences for unit in getattr(each, name)})
        for name in ("no_longer_reached", "newly_reached")
    )
    if lost:
        verb = "is" if len(lost) == 1 else "are"
        text = (
            f"Of the equilibria that are kept, {number(len(lost))} {verb} no longer reached by improvements"
        )
        text += f": {broken_text(telling, reached.broken[0])}." if reached.broken else "."
        said.append(text)
    if new:
        verb = "is" if len(new) == 1 else "are"
        was = telling.was("was" if len(new) == 1 else "were", verb)
        which = f"{number(len(new))} {verb} reached by improvements {telling.now}"
        said.append(f"Of the equilibria that are kept, {which} and {was} not {telling.then}.")
    return said


def following(telling: Telling, first: str, second: str) -> str:
    """Return what to type next: why somebody leaves a state that is lost or gained, where a file has that.

    Parameters
    ----------
    telling : Telling
        What was told.
    first, second : str
        The models' names, as they are typed.
    """
    for difference in telling.comparison.differences:
        for reason in difference.reasons:
            after = telling.files and reason.lost
            state = reason.after if after else reason.before
            if state is not None and reason.turns:
                model, turn = second if after else first, reason.turns[0]
                known = telling.space(after=after).decision_makers
                if turn.dm in known:
                    asked = f"--dm {turn.dm} --state {state + 1} --concept {difference.concept.id}"
                    return f"explain {model} {asked}"
    return f"menu {first} --dm {telling.space(after=False).decision_makers[0]}"
