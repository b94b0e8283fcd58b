"""A model without what rests on a claim: which statements, constraints and forbidden moves fall with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from countermove.errors import UsageError, suggest
from countermove.model.changes import Change, Kept, Steps, brief, path_text
from countermove.model.check_shape import place_of
from countermove.model.yaml import Map, Seq

__all__ = ["leave_out"]

CONTRADICTS = "contradicts"


def leave_out(data: Map, claims: Sequence[str]) -> tuple[list[Change], list[Kept]]:
    """Leave out what rests on some claims alone, and the claims.

    A constraint, forbidden move, element of power, prioritized statement or weight goes when each thing that
    supports it is one of these claims; what contradicts it does not hold it up. All else that rested on them
    stays, without them.

    Parameters
    ----------
    data : Map
        A parsed model file; it is changed.
    claims : sequence of str
        Labels.

    Returns
    -------
    tuple of lists
        What was left out, and what rested on the claims and stays, each in the order of the file.

    Raises
    ------
    UsageError
        When there is no such claim.
    """
    declaring = [_at(data, (*part, "claims")) for part in parts(data)]
    declared = [each for each in declaring if isinstance(each, Map)]
    known = list(dict.fromkeys(label for each in declared for label in each))
    for label in claims:
        if label not in known:
            hint = suggest(label, known, what="claims") if known else "the model declares no claims"
            raise UsageError(f"--without {label}: there is no claim '{label}'; {hint}")
    gone = frozenset(claims)
    against = frozenset(
        label for each in declared for label, claim in each.items() if _at(claim, ("stance",)) == CONTRADICTS
    )
    able = set(_may_go(data))
    going = [path for path in _may_go(data) if _falls(_at(data, path), gone, against)]
    kept = [
        Kept(
            path_text(path), place_of(data, path).line, "other-grounds" if path in able else "never-left-out"
        )
        for path, because in _grounds(data)
        if gone.intersection(_labels(_supporting(because, against))) and path not in going
    ]
    changes = [_change(data, path, gone) for path in going]
    for path in reversed(going):
        items = _at(data, path[:-1])
        del items[path[-1]], items.values_at[path[-1]]
        _move_places(data, path)
    changes += _left_without(data, {path[:-1] for path in going})
    _forget(data, gone)
    for each in declared:
        for label in gone.intersection(each):
            del each[label]
    return changes, kept


def parts(data: Map) -> list[Steps]:
    """Return where a model's parts stand: its own file, and each of its layers."""
    layers = data.get("layers")
    return [(), *(("layers", label, "model") for label in (layers if isinstance(layers, Map) else ()))]


def _may_go(data: Map) -> Iterator[Steps]:
    """Yield the paths of all elements that a model can do without."""
    lists: list[Steps] = []
    for part in parts(data):
        lists += [(*part, "constraints"), (*part, "forbidden_moves"), (*part, "power")]
        for path in _preferences(data, part):
            lists += [(*path, "prioritize"), (*path, "weights"), (*path, "each_period")]
    for path in lists:
        items = _at(data, path)
        if isinstance(items, Seq):
            yield from ((*path, index) for index in range(len(items)))


def _preferences(data: Map, part: Steps) -> Iterator[Steps]:
    """Yield the paths of what decision makers want, from the beginning and from each event on."""
    events = _at(data, (*part, "events"))
    beside: list[Steps] = [(*part, "preferences")]
    beside += [
        (*part, "events", label, "preferences") for label in (events if isinstance(events, Map) else ())
    ]
    for path in beside:
        preferences = _at(data, path)
        yield from ((*path, dm) for dm in (preferences if isinstance(preferences, Map) else ()))


def _at(data: Any, path: Steps) -> Any:
    for step in path:
        if isinstance(data, Map):
            data = data.get(step)
        else:
            data = data[step] if isinstance(data, Seq) and isinstance(step, int) else None
    return data


def _falls(element: Any, gone: Collection[str], against: Collection[str]) -> bool:
    because = element.get("because") if isinstance(element, Map) else None
    holding = _supporting(because, against) if isinstance(because, Seq) else []
    return bool(holding) and all(_label(each) in gone for each in holding)


def _supporting(because: Seq, against: Collection[str]) -> list[Any]:
    """Return what an element rests on without what contradicts it."""
    return [each for each in because if _stance(each, against) != CONTRADICTS]


