"""``evolve``, ``inverse`` and ``robustness``: where a conflict can go, what would hold, how firmly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.cli.common import (
    AllCoalitions,
    AsJson,
    AskedStates,
    Attitudes,
    Coalitions,
    Concepts,
    Events,
    Foresight,
    From,
    Layer,
    Levers,
    ModelName,
    Patience,
    Target,
    Vary,
    View,
    asking_again,
    first_and_all,
    how_made,
    one_of_the_two,
    open_conflict,
    out,
    paragraphs,
    print_json,
    show_how,
    show_reading,
    title,
)
from countermove.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.analyses.evolve_unlisted import UnlistedEvolution
    from countermove.analyses.joint_paths import JointEvolution
    from countermove.conflict import Conflict

__all__ = ["COMMANDS", "evolve", "inverse", "robustness"]

DEFAULT_CONCEPT = "nash"
MAX_TOLD = 5
"""So many equilibria are told with their paths; the JSON has all."""


def evolve(
    model: ModelName,
    start: From = None,
    concept: Concepts = None,
    layer: Layer = None,
    view: View = None,
    events: Events = None,
    patience: Patience = None,
    coalition: Coalitions = None,
    all_coalitions: AllCoalitions = False,
    foresight: Foresight = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evolve karabakh-2020

    Follow the conflict from today's state to each equilibrium: who moves, who gains and who pays.
    """
    from countermove.analyses.evolve import Evolution
    from countermove.views import evolving
    from countermove.views.chance import chance_in
    from countermove.views.joint_paths import joint_data
    from countermove.views.summary import none_holds

    one_of_the_two(coalition, all_coalitions)
    conflict = open_conflict(model, layer, view, events, patience, foresight)
    asked = coalition is not None or all_coalitions
    together = conflict.evolve_together(start, coalition, concept) if asked else None
    found = conflict.evolve(start, concept)
    if not isinstance(found, Evolution):
        _show_unlisted(conflict, found, as_json)
        return 0
    made = found.analysis
    space = conflict.space
    if as_json:
        data = evolving.evolution_data(space, found) | chance_in(conflict, found.start)
        data |= {"together": joint_data(space, together)} if together else {}
        print_json(how_made(conflict, made.engine, made.because) | data)
        return 0
    console = out()
    title(console, f"{conflict.title}: where it can go")
    paragraphs(console, [evolving.headline(space, found)])
    if not found.held_by:
        paragraphs(console, none_holds(made))
    told = evolving.told_first(found)
    for state in told[:MAX_TOLD]:
        console.print()
        paragraphs(console, [evolving.destination(space, found, state)])
        for route in found.routes:
            if route.to == state:
                first, *steps = evolving.route_lines(space, found, route)
                paragraphs(console, [first], indent=2)
                paragraphs(console, steps, indent=4, hanging=3)
    console.print()
    if len(told) > MAX_TOLD:
        left = len(told) - MAX_TOLD
        paragraphs(console, [f"... and {left:,} more that can be reached, with --json"], style="dim")
    paragraphs(
        console, [*evolving.unreachable_sentences(space, found), *evolving.no_return_sentences(space, found)]
    )
    if together is not None:
        _show_together(conflict, together)
    _show_chance(console, conflict, found.start)
    show_reading(console, conflict)
    dm = conflict.decision_makers[0]
    following = f"countermove menu {asking_again(model, layer, view, events, patience, foresight)} --dm {dm}"
    show_how(console, made.engine, made.because, made.left_out, following)
    return 0


def _show_chance(console: Console, conflict: Conflict, start: int) -> bool:
    """Print where a conflict stays in the long run; return whether events have probabilities."""
    from countermove.views.chance import chance_told

    if told := chance_told(conflict, start):
        console.print()
        title(console, "In the long run")
        paragraphs(console, told, hanging=2)
        console.print()
    return bool(told)


