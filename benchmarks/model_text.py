"""A model in option form as the text of a model file, for the conflicts that the benchmarks make."""

from __future__ import annotations

from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import YES_NO, Model, Prioritize

__all__ = ["condition_text", "model_text"]


def model_text(model: Model) -> str:
    """Write a model whose options are yes/no and go both ways, and whose preferences are statements."""
    lines = ["countermove: 1", f"title: {model.title}", "decision_makers:"]
    for dm in model.decision_makers:
        lines += [f"  {dm.label}:", "    options:"]
        for option in dm.options:
            assert (option.levels, option.moves) == (YES_NO, "both")
            lines.append(f"      {option.label}: {option.name}")
    lines += ["constraints:", *(f"  - {condition_text(model, each.condition)}" for each in model.constraints)]
    lines.append("preferences:")
    for label, preference in model.preferences.items():
        assert isinstance(preference.by, Prioritize)
        lines += [f"  {label}:", "    prioritize:"]
        lines += [f"      - {condition_text(model, each.condition)}" for each in preference.by.statements]
    return "\n".join([*lines, ""])


def condition_text(model: Model, condition: Condition) -> str:
    """Write a condition; every part that is not an option stands in parentheses."""

    def part(each: Condition) -> str:
        text = condition_text(model, each)
        return text if isinstance(each, Is | Count) else f"({text})"

    match condition:
        case Is(option, level):
            owned = model.options[option]
            return f"{owned.owner}.{owned.label}" if level else f"{owned.owner}.{owned.label} = no"
        case Not(inner):
            return f"not {part(inner)}"
        case And(parts) | Or(parts):
            return (" and " if isinstance(condition, And) else " or ").join(map(part, parts))
        case Implies(premise, conclusion):
            return f"{part(premise)} -> {part(conclusion)}"
        case Iff(left, right):
            return f"{part(left)} <-> {part(right)}"
        case Count(parts, low, many):
            name = {(0, False): "at_most_one", (1, False): "exactly_one", (1, True): "at_least_one"}[
                low, many
            ]
            return f"{name}({', '.join(condition_text(model, each) for each in parts)})"
