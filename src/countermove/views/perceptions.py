"""Each side's view beside what is so: what it expects, where it is surprised, and what a signal is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from countermove.analyses.misperceptions import Item
from countermove.analyses.perceptions import Correction, Hypergame, Perceived, Surprise
from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.elements import Indifferent, Perception, Preference, Prioritize, Ranking, Weights
from countermove.views.report_elements import condition_words
from countermove.views.words import Named, count, dm_name, join, lasting_words, number, state_line

__all__ = [
    "READING",
    "corrected_sentence",
    "imagined_words",
    "perception_sentences",
    "perceptions_data",
    "unplacing_sentence",
    "view_lines",
    "wanted_words",
    "wants",
]

MAX_STATES = 3
MAX_CORRECTIONS = 4
MAX_TIERS = 4
READING = (
    "a state holds when it is stable for each side in its own view (plainest reading; the published names "
    "of such equilibria are not used)"
)


# ---------------------------------------------------------------- as data
def perceptions_data(game: Hypergame, told: Sequence[Perceived]) -> dict[str, Any]:
    """Return the JSON of the views; states by their numbers."""
    labels = game.space.decision_makers
    return {
        "reading": READING,
        "views": [_view_data(each, _seen(game, each)) for each in game.model.perceptions.values()],
        "concepts": {
            each.concept.id: {
                "holds": _numbers(each.holding),
                "informed": _numbers(each.informed),
                "surprises": {
                    labels[one.dm]: {
                        "expected": _numbers(one.expected),
                        "does_not_hold": [
                            {"state": state + 1, "not_stable_for": [labels[dm] for dm in dms]}
                            for state, dms in one.upset.items()
                        ],
                        "unexpected": _numbers(one.unexpected),
                        "imagined": [
                            {"state": state + 1, "label": game.views[one.dm].game.space.states.label(state)}
                            for state in one.imagined
                        ],
                    }
                    for one in each.surprises
                },
                "corrections": [_correction_data(labels, one) for one in each.corrections],
                "unplacing": [_correction_data(labels, one) for one in each.unplacing],
            }
            for each in told
        },
    }


def _numbers(states: Sequence[int]) -> list[int]:
    return [state + 1 for state in states]


def _view_data(perception: Perception, seen: Hypergame | None) -> dict[str, Any]:
    return {
        "of": perception.of,
        "unaware": list(perception.unaware),
        "imagines": [option.id for option in perception.imagines],
        "preferences": {dm: _wanted(each, seen) for dm, each in perception.preferences.items()},
        "perceptions": [_view_data(each, _seen(seen, each)) for each in perception.perceptions.values()],
    }


def _seen(game: Hypergame | None, perception: Perception) -> Hypergame | None:
    """Return what the holder of a perception in a conflict sees; None where it is too large to be listed."""
    with suppress(LimitError):
        return None if game is None else game.views[game.space.decision_makers.index(perception.of)].game
    return None


def _wanted(preference: Preference, seen: Hypergame | None = None) -> list[str]:
    """Return what somebody is believed to want, the most wanted first; ranked states by their labels."""
    match preference.by:
        case Prioritize(statements):
            return [each.text for each in statements]
        case Weights():
            return lasting_words(preference.by)
        case Ranking(tiers):
            return [" ~ ".join(_label(ref, seen) for ref, _ in tier) for tier in tiers]
        case Indifferent():
            return []


def _label(ref: int | str, seen: Hypergame | None) -> str:
    """Return the label of a state of a view, whose numbers nothing else tells of."""
    return str(ref) if seen is None or isinstance(ref, str) else seen.space.states.label(ref - 1)


def _correction_data(labels: Sequence[str], correction: Correction) -> dict[str, Any]:
    return {
        "items": [{"of": list(each.of), "kind": each.kind, "what": each.what} for each in correction.items],
        "gained": _numbers(correction.gained),
        "lost": _numbers(correction.lost),
        "unplaced": [
            {"state": state + 1, "by": [labels[dm] for dm in dms]}
            for state, dms in correction.unplaced.items()
        ],
        "better_for": [labels[dm] for dm, (old, new) in correction.worst.items() if new > old],
        "worse_for": [labels[dm] for dm, (old, new) in correction.worst.items() if new < old],
    }


# ---------------------------------------------------------------- in words
def view_lines(
    space: Named, perceptions: Mapping[str, Perception], game: Hypergame | None = None
) -> list[str]:
    """Say of each view in what it differs from what is so; with the game ranked states are told in words."""
    return [line for each in perceptions.values() for line in _view(space, each, (), game)]


def _view(
    space: Named, perception: Perception, before: tuple[str, ...], game: Hypergame | None
) -> Iterator[str]:
    name, seen = _name(space, perception.of), _seen(game, perception)
    options = {each.id: each.name for each in space.model.options}
    parts = []
    if perception.unaware:
        parts.append(f"does not know of {join(f'“{options[each]}”' for each in perception.unaware)}")
    if perception.imagines:
        imagined = join(f"“{each.name}” ({_name(space, each.owner)})" for each in perception.imagines)
        parts.append(f"wrongly believes in {imagined}")
    for dm, each in perception.preferences.items():
        parts.append(f"believes that {_name(space, dm)} {wanted_words(each, seen)}")
    who = name if not before else f"In the eyes of {join(before, 'as seen by')}, {name}"
    if parts:
        yield f"{who} {join(parts)}."
    for inner in perception.perceptions.values():
        yield from _view(space, inner, (name, *before), seen)


def wanted_words(preference: Preference, seen: Hypergame | None = None) -> str:
    """Say what somebody wants, after its name: ``wants peace, then not war``.

    A ranking of states that are seen is told by what is done in the best of them.
    """
    if seen is not None and isinstance(preference.by, Ranking):
        return _ranked_words(preference.by, seen)
    wanted = _wanted(preference)
    return f"wants {', then '.join(wanted)}" if wanted else "likes all states equally"


def wants(model: Model, preference: Preference) -> list[str]:
    """Return what somebody wants by the options' names, the most wanted first; nothing where all is alike."""
    if isinstance(preference.by, Prioritize):
        return [condition_words(model, each.condition) for each in preference.by.statements]
    return _wanted(preference)


