"""The bundled conflicts: their own expectations, their evidence, and what may not be in the repository."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import countermove
from countermove.cases import case_names
from countermove.conflict import Conflict
from countermove.evidence import read_document, split
from countermove.model import Model
from countermove.model.elements import Indifferent, Preference, Prioritize, Ranking, Weights
from countermove.provenance import grounds
from countermove.space import build
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
    assert {why.partition(".")[0] for why in whys} == {f"K{number}" for number in range(1, 13)}


def test_every_element_says_where_it_comes_from() -> None:
    bare = {
        each.element
        for each in grounds(countermove.load("karabakh-2020").model)
        if not each.claims + each.assumptions
    }
    assert bare == set()


LEANS_ON = {
    "russia: not karabakh": {"K3", "K6"},
    "russia: plan": {"K6"},
    "russia: hold_turkey or deal": {"K6", "K9"},
    "russia: involve if advance and hold_turkey": {"K9"},
    "russia: deal": {"K11"},
    "russia: deal, in each period": {"K11", "K12"},
    "turkey: not advance if hold_turkey": {"K6", "K9", "K11", "K12"},
    "turkey: deal": {"K9"},
    "turkey: not advance if deal": {"K11"},
    "turkey: advance": {"K4", "K9"},
    "turkey: not back if hold_turkey or deal": {"K6", "K11"},
    "azerbaijan: not (offensive and (fight or drawn_in))": {"K2", "K6"},
    "azerbaijan: offensive or concede": {"K1", "K2", "K3", "K6", "K7", "K10"},
    "azerbaijan: not offensive": {"K2"},
    "azerbaijan: not karabakh if plan or hold_turkey or coerce": {"K2", "K6"},
    "azerbaijan: karabakh": {"K3", "K6"},
    "azerbaijan: align if karabakh": {"K3"},
    "azerbaijan: align if not (offensive or concede)": {"K4", "K6"},
    "azerbaijan: strike if offensive": {"K3", "K6"},
    "armenia: concede if offensive and ((plan and endorse) or coerce)": {"K10"},
    "armenia: hand_over if plan and endorse and not offensive": {"K6", "K10"},
    "armenia: not concede": {"K5"},
    "minsk: endorse <-> plan": {"K6", "K10"},
    "azerbaijan: not (offensive and fight)": {"K2"},  # what new leaders want
    "azerbaijan: align": {"K5"},
}
"""Which conclusions lose a check when one statement or weight is taken away; no other one matters alone."""
WORSE_THAN_THE_DOUBLE_POLICY = (
    "K6. Standing aside ends worse",
    "K6. ... so does fighting",
    "K6. ... and so does forcing",
)


@pytest.mark.nightly
def test_no_conclusion_is_one_statement() -> None:
    """Each conclusion leans on several sides' statements, and the main one survives the loss of any.

    A statement, or a weight, is taken out of the whole, of the layers, and of what is wanted once an event
    has happened.
    """
    model = countermove.load("karabakh-2020").model
    wants = [*model.preferences.values(), *(each.preference for each in model.regimes)]
    said = dict.fromkeys((each.of, one) for each in wants for one in wanted(each.by))
    leans: dict[str, set[str]] = {}
    for dm, text in said:
        without = less(model, dm, text)
        outcomes = Conflict(without, build(without)).expectations()
        lost = [outcome.expectation.why for outcome in outcomes if not outcome.holds]
        assert not any(why.startswith(WORSE_THAN_THE_DOUBLE_POLICY) for why in lost), (dm, text)
        if lost:
            leans[f"{dm}: {text}"] = {why.partition(".")[0] for why in lost}
    assert leans == LEANS_ON


def test_what_is_taken_away_is_taken_away_everywhere() -> None:
    model = countermove.load("karabakh-2020").model
    once, lasting = "deal", f"deal{LASTING}"
    for part in (model, *(layer.model for layer in model.layers if layer.label == "contest")):
        by = part.preferences["russia"].by
        assert {once, lasting} <= set(wanted(by))
        for text in (once, lasting):
            left = list(wanted(by))
            left.remove(text)
            assert list(wanted(less(part, "russia", text).preferences["russia"].by)) == left
    settled = wanted(model.layers[0].model.preferences["russia"].by)
    assert wanted(model.preferences["russia"].by)[: len(settled)] == settled
    gone = less(model, "russia", settled[0])
    assert settled[0] not in wanted(gone.preferences["russia"].by)
    assert settled[0] not in wanted(gone.layers[0].model.preferences["russia"].by)


By = Prioritize | Weights | Ranking | Indifferent
LASTING = ", in each period"


def wanted(by: By) -> tuple[str, ...]:
    """Return all statements, or weights, of a preference; those that last are marked."""
    match by:
        case Prioritize(statements):
            return tuple(each.text for each in statements)
        case Weights():
            lasting = tuple(each.text + LASTING for each, weight in by.each_period if weight)
            once = tuple(each.text for each, weight in by.once if weight)
            return (*once, *lasting, *(wanted(by.then) if by.then else ()))
    return ()


def cut(by: By, text: str) -> By:
    """Return a preference without a statement; a weight becomes 0, so that a patience can still be asked about."""
    match by:
        case Prioritize(statements):
            return Prioritize(tuple(each for each in statements if each.text != text))
        case Weights():
            then = cut(by.then, text) if by.then else None
            assert then is None or isinstance(then, Weights)
            once = tuple((each, weight * (each.text != text)) for each, weight in by.once)
            each_period = tuple(
                (each, weight * (each.text + LASTING != text)) for each, weight in by.each_period
            )
            return replace(by, once=once, each_period=each_period, then=then)
    return by


def less(model: Model, dm: str, text: str) -> Model:
    """Return a model in which a decision maker has a statement or a weight fewer, wherever it stands."""

    def cut_own(own: Preference) -> Preference:
        return replace(own, by=cut(own.by, text)) if own.of == dm else own

    return replace(
        model,
        preferences={label: cut_own(own) for label, own in model.preferences.items()},
        regimes=tuple(replace(each, preference=cut_own(each.preference)) for each in model.regimes),
        layers=tuple(replace(each, model=less(each.model, dm, text)) for each in model.layers),
    )


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
    private = re.compile(rf"/(?:home|root|Users)/\w+|{re.escape(str(REPOSITORY))}\b")
    for path in tracked_files():
        if path.is_file():
            found = private.search(path.read_text(encoding="utf-8", errors="ignore"))
            assert found is None, (path.name, found)
