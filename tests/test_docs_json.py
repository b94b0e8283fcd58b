"""The page on JSON has every key that a command writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.console import COMMANDS, call, options
from tests.pages import DOCS, in_code, sections

JSON_PAGE = DOCS / "reference" / "json.md"
LABELLED = {
    "answers", "by", "concepts", "departures", "departures_not_shown", "equilibria", "equilibria_in_all", "forces", "gained",
    "labels", "leaves", "left_out", "looks_by", "lost", "lost_in_all", "margin", "not_stable_for", "options", "patterns",
    "stability", "stable", "surprises", "survivors", "upset",
}  # fmt: skip
"""Keys whose mapping has labels or numbers for keys."""


def json_keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            if key in LABELLED and isinstance(value, dict):
                for each in value.values():
                    yield from (
                        json_keys(each)
                        if isinstance(each, list) or key in ("concepts", "patterns", "surprises")
                        else ()
                    )
            else:
                yield from json_keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from json_keys(value)


EVIDENT = """\
countermove: 1
decision_makers: {a: {options: {x: {moves: forward, because: [{source: s, quote: the lazy dog}]}}}}
preferences: {a: {prioritize: [x]}}
status_quo: [x]
sources: {s: {renditions: {text: {file: s.txt}}}}
claims: {c: {text: C., quotes: [{source: s, quote: a lazy dog slept}]}}
expect: [{why: W., reachable: 1}]
"""


TWO_POWERS = """\
countermove: 1
decision_makers: {a: {options: {x: , z: }}, b: {options: {y: }}}
power: [{by: a, option: y, when: x}, {by: b, option: x}]
preferences: {a: {prioritize: [y, x]}, b: {prioritize: [not y, x]}}
status_quo: []
"""


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("analyze", ["syria-iraq-1975", "--state", "1", "--dm", "syria"]),
        ("analyze", ["evident.yaml", "--engine", "symbolic"]),
        ("analyze", ["karabakh-2020", "--coalition", "russia+turkey"]),
        ("analyze", ["elmira-1991", "--all-coalitions", "--merged", "moe+ur"]),
        ("evolve", ["elmira-1991", "--all-coalitions"]),
        ("analyze", ["valley-withdrawal"]),
        ("analyze", ["forced-deal"]),
        ("analyze", ["gas-contract"]),
        ("explain", ["gas-contract", "--dm", "buyer"]),
        ("menu", ["gas-contract", "--dm", "buyer"]),
        ("inverse", ["gas-contract", "--target", "contract"]),
        ("robustness", ["gas-contract"]),
        ("evolve", ["gas-contract", "--patience", "buyer=1/2"]),
        ("analyze", ["old-debt"]),
        ("explain", ["karabakh-2020", "--layer", "contest", "--dm", "russia", "--why"]),
        ("explain", ["evident.yaml", "--dm", "a", "--why"]),
        ("explain", ["old-debt", "--dm", "patron", "--attitudes"]),
        ("inverse", ["old-debt", "--target", "press and back", "--attitudes"]),
        ("analyze", ["short-fuse"]),
        ("explain", ["short-fuse", "--dm", "guard", "--concept", "mixed"]),
        ("evolve", ["forced-deal"]),
        *((each, ["protector"]) for each in ("analyze", "evolve")),
        ("analyze", ["two-powers.yaml"]),
        *((each, ["protector", "--dm", "protector"]) for each in ("explain", "menu")),
        ("explain", ["syria-iraq-1975", "--dm", "syria", "--state", "2"]),
        ("robustness", ["karabakh-2020", "--state", "1876"]),
        ("evolve", ["karabakh-2020"]),
        ("evolve", ["evident.yaml", "--from", "Y"]),
        ("inverse", ["syria-iraq-1975", "--target", "2", "--concept", "gmr"]),
        ("inverse", ["syria-iraq-1975", "--target", "2", "--concept", "nash", "--concept", "seq"]),
        ("inverse", ["karabakh-2020", "--target", "plan and not hold_turkey", "--levers"]),
        ("inverse", ["karabakh-2020", "--target", "fight", "--levers"]),
        ("compare", ["karabakh-2020", "--without", "lesser_evil"]),
        (
            "compare",
            ["syria-iraq-1975", "--swap", "syria:1,3", "--set", "constraints[1]=not (release and attack)"],
        ),
        ("compare", ["evident.yaml", "syria-iraq-1975"]),
        ("menu", ["karabakh-2020", "--dm", "russia"]),
        ("menu", ["evident.yaml", "--dm", "a"]),
        ("check", ["evident.yaml"]),
        ("check", ["broken.yaml"]),
        ("evidence add", ["s.txt", "near.txt", "none.txt"]),
        ("evidence list", ["--desk", "desk"]),
        ("evidence show", ["s.txt"]),
        ("evidence coverage", ["evident.yaml"]),
        ("evidence coverage", ["karabakh-2020"]),
        ("report", ["evident.yaml"]),
        ("concepts", []),
        ("cases", []),
    ],
)
def test_the_page_on_json_has_every_key(command: str, arguments: list[str], empty: Path) -> None:
    (empty / "evident.yaml").write_text(EVIDENT, encoding="utf-8")
    (empty / "two-powers.yaml").write_text(TWO_POWERS, encoding="utf-8")
    (empty / "broken.yaml").write_text(EVIDENT.replace("[x]", "[y]"), encoding="utf-8")
    (empty / "s.txt").write_text("The lazy\n\nRelated article: Cats\n\ndog slept.\n", encoding="utf-8")
    near = "The lazy\n\ncat slept.\n"
    (empty / "near.txt").write_text(near, encoding="utf-8")
    if "desk" in arguments:
        call(["evidence", "add", "near.txt", "--desk", "desk"])
    ran = call([*command.split(), *arguments, "--json"])
    data, _ = json.JSONDecoder().raw_decode(ran.out)
    section = in_code(sections(JSON_PAGE)[command])
    assert set(json_keys(data)) - section == set()


def test_every_command_with_json_is_on_its_page() -> None:
    assert {name for name in COMMANDS if "--json" in options(name)} <= set(sections(JSON_PAGE))
