"""What a third party could add, as the report tells it: each target is asked as ``inverse --levers`` asks."""

from __future__ import annotations

from typing import Any

import pytest

import countermove
from countermove.analyses.levers import Mediation, mediations
from countermove.analyses.pulled_conflicts import PulledConflicts
from countermove.concepts import find
from countermove.conflict import Conflict
from countermove.errors import UsageError
from countermove.model.applying import Pulled
from countermove.views import report_levers
from countermove.views.levers import miss_sentences
from countermove.views.report import SECTIONS, report_html
from countermove.views.report_levers import Asked, course_target, levers_context, states_target
from countermove.views.summary import summary
from tests.analyses.pulled import GUARDED
from tests.models import GRAPH, change
from tests.views.advice import shown
from tests.views.reports import Page, karabakh, of_the_case, section, told

TRUCE = "not offensive and not concede and not align and not drawn_in"
PEACE = change(GRAPH, 'us: ["s1 -> s2"', 'us: ["s1 -> s2", "s1 -> s3"') + (
    "levers:\n  ban: {name: A ban, forbid: [{by: us, from: s3, to: s2}, {by: them, from: s3, to: s4}]}\n"
)


def cases() -> dict[str, Conflict]:
    return {
        "karabakh-2020": countermove.load("karabakh-2020"),
        "guarded": countermove.loads(GUARDED),
        "peace": countermove.loads(PEACE),
    }


@pytest.fixture(scope="module", params=list(cases()))
def conflict(request: pytest.FixtureRequest) -> Conflict:
    return cases()[request.param]


def answers(conflict: Conflict) -> dict[str, Any]:
    menus = [conflict.menu(label) for label in conflict.decision_makers]
    main = summary(conflict.analyze(engine="explicit")).strongest
    return levers_context(shown(conflict), menus, main, [])


def same(row: dict[str, Any], found: Mediation) -> None:
    """Check that a row of the report tells a mediation, no more and no less."""
    told_sets = found.sets[: report_levers.MAX_SETS]
    assert [each["levers"] for each in row["sets"]] == [
        report_levers._names(each.levers) for each in told_sets
    ]
    assert row["more"] == len(found.sets) - len(told_sets)
    assert row["miss"] == (" ".join(miss_sentences(found.miss)) if found.miss else "")
    for said, each in zip(row["sets"], told_sets, strict=True):
        some = any(held.improvements_only for held in each.held)
        assert ("though not by improvements" in said["how"]) != some


# ---------------------------------------------------------------- what is asked
def test_a_course_is_the_target_of_the_states_with_it(conflict: Conflict) -> None:
    for label in conflict.decision_makers:
        menu = conflict.menu(label)
        for course in menu.courses:
            meant = conflict.space.states.select(course_target(conflict.space, menu.dm, course))
            if conflict.model.graph_form:
                assert meant.nonzero()[0].tolist() == [course.start]
                continue
            levels = [
                tuple(
                    value
                    for value, option in zip(
                        conflict.space.states.values(state), conflict.model.options, strict=True
                    )
                    if option.owner == label
                )
                for state in range(conflict.space.size)
            ]
            assert meant.tolist() == [each == levels[course.start] for each in levels]


def test_some_states_are_the_target_of_themselves(conflict: Conflict) -> None:
    chosen = [0, conflict.space.size - 1]
    found = conflict.space.states.select(states_target(conflict.space, chosen))
    assert found.nonzero()[0].tolist() == chosen


def test_each_course_in_no_nash_equilibrium_is_asked(conflict: Conflict) -> None:
    space, found = conflict.space, answers(conflict)
    assert not found["said"]
    asked = [dm for dm in range(len(space.decision_makers)) if not space.indifferent(dm)]
    assert [side["dm"] for side in found["sides"]] == asked
    for side in found["sides"]:
        menu = conflict.menu(space.decision_makers[side["dm"]])
        lacking = [course for course in menu.courses if not course.equilibria["nash"]]
        assert len(lacking) == len(side["held"]) + len(side["missed"]) + side["more"]
        targets = [course_target(space, side["dm"], course) for course in lacking]
        mediated = mediations(space, find("nash"), targets)
        for row, one in zip(side["held"], [each for each in mediated if each.sets], strict=True):
            same(row, one)
        for row, one in zip(side["missed"], [each for each in mediated if not each.sets], strict=True):
            same(row, one)
        assert bool(side["none"]) == bool(side["missed"])


def test_what_holds_most_widely_is_asked_too(conflict: Conflict) -> None:
    main = summary(conflict.analyze(engine="explicit")).strongest
    (row,) = answers(conflict)["targets"]
    (found,) = mediations(conflict.space, find("nash"), [states_target(conflict.space, main)])
    same(row, found)
    assert found.targets == main


def test_several_targets_share_conflicts_and_have_the_answers_of_each_alone(conflict: Conflict) -> None:
    targets = list(range(1, min(conflict.space.size, 12)))
    together = mediations(conflict.space, find("nash"), targets)
    for target, found in zip(targets, together, strict=True):
        (alone,) = mediations(conflict.space, find("nash"), [target])
        assert [(each.levers, each.held) for each in found.sets] == [
            (each.levers, each.held) for each in alone.sets
        ]
        assert (found.tried, found.targets, found.complete) == (alone.tried, alone.targets, alone.complete)
        assert (found.miss is None) == (alone.miss is None)
        if found.miss and alone.miss:
            assert miss_sentences(found.miss) == miss_sentences(alone.miss)


