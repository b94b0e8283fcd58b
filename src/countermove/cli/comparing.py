"""``compare``: what a change of a model, or another model, does to the verdicts."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import (
    AsJson,
    Concepts,
    Patience,
    asking_again,
    open_conflict,
    out,
    paragraphs,
    print_json,
    progress_shown,
    title,
    with_patience,
)
from countermove.errors import UsageError

if TYPE_CHECKING:
    from countermove.conflict import Conflict
    from countermove.views.turning import Telling

__all__ = ["COMMANDS", "Set", "Swap", "Without", "compare", "other_model"]

First = Annotated[
    str, typer.Argument(metavar="A", help="A model file, - for standard input, or a case's name.")
]
Second = Annotated[str | None, typer.Argument(metavar="[B]", help="Another model, instead of changes to A.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Set a part of the model, such as 'constraints[0]=...'; repeat it.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="CLAIM", help="Leave out what rests on this claim alone; repeat it."),
]
Swap = Annotated[
    list[str] | None,
    typer.Option(
        "--swap",
        metavar="DM:I,J",
        help="Swap two statements of a decision maker, or two tiers of its ranking; repeat it.",
    ),
]


def compare(
    first: First,
    second: Second = None,
    settings: Set = None,
    without: Without = None,
    swap: Swap = None,
    patience: Patience = None,
    concept: Concepts = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove compare karabakh-2020 --without lesser_evil

    Show which equilibria are lost and gained in another model, or with changes to this one, and why.
    """
    from countermove.views.comparing_data import comparison_data
    from countermove.views.turning import Telling

    if second is None and not (settings or without or swap):
        raise UsageError(
            "there is nothing to compare with; name a second model, or change this one: --set PATH=VALUE, "
            f"--without CLAIM or --swap DM:I,J, say 'countermove compare {shlex.quote(first)} --swap DM:1,2'"
        )
    one = open_conflict(first, patience=patience)
    other = other_model(one, second, settings, without, swap, patience=patience)
    assert other is not None
    with progress_shown(one.state_count + other.state_count) as progress:
        comparison = one.compare(other, concept, progress=progress)
    telling = Telling(comparison, files=second is not None)
    if as_json:
        print_json(comparison_data(telling))
        return 0
    _show(telling, one, other, first, second, patience or [])
    return 0


def other_model(
    one: Conflict,
    second: str | None,
    settings: list[str] | None,
    without: list[str] | None,
    swap: list[str] | None,
    *,
    given: str = "the second one",
    patience: list[str] | None = None,
) -> Conflict | None:
    """Open the other model, or change this one; None where neither is asked for.

    A patience that was asked for counts in both, where something lasts for that decision maker.
    """
    from countermove.loading import changed

    changes = bool(settings or without or swap)
    if second is not None and changes:
        raise UsageError(f"changes are made to one model; leave {given} out, or --set, --without and --swap")
    if second is not None:
        return with_patience(open_conflict(second), patience, beside=one)
    if not changes:
        return None
    other = changed(one, set=settings or (), without=without or (), swap=swap or ())
    return with_patience(other, patience, beside=one)


def _show(
    telling: Telling, one: Conflict, other: Conflict, first: str, second: str | None, patience: list[str]
) -> None:
    """Print a comparison: the headline, who leaves what and why, what else differs, what to type next."""
    from countermove.views.comparing import following, headline, sections, sentences

    console = out()
    if second is None:
        assert other.changed is not None
        title(console, f"{one.title}, with {' '.join(other.changed.options)}")
    else:
        title(console, f"A: {one.title} ({first}). B: {other.title} ({second})")
    paragraphs(console, [headline(telling)])
    for section in sections(telling):
        console.print()
        title(console, section.heading)
        paragraphs(console, section.lines, indent=2, hanging=2)
        paragraphs(console, [section.more] if section.more else [], indent=2, style="dim")
    console.print()
    paragraphs(console, sentences(telling))
    theirs = [each for each in patience if each.partition("=")[0].strip() in other.lasting]
    names = (
        asking_again(first, None, None, None, patience),
        asking_again(second or first, None, None, None, theirs),
    )
    paragraphs(console, [f"Next: countermove {following(telling, *names)}"], style="dim")


COMMANDS = (compare,)
