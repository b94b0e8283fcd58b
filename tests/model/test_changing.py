"""Models with something set, left out or swapped: what becomes of them, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove
from countermove.conflict import Conflict
from countermove.errors import CountermoveError, ModelError, UsageError
from countermove.model.changes import brief
from countermove.model.elements import Prioritize, Ranking, StatePattern, Weights
from countermove.views.changing import change_sentences
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ, change


def loaded(text: str) -> Conflict:
    return countermove.loads(text, "model.yaml")


def statements(conflict: Conflict, dm: str) -> list[str]:
    by = conflict.model.preferences[dm].by
    assert isinstance(by, Prioritize)
    return [each.text for each in by.statements]


def tiers(conflict: Conflict, dm: str) -> list[list[int | str]]:
    by = conflict.model.preferences[dm].by
    assert isinstance(by, Ranking)
    return [[ref for ref, _ in tier] for tier in by.tiers]


def told(conflict: Conflict) -> str:
    assert conflict.changed is not None
    return " ".join(change_sentences(conflict.changed, conflict.model))


# ---------------------------------------------------------------- setting
def test_a_statement_is_set() -> None:
    before = loaded(SYRIA_IRAQ)
    after = countermove.changed(before, set=["preferences.syria.prioritize[1]=release"])
    assert statements(after, "syria")[:2] == ["not release and not escalate and not attack", "release"]
    assert statements(before, "syria")[1] == "escalate"
    assert before.changed is None
    (made,) = after.changed.changes
    assert (made.kind, made.element, made.line) == ("set", "preferences.syria.prioritize[1]", 19)
    assert (made.before, made.after) == ("escalate", "release")
    assert told(after) == "Set: preferences.syria.prioritize[1] (line 19) from “escalate” to “release”."


def test_values_are_yaml_and_new_parts_are_added() -> None:
    asked = [
        "preferences.syria={weights: [{when: release, weight: 1/2}]}",
        "preferences.iraq.ranking=[6, [5, 4, 3], 2, 1]",
        "constraints[1]=not (release and attack)",
        "notes=Something new = with 'quotes'",
        "decision_makers.iraq.options.attack.moves=forward",
        "status_quo=[escalate]",
    ]
    after = countermove.changed(loaded(SYRIA_IRAQ), set=asked)
    assert isinstance(after.model.preferences["syria"].by, Weights)
    assert [each.text for each in after.model.constraints] == [
        "not (release and escalate)",
        "not (release and attack)",
    ]
    assert after.model.notes == "Something new = with 'quotes'"
    assert after.model.options[2].moves == "forward"
    assert after.model.status_quo == StatePattern((0, 1, 0))
    assert tiers(after, "iraq") == [["NYY"], ["NNY", "NYN"], ["YNN"], ["NNN"]]
    kinds = [(each.kind, each.line) for each in after.changed.changes]
    assert kinds == [
        ("set", 16),
        ("set", 23),
        ("set", 0),
        ("set", 0),
        ("set", 0),
        ("set", 14),
        ("ranking", 22),
    ]
    assert "Added: constraints[1], “not (release and attack)”." in told(after)
    assert "goes on without the states that are no longer feasible: YNY." in told(after)


def test_the_hash_is_of_the_text_and_the_changes() -> None:
    conflict = loaded(SYRIA_IRAQ)
    one = countermove.changed(conflict, swap=["syria:1,2"])
    same = countermove.changed(conflict, swap=[" syria : 1 , 2 "])
    other = countermove.changed(conflict, swap=["syria:2,1"])
    assert one.model.sha256 == same.model.sha256
    assert len({conflict.model.sha256, one.model.sha256, other.model.sha256}) == 3


def test_what_is_set_as_it_was_is_told() -> None:
    after = countermove.changed(loaded(SYRIA_IRAQ), set=["preferences.syria.prioritize[1]=escalate"])
    assert told(after) == "preferences.syria.prioritize[1] (line 19) said “escalate” already."


def test_expectations_go_where_options_are_set_and_stay_elsewhere() -> None:
    text = SYRIA_IRAQ.replace("{ranking: [2, 4, 6, 1, 5, 3]}", "indifferent").replace(
        "    ranking: [2, 4, 6, 1, 5, 3]\n", "    prioritize: [not attack]\n"
    )
    conflict = loaded(text + "expect: [{why: W., stable: NYY, for: [syria], concepts: [nash]}]\n")
    more = countermove.changed(conflict, set=["decision_makers.iraq.options.talk=Talk"])
    assert more.model.expectations == ()
    assert "expect (“1 expectation”, line" in told(more)
    for stays in ("decision_makers.iraq.name=Baghdad", "title=T", "preferences.iraq=indifferent"):
        assert len(countermove.changed(conflict, set=[stays]).model.expectations) == 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("x", "--set x gives no value; write it as in --set 'preferences.russia.prioritize[0]=not karabakh'"),
        (
            "=x",
            "--set =x does not begin with a path; write keys with full stops between them and positions from 0",
        ),
        ("a b=x", "does not begin with a path"),
        ("a..b=x", "does not begin with a path"),
        ("a[-1]=x", "does not begin with a path"),
        ("a[0=x", "does not begin with a path"),
        ("title=*x", "anchors and aliases (& and *) are not part of the format; write it out"),
        (
            "title=[a",
            "not readable as YAML: expected ',' or ']', but got '<stream end>'; put the text in quotes",
        ),
        ("title={a: 1, a: 2}", "key 'a' stands twice here, first on line 1; keep one of the two"),
        (
            "preferences.syra.prioritize[0]=x",
            "there is no 'syra' in 'preferences'; did you mean 'syria'?",
        ),
        (
            "preference.syria.prioritize=x",
            "there is no 'preference' in the model; did you mean 'preferences'?",
        ),
        (
            "preferences.iraq.prioritize[0]=x",
            "there is no 'prioritize' in 'preferences.iraq'; the keys there are: ranking",
        ),
        ("preferences[0]=x", "'preferences' has keys and no positions; the keys there are: syria, iraq"),
        (
            "preferences.syria.prioritize.first=x",
            "'preferences.syria.prioritize' is a list and has no 'first'; write a position from 0, such as "
            "preferences.syria.prioritize[0]",
        ),
        (
            "preferences.syria.prioritize[5]=x",
            "there is no position [5] in 'preferences.syria.prioritize'; they run from [0] to [3], and "
            "preferences.syria.prioritize[4] adds one at the end",
        ),
        (
            "preferences.syria.prioritize[4].statement=x",
            "there is no position [4] in 'preferences.syria.prioritize'",
        ),
        (
            "status_quo[1]=x",
            "there is no position [1] in 'status_quo'; there are none yet, and status_quo[0] adds",
        ),
        (
            "title.short=x",
            "'title' holds the text 'Syria and Iraq, 1975' and has no parts; set it whole: --set 'title=...'",
        ),
        (
            "preferences.syria.prioritize[0].statement=x",
            "'preferences.syria.prioritize[0]' holds the text 'not release and not escalate and not att' and has no parts",
        ),
    ],
)
def test_a_path_that_leads_nowhere_is_told(asked: str, message: str) -> None:
    with pytest.raises(UsageError) as wrong:
        countermove.changed(loaded(SYRIA_IRAQ), set=[asked])
    assert message in str(wrong.value)
    assert "--set" in str(wrong.value)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("titel=x", "--set titel=x: unknown key 'titel'; did you mean 'title'?"),
        ("title=[x]", "--set 'title=[x]': 'title' holds a list; write text"),
        ("countermove=2", "--set countermove=2: this is a model of format 2"),
        ("preferences.syria.prioritize[0]=realease", "unknown label 'realease'; did you mean 'release'?"),
        ("preferences.syria.prioritize[0]=", "this item holds nothing; write text or a mapping"),
        (
            "preferences.syria.prioritize[0]={statement: x, becuase: []}",
            "unknown key 'becuase'; did you mean 'because'?",
        ),
        ("preferences.syra=indifferent", "unknown decision maker 'syra'; did you mean 'syria'?"),
        ("preferences.iraq.ranking=[1, 1, 2, 3, 4, 5]", "the ranking of 'iraq' repeats state 1; name each"),
        ("preferences.iraq.ranking=1 > 2 > 9", "'9' is no feasible state; use a label or number"),
        (
            "status_quo=[release, escalate]",
            "the status quo is not feasible: it breaks 'not (release and escalate)'",
        ),
    ],
)
def test_a_value_that_is_wrong_is_told_with_its_option(asked: str, message: str) -> None:
    with pytest.raises(ModelError) as wrong:
        countermove.changed(loaded(SYRIA_IRAQ), set=["notes=Fine", asked])
    first = wrong.value.problems[0]
    assert message in str(first)
    assert first.file.startswith("--set ")
    assert (first.line, first.column) == (0, 0)


def test_what_is_wrong_elsewhere_is_told_with_its_line() -> None:
    with pytest.raises(ModelError) as wrong:
        countermove.changed(loaded(SYRIA_IRAQ), set=["constraints[0]=release or not release"])
    assert str(wrong.value) == (
        "model.yaml as changed:22:3: the ranking of 'iraq' misses state 4 (YYN), 8 (YYY); add it where it "
        "belongs; [4, 6] inside the list is a tie"
    )


# ---------------------------------------------------------------- numbers of states
def test_a_number_means_the_state_that_it_meant_before() -> None:
    text = change(SYRIA_IRAQ, "status_quo: []", "status_quo: 6")
    before = loaded(text)
    after = countermove.changed(before, set=["constraints[1]=not (release and not attack)"])
    assert after.state_count == 5
    for conflict in (before, after):
        assert conflict.space.states.label(conflict.space.status_quo) == "NYY"
    ranked = [
        [
            label
            for _, label in sorted(
                (-each.space.ranks[1][s], each.space.states.label(s)) for s in range(each.state_count)
            )
        ]
        for each in (before, after)
    ]
    assert ranked[1] == [label for label in ranked[0] if label != "YNN"]


def test_strength_of_preference_survives_what_is_no_longer_feasible() -> None:
    text = change(SYRIA_IRAQ, "[2, 4, 6, 1, 5, 3]", '"2 > 4 >> 6 > 1 ~ 5 > 3"')
    after = countermove.changed(loaded(text), set=["constraints[1]=not (escalate and attack)"])
    by = after.model.preferences["iraq"].by
    assert tiers(after, "iraq") == [["YNN"], ["NNY"], ["NNN", "YNY"], ["NYN"]]
    assert by.greatly == (False, True, False)


def test_a_new_state_is_ranked_by_its_label() -> None:
    conflict = loaded(SYRIA_IRAQ)
    free = "constraints[0]=release or not release"
    after = countermove.changed(conflict, set=[free, "preferences.iraq.ranking=[2, 4, YYN, YYY, 6, 1, 5, 3]"])
    assert after.state_count == 8
    assert after.space.states.label(int(after.space.ranks[1].argmin())) == "NYN"
    with pytest.raises(ModelError, match="'8' is no feasible state"):
        countermove.changed(conflict, set=[free, "preferences.iraq.ranking=[2, 4, 7, 8, 6, 1, 5, 3]"])


# ---------------------------------------------------------------- swapping
def test_two_statements_change_places() -> None:
    before = loaded(SYRIA_IRAQ)
    after = countermove.changed(before, swap=["syria:2,4"])
    was = statements(before, "syria")
    assert statements(after, "syria") == [was[0], was[3], was[2], was[1]]
    by = after.model.preferences["syria"].by
    assert [each.at.line for each in by.statements] == [18, 21, 20, 19]
    assert told(after) == "Swapped: 2 (“escalate”) and 4 (“not release”) of preferences.syria.prioritize."


def test_two_tiers_of_a_ranking_change_places() -> None:
    after = countermove.changed(loaded(SYRIA_IRAQ), swap=["iraq:6,1"])
    assert tiers(after, "iraq") == [["NYN"], ["NNY"], ["NYY"], ["NNN"], ["YNY"], ["YNN"]]
    graph = countermove.changed(loaded(GRAPH), swap=["us:1,2", "them:2,3"])
    assert tiers(graph, "us") == [["s2", "s4"], ["s3"], ["s1"]]
    assert graph.model.preferences["us"].by.greatly == (False, True)
    assert tiers(graph, "them") == [["s4"], ["s2"], ["s1", "s3"]]
    assert "Swapped: 1 (“s3”) and 2 (“s2 ~ s4”) of preferences.us.ranking." in told(graph)


@pytest.mark.parametrize(
    ("text", "asked", "message"),
    [
        (SYRIA_IRAQ, "syria", "--swap syria does not say whose two statements or tiers are to change places; write --swap DM:I,J with positions from 1, such as --swap armenia:1,2"),
        (SYRIA_IRAQ, "syria:1", "does not say whose"),
        (SYRIA_IRAQ, "syria:1,x", "does not say whose"),
        (SYRIA_IRAQ, ":1,2", "does not say whose"),
        (SYRIA_IRAQ, "syria:2,2", "--swap syria:2,2 names one position twice; name two, such as --swap syria:1,2"),
        (SYRIA_IRAQ, "syra:1,2", "--swap syra:1,2: unknown decision maker 'syra'; did you mean 'syria'?"),
        (SYRIA_IRAQ, "syria:1,5", "--swap syria:1,5: there is no 5 among the statements of 'syria'; it has 4, numbered from 1"),
        (SYRIA_IRAQ, "syria:0,1", "there is no 0 among the statements of 'syria'"),
        (SYRIA_IRAQ, "iraq:1,7", "there is no 7 among the tiers of 'iraq'; it has 6, numbered from 1"),
        (GRAPH, "us:1,4", "there is no 4 among the tiers of 'us'; it has 3, numbered from 1"),
        (LEVELS, "us:1,2", "--swap us:1,2: the weights of 'us' stand in no order; change a weight instead: --set 'preferences.us.weights[0].weight=2'"),
        (change(LEVELS, "them: {prioritize: [water != none, not pay]}", "them: indifferent"), "them:1,2", "--swap them:1,2: 'them' likes all states equally; name a decision maker with 'prioritize' or a 'ranking'"),
    ],
)  # fmt: skip
def test_a_swap_that_cannot_be_made_is_told(text: str, asked: str, message: str) -> None:
    with pytest.raises(UsageError) as wrong:
        countermove.changed(loaded(text), swap=[asked])
    assert message in str(wrong.value)


def test_only_a_conflict_that_was_read_and_not_changed_can_be_changed(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_text(SYRIA_IRAQ, encoding="utf-8")
    conflict = countermove.load(tmp_path / "model.yaml")
    after = countermove.changed(conflict, swap=["syria:1,2"])
    assert after.folder == tmp_path
    with pytest.raises(UsageError, match="changed already; give all changes at once"):
        countermove.changed(after, swap=["syria:1,2"])
    with pytest.raises(UsageError, match="read from no text; load it with"):
        countermove.changed(Conflict(conflict.model, conflict.space), swap=["syria:1,2"])
    with pytest.raises(
        UsageError, match="no change is given; write --set PATH=VALUE, --without CLAIM or --swap"
    ):
        countermove.changed(conflict)


def test_values_are_told_in_one_line() -> None:
    assert brief(None) == "nothing"
    assert brief(True) == "true"
    assert brief({"a": [1, {"b": "c"}]}) == "{a: [1, {b: c}]}"
    assert brief("a  b\n c") == "a b c"
    assert brief("x" * 90) == "x" * 77 + "..."
    assert issubclass(UsageError, CountermoveError)
