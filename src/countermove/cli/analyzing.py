"""``analyze``, ``explain`` and ``menu``."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

import countermove
from countermove.cli.common import (
    AllCoalitions,
    AsJson,
    AskedStates,
    Attitudes,
    Coalitions,
    Concepts,
    DecisionMaker,
    Engine,
    Events,
    Foresight,
    From,
    Layer,
    ModelName,
    Patience,
    Sources,
    State,
    View,
    asking_again,
    first_and_all,
    how_made,
    one_of_the_two,
    open_conflict,
    out,
    paragraphs,
    print_json,
    progress_shown,
    show_how,
    show_reading,
    table,
    title,
)
from countermove.cli.evidence.asked import Desk
from countermove.cli.why import (
    Why,
    explained_data,
    outcome_cautions,
    show_cautions,
    show_reasons,
    supports_given,
)
from countermove.errors import LimitError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.conflict import Conflict
    from countermove.stability import Analysis
    from countermove.stability.symbolic import SymbolicAnalysis
    from countermove.views.evidence_cautions import Caution
    from countermove.views.summary import Board

__all__ = ["COMMANDS", "analyze", "explain", "menu", "show_analysis", "show_menu"]

MAX_COLUMNS = 9
LikedBy = Annotated[
    str | None, typer.Option("--dm", help="Show which equilibrium this decision maker likes best.")
]
AllStates = Annotated[bool, typer.Option("--all-states", help="List every state in the JSON, however many.")]
Merged = Annotated[
    list[str] | None,
    typer.Option(
        "--merged", metavar="A+B", help="Take these as one player and show what holds; repeat it for others."
    ),
]


def analyze(
    model: ModelName,
    concept: Concepts = None,
    state: AskedStates = None,
    dm: LikedBy = None,
    layer: Layer = None,
    view: View = None,
    events: Events = None,
    patience: Patience = None,
    foresight: Foresight = None,
    coalition: Coalitions = None,
    all_coalitions: AllCoalitions = False,
    merged: Merged = None,
    engine: Engine = "auto",
    all_states: AllStates = False,
    source: Sources = None,
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove analyze karabakh-2020

    Test every state against every concept, and show which outcomes hold.
    """
    from countermove.stability.result import too_many_asked
    from countermove.views.asking import asked_data, asked_sentences, best_data, best_sentences
    from countermove.views.coalitions import coalition_sentences, coalitions_data
    from countermove.views.evidence_cautions import cautions_data
    from countermove.views.merged import merged_data, merged_sentences
    from countermove.views.sections import sections

    if all_states and not as_json:
        raise UsageError("'--all-states' lists the states in the JSON; add --json")
    conflict = open_conflict(model, layer, view, events, patience, foresight)
    if all_states:
        too_many_asked(conflict.state_count)
    if state is not None:
        conflict.fitting(state)  # what is asked wrongly is said before the work begins
    if dm is not None:
        conflict.dm(dm)
    one_of_the_two(coalition, all_coalitions)
    work = conflict.state_count * (1 + (2 ** len(conflict.decision_makers) if all_coalitions else 0))
    with progress_shown(work) as progress:
        survey = (
            conflict.coalitions(coalition, concept, engine=engine, progress=progress)
            if coalition or all_coalitions
            else None
        )
        merging = conflict.merged(merged, concept, engine=engine, progress=progress) if merged else None
        analysis = conflict.analyze(concept, engine, progress)
        found = list(sections(conflict, analysis))
        cautions = outcome_cautions(conflict, analysis, supports_given(conflict, model, source, desk))
    asked = None if state is None else asked_data(conflict, analysis, state, dm)
    best = None if dm is None else best_data(conflict, analysis, dm)
    if as_json:
        data = analysis.to_dict(all_states=all_states) | {"warnings": cautions_data(cautions)}
        data |= ({"asked": asked} if asked else {}) | ({"best": best} if best else {})
        data |= {"coalitions": coalitions_data(survey)} if survey else {}
        data |= {"merged": merged_data(merging)} if merging else {}
        print_json(data | {each.key: each.data for each in found})
        return 0
    answers = (asked_sentences(conflict, analysis, asked) if asked else []) + (
        best_sentences(conflict, analysis, best) if best else []
    )
    told = [("Coalitions", coalition_sentences(survey))] if survey else []
    told += [("Merged players", merged_sentences(merging))] if merging else []
    told += [(each.heading, each.sentences) for each in found if each.sentences]
    again = asking_again(model, layer, view, events, patience, foresight)
    show_analysis(out(), conflict, analysis, again, answers, told, cautions)
    return 0