def _ranked_words(ranking: Ranking, seen: Hypergame) -> str:
    def words(ref: int | str) -> str:
        state = seen.space.states.named(ref) if isinstance(ref, str) else ref - 1
        assert state is not None, "a ranking of other states is a mistake that is told before"
        return f"“{state_line(seen.space, state)}”"

    tiers = [" as much as ".join(words(ref) for ref, _ in tier) for tier in ranking.tiers]
    if len(tiers) == 1:
        return "likes all states equally"
    more = len(tiers) - MAX_TIERS
    shown = tiers if more <= 1 else [*tiers[:MAX_TIERS], f"{number(more)} more"]
    return f"likes {shown[0]} best, then {', then '.join(shown[1:])}"


def _name(space: Named, label: str) -> str:
    return space.model.decision_maker(label).name


def perception_sentences(game: Hypergame, told: Sequence[Perceived]) -> list[str]:
    """Say what each side sees, expects and is surprised by, and what corrections would change."""
    space: Named = game.space
    said = view_lines(space, game.model.perceptions, game)
    by_text: dict[str, list[str]] = {}
    for each in told:
        parts = [_held(space, each)]
        for one in each.surprises:
            parts += _surprised(game, one)
        parts += [corrected_sentence(space, one) for one in each.corrections[:MAX_CORRECTIONS]]
        if not each.corrections:
            parts.append("No correction of a view changes that.")
        parts += [unplacing_sentence(space, one) for one in each.unplacing[:MAX_CORRECTIONS]]
        by_text.setdefault(" ".join(parts), []).append(each.concept.short)
    said += [f"{join(names)}: {what}" for what, names in by_text.items()]
    return [*said, f"Here {READING}."]


def _held(space: Named, told: Perceived) -> str:
    if not told.holding:
        held = "no state holds for each side in its own view"
    else:
        held = f"{_some(space, told.holding)} {_verb(told.holding, 'holds', 'hold')} in the views of all"
    if set(told.holding) == set(told.informed):
        return f"{held}, as if all saw the conflict as it is."
    informed = f"{count(len(told.informed), 'state')} would ({_listed(told.informed)})"
    return f"{held}; if all saw the conflict as it is, {informed if told.informed else 'none would'}."


