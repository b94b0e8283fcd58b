from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove
from countermove.errors import CountermoveError, EvidenceError, LimitError
from countermove.evidence import Seal, seal
from countermove.evidence.quotes import annotations
from countermove.evidence.quotes.annotations import Annotation, Target, collection, read_annotations
from countermove.model.editing import Delete, edited
from countermove.model.quotes import quotes_in
from tests.article import PDF, WEB, needs_article
from tests.console import call

LETTER = (
    "The port authority wrote: We shall keep the lower\ngate shut, whatever the min-\nistry says. It rained.\n\n"
    "Nobody was asked. It rained.\n"
)
SHA = hashlib.sha256(LETTER.encode()).hexdigest()
MODEL = f"""\
# A dispute about a gate; keep this line.
countermove: 1
title: The gate
sources:
  letter:
    renditions:
      text: {{file: letter.txt, sha256: {SHA}}}
  other: {{title: Something else}}
claims:
  shut:            # who says so
    text: The gate stays shut.
    said_by: port
    reported: 2024-05
    reliability: high
    reason: official
    analyst: The desk
    quotes:
      - {{source: letter, quote: we shall keep the lower gate shut}}   # the first half
      - {{source: letter, sealed: {{words: 4, sha256: {seal("whatever the ministry says").sha256}}}, note: A threat.}}
  asked:
    text: The towns were heard.
    stance: contradicts
    quotes:
      - {{source: letter, quote: nobody was asked, stance: contradicts}}
decision_makers:
  port: {{options: {{shut: Keep it shut}}}}
  ministry: {{options: {{sue: Sue}}}}
status_quo: []
preferences:
  port: {{prioritize: [{{statement: shut, because: [shut]}}]}}
  ministry: {{prioritize: [not shut]}}
"""


@pytest.fixture
def dispute(empty: Path) -> Path:
    (empty / "letter.txt").write_text(LETTER, encoding="utf-8")
    file = empty / "dispute.yaml"
    file.write_text(MODEL, encoding="utf-8")
    return file


def without_claims(text: str) -> str:
    """The model with neither claims nor what rests on them."""
    path = ("preferences", "port", "prioritize", 0, "because")
    return edited(text, [Delete(path), Delete(("claims", "shut")), Delete(("claims", "asked"))])


def exported(*arguments: str) -> Any:
    done = call(["evidence", "export", "dispute.yaml", *arguments])
    assert done.code == 0, done.err
    return json.loads(done.out)


def write(data: Any) -> str:
    Path("given.json").write_text(json.dumps(data), encoding="utf-8")
    return "given.json"


def quoting(exact: str, **more: Any) -> dict[str, Any]:
    selector = {"type": "TextQuoteSelector", "exact": exact, **more}
    return {
        "type": "Annotation",
        "bodyValue": f"About: {exact[:12]}",
        "target": {"source": "http://a.b/c", "selector": selector},
    }


