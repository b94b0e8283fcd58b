"""The bundled conflicts: their own expectations, their evidence, and what may not be in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import countermove
from countermove.cases import case_names, case_path
from countermove.conflict import loads
from countermove.evidence import read_document, split
from countermove.provenance import grounds
from tests.article import PDF, REPOSITORY, WEB, needs_article

LONGEST_SHARED_RUN = 8
"""Facts and names may share some words with the article; a sentence may not."""


@pytest.mark.parametrize("name", case_names())
def test_each_case_meets_its_own_expectations(name: str) -> None:
    conflict = countermove.load(name)
    assert conflict.model.title
    assert conflict.model.summary
    outcomes = conflict.expectations()
    assert outcomes, "a case without expectations proves nothing"
    assert [outcome.expectation.why for outcome in outcomes if not outcome.holds] == []


@pytest.mark.parametrize("name", case_names())
def test_each_case_verifies_against_the_documents_it_brings(name: str) -> None:
    evidence = countermove.load(name).evidence()
    assert [each.element for each in evidence.failing] == []
    assert evidence.notices == ()


def test_the_published_results_of_1975() -> None:
    # Kinsara's guide to GMCR+ (University of Waterloo, 2014).
    analysis = countermove.load("syria-iraq-1975").analyze(["nash", "gmr", "smr", "seq"])
    assert analysis.equilibria == {"nash": [6], "gmr": [1, 6], "smr": [6], "seq": [6]}


# ---------------------------------------------------------------- karabakh-2020
def test_every_conclusion_of_the_article_is_expected() -> None:
    whys = [each.why for each in countermove.load("karabakh-2020").model.expectations]
    assert {why.partition(".")[0] for why in whys} == {f"K{number}" for number in range(1, 9)}


def test_every_element_says_where_it_comes_from() -> None:
    bare = {
        each.element
        for each in grounds(countermove.load("karabakh-2020").model)
        if not each.claims + each.assumptions
    }
    assert bare == {"decision_makers.armenia", "preferences.politics"}


def test_the_conclusions_do_not_come_from_one_statement() -> None:
    """Take any one of Russia's statements away: the double policy still ranks before the three bad courses."""
    path = case_path("karabakh-2020")
    assert path is not None
    text = path.read_text(encoding="utf-8")
    block = text[text.index("preferences:\n  russia:") : text.index("  turkey:\n    prioritize")]
    statements = [line for line in block.splitlines() if line.lstrip().startswith("- {statement:")]
    assert len(statements) == 10
    for line in statements:
        conflict = loads(text.replace(line + "\n", "", 1), "karabakh-2020", path.parent)
        courses = {course.levels: course.rank for course in conflict.menu("russia").courses}
        double, coerce, fight, aside = (1, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0)
        assert courses[double] < min(courses[coerce], courses[fight], courses[aside]), line


@needs_article
def test_the_sealed_quotes_verify_in_both_renditions() -> None:
    evidence = countermove.load("karabakh-2020").evidence({"moscow-times": [WEB, PDF]})
    sealed = [each for each in evidence.checked if each.quote.source == "moscow-times"]
    assert all(each.quote.seal for each in sealed)
    assert {each.rendition for each in sealed} == {"web", "pdf"}
    assert {str(each.status) for each in sealed} == {"exact"}
    assert len({each.element for each in sealed}) >= 16
    assert evidence.notices == ()
    interrupted = [each for each in sealed if each.finding and each.finding.interruptions]
    assert [(each.rendition, each.element) for each in interrupted] == [("pdf", "claims.attention_won")]


@needs_article
def test_a_changed_word_is_found(tmp_path: Path) -> None:
    text = WEB.read_text(encoding="utf-8")
    assert text.count("lesser evil") == 1
    copy = tmp_path / "copy.txt"
    copy.write_text(text.replace("lesser evil", "greater evil"), encoding="utf-8")
    evidence = countermove.load("karabakh-2020").evidence({"moscow-times": [copy]})
    assert [(each.element, each.rendition, str(each.status)) for each in evidence.failing] == [
        ("claims.lesser_evil", "given-1", "missing")
    ]
    assert len(evidence.notices) == 1


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [REPOSITORY / name for name in listed.stdout.decode().split("\0") if name]


@needs_article
def test_no_sentence_of_the_article_is_in_the_repository() -> None:
    words = read_document(WEB).words.texts
    runs = {tuple(words[k : k + LONGEST_SHARED_RUN]) for k in range(len(words) - LONGEST_SHARED_RUN + 1)}
    assert len(runs) > 1000
    for path in tracked_files():
        if not path.is_file():
            continue
        ours = split(path.read_text(encoding="utf-8", errors="ignore")).texts
        shared = [
            ours[k : k + LONGEST_SHARED_RUN]
            for k in range(len(ours))
            if tuple(ours[k : k + LONGEST_SHARED_RUN]) in runs
        ]
        assert not shared, (path.name, shared[0])


def test_no_file_carries_a_path_of_a_machine() -> None:
    private = re.compile(r"/(?:home|root|Users|wo[r]k)/\w+")
    for path in tracked_files():
        if path.is_file():
            found = private.search(path.read_text(encoding="utf-8", errors="ignore"))
            assert found is None, (path.name, found)
