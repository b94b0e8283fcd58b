"""The screen that compares: with other models, and with earlier versions of the same."""

import re

import pytest
from benchmarks.edits import fields
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.loading import load, loads
from countermove.views.compare_screen import compared, worked_comparison
from countermove.views.comparing import headline, sections, sentences
from countermove.views.comparing_data import comparison_data
from countermove.views.turning import Telling
from countermove.views.workshop import changes
from countermove.web.workspace import Workspace
from tests.web.asking import Client

SMALL = """countermove: 1
title: Two sides
status_quo: {}
decision_makers:
  a: {name: Aland, options: {x: do x, y: do y}}
  b: {name: Beland, options: {z: do z}}
preferences:
  a: {prioritize: [a.x and not b.z, not a.y]}
  b: {prioritize: [b.z]}
"""
LITERALS = [f"{sign}{name}" for sign in ("", "not ") for name in ("a.x", "a.y", "b.z", "b.w", "c.v")]
STATEMENTS = st.lists(st.sampled_from(LITERALS), min_size=1, max_size=3).map(" and ".join)


@st.composite
def small(draw):
    """Return a model file of up to 32 states."""
    lines = ["countermove: 1", "title: Small", "status_quo: {}", "decision_makers:"]
    lines += ["  a: {name: A, options: {x: x, y: y}}", "  b: {name: B, options: {z: z, w: w}}"]
    lines += ["  c: {name: C, options: {v: v}}", "preferences:"]
    for dm in "abc":
        wants = draw(st.lists(STATEMENTS, min_size=1, max_size=4))
        lines.append(f"  {dm}: {{prioritize: {wants}}}".replace("'", '"'))
    if draw(st.booleans()):
        lines.append('constraints: ["not (a.y and b.w)"]')
    return "\n".join(lines) + "\n"


def said(telling):
    return headline(telling), [vars(each) for each in sections(telling)], sentences(telling)


@settings(max_examples=40, deadline=None)
@given(small(), small())
def test_fewer_reasons_say_the_same(one, other):
    before, after = loads(one, "one"), loads(other, "other")
    for files in (False, True):
        whole = said(Telling(before.compare(after), files))
        found = compared(before, after, files=files)
        parts = [each | {"lines": tuple(each["lines"])} for each in found["sections"]]
        assert (found["headline"], parts, found["sentences"]) == whole
    told = changes(before, after)
    assert told["headline"] == said(Telling(before.compare(after), files=False))[0]


@settings(max_examples=40, deadline=None)
@given(small(), small())
def test_table_agrees_with_verdicts_compared_state_by_state(one, other):
    before, after = loads(one, "one"), loads(other, "other")
    held = []
    for each in (before, after):
        analysis = each.analyze(engine="explicit")
        held.append(
            {
                concept.short: {
                    tuple(each.space.states.values(state))
                    for state in range(each.state_count)
                    if all(analysis.stable[concept.id][dm][state] for dm in range(len(each.decision_makers)))
                }
                for concept in analysis.concepts
            }
        )
    for row in compared(before, after, files=False)["table"]:
        was, now = (each[row["concept"]] for each in held)
        assert (row["before"], row["after"]) == (len(was), len(now))
        assert (row["lost"], row["gained"], row["kept"]) == (len(was - now), len(now - was), len(was & now))


@pytest.fixture
def client(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "small.yaml"))
    return Client(workspace)


def edit(client, **sent):
    page = client.get("/small/workshop").text
    assert client.post("/small/workshop", {**sent, **fields(page)}).status_code == 303


def test_another_model_says_what_the_command_says(client):
    page = client.get("/two-plants/compare?with=model:red-line")
    found = client.get("/two-plants/compare.json?with=model:red-line").json()["found"]
    one, other = load("two-plants"), load("red-line")
    assert page.status_code == 200
    assert found["headline"] in comparison_data(Telling(one.compare(other), files=True))["text"]
    assert found["sides"] == ["A", "B"]
    assert re.search('<option value="model:red-line" selected', page.text)


def test_earlier_versions(client):
    assert "Earlier versions" not in client.get("/small/compare").text
    edit(client, do="statement.add", dm="b", statement="not a.x")
    edit(client, do="statement.delete", dm="a", at="0")
    for with_, of in (("saved", SMALL), ("step:0", SMALL)):
        found = client.get(f"/small/compare.json?with={with_}").json()["found"]
        now = client.workspace.get("small").now().conflict
        assert found == compared(loads(of, "was"), now, files=False)
    last = client.get("/small/compare.json?with=step:1").json()["found"]
    assert last == compared(client.workspace.get("small").before().conflict, now, files=False)
    page = client.get("/small/compare?with=step:1").text
    assert "in this form" not in page
    assert last["headline"].split()[0] in page


def test_what_is_not_there_is_said_at_the_field(client):
    page = client.get("/small/compare?with=step:7").text
    assert 'aria-invalid="true" aria-describedby="wrong"' in page
    assert "choose from the list" in page
    assert client.get("/small/compare?with=model:/etc/passwd").status_code == 200


def test_other_model_is_read_anew(client, tmp_path):
    (tmp_path / "other.yaml").write_text(SMALL, encoding="utf-8")
    client.workspace.open(str(tmp_path / "other.yaml"))
    address = "/small/compare.json?with=model:other"
    assert "the same" in client.get(address).json()["found"]["headline"]
    text = SMALL.replace("[b.z]", "[not b.z]")
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    assert "the same" not in client.get(address).json()["found"]["headline"]


def test_long_work_says_the_same():
    was, now = loads(SMALL, "was"), loads(SMALL.replace("[b.z]", "[not b.z]"), "now")
    asked = {"text": SMALL, "name": "was", "folder": "."}
    assert worked_comparison(now, lambda done, total: None, files=False, **asked) == compared(
        was, now, files=False
    )
    assert worked_comparison(now, lambda done, total: None, files=True, **asked) == compared(
        now, was, files=True
    )
