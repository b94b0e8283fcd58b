"""The report's sections of advice: what they say is what the analyses found, and what is large is left out."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import countermove
from countermove.analyses.alterations import dropped, exchanged, raised, reordered
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.evolve import Evolution, NoReturn, Route
from countermove.analyses.inverse import inverse
from countermove.analyses.paths import Step
from countermove.concepts import find
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views import report_designing, report_evolving, report_tipping
from countermove.views.evolving import told_first
from countermove.views.report_designing import altered, changing_context, with_course
from countermove.views.report_evolving import going, going_context, going_said
from countermove.views.report_states import Shown
from countermove.views.report_tipping import firmness, firmness_context, firmness_said
from countermove.views.summary import summary
from countermove.views.tipping import headline
from countermove.views.words import count, number
from tests.models import GRAPH as PEACE
from tests.strategies import two_by_two
from tests.views.test_coalitions import FLEETS, of_model
from tests.views.test_report import GRAPH, LEVELS, TINY, Page, rendered

BRIDGE = """
countermove: 1
title: The bridge
decision_makers:
  ann: {name: Ann, options: {burn: {name: Burn the bridge, moves: forward}, wait: Wait}}
  bob: {name: Bob, options: {cross: Cross}}
constraints: [not (burn and cross)]
status_quo: [burn]
preferences:
  ann: {prioritize: [cross, wait]}
  bob: {prioritize: [cross]}
"""

GATE = """
countermove: 1
title: The gate
sources: {letter: {title: A letter}}
claims: {proud: {text: The town will not be seen to give in., quotes: [{source: letter, quote: never}]}}
decision_makers:
  mill: {name: Mill, options: {shut: Shut the gate}}
  town: {name: Town, options: {sue: Sue, talk: Talk}}
constraints: [not (sue and talk)]
status_quo: [shut]
preferences:
  mill: {prioritize: [{statement: not sue, because: [{assumption: Courts are dear.}]}, shut, talk]}
  town: {prioritize: [{statement: sue if shut, because: [proud]}, talk, not shut]}
