"""The model file: what it means, and every mistake with its place and what to type."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import countermove
from countermove import loads
from countermove.cases import case_names
from countermove.model.elements import Ranking, Weights
from tests.model.mistakes import only, problems
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ, change


# ---------------------------------------------------------------- what a file means
def test_states_are_numbered_with_the_first_option_least_significant() -> None:
    states = loads(SYRIA_IRAQ).space.states
    assert [states.label(k) for k in range(states.size)] == ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]


def test_many_valued_labels_and_status_quo() -> None:
    conflict = loads(LEVELS)
    states = conflict.space.states
    assert [states.label(k) for k in range(4)] == ["none.N.N", "partial.N.N", "full.N.N", "none.Y.N"]
    assert conflict.space.status_quo == 1
    assert all(states.named(states.label(k)) == k for k in range(states.size))


def test_weights_are_exact() -> None:
    by = loads(LEVELS).model.preferences["us"].by
    assert isinstance(by, Weights)
    assert [weight for _, weight in by.items] == [Fraction(2), Fraction(-1, 2), Fraction(1, 4)]


def test_a_sum_of_tenths_is_a_tie_and_not_an_improvement() -> None:
    text = change(LEVELS, "{when: pay, weight: 2}", "{when: pay, weight: 0.1}, {when: pay, weight: 0.2}")
    text = change(text, "{when: talk, weight: 0.25}", "{when: talk, weight: 0.3}")
    ranks = loads(text).space.ranks[0]
    states = loads(text).space.states
    pay, talk = states.named("none.N.Y"), states.named("none.Y.N")
    assert ranks[pay] == ranks[talk]


def test_graph_form_and_chain() -> None:
    conflict = loads(GRAPH)
    assert [conflict.space.states.label(k) for k in range(4)] == ["s1", "s2", "s3", "s4"]
    assert conflict.space.moves.targets(0, 1) == [2]
    assert conflict.space.moves.targets(0, 2) == [1]
    assert conflict.space.moves.targets(1, 3) == []
    assert list(conflict.space.ranks[0]) == [0, 1, 2, 1]
    by = conflict.model.preferences["us"].by
    assert isinstance(by, Ranking)
    assert by.greatly == (False, True)


def test_a_ranking_names_states_by_number_or_label() -> None:
    by_label = change(SYRIA_IRAQ, "[2, 4, 6, 1, 5, 3]", "[YNN, 4, [NYY, 1], YNY, NYN]")
    assert list(loads(by_label).space.ranks[1]) == [2, 4, 0, 3, 1, 2]
    chain = change(SYRIA_IRAQ, "[2, 4, 6, 1, 5, 3]", '"YNN > 4 > NYY ~ 1 > YNY >> NYN"')
    assert list(loads(chain).space.ranks[1]) == [2, 4, 0, 3, 1, 2]


def test_indifferent_in_both_places() -> None:
    first = change(SYRIA_IRAQ, "    ranking: [2, 4, 6, 1, 5, 3]\n", "").replace(
        "  iraq:\n", "  iraq: indifferent\n"
    )
    first = first.replace("  iraq: indifferent\n    options", "  iraq:\n    options")
    assert list(loads(first).space.ranks[1]) == [0] * 6
    second = change(SYRIA_IRAQ, "  iraq:\n    ranking: [2, 4, 6, 1, 5, 3]\n", "")
    second = change(second, "  iraq:\n    options", "  iraq:\n    preferences: indifferent\n    options")
    assert list(loads(second).space.ranks[1]) == [0] * 6


@pytest.mark.parametrize(
    "given",
    ["[release]", "{release: yes}", "{release: true, attack: N}", "YNN", "2", "{statement: [release]}",
     "{release: yes, because: [{assumption: x}]}"],
)  # fmt: skip
def test_forms_of_the_status_quo(given: str) -> None:
    assert loads(change(SYRIA_IRAQ, "status_quo: []", f"status_quo: {given}")).space.status_quo == 1


def test_one_way_options() -> None:
    text = change(SYRIA_IRAQ, "release: Release water", "release: {moves: forward}")
    moves = loads(text).space.moves
    assert moves.targets(0, 0) == [1, 2]
    assert moves.targets(0, 1) == []


def test_forbidden_moves() -> None:
    text = SYRIA_IRAQ + "forbidden_moves:\n  - {by: syria, from: not attack, to: escalate}\n"
    moves = loads(text).space.moves
    assert moves.targets(0, 0) == [1]
    assert moves.targets(0, 3) == [4, 5]


def test_no_stays_a_word() -> None:
    assert loads(change(SYRIA_IRAQ, "release: Release water", "release: no")).model.options[0].name == "no"


def test_the_bundled_cases_and_the_starter_load() -> None:
    for name in case_names():
        assert countermove.load(name).space.size > 1


# ---------------------------------------------------------------- mistakes
MISTAKES = [
    ("title: Syria", "titel: Syria", "model.yaml:2:1: unknown key 'titel'; did you mean 'title'?"),
    ("moves: both", "movs: both", "model.yaml:8:34: unknown key 'movs'; did you mean 'moves'?"),
    ("moves: both", "moves: forwards", "8:41: 'moves' holds the text 'forwards'; did you mean 'forward'?"),
    ("not (release and escalate)", "not (release and escalat)", "13:22: unknown label 'escalat'; did you mean 'escalate'?"),
    ("not (release and escalate)", "not (release and escalate", "13:9: this parenthesis is never closed; write ')'"),
    ("- escalate\n", "- esc\n", "19:9: unknown label 'esc'"),
    ("[2, 4, 6, 1, 5, 3]", "[2, 4, 6, 1, 5]", "the ranking of 'iraq' misses state 3 (NYN); add it"),
    ("[2, 4, 6, 1, 5, 3]", "[2, 4, 6, 1, 5, 3, 4]", "repeats state 4, first on line 23; name each feasible state once"),
    ("[2, 4, 6, 1, 5, 3]", "[2, 4, 6, 1, 5, 3, 7]", "23:33: '7' is no feasible state; the states are numbered 1 to 6"),
    ("[2, 4, 6, 1, 5, 3]", "[2, 4, 6, 1, 5, 3, YYN]", "23:33: 'YYN' is no feasible state"),
    ("[2, 4, 6, 1, 5, 3]", "[]", "the ranking is empty"),
    ("[2, 4, 6, 1, 5, 3]", '"2 > 4 > > 6"', "a state is missing in the ranking"),
    ("status_quo: []", "status_quo: [release, escalate]", "14:1: the status quo is not feasible: it breaks"),
    ("status_quo: []", "status_quo: [attak]", "14:14: unknown label 'attak'; did you mean 'attack'?"),
    ("status_quo: []", "status_quo: {release: maybe}", "'maybe' is no value of a yes/no option; write yes or no"),
    ("status_quo: []", "status_quo: 9", "the status quo is state 9, which there is not"),
    ("status_quo: []", "status_quo: release or attack", "is not one state"),
    ("status_quo: []", "status_quo: Y-N", "is not one state"),
    ("  - not (release and escalate)", "  - release and not release", "no state is feasible"),
    ("  iraq:\n    ranking: [2, 4, 6, 1, 5, 3]\n", "", "decision maker 'iraq' has no preferences; add 'preferences: iraq: ...'"),
    ("  iraq:\n    ranking", "  irak:\n    ranking", "unknown decision maker 'irak'; did you mean 'iraq'?"),
    ("    ranking: [2, 4, 6, 1, 5, 3]", "    {}", "'iraq' has no preference here; write one of"),
    ("    ranking: [2, 4, 6, 1, 5, 3]", "    ranking: [2]\n    prioritize: [attack]", "prioritize and ranking stand together"),
    ("    ranking: [2, 4, 6, 1, 5, 3]", "    weights: [{when: attack, weight: much}]", "'much' is not an exact number"),
    ("    ranking: [2, 4, 6, 1, 5, 3]", "    weights: [{when: attack, weight: 1/0}]", "'1/0' is not an exact number"),
    ("    ranking: [2, 4, 6, 1, 5, 3]", "    weights: [{when: attack}]", "has no 'weight'; add 'weight: ...'"),
    ("    name: Syria", "    name: [Syria]", "5:11: 'name' holds a list; write text"),
    ("constraints:\n  - not (release and escalate)", "constraints: none", "'constraints' holds the text 'none'; write a list"),
    ("release: Release water", "release: 3", "'release' holds the number 3; write text or a mapping"),
    ("release: Release water", "re-lease: x", "'re-lease' is not a label"),
    ("release: Release water", "release: {levels: [none]}", "'levels' has the wrong size"),
    ("countermove: 1", "countermove: 2", "this is a model of format 2, and this version reads format 1; update countermove"),
    ("countermove: 1", "countermove: one", "1:14: 'countermove' holds the text 'one'; write 'countermove: 1'"),
    ("countermove: 1\n", "", "the file does not say that it is a model; start it with 'countermove: 1'"),
    ("status_quo: []", "status_quo: []\nstatus_quo: []", "15:1: key 'status_quo' stands twice here, first on line 14"),
    ("status_quo: []", "status_quo: &x []", "anchors and aliases"),
    ("status_quo: []", "status_quo: !!python/object:os.system [ls]", "tags such as"),
    ("status_quo: []", "status_quo: [", "not readable as YAML"),
    ("status_quo: []", "\tstatus_quo: []", "indent with spaces, not tabs"),
    ("title: Syria and Iraq, 1975", 'title: "a\\e[31mb"', "control character"),
    ("status_quo: []", "states: {s1: x}", "states and options stand together"),
    ("status_quo: []", "moves: {syria: [s1 -> s2]}", "top-level moves belong to the graph form"),
    ("status_quo: []", "forbidden_moves: [{by: sirya, from: attack, to: release}]", "unknown decision maker 'sirya'"),
    ("status_quo: []", "expect: [{why: x, stabel: release}]", "14:19: unknown key 'stabel'; did you mean 'stable'?"),
    ("status_quo: []", "expect: [{why: x}]", "this item says nothing to check; write one of: equilibria"),
    ("status_quo: []", "expect: [{why: x, power: maybe, equilibrium: attack, concepts: [nash]}]", "'power' holds the text 'maybe'; write false"),
    ("status_quo: []", "expect: [{why: x, power: true, equilibrium: attack, concepts: [nash]}]", "'power' holds true; write false, or leave it out"),
    ("status_quo: []", "expect: [{why: '', equilibrium: attack, concepts: [nash]}]", "'why' has the wrong size"),
    ("status_quo: []", "expect: [{why: x, equilibria: {}}]", "'equilibria' has the wrong size"),
    ("status_quo: []", "status_quo: {statement: [], releas: yes}", "unknown key 'releas'"),
    ("status_quo: []", "status_quo: {release: }", "'release' holds nothing"),
    ("status_quo: []", "status_quo: [attack, iraq.attack]", "option 'iraq.attack' stands here twice; keep one"),
    ("status_quo: []", "status_quo:", "the status quo is left blank; write [] when nothing is being done"),
    ("status_quo: []", "sources: {a b: {title: x}}", "'a b' is not a label; write letters, digits, _, - and ., such as moscow-times"),
    ("status_quo: []", "sources: {x: {renditions: {-r: {}}}}", "'-r' is not a label; write letters, digits, _, - and ."),
    ("status_quo: []", "sources: {x: {renditions: {r: {file: ../y.txt}}}}", "the file '../y.txt' lies outside the model's folder"),
    ("      - escalate\n", "      - escalate xor attack\n", "'xor' is not part of the language; write 'not (a <-> b)'"),
    ("      - escalate\n", "      - escalate => attack\n", "'=>' is not part of the language; write '->'"),
    ("status_quo: []", "status_quo: {because: [3]}", "write a claim's label, a quote"),
    ("[2, 4, 6, 1, 5, 3]", "[2, 4, [], 6, 1, 5, 3]", "a tie of no states; leave it out"),
    ("countermove: 1", "countermove: 1.0", "'countermove' holds the number 1.0; write 'countermove: 1'"),
    ("title: Syria and Iraq, 1975", "title: 1975", "'title' holds the number 1975; put it in quotes: '1975'"),
    ("title: Syria and Iraq, 1975", 'title: "a\\u202eb"', "control character"),
    ("      - escalate\n", "      - NOT escalate\n", "'NOT' is not in small letters; write 'not'"),
    ("    ranking: [2, 4, 6, 1, 5, 3]", "    weights: [{when: attack, weight: 1234567890123456789}]", "of at most 18 digits"),
    ("  iraq:\n    ranking: [2, 4, 6, 1, 5, 3]", "  iraq:", "'iraq' holds nothing; write 'indifferent', or one of prioritize"),
    ("status_quo: []", "expect: [{why: x, stable: release, for: [syria], concepts: [nahs]}]", "unknown concept 'nahs'; did you mean 'nash'?"),
    ("status_quo: []", "expect: [{stable: release, for: [syria], concepts: [nash]}]", "has no 'why'"),
    ("      - escalate\n", "      - {statement: escalate, because: [nope]}\n", "unknown claim 'nope'"),
    ("      - escalate\n", "      - {statement: escalate, because: [{source: x, quote: y}]}\n", "unknown source 'x'"),
    ("      - escalate\n", "      - {statement: escalate, because: [3]}\n", "write a claim's label, a quote"),
    ("      - escalate\n", "      - {statement: escalate, why: x}\n", "unknown key 'why'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_each_mistake_gives_one_message(old: str, new: str, message: str) -> None:
    assert message in only(change(SYRIA_IRAQ, old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("s1 -> s2", "s1 -> s9", "unknown state 's9'"),
        ("s1 -> s2", "s1 to s2", "'s1 to s2' is not a move; write 's1 -> s2'"),
        ("s1 -> s2", "s1 -> s1", "'s1' leads to itself"),
        ("status_quo: s1", "status_quo: s7", "unknown state 's7'"),
        ("status_quo: s1", "status_quo: [s1]", "the status quo of a graph form is one state"),
        ("  them: [\"s3", "  then: [\"s3", "unknown decision maker 'then'; did you mean 'them'?"),
        ("status_quo: s1", "forbidden_moves: [{by: us, from: s1, to: s2}]", "has no forbidden moves; list under 'moves'"),
        ("status_quo: s1", "constraints: [not s2]", "a model in graph form has no constraints"),
        ("{s1: Today", "{3: Today", "state '3' is number 1"),
        ("[s4, [s1, s3], s2]", "[s4, [s1, s3]]", "misses state 2 (s2)"),
    ],
)  # fmt: skip
def test_mistakes_of_the_graph_form(old: str, new: str, message: str) -> None:
    assert any(message in each for each in problems(change(GRAPH, old, new)))


def test_a_shared_label_must_be_spelled_out() -> None:
    text = change(SYRIA_IRAQ, "attack: {name: Attack the dam}", "release: x")
    text = text.replace("attack", "iraq.release")
    found = problems(text)
    assert all(
        "label 'release' belongs to several decision makers; write syria.release or iraq.release" in x
        for x in found
    )
    assert len(found) == 3
    fixed = text.replace("(release", "(syria.release").replace("not release", "not syria.release")
    assert loads(fixed).space.size == 6


def test_a_word_of_the_language_is_no_label() -> None:
    found = problems(change(SYRIA_IRAQ, "release: Release water", "not: Release water"))
    assert found[0] == "model.yaml:7:7: 'not' is a word of the language; choose another label"


def test_all_mistakes_come_out_at_once_in_the_order_of_the_file() -> None:
    text = change(SYRIA_IRAQ, "title:", "titel:")
    text = change(text, "moves: both", "movs: both")
    text = change(text, "not (release and escalate)", "not (release and escalat)")
    text = change(text, "status_quo: []", "status_quo: [attak]")
    text = change(text, "- not attack\n", "- not attack)\n")
    text = change(text, "iraq:\n    ranking: [2, 4, 6, 1, 5, 3]", "irak: indifferent")
    found = problems(text)
    lines = [int(each.split(":")[1]) for each in found]
    assert lines == sorted(lines)
    assert len(found) == 6, found


def test_preferences_below_a_decision_maker_are_sent_to_their_place() -> None:
    text = change(
        SYRIA_IRAQ, "  iraq:\n    options", "  iraq:\n    preferences: {prioritize: [attack]}\n    options"
    )
    text = change(text, "  iraq:\n    ranking: [2, 4, 6, 1, 5, 3]\n", "")
    assert only(text).endswith(
        "preferences do not stand here; write them at the top level, under 'preferences: iraq:'"
    )


def test_keys_are_words_whatever_they_look_like() -> None:
    text = change(SYRIA_IRAQ, "ranking: [2, 4, 6, 1, 5, 3]", "prioritize: [null]")
    text = change(text, "prioritize: [null]", "prioritize: ['null']")
    text = change(
        text, "attack: {name: Attack the dam}", "attack: {name: Attack the dam}\n      null: Do nothing"
    )
    assert loads(text).model.options[3].label == "null"


def test_labels_are_the_same_however_their_accents_are_written() -> None:
    text = SYRIA_IRAQ.replace("escalate", "e\u0301te\u0301", 1).replace("escalate", "\u00e9t\u00e9")
    assert loads(text).model.options[1].label == "\u00e9t\u00e9"


def test_levels_may_be_numbers_and_blank_keys_are_as_good_as_absent() -> None:
    text = (
        change(LEVELS, "[none, partial, full]", "[0, 50, 100]")
        .replace("partial", "50")
        .replace("full", "100")
    )
    text = text.replace("water != none", "water != 0") + "constraints:\nsummary:\n"
    assert loads(text).space.states.label(1) == "50.N.N"


def test_a_many_valued_option_is_not_simply_taken() -> None:
    text = LEVELS + "expect: [{why: x, course: {by: us, take: [water], rests: pay}}]\n"
    assert "option 'water' has the levels none, partial, full; write a mapping such as 'water: full'" in only(
        text
    )


def test_a_graph_form_has_no_courses() -> None:
    text = GRAPH + "expect: [{why: x, course: {by: us, take: [], rests: s1}}]\n"
    assert "has no courses of action; speak of states instead" in only(text)


@pytest.mark.parametrize("label", ["NNN", "Y"])
def test_a_label_must_not_read_like_a_state(label: str) -> None:
    assert (
        f"'{label}' reads like a state's label"
        in problems(change(SYRIA_IRAQ, "release: Release", f"{label}: Release"))[0]
    )


def test_mistakes_in_shape_and_in_states_come_out_together() -> None:
    text = change(SYRIA_IRAQ, "title:", "titel:")
    text = change(text, "[2, 4, 6, 1, 5, 3]", "[2, 4, 6, 1, 5]")
    text = change(text, "status_quo: []", "status_quo: [release, escalate]")
    assert len(problems(text)) == 3


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- a\n", "just text", "3", "countermove: 1", "countermove: 1\n---\nx: 1\n"]
)
def test_what_is_no_model_is_said_to_be_none(text: str) -> None:
    assert only(text)


# ---------------------------------------------------------------- hostile files
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "countermove: 1\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "countermove: 1\nx: " + "9" * 100_000,
        "countermove: 1\ntitle: " + "x" * 2_100_000,
        "countermove: 1\nconstraints: [" + "a, " * 300_000 + "a]",
        "countermove: 1\n? {a: b}\n: c\n",
        "countermove: 1\ntitle: !!python/object/apply:os.system ['touch pwned']",
        "\x00\x01",
        "%TAG ! tag:x:\n--- !x y",
    ],
)
def test_hostile_files_get_an_error(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert problems(text)
    assert not list(tmp_path.iterdir())


def test_mistakes_are_told_before_a_limit() -> None:
    options = "".join(f"      o{k}: x\n" for k in range(40))
    text = f"countermove: 1\ntitel: x\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    assert "unknown key 'titel'" in only(text)


def test_a_huge_number_of_options_is_told_shortly() -> None:
    options = "".join(f"      o{k}: x\n" for k in range(16_000))
    text = f"countermove: 1\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    with pytest.raises(
        countermove.LimitError,
        match=r"in more than 10\^4816 ways.*at most 300 yes/no options .* these are 16,000",
    ):
        loads(text)


def test_numbers_of_states_may_be_written_as_text() -> None:
    text = change(SYRIA_IRAQ, "[2, 4, 6, 1, 5, 3]", "['2', [4, '6'], 1, 5, 3]")
    assert list(loads(text).space.ranks[1]) == [2, 4, 0, 3, 1, 3]


def test_too_many_options_reach_a_stated_limit() -> None:
    options = "".join(f"      o{k}: x\n" for k in range(40))
    text = f"countermove: 1\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    conflict = loads(text)
    with pytest.raises(countermove.LimitError, match="16,777,216"):
        _ = conflict.space


def test_weights_with_a_huge_exponent_are_refused() -> None:
    text = change(SYRIA_IRAQ, "ranking: [2, 4, 6, 1, 5, 3]", "weights: [{when: attack, weight: 1e999999999}]")
    assert "not an exact number" in only(text)
