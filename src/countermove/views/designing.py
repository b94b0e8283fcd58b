"""What would make a state hold, as data and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.alterations import Alteration
from countermove.analyses.designs import Design, Proposal
from countermove.analyses.requirements import Clause, Requirement
from countermove.space import Space
from countermove.views.words import count, dm_name, join, state_line

__all__ = ["alteration_text", "design_data", "design_sentences", "proposal_text", "requirement_text"]

MAX_NAMED = 6
MAX_CLAUSES = 4


# ---------------------------------------------------------------- as data
def design_data(space: Space, design: Design) -> dict[str, Any]:
    """Return the JSON of ``inverse``."""
    share, total = design.share, design.total
    satisfying = None if share is None or total is None else int(share * total)
    return {
        "target": [state + 1 for state in design.targets],
        "concept": design.concept.id,
        "vary": [space.decision_makers[dm] for dm in design.vary],
        "state": design.state + 1,
        "label": space.states.label(design.state),
        "holds": design.holds,
        "stable": {space.decision_makers[dm]: met for dm, met in design.met.items()},
        "rankings": {
            "total": total,
            "satisfying": satisfying,
            "share": None if share is None else str(share),
        },
        "conditions": [_requirement_data(space, design, each) for each in design.requirements.values()],
        "changes": [_proposal_data(space, each) for each in design.proposals],
        "smallest": design.smallest,
        "blocked": [space.decision_makers[dm] for dm in design.blocked],
        "text": " ".join(design_sentences(space, design)),
    }


def _requirement_data(space: Space, design: Design, needed: Requirement) -> dict[str, Any]:
    return {
        "decision_maker": space.decision_makers[needed.dm],
        "state": needed.state + 1,
        "met": design.met[needed.dm],
        "clauses": [
            {
                "move": clause.move + 1,
                "any_of": [sorted(state + 1 for state in answer) for answer in clause.answers],
            }
            for clause in needed.clauses
        ],
        "text": requirement_text(space, needed),
    }


def _proposal_data(space: Space, proposal: Proposal) -> dict[str, Any]:
    by: dict[str, list[dict[str, Any]]] = {}
    for each in proposal.alterations:
        by[space.decision_makers[each.dm]] = _alteration_data(space, each)
    return {
        "size": proposal.size,
        "states": [state + 1 for state in proposal.states],
        "by": by,
        "verified": True,
        "text": proposal_text(space, proposal),
    }


def _alteration_data(space: Space, alteration: Alteration) -> list[dict[str, Any]]:
    if alteration.order is None:
        assert alteration.raised is not None
        over = [state + 1 for state in alteration.over]
        return [{"state": alteration.raised + 1, "at_least_as_good_as": over}]
    texts = _statements(space, alteration.dm)
    return [
        {"statement": texts[moved], "before": [texts[other] for other in others]}
        for moved, others in alteration.put_before
    ]


def _statements(space: Space, dm: int) -> list[str]:
    by = space.model.preferences[space.decision_makers[dm]].by
    return [each.text for each in by.statements]  # type: ignore[union-attr]


# ---------------------------------------------------------------- conditions in words
def requirement_text(space: Space, needed: Requirement) -> str:
    """Say what a decision maker's ranking must be like; necessary and sufficient."""
    name = dm_name(space, needed.dm)
    if not needed.clauses:
        return f"State {needed.state + 1} is stable for {name} whatever it likes."
    plain = [clause.move for clause in needed.clauses if clause.answers == (frozenset({clause.move}),)]
    others = [clause for clause in needed.clauses if clause.move not in plain]
    parts = [f"at least as well as {_states(sorted(plain))}"] if plain else []
    parts += [f"at least as well as {_either(clause)}" for clause in others[:MAX_CLAUSES]]
    text = f"{name} must like state {needed.state + 1} {join(parts)}"
    left = len(others) - MAX_CLAUSES
    return f"{text}, and meet {count(left, 'more such condition')}." if left > 0 else f"{text}."


