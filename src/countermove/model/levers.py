"""Reading levers: what a third party could add to a conflict, held against the rest of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from countermove.model.check_shape import Path
from countermove.model.elements import (
    AllowedMove,
    ForbiddenMove,
    Incentive,
    Indifferent,
    Lever,
    Option,
    Preference,
    Prioritize,
    Ranking,
    Statement,
    Weights,
)
from countermove.model.options import check_label, read_option, read_requirement
from countermove.model.preferences import exact_weight
from countermove.model.proportions import too_far_apart
from countermove.model.reading import Reading
from countermove.model.shape import IncentiveShape, LeverShape
from countermove.model.vocabulary import OptionVocabulary

__all__ = ["read_levers"]


Kind = Literal["reward", "penalty"]


def read_levers(
    reading: Reading, options: Sequence[Option], preferences: Mapping[str, Preference]
) -> tuple[Lever, ...]:
    """Read every lever; the conditions of one may speak of the options of all.

    Parameters
    ----------
    reading : Reading
        The file at hand, its own options or states known.
    options : sequence of Option
        Those of the model.
    preferences : mapping
        Those that could be read.
    """
    return _Levers(reading, options, preferences).read()


class _Levers:
    def __init__(
        self, reading: Reading, options: Sequence[Option], preferences: Mapping[str, Preference]
    ) -> None:
        self.reading = reading
        self.preferences = preferences
        self.options = {option.id: option for option in options}
        self.added: dict[str, Option] = {}
        self.incentives: list[tuple[Path, Incentive]] = []
        self.rankers = [dm for dm, each in preferences.items() if isinstance(each.by, Ranking)]

    def read(self) -> tuple[Lever, ...]:
        """Read the options first, so that all conditions can speak of them."""
        shapes = self.reading.document.levers
        known = self.reading.labels_known and not any(map(_declares_an_option, self.reading.removed))
        for label, shape in shapes.items():
            if shape.option is not None:
                known &= self._option(label, shape)
        with self.reading.speaking_of(self._vocabulary(), labels_known=known):
            levers = tuple(self._lever(label, shape) for label, shape in shapes.items())
        self._check_together()
        return levers

    def _whole(self, label: str) -> bool:
        """Whether nothing of a lever was at fault in its shape, reported, and taken out."""
        return not any(path[:2] == ("levers", label) for path in self.reading.removed)

    def _vocabulary(self) -> OptionVocabulary | None:
        if not isinstance(self.reading.vocabulary, OptionVocabulary):
            return None
        return OptionVocabulary(
            [(option.owner, option.label, option.levels) for option in self.options.values()]
        )

    # ------------------------------------------------------------ an option
    def _option(self, label: str, shape: LeverShape) -> bool:
        """Read the option that a lever adds; say whether conditions can speak of it."""
        given, path = shape.option, ("levers", label, "option")
        assert given is not None
        if self.reading.state_labels:
            what = "a model in graph form takes no option"
            self.reading.problem(path, what, "write forbid, allow, reward or penalty there", key=True)
            return False
        if not self.reading.known_dm(given.by, (*path, "by")):
            return False
        before = len(self.reading.problems)
        check_label(self.reading, given.label, (*path, "label"), key=False)
        option = read_option(self.reading, given.by, given.label, given, path)
        if option.id in self.options:
            line = self.options[option.id].at.line
            what = f"there is an option '{option.id}' already, on line {line}"
            self.reading.problem((*path, "label"), what, "choose another label")
            return False
        if self.rankers:
            what = f"an option adds states, and the ranking of '{self.rankers[0]}' lists them all"
            self.reading.problem(path, what, "give it as prioritize or weights", key=True)
        self.options[option.id] = self.added[label] = option
        return len(self.reading.problems) == before

    # ------------------------------------------------------------ the rest
    def _lever(self, label: str, shape: LeverShape) -> Lever:
        reading, path = self.reading, ("levers", label)
        given = (shape.option, shape.forbid, shape.allow, shape.reward, shape.penalty)
        if not any(given) and self._whole(label):
            hint = "give it option, forbid, allow, reward or penalty"
            reading.problem(path, f"lever '{label}' does nothing", hint, key=True)
        return Lever(
            label,
            shape.name or label.replace("_", " "),
            shape.description,
            self.added.get(label),
            (
                *self.reading.moves(shape.forbid, (*path, "forbid"), ForbiddenMove),
                *self._required(label, shape),
            ),
            self.reading.moves(shape.allow, (*path, "allow"), AllowedMove),
            (*self._promises("reward", shape.reward, path), *self._promises("penalty", shape.penalty, path)),
            reading.because(shape.because, (*path, "because")),
            reading.place(path, key=True),
        )

    def _required(self, label: str, shape: LeverShape) -> tuple[ForbiddenMove, ...]:
        """Read what the option that a lever adds requires."""
        option = self.added.get(label)
        if option is None or shape.option is None:
            return ()
        index = list(self.options).index(option.id)
        found = read_requirement(self.reading, option, index, shape.option, ("levers", label, "option"))
        return () if found is None else (found,)

    def _promises(self, kind: Kind, shapes: Sequence[IncentiveShape], path: Path) -> list[Incentive]:
        reading = self.reading
        found = []
        for index, shape in enumerate(shapes):
            here: Path = (*path, kind, index)
            known = reading.known_dm(shape.to, (*here, "to"))
            condition = reading.condition(shape.when, (*here, "when"))
            because = reading.because(shape.because, (*here, "because"))
            sound = self._fits(kind, shape, here) if known else False
            weight = None
            if shape.weight is not None:
                weight = exact_weight(reading, shape.weight, (*here, "weight"))
                if weight is not None and weight <= 0:
                    other = "penalty" if kind == "reward" else "reward"
                    hint = f"write a number above 0; what counts the other way is a {other}"
                    reading.problem((*here, "weight"), f"a {kind} weighs more than 0", hint)
                    weight = None
                sound &= weight is not None
            if condition is None or not sound:
                continue
            when = Statement(shape.when.strip(), condition, because, reading.place(here))
            found.append(Incentive(kind, shape.to, when, weight, shape.before or 1))
            self.incentives.append((here, found[-1]))
        return found

    def _fits(self, kind: Kind, shape: IncentiveShape, path: Path) -> bool:
        """Say whether a reward or penalty is of the kind that the preference takes, and note it when not."""
        preference = self.preferences.get(shape.to)
        wrong: tuple[str, str, str] | None = None
        match None if preference is None else preference.by:
            case Ranking():
                what = f"the ranking of '{shape.to}' takes no {kind}"
                wrong = "to", what, "give it as prioritize or weights"
            case Weights(then=Weights()) if shape.weight is not None:
                what = f"'{shape.to}' puts layers in order, so that a weight has no measure"
                wrong = "weight", what, "write 'before: 1' instead, for what matters more than the first"
            case Weights(then=Weights()) as layers:
                many = len(layers.parts)
                if (shape.before or 1) > many + 1:
                    what = f"'{shape.to}' puts {many} layers in order"
                    wrong = "before", what, f"write a place from 1 to {many + 1}"
            case Weights() if shape.before is not None:
                wrong = "before", f"'{shape.to}' has weights, which have no order", "write 'weight: ...'"
            case Weights() if shape.weight is None:
                wrong = "to", f"'{shape.to}' has weights, and this {kind} has none", "add 'weight: ...'"
            case Prioritize() if shape.weight is not None:
                what = f"'{shape.to}' has statements, which have no weights"
                wrong = "weight", what, "write 'before: 1' instead, for the most important one"
            case Prioritize() if (shape.before or 1) > self._statements(shape.to) + 1:
                many = self._statements(shape.to)
                wrong = "before", f"'{shape.to}' has {many} statements", f"write a place from 1 to {many + 1}"
            case Indifferent() if shape.weight is not None and shape.before is not None:
                wrong = "before", "'weight' and 'before' stand together", "keep one"
            case Indifferent() if (shape.before or 1) > 1:
                wrong = "before", f"'{shape.to}' has no statements", "write 1, or leave it out"
        if wrong is None:
            return True
        key, what, hint = wrong
        if self._whole(str(path[1])):
            self.reading.problem((*path, key), what, hint, key=key != "to")
        return False

    def _statements(self, dm: str) -> int:
        """Count a decision maker's statements, those with mistakes among them."""
        shape = self.reading.document.preferences.get(dm)
        if shape is None:  # layers give it
            by = self.preferences[dm].by
            return len(by.statements) if isinstance(by, Prioritize) else 0
        return 0 if isinstance(shape, str) else len(shape.prioritize or ())

    # ------------------------------------------------------------ all levers together
    def _check_together(self) -> None:
        """Check that each preference could take all that the levers promise."""
        for dm, preference in self.preferences.items():
            promised = [(path, each) for path, each in self.incentives if each.to == dm]
            if isinstance(preference.by, Indifferent):
                self._one_kind(dm, promised)
            own = preference.by if isinstance(preference.by, Weights) else Weights(())
            weights = [weight for _, weight in (*own.once, *own.each_period)]
            for path, each in promised:
                if each.weight is None or too_far_apart(weights):
                    break  # that the model's own weights are too far apart is reported elsewhere
                weights.append(each.weight)
                if too_far_apart(weights):
                    what = f"with the levers the weights of '{dm}' are too far apart to be added up exactly"
                    self.reading.problem((*path, "weight"), what, "use rounder weights")

    def _one_kind(self, dm: str, promised: Sequence[tuple[Path, Incentive]]) -> None:
        """Check that what an indifferent decision maker is given is all weights, or all statements."""
        for path, each in promised:
            first = promised[0][1]
            if (each.weight is None) != (first.weight is None):
                had = "no weight" if first.weight is None else "a weight"
                what = f"'{dm}' has no preference, and on line {first.when.at.line} it is given {had}"
                self.reading.problem(path, what, "give all of them a weight, or none")
                return


def _declares_an_option(path: Path) -> bool:
    """Say whether the part of a file at ``path`` declares an option of a lever."""
    if path[:1] != ("levers",):
        return False
    return len(path) < 3 or (path[2] == "option" and (len(path) == 3 or path[3] in ("by", "label", "levels")))
