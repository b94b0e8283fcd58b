"""Any edit of any bundled case does what it says, and nothing else in the file changes."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.model.editing import Delete, Edit, Insert, Move, Put, Rename, edited
from countermove.model.yaml import Map, Place, parse
from tests.model.literal_edits import MODEL, TEXTS, literal, plain

WORDS = st.sampled_from(
    ["dam", "the gate is shut", "no", "0x1F", "1e3", "- a", "a #b", "a: b", "a, b]", "it's", '"', "\u2028", "é" * 3,
     "100 : 1", "-", "?", "*a", "&a", "!a", "%a", "@a", "`a", " a", "a ", "a  b", "a\nb", "a\n\n b\t", "~", "2020-10-14",
     "word " * 40, "\ud7ff\ufeff", "a\u0301", "12:30", ".5", "+1", "=", "<<", "---", "...", "x:", ":x", "{", "“a” b"]
)  # fmt: skip
SCALARS = st.one_of(WORDS, st.text(max_size=12).filter(lambda text: text.isprintable()), st.integers(-10**17, 10**17),
                    st.booleans(), st.none(), st.decimals(-100, 100, places=2))  # fmt: skip
KEYS = st.sampled_from(["k1", "long_key", "7", "no", "a b", "é", "null", "x-y", "-x"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def as_read(value: Any) -> Any:
    """What a value is read back as: texts in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {as_read(key): as_read(part) for key, part in value.items()}
    return [as_read(part) for part in value] if isinstance(value, list) else value


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Place]]:
    """Every path below the data, in the order of the text, with where its key or value begins."""
    found: list[tuple[tuple[Any, ...], Place]] = []
    if isinstance(data, Map):
        for key, value in data.items():
            found += [((*path, key), data.keys_at[key]), *places(value, (*path, key))]
    elif isinstance(data, list):
        for number, value in enumerate(data):
            found += [((*path, number), data.values_at[number]), *places(value, (*path, number))]  # type: ignore[attr-defined]
    return found


@st.composite
def any_edit(draw: st.DrawFn, data: Any) -> Edit:
    path, _ = draw(st.sampled_from(places(data)))
    parent = data
    for step in path[:-1]:
        parent = parent[step]
    kind = draw(st.sampled_from(["put", "put", "add", "insert", "delete", "rename", "move"]))
    value = as_read(draw(VALUES))
    if kind == "rename" and isinstance(parent, dict):
        return Rename(path, draw(KEYS.filter(lambda key: key not in parent)))
    if kind == "add":
        return Put((*path[:-1], len(parent) if isinstance(parent, list) else draw(KEYS)), value)
    if kind == "move" and isinstance(parent, list):
        return Move(path, draw(st.integers(0, len(parent) - 1)))
    if kind == "insert" and isinstance(parent, list):
        return Insert(path, value)
    return Delete(path) if kind == "delete" else Put(path, value)


@pytest.mark.parametrize("name", TEXTS)
@given(draws=st.data())
@settings(max_examples=20, deadline=None)
def test_any_edit_does_what_it_says_and_nothing_else(name: str, draws: st.DataObject) -> None:
    text = TEXTS[name]
    data, _ = parse(text, name)
    edit = draws.draw(any_edit(data))
    new = edited(text, [edit])
    found, problems = parse(new, name)
    assert not problems
    assert plain(found) == plain(literal(data, edit))
    # What differs lies between the key that is edited and the next one beside or above it.
    old_lines, new_lines = text.splitlines(), new.splitlines()
    same = [one == other for one, other in zip(old_lines, new_lines, strict=False)]
    first = same.index(False) if False in same else len(same)
    same = [one == other for one, other in zip(reversed(old_lines), reversed(new_lines), strict=False)]
    last = len(old_lines) - (
        same.index(False) if False in same else len(same)
    )  # the lines [first, last) differ
    within = [place.line - 1 for path, place in places(data) if path[: len(edit.path) - 1] == edit.path[:-1]]
    after = [line for path, line in ((p, place.line - 1) for p, place in places(data)) if line > max(within)]
    assert first >= min(within) - 1
    assert last <= min(after, default=len(old_lines))


@pytest.mark.parametrize("name", TEXTS)
@given(draws=st.data())
@settings(max_examples=12, deadline=None)
def test_what_is_added_and_taken_away_leaves_the_text_byte_for_byte(name: str, draws: st.DataObject) -> None:
    text = TEXTS[name] if draws.draw(st.booleans()) else TEXTS[name].replace("\n", "\r\n")
    data, _ = parse(text, name)
    path, _ = draws.draw(st.sampled_from(places(data)))
    parent = data
    for step in path[:-1]:
        parent = parent[step]
    value = draws.draw(VALUES)
    if isinstance(parent, list):
        at = draws.draw(st.integers(0, len(parent)))
        added: Edit = Insert((*path[:-1], at), value)
    else:
        added = Put((*path[:-1], draws.draw(KEYS.filter(lambda key: key not in parent))), value)
    there = edited(text, [added])
    assert there != text
    assert edited(there, [Delete(added.path)]) == text
    assert edited(text, [added, Delete(added.path)]) == text


@given(draws=st.data())
@settings(max_examples=60, deadline=None)
def test_several_edits_are_made_one_after_another(draws: st.DataObject) -> None:
    text = MODEL
    edits: list[Edit] = []
    for _ in range(draws.draw(st.integers(1, 5))):
        data, _ = parse(text, "")
        if not places(data):
            break
        edits.append(draws.draw(any_edit(data)))
        text = edited(text, edits[-1:])
    found, _ = parse(edited(MODEL, edits), "")
    assert plain(found) == plain(parse(text, "")[0])