def show_analysis(
    console: Console,
    conflict: Conflict,
    analysis: Analysis | SymbolicAnalysis,
    name: str,
    answers: Sequence[str] = (),
    told: Sequence[tuple[str, Sequence[str]]] = (),
    cautions: Sequence[Caution] = (),
) -> None:
    """Print an analysis: sentences first, with what was asked beside, and last how it was made."""
    from countermove.views.words import figure

    title(console, conflict.title)
    counts = ", ".join(f"{each.short} {figure(analysis.counts[each.id])}" for each in analysis.concepts)
    paragraphs(console, [f"{figure(conflict.state_count)} feasible states. Equilibria: {counts}."])
    console.print()
    if isinstance(analysis, countermove.Analysis):
        _show_listed(console, analysis, answers, cautions)
    else:
        show_cautions(console, cautions)
        _show_unlisted(console, analysis, answers)
    for heading, sentences in told:
        title(console, heading)
        paragraphs(console, sentences, hanging=2)
        console.print()
    following = _following(conflict, analysis, name)
    show_how(console, analysis.engine, analysis.because, analysis.left_out, following)


def _following(conflict: Conflict, analysis: Analysis | SymbolicAnalysis, name: str) -> str:
    """Return a command that goes on from an analysis and can be typed as it stands."""
    for_dm = f"{name} --dm {conflict.decision_makers[0]}"
    if conflict.model.status_quo is not None:
        return f"countermove {'menu' if conflict.listed else 'explain'} {for_dm}"
    held = (label for each in analysis.concepts for label in islice(analysis.labels(each.id), 1))
    return f"countermove explain {for_dm} --state {shlex.quote(next(held, '1'))}"


def _show_listed(
    console: Console, analysis: Analysis, answers: Sequence[str], cautions: Sequence[Caution]
) -> None:
    """Print the headline answers and the option table."""
    from countermove.views.summary import board, summary

    paragraphs(console, summary(analysis).sentences)
    show_cautions(console, cautions)
    paragraphs(console, answers)
    console.print()
    shown = board(analysis, limit=MAX_COLUMNS)
    if shown.columns:
        _show_board(console, shown)
        if shown.hidden:
            paragraphs(console, [f"... and {shown.more}"], style="dim")
        console.print()


def _show_unlisted(console: Console, analysis: SymbolicAnalysis, answers: Sequence[str]) -> None:
    """Print where today's state stands, and each concept's equilibria as patterns."""
    from countermove.views.unlisted import described, today_sentences

    said = [*today_sentences(analysis), *answers]
    paragraphs(console, said)
    for position, each in enumerate(described(analysis)):
        if said or position:
            console.print()
        paragraphs(console, [each.headline])
        widest = max((len(size) for size, _ in each.rows), default=0)
        for size, text in each.rows:
            paragraphs(console, [f"  {size:>{widest}}  {text}"], hanging=widest + 4)
        paragraphs(console, [each.more] if each.more else [], indent=2, style="dim")
    console.print()


def _show_board(console: Console, board: Board) -> None:
    headings = [str(state + 1) for _, state in board.columns]
    result = table("", *headings, justify=dict.fromkeys(headings, "right"))
    result.columns[0].min_width = min(40, max(len(option) for _, option, _ in board.rows) + 2)
    result.add_row("", *[heading for heading, _ in board.columns], style="dim")
    owner = None
    for name, option, cells in board.rows:
        if name and name != owner:
            result.add_row(name, style="bold")
            owner = name
        result.add_row(f"  {option}", *["·" if cell == "N" else cell for cell in cells])
    console.print(result)


def explain(
    model: ModelName,
    dm: DecisionMaker,
    state: State = None,
    concept: Concepts = None,
    attitudes: Attitudes = False,
    layer: Layer = None,
    view: View = None,
    events: Events = None,
    patience: Patience = None,
    foresight: Foresight = None,
    why: Why = False,
    source: Sources = None,
    desk: Desk = None,
    engine: Engine = "auto",
    as_json: AsJson = False,
) -> int:
    """Example: countermove explain syria-iraq-1975 --dm syria --state 2 --concept seq

    Say in plain words why a state is, or is not, stable for a decision maker. With --why it goes on to the
    statements that this rests on, and to their claims and quotes.
    """
    from countermove.views.chance import counted_as, counted_lines
    from countermove.views.explaining import explanation
    from countermove.views.patience import explained_patience

    conflict = open_conflict(model, layer, view, events, patience, foresight)
    conflict.dm(dm)
    if attitudes:
        if why:
            raise UsageError("'--why' walks from verdicts without attitudes; leave '--attitudes' out")
        return _explain_related(conflict, dm, state, concept, engine, as_json)
    space = conflict.space_for(engine)
    supports = supports_given(conflict, model, source, desk, why=why)
    where = state if state is not None else conflict.today("--state")
    asked = concept or [each.id for each in conflict.explained(engine)]
    witnesses = [conflict.explain(dm, where, each, engine) for each in asked]
    found = [
        explanation(space, each) | explained_data(conflict, each, engine, supports, why=why)
        for each in witnesses
    ]
    over, over_lines = explained_patience(conflict, witnesses)
    counts = counted_as(conflict, dm, [int(number) - 1 for each in found for number in each["labels"]])
    if as_json:
        counted = {"counts_as": {str(state + 1): as_what + 1 for state, as_what in counts.items()}}
        told = how_made(conflict, *conflict.engine(engine)) | first_and_all(found, "explanations") | over
        ahead = {"foresight": _stays_data(conflict, dm, found[0]["state"] - 1)}
        print_json(told | ahead | (counted if conflict.model.events else {}))
        return 0
    console = out()
    show_reasons(console, conflict, witnesses, engine, supports, why=why)
    if concept is None:
        _show_stays(console, conflict, dm, witnesses[0].state)
    further = [*counted_lines(conflict, dm, counts), *over_lines]
    if why and further:
        console.print()
    paragraphs(console, further)
    console.print()
    show_reading(console, conflict)
    show_how(console, *conflict.engine(engine))
    return 0


