"""What the documentation shows is what happens: every command and example on its pages is tried.

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

import doctest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import countermove
from countermove.errors import CountermoveError
from countermove.model.yaml import parse
from tests.console import matches, shell
from tests.pages import REPOSITORY, Block, blocks, by_page, schema


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