# ---------------------------------------------------------------- the data model of the W3C
def test_an_export_has_what_the_data_model_asks_for(dispute: Path) -> None:
    data = exported()
    assert data["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert data["type"] == "AnnotationCollection"
    assert data["label"] == "The gate"
    page = data["first"]
    assert page["type"] == "AnnotationPage"
    assert data["total"] == len(page["items"]) == 3
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == 3
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert item["body"]["type"] == "TextualBody"
        assert item["target"]["type"] == "SpecificResource"
        assert item["target"]["source"]["id"] == f"urn:sha256:{SHA}"
        (position,) = [each for each in item["target"]["selector"] if each["type"] == "TextPositionSelector"]
        for quote in item["target"]["selector"]:
            if quote["type"] == "TextQuoteSelector":
                start, end = position["start"], position["end"]
                assert LETTER[start:end] == quote["exact"]
                assert LETTER[:start].endswith(quote["prefix"])
                assert LETTER[end:].startswith(quote["suffix"])
                assert len(quote["prefix"]) <= 32
    first, _, third = page["items"]
    assert first["creator"] == {"type": "Person", "name": "The desk"}
    assert {key[3:]: value for key, value in first.items() if key.startswith("cm:")} == {
        "claim": "shut", "said_by": "port", "reported": "2024-05", "reliability": "high", "reason": "official",
    }  # fmt: skip
    assert third["cm:stance"] == third["cm:quoteStance"] == "contradicts"


def test_the_words_of_sealed_quotes_stay_unsaid_unless_asked_for(dispute: Path) -> None:
    sealed = exported()["first"]["items"][1]
    assert [each["type"] for each in sealed["target"]["selector"]] == [
        "cm:SealSelector",
        "TextPositionSelector",
    ]
    assert "ministry" not in json.dumps(sealed)
    said = exported("--with-words")["first"]["items"][1]["target"]["selector"]
    assert said[0]["exact"] == "whatever the min-\nistry says"


def test_a_quote_without_its_document_is_exported_without_a_place(dispute: Path) -> None:
    Path("letter.txt").unlink()
    done = call(["evidence", "export", "dispute.yaml", "-o", "out.jsonld"])
    assert done.code == 0
    assert "Three quotes without a place" in done.err
    items = json.loads(Path("out.jsonld").read_text())["first"]["items"]
    assert [each["target"]["source"]["id"] for each in items] == ["urn:countermove:source:letter"] * 3
    assert items[0]["target"]["selector"] == [
        {"type": "TextQuoteSelector", "exact": "we shall keep the lower gate shut"}
    ]


# ---------------------------------------------------------------- there and back
def test_what_is_exported_and_imported_is_the_same(dispute: Path) -> None:
    assert call(["evidence", "export", "dispute.yaml", "-o", "out.jsonld"]).code == 0
    bare = Path("bare.yaml")
    bare.write_text(without_claims(MODEL), encoding="utf-8")
    done = call(["evidence", "import", "out.jsonld", "--into", "bare.yaml"])
    assert done.code == 0, done.err
    assert "Three quotes added to bare.yaml." in done.out
    one, other = countermove.load("dispute.yaml").model.claims, countermove.load("bare.yaml").model.claims
    assert list(one) == list(other)
    for label, claim in one.items():
        said = other[label]
        assert (said.text, said.stance, said.said_by, said.reported, said.reliability, said.reason, said.analyst) == (
            claim.text, claim.stance, claim.said_by, claim.reported, claim.reliability, claim.reason, claim.analyst,
        )  # fmt: skip
        for quote, again in zip(claim.quotes, said.quotes, strict=True):
            assert (again.source, again.seal, again.stance, again.note) == (
                quote.source,
                quote.seal,
                quote.stance,
                quote.note,
            )
            assert seal(again.text or "-a").sha256 == seal(quote.text or "-a").sha256
            (span,) = again.places.values()
            assert LETTER[slice(*span)]
    # Once is enough.
    before = bare.read_bytes()
    done = call(["evidence", "import", "out.jsonld", "--into", "bare.yaml"])
    assert done.code == 0
    assert "No quotes added to bare.yaml, three there already." in done.out
    assert bare.read_bytes() == before
    assert call(["check", "bare.yaml", "--strict"]).code == 0


@needs_article
def test_the_case_goes_there_and_back(empty: Path) -> None:
    given = [part for file in (WEB, PDF) for part in ("--source", f"moscow-times={file}")]
    done = call(["evidence", "export", "karabakh-2020", *given])
    assert done.code == 0
    read = read_annotations(done.out)
    quotes = [
        quote for claim in countermove.load("karabakh-2020").model.claims.values() for quote in claim.quotes
    ]
    assert len(read) == len(quotes)
    for quote, annotation in zip(quotes, read, strict=True):
        seals = {each.seal for each in annotation.targets if each.seal}
        assert seals == ({Seal(*quote.seal)} if quote.seal else set())
        assert all(not each.exact for each in annotation.targets if each.seal)  # no word of the article
        assert all(each.span for each in annotation.targets)
        if quote.source == "moscow-times":
            assert len({each.sha256 for each in annotation.targets}) == 2
    assert annotations.collection(countermove.load("karabakh-2020").title, read) == json.loads(done.out)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
WORDS = TEXTS.filter(bool)
TARGETS = st.builds(
    Target,
    st.sampled_from(["http://a.b/c", f"urn:sha256:{'0' * 64}", ""]),
    source=TEXTS, rendition=TEXTS, exact=WORDS, prefix=TEXTS, suffix=TEXTS,
    seal=st.none() | st.builds(Seal, st.integers(1, 1000), st.just("ab" * 32)),
    span=st.none() | st.tuples(st.integers(0, 9), st.integers(10, 10**9)),
)  # fmt: skip
DETAILS = st.dictionaries(
    st.sampled_from(["stance", "happened", "said_by", "reason", "analyst", "note"]), WORDS
)
ANNOTATIONS = st.builds(
    Annotation, TEXTS, st.lists(TARGETS, min_size=1, max_size=3).map(tuple), TEXTS, DETAILS, st.booleans()
)


@given(st.lists(ANNOTATIONS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_annotations_go_there_and_back(given: list[Annotation]) -> None:
    data = collection("", given)
    assert read_annotations(json.dumps(data)) == given
    assert read_annotations(json.dumps(data["first"]["items"], ensure_ascii=False)) == given


# ---------------------------------------------------------------- other annotators
QUOTE = {"type": "TextQuoteSelector", "exact": "nobody was asked"}
SELECTED = {"source": "http://a.b/c", "selector": QUOTE}


@pytest.mark.parametrize(
    "data",
    [
        {"type": "Annotation", "target": SELECTED, "bodyValue": "x"},
        {"target": [SELECTED], "body": [{"type": "TextualBody", "value": "tag", "purpose": "tagging"}, {"value": "x"}]},
        [{"target": {**SELECTED, "selector": [{"type": "RangeSelector"}, QUOTE]}, "body": {"value": ["x"]}}],
        {"@type": "oa:Annotation", "oa:hasTarget": {"oa:hasSource": {"@id": "http://a.b/c"},
         "oa:hasSelector": {"@type": ["oa:TextQuoteSelector"], "exact": {"@value": "nobody was asked"}}},
         "oa:hasBody": {"chars": "x"}},
        {"@graph": [{"hasTarget": SELECTED, "body": "x"}]},
        {"type": "AnnotationPage", "items": {"target": SELECTED, "body": "x"}},
        {"type": "AnnotationCollection", "first": {"items": [{"target": SELECTED, "body": "x"}]}},
        {"type": "AnnotationCollection", "first": {"items": [], "next": {"items": [{"target": SELECTED, "body": "x"}]}}},
        {"rows": [{"text": "x", "target": [SELECTED]}], "total": 1},
        {"target": {**SELECTED, "selector": {"type": "FragmentSelector", "value": "p", "refinedBy": QUOTE}}, "body": "x"},
        {"target": {**SELECTED, "selector": {"type": "Choice", "items": [QUOTE]}}, "body": "x"},
        [{"target": "http://a.b/c"}, 5, None, {"target": SELECTED, "body": "x"}, {"target": []}],
    ],
)  # fmt: skip
def test_annotations_of_others_are_read(data: Any) -> None:
    (annotation,) = read_annotations(json.dumps(data))
    assert annotation.text == "x"
    assert [(each.document, each.exact) for each in annotation.targets] == [
        ("http://a.b/c", "nobody was asked")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 200_000, "nested too deep|not JSON"),
        ("5", "no annotations of a text"),
        ('{"target": {"selector": {"type": "TextQuoteSelector", "exact": 5}}}', "no annotations of a text"),
        ('{"target": {"selector": {"type": "TextPositionSelector", "start": 1e3, "end": NaN}}}', "no annotations of a text"),
        ('{"target": {"selector": {"type": "TextPositionSelector", "start": 9, "end": 3}}}', "no annotations of a text"),
        (f'{{"target": {{"selector": {{"type": "TextPositionSelector", "start": 0, "end": {"9" * 9999}}}}}}}', "no annotations"),
        ('{"target": {"selector": {"type": "cm:SealSelector", "cm:words": true, "cm:sha256": "x"}}}', "no annotations"),
        ('{"items": ' * 500 + "{}" + "}" * 500, "no annotations of a text"),
        ('{"first": "http://a.b/page1"}', "no annotations of a text"),
    ],
)  # fmt: skip
def test_what_is_no_annotation_is_refused(text: str, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        read_annotations(text)


def test_there_is_a_largest_number_of_annotations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "MAX_ANNOTATIONS", 3)
    assert len(read_annotations(json.dumps([quoting("a")] * 3))) == 3
    with pytest.raises(LimitError, match="more than 3 annotations"):
        read_annotations(json.dumps([quoting("a")] * 4))
    monkeypatch.setattr(annotations, "MAX_CHARACTERS", 100)
    with pytest.raises(LimitError, match="more than 100 characters"):
        read_annotations(json.dumps([quoting("a")] * 3))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("TextQuoteSelector"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["target", "body", "items", "selector", "type", "exact", "source", "id", "cm:claim", "creator",
                             "start", "end", "@value", "@list", "purpose", "name", "first", "refinedBy"]), inner, max_size=4),
        max_leaves=20,
    )
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_whatever_is_read_ends_in_annotations_or_a_message(data: Any) -> None:
    try:
        found = read_annotations(json.dumps(data))
    except CountermoveError:
        return
    assert all(each.targets for each in found)
    assert all(target.exact or target.seal or target.span for each in found for target in each.targets)