def _show_together(conflict: Conflict, found: JointEvolution) -> None:
    """Print where the steps of coalitions lead besides."""
    from countermove.views.joint_paths import joint_headline, joint_lines, told_first

    console = out()
    console.print()
    title(console, "Together")
    paragraphs(console, [joint_headline(conflict.space, found)])
    for state in told_first(found)[:MAX_TOLD]:
        first, *steps = joint_lines(conflict.space, found, state)
        paragraphs(console, [first])
        paragraphs(console, steps, indent=2, hanging=3)
    if len(found.gained) > MAX_TOLD:
        left = len(found.gained) - MAX_TOLD
        paragraphs(console, [f"... and {left:,} more that they lead to, with --json"], style="dim")
    console.print()


def _show_unlisted(conflict: Conflict, found: UnlistedEvolution, as_json: bool) -> None:
    """Answer ``evolve`` without a list of states."""
    from countermove.views.chance import chance_in
    from countermove.views.evolving_unlisted import unlisted_evolution_data, unlisted_evolution_lines

    made = found.analysis
    if as_json:
        data = unlisted_evolution_data(conflict.unlisted, found)
        print_json(how_made(conflict, made.engine, made.because) | data | chance_in(conflict, found.start))
        return
    console = out()
    title(console, f"{conflict.title}: where it can go")
    for heading, lines in unlisted_evolution_lines(conflict.unlisted, found):
        console.print()
        paragraphs(console, [heading])
        paragraphs(console, lines, indent=2, hanging=3)
    if not _show_chance(console, conflict, found.start):
        console.print()
    show_reading(console, conflict)
    show_how(console, made.engine, made.because, made.left_out)


