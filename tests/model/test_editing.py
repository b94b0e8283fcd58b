from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import countermove
from countermove.cases import case_path
from countermove.errors import ModelError, UsageError
from countermove.model.editing import Delete, Edit, Insert, Move, Put, Rename, edit_file, edited
from countermove.model.yaml import parse
from tests.model.literal_edits import MODEL, TEXTS, literal, plain


def line_of(text: str, part: str) -> str:
    (line,) = (line for line in text.splitlines() if part in line)
    return line


# ---------------------------------------------------------------- one edit, seen
@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (Put(("title",), "A new dam"), "title: The dam   #", "title: A new dam   #"),
        (Put(("title",), "yes"), "title: The dam", 'title: "yes"'),
        (Put(("title",), "1975"), "title: The dam", 'title: "1975"'),
        (Put(("title",), "a: b"), "title: The dam", 'title: "a: b"'),
        (Put(("title",), "# a"), "title: The dam", 'title: "# a"'),
        (Put(("title",), ""), "title: The dam", 'title: ""'),
        (Put(("title",), 'say "no"\n'), "title: The dam", 'title: "say \\"no\\"\\n"'),
        (Put(("title",), Decimal("0.50")), "title: The dam", "title: 0.50"),
        (Put(("title",), None), "title: The dam", "title: null"),
        (
            Put(("claims", "no_water", "text"), "Short."),
            " >-\n      Upstream holds the water\n      back.",
            " Short.",
        ),
        (
            Put(("claims", "no_water", "quotes", 1, "quote"), "ours, [really]"),
            "'it''s ours'",
            "ours, [really]",
        ),
        (
            Put(("claims", "no_water", "quotes", 0, "quote"), "a, b"),
            '"we will not let water through"',
            '"a, b"',
        ),
        (
            Put(("claims", "no_water", "quotes", 0, "places"), {"web": [1, 2]}),
            'water through"}',
            'water through", places: {web: [1, 2]}}',
        ),
        (
            Put(("claims", "no_water", "quotes", 1, "places"), {"web": [1, 2]}),
            "'it''s ours'\n",
            "'it''s ours'\n        places: {web: [1, 2]}\n",
        ),
        (Put(("claims", "no_water", "quotes", 2), "x"), "'it''s ours'\n", "'it''s ours'\n      - x\n"),
        (
            Insert(("claims", "no_water", "quotes", 1), {"a": "b"}),
            "# its words\n",
            "# its words\n      - {a: b}\n",
        ),
        (Insert(("claims", "no_water", "quotes", 0), "a"), "      - {source", "      - a\n      - {source"),
        (Insert(("preferences", "upstream", "prioritize", 0), "water"), "[not water", "[water, not water"),
        (Put(("decision_makers", "upstream", "options", "gate"), "Shut it"), "gate: }}", "gate: Shut it }}"),
        (
            Put(("decision_makers", "downstream", "options", "sue"), "Sue"),
            "options: {}",
            "options: {sue: Sue}",
        ),
        (
            Put(("decision_makers", "downstream", "name"), "Below"),
            "options: {}\n",
            "options: {}\n    name: Below\n",
        ),
        (Delete(("title",)), "title: The dam   # what it is about\n", ""),
        (
            Delete(("decision_makers", "upstream", "options", "water")),
            "water: Let water through,\n                       ",
            "",
        ),
        (Delete(("preferences", "upstream", "prioritize", 1)), ", gate]", "]"),
        (Delete(("preferences", "upstream")), "  upstream: {prioritize: [not water, gate]}\n", None),
        (
            Delete(("claims", "no_water", "quotes", 1, "source")),
            "source: letter\n        quote: 'it",
            "quote: 'it",
        ),
        (Rename(("claims", "no_water"), "dry"), "  no_water:  ", "  dry:  "),
        (
            Rename(("claims", "no_water", "quotes", 0, "quote"), "said"),
            '{source: letter, quote: "',
            '{source: letter, said: "',
        ),
    ],
)
def test_an_edit_writes_only_what_it_is_about(edit: Edit, old: str, new: str | None) -> None:
    if new is None:  # the only part of its collection, which stays, empty
        assert edited(MODEL, [edit]) == MODEL.replace("preferences:\n" + old, "preferences: {}\n")
        return
    assert MODEL.count(old) == 1
    assert edited(MODEL, [edit]) == MODEL.replace(old, new)


def test_a_new_claim_is_written_as_an_analyst_would() -> None:
    claim = {
        "text": "The port authority says that it shut the lower gate on the first day of the month, and that it "
        "will open it again when the river falls.",
        "quotes": [{"source": "letter", "quote": "we shut it", "places": {"web": [10, 20]}}],
        "reported": "2020-10-14",
    }
    new = edited(MODEL, [Put(("claims", "gate_shut"), claim)])
    start = new.index("  gate_shut:")
    assert new[:start] + new[new.index("\ndecision_makers") :] == MODEL
    assert new[start : new.index("\ndecision_makers")] == (
        "  gate_shut:\n"
        "    text: The port authority says that it shut the lower gate on the first day of the month, and that it will\n"
        "      open it again when the river falls.\n"
        "    quotes:\n"
        "      - source: letter\n"
        "        quote: we shut it\n"
        "        places: {web: [10, 20]}\n"
        "    reported: 2020-10-14\n"
    )


