"""What a file of layers may say, and the messages where it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove
from countermove.errors import ModelError, UsageError

ONE = """\
countermove: 1
decision_makers: {c: {options: {x: X}}, l: {options: {y: Y}}}
status_quo: [x]
claims: {told: {text: Something, quotes: [{source: paper, quote: words}]}}
sources: {paper: {title: Paper}}
preferences: {c: {prioritize: [x]}, l: {prioritize: [y if x]}}
"""
OTHER = """\
countermove: 1
decision_makers: {c: {options: {z: Z}}, m: {options: {w: W}}}
status_quo: []
preferences: {c: {prioritize: [z]}, m: {weights: [{when: w, weight: 2}]}}
"""
WHOLE = """\
countermove: 1
layers: {one: one.yaml, other: {file: other.yaml, name: The other}}
overall: {c: [one, other]}
constraints: [not (x and z)]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("one", ONE), ("other", OTHER), ("whole", WHOLE)):
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(ModelError) as caught:
        countermove.load(folder / "whole.yaml")
    return [str(each).removeprefix(f"{folder}/") for each in caught.value.problems]


def test_a_whole_holds_what_its_layers_hold(folder: Path) -> None:
    conflict = countermove.load(folder / "whole.yaml")
    assert [option.id for option in conflict.model.options] == ["c.x", "c.z", "l.y", "m.w"]
    assert conflict.state_count == 12
    assert conflict.space.states.label(conflict.today() - 1) == "YNNN"
    assert list(conflict.model.claims) == ["told"]
    assert conflict.layer("one").state_count == 4


def test_the_hash_of_a_whole_changes_with_each_layer(folder: Path) -> None:
    before = countermove.load(folder / "whole.yaml").model.sha256
    (folder / "one.yaml").write_text(ONE.replace("y if x", "y"))
    assert countermove.load(folder / "whole.yaml").model.sha256 != before


def test_a_mistake_in_a_layer_names_the_file_of_the_layer(folder: Path) -> None:
    (folder / "one.yaml").write_text(ONE.replace("y if x", "y if xx"))
    assert problems(folder) == ["one.yaml:6:59: unknown label 'xx'; did you mean 'x'?"]


def test_a_ranking_of_a_layer_is_held_against_the_states_of_the_layer(folder: Path) -> None:
    (folder / "one.yaml").write_text(ONE.replace("{prioritize: [y if x]}", "{ranking: [1, 2, 3]}"))
    assert problems(folder) == [
        "one.yaml:6:37: the ranking of 'l' misses state 4 (YY); add it where it belongs; "
        "[4, 6] inside the list is a tie"
    ]


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ("[one.yaml]", "2:9: 'layers' holds a list; write a mapping"),
        ("one.yaml", "2:9: 'layers' holds the text 'one.yaml'; write a mapping"),
        ("{one: [one.yaml]}", "2:15: 'one' holds a list; write text or a mapping"),
        ("{one: {}}", "2:10: layer 'one' has no model; write 'file: ...' or 'model: ...'"),
        ("{one: whole.yaml}", "2:15: layer 'one' is this file itself; name the file of a layer"),
        ("{one: {file: ./whole.yaml}}", "2:15: layer 'one' is this file itself; name the file of a layer"),
        ("{one: {file: one.yaml, model: {countermove: 1}}}",
         "2:10: layer 'one' has both a file and a model; leave one of them out"),
        ("{one: nested.yaml}", "a layer has no layers of its own; list them all in the whole"),
    ],
)  # fmt: skip
def test_layers_that_are_none_are_the_one_thing_reported(folder: Path, layers: str, said: str) -> None:
    """No decision makers or options are missed that a layer that is at fault would have brought."""
    (folder / "nested.yaml").write_text(WHOLE)
    text = f"countermove: 1\nlayers: {layers}\noverall: {{c: [one]}}\nconstraints: [not (x and z)]\n"
    text += "preferences: {c: {prioritize: [x]}}\n"
    (folder / "whole.yaml").write_text(text)
    (found,) = problems(folder)
    assert said in found


def test_a_model_without_layers_and_decision_makers_has_no_decision_makers(folder: Path) -> None:
    (folder / "whole.yaml").write_text("countermove: 1\nlayers: {}\n")
    assert problems(folder) == [
        "whole.yaml:1:1: the model has no 'decision_makers'; add 'decision_makers: ...'"
    ]


def test_a_layer_without_options_is_reported_and_not_listed(folder: Path) -> None:
    (folder / "one.yaml").write_text("countermove: 1\n")
    assert "one.yaml:1:1: the model has no 'decision_makers'; add 'decision_makers: ...'" in problems(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("overall: {c: [one, other]}\n", "", "'c' stands in several layers, and nothing says how it weighs them; "
         "add 'overall: {c: [one, other]}', the most important layer first, or factors"),
        ("[one, other]", "[one]", "this leaves out layer 'other', in which 'c' stands too"),
        ("[one, other]", "[one, othr]", "'c' does not stand in a layer 'othr'; did you mean 'other'?"),
        ("[one, other]", "{one: 1, other: x}", "'x' is not an exact number"),
        ("[one, other]", "{one: 1, other: 0}", "'c' would not want in layer 'other' what it wants there; "
         "write a factor above 0"),
        ("[one, other]", "[one, other, one]", "layer 'one' stands here twice; name each layer once"),
        ("one.yaml", "../one.yaml", "lies outside the model's folder; put the layer's file beside the model"),
        ("one.yaml", "none.yaml", "layer 'one': 'none.yaml' cannot be read: No such file or directory"),
        ("one.yaml", "whole.yaml", "whole.yaml:2:15: layer 'one' is this file itself; name the file of a layer"),
        ("constraints:", "shared: [c.q]\nconstraints:", "no two layers have an option 'c.q'"),
        ("name: The other", "nome: The other", "unknown key 'nome'"),
    ],
)  # fmt: skip
def test_mistakes_in_a_whole(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "whole.yaml").write_text(WHOLE.replace(old, new))
    assert any(said in each for each in problems(folder)), problems(folder)


