"""What ``check`` shows of quotes that do not verify: where the words differ, and where else they stand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from countermove.evidence import Difference, Status
from countermove.evidence.quotes.match import Finding, Place
from countermove.model.elements import Claim, Quote
from countermove.provenance import FAILING, VERIFIED, Checked, Evidence
from countermove.views.checking import diff_words, moved_lines
from tests.article import PDF, WEB, needs_article
from tests.cli.calling import Call

LETTER = "The gates will stay shut on Monday.\nThe quay is closed.\nThe quay is closed.\n"
OTHER = "The barges lie idle in the upper harbour, said the harbour master.\n"
MODEL = """\
countermove: 1
sources:
  letter: {renditions: {text: {file: letter.txt}}}
  other: {renditions: {text: {file: other.txt}}}
  lost: {}
claims:
  c: {text: C., quotes: [{source: SOURCE, QUOTED}]}
decision_makers: {north: {options: {shut: Shut}, because: [c]}}
preferences: {north: indifferent}
"""


@pytest.fixture
def port(tmp_path: Path) -> Path:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def checked(call: Call, port: Path, quoted: str, source: str = "letter", *options: str) -> tuple[int, str]:
    text = MODEL.replace("QUOTED", quoted).replace("SOURCE", source)
    (port / "m.yaml").write_text(text, encoding="utf-8")
    result = call("check", "m.yaml", *options)
    return result.code, " ".join(result.out.split())


def row(call: Call, port: Path, quoted: str, source: str = "letter") -> dict[str, object]:
    code, out = checked(call, port, quoted, source, "--json")
    [found] = [each for each in json.loads(out)["evidence"] if each["element"] == "claims.c"]
    return {"code": code, **found}


def test_a_changed_quote_shows_which_words_differ(call: Call, port: Path) -> None:
    code, out = checked(call, port, "quote: the gates will not stay shut on Sunday")
    assert code == 4
    shown = "the nearest passage, on line 1: the gates will [-not-] stay shut on [-sunday-] {+monday+}"
    assert f"changed in letter, text: “the gates will not stay shut on Sunday” {shown}" in out


def test_the_json_has_the_words_too(call: Call, port: Path) -> None:
    found = row(call, port, "quote: the gates will not stay shut on Sunday")
    assert found["status"] == "changed"
    nearest = found["nearest"]
    assert isinstance(nearest, dict)
    assert (nearest["line"], LETTER[nearest["start"] : nearest["end"]]) == (
        1,
        "The gates will stay shut on Monday",
    )
    assert nearest["differences"] == [
        {"op": "equal", "quoted": "the gates will", "found": "the gates will"},
        {"op": "delete", "quoted": "not", "found": ""},
        {"op": "equal", "quoted": "stay shut on", "found": "stay shut on"},
        {"op": "replace", "quoted": "sunday", "found": "monday"},
    ]


def test_an_ambiguous_quote_shows_all_its_places(call: Call, port: Path) -> None:
    code, out = checked(call, port, "quote: the quay is closed")
    assert code == 4
    assert "ambiguous in letter, text" in out
    assert "it stands 2 times, on line 2 and line 3: quote more words" in out
    assert "on line 2: gates will stay shut on monday [the quay is closed] the quay is closed on" in out
    assert "on line 3: on monday the quay is closed [the quay is closed]" in out
    (port / "letter.txt").write_text("One long quote that is here twice. " * 2, encoding="utf-8")
    out = checked(call, port, "quote: one long quote that is here twice")[1]
    assert "on line 1: [one long quote … is here twice] one long quote that is here" in out


def test_a_missing_quote_that_stands_in_another_source_is_told_and_not_accepted(
    call: Call, port: Path
) -> None:
    quoted = "quote: the barges lie idle in the upper harbour"
    code, out = checked(call, port, quoted)
    assert code == 4
    assert "missing in letter, text" in out
    assert "its words stand in other, text; if that is meant, name it as the source" in out
    found = row(call, port, quoted)
    assert (found["code"], found["status"]) == (4, "missing")
    assert found["elsewhere"] == [{"source": "other", "rendition": "text", "on_desk": False}]


def test_a_sealed_quote_is_looked_for_elsewhere_too(call: Call, port: Path) -> None:
    from countermove.evidence import seal

    found = seal("the barges lie idle in the upper harbour")
    code, out = checked(call, port, f"sealed: {{words: {found.words}, sha256: {found.sha256}}}")
    assert code == 4
    assert "its words stand in other, text" in out


def test_a_quote_without_its_document_may_stand_in_another(call: Call, port: Path) -> None:
    code, out = checked(call, port, "quote: the barges lie idle in the upper harbour", "lost")
    assert code == 0, "a document that is not there fails nothing by itself"
    assert "give it with --source lost=PATH; the words of one of them stand in other, text" in out


def test_a_quote_that_verifies_is_not_looked_for_elsewhere(call: Call, port: Path) -> None:
    (port / "other.txt").write_text(LETTER, encoding="utf-8")
    assert "elsewhere" not in row(call, port, "quote: the gates will stay shut on Monday")


def test_a_missing_quote_may_stand_on_the_desk(call: Call, port: Path) -> None:
    from countermove.evidence import Desk, read_document

    (port / "note.txt").write_text("The lighthouse keeper counts eleven idle barges tonight.\n", "utf-8")
    Desk.open(port / "evidence").add(read_document(port / "note.txt"), work="note", rendition="text")
    quoted = "quote: the lighthouse keeper counts eleven idle barges"
    code, out = checked(call, port, quoted)
    assert code == 4
    assert "its words stand in note/text on the desk" in out
    assert row(call, port, quoted)["elsewhere"] == [{"source": "note", "rendition": "text", "on_desk": True}]
    next((port / "evidence" / "note").glob("*.txt")).write_text("Something else.\n", "utf-8")
    assert "on the desk" not in checked(call, port, quoted)[1], (
        "a damaged document of the desk is passed over"
    )


@pytest.mark.parametrize(
    ("differences", "shown"),
    [
        ([("equal", "a b c", "a b c"), ("insert", "", "x y")], "… b c {+x y+}"),
        ([("delete", "x", ""), ("equal", "a b c", "a b c")], "[-x-] a b …"),
        (
            [("replace", "x", "y"), ("equal", "a b c d e", "a b c d e"), ("insert", "", "z")],
            "[-x-] {+y+} a b … d e {+z+}",
        ),
        ([("replace", "x", "y"), ("equal", "a b c d", "a b c d"), ("delete", "z", "")], "[-x-] {+y+} a b c d [-z-]"),
        ([], ""),
    ],
)  # fmt: skip
def test_equal_words_are_shown_around_the_others(differences: list[tuple[str, str, str]], shown: str) -> None:
    told = [Difference(op, tuple(quoted.split()), tuple(found.split())) for op, quoted, found in differences]
    assert diff_words(told, around=2) == shown


def test_what_has_moved_is_verified_and_told() -> None:
    import countermove

    model = countermove.loads(MODEL.replace("QUOTED", "quote: x").replace("SOURCE", "letter"), "m.yaml").model
    quote = Quote("letter", "the quay", None, "supports", "", model.claims["c"].quotes[0].at)
    claim = Claim("c", "C.", (quote,))
    finding = Finding(Status.MOVED, (Place(36, 44, 2, 1),))
    evidence = Evidence(model, (Checked("claims.c", claim, quote, "text", Status.MOVED, finding),), {}, ())
    assert (evidence.failing, evidence.verified(claim)) == ((), True)
    assert moved_lines(evidence) == [
        "m.yaml:7: claims.c: moved in letter, text: now at [36, 44], line 2: “the quay”"
    ]
    assert {Status.EXACT, Status.MOVED} == VERIFIED
    assert not FAILING & VERIFIED


def test_words_that_have_moved_are_said_and_fail_only_strictly(call: Call, port: Path) -> None:
    quoted = "quote: the gates will stay shut, places: {text: [0, 24]}"
    code, out = checked(call, port, quoted, "letter", "--strict")
    assert (code, "letter, text: 1 exact" in out) == (0, True)
    (port / "letter.txt").write_text(f"Dear captain.\n{LETTER}", encoding="utf-8")
    code, out = checked(call, port, quoted)
    assert code == 0
    assert "letter, text: 1 moved" in out
    assert "claims.c: moved in letter, text: now at [14, 38], line 2: “the gates will stay shut”" in out
    assert checked(call, port, quoted, "letter", "--strict")[0] == 4


@needs_article
def test_a_word_changed_in_a_copy_of_the_article_is_shown(call: Call, tmp_path: Path) -> None:
    """An open quote of ours is made from words of the article itself; one of them is then changed in a copy."""
    words = WEB.read_text(encoding="utf-8").split()
    start = next(
        place for place in range(40, len(words)) if all(each.isalpha() for each in words[place : place + 9])
    )
    quote = " ".join(words[start : start + 9])
    copy = tmp_path / "copy.txt"
    changed = [*words[: start + 4], "elephant", *words[start + 5 :]]
    copy.write_text(" ".join(changed), encoding="utf-8")
    text = MODEL.replace("QUOTED", f'quote: "{quote}"').replace("SOURCE", "lost")
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    for document, code in ((WEB, 0), (PDF, 0), (copy, 4)):
        result = call("check", "m.yaml", "--source", f"lost={document}")
        assert result.code == code, document
    shown = " ".join(result.out.split())
    assert f"[-{words[start + 4].lower()}-] {{+elephant+}}" in shown


def test_without_its_document_the_nearest_passage_at_hand_is_shown_and_nothing_is_accepted(
    call: Call, port: Path
) -> None:
    quoted = "quote: the barges lie idle in the lower harbour"
    code, out = checked(call, port, quoted, "lost")
    assert code == 0
    assert (
        "no-source: “the barges lie idle in the lower harbour” the nearest passage at hand, in other, text, "
        in out
    )
    assert "on line 1: the barges lie idle in the [-lower-] {+upper+} harbour" in out
    assert checked(call, port, quoted, "lost", "--strict")[0] == 4
    found = row(call, port, quoted, "lost")
    assert found["status"] == "no-source"
    near = found["nearest"]
    assert isinstance(near, dict)
    assert (near["source"], near["rendition"], near["start"], near["end"]) == ("other", "text", 0, 40)


def test_what_no_document_at_hand_says_has_nothing_near(call: Call, port: Path) -> None:
    code, out = checked(call, port, "quote: wheat grows tall", "lost")
    assert (code, "nearest" in out) == (0, False)
    assert "nearest" not in row(call, port, "quote: wheat grows tall", "lost")


@pytest.mark.parametrize(
    "quoted",
    [
        "quote: the quay is closed",
        f"sealed: {{words: 4, sha256: {hashlib.sha256(b'the quay is closed').hexdigest()}}}",
    ],
)
def test_of_several_places_the_json_has_the_first_and_no_line_says_that_there_is_none(
    call: Call, port: Path, quoted: str
) -> None:
    code, out = checked(call, port, quoted)
    assert code == 4
    assert "it stands 2 times" in out
    assert "these words are not in the document" not in out
    near = row(call, port, quoted)["nearest"]
    assert isinstance(near, dict)
    assert (near["line"], near["differences"]) == (
        2,
        [{"op": "equal", "quoted": "the quay is closed", "found": "the quay is closed"}],
    )
