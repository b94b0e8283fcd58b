"""The start, the tour, the overview, and the screens on parts that only some conflicts have."""

import re
from html import unescape
from types import SimpleNamespace

import pytest

from countermove import cases
from countermove.loading import load
from countermove.views import tour
from countermove.views.evidence_narratives import retold
from countermove.views.glossary import linked
from countermove.views.pictures import small_picture
from countermove.views.summary import most_widely_held
from countermove.web.screens import SCREENS
from tests.web.asking import Client

CASE = "karabakh-2020"


@pytest.fixture(scope="module")
def client():
    return Client()


def test_style_joins_every_screens_file(client):
    style = client.get("/style.css").text
    assert style.index(".top {") < style.index(".sides {")
    assert ".cases {" in style
    assert ".contents {" in style  # the report's own comes along


def test_start_shows_every_case_with_a_picture_and_the_tours_first(client):
    page = client.get("/").text
    found = re.findall(r'<h3><a href="/([^/]+)/overview">', page)
    assert sorted(found) == sorted(cases.case_names())
    assert found[0] == CASE
    assert page.count('<svg class="thumb"') == len(found)
    assert f"/{CASE}/overview?tour=1" in page


@pytest.mark.parametrize("name", ["syria-iraq-1975", "forced-deal", "elmira-1991"])
def test_picture_says_what_is_done_where(name):
    conflict = load(name)
    drawn = small_picture(conflict)
    held = [int(state) for state in most_widely_held(conflict.analyze(engine="explicit"))]
    full = [each["full"] for each in drawn["cells"]]
    if conflict.model.graph_form:
        assert [state for state, is_full in enumerate(full) if is_full] == held
        return
    states = [conflict.space.status_quo, *(each for each in held if each != conflict.space.status_quo)]
    expected = [level > 0 for state in states for level in conflict.space.states.values(state)]
    assert full == expected
    assert max(each["x"] + each["size"] for each in drawn["cells"]) == drawn["width"]
    assert max(each["y"] + each["size"] for each in drawn["cells"]) == drawn["height"]


def test_overview_says_what_each_side_likes_best_of_what_holds(client):
    said = client.get(f"/{CASE}/overview.json").json()
    board = client.get(f"/{CASE}/board.json?holds=all&size=60").json()
    held = [each["number"] for each in board["columns"] if each["standing"] == "all"]
    assert len(held) == 11
    places = {
        row["dm"]: {
            column["number"]: place
            for column, place in zip(board["columns"], row["places"], strict=True)
            if column["number"] in held
        }
        for row in board["liked"]
    }
    told = [dm for each in said["favourites"] for dm in each["dms"]]
    assert sorted(told) == sorted(places)
    for each in said["favourites"]:
        for dm in each["dms"]:
            best = min(places[dm].values())
            assert each["numbers"] == [number for number in held if places[dm][number] == best]
    assert "Russia likes 1,876 best" in said["liked"]


def test_every_step_of_the_tour_leads_on(client):
    names = {each.name for each in SCREENS}
    steps = tour.steps(names)
    address, seen = f"/{CASE}/overview?tour=1", []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, address
        seen.append(re.search(r'<p class="tour-title">(.*?)</p>', answer.text)[1])
        following = re.search(r'href="([^"]+)" rel="next"', answer.text)
        address = unescape(following[1]) if following else ""
    assert len(seen) == len(steps) > 4
    assert "Leave the tour" not in answer.text


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "²", "%3Cscript%3E", "9" * 30])
def test_no_step_with_another_number(client, asked):
    answer = client.get(f"/{CASE}/overview?tour={asked}")
    assert answer.status_code == 200
    assert 'class="tour"' not in answer.text


def test_the_tour_is_of_its_case_only(client):
    assert 'class="tour"' not in client.get("/red-line/overview?tour=1").text


@pytest.mark.parametrize(
    ("case", "screen", "said"),
    [
        (CASE, "layers", "Russia and Turkey stand in more than one of the two layers."),
        ("two-plants", "layers", "Company stands in more than one of the two layers."),
        ("red-line", "views", "Rival sees the conflict otherwise than it is."),
        (CASE, "phases", "It is weakest after"),
        ("valley-withdrawal", "phases", "weakest stage"),
        (CASE, "events", "Two things may happen that nobody decides on. After one of them somebody"),
        ("elmira-1991", "glossary", "An answer of the others"),
    ],
)
def test_screens_on_parts(client, case, screen, said):
    page = client.get(f"/{case}/{screen}")
    assert page.status_code == 200
    assert said in page.text
    assert client.get(f"/{case}/{screen}.json").status_code == 200
    assert "style=" not in page.text  # the policy lets no style in an element pass