"""

ALONE = TINY + "status_quo: []\n"

CASES = {
    name: (lambda name=name: countermove.load(name)) for name in ("karabakh-2020", "syria-iraq-1975")
} | {
    name: (lambda text=text: countermove.loads(text))
    for name, text in {
        "graph": GRAPH,
        "peace": PEACE,
        "levels": LEVELS,
        "bridge": BRIDGE,
        "gate": GATE,
        "fleets": FLEETS,
        "alone": ALONE,
    }.items()
}


@pytest.fixture(scope="module", params=CASES)
def conflict(request: pytest.FixtureRequest) -> Conflict:
    return CASES[request.param]()


@cache
def karabakh() -> str:
    return rendered(countermove.load("karabakh-2020"))


def section(conflict: Conflict | str, name: str) -> str:
    html = conflict if isinstance(conflict, str) else rendered(conflict)
    part = html.partition(f'<section id="{name}"')[2].partition("</section>")[0]
    return f"<main {part}</main>"


def told(conflict: Conflict | str, name: str) -> str:
    return Page(section(conflict, name)).text()


def shown(conflict: Conflict) -> Shown:
    return Shown(conflict.analyze(engine="explicit"))


def way(conflict: Conflict) -> dict[str, Any]:
    return going_context(shown(conflict), going(shown(conflict)))


def changes(conflict: Conflict) -> dict[str, Any]:
    menus = [conflict.menu(label) for label in conflict.decision_makers]
    return changing_context(shown(conflict), menus)


def firm(conflict: Conflict) -> dict[str, Any]:
    return firmness_context(shown(conflict), firmness(shown(conflict)), [])


# ---------------------------------------------------------------- where it can go
def test_the_ways_are_those_of_evolve(conflict: Conflict) -> None:
    found, context = conflict.evolve(), way(conflict)
    assert isinstance(found, Evolution)
    first = told_first(found)[: report_evolving.MAX_WAYS]
    assert [each["state"]["number"] for each in context["ways"]] == [f"{state + 1:,}" for state in first]
    for state, each in zip(first, context["ways"], strict=True):
        route = found.route(state, improvements=True) or found.route(state, improvements=False)
        assert route is not None
        assert [(step["dm"], step["to"]) for step in each["steps"]] == [
            (step.by, f"{step.target + 1:,}") for step in route.steps
        ]
        for data, step in zip(each["steps"], route.steps, strict=True):
            liked = conflict.space.ranks[step.by]
            gained = int(liked[step.target]) - int(liked[step.source])
            assert data["sign"] == ("gains" if gained > 0 else "pays" if gained < 0 else "even")
        together: dict[Any, set[str]] = {}
        for act in [*context["shared"], *each["own"]]:
            together.setdefault(act["dm"], set()).update(act["what"])
        assert together == {act["dm"]: set(act["what"]) for act in each["state"]["acts"]}
    assert len(context["unreachable"]) <= len(found.unreachable)
    assert bool(context["unreachable"]) == bool(found.unreachable)


def test_the_case_shows_steps_movers_and_what_they_have_of_it() -> None:
    text = told(karabakh(), "going")
    for said in (
        "From today moves lead to each of the 1,096 states that hold under some concept, and improvements alone "
        "to 82 of them.",
        "In each of the three told here: R Russia Press the Minsk Group's phased plan; Hold Turkey back "
        "Ar Armenia Agree to return the areas",
        "State 284 holds under every concept YYNNNNNNNNYNNN As above, and nothing besides. In four steps, each an "
        "improvement for its mover: 1 R Russia takes up “Press the Minsk Group's phased plan” and “Hold Turkey "
        "back” 599 gains 2 T Turkey drops “Back Azerbaijan” 592 gains",
        "State 1,404 holds under every concept YYNNNNNNNNYNYN As above, and besides: D Domestic politics Fall of "
        "Baku's leaders In six steps, paid for by Turkey, Azerbaijan and Armenia:",
        "2 T Turkey drops “Back Azerbaijan” 593 pays",
        "1,093 more states that hold can be reached, 80 of them by improvements alone.",
        "4,480 states can be reached, and from 4,200 of them there is no way back.",
    ):
        assert said in text
    assert text.endswith(
        "Az Azerbaijan “Turn to Turkey” Ar Armenia “Agree to return the areas” D Domestic politics “Fall of Baku's "
        "leaders” D Domestic politics “Fall of Yerevan's leaders”"
    )


def test_what_cannot_be_reached_is_told_with_the_reason() -> None:
    text = told(countermove.loads(BRIDGE), "going")
    assert "From today moves lead to one of the three states that hold under some concept" in text
    assert (
        "Two equilibria cannot be reached (states 5 and 6): “Burn the bridge” would have to be undone" in text
    )


@pytest.mark.parametrize(
    ("reached", "gaining", "total", "said"),
    [
        (0, 0, 0, "No state holds under any concept, so there is nowhere for the conflict to settle."),
        (0, 0, 1, "From today no moves lead to the one state that holds under some concept."),
        (0, 0, 3, "From today no moves lead to any of the three states that hold under some concept."),
        (1, 0, 1, "From today moves lead to the one state that holds under some concept, but improvements alone "
         "do not."),
        (2, 0, 3, "From today moves lead to two of the three states that hold under some concept, and improvements "
         "alone to none of them."),
        (2, 2, 2, "From today moves lead to each of the two states that hold under some concept, and so do "
         "improvements alone."),
    ],
)  # fmt: skip
def test_headline_of_the_ways(reached: int, gaining: int, total: int, said: str) -> None:
    routes = tuple(Route(state, (Step(0, 9, state, state < gaining),)) for state in range(reached))
    none = NoReturn((), 1, ())
    found = Evolution(9, dict.fromkeys(range(total), ("nash",)), routes, (), none)
    assert report_evolving._headline(found, reached) == said


def test_a_way_of_improvements_is_told_before_a_shorter_one() -> None:
    text = """