# ---------------------------------------------------------------- let in only where it verifies
def test_only_what_verifies_is_added_and_comments_stay(dispute: Path) -> None:
    given = write(
        [
            quoting("keep the lower gate  shut, whatever"),
            quoting("keep the upper gate shut, whatever"),
            quoting("nothing like it"),
        ]
    )
    done = call(["evidence", "import", given, "--into", "dispute.yaml", "--as", "letter"])
    assert done.code == 4
    lines = done.out.splitlines()
    said = " ".join(done.out.split())
    assert "changed in text; not added: a document at hand does not bear it out" in said
    assert "missing in text; not added" in said
    assert "the nearest passage in text, on line 1: keep the [-upper-] {+lower+} gate shut whatever" in said
    assert lines[-1] == "One quote added to dispute.yaml, two not added."
    new = dispute.read_text()
    added = new.splitlines()[24:30]
    assert new.splitlines()[:24] + new.splitlines()[30:] == MODEL.splitlines()
    assert added == [
        "  about_keep_the_low:",
        '    text: "About: keep the low"',
        "    quotes:",
        "      - source: letter",
        "        quote: keep the lower gate shut, whatever",
        "        places: {text: [35, 69]}",
    ]
    assert call(["check", "dispute.yaml"]).code == 0


def test_with_all_what_fails_is_added_and_fails_visibly(dispute: Path) -> None:
    given = write([quoting("keep the upper gate shut, whatever")])
    done = call(
        ["evidence", "import", given, "--into", "dispute.yaml", "--as", "letter", "--all", "-o", "out.yaml"]
    )
    assert done.code == 4
    assert dispute.read_text() == MODEL
    done = call(["check", "out.yaml"])
    assert done.code == 4
    assert "changed in letter, text" in " ".join(done.out.split())


