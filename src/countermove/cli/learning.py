"""``concepts``, ``cases``, ``schema``, ``new`` and ``demo``."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countermove.cli.analyzing import show_analysis, show_menu
from countermove.cli.checking import write_report
from countermove.cli.common import AsJson, open_conflict, out, paragraphs, print_json, table, title
from countermove.errors import UsageError, suggest
from countermove.files import write_whole

if TYPE_CHECKING:
    from countermove.concepts import Compared

__all__ = ["COMMANDS", "cases", "concepts", "demo", "new", "schema"]

DEMO_CASE, DEMO_DM = "karabakh-2020", "russia"


def concepts(as_json: AsJson = False) -> int:
    """Example: countermove concepts

    List the notions of stability: what each asks, its definition, where it comes from, and how they compare.
    """
    from countermove.concepts import all_concepts, compared, families, find
    from countermove.views.foresight import COMPARED_HEADINGS, compared_row

    if as_json:
        fields = (
            "id",
            "name",
            "short",
            "question",
            "definition",
            "foresight",
            "answers_seen",
            "implies",
            "citation",
        )
        rows = {each.id: each for each in compared()}
        print_json(
            [
                {field: getattr(each, field) for field in fields}
                | {
                    "horizon": each.horizon,
                    "knowledge": rows[each.id].knowledge,
                    "disimprovements": rows[each.id].disimprovements,
                }
                for each in all_concepts()
            ]
            + [_family_data(each) for each in compared() if each.id.endswith(":H")]
        )
        return 0
    console = out()
    members = [make(4) for make in families().values()]
    for position, each in enumerate([*all_concepts(), *members, find("mixed")]):
        console.print("\n" * bool(position), end="")
        title(console, f"{each.id}  {each.name} ({each.short})")
        lines = [
            each.question,
            f"Stable: {each.definition}",
            f"Foresight: {each.foresight}. Reckons with: {each.answers_seen}.",
        ]
        implied = [f"Implies: {', '.join(each.implies)}."] if each.implies else []
        paragraphs(console, [*lines, *implied, each.citation], indent=4)
    console.print()
    title(console, "How they compare")
    comparison = table(*COMPARED_HEADINGS)
    for line in compared():
        comparison.add_row(*compared_row(line))
    console.print(comparison)
    return 0


def _family_data(line: Compared) -> dict[str, Any]:
    """Return the JSON of a family of concepts, one for each horizon."""
    from countermove.concepts import families

    member = families()[line.id.partition(":")[0]](2)
    return {
        "id": line.id,
        "name": line.name,
        "short": line.short,
        "horizon": None,
        "knowledge": line.knowledge,
        "disimprovements": line.disimprovements,
        "answers_seen": member.answers_seen,
        "citation": member.citation,
    }


def cases(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Print this case's model file.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove cases karabakh-2020 > mine.yaml

    List the bundled conflicts, or print one's model file to start from.
    """
    from countermove import cases as bundled
    from countermove.model import read_model

    if name is not None:
        path = bundled.case_path(name)
        if path is None:
            raise UsageError(
                f"there is no case '{name}'; {suggest(name, bundled.case_names(), what='the cases are')}"
            )
        text = path.read_text(encoding="utf-8")
        if as_json:
            print_json({"name": name, "model": text})
        else:
            print(text, end="")
        return 0
    rows = []
    for each in bundled.case_names():
        path = bundled.case_path(each)
        assert path is not None
        model = read_model(path.read_text(encoding="utf-8"), each).model
        rows.append({"name": each, "title": model.title, "summary": " ".join(model.summary.split())})
    if as_json:
        print_json(rows)
        return 0
    listing = table("name", "title")
    for row in rows:
        listing.add_row(row["name"], row["title"])
    out().print(listing)
    return 0


def schema() -> int:
    """Example: countermove schema > countermove.schema.json

    Print the JSON Schema of the model file, for an editor that completes and checks as you type.
    """
    from countermove.model.shape import json_schema

    print_json(json_schema())
    return 0


def new(
    path: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to write it; - for standard output.")
    ] = "conflict.yaml",
) -> int:
    """Example: countermove new dispute.yaml

    Write a small commented model to start from.
    """
    text = files("countermove.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    if path == "-":
        print(text, end="")
        return 0
    if Path(path).exists():
        raise UsageError(f"'{path}' exists already; name another file")
    write_whole(Path(path), text, follow=True)
    print(f"{path} is written. Next: countermove analyze {path}")
    return 0


def demo() -> int:
    """Example: countermove demo

    Do the main job on a real conflict: the menu, the outcomes that hold, and the report.
    """
    console = out()
    conflict = open_conflict(DEMO_CASE)
    _shown(console, f"countermove menu {DEMO_CASE} --dm {DEMO_DM}")
    from countermove.views.menus import menu_data

    show_menu(console, conflict, menu_data(conflict.space, conflict.menu(DEMO_DM)))
    _shown(console, f"countermove analyze {DEMO_CASE}")
    show_analysis(console, conflict, conflict.analyze(), DEMO_CASE)
    _shown(console, f"countermove report {DEMO_CASE}")
    path = write_report(conflict, conflict.evidence(), DEMO_CASE, None)
    console.print(f"The report: {path.resolve() if path else path}", soft_wrap=True)
    return 0


def _shown(console: object, command: str) -> None:
    from rich.console import Console

    assert isinstance(console, Console)
    console.print()
    console.rule(f" {command} ", align="left", characters="─", style="dim")


COMMANDS = (concepts, cases, schema, new, demo)