countermove: 1
decision_makers: {ann: {}, bob: {}}
states: {a: Start, b: Half way, c: End}
moves: {ann: [a -> b, b -> c], bob: [a -> c]}
status_quo: a
preferences: {ann: {ranking: [c, b, a]}, bob: {ranking: [a, b, c]}}
"""
    (found,) = way(countermove.loads(text))["ways"]
    assert [(step["to"], step["sign"]) for step in found["steps"]] == [("2", "gains"), ("3", "gains")]


def test_what_is_shared_is_in_all() -> None:
    acts: list[dict[str, Any]] = [
        {"acts": [{"dm": 0, "what": ["A", "B"]}, {"dm": 1, "what": ["C"]}]},
        {"acts": [{"dm": 0, "what": ["B"]}, {"dm": 1, "what": ["C"]}]},
        {"acts": [{"dm": 0, "what": ["A", "B"]}]},
    ]
    assert report_evolving._shared(acts) == [{"dm": 0, "what": ["B"]}]
    assert report_evolving._shared(acts[:1]) == []
    assert report_evolving._shared([{"acts": [{"dm": None, "what": ["Peace"]}]}] * 2) == []


def test_steps_that_cannot_be_taken_alone_are_named_together() -> None:
    text = """
countermove: 1
decision_makers: {ann: {options: {a: {name: A, moves: forward}, b: {name: B, moves: forward}}}}
constraints: [b -> a]
status_quo: []
preferences: {ann: {prioritize: [a]}}
"""
    assert [each["what"] for each in way(countermove.loads(text))["undone"]] == ["“A”", "“A” and “B”"]


def test_steps_that_only_put_others_together_are_left_out() -> None:
    context = way(countermove.load("karabakh-2020"))
    assert [each["what"] for each in context["undone"]] == [
        "“Turn to Turkey”", "“Agree to return the areas”", "“Fall of Baku's leaders”", "“Fall of Yerevan's leaders”",
    ]  # fmt: skip


def test_many_steps_that_cannot_be_undone_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_evolving, "MAX_UNDONE", 1)
    assert [each["what"] for each in way(countermove.load("karabakh-2020"))["undone"]] == [
        "“Turn to Turkey”", "and 3 more",
    ]  # fmt: skip


def test_in_graph_form_the_move_without_return_is_named() -> None:
    assert [each["what"] for each in way(countermove.loads(PEACE))["undone"]] == ["moves to War"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("going", "so there is nowhere to go from"), ("changing", "No courses of action were followed")],
)
def test_without_a_status_quo_it_says_so(name: str, text: str) -> None:
    assert text in told(countermove.loads(TINY), name)


# ---------------------------------------------------------------- what would have to change
def test_each_course_in_no_nash_equilibrium_is_asked(conflict: Conflict) -> None:
    space, found = conflict.space, changes(conflict)
    assert found["said"] or found["sides"]
    for side in found["sides"]:
        dm = side["dm"]
        menu = conflict.menu(space.decision_makers[dm])
        lacking = [course for course in menu.courses if not course.equilibria["nash"]]
        assert len(lacking) == len(side["courses"]) + side["more"]
        for course, said in zip(lacking, side["courses"], strict=False):
            states = with_course(space, dm, course)
            assert course.start in states
            vary = [each for each in range(len(space.decision_makers)) if not space.indifferent(each)]
            design = inverse(space, find("nash"), states, vary)
            assert said["state"]["number"] == f"{design.state + 1:,}"
            assert {each["dm"] for each in said["needs"]} == {each for each in vary if not design.met[each]}
            assert bool(said["small"]) == (bool(design.proposals) and design.proposals[0].by_statements)
            first = [*filter(None, [said["small"]]), *said["proposals"]][:1]
            assert [each["then"] for each in first] == [_then(each.states) for each in design.proposals[:1]]
            assert [[each.dm for each in proposal["altered"]] for proposal in first] == [
                [each.dm for each in proposal.alterations] for proposal in design.proposals[:1]
            ]


def _then(states: tuple[int, ...]) -> str:
    numbers = [f"{state + 1:,}" for state in states]
    many = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    return f"Then {'states' if len(states) > 1 else 'state'} {many} {'hold' if len(states) > 1 else 'holds'}."


def test_what_the_nearest_state_takes_is_its_requirement(conflict: Conflict) -> None:
    space = conflict.space
    for side in changes(conflict)["sides"]:
        for course in side["courses"]:
            state = int(course["state"]["number"].replace(",", "")) - 1
            for each in course["needs"]:
                liked, moves = space.ranks[each["dm"]], space.moves.targets(each["dm"], state)
                better = [move for move in moves if liked[move] > liked[state]]
                assert better
                best = max(better, key=lambda move, liked=liked: (liked[move], -move))  # type: ignore[misc]
                assert f"state {best + 1:,}" in each["must"] + each["today"]
                if len(moves) > 1:
                    assert f"each of the {count(len(moves), 'state')}" in each["must"]
                    some = "each" if len(better) == len(moves) else number(len(better))
                    assert f"likes {some} of them better" in each["today"]


def test_the_three_bad_courses_of_the_case() -> None:
    text = told(karabakh(), "changing")
    for said in (
        "Of the seven courses of Russia six are in no Nash equilibrium.",
        "No order of Russia’s statements makes any of them hold: whatever the others do, “Press the Minsk Group's "
        "phased plan + Hold Turkey back” fulfils every one that they fulfil, and more.",
        "Force a deal Held by fear of an answer in 248 states under GMR and SMR . Also holds in 48 states under SIM .",
        "Fight for Armenia Held by fear of an answer in 96 states under GMR and SMR , and in 24 states under SEQ and "
        "SSEQ .",
        "None of its options today’s course Held by fear of an answer in 272 states under GMR and SMR , and in 32 "
        "states under SEQ and SSEQ .",
        "Russia likes state 264 at least as well as the 32 states that it likes better today",
        "The courses of Azerbaijan, Turkey and Armenia were left out of this report",
    ):
        assert said in text
    assert text.count("What it would take") == 6


def test_no_order_does_it_where_it_is_said() -> None:
    conflict = countermove.load("syria-iraq-1975")
    (syria, iraq) = changes(conflict)["sides"]
    (release, nothing) = syria["courses"]
    assert release["never"] == (
        "No order of Syria’s statements makes it hold: whatever the others do, “Escalate” fulfils every one that it "
        "fulfils, and more."
    )
    wishes = Fulfilled(conflict.space, 0)
    assert all(wishes.always_better(state) for state in conflict.states("release"))
    assert not all(wishes.always_better(state) for state in conflict.states("not release and not escalate"))
    assert nothing["never"] == "None of the orders of statements that were tried makes it hold."
    assert release["held"] == ["No state with it holds under any concept."]
    assert nothing["held"] == ["Held by fear of an answer in one state under GMR."]
    assert iraq["said"] == ["Of the two courses of Iraq one is in no Nash equilibrium."]


def test_what_is_always_better_may_be_now_this_now_that() -> None:
    text = """