def test_what_stands_around_words_tells_which_of_several_are_meant(dispute: Path) -> None:
    given = write([quoting("It rained", prefix="the ministry says. ", suffix=".\n\nNobody was")])
    done = call(["evidence", "import", given, "--into", "dispute.yaml", "--as", "letter"])
    assert done.code == 0, done.out
    (span,) = countermove.load("dispute.yaml").model.claims["about_it_rained"].quotes[0].places.values()
    assert span == (LETTER.index("It rained"), LETTER.index("It rained") + 9)
    for around in ({}, {"prefix": "x "}, {"prefix": "It was wet that day. ", "suffix": " Nothing more."}):
        given = write([quoting("It rained", **around)])
        done = call(["evidence", "import", given, "--into", "dispute.yaml", "--as", "letter", "-o", "-"])
        assert done.code == 4
        assert "ambiguous in text; not added" in done.err


def test_the_source_is_found_by_its_document_its_label_or_its_words(dispute: Path) -> None:
    named = {
        "source": {"id": f"urn:sha256:{SHA.upper()}"},
        "selector": {"type": "TextPositionSelector", "start": 0, "end": 18},
    }
    given = write([{"target": named, "bodyValue": "By the port."}, quoting("nobody was asked")])
    done = call(["evidence", "import", given, "--into", "dispute.yaml", "--json"])
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert [
        (each["source"], each["quote"], each["statuses"], each["claim"]) for each in found["annotations"]
    ] == [
        ("letter", "The port authority", {"text": "exact"}, "by_the_port"),
        ("letter", "Nobody was asked", {"text": "exact"}, "about_nobody_was_a"),
    ]
    given = write([quoting("words that stand nowhere")])
    done = call(["evidence", "import", given, "--into", "dispute.yaml"])
    assert done.code == 4
    assert "not looked up; not added" in done.out.replace("\n", " ")
    done = call(["evidence", "import", given, "--into", "dispute.yaml", "--as", "leter"])
    assert done.code == 2
    assert "did you mean 'letter'?" in done.err