def test_a_conflict_is_made_once_and_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    space = countermove.loads(GUARDED).space
    conflicts = PulledConflicts(space, find("nash"))
    one = Pulled(conflicts.before, space.model.levers[:1])
    assert conflicts.conflict(one)[0] is conflicts.conflict(one)[0]
    monkeypatch.setattr("countermove.analyses.pulled_conflicts.MAX_KEPT", 0)
    conflicts = PulledConflicts(space, find("nash"))
    assert conflicts.conflict(one)[0] is not conflicts.conflict(one)[0]


# ---------------------------------------------------------------- the page
@of_the_case
def test_the_case_shows_the_levers_and_the_sets_that_do_it() -> None:
    text = told(karabakh(), "levers")
    for said in (
        "One of the eleven main outcomes It takes no lever: as things are it holds and can be reached from today.",
        "Press the Minsk Group's phased plan It takes “A say for Turkey in the talks” and “Backing for the plan in "
        "return for restraint” together.",
        "Press the Minsk Group's phased plan + Hold Turkey back + Get involved against Turkey; Hold Turkey back; "
        "Hold Turkey back + Get involved against Turkey; Make a separate deal with Turkey; Fight for Armenia; Hold "
        "Turkey back + Force a deal; Force a deal; None of its options "
        "None of the 16 sets of the four levers makes any of them hold.",
        "and not “Entrench itself in the region” (it counts before layer 2)",
        "Observers on the line The parties let Russia station military observers between the lines. R Russia gets "
        "the option “Station observers” Az Azerbaijan pays when “Take the areas by force” and “Station observers”",
        "Az Azerbaijan gains when not “Turn to Turkey” (it counts before statement 7)",
        "T Turkey gains when this is so: if “Press the Minsk Group's phased plan”, then not “Entrench itself",
    ):
        assert said in text, said


@of_the_case
def test_claims_behind_levers_are_linked_and_assumptions_marked() -> None:
    part = Page(section(karabakh(), "levers"))
    targets = {attrs["href"] for attrs in part.all("a")}
    whole = {f"#{attrs['id']}" for attrs in Page(karabakh()).all("li") if attrs.get("id")}
    assert len(targets) > 2
    assert {each for each in targets if each and each.startswith("#claim-")} <= whole
    assert "assumed : A date holds out more to Baku than" in part.text()


def test_targets_of_the_readers_own_stand_first_and_may_speak_of_what_levers_add() -> None:
    conflict = countermove.load("karabakh-2020")
    observed = "observers and not offensive"
    html = report_html(conflict, conflict.evidence(), command="x", targets=[TRUCE, observed])
    text = told(html, "levers")
    assert (
        f"“{TRUCE}” It takes “Observers on the line” and “Talks about the areas with a date” together. "
        "What holds then R Russia Press the Minsk Group's phased plan; Hold Turkey back; Station observers"
        in text
    )
    assert f"“{observed}” It takes “Observers on the line”." in text
    assert text.index(f"“{TRUCE}”") < text.index(f"“{observed}”") < text.index("One of the eleven main")
    changing = told(html, "changing")
    assert f"What was asked “{TRUCE}” Under Nash" in changing
    assert observed not in changing


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("plan and coerce", "no feasible state fits"), ("bogus", "unknown label 'bogus'")],
)
def test_a_target_must_fit_some_state(wrong: str, said: str) -> None:
    conflict = countermove.load("karabakh-2020")
    with pytest.raises(UsageError, match=said):
        report_html(conflict, conflict.evidence(), command="x", targets=[wrong])


def test_without_levers_or_today_the_section_says_so() -> None:
    assert "The model lists no levers" in told(countermove.load("syria-iraq-1975"), "levers")
    no_today = countermove.loads(change(GUARDED, "status_quo: []\n", ""))
    text = told(no_today, "levers")
    assert (
        "The model does not say where things stand today, so nothing can be brought within its reach." in text
    )
    assert "The levers" in text
    assert list(SECTIONS).index("levers") == list(SECTIONS).index("changing") + 1


def test_what_is_large_is_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = countermove.load("karabakh-2020")
    listed = report_levers._listed(conflict.space)
    assert listed == 24 * 9984  # three levers that are pulled or not, one with an option of two levels
    monkeypatch.setattr(report_levers, "MAX_WORK", 0)
    found = answers(conflict)
    assert "no sets of levers were tried for this report; “countermove inverse --levers”" in found["said"]
    monkeypatch.setattr(report_levers, "MAX_WORK", 10 * listed)
    found = answers(conflict)
    assert [each["dm"] for each in found["sides"]] == [0]
    assert found["left"].startswith(
        "The courses of Turkey, Azerbaijan, Armenia and Minsk Group were left out"
    )


def test_a_target_of_no_state_is_an_error_that_the_section_tells() -> None:
    conflict = countermove.loads(GUARDED)
    asked = [Asked("x", conflict.ref("sign and not sign", with_levers=True))]
    found = levers_context(shown(conflict), [], [], [], asked)
    assert found["said"].startswith("No sets of levers were tried: no feasible state fits the target")
