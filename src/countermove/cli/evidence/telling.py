"""``evidence timeline`` and ``evidence narratives``: what documents tell of when, and who tells what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove import __version__
from countermove.cli.common import (
    AsJson,
    Sources,
    open_conflict,
    out,
    paragraphs,
    print_json,
    progress_shown,
    table,
    title,
)
from countermove.cli.evidence.asked import Desk, desk_given, evidence_works, works_asked
from countermove.errors import UsageError, suggest
from countermove.files import write_whole

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.evidence import Work
    from countermove.evidence.telling.narratives import Named, Narrative
    from countermove.evidence.telling.timeline import Event
    from countermove.model import Model

__all__ = ["COMMANDS", "narratives", "timeline"]

MOST_ROWS = 200
"""So many events or mentions are listed."""
MOST_VOICES = 40
"""So many voices are."""

Project = Annotated[
    str | None,
    typer.Argument(metavar="MODEL", help="A model, for its sources; without it all documents of the desk."),
]
Plot = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw it into this file as well.")
]
Asked = Annotated[
    list[str] | None,
    typer.Option(
        "--narrative",
        metavar="NAME=TERM,TERM",
        help="A narrative by its terms, such as flood=flood*,high water; repeat it. "
        "A name alone picks one of the model's.",
    ),
]
Join = Annotated[
    bool,
    typer.Option("--join", help="Count a capital or seat of government with its country: Moscow is Russia."),
]


def timeline(
    model: Project = None,
    source: Sources = None,
    desk: Desk = None,
    plot: Plot = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence timeline karabakh-2020 --source moscow-times=article.txt

    Show the dated events of all documents and claims in order, and how each date was got.
    """
    from countermove.evidence.telling.timeline import timeline as put_in_order
    from countermove.views.evidence_plot import timeline_plot
    from countermove.views.evidence_timeline import timeline_data, timeline_sentences

    asked, works = _project(model, source, desk)
    claims = [each for each in asked.claims.values() if each.happened or each.reported] if asked else []
    with _watched(works) as watched:
        found = put_in_order(watched, claims)
    if plot is not None:
        _draw(plot, lambda: timeline_plot(found, works, len(claims), _title("Timeline", asked)))
    if as_json:
        print_json(_made(asked) | timeline_data(found, works))
        return 0
    console = out()
    title(console, _title("Timeline", asked))
    paragraphs(console, timeline_sentences(found, works, len(claims)))
    _note_absent(console, asked, works)
    by_id = {work.id: work for work in works}
    if found.dated:
        _events(console, "When", found.dated, by_id)
    if found.open:
        _events(console, "Open", found.open, by_id)
    if plot is not None:
        paragraphs(console, [f"The plot is in {plot}."], style="dim")
    return 0


def _events(console: Console, heading: str, events: Sequence[Event], works: dict[str, Work]) -> None:
    from rich.text import Text

    from countermove.views.evidence_documents import printable
    from countermove.views.evidence_timeline import event_text, how_words, origin_words, time_words

    rows = table(heading, "What, where and how the time is known")
    rows.columns[0].max_width = 28
    before = ""
    for each in events[:MOST_ROWS]:
        if each.when is not None:
            when = time_words(each.when)
        else:
            when = printable(each.date.text) if each.date else ""
        origin = origin_words(each, works)
        how = f"{origin}: {how_words(each.date)}" if each.date else origin
        rows.add_row("" if when == before else when, Text.assemble(event_text(each), "\n", (how, "dim")))
        before = when
    console.print()
    console.print(rows)
    _rest(console, len(events) - MOST_ROWS, "time")