def _states(states: Sequence[int], last: str = "and") -> str:
    noun = "state" if len(states) == 1 else "states"
    if len(states) > MAX_NAMED:
        named = ", ".join(str(each + 1) for each in states[:MAX_NAMED])
        return f"{noun} {named} {last} {len(states) - MAX_NAMED:,} more"
    return f"{noun} {join((str(each + 1) for each in states), last)}"


def _either(clause: Clause) -> str:
    """Name what one clause lets a decision maker choose among."""
    single = sorted(next(iter(answer)) for answer in clause.answers if len(answer) == 1)
    several = [sorted(answer) for answer in clause.answers if len(answer) > 1]
    parts = []
    if single:
        parts.append(_states(single, "or") if len(single) > 1 else _states(single))
    parts += [f"all of {_states(each)}" for each in several[: MAX_NAMED - 1]]
    if len(several) >= MAX_NAMED:
        parts.append(f"one of {len(several) - MAX_NAMED + 1:,} more such sets")
    return join(parts, "or")


# ---------------------------------------------------------------- changes in words
def alteration_text(space: Space, alteration: Alteration) -> str:
    """Say a change of one decision maker's preferences."""
    name = dm_name(space, alteration.dm)
    if alteration.order is None:
        assert alteration.raised is not None
        return f"{name} likes state {alteration.raised + 1} at least as well as {_states(alteration.over)}"
    texts = _statements(space, alteration.dm)
    moved = [
        f"“{texts[one]}” before {join(f'“{texts[other]}”' for other in others)}"
        for one, others in alteration.put_before
    ]
    return f"{name} puts {join(moved)}"


def proposal_text(space: Space, proposal: Proposal) -> str:
    """Say a change, its size, and where it leads."""
    if proposal.by_statements:
        size = count(proposal.size, "swap")
    elif all(each.order is None for each in proposal.alterations):
        size = count(proposal.size, "pair of states", "pairs of states")
    else:
        size = f"{proposal.size:,} swaps and pairs of states"
    said = "; ".join(alteration_text(space, each) for each in proposal.alterations)
    verb = "holds" if len(proposal.states) == 1 else "hold"
    return f"{size}: {said}. Then {_states(proposal.states)} {verb}."


def design_sentences(space: Space, design: Design) -> list[str]:
    """Say what would make a target hold: how it stands, what it takes, and what was tried."""
    short = design.concept.short
    here = f"state {design.state + 1} ({state_line(space, design.state)})"
    if design.holds:
        return [f"Under {short} {here} holds as things are: nothing need change.", *_share(space, design)]
    against = join(dm_name(space, dm) for dm, met in design.met.items() if not met)
    said = [f"Under {short} {here} does not hold: it is not stable for {against}."]
    if design.blocked:
        names = join(dm_name(space, dm) for dm in design.blocked)
        verb = "leaves" if len(design.blocked) == 1 else "leave"
        many = "it" if len(design.targets) == 1 else "each of these states"
        said.append(
            f"{names} {verb} {many} whatever the others want; let its preferences vary, too, with --vary."
        )
        return said
    if design.vary and (extreme := {"cautious": "worst", "hopeful": "best"}.get(space.model.reading)):
        said.append(
            f"A state counts as the {extreme} that events can make of it: that is what must be liked below."
        )
    said += [
        f"No order of {dm_name(space, dm)}'s statements makes it stable for {dm_name(space, dm)}."
        for dm in design.unordered
    ]
    if not design.proposals:
        more = "let more decision makers' preferences vary"
        if space.model.reading != "neutral":
            more = "only orders of statements are tried in this reading of events; ask in the neutral one"
        said.append(f"None of the changes tried makes it hold; {more}.")
    elif not design.smallest and min(each.size for each in design.proposals) > 1:
        said.append("The changes below are the smallest of those tried; a smaller one may exist.")
    return [*said, *_share(space, design)]


def _share(space: Space, design: Design) -> list[str]:
    if design.share is None or not design.vary:
        return []
    names = join(dm_name(space, dm) for dm in design.vary)
    if design.total is None:
        return [f"It holds under {design.share} of all strict rankings of {names}."]
    satisfying = int(design.share * design.total)
    return [f"It holds under {satisfying:,} of the {design.total:,} strict rankings of {names}."]
