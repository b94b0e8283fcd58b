"""What the commands share: their options, the model they are asked about, and how they print."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from countermove import __version__
from countermove.errors import UsageError

if TYPE_CHECKING:
    from countermove.conflict import Conflict

__all__ = [
    "AllCoalitions",
    "AsJson",
    "AskedStates",
    "Attitudes",
    "Coalitions",
    "Concepts",
    "DecisionMaker",
    "Engine",
    "Events",
    "Foresight",
    "From",
    "Layer",
    "Levers",
    "ModelName",
    "Patience",
    "Sources",
    "State",
    "Target",
    "Vary",
    "View",
    "asking_again",
    "first_and_all",
    "foresight_given",
    "how_made",
    "one_of_the_two",
    "open_conflict",
    "out",
    "paragraphs",
    "print_json",
    "progress_shown",
    "show_how",
    "show_reading",
    "sources_given",
    "table",
    "title",
    "with_patience",
]

PLAIN_WIDTH = 100
UNBROKEN = "\0"  # stands in no text
LONG_WORK = 500_000
"""From this many states on, a terminal is shown how far the work has come."""
SOON = 1.0
"""After so many seconds it is shown in any case."""

ModelName = Annotated[
    str, typer.Argument(metavar="MODEL", help="A model file, - for standard input, or a case's name.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Concepts = Annotated[
    list[str] | None, typer.Option("--concept", help="A concept's id; repeat it for several. All by default.")
]
Engine = Annotated[str, typer.Option("--engine", help="auto, explicit or symbolic.")]
DecisionMaker = Annotated[str, typer.Option("--dm", help="A decision maker's label.")]
State = Annotated[
    str | None, typer.Option("--state", help="A state's number or label, or a condition that one fits.")
]
From = Annotated[
    str | None, typer.Option("--from", help="The state to start from; the status quo by default.")
]
AskedStates = Annotated[
    str | None,
    typer.Option("--state", help="Ask for these states: a number, a label, a pattern or a condition."),
]
Target = Annotated[
    str,
    typer.Option("--target", help="What is to hold: a state's number, label or a condition."),
]
Levers = Annotated[
    bool, typer.Option("--levers", help="Try the model's levers: what could a third party add?")
]
Attitudes = Annotated[
    bool, typer.Option("--attitudes", help="Let sides look upon each other as the model says.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option("--vary", help="Whose preferences may change; repeat it for several. All by default."),
]
Layer = Annotated[str | None, typer.Option("--layer", help="Ask it of this layer of the model by itself.")]
View = Annotated[
    str | None,
    typer.Option("--view", help="Ask it of what this decision maker sees; a/b is how b sees it in a's eyes."),
]
Events = Annotated[
    str | None,
    typer.Option(
        "--events", help="How a state counts where events may happen: neutral, cautious or hopeful."
    ),
]
Patience = Annotated[
    list[str] | None,
    typer.Option(
        "--patience", metavar="DM=FRACTION", help="How patient somebody is, such as bank=9/10; repeat it."
    ),
]
Coalitions = Annotated[
    list[str] | None,
    typer.Option("--coalition", metavar="A+B", help="Try what these would do together; repeat it."),
]
AllCoalitions = Annotated[bool, typer.Option("--all-coalitions", help="Try every coalition.")]
Foresight = Annotated[
    list[str] | None,
    typer.Option(
        "--foresight",
        metavar="DM=CONCEPT",
        help="By which concept this decision maker looks ahead, for mixed; repeat it.",
    ),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="ID=PATH", help="A source's document; repeat it for several renditions."
    ),
]


def open_conflict(
    model: str,
    layer: str | None = None,
    view: str | None = None,
    events: str | None = None,
    patience: list[str] | None = None,
    foresight: list[str] | None = None,
) -> Conflict:
    """Load the model a command is asked about, or the layer or view of it, read and looked at as asked."""
    conflict = _loaded(model)
    conflict = with_patience(conflict, patience)
    if events is not None:
        conflict = conflict.reading(events)
    if foresight:
        conflict = conflict.foreseeing(foresight_given(foresight))
    if layer is not None:
        conflict = conflict.layer(layer)
    return conflict if view is None else conflict.view(view)


def one_of_the_two(coalitions: list[str] | None, all_coalitions: bool) -> None:
    """Refuse coalitions that are asked for twice over."""
    if coalitions and all_coalitions:
        raise UsageError("'--all-coalitions' tries those of '--coalition' too; give one of the two")


def _loaded(model: str) -> Conflict:
    from countermove.loading import load

    if model == "-":
        return load(model)  # somebody may still be typing
    with progress_shown(0, "listing states"):
        return load(model)


def with_patience(conflict: Conflict, patience: list[str] | None, beside: Conflict | None = None) -> Conflict:
    """Return a conflict as ``--patience DM=FRACTION`` options ask for it.

    Beside another conflict those are passed over for whom something lasts in that one alone.
    """
    given: dict[str, str] = {}
    for each in patience or ():
        label, sign, fraction = each.partition("=")
        if not (label and sign and fraction):
            what = f"'--patience {each}' does not say whose patience and how much"
            raise UsageError(f"{what}; write --patience DM=FRACTION, such as bank=9/10")
        given[label.strip()] = fraction.strip()
    elsewhere = set() if beside is None else beside.lasting - conflict.lasting
    given = {label: fraction for label, fraction in given.items() if label not in elsewhere}
    return conflict.patient(given) if given else conflict


def foresight_given(foresight: list[str]) -> dict[str, str]:
    """Read ``--foresight DM=CONCEPT`` options."""
    given: dict[str, str] = {}
    for each in foresight:
        label, _, concept = each.partition("=")
        if not (label and concept):
            raise UsageError(
                f"'--foresight {each}' names no decision maker and concept; write --foresight LABEL=smr"
            )
        given[label] = concept
    return given


def sources_given(sources: list[str] | None) -> dict[str, list[Path]]:
    """Read ``--source ID=PATH`` options."""
    given: dict[str, list[Path]] = {}
    for each in sources or ():
        label, sign, path = each.partition("=")
        if not (label and sign and path):
            raise UsageError(f"'--source {each}' does not name a source and a file; write --source ID=PATH")
        given.setdefault(label, []).append(Path(path))
    return given


class _Output(Console):
    """A console that leaves a closed pipe to the command line's own handling."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class _Trimmed(io.TextIOBase):
    """Standard output without spaces at line ends."""

    def write(self, text: str) -> int:
        sys.stdout.write(re.sub(" +(?=\n)", "", text))
        return len(text)

    def flush(self) -> None:
        sys.stdout.flush()


