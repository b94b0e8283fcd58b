"""``analyze``, ``explain`` and ``menu``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import (
    AsJson,
    Concepts,
    DecisionMaker,
    Engine,
    From,
    ModelName,
    State,
    open_conflict,
    out,
    paragraphs,
    print_json,
    progress_shown,
    table,
    title,
)
from countermove.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.conflict import Conflict
    from countermove.stability import Analysis
    from countermove.views.summary import Board

__all__ = ["COMMANDS", "analyze", "explain", "menu", "show_analysis", "show_menu"]

MAX_COLUMNS = 9
AllStates = Annotated[bool, typer.Option("--all-states", help="List every state in the JSON, however many.")]


def analyze(
    model: ModelName,
    concept: Concepts = None,
    engine: Engine = "auto",
    all_states: AllStates = False,
    as_json: AsJson = False,
) -> int:
    """Example: countermove analyze karabakh-2020

    Test every state against every concept, and show which outcomes hold.
    """
    conflict = open_conflict(model)
    with progress_shown(conflict.space.size) as progress:
        analysis = conflict.analyze(concept, engine, progress)
    if as_json:
        print_json(analysis.to_dict(all_states=all_states))
    else:
        show_analysis(out(), conflict, analysis, model)
    return 0


def show_analysis(console: Console, conflict: Conflict, analysis: Analysis, name: str) -> None:
    """Print an analysis: sentences first, then the option table."""
    from countermove.concepts import find
    from countermove.views.summary import board, summary

    title(console, conflict.title)
    counts = ", ".join(
        f"{each.short} {int(analysis.equilibrium(each.id).sum()):,}" for each in analysis.concepts
    )
    console.print(f"{conflict.space.size:,} feasible states. Equilibria: {counts}.")
    console.print()
    paragraphs(console, summary(analysis).sentences)
    console.print()
    shown = board(analysis, limit=MAX_COLUMNS)
    if shown.columns:
        _show_board(console, shown)
        if shown.hidden:
            console.print(f"... and {shown.hidden:,} weaker equilibria, with --json", style="dim")
        console.print()
    dm = conflict.space.decision_makers[0]
    paragraphs(console, [f"Engine: {analysis.engine}; complete."], style="dim")
    left_out = (f"Not decided: {find(each).short}; {why}." for each, why in analysis.left_out.items())
    paragraphs(console, left_out, style="dim")
    paragraphs(console, [f"Next: countermove menu {shlex.quote(name)} --dm {dm}"], style="dim")


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
    as_json: AsJson = False,
) -> int:
    """Example: countermove explain syria-iraq-1975 --dm syria --state 2 --concept seq

    Say in plain words why a state is, or is not, stable for a decision maker.
    """
    from countermove.views.explaining import explanation, grouped_reasons

    conflict = open_conflict(model)
    conflict.dm(dm)
    if state is None and conflict.space.status_quo is None:
        raise UsageError("the model has no status quo to explain; name a state with --state")
    where = state if state is not None else (conflict.space.status_quo or 0) + 1
    asked = concept or [each.id for each in conflict.explained()]
    witnesses = [conflict.explain(dm, where, each) for each in asked]
    if as_json:
        found = [explanation(conflict.space, each) for each in witnesses]
        print_json(found[0] if len(found) == 1 else {**found[0], "explanations": found})
        return 0
    console = out()
    for position, text in enumerate(grouped_reasons(conflict.space, witnesses)):
        console.print("\n" * bool(position), end="")
        paragraphs(console, [text])
    return 0


def menu(
    model: ModelName,
    dm: DecisionMaker,
    start: From = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove menu karabakh-2020 --dm russia

    List a decision maker's courses of action from best to worst, and where the others' answers lead.
    """
    from countermove.views.menus import menu_data

    conflict = open_conflict(model)
    found = conflict.menu(dm, start)
    data = menu_data(conflict.space, found)
    if as_json:
        print_json(data)
    else:
        show_menu(out(), conflict, data)
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
    notes = menu_notes(conflict.space, data)
    if notes:
        console.print()
        paragraphs(console, notes, style="dim")


COMMANDS = (analyze, explain, menu)
