"""Elements of a model in words: what a claim stands under, said with names instead of labels and paths."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from countermove.model import Model
from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import ATTITUDES, YES_NO, ForbiddenMove, Power, Prioritize, Statement, Weights
from countermove.views.words import join

__all__ = ["Element", "condition_words", "element", "power_words", "requirement_words"]


@dataclass(frozen=True)
class Element:
    """An element of the model: ``what`` it is, and what it says."""

    what: str
    says: str = ""


def condition_words(model: Model, condition: Condition) -> str:
    """Say a condition with the options' names instead of their labels."""
    match condition:
        case Is(option, level):
            return _leaf_words(model, option, level)
        case Not(Or(parts)) if len(parts) > 1:
            two = len(parts) == 2
            return ("neither " if two else "none of ") + _list(model, parts, "nor" if two else "and")
        case Not(And(parts)) if len(parts) > 1:
            return ("not both " if len(parts) == 2 else "not all of ") + _list(model, parts, "and")
        case Not(part):
            return f"not {_list(model, (part,), 'and')}"
        case And(parts):
            return _list(model, parts, "and") or "always"
        case Or(parts):
            return _list(model, parts, "or") or "never"
        case Implies(premise, conclusion):
            return f"if {_clause(model, premise)}, then {_clause(model, conclusion)}"
        case Iff(left, right):
            return f"{_clause(model, left)} exactly when {_clause(model, right)}"
        case Count(parts, low, many):
            how = "at most one" if not low else "at least one" if many else "exactly one"
            return f"{how} of {_list(model, parts, 'and')}"


def _list(model: Model, parts: tuple[Condition, ...], last: str) -> str:
    """Join the parts of a condition; a part that has parts of its own stands in parentheses, unless last."""
    words = [condition_words(model, part) for part in parts]
    kept = [
        text if _simple(part) or (place == len(parts) - 1 > 0 and isinstance(part, Not)) else f"({text})"
        for place, (part, text) in enumerate(zip(parts, words, strict=True))
    ]
    return join(kept, last=last)


def _clause(model: Model, part: Condition) -> str:
    """Say one side of an implication, which needs parentheses only around another one."""
    text = condition_words(model, part)
    return f"({text})" if isinstance(part, Implies | Iff) else text


def _simple(part: Condition) -> bool:
    return isinstance(part, Is) or (isinstance(part, Not) and isinstance(part.part, Is))


def _leaf_words(model: Model, option: int, level: int) -> str:
    if option < 0:
        return f"“{model.states[level].text}”"
    chosen = model.options[option]
    if chosen.levels == YES_NO:
        return f"“{chosen.name}”" if level else f"not “{chosen.name}”"
    return f"“{chosen.name}” at {chosen.levels[level]}"


def requirement_words(model: Model, forbidden: ForbiddenMove) -> str:
    """Say what an option requires: ``“Withdraw” needs “Sign” first``."""
    name = next(each.name for each in model.options if each.id == forbidden.option)
    return f"“{name}” needs {condition_words(model, forbidden.requires)} first"


def power_words(model: Model, power: Power) -> str:
    """Say who can force what, where: ``Russia can force Armenia to take up “Concede” where ...``."""
    option = next(each for each in model.options if each.id == power.option)
    owner, name = model.decision_maker(option.owner).name, model.decision_maker(power.by).name
    if option.levels != YES_NO:
        what = f"set “{option.name}” to {'any level' if power.to is None else option.levels[power.to]}"
    else:
        what = f"{'take up or drop' if power.to is None else ('drop', 'take up')[power.to]} “{option.name}”"
    where = f"where {condition_words(model, power.when.condition)} holds" if power.when else "anywhere"
    return f"{name} can force {owner} to {what} {where}"