def test_a_label_that_says_something_else_is_not_taken(dispute: Path) -> None:
    item = {**quoting("nobody was asked"), "cm:claim": "shut", "bodyValue": "Something else."}
    given = write(
        [item, {**item, "cm:claim": "because"}, {**item, "cm:claim": "no label", "bodyValue": "5 gates"}]
    )
    assert call(["evidence", "import", given, "--into", "dispute.yaml"]).code == 0
    claims = countermove.load("dispute.yaml").model.claims
    assert list(claims) == ["shut", "asked", "shut_2", "claim_5_gates"]
    assert claims["shut_2"].text == "Something else."


def test_quotes_can_be_added_sealed(dispute: Path) -> None:
    given = write([quoting("nobody was asked")])
    assert call(["evidence", "import", given, "--into", "dispute.yaml", "--sealed"]).code == 0
    quote = quotes_in(dispute.read_text())[-1]
    sealed = seal("nobody was asked")
    assert (quote.text, quote.seal) == (None, (sealed.words, sealed.sha256))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["absent.json", "--into", "dispute.yaml"], 2, "cannot be read"),
        (["letter.txt", "--into", "dispute.yaml"], 4, "is not JSON"),
        (["given.json", "--into", "karabakh-2020"], 2, "is no file to add to"),
        (["given.json", "--into", "absent.yaml"], 2, "is no file to add to"),
    ],
)
def test_wrong_input_says_what_to_do(dispute: Path, arguments: list[str], code: int, said: str) -> None:
    write([quoting("nobody was asked")])
    done = call(["evidence", "import", *arguments])
    assert done.code == code
    assert said in done.err
    assert dispute.read_text() == MODEL


def test_a_hostile_body_does_no_harm(dispute: Path) -> None:
    item = quoting("nobody was asked")
    item |= {
        "bodyValue": "a: b\n- c\n\u202e\x07 #d {{ & * ! \ud83d" + "x" * 50_000,
        "cm:claim": "x: y",
        "cm:happened": "never",
    }
    done = call(["evidence", "import", write([item]), "--into", "dispute.yaml"])
    assert done.code == 3  # the date is none
    assert "'never' is no date" in done.err
    assert dispute.read_text() == MODEL
    del item["cm:happened"]
    assert call(["evidence", "import", write([item]), "--into", "dispute.yaml"]).code == 0
    (claim,) = [
        each
        for label, each in countermove.load("dispute.yaml").model.claims.items()
        if label not in ("shut", "asked")
    ]
    assert claim.text.startswith("a: b - c #d {{ & * !")
    assert len(claim.text) <= 20_000