def test_terms_lead_to_the_glossary_where_a_page_has_them_first(client):
    page = client.get(f"/{CASE}/overview").text
    linked = re.findall(rf'<a class="term" href="/{CASE}/glossary#([a-z-]+)"', page)
    assert linked
    assert len(linked) == len(set(linked))
    there = re.findall(r'<dt id="([^"]+)"', client.get(f"/{CASE}/glossary").text)
    assert set(linked) <= set(there)


def test_every_word_that_is_linked_is_in_the_glossary():
    told = SimpleNamespace(terms_of={})
    made = linked(told, "Equilibria, the STATUS QUO & <b> levers; a lever.", "/m/glossary", set())
    assert re.findall(r'#([a-z-]+)" title="[^"]+">([^<]+)</a>', made) == [
        ("equilibrium", "Equilibria"),
        ("status-quo", "STATUS QUO"),
        ("lever", "levers"),
    ]
    assert "&amp; &lt;b&gt;" in made
    assert made.endswith("; a lever.")


def test_the_glossary_has_terms_in_other_languages(client):
    page = client.get("/elmira-1991/glossary?terms=ru").text
    assert '<span class="small" lang="ru">равновесие</span>' in page
    assert '<span class="small" lang="ru">устойчивость по Нэшу</span>' in page
    assert 'lang="ru"' not in client.get("/elmira-1991/glossary").text
    assert client.get("/elmira-1991/glossary?terms=xx").status_code == 422


def test_layers_put_options_where_they_stand(client):
    said = client.get(f"/{CASE}/layers.json").json()
    rows = {each["dm"]: each for each in said["rows"]}
    russia, minsk = rows[0], rows[4]
    shared = [[option["name"] for option in cell["options"] if option["shared"]] for cell in russia["cells"]]
    assert shared == [["Hold Turkey back"], ["Hold Turkey back"]]
    assert russia["common"]
    assert minsk["cells"][1] is None
    assert not minsk["common"]


def test_phases_show_the_way_with_its_weakest_stage(client):
    said = client.get(f"/{CASE}/phases.json").json()
    assert [each["name"] for each in said["way"]] == [
        "Before the first step",
        "After step 1",
        "After steps 1 and 2",
        "After steps 1 to 3",
        "When all is done",
    ]
    assert [each["weak"] for each in said["way"]] == [False, False, False, True, False]
    assert [each["step"]["name"] for each in said["way"][1:]] == [
        each["name"] for each in said["phases"]["steps"]
    ]
    page = client.get(f"/{CASE}/phases").text
    assert page.count("weakest stage") == 1
    assert "The offensive stops" in page.partition("weakest stage")[0].rpartition("<li")[2]


def test_events_say_where_they_may_happen_and_who_wants_what_then(client):
    fall, drawn_in = client.get(f"/{CASE}/events.json").json()["flow"]
    model = load(CASE)
    assert fall["possible"] == len(model.states("coerce and not leaders_fall"))
    assert drawn_in["possible"] == len(model.states("strike and not drawn_in"))
    assert (fall["today"], drawn_in["today"]) == (False, False)
    assert fall["main"] == 11
    assert [each["name"] for each in fall["then"]] == ["Azerbaijan", "Armenia"]
    assert drawn_in["then"] == []


def test_quotes_are_counted_of_all_sources_also_of_those_that_are_not_here(client):
    assert "54 quotes from two sources" in client.get(f"/{CASE}/evidence").text


def test_who_retells_another_is_told_where_both_are_read():
    sources = load(CASE).model.sources
    both = [SimpleNamespace(id=each) for each in sources]
    assert retold(sources, both) == [
        "brief retells moscow-times, so that they are one voice; what it says is counted beside it."
    ]
    assert retold(sources, both[:1]) == retold(sources, both[1:]) == []


def test_states_told_on_any_screen_lead_to_their_page(client):
    for screen, number in (("layers", "1876"), ("views", "1911")):
        assert f'href="/{CASE}/state/{number}"' in client.get(f"/{CASE}/{screen}").text


def test_only_screens_with_something_to_say_are_offered(client):
    page = client.get("/elmira-1991/overview").text
    assert 'href="/elmira-1991/glossary"' in page
    for screen in ("layers", "views", "phases", "events"):
        assert f'href="/elmira-1991/{screen}"' not in page
