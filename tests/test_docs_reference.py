"""The reference leaves out nothing that the code has, and has nothing besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from countermove import stability
from countermove.analyses import (
    chance,
    coalition_choice,
    coalition_holding,
    coalition_work,
    coalitions,
    compare,
    expectations,
    horizons,
    joint_paths,
    levers,
    paths,
    patience,
    patience_courses,
    phase_orders,
    power,
)
from countermove.cli import INTERRUPTED, app
from countermove.concepts import lh, maximin
from countermove.errors import CountermoveError
from countermove.evidence import MAX_SEALED_WORDS
from countermove.evidence.documents import document
from countermove.evidence.quotes import match, nearest
from countermove.model import parsing, proportions, yaml
from countermove.model.condition import holds
from countermove.model.parsing import KEYWORDS, parse_condition
from countermove.model.shape import FORMAT, Document
from countermove.model.vocabulary import OptionVocabulary
from countermove.model.yaml import parse
from countermove.provenance import FAILING
from countermove.space import arcs, barred, forced, grid, limited, simultaneous, states, together, unlisted
from countermove.space import merged as merged_moves
from countermove.space.symbolic import MAX_NODES
from countermove.stability import which
from countermove.views import chance as chance_views
from countermove.views import coalitions as coalition_views
from countermove.views import joint_paths as joint_views
from countermove.views import merged as merged_views
from countermove.views import report_coalitions, summary
from tests.console import COMMANDS, options
from tests.pages import DOCS, PAGES, blocks, in_code, prose, schema, sections, words_in_code

FORMAT_PAGE = DOCS / "reference" / "model-format.md"
CONDITIONS_PAGE = DOCS / "reference" / "conditions.md"
COMMANDS_PAGE = DOCS / "reference" / "command-line.md"
LIMITS_PAGE = DOCS / "reference" / "limits.md"
EVIDENCE_PAGE = DOCS / "reference" / "evidence-matching.md"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_every_option_of_a_command_and_no_other(command: str) -> None:
    section = sections(COMMANDS_PAGE)[f"countermove {command}"]
    shown = {word for each in in_code(section) for word in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", each)}
    assert shown == options(command) - {"--help", "-h"}


def test_the_reference_has_the_options_that_stand_before_a_command() -> None:
    shown = in_code(prose(COMMANDS_PAGE))
    group = typer.main.get_command(app)
    assert {name for each in group.params for name in each.opts} <= shown
    assert {"--help", "-h"} <= shown


def test_every_exit_code_is_documented() -> None:
    def codes(error: type[CountermoveError]) -> Iterator[int]:
        yield error.exit_code
        for each in error.__subclasses__():
            yield from codes(each)

    rows = re.findall(r"^\| (\d+) \|", sections(COMMANDS_PAGE)["Exit codes"], flags=re.M)
    assert sorted(map(int, rows)) == sorted({0, 1, INTERRUPTED, *codes(CountermoveError)})


def test_no_page_speaks_of_a_command_that_there_is_not() -> None:
    for page in PAGES:
        said = [each for each in in_code(prose(page)) if each.startswith("countermove ")]
        said += [
            line for block in blocks(page) for line in block.lines if block.language in ("console", "sh")
        ]
        named = {found[1] for each in said if (found := re.search(r"\bcountermove ([a-z]\w*)", each))}
        assert named <= set(COMMANDS), page


def schema_words(node: Any) -> Iterator[str]:
    """Every key of the schema, and every word that a key may hold."""
    if isinstance(node, dict):
        yield from node.get("properties", {})
        yield from (word for word in [*node.get("enum", []), node.get("const")] if isinstance(word, str))
        for value in node.values():
            yield from schema_words(value)
    elif isinstance(node, list):
        for value in node:
            yield from schema_words(value)


def test_the_format_page_has_every_key_and_every_word() -> None:
    assert sorted(set(schema_words(schema())) - words_in_code(prose(FORMAT_PAGE))) == []


def test_the_format_page_shows_every_key_in_an_example() -> None:
    def keys(node: Any) -> Iterator[str]:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield str(key)
            if isinstance(value, dict | list):
                yield from keys(value)

    examples = [parse(each.text, each.at)[0] for each in blocks(FORMAT_PAGE) if each.language == "yaml"]
    used = {key for example in examples for key in keys(example)}
    known = {key for shape in [schema(), *schema()["definitions"].values()] for key in shape["properties"]}
    assert sorted(known - used) == []
    assert set(Document.model_fields) <= known


def test_the_format_page_says_which_format() -> None:
    assert f"countermove: {FORMAT}" in in_code(prose(FORMAT_PAGE))


def words_of_the_language() -> set[str]:
    return {*KEYWORDS, "=", "!=", "->", "<->"}


def test_the_page_on_conditions_has_every_word() -> None:
    assert words_of_the_language() <= {re.sub(r"\(.*", "", each) for each in in_code(prose(CONDITIONS_PAGE))}


def test_what_the_page_on_conditions_says_is_the_same_is_the_same() -> None:
    vocabulary = OptionVocabulary([("us", each, ("no", "yes")) for each in ("a", "b", "c", "d")])
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", prose(CONDITIONS_PAGE), flags=re.M)
    assert len(rows) > 8
    for written, meant in rows:
        (one, wrong), (other, also_wrong) = (parse_condition(each, vocabulary) for each in (written, meant))
        assert one is not None, (written, wrong)
        assert other is not None, (meant, also_wrong)
        every = [tuple(state >> bit & 1 for bit in range(4)) for state in range(16)]
        assert [holds(one, state) for state in every] == [holds(other, state) for state in every], written


def test_the_page_on_limits_has_the_limits_of_the_code() -> None:
    limits = [
        states.MAX_COMBINATIONS,
        arcs.MAX_ARCS,
        barred.MAX_COMPARED,
        forced.MAX_FORCED,
        forced.MAX_ARCS,
        power.MAX_ALONE,
        power.MAX_STATES,
        paths.MAX_MOVES,
        grid.MAX_CHANGES,
        stability.MAX_LISTED,
        stability.MAX_ASKED,
        MAX_NODES,
        summary.MAX_FOLLOWED,
        compare.MAX_FOLLOWED,
        compare.MAX_REASONED,
        compare.MAX_REASONING,
        levers.MAX_SETS,
        levers.MAX_STATES,
        coalition_choice.MAX_COALITIONS,
        coalitions.MAX_COMPARED,
        coalition_work.MAX_COMPARED_IN_ALL,
        coalition_work.MAX_ANSWERED_IN_ALL,
        coalition_holding.MAX_HELD,
        joint_paths.MAX_SOUGHT,
        merged_moves.MAX_MERGED,
        together.MAX_ANSWERING,
        together.MAX_PAIRS,
        coalition_views.MAX_DEPARTURES,
        coalition_views.MAX_LOOKED_AT,
        coalition_views.MAX_TARGETS,
        joint_views.MAX_PATHS,
        merged_views.MAX_LOST,
        report_coalitions.MAX_WORK,
        phase_orders.MAX_VERDICTS,
        phase_orders.MAX_FOLLOWED,
        yaml.MAX_BYTES,
        yaml.MAX_NODES,
        parsing.MAX_LENGTH,
        proportions.MAX_SUM,
        MAX_SEALED_WORDS,
        nearest._MAX_QUOTE,
        simultaneous.MAX_ANSWERS,
        expectations.MAX_PAIRS,
        patience.MAX_DIFFERENT,
        patience.MAX_WORK,
        patience_courses.MAX_LOOKED_AT,
        chance.MAX_STATES,
        chance.MAX_TOGETHER,
        chance.MAX_DRAWN,
        chance_views.MAX_BESIDE,
        which.MAX_SIMULTANEOUS,
        lh.MAX_HORIZON,
        maximin.MAX_HORIZON,
        horizons.MAX_STATES,
        horizons.MAX_HORIZONS,
        limited.MAX_STEPS,
        unlisted.MAX_BITS,
    ]
    shown = set(re.findall(r"\d+(?:,\d+)*", prose(LIMITS_PAGE)))
    assert {f"{limit:,}" for limit in limits} <= shown
    assert f"{yaml.MAX_DEPTH} deep" in prose(LIMITS_PAGE)
    assert f"{parsing.MAX_DEPTH} deep" in prose(LIMITS_PAGE)
    assert f"{document.MAX_BYTES // 1_000_000} MB" in prose(LIMITS_PAGE)
    assert f"| {match.MAX_PLACES} |" in prose(LIMITS_PAGE)


def test_the_page_on_evidence_has_every_status_and_whether_it_fails() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (.+) \|$", prose(EVIDENCE_PAGE), flags=re.M)
    assert {status for status, _ in rows} == {str(status) for status in match.Status}
    assert {status for status, fails in rows if fails == "yes"} == {str(status) for status in FAILING}
