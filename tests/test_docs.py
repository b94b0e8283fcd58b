"""What the documentation shows is what happens: every command, example and key on its pages is tried.

A page's blocks are worked through in their order, in an empty directory:

- a block whose first line is a comment with a file's name (``# dispute.yaml``) is written to that file;
- a ``console`` block holds commands (``$ ...``) and all that they print; a line ``...`` stands for any
  number of lines. A command that fails must be followed by ``$ echo $?``. ``make`` is not run, but
  ``make demo`` is, as the command that it runs;
- a ``yaml`` block is a whole model, and then it loads and meets its own expectations, or a part of one
  that fits the schema;
- a ``python`` block with ``>>>`` is a doctest; the blocks of a page share their names.
"""

from __future__ import annotations

import contextlib
import doctest
import functools
import io
import json
import re
import runpy
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer

import countermove
from countermove import stability
from countermove.__main__ import main
from countermove.analyses import coalition_choice, coalitions, compare, levers, paths
from countermove.cli import INTERRUPTED, app
from countermove.concepts import all_concepts
from countermove.errors import CountermoveError
from countermove.evidence import MAX_SEALED_WORDS, document, match, nearest
from countermove.model import parsing, yaml
from countermove.model.condition import holds
from countermove.model.parsing import KEYWORDS, parse_condition
from countermove.model.shape import FORMAT, Document, json_schema
from countermove.model.vocabulary import OptionVocabulary
from countermove.model.yaml import parse
from countermove.provenance import FAILING
from countermove.space import arcs, grid, states, together
from countermove.space.symbolic import MAX_NODES
from countermove.views import coalitions as coalition_views
from countermove.views import report_coalitions, summary

REPOSITORY = Path(__file__).resolve().parents[1]
DOCS = REPOSITORY / "docs"
TEXTS = [REPOSITORY / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
PAGES = [*TEXTS, *sorted(page for page in DOCS.rglob("*.md") if "build" not in page.relative_to(DOCS).parts)]
FORMAT_PAGE = DOCS / "reference" / "model-format.md"
CONDITIONS_PAGE = DOCS / "reference" / "conditions.md"
COMMANDS_PAGE = DOCS / "reference" / "command-line.md"
LIMITS_PAGE = DOCS / "reference" / "limits.md"
EVIDENCE_PAGE = DOCS / "reference" / "evidence-matching.md"
JSON_PAGE = DOCS / "reference" / "json.md"

by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))


# ---------------------------------------------------------------- blocks
@dataclass(frozen=True)
class Block:
    """A fenced block; ``line`` is the number of its first line of content."""

    page: Path
    line: int
    language: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def at(self) -> str:
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"

    @property
    def file(self) -> str | None:
        """The name of the file that the block shows."""
        named = re.fullmatch(r"# ([\w-]+\.(?:yaml|txt|html))", self.lines[0]) if self.lines else None
        return named[1] if named else None

    @property
    def whole_model(self) -> bool:
        said = [line for line in self.lines if line.strip() and not line.startswith("#")]
        return self.language == "yaml" and bool(said) and said[0].split("#")[0].strip() == "countermove: 1"


def blocks(page: Path, text: str | None = None) -> list[Block]:
    found: list[Block] = []
    fence = None
    for number, line in enumerate((text or page.read_text(encoding="utf-8")).splitlines(), start=1):
        if fence is None:
            opened = re.match(r" *(`{3,})(.*)", line)
            if opened:
                fence, language, start, content = opened[1], opened[2].strip(), number + 1, []
        elif line.strip() == fence:
            found.append(Block(page, start, language, tuple(content)))
            fence = None
        else:
            content.append(line)
    assert fence is None, f"{page}: the block that begins on line {start} never ends"
    return found