def element(model: Model, path: str) -> Element:
    """Turn an element's path in the file into words; what stands in a layer is said as the layer says it."""
    head, _, rest = path.partition(".")
    if head == "layers" and ".model." in rest:
        label, _, within = rest.partition(".model.")
        return element(next(each.model for each in model.layers if each.label == label), within)
    place = re.search(r"\[(\d+)\]$", path)
    index = int(place[1]) if place else -1
    if head == "decision_makers":
        label, _, option = rest.partition(".options.")
        owner = model.decision_maker(label)
        name = next((each.name for each in owner.options if each.label == option), "")
        if not option:
            return Element("Who decides", owner.name)
        return Element(f"{owner.name}’s option", f"“{name}”")
    if head.startswith("constraints"):
        rule = model.constraints[index]
        return Element("What can be together", condition_words(model, rule.condition))
    if head.startswith("forbidden_moves"):
        move = model.forbidden_moves[index]
        source, target = condition_words(model, move.source), condition_words(model, move.target)
        name = model.decision_maker(move.by).name
        return Element("A move that cannot be made", f"{name}, from {source}, to {target}")
    if head.startswith("power"):
        return Element("Who can force whom", power_words(model, model.powers[index]))
    if head == "preferences":
        return _wanted(model, rest, index)
    if head == "phases" and model.phases is not None:
        step = model.phases.kept if rest == "kept" else model.phases.steps[index]
        assert step is not None, "only what is there rests on anything"
        what = "What a settlement keeps to" if rest == "kept" else f"The step “{step.text}”, done when"
        return Element(what, condition_words(model, step.condition))
    if head == "events":
        return _event(model, rest, index)
    if head == "attitudes":
        return _attitudes(model, rest)
    if head == "claims":
        return Element("Claim", rest)
    if head == "levers":
        label = rest.partition(".")[0]
        name = next(each.name for each in model.levers if each.label == label)
        return Element("What a third party could add", f"“{name}”")
    if head in ("foresight", "perceptions"):
        return _perceived(model, head, rest, index)
    return Element("Today’s state") if head == "status_quo" else Element(path)


def _perceived(model: Model, head: str, rest: str, index: int) -> Element:
    """Say how far somebody looks, what it takes the conflict to be, or what it takes another to want."""
    label, _, within = rest.partition(".")
    name = model.decision_maker(label).name
    if head == "foresight":
        return Element(f"How far {name} looks ahead")
    wanted, _, path = within.partition(".")
    if wanted != "preferences":
        return Element(f"How {name} sees the conflict")
    other = model.decision_maker(re.split(r"[.\[]", path)[0]).name
    return Element(f"What {name} takes {other} to want" + (f", {index + 1}" if index >= 0 else ""))


def _attitudes(model: Model, label: str) -> Element:
    """Say how a decision maker looks upon others."""
    names = {number: name for name, number in ATTITUDES.items()}
    said = [
        f"{names[attitude]} to {model.decision_maker(other).name if other != label else 'itself'}"
        for other, attitude in model.attitudes[label].toward.items()
    ]
    return Element(f"How {model.decision_maker(label).name} looks upon others", join(said))


def _event(model: Model, rest: str, index: int) -> Element:
    """Name an event, where it may happen, or what is wanted from then on."""
    label, _, part = rest.partition(".")
    event = next(each for each in model.events if each.label == label)
    if part.startswith("preferences."):
        later = {each.preference.of: each.preference for each in model.regimes if each.after == (event.id,)}
        wanted = _wanted(replace(model, preferences=later), part.removeprefix("preferences."), index)
        return Element(f"{wanted.what}, after “{event.name}”", wanted.says)
    if part == "possible" and event.possible is not None:
        return Element(f"Where “{event.name}” may happen", condition_words(model, event.possible.condition))
    return Element("What may happen", f"“{event.name}”")


def _wanted(model: Model, rest: str, index: int) -> Element:
    label = rest.partition(".")[0]
    what = f"What {model.decision_maker(label).name} wants"
    match model.preferences[label].by:
        case Prioritize(statements) if index >= 0:
            said: Statement = statements[index]
            place = f"{index + 1} of {len(statements)}"
            return Element(f"{what}, {place}", condition_words(model, said.condition))
        case Weights() as by if index >= 0:
            lasting = ".each_period[" in rest
            said, weight = [e for part in by.parts for e in (part.each_period if lasting else part.once)][
                index
            ]
            weighed = f"{'in each period ' if lasting else ''}weight {weight}"
            return Element(f"{what}, {weighed}", condition_words(model, said.condition))
        case _:
            return Element(f"{what}, as a whole")