def out() -> Console:
    """Return the console for results; off a terminal it is plain and a little wider than usual."""
    if sys.stdout.isatty():
        return _Output(highlight=False, markup=False, emoji=False)
    plain: Any = _Trimmed()
    return _Output(file=plain, highlight=False, markup=False, emoji=False, width=PLAIN_WIDTH)


@contextmanager
def progress_shown(work: int, what: str = "deciding") -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on standard error while long work goes on; nothing off a terminal.

    From `LONG_WORK` states on it is shown at once; other work may be long all the same, and is given `SOON`.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=None)
    start = Timer(0 if work >= LONG_WORK else SOON, bar.start)
    start.daemon = True
    start.start()
    try:
        yield lambda reached, asked: bar.update(task, completed=reached, total=asked)
    finally:
        start.cancel()
        start.join()
        bar.stop()


def how_made(conflict: Conflict, engine: str, because: str) -> dict[str, Any]:
    """Return the JSON that says how an answer was made and from which model; both engines answer wholly."""
    from countermove.views.chance import events_data
    from countermove.views.patience import patience_data

    model = conflict.model
    return {
        "version": __version__,
        "model": {"title": model.title, "sha256": model.sha256},
        "engine": engine,
        "because": because,
        "complete": True,
        **({"events": events_data(model)} if model.events else {}),
        **({"patience": patience_data(model)} if conflict.patience else {}),
    }


def show_reading(console: Console, conflict: Conflict) -> None:
    """Print how events were read and states compared over time, where that is to be said."""
    from countermove.views.chance import reading_note
    from countermove.views.patience import patience_note

    if conflict.model.events:
        paragraphs(console, [reading_note(conflict.model)], style="dim")
    if conflict.patience:
        paragraphs(console, [patience_note(conflict.model)], style="dim")


def asking_again(
    model: str,
    layer: str | None,
    view: str | None,
    events: str | None,
    patience: list[str] | None = None,
    foresight: list[str] | None = None,
) -> str:
    """Return the words after a command that ask of the same part of a model, ready to be typed."""
    parts = {"--layer": layer, "--view": view, "--events": events}
    words = [model, *(word for option, part in parts.items() if part for word in (option, part))]
    several = {"--patience": patience, "--foresight": foresight}
    beside = [word for option, given in several.items() for each in given or () for word in (option, each)]
    return shlex.join([*words, *beside])


def first_and_all(found: Sequence[dict[str, Any]], key: str) -> dict[str, Any]:
    """Return the JSON of the first answer, and under a key all of them where there are several."""
    return found[0] | ({} if len(found) == 1 else {key: found})


def show_how(
    console: Console,
    engine: str,
    because: str,
    left_out: Mapping[str, str] | None = None,
    following: str = "",
) -> None:
    """Print how an answer was made, what was left out, and what to type next."""
    from countermove.concepts import find
    from countermove.views.words import join

    paragraphs(console, [f"Engine: {engine} ({because}); complete."], style="dim")
    reasons: dict[str, list[str]] = {}
    for each, why in (left_out or {}).items():
        reasons.setdefault(why, []).append(find(each).short)
    paragraphs(
        console, (f"Not decided: {join(names)}; {why}." for why, names in reasons.items()), style="dim"
    )
    paragraphs(console, [f"Next: {following}"] if following else [], style="dim")


def print_json(data: Any) -> None:
    """Print one JSON document."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def title(console: Console, text: str) -> None:
    """Print a heading."""
    console.print(Text(text, style="bold"))


def paragraphs(
    console: Console, lines: Iterable[str], indent: int = 0, style: str = "", hanging: int = 0
) -> None:
    """Print lines of text, wrapped and indented; from a paragraph's second line on by ``hanging`` more."""
    margin = " " * indent
    for line in lines:
        # A pattern such as Y--N, and an option, is broken at no hyphen.
        whole = re.sub(r"\S*--\S*|\b[YN-]+\b", lambda found: found[0].replace("-", UNBROKEN), line)
        wrapped = textwrap.fill(
            whole, console.width, initial_indent=margin, subsequent_indent=margin + " " * hanging
        )
        console.print(Text(wrapped.replace(UNBROKEN, "-"), style=style))


def table(*headings: str, justify: dict[str, str] | None = None) -> Table:
    """Return an empty table with hairlines only."""
    result = Table(box=None, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        result.add_column(Text(heading), justify=(justify or {}).get(heading, "left"))  # type: ignore[arg-type]
    return result