def _surprised(game: Hypergame, surprise: Surprise) -> Iterator[str]:
    space: Named = game.space
    name = dm_name(space, surprise.dm)
    if surprise.upset:
        states = tuple(surprise.upset)
        state, dms = next(iter(surprise.upset.items()))
        who = join(dm_name(space, dm) for dm in dms)
        which = "it" if len(states) == 1 else f"state {state + 1}"
        fails = _verb(states, "does", "do")
        yield (
            f"{name} expects {_some(space, states)}, which {fails} not hold: {which} is not stable for {who}."
        )
    if surprise.unexpected:
        yield f"{name} does not expect {_some(space, surprise.unexpected)}."
    if surprise.imagined:
        yield f"{name} expects {imagined_words(game, surprise)}."
    if not surprise.upset and not surprise.unexpected and not surprise.imagined:
        yield f"{name} expects just what holds."


def imagined_words(game: Hypergame, surprise: Surprise) -> str:
    """Say which states somebody expects that are none in truth."""
    seen = game.views[surprise.dm].game.space
    one = state_line(seen, surprise.imagined[0])
    if len(surprise.imagined) == 1:
        return f"a state that there is not ({one})"
    return f"{count(len(surprise.imagined), 'state')} that there are not, such as one ({one})"


def corrected_sentence(space: Named, correction: Correction) -> str:
    """Say what a corrected view changes, and for whom it is better or worse."""
    what = join(_item(space, each) for each in correction.items)
    parts = []
    if correction.gained:
        parts.append(f"{_some(space, correction.gained)} would hold")
    if correction.left:
        parts.append(f"{_some(space, correction.left)} would no longer hold")
    better = [dm_name(space, dm) for dm, (old, new) in correction.worst.items() if new > old]
    worse = [dm_name(space, dm) for dm, (old, new) in correction.worst.items() if new < old]
    effect = [f"better for {join(better)}"] if better else []
    effect += [f"worse for {join(worse)}"] if worse else []
    told = f"; the worst that can hold gets {join(effect)}" if effect else ""
    if correction.unplaced:
        told += f"; {_unplaced(space, correction)}"
    return f"If {what}, {join(parts)}{told}."


def unplacing_sentence(space: Named, correction: Correction) -> str:
    """Say of a correction that changes nothing else why it is not counted as a change of outcome."""
    what = join(_item(space, each) for each in correction.items)
    unplaced = _unplaced(space, correction)
    return f"If {what} and nothing more, {unplaced}; that is not counted as a change of outcome."


def _unplaced(space: Named, correction: Correction) -> str:
    """Say who could not place which states, and what that means."""
    states = tuple(correction.unplaced)
    who = [dm_name(space, dm) for dm in sorted(set().union(*correction.unplaced.values()))]
    they, them = "it" if len(who) == 1 else "they", "it" if len(states) == 1 else "them"
    return (
        f"{_some(space, states)} would fit nothing that {join(who, 'or')} knows of, so that nothing tells "
        f"what {they} would do in {them}"
    )


def _item(space: Named, item: Item) -> str:
    *outer, dm = (_name(space, label) for label in item.of)
    who = dm if not outer else f"{dm}, as {join(outer, 'in the eyes of')} sees it,"
    if item.kind == "preferences":
        return f"{who} saw what {_name(space, item.what)} really wants"
    names = {each.id: each.name for each in (*space.model.options, *space.model.imagined_options)}
    verb = "knew of" if item.kind == "unaware" else "no longer believed in"
    return f"{who} {verb} “{names[item.what]}”"


def _some(space: Named, states: Sequence[int]) -> str:
    """Name one state by what is done in it, several by their numbers."""
    if len(states) == 1:
        return f"state {states[0] + 1} ({state_line(space, states[0])})"
    return f"{count(len(states), 'state')} ({_listed(states)})"


def _listed(states: Sequence[int]) -> str:
    shown = ", ".join(str(state + 1) for state in states[:MAX_STATES])
    return shown + (", ..." if len(states) > MAX_STATES else "")


def _verb(states: Sequence[int], one: str, many: str) -> str:
    return one if len(states) == 1 else many