def narratives(
    model: Project = None,
    narrative: Asked = None,
    join: Join = False,
    source: Sources = None,
    desk: Desk = None,
    plot: Plot = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove evidence narratives --narrative "shortage=shortage*,dry river"

    Count how often a narrative is voiced, by whom and when, over all documents.
    """
    from countermove.evidence.suggesting.joining import joined
    from countermove.evidence.telling.narratives import narratives as find_narratives
    from countermove.views.evidence_narratives import JOINABLE, narratives_data
    from countermove.views.evidence_plot import narratives_plot

    asked, works = _project(model, source, desk)
    wanted = _narratives(asked, narrative or [])
    with _watched(works) as watched:
        found = find_narratives(watched, wanted)
    as_one = tuple(map(joined, found))
    joinable = any(len(one.by_voice) < len(each.by_voice) for one, each in zip(as_one, found, strict=True))
    found = as_one if join else found
    if plot is not None:
        _draw(plot, lambda: narratives_plot(found, works, _title("Narratives", asked)))
    if as_json:
        print_json(_made(asked) | narratives_data(found, works))
        return 0
    console = out()
    title(console, _title("Narratives", asked))
    _note_absent(console, asked, works)
    _note_retold(console, asked, works)
    for each in found:
        _narrative(console, each, works)
    if joinable and not join:
        console.print()
        paragraphs(console, [JOINABLE], style="dim")
    if plot is not None:
        paragraphs(console, [f"The plot is in {plot}."], style="dim")
    return 0


def _narrative(console: Console, found: Narrative, works: Sequence[Work]) -> None:
    from rich.text import Text

    from countermove.views.evidence_narratives import (
        dated_words,
        mention_text,
        narrative_sentences,
        said_words,
        voice_words,
    )
    from countermove.views.words import join

    by_id = {work.id: work for work in works}
    console.print()
    title(console, f"{found.name} ({', '.join(found.terms)})")
    paragraphs(console, narrative_sentences(found, works))
    if not found.mentions:
        return
    rows = table("Times", "Who", justify={"Times": "right"})
    for voice, times in found.by_voice[:MOST_VOICES]:
        rows.add_row(f"{times:,}", voice_words(voice))
    console.print()
    console.print(rows)
    _rest(console, len(found.by_voice) - MOST_VOICES, "voice")
    rows = table("Who, when and where", "Words")
    rows.columns[0].max_width = 38
    for each in found.mentions[:MOST_ROWS]:
        line, _ = by_id[each.work].text.position(each.start)
        where = f"{each.work}, line {line:,}" + (f", {each.published}" if each.published else "")
        beneath = "; ".join(filter(None, (said_words(each), dated_words(each))))
        rows.add_row(
            Text.assemble(join(map(voice_words, each.voices)), "\n", (where, "dim")),
            Text.assemble(mention_text(each, by_id), "\n", (beneath, "dim")),
        )
    console.print()
    console.print(rows)
    _rest(console, len(found.mentions) - MOST_ROWS, "mention")


def _rest(console: Console, number: int, what: str) -> None:
    """Say how many are not shown."""
    from countermove.views.words import count

    paragraphs(
        console,
        [f"Not shown: {count(number, f'more {what}')}; --json has all."] if number > 0 else [],
        style="dim",
    )


def _narratives(model: Model | None, asked: Sequence[str]) -> list[Named]:
    """Return the narratives that are asked for; without any the model's."""
    from countermove.evidence.telling.narratives import of_model

    declared = dict(model.narratives) if model else {}
    found: list[Named] = []
    for each in asked:
        name, given, terms = each.partition("=")
        if given and name.strip() and terms.strip():
            found.append(of_model(name.strip(), terms))
        elif not given and name in declared:
            found.append(declared[name])
        elif not given and declared:
            raise UsageError(f"the model has no narrative '{name}'; {suggest(name, declared)}")
        else:
            lacking = "name" if given and not name.strip() else "terms"
            raise UsageError(
                f"'--narrative {each}' has no {lacking}; write it as NAME=TERM,TERM, as in flood=flood*"
            )
    if not asked and not declared:
        lacking = (
            "the model has no narratives; add some under 'narratives:', or"
            if model
            else "no narrative is given;"
        )
        raise UsageError(f"{lacking} name one, as in --narrative 'flood=flood*,high water'")
    return found or list(declared.values())


# ---------------------------------------------------------------- what both share
def _project(
    model: str | None, source: list[str] | None, desk: Path | None
) -> tuple[Model | None, tuple[Work, ...]]:
    """Return the model that is asked about, if one is, and the works."""
    if model is None:
        return None, works_asked(None, source, desk)
    conflict = open_conflict(model)
    return conflict.model, evidence_works(conflict, source, desk_given(model, desk))


@contextmanager
def _watched(works: Sequence[Work]) -> Iterator[Iterator[Work]]:
    """Give the works one by one, and show a terminal how many were read where that takes long."""
    with progress_shown(0, "reading") as progress:

        def each_in_turn() -> Iterator[Work]:
            for number, work in enumerate(works):
                if progress is not None:
                    progress(number, len(works))
                yield work

        yield each_in_turn()


def _title(what: str, model: Model | None) -> str:
    return f"{model.title}: {what.lower()}" if model else what


def _made(model: Model | None) -> dict[str, object]:
    made: dict[str, object] = {"version": __version__}
    return made | ({"model": {"title": model.title, "sha256": model.sha256}} if model else {})


def _note_absent(console: Console, model: Model | None, works: Sequence[Work]) -> None:
    """Say which of a model's sources were not read."""
    absent = [label for label in model.sources if label not in {work.id for work in works}] if model else []
    paragraphs(
        console,
        (
            f"Not read: {label}; its document is not on this machine, give it with --source {label}=PATH."
            for label in absent
        ),
        style="dim",
    )


def _note_retold(console: Console, model: Model | None, works: Sequence[Work]) -> None:
    """Say which works say again, in other words, what another one says: they are counted all the same."""
    from countermove.views.evidence_narratives import retold

    paragraphs(console, retold(model.sources if model else {}, works), style="dim")


def _draw(path: Path, plot: Callable[[], str]) -> None:
    """Write a plot; a file that is none of ours is not overwritten."""
    from countermove.views.evidence_plot import MARK

    if path.suffix.lower() != ".svg":
        raise UsageError(f"'--plot {path}' is drawn as SVG; name a file that ends in .svg")
    if path.exists():
        ours = False
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as stream:
                ours = MARK in stream.read(1000)
        if not ours:
            raise UsageError(f"'{path}' exists and is not a plot; name another file with --plot")
    write_whole(path, plot(), follow=True)


COMMANDS = (timeline, narratives)
