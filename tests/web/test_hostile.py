"""A model and a document by somebody who means harm run nothing, and are shown as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from countermove.loading import load
from tests.web.addresses import BY_NAME, address_in
from tests.web.browser import Reader
from tests.web.hostile import ATTACKS, write_hostile
from tests.web.journeys import refused
from tests.web.server import serving

pytestmark = pytest.mark.xdist_group("screens")
READERS = Callable[..., Reader]
HARM = """() => ({
    harmed: window.harmed ?? null,
    handlers: [...document.querySelectorAll('*')]
        .filter((each) => [...each.attributes].some((at) => /^on/i.test(at.name)))
        .map((each) => each.outerHTML.slice(0, 120)),
    scripts: [...document.scripts].filter((each) => !each.src.startsWith(location.origin + '/static/')).length,
    links: [...document.querySelectorAll('[href], [src]')]
        .map((each) => each.getAttribute('href') ?? each.getAttribute('src'))
        .filter((each) => /^\\s*(javascript|vbscript):/i.test(each)),
})"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def at(hostile: Path) -> Iterator[str]:
    """Give the address of a workbench over the hostile model."""
    with serving(hostile) as running:
        yield running.address


@pytest.mark.parametrize("name", ["start", *sorted(BY_NAME)])
def test_it_runs_nothing(name: str, hostile: Path, at: str, reader: READERS) -> None:
    if name != "start" and not BY_NAME[name].there(load(hostile)):
        pytest.skip("the hostile model has nothing for this screen")
    path = "/" if name == "start" else address_in(at, "hostile", BY_NAME[name])
    page = reader(at).open(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(HARM) == {"harmed": None, "handlers": [], "scripts": 0, "links": []}


def test_it_is_shown_as_it_is_written(at: str, reader: READERS) -> None:
    page = reader(at).open("/hostile/overview")
    assert page.locator("h1").inner_text() == f"Title {ATTACKS[0]}"
    assert page.title() == f"Title {ATTACKS[0]}"


def test_one_that_is_not_valid_runs_nothing_either(tmp_path: Path, reader: READERS) -> None:
    model = tmp_path / "broken.yaml"
    model.write_text(f"{ATTACKS[1]!r}: {ATTACKS[2]!r}\n", encoding="utf-8")
    with serving(model) as running:
        made = reader(running.address)
        page = made.context.new_page()
        page.goto("/broken/overview")
        assert "not valid" in page.inner_text("h1")
        assert page.evaluate(HARM)["harmed"] is None
        assert page.evaluate(HARM)["handlers"] == []
        refused(made, "422 /broken/overview")


def test_what_would_show_harm_does(at: str, reader: READERS) -> None:
    made = reader(at)
    page = made.open("/")
    page.evaluate("() => document.querySelector('main').setAttribute('onclick', 'harm()')")
    page.evaluate("() => { document.querySelector('main a').href = 'javascript:harm()'; }")
    found = page.evaluate(HARM)
    assert len(found["handlers"]) == len(found["links"]) == 1
    assert any("Content Security Policy" in each for each in made.troubles)
    made.troubles.clear()