def prose(page: Path) -> str:
    """A page without its blocks."""
    return re.sub(r"^( *)(`{3,}).*?^\1\2 *$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)


# ---------------------------------------------------------------- commands
@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, its results, and results and messages as a terminal shows them."""

    code: int
    out: str
    err: str
    seen: str


class Copied(io.StringIO):
    """A stream of its own that is also written to another."""

    def __init__(self, other: io.StringIO) -> None:
        super().__init__()
        self.other = other

    def write(self, text: str) -> int:
        self.other.write(text)
        return super().write(text)


def call(arguments: Sequence[str], stdin: str = "") -> Ran:
    """Run the command line in this process."""
    seen = io.StringIO()
    out, err = Copied(seen), Copied(seen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["countermove", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main()
    return Ran(code, out.getvalue(), err.getvalue(), seen.getvalue())


def said(text: str) -> Ran:
    return Ran(0, text, "", text)


def shell(command: str, before: int) -> Ran | None:
    """Do what a shell would; None for a command that is not run here."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="<>|&;")
    lexer.whitespace_split = True
    words = list(lexer)
    files = {sign: words.pop(words.index(sign) + 1) for sign in ("<", ">") if sign in words}
    words = [word for word in words if word not in files]
    match words:
        case ["make", "demo"]:
            ran = call(["demo"])
        case ["make", *_]:
            return None
        case ["countermove", *arguments]:
            stdin = Path(files["<"]).read_text(encoding="utf-8") if "<" in files else ""
            ran = call(arguments, stdin)
        case ["echo", "$?"]:
            ran = said(f"{before}\n")
        case ["echo", *words]:
            ran = said(" ".join(words) + "\n")
        case ["cat", file]:
            ran = said(Path(file).read_text(encoding="utf-8"))
        case _:
            raise AssertionError(f"these pages do not use '{command}'")
    if ">" in files:
        Path(files[">"]).write_text(ran.out, encoding="utf-8")
        return Ran(ran.code, "", ran.err, ran.err)
    return ran


def matches(printed: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether lines are those shown, where ``...`` stands for any number of lines."""
    if not shown:
        return not printed
    if shown[0].strip() == "...":
        return any(matches(printed[skip:], shown[1:]) for skip in range(len(printed) + 1))
    return bool(printed) and printed[0] == shown[0] and matches(printed[1:], shown[1:])


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with what the page says it prints."""
    command, shown = "", []
    for line in block.lines:
        if command.endswith("\\"):
            command = command[:-1] + line.strip().removeprefix("> ")
        elif line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            assert command, f"{block.at}: a console block begins with '$ '"
            shown.append(line.rstrip())
    yield command, shown


def try_console(block: Block) -> Iterator[str]:
    code = unsaid = 0
    for command, shown in commands(block):
        if unsaid and command != "echo $?":
            yield f"{block.at}: a command ended with {unsaid} and no 'echo $?' after it"
        ran = shell(command, code)
        if ran is None:
            continue
        code, unsaid = ran.code, ran.code
        printed = [line.rstrip() for line in ran.seen.rstrip().splitlines()]
        while shown and not shown[-1]:
            shown.pop()
        if not matches(printed, shown):
            yield "\n".join([f"{block.at}: '{command}' printed", *printed, "--- and the page shows", *shown])
    if unsaid:
        yield f"{block.at}: the last command ended with {unsaid} and no 'echo $?' after it"


# ---------------------------------------------------------------- models and Python
@functools.cache
def schema() -> dict[str, Any]:
    return json_schema()


def try_model(block: Block) -> Iterator[str]:
    try:
        conflict = countermove.loads(block.text, block.at)
    except CountermoveError as error:
        yield str(error)
        return
    for outcome in conflict.expectations():
        if not outcome.holds:
            yield f"{block.at}: expected '{outcome.expectation.why}' and it does not hold"


def try_part(block: Block) -> Iterator[str]:
    """A part of a model has keys of its top level, each holding what the schema allows."""
    data, problems = parse(block.text, block.at)
    yield from map(str, problems)
    if not isinstance(data, dict):
        yield f"{block.at}: a part of a model is a mapping of its keys"
        return
    for key, value in data.items():
        if key not in schema()["properties"]:
            yield f"{block.at}: '{key}' is no key of a model's top level"
            continue
        part = schema()["properties"][key] | {"definitions": schema()["definitions"]}
        for error in jsonschema.Draft7Validator(part).iter_errors(value):
            yield f"{block.at}: {key}: {error.message[:300]}"


def try_python(block: Block, names: dict[str, Any]) -> Iterator[str]:
    if ">>>" not in block.text:
        compile(block.text, block.at, "exec")
        return
    report: list[str] = []
    test = doctest.DocTestParser().get_doctest(block.text, names, block.at, str(block.page), block.line - 1)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    if runner.failures:
        yield "".join(report)


def tried(page: Path, text: str | None = None) -> list[str]:
    """What is wrong with a page's blocks; the current directory is written to."""
    wrong: list[str] = []
    names: dict[str, Any] = {}
    for block in blocks(page, text):
        if block.file:
            Path(block.file).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            wrong += try_console(block)
        elif block.language == "yaml":
            wrong += try_model(block) if block.whole_model else try_part(block)
        elif block.language == "python":
            wrong += try_python(block, names)
        elif block.language not in ("text", "sh", "{toctree}"):
            wrong.append(f"{block.at}: say the block's language: console, yaml, python, text or sh")
    return wrong


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@by_page
def test_every_example_does_what_the_page_shows(page: Path, empty: Path) -> None:
    wrong = tried(page)
    assert not wrong, "\n\n".join(wrong)


SOUND = """\
```yaml
# two.yaml
countermove: 1
decision_makers: {a: {options: {x: }}}
preferences: {a: {prioritize: [x]}}
status_quo: []
expect: [{why: It wants x., equilibria: {nash: [Y]}}]
```

```console
$ countermove new -
# A conflict model. 'countermove analyze THIS_FILE' answers; 'countermove check THIS_FILE' checks it.
...
$ countermove explain two.yaml --dm b
unknown decision maker 'b'; decision makers: a
$ echo $?
2
```

```python
>>> import countermove
>>> countermove.load("two.yaml").analyze().equilibria["nash"]
[2]
```
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# A conflict model.", "# A model."),
        ("...", "nothing"),
        ("decision makers: a", "decision makers: a, b"),
        ("$ echo $?\n2\n", ""),
        ("\n2\n", "\n1\n"),
        ("[2]", "[1]"),
        ("nash: [Y]", "nash: [N]"),
        ("prioritize: [x]", "prioritize: [y]"),
        ("countermove: 1\n", ""),
        ("countermove: 1\n", "titel: A\n"),
        ("```console", "```"),
        ("countermove new", "countermore new"),
        ("two.yaml\ncountermove", "one.yaml\ncountermove"),
    ],
)
def test_a_page_that_is_wrong_is_found_out(old: str, new: str, empty: Path) -> None:
    assert tried(REPOSITORY / "README.md", SOUND) == []
    assert old in SOUND
    for left in empty.iterdir():
        left.unlink()
    try:
        wrong = tried(REPOSITORY / "README.md", SOUND.replace(old, new, 1))
    except AssertionError as error:
        wrong = [str(error)]
    assert wrong


# ---------------------------------------------------------------- nothing is left out
def sections(page: Path) -> dict[str, str]:
    """A page's text below each heading, down to the next one of any depth."""
    parts = re.split(r"^#+ (.+)$", prose(page), flags=re.M)
    return {title.strip("` "): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def in_code(text: str) -> set[str]:
    """What stands in ``code`` in a text."""
    return set(re.findall(r"`([^`\n]+)`", text))


def words_in_code(text: str) -> set[str]:
    return {word for each in in_code(text) for word in re.findall(r"\w+", each)}


def options(command: str) -> set[str]:
    group = typer.main.get_command(app)
    return {
        name
        for parameter in group.commands[command].params  # type: ignore[attr-defined]
        for name in [*parameter.opts, *parameter.secondary_opts]
        if name.startswith("-")
    }


COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


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
        together.MAX_ANSWERING,
        together.MAX_PAIRS,
        coalition_views.MAX_DEPARTURES,
        coalition_views.MAX_LOOKED_AT,
        coalition_views.MAX_TARGETS,
        report_coalitions.MAX_WORK,
        yaml.MAX_BYTES,
        yaml.MAX_NODES,
        parsing.MAX_LENGTH,
        MAX_SEALED_WORDS,
        nearest._MAX_QUOTE,
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


LABELLED = {
    "by",
    "margin",
    "labels",
    "left_out",
    "stability",
    "stable",
    "equilibria",
    "answers",
    "options",
    "patterns",
}
LABELLED |= {"survivors", "upset", "departures", "departures_not_shown"}
"""Keys whose mapping has labels or numbers for keys."""


def json_keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            if key in LABELLED and isinstance(value, dict):
                for each in value.values():
                    yield from json_keys(each) if isinstance(each, list) or key == "patterns" else ()
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


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("analyze", ["syria-iraq-1975", "--state", "1", "--dm", "syria"]),
        ("analyze", ["evident.yaml", "--engine", "symbolic"]),
        ("analyze", ["karabakh-2020", "--coalition", "russia+turkey"]),
        ("explain", ["syria-iraq-1975", "--dm", "syria", "--state", "2"]),
        ("robustness", ["karabakh-2020", "--state", "284"]),
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
        ("report", ["evident.yaml"]),
        ("concepts", []),
        ("cases", []),
    ],
)
def test_the_page_on_json_has_every_key(command: str, arguments: list[str], empty: Path) -> None:
    (empty / "evident.yaml").write_text(EVIDENT, encoding="utf-8")
    (empty / "broken.yaml").write_text(EVIDENT.replace("[x]", "[y]"), encoding="utf-8")
    (empty / "s.txt").write_text("The lazy\n\nRelated article: Cats\n\ndog slept.\n", encoding="utf-8")
    ran = call([command, *arguments, "--json"])
    data, _ = json.JSONDecoder().raw_decode(ran.out)
    section = in_code(sections(JSON_PAGE)[command])
    assert set(json_keys(data)) - section == set()


def test_every_command_with_json_is_on_its_page() -> None:
    assert {name for name in COMMANDS if "--json" in options(name)} <= set(sections(JSON_PAGE))


# ---------------------------------------------------------------- pages that are made, links, promises
def test_the_page_on_concepts_is_made_from_their_declarations() -> None:
    made = runpy.run_path(str(DOCS / "conf.py"))
    assert made["CONCEPTS_MARK"] in (DOCS / f"{made['CONCEPTS_PAGE']}.md").read_text(encoding="utf-8")
    text = made["concepts_markdown"]()
    for concept in all_concepts():
        for said in (concept.id, concept.name, concept.short, concept.question, concept.definition):
            assert said in text
        assert concept.citation in text


def test_the_documentation_refuses_what_loads_from_elsewhere() -> None:
    loads = runpy.run_path(str(DOCS / "conf.py"))["_LOADS"]
    for bad in (
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img alt="" src=http://example/x.png>',
        "@import url('https://fonts.example/css');",
        "src: url(https://fonts.example/a.woff2)",
    ):
        assert loads.search(bad), bad
    for good in ('<a href="https://example/">a</a>', '<script src="_static/x.js">', "url('../img/a.svg')"):
        assert not loads.search(good), good


@by_page
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        assert not target.startswith(("http://", "https://")), f"{target}: the pages name no hosts"
        path = target.split("#")[0]
        assert not path or (page.parent / path).exists(), target


@by_page
def test_pages_hold_no_path_of_one_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:work|root|home|Users|tmp)/", page.read_text(encoding="utf-8"))


def test_the_citation_file_is_true() -> None:
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    data, problems = parse(text, "CITATION.cff")
    assert problems == []
    assert data["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(data)
    assert data["authors"] == [{"name": "The countermove authors"}]
    assert data["version"] == countermove.__version__
    assert not isinstance(data["version"], Decimal)
    assert data["license"] == "MIT"


def test_the_change_log_knows_this_version() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?{re.escape(countermove.__version__)}\]?", text, flags=re.M)


def test_each_make_target_is_explained() -> None:
    targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    shown = in_code(prose(REPOSITORY / "CONTRIBUTING.md"))
    assert {f"make {target}" for target in targets} <= shown