def inverse(
    model: ModelName,
    target: Target,
    vary: Vary = None,
    levers: Levers = False,
    attitudes: Attitudes = False,
    concept: Concepts = None,
    layer: Layer = None,
    view: View = None,
    events: Events = None,
    patience: Patience = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove inverse syria-iraq-1975 --target release --vary syria

    Find what would have to change in whose preferences for a settlement to hold, or, with --levers,
    what a third party could add, or, with --attitudes, how sides would have to look upon each other.
    """
    from countermove.views.designing import design_data, design_sentences, proposal_text, requirement_text

    asked = concept or [DEFAULT_CONCEPT]
    if attitudes:
        if levers:
            raise UsageError("'--attitudes' and '--levers' are two questions; give one of the two")
        conflict = open_conflict(model, layer, view, events, patience)
        return _change_attitudes(conflict, target, asked, vary, as_json)
    if levers:
        if vary:
            raise UsageError("with --levers preferences stay as they are; leave --vary out")
        return _pull_levers(open_conflict(model, layer, view, events, patience), target, asked, as_json)
    conflict = open_conflict(model, layer, view, events, patience)
    designs = [conflict.inverse(target, each, vary) for each in asked]
    space = conflict.space
    if as_json:
        found = [design_data(space, each) for each in designs]
        print_json(how_made(conflict, *conflict.engine()) | first_and_all(found, "designs"))
        return 0
    console = out()
    title(console, f"{conflict.title}: what would make '{target}' hold")
    for design in designs:
        console.print()
        paragraphs(console, design_sentences(space, design))
        needs = [each for each in design.requirements.values() if not design.met[each.dm]]
        if needs and not design.holds:
            paragraphs(console, ["For that it takes, no more and no less:"])
            paragraphs(console, [requirement_text(space, each) for each in needs], indent=2, hanging=2)
        if design.proposals:
            what = "The smallest changes" if design.smallest else "The smallest changes found"
            paragraphs(console, [f"{what} from today's preferences, each tried and found to do it:"])
            paragraphs(
                console, [proposal_text(space, each) for each in design.proposals], indent=2, hanging=2
            )
    console.print()
    show_reading(console, conflict)
    show_how(console, *conflict.engine())
    return 0


def _change_attitudes(
    conflict: Conflict, target: str, concepts: list[str], vary: list[str] | None, as_json: bool
) -> int:
    """Answer ``inverse --attitudes``."""
    from countermove.views.attitude_designs import (
        attitude_change_text,
        attitude_design_data,
        attitude_design_sentences,
    )
    from countermove.views.attitudes import attitude_lines

    designs = [conflict.inverse_attitudes(target, each, vary) for each in concepts]
    space = conflict.space
    if as_json:
        found = [attitude_design_data(space, each) for each in designs]
        print_json(how_made(conflict, *conflict.engine()) | first_and_all(found, "designs"))
        return 0
    console = out()
    title(console, f"{conflict.title}: which attitudes would make '{target}' hold")
    paragraphs(console, attitude_lines(space, designs[0].table))
    for design in designs:
        console.print()
        paragraphs(console, attitude_design_sentences(space, design))
        texts = [attitude_change_text(space, each) for each in design.proposals]
        paragraphs(console, texts, indent=2, hanging=2)
    console.print()
    show_reading(console, conflict)
    show_how(console, *conflict.engine())
    return 0


def _pull_levers(conflict: Conflict, target: str, concepts: list[str], as_json: bool) -> int:
    """Answer ``inverse --levers``."""
    from countermove.views.levers import lever_text, mediation_data, mediation_sentences, set_text

    answers = [conflict.levers(target, each) for each in concepts]
    if as_json:
        found = [mediation_data(each) for each in answers]
        print_json(how_made(conflict, *conflict.engine()) | first_and_all(found, "designs"))
        return 0
    console = out()
    title(console, f"{conflict.title}: what a third party could add for '{target}' to hold")
    for answer in answers:
        console.print()
        paragraphs(console, mediation_sentences(answer))
        shown = answer.sets[:MAX_TOLD]
        paragraphs(console, [set_text(each) for each in shown], indent=2, hanging=2)
        if len(answer.sets) > MAX_TOLD:
            paragraphs(console, [f"... and {len(answer.sets) - MAX_TOLD:,} more, with --json"], style="dim")
        pulled = [*(each.levers for each in shown), *([answer.miss.levers] if answer.miss else [])]
        named = {each.label: each for levers in pulled for each in levers}
        if named:
            paragraphs(console, ["What these levers do:"])
            texts = [lever_text(conflict.model, each) for each in named.values()]
            paragraphs(console, texts, indent=2, hanging=2)
    console.print()
    show_reading(console, conflict)
    show_how(console, *conflict.engine())
    return 0


def robustness(
    model: ModelName,
    state: AskedStates = None,
    concept: Concepts = None,
    layer: Layer = None,
    view: View = None,
    events: Events = None,
    patience: Patience = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove robustness karabakh-2020

    Find how little would upset each equilibrium, and which claims it rests on.
    """
    from countermove.views.summary import does_not_hold, none_holds
    from countermove.views.tipping import group_heading, grouped, headline, near_sentence, robustness_data

    conflict = open_conflict(model, layer, view, events, patience)
    found = conflict.robustness(state, concept)
    if as_json:
        print_json(how_made(conflict, *conflict.engine()) | robustness_data(found))
        return 0
    console = out()
    title(console, f"{conflict.title}: how firmly its equilibria stand")
    paragraphs(console, [headline(found)] if state is None else [])
    if not found.standings:
        paragraphs(console, none_holds(conflict.analyze(concept, engine="explicit")))
    groups = grouped(found)
    for members, said in groups[:MAX_TOLD]:
        console.print()
        paragraphs(console, [group_heading(found, members)])
        if not members[0].held:
            made = conflict.analyze([each.id for each in found.concepts], engine="explicit")
            paragraphs(console, does_not_hold(made, members[0].state), indent=2)
        paragraphs(console, said, indent=2)
    console.print()
    if len(groups) > MAX_TOLD:
        left = sum(len(members) for members, _ in groups[MAX_TOLD:])
        paragraphs(console, [f"... and {left:,} more equilibria, with --json or --state"], style="dim")
    if found.near:
        many = f"{len(found.near):,} other states would hold after a single change, such as these:"
        paragraphs(console, [many])
        paragraphs(console, [near_sentence(found, each) for each in found.near[:2]], indent=2)
        console.print()
    show_reading(console, conflict)
    show_how(console, *conflict.engine())
    return 0


COMMANDS = (evolve, inverse, robustness)
