"""The board: which states it shows, in which order, and what it says of them."""

from __future__ import annotations

import numpy as np
import pytest

import countermove
from countermove.views.board import board, places
from countermove.views.told import Told
from tests.models import LEVELS, SYRIA_IRAQ


@pytest.fixture(scope="module")
def told() -> Told:
    conflict = countermove.loads(SYRIA_IRAQ)
    return Told(conflict, conflict.evidence())


def numbers(told: Told, **query: str) -> list[str]:
    """Return the numbers of the states that are found, without today's where it does not fit."""
    said = board(told, query)
    columns = [each["number"] for each in said["columns"]]
    return columns if said["today_fits"] else columns[1:]


def test_without_anything_asked_all_states_are_there_the_widest_held_first(told: Told) -> None:
    said = board(told, {})
    assert said["found"] == said["total"] == 6
    votes = [sum(told.analysis.equilibrium(each.id)[int(n["number"]) - 1] for each in told.analysis.concepts)
             for n in said["columns"][1:]]  # fmt: skip
    assert votes == sorted(votes, reverse=True)
    assert said["columns"][0]["today"]


@pytest.mark.parametrize("by", ["", "syria", "iraq"])
@pytest.mark.parametrize("concept", ["nash", "gmr", "seq"])
def test_a_concept_keeps_the_states_that_are_stable_under_it(told: Told, concept: str, by: str) -> None:
    analysis = told.analysis
    wanted = analysis.stability[concept][by] if by else analysis.equilibria[concept]
    assert wanted, "nothing would be told apart"
    assert sorted(map(int, numbers(told, holds=concept, by=by))) == wanted
    assert board(told, {"holds": concept, "by": by})["found"] == len(wanted)


def test_any_and_all_concepts(told: Told) -> None:
    held = [set(told.analysis.equilibria[each.id]) for each in told.analysis.concepts]
    assert set(map(int, numbers(told, holds="any"))) == set.union(*held)
    assert set(map(int, numbers(told, holds="all"))) == set.intersection(*held)
    assert set.union(*held) != set.intersection(*held)


@pytest.mark.parametrize("which", ["YN-", "release", "release and not escalate"])
def test_a_pattern_and_a_condition_keep_what_fits_them(told: Told, which: str) -> None:
    found = {told.space.states.label(int(number) - 1) for number in numbers(told, which=which)}
    assert found == {"YNN", "YNY"}


def test_an_option_set_keeps_what_has_it_at_that_level() -> None:
    conflict = countermove.loads(LEVELS)
    told = Told(conflict, conflict.evidence())
    option = conflict.model.options[0]
    found = board(told, {f"o-{option.id}": "2", "sort": "number"})
    assert found["found"] == 4
    shown = [state for state in found["columns"] if not state["today"]]
    assert all(told.space.states.values(int(each["number"]) - 1)[0] == 2 for each in shown)
    assert found["address"][f"o-{option.id}"] == "2"


@pytest.mark.parametrize("dm", ["syria", "iraq"])
def test_a_preference_sorts_best_and_least_first(told: Told, dm: str) -> None:
    liked = told.space.ranks[told.conflict.dm(dm)]
    best = numbers(told, sort=f"best:{dm}", holds="any", size="60")
    ranked = [int(liked[int(each) - 1]) for each in best[1:]]
    assert ranked == sorted(ranked, reverse=True)
    least = numbers(told, sort=f"worst:{dm}", holds="any", size="60")
    ranked = [int(liked[int(each) - 1]) for each in least[1:]]
    assert ranked == sorted(ranked)


def test_places_count_from_the_best_and_share_what_is_liked_alike(told: Told) -> None:
    for dm, liked in enumerate(told.space.ranks):
        found, many = places(told, dm)
        assert many == len(set(liked.tolist()))
        for state in range(told.space.size):
            better = {int(each) for each in liked if each > liked[state]}
            assert found[state] == len(better) + 1


def test_pages_show_every_state_once() -> None:
    conflict = countermove.load("valley-withdrawal")
    told = Told(conflict, conflict.evidence())
    first = board(told, {"sort": "number"})
    assert (first["pages"], first["first"], first["last"]) == (3, 1, 12)
    seen = []
    for page in range(1, 4):
        said = board(told, {"sort": "number", "page": str(page)})
        seen += [each["number"] for each in said["columns"] if page == 1 or not each["today"]]
    assert seen == [str(number) for number in range(1, 37)]
    assert board(told, {"page": "99"})["page"] == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"which": "releasee"}, "releasee"),
        ({"holds": "nsh"}, "nsh"),
        ({"sort": "best:nobody"}, "best:nobody"),
        ({"by": "nobody"}, "nobody"),
        ({"size": "13"}, "13"),
    ],
)
def test_what_cannot_be_read_is_told_and_shows_all(told: Told, query: dict[str, str], said: str) -> None:
    found = board(told, query)
    assert said in found["problem"]
    assert found["found"] == 6


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 40])
def test_no_page_is_too_odd(told: Told, page: str) -> None:
    assert board(told, {"page": page})["columns"]


def test_cells_say_what_is_done_and_what_differs_from_today(told: Told) -> None:
    said = board(told, {"sort": "number"})
    rows = [row for group in said["groups"] for row in group["rows"]]
    assert [row["option"] for row in rows] == [each.name for each in told.model.options]
    for place, column in enumerate(said["columns"]):
        assert "".join(row["cells"][place]["value"] for row in rows) == column["label"]
        differs = [row["cells"][place]["changed"] for row in rows]
        assert differs == [value == "Y" for value in column["label"]]


def test_for_whom_a_state_is_stable(told: Told) -> None:
    said = board(told, {"sort": "number"})
    nash = next(row for row in said["concepts"] if row["id"] == "nash")
    for column, dms in zip(said["columns"], nash["stable_for"], strict=True):
        state = int(column["number"]) - 1
        assert dms == np.flatnonzero(told.analysis.stable["nash"][:, state]).tolist()


def test_the_first_sentence_counts_what_holds(told: Told) -> None:
    first = board(told, {})["sentences"][0]
    assert first.startswith("Of six states ")
    assert (
        board(told, {"holds": "nash"})["sentences"][0]
        == "1 of six states is stable for everybody under Nash."
    )
    assert board(told, {"which": "release"})["sentences"][0] == "2 of six states fit what you set."


def test_graph_form_has_no_option_rows() -> None:
    conflict = countermove.load("elmira-1991")
    said = board(Told(conflict, conflict.evidence()), {})
    assert said["groups"] == []
    assert said["choices"]["options"] == []
    assert len(said["columns"]) == 9


def test_sentences_speak_of_what_was_set_and_could_be_read(told: Told) -> None:
    both = board(told, {"holds": "nash", "which": "release"})["sentences"][0]
    assert both == "0 of the two states that fit what you set are stable for everybody under Nash."
    unread = board(told, {"holds": "nash", "which": "relese"})["sentences"][0]
    assert unread == "1 of six states is stable for everybody under Nash."
