"""What was done to a model, as data and in sentences."""

from __future__ import annotations

from typing import Any

from countermove.model import Model
from countermove.model.changes import Change, Changed, Kept
from countermove.views.words import count, join

__all__ = ["change_data", "change_sentences", "kept_data"]

MAX_TOLD = 8
MAX_NAMED = 6


def change_data(change: Change) -> dict[str, Any]:
    """Return a change as the JSON shows it."""
    return {
        "kind": change.kind,
        "option": change.option,
        "element": change.element,
        "line": change.line or None,
        "before": change.before or None,
        "after": change.after or None,
        "other": change.other or None,
    }


def kept_data(kept: Kept) -> dict[str, Any]:
    """Return what rested on a claim and is still there as the JSON shows it."""
    return {"element": kept.element, "line": kept.line or None, "why": kept.why}


def change_sentences(done: Changed, model: Model) -> list[str]:
    """Say what was set, left out and swapped, and what rested on a claim and stays.

    Parameters
    ----------
    done : Changed
        What was done.
    model : Model
        To what.
    """
    said = _left_out(done)
    others = [each for each in done.changes if each.kind != "left-out"]
    said += [_sentence(each, model) for each in others[:MAX_TOLD]]
    if len(others) > MAX_TOLD:
        said.append(f"... and {count(len(others) - MAX_TOLD, 'more change')}, with --json.")
    idle = [
        option.partition(" ")[2]
        for option in done.options
        if option.startswith("--without")
        and not any(f"{option} " in f"{each.option} " for each in done.changes)
    ]
    said += [f"Nothing rests on '{claim}' alone, so nothing is left out with it." for claim in idle]
    for why, reason in _STAYS.items():
        stays = [each.element for each in done.kept if each.why == why]
        if stays:
            verb = "stays" if len(stays) == 1 else "stay"
            said.append(f"{join(_shown(stays))} rested on it and {verb}, {reason}.")
    return said + [
        f"The verdicts compared here leave {part} aside; 'countermove analyze' tells what holds with them."
        for part in ("attitudes", "perceptions")
        if any(each.kind == "set" and each.element.partition(".")[0] == part for each in done.changes)
    ]


_STAYS = {
    "other-grounds": "for there are other grounds too",
    "never-left-out": "for only constraints, forbidden moves, power, statements and weights are left out",
}


def _shown(parts: list[str]) -> list[str]:
    more = len(parts) - MAX_NAMED
    return [*parts[:MAX_NAMED], f"{more} more"] if more > 0 else parts


def _left_out(done: Changed) -> list[str]:
    """Say what was left out, in one sentence for each option that asked for it."""
    grouped: dict[str, list[str]] = {}
    for each in done.changes:
        if each.kind == "left-out":
            grouped.setdefault(each.option, []).append(f"{each.element} (“{each.before}”, line {each.line})")
    return [f"Left out by {option}: {join(_shown(parts))}." for option, parts in grouped.items()]


def _sentence(change: Change, model: Model) -> str:
    where = f"{change.element} (line {change.line})" if change.line else change.element
    match change.kind:
        case "set" if change.before == change.after:
            return f"{where} said “{change.before}” already."
        case "set" if change.before:
            return f"Set: {where} from “{change.before}” to “{change.after}”."
        case "set":
            return f"Added: {where}, “{change.after}”."
        case "swapped":
            one, other = (
                element.rpartition("[")[2].rstrip("]") for element in (change.element, change.other)
            )
            places = f"{int(one) + 1} (“{change.before}”) and {int(other) + 1} (“{change.after}”)"
            return f"Swapped: {places} of {change.element.rpartition('[')[0]}."
        case "indifferent":
            label = change.element.rpartition(".")[2]
            name = model.decision_maker(label).name
            return f"No statement of {name} is left, so that it likes all states equally."
        case "ranking":
            return f"{where} goes on without the states that are no longer feasible: {change.before}."
    raise AssertionError(change.kind)