def test_one_option_in_two_layers_must_be_declared_as_shared(folder: Path) -> None:
    (folder / "other.yaml").write_text(
        OTHER.replace("{z: Z}", "{x: X, z: Z}").replace("status_quo: []", "status_quo: [x]")
    )
    assert problems(folder) == [
        "whole.yaml:2:25: the layers 'one' and 'other' both have an option 'c.x'; add 'shared: [c.x]' "
        "if it is one and the same, or rename one"
    ]
    (folder / "whole.yaml").write_text(WHOLE + "shared: [c.x]\n")
    assert [each.id for each in countermove.load(folder / "whole.yaml").model.options] == [
        "c.x",
        "c.z",
        "l.y",
        "m.w",
    ]
    (folder / "other.yaml").write_text(OTHER.replace("{z: Z}", "{x: X, z: Z}"))
    assert "the layers disagree on 'c.x' today" in problems(folder)[0]


def test_layers_without_a_folder_are_written_out() -> None:
    with pytest.raises(ModelError, match="write the layer out under 'model:'"):
        countermove.loads(WHOLE)


def test_a_layer_is_changed_by_its_path(folder: Path) -> None:
    conflict = countermove.load(folder / "whole.yaml")
    other = countermove.changed(conflict, set=["layers.one.model.preferences.l.prioritize[0]=not y"])
    assert other.model.preferences["l"].by != conflict.model.preferences["l"].by


def test_an_unknown_layer_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'other'"):
        countermove.load(folder / "whole.yaml").layer("othr")


def test_a_layer_may_rest_on_claims_of_the_whole(folder: Path) -> None:
    told = ONE.replace("{prioritize: [y if x]}", "{prioritize: [{statement: y if x, because: [shared_one]}]}")
    (folder / "one.yaml").write_text(told)
    assert "unknown claim 'shared_one'" in problems(folder)[0]
    claims = (
        "claims: {shared_one: {text: Of both, quotes: [{source: book, quote: words}]}}\nsources: {book: {}}\n"
    )
    (folder / "whole.yaml").write_text(WHOLE + claims)
    model = countermove.load(folder / "whole.yaml").model
    assert sorted(model.claims) == ["shared_one", "told"]
    assert sorted(model.sources) == ["book", "paper"]
    assert "shared_one" in {each.label for _, because in model.grounds() for each in because}  # type: ignore[union-attr]


def test_a_lever_of_the_whole_may_reward_what_layers_give(folder: Path) -> None:
    levers = "levers: {help: {reward: [{to: c, when: x and y, before: 3}]}}\n"
    (folder / "whole.yaml").write_text(WHOLE + levers)
    assert [each.label for each in countermove.load(folder / "whole.yaml").model.levers] == ["help"]
    (folder / "whole.yaml").write_text(WHOLE + levers.replace("before: 3", "before: 4"))
    assert "'c' has 2 statements; write a place from 1 to 3" in problems(folder)[0]


def test_what_rests_on_a_claim_is_left_out_of_layers(folder: Path) -> None:
    (folder / "one.yaml").write_text(
        ONE.replace("[y if x]", "[{statement: y if x, because: [told]}, y]"), encoding="utf-8"
    )
    after = countermove.changed(countermove.load(folder / "whole.yaml"), without=["told"])
    assert after.changed is not None
    assert [each.element for each in after.changed.changes] == [
        "layers.one.model.preferences.l.prioritize[0]"
    ]
    assert [each.text for each in after.model.preferences["l"].by.statements] == ["y"]  # type: ignore[union-attr]
    assert not after.model.claims


def test_a_lever_keeps_its_place_when_a_layer_has_a_statement_less(folder: Path) -> None:
    (folder / "one.yaml").write_text(
        ONE.replace("prioritize: [x]", "prioritize: [{statement: x, because: [told]}, not x]"),
        encoding="utf-8",
    )
    (folder / "whole.yaml").write_text(
        WHOLE.replace("[one, other]", "[other, one]")
        + "levers: {help: {reward: [{to: c, when: z, before: 3}]}}\n",
        encoding="utf-8",
    )
    conflict = countermove.load(folder / "whole.yaml")
    after = countermove.changed(conflict, without=["told"])
    assert [each.model.levers[0].incentives[0].before for each in (conflict, after)] == [3, 2]


def test_statements_change_places_in_the_layer_that_holds_them(folder: Path) -> None:
    (folder / "one.yaml").write_text(ONE.replace("[y if x]", "[y if x, not y]"), encoding="utf-8")
    conflict = countermove.load(folder / "whole.yaml")
    after = countermove.changed(conflict, swap=["l:1,2"])
    assert [each.text for each in after.model.preferences["l"].by.statements] == ["not y", "y if x"]  # type: ignore[union-attr]
    with pytest.raises(
        UsageError, match="'c' has statements in several layers; set them in one of its layers"
    ):
        countermove.changed(conflict, swap=["c:1,2"])
    with pytest.raises(UsageError, match="unknown decision maker 'k'"):
        countermove.changed(conflict, swap=["k:1,2"])