def test_line_ends_and_the_mark_at_the_start_stay(tmp_path: Path) -> None:
    file = tmp_path / "model.yaml"
    raw = b"\xef\xbb\xbf" + MODEL.replace("\n", "\r\n").encode()
    file.write_bytes(raw)
    edit_file(file, [Put(("claims", "no_water", "quotes", 2), {"source": "letter", "quote": "no"})])
    line = b'      - {source: letter, quote: "no"}\r\n'
    assert file.read_bytes() == raw.replace(b"'it''s ours'\r\n", b"'it''s ours'\r\n" + line)
    edit_file(file, [Delete(("claims", "no_water", "quotes", 2))], tmp_path / "other.yaml")
    assert (tmp_path / "other.yaml").read_bytes() == raw
    assert line in file.read_bytes()


def test_a_text_that_ends_without_a_line_break() -> None:
    assert edited("a: 1", [Put(("b",), 2)]) == "a: 1\nb: 2"
    assert edited("a: [1, 2]", [Put(("a", 2), 3)]) == "a: [1, 2, 3]"
    assert edited('{"a": 1}', [Put(("b",), 2), Rename(("a",), "c")]) == '{"c": 1, b: 2}'


@pytest.mark.parametrize(
    ("text", "edit", "wanted"),
    [
        ("a:\n- 1\n-\n- - 2\n  - 3\n", Put(("a", 1), "x"), "a:\n- 1\n- x\n- - 2\n  - 3\n"),
        ("a:\n- 1\n-\n- - 2\n  - 3\n", Delete(("a", 2, 0)), "a:\n- 1\n-\n- - 3\n"),
        ("a:\n- 1\n# - no\n- 2 # - no\n- 3\n", Delete(("a", 1)), "a:\n- 1\n# - no\n- 3\n"),
        ("a:\n  # why\n  b: 1\n  c: 2\nd: 3\n", Put(("a",), "x"), "a: x\n  # why\nd: 3\n"),
        ("a: # why\n  b: 1\n  c: 2\nd: 3\n", Put(("a",), [1]), "a: [1] # why\nd: 3\n"),
        ("a: 1 # why\n", Put(("a",), {"b": {"c": {"d": 1}}}), "a: # why\n  b: {c: {d: 1}}\n"),
        ("a: |+\n  x\n\nb: 1\n", Put(("c",), 1), "a: |+\n  x\n\nb: 1\nc: 1\n"),
        ("b: 1\na: |+\n  x\n\n", Put(("c",), 1), "b: 1\na: |+\n  x\n\nc: 1\n"),
        ("b: 1\na: |\n  x\n\n# end\n", Put(("a",), "z"), "b: 1\na: z\n\n# end\n"),
        ("a:\n  - b: 1 # one\n    c: 2\n", Delete(("a", 0, "b")), "a:\n  -  # one\n    c: 2\n"),
        ("a: {b, c: 1}\n", Put(("a", "b"), 2), "a: {b: 2, c: 1}\n"),
        ("a: {b: }\n", Put(("a", "c"), 2), "a: {b: , c: 2 }\n"),
        ("a: {b:\n  }\n", Put(("a", "c"), 2), "a: {b: , c: 2\n  }\n"),
        ("a: {b: 1,}\n", Put(("a", "c"), 2), "a: {b: 1, c: 2,}\n"),
        ("a: {b: 1,}\n", Delete(("a", "b")), "a: {}\n"),
        ("a:\n", Put(("a", "b"), 2), "a: {b: 2}\n"),
        ("a:\n", Put(("a", 0), 2), "a: [2]\n"),
        ("- 1\n- 2 # c\n", Put((2,), 3), "- 1\n- 2 # c\n- 3\n"),
        ("a: 1 # one\n", Delete(("a",)), "{}\n"),
        ('"a b": 1\n', Rename(("a b",), "c"), '"c": 1\n'),
        ("- 1 # one\n# of 2\n- 2 # two\n- 3", Move((2,), 0), "- 3\n- 1 # one\n# of 2\n- 2 # two"),
        ("- 1 # one\n# of 2\n- 2 # two\n- 3", Move((0,), 2), "# of 2\n- 2 # two\n- 3\n- 1 # one"),
        ("a:\n- b: 1 # one\n  c: >-\n    x\n- 2\n\nd: 1\n", Move(("a", 0), 1), "a:\n- 2\n- b: 1 # one\n  c: >-\n    x\n\nd: 1\n"),
        ("a: [1, 2, # two\n  3]\n", Move(("a", 2), 0), "a: [3, 1, # two\n  2]\n"),
        ("- - 1 # one\n  - 2\n- 3\n", Move((0, 1), 0), "- - 2 # one\n  - 1\n- 3\n"),
        ("- |+\n  x\n\n- 2\n", Move((0,), 1), "- 2\n- |+\n  x\n\n"),
    ],
)  # fmt: skip
def test_rare_forms(text: str, edit: Edit, wanted: str) -> None:
    assert edited(text, [edit]) == wanted


