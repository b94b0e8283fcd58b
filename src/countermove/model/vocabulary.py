"""What the labels of a condition mean in one model: options, or the states of a graph form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from countermove.errors import suggest
from countermove.model.condition import Condition, Is

__all__ = ["OptionVocabulary", "StateVocabulary", "Vocabulary"]


class Vocabulary(Protocol):
    """What the labels of a condition mean in one model."""

    def atom(self, label: str, level: str | None) -> Condition:
        """Return the condition for ``label`` or ``label = level``; raise LookupError(what, hint)."""
        ...


class OptionVocabulary:
    """Labels of options: ``release``, or ``syria.release`` where two decision makers use one label.

    Parameters
    ----------
    options : sequence of (owner, label, levels)
        In the model's option order.
    """

    def __init__(self, options: Sequence[tuple[str, str, Sequence[str]]]) -> None:
        self.levels = [tuple(levels) for _, _, levels in options]
        self.full = {f"{owner}.{label}": index for index, (owner, label, _) in enumerate(options)}
        self.short: dict[str, list[str]] = {}
        for owner, label, _ in options:
            self.short.setdefault(label, []).append(f"{owner}.{label}")

    def find(self, label: str) -> int:
        """Return the index of an option; raise LookupError(what, hint)."""
        if label in self.full:
            return self.full[label]
        owners = self.short.get(label, [])
        if len(owners) == 1:
            return self.full[owners[0]]
        if owners:
            raise LookupError(
                f"label '{label}' belongs to several decision makers", "write " + " or ".join(owners)
            )
        known = self.full if "." in label else self.short
        raise LookupError(f"unknown label '{label}'", suggest(label, known, what="labels"))

    def level(self, option: int, name: str) -> int:
        """Return the number of a level; raise LookupError(what, hint)."""
        levels = self.levels[option]
        if name in levels:
            return levels.index(name)
        raise LookupError(f"unknown level '{name}'", suggest(name, levels, what="levels"))

    def atom(self, label: str, level: str | None) -> Condition:
        """See `Vocabulary`."""
        option = self.find(label)
        if level is not None:
            return Is(option, self.level(option, level))
        if self.levels[option] != ("no", "yes"):
            first = self.levels[option][-1]
            raise LookupError(
                f"option '{label}' has the levels {', '.join(self.levels[option])}",
                f"write '{label} = {first}'",
            )
        return Is(option, 1)


class StateVocabulary:
    """Labels of states, for a model in graph form.

    Parameters
    ----------
    labels : sequence of str
        In the model's order.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = {label: index for index, label in enumerate(labels)}

    def atom(self, label: str, level: str | None) -> Condition:
        """See `Vocabulary`."""
        if level is not None:
            raise LookupError("states have no levels", f"write '{label}' alone")
        if label not in self.labels:
            raise LookupError(f"unknown state '{label}'", suggest(label, self.labels, what="states"))
        return Is(-1, self.labels[label])