countermove: 1
decision_makers: {ann: {options: {p: P, q: Q}}, bob: {options: {y: Y}}}
constraints: [not (p and q)]
status_quo: []
preferences: {ann: {prioritize: [p if y, q if not y]}, bob: {prioritize: [y]}}
"""
    side = next(each for each in changes(countermove.loads(text))["sides"] if each["dm"] == 0)
    said = {course["name"]: course["never"] for course in side["courses"]}
    assert said["None of its options"] == (
        "No order of ann’s statements makes it hold: from each state with it ann can move to one that fulfils all "
        "the same, and more."
    )


def test_a_change_of_statements_alone_is_told_at_once() -> None:
    conflict = countermove.loads(GATE)
    text = told(conflict, "changing")
    assert "Talk" in text
    assert "One swap would make it hold: T Town puts “Talk” before if “Shut the gate”, then “Sue”" in text
    town = next(side for side in changes(conflict)["sides"] if side["dm"] == 1)
    (talk,) = [course for course in town["courses"] if course["name"] == "Talk"]
    assert talk["never"] == ""
    assert talk["small"]["then"] == "Then state 6 holds."


def test_the_states_of_a_course_are_those_of_its_condition() -> None:
    conflict = countermove.load("karabakh-2020")
    courses = {course.levels: course for course in conflict.menu("russia").courses}
    for levels, condition in {
        (0, 0, 1, 0): "coerce and not hold_turkey",
        (0, 0, 0, 1): "fight",
        (0, 0, 0, 0): "not (plan or hold_turkey or coerce or fight)",
    }.items():
        assert with_course(conflict.space, 0, courses[levels]) == conflict.states(condition)


def test_in_graph_form_a_course_is_a_state() -> None:
    conflict = countermove.loads(GRAPH)
    course = conflict.menu("ann").courses[0]
    assert with_course(conflict.space, 0, course) == [course.start]
    assert "Ann has left" in told(conflict, "changing")


def test_one_decision_maker_has_no_others_to_speak_of() -> None:
    text = told(countermove.loads(ALONE), "changing")
    assert (
        "No order of ann’s statements makes it hold: “Go” fulfils every one that it fulfils, and more."
        in text
    )


def test_where_nobody_wants_anything_there_is_nothing_to_change() -> None:
    idle = "{countermove: 1, decision_makers: {ann: {options: {go: Go}}}, preferences: {ann: indifferent}, status_quo: []}"
    assert "Nobody wants anything in this model" in told(countermove.loads(idle), "changing")


def test_every_course_may_be_in_an_equilibrium() -> None:
    text = "{countermove: 1, decision_makers: {ann: {options: {go: Go}}}, preferences: {ann: {prioritize: [go or not go]}}, status_quo: []}"
    assert "Each of its two courses is part of some Nash equilibrium." in told(
        countermove.loads(text), "changing"
    )


def test_many_courses_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_designing, "MAX_COURSES", 1)
    text = told(countermove.load("syria-iraq-1975"), "changing")
    assert "1 more course was left out of this report." in text


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ((1, 0, 2), "puts shut before not “Sue”"),
        ((2, 0, 1), "puts “Talk” before not “Sue” and “Shut the gate”"),
        ((2, 1, 0), "puts “Talk” before “Shut the gate” and not “Sue”, and “Shut the gate” before not “Sue”"),
    ],
)
def test_orders_in_words(statements: tuple[int, ...], said: str) -> None:
    space = countermove.loads(GATE).space
    found = altered(space, reordered(space, 0, statements, 1))
    assert "".join(text for _, text in found.parts) == said.replace("shut", "“Shut the gate”")
    assert {text for kind, text in found.parts if kind == "statement"} <= {
        "not “Sue”",
        "“Shut the gate”",
        "“Talk”",
    }


def test_other_changes_in_words() -> None:
    space = countermove.loads(GATE).space
    low = int(space.ranks[1].argmin())
    ranks = sorted(set(space.ranks[1].tolist()))
    said = [
        altered(space, each).parts[0][1]
        for each in (
            raised(space, 1, low, ranks[1]),
            raised(space, 1, low, ranks[-1]),
            exchanged(space, 1, ranks[0], ranks[1]),
            dropped(space, 1, 1),
        )
    ]
    assert said == [
        "likes state 2 at least as well as state 6, which it likes better today",
        "likes state 2 at least as well as the five states that it likes better today",
        "likes state 2 better than state 6",
        "does not care for “talk”",
    ]


# ---------------------------------------------------------------- how firmly it stands
def test_the_groups_are_those_of_robustness(conflict: Conflict) -> None:
    found, context = conflict.robustness(), firm(conflict)
    assert context["said"] == headline(found)
    standings = {f"{each.state + 1:,}": each for each in found.standings}
    for group in context["groups"]:
        standing = standings[group["state"]["number"]]
        assert [each.dm for each in group["upset"]] == [flip.alteration.dm for flip in standing.upset_by]
        assert [each["dm"] for each in group["rests"]] == [flip.alteration.dm for flip in standing.rests_on][
            :8
        ]
        bare = {found.statement(flip.alteration).condition for flip in found.unsupported(standing)}
        assert sum(each["bare"] for each in group["rests"]) == len(bare)
        assert bool(group["upset"]) == any(standing.margin.values())
    near = [f"{each.state + 1:,}" for each in found.near]
    assert [each["state"]["number"] for each in context["near"]] == near[: report_tipping.MAX_NEAR]
    assert context["further"] == max(len(near) - report_tipping.MAX_NEAR, 0)
    total = sum(len(group["same"].replace(" and", ",").split(", ")) + 1 if group["same"] else 1 for group in context["groups"])  # fmt: skip
    assert total + context["more"] == len(found.standings)


def test_linchpins_lead_to_the_evidence() -> None:
    conflict = countermove.load("karabakh-2020")
    html = karabakh()
    part = section(html, "firmness")
    page, whole = Page(part), Page(html)
    ids = {attrs["id"] for attrs in whole.all("li") if attrs.get("id")}
    links = [attrs["href"] for attrs in page.all("a")]
    claims = [link for link in links if link != "#assumed"]
    assert claims
    assert {str(link).removeprefix("#") for link in claims} <= ids
    found = conflict.robustness()
    for claim in found.linchpins(found.standings[0]):
        anchor = html.partition(f'<p class="claim">{claim.text}'.replace("'", "&#39;"))[0].rpartition(
            '<li id="'
        )[2]
        assert f'<a href="#{anchor.partition(chr(34))[0]}">' in part
    assert "#assumed" in links
    assert any(attrs["href"] == "#sign-assumption" for attrs in page.all("use"))


def test_the_case_says_what_upsets_it() -> None:
    text = told(karabakh(), "firmness")
    for said in (
        "Of 1,096 equilibria 968 can be upset, under some concept, by a single change of one side's preferences.",
        "SIM was not tried.",
        "The same goes for 424, 1,404, 1,544, 2,524, 2,664, 3,644 and 3,784.",
        "Any of these upsets it T Turkey puts “Entrench itself in the region” before if “Hold Turkey back”, then not "
        "“Entrench itself in the region”",
        "It rests on each of these T Turkey wants if “Hold Turkey back”, then not “Entrench itself in the region”",
        "assumed : Any Russian engagement checks Baku's ambition; only where there is none is it bold.",
        "State 291 does not hold",
        "638 more states would hold after one change.",
    ):
        assert said in text


def test_evidence_assumption_and_nothing() -> None:
    conflict = countermove.loads(GATE)
    html = section(conflict, "firmness")
    text = Page(html).text()
    assert "The claim behind that The town will not be seen to give in. claim 1" in text
    assert "Mill wants not “Sue” assumed : Courts are dear." in text
    assert "Mill wants “Shut the gate” (under SEQ and SSEQ ) no evidence is given" in text
    assert 'href="#claim-1"' in html


def test_rankings_have_tiers_and_no_statements() -> None:
    conflict = countermove.loads(FLEETS.replace("prioritize: [open", "prioritize: [open"))
    assert firm(conflict)["how"].startswith("The smallest change is two neighbouring statements of one side")
    how = firm(of_model(two_by_two([2, 1, 4, 3], [3, 1, 4, 2])))["how"]
    assert how.startswith(
        "The smallest change is two neighbouring tiers of one side’s ranking changing places."
    )
    assert "rests on" not in how
    assert "statements, or tiers" in firm(countermove.load("syria-iraq-1975"))["how"]


def test_where_there_is_no_change_to_try() -> None:
    text = told(countermove.loads(ALONE), "firmness")
    assert "One equilibrium, and no small change of preferences to try." in text
    assert "Upset by There was no change to try." in text


def test_without_an_equilibrium() -> None:
    text = "\n".join(
        [
            "countermove: 1",
            "decision_makers: {ann: {options: {x: X}}, bob: {options: {y: Y}}}",
            "status_quo: []",
            "preferences: {ann: {prioritize: [x <-> y]}, bob: {prioritize: [not (x <-> y)]}}",
        ]
    )
    conflict = countermove.loads(text)
    nash = conflict.analyze(["nash"], engine="explicit")
    assert not nash.equilibria["nash"]
    found = Shown(nash)
    assert going_context(found, going(found))["said"].startswith("No state holds under any concept")
    assert firmness_context(found, firmness(found), [])["said"] == "There is no equilibrium to upset."
    assert firmness_said(firmness(found), ()) == going_said(found.space, going(found), ()) == ""
    assert "No Nash equilibrium has any of the two courses of ann." in told(conflict, "changing")
    assert told(conflict, "firmness")


# ---------------------------------------------------------------- the head of the page
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("karabakh-2020", "The nearest of them, state 284, lies four steps away, each a gain for its mover; the first "
         "is that Russia takes up “Press the Minsk Group's phased plan” and “Hold Turkey back”. A single change of "
         "Turkey’s preferences would upset each of the eight."),
        ("syria-iraq-1975", "It lies two steps away, each a gain for its mover; the first is that Iraq takes up “Attack "
         "the dam”. No change of up to six swaps of one side’s preferences upsets it."),
        ("alone", "It lies one step away, a gain for its mover: ann takes up “Go”."),
    ],
)  # fmt: skip
def test_the_head_says_where_it_goes_and_how_firmly(name: str, said: str) -> None:
    assert said in told(karabakh() if name == "karabakh-2020" else CASES[name](), "says")


def test_the_head_names_who_pays() -> None:
    conflict = countermove.load("karabakh-2020")
    found = shown(conflict)
    assert going_said(found.space, going(found), [1403]) == (
        "It lies six steps away, paid for by Turkey, Azerbaijan and Armenia."
    )


def test_the_head_counts_those_that_fall() -> None:
    found = shown(countermove.load("karabakh-2020"))
    tried = firmness(found)
    assert tried.found is not None
    firmest = next(each.state for each in tried.found.standings if 1 not in each.margin.values())
    assert firmness_said(tried, [283, firmest]) == (
        "A single change of one side’s preferences would upset one of the two."
    )
    assert firmness_said(tried, [firmest]) == "No single change of one side’s preferences upsets it."
    assert firmness_said(tried, [112]).endswith("would upset it under some concept.")
    assert firmness_said(tried, [283, 0]) == ""


def test_the_head_is_silent_on_what_was_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_evolving, "MAX_FOLLOWED", 0)
    monkeypatch.setattr(report_tipping, "MAX_WORK", 0)
    conflict = countermove.load("syria-iraq-1975")
    text = told(conflict, "says")
    assert "steps away" not in text
    assert "upset" not in text
    assert summary(conflict.analyze(engine="explicit")).sentences[0] in text


# ---------------------------------------------------------------- limits
@pytest.mark.parametrize(
    ("module", "limit", "name", "said"),
    [
        (report_evolving, "MAX_FOLLOWED", "going", "the conflict was not followed from today’s for this report; "
         "“countermove evolve” follows it."),
        (report_designing, "MAX_WORK", "changing", "it was not worked out for this report what a course would take; "
         "“countermove inverse” works it out."),
        (report_tipping, "MAX_WORK", "firmness", "no changes of preferences were tried for this report; “countermove "
         "robustness” tries them."),
    ],
)  # fmt: skip
def test_what_would_take_long_is_not_tried(
    monkeypatch: pytest.MonkeyPatch, module: Any, limit: str, name: str, said: str
) -> None:
    monkeypatch.setattr(module, limit, 10)
    assert told(countermove.load("syria-iraq-1975"), name).endswith(said)


@pytest.mark.parametrize(
    ("module", "function", "name", "said"),
    [
        (
            report_evolving,
            "evolve",
            "going",
            "was not followed from today’s state: too much; leave options out.",
        ),
        (
            report_designing,
            "inverse",
            "changing",
            "what a course would take; “countermove inverse” works it out.",
        ),
        (report_tipping, "robustness", "firmness", "preferences were tried: too much; leave options out."),
    ],
)
def test_a_limit_becomes_a_sentence(
    monkeypatch: pytest.MonkeyPatch, module: Any, function: str, name: str, said: str
) -> None:
    def reached(*_: object) -> None:
        raise LimitError("too much; leave options out")

    monkeypatch.setattr(module, function, reached)
    text = told(countermove.load("syria-iraq-1975"), name)
    assert text.endswith(said)


def test_the_first_side_is_told_where_not_all_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = countermove.load("syria-iraq-1975")
    each_costs = conflict.space.size * report_designing.LEAST_ORDERS
    monkeypatch.setattr(report_designing, "MAX_WORK", 2 * each_costs)
    found = changes(conflict)
    assert [side["dm"] for side in found["sides"]] == [0]
    assert found["left"].startswith("The courses of Iraq were left out of this report")