def _stance(item: Any, against: Collection[str]) -> Any:
    """Return the stance of what stands under ``because``: its own, else that of the claim it names."""
    own = item.get("stance") if isinstance(item, Map) else None
    return own or (CONTRADICTS if _label(item) in against else "supports")


def _label(item: Any) -> Any:
    """Return the label of the claim that an item names; None for a quote and an assumption."""
    return item.get("claim") if isinstance(item, Map) else item


def _labels(items: Iterable[Any]) -> list[str]:
    return [label for each in items if isinstance(label := _label(each), str)]


def _grounds(data: Any, path: Steps = ()) -> Iterator[tuple[Steps, Seq]]:
    """Yield every element that says what it rests on, with that."""
    if isinstance(data, Map) and isinstance(data.get("because"), Seq):
        yield path, data["because"]
    for step, part in data.items() if isinstance(data, Map) else enumerate(data):
        if isinstance(part, Map | Seq):
            yield from _grounds(part, (*path, step))


def _change(data: Map, path: Steps, gone: Collection[str]) -> Change:
    element = _at(data, path)
    labels = dict.fromkeys(label for label in _labels(element["because"]) if label in gone)
    option = " ".join(f"--without {label}" for label in labels)
    return Change("left-out", option, path_text(path), place_of(data, path).line, brief(element))


def _move_places(data: Map, path: Steps) -> None:
    """Let what levers put among somebody's statements stand where it stood, now that one of them is gone."""
    levers = data.get("levers")
    gone = _place_over_all(data, path)
    if gone is None or not isinstance(levers, Map):
        return
    for lever in levers.values():
        promises = [each for kind in ("reward", "penalty") for each in _at(lever, (kind,)) or ()]
        for each in promises:
            before = each.get("before") if isinstance(each, Map) and each.get("to") == path[-3] else None
            if isinstance(before, int) and before > gone + 1:
                each["before"] = before - 1


def _place_over_all(data: Map, path: Steps) -> int | None:
    """Return the index of a statement among all of its decision maker's; None where they have no order."""
    part, own, index = path[:-4], path[-4:-1], path[-1]
    if own[:1] != ("preferences",) or own[-1] != "prioritize" or not isinstance(index, int):
        return None
    if not part:
        return index
    if part not in parts(data):  # what somebody wants from an event on
        return None
    dm = own[1]
    order = _at(data, ("overall", dm))
    if isinstance(order, Map):  # the layers have weights
        return None
    labels = list(order) if isinstance(order, Seq) else [part[1]]
    wants = [_at(data, ("layers", label, "model", "preferences", dm)) for label in labels]
    if any(_at(each, (kind,)) is not None for each in wants for kind in ("weights", "each_period")):
        return None  # a place is then one among layers, and none of them goes
    above = wants[: labels.index(part[1])] if part[1] in labels else []
    listed = [_at(each, ("prioritize",)) for each in above]
    return index + sum(len(each) for each in listed if isinstance(each, Seq))


def _left_without(data: Map, lists: Collection[Steps]) -> list[Change]:
    """Make those indifferent who have no statement left: without any they like all states equally."""
    found = []
    for path in sorted(lists, key=path_text):
        if "preferences" in path and not _at(data, path):
            *beside, dm, kind = path
            if _drop_beside(_at(data, path[:-1]), kind):
                continue
            at = place_of(data, path[:-1], key=True)
            _at(data, tuple(beside))[dm] = "indifferent"
            found.append(Change("indifferent", "", path_text(path[:-1]), at.line, "", "indifferent"))
    return found


def _drop_beside(preference: Any, kind: str | int) -> bool:
    """Take empty weights out of a preference that has others; say whether it has, or is indifferent."""
    if not isinstance(preference, Map):
        return True
    other = {"weights": "each_period", "each_period": "weights"}.get(str(kind))
    if other is None or not preference.get(other):
        return False
    for key in (kind, *(("patience",) if kind == "each_period" else ())):
        preference.pop(key, None)
    return True


def _forget(data: Any, gone: Collection[str]) -> None:
    """Take claims out of every list of what an element rests on."""
    for _, because in list(_grounds(data)):
        for index in reversed(range(len(because))):
            if _label(because[index]) in gone:
                del because[index], because.values_at[index]