@pytest.mark.parametrize(
    ("text", "edit", "said"),
    [
        ("a: 1\n", Put((), 1), "is empty"),
        ("a: 1\n", Put(("b", "c"), 1), "no key 'b'; did you|no key 'b'; keys: a"),
        ("a: 1\n", Put(("a", "c"), 1), "stands what has a value"),
        ("a: [1]\n", Put(("a", 2), 1), "from 0 to 1"),
        ("a: [1]\n", Delete(("a", 1)), "from 0 to 0"),
        ("a: [1]\n", Delete(("a", True)), "positions"),
        ("a: [1]\n", Rename(("a", 0), "b"), "has no name"),
        ("a: 1\n", Insert(("a",), "b"), "inserted at a position"),
        ("a: 1\n", Delete(("alpha",)), "no key 'alpha'"),
        ("a: [1]\n", Move(("a", 0), 1), "has no position 1"),
        ("a: 1\nb: 2\n", Rename(("a",), "b"), "there is one"),
        ("a: 1\n", Put(("a",), "\x07"), "control character"),
        ("a: 1\n", Put(("a",), 1.5), "cannot be written"),
        ("a: 1\n", Put(("a",), Decimal("NaN")), "cannot be written"),
        ("? a\n: 1\n", Put(("a",), 2), "in a form that cannot be edited by machine"),
        ("# nothing\n", Put(("a",), 2), "holds nothing to edit"),
    ],
)
def test_what_cannot_be_edited_says_what_to_do(text: str, edit: Edit, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        edited(text, [edit])


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "a: [1\n", "a: 1\na: 2\n", "a: !!python/name:os.system ''\n"]
)
def test_what_the_reader_refuses_is_not_edited(text: str) -> None:
    with pytest.raises(ModelError):
        edited(text, [Put(("a",), 1)])


def test_what_is_renamed_goes_by_its_new_name() -> None:
    edits = [
        Rename(("claims",), "k1"),
        Rename(("k1", "no_water"), "k1"),
        Rename(("k1", "k1", "text"), "said"),
    ]
    claims = parse(edited(MODEL, edits), "")[0]["k1"]
    assert list(claims["k1"]) == ["said", "quotes"]


def test_a_comment_left_under_what_is_deleted_does_not_become_text() -> None:
    text = "a:\n  b: >-\n    words\n  c:\n    - 1\n    # why\nd: 1\n"
    assert edited(text, [Delete(("a", "c"))]) == "a:\n  b: >-\n    words\nd: 1\n"
    beside = text.replace("b: >-\n    words", "b: words")
    assert edited(beside, [Delete(("a", "c"))]) == "a:\n  b: words\n    # why\nd: 1\n"


@pytest.mark.parametrize(
    "text", ["a: {b: 1}\nc: [1]\n", "a:\n  b: 1 # one\nc: # two\n  - 1\n", "a: {}\nc: []\n"]
)
def test_what_is_added_one_after_another_keeps_its_order(text: str) -> None:
    edits: list[Edit] = [Put(("a", key), {"x": key}) for key in "zyw"]
    edits += [Put(("c", len(parse(text, "")[0]["c"]) + number), number) for number in range(3)]
    edits += [Put(("a", "y"), 5), Put(("a", "y"), 6), Put(("a", "v"), 7)]
    expected = parse(text, "")[0]
    for edit in edits:
        expected = literal(expected, edit)
    new = edited(text, edits)
    assert plain(parse(new, "")[0]) == plain(expected)
    assert new.count("#") == text.count("#")


def test_what_is_added_at_one_place_to_two_collections_stays_apart() -> None:
    edits: list[Edit] = [
        Put(("claims", "no_water"), []),
        Put(("k1",), "dam"),
        Put(("preferences", "k1"), "dam"),
    ]
    found, _ = parse(edited(MODEL, edits), "")
    assert (found["claims"], found["k1"], found["preferences"]["k1"]) == ({"no_water": []}, "dam", "dam")


def test_many_edits_at_once_are_quick_and_leave_a_model_that_loads() -> None:
    text = TEXTS["model karabakh-2020"]
    data, _ = parse(text, "")
    edits: list[Edit] = [Put(("claims", label, "text"), f"About {label}.") for label in data["claims"]]
    edits += [Rename(("claims", label, "text"), "said") for label in data["claims"]]
    edits += [Rename(("claims", label, "said"), "text") for label in data["claims"]]
    new = edited(text, edits)
    claims = countermove.loads(new, "model.yaml", Path(str(case_path("karabakh-2020"))).parent).model.claims
    assert {claim.text for claim in claims.values()} == {f"About {label}." for label in data["claims"]}
    assert new.count("#") == text.count("#")