def _explain_related(
    conflict: Conflict, dm: str, state: str | None, concept: list[str] | None, engine: str, as_json: bool
) -> int:
    """Answer ``explain --attitudes``."""
    from countermove.analyses.attitudes import table_of
    from countermove.concepts import Form, all_concepts
    from countermove.views.attitudes import attitude_lines, related_explanation, related_reasons

    if engine == "symbolic":
        raise LimitError("attitudes need the explicit engine; leave '--engine symbolic' out")
    where = state if state is not None else conflict.today("--state")
    asked = concept or [each.id for each in all_concepts() if isinstance(each.form, Form)]
    witnesses = [conflict.explain_related(dm, where, each) for each in asked]
    space = conflict.space
    table = table_of(space, conflict.model.attitudes)
    made = conflict.engine(engine)
    if as_json:
        found = [related_explanation(space, table, each) for each in witnesses]
        print_json(how_made(conflict, *made) | first_and_all(found, "explanations"))
        return 0
    console = out()
    paragraphs(console, attitude_lines(space, table))
    for text in related_reasons(space, table, witnesses):
        console.print()
        paragraphs(console, [text])
    console.print()
    show_reading(console, conflict)
    show_how(console, *made)
    return 0


def _stays_data(conflict: Conflict, dm: str, state: int) -> dict[str, Any]:
    from countermove.views.foresight import stays_data

    try:
        return stays_data(conflict.horizons(), conflict.dm(dm), state)
    except LimitError as error:
        return {"not_looked_at": str(error)}


def _show_stays(console: Console, conflict: Conflict, dm: str, state: int) -> None:
    """Say at which horizons a decision maker would stay, where that can be looked at."""
    from countermove.views.foresight import stays_sentences

    try:
        said = stays_sentences(conflict.space, conflict.horizons(), conflict.dm(dm), state)
    except LimitError:
        return
    console.print()
    paragraphs(console, said)


def menu(
    model: ModelName,
    dm: DecisionMaker,
    start: From = None,
    layer: Layer = None,
    view: View = None,
    events: Events = None,
    patience: Patience = None,
    foresight: Foresight = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove menu karabakh-2020 --dm russia

    List a decision maker's courses of action from best to worst, and where the others' answers lead.
    """
    from countermove.views.menus import menu_data
    from countermove.views.patience import menu_patience

    conflict = open_conflict(model, layer, view, events, patience, foresight)
    with progress_shown(conflict.state_count) as progress:
        found = conflict.menu(dm, start, progress)
    data = menu_data(conflict.space, found) | menu_patience(conflict.space, found)
    if as_json:
        print_json(how_made(conflict, *conflict.engine()) | data)
        return 0
    console = out()
    show_menu(console, conflict, data)
    console.print()
    show_reading(console, conflict)
    show_how(console, *conflict.engine())
    return 0


def show_menu(console: Console, conflict: Conflict, data: dict[str, object]) -> None:
    """Print a menu from the view's data."""
    from countermove.views.menus import course_lines, menu_notes

    title(console, str(data["headline"]))
    for course in data["courses"]:  # type: ignore[attr-defined]
        console.print()
        heading, lines = course_lines(course)
        title(console, heading)
        paragraphs(console, lines, indent=4)
    if "over_patience" in data:
        console.print()
        title(console, "Patience")
        paragraphs(console, data["over_patience"]["text"], hanging=2)  # type: ignore[index]
    notes = menu_notes(conflict.space, data)
    if notes:
        console.print()
        paragraphs(console, notes, style="dim")


COMMANDS = (analyze, explain, menu)
