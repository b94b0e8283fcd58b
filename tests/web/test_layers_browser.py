"""A layer is edited in the browser, through a kill of the workbench and beside an editor."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from countermove import cases
from tests.web.browser import Reader, faults
from tests.web.journeys import refused
from tests.web.server import serving

READERS = Callable[..., Reader]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = cases.case_path("two-plants")
    assert source is not None
    return Path(shutil.copytree(source.parent, tmp_path / "plants"))


def test_a_layer_is_edited_killed_found_again_overtaken_and_saved(folder: Path, reader: READERS) -> None:
    north = folder / "north.yaml"
    old = north.read_text(encoding="utf-8")
    with serving("model.yaml", folder=folder) as served:
        page = reader(served.address).open("/plants/workshop")
        page.get_by_role("link", name="Northern plant").first.click()
        assert not faults(page)
        field = page.locator('#dm_union_north input[name="statement"]').first
        assert field.input_value() == "raise_north"
        field.fill("not strike_north")
        field.press("Enter")
        page.get_by_text("Unsaved changes").wait_for()
        assert "layer=north" in page.url
        assert not faults(page)
        served.kill()
    assert north.read_text(encoding="utf-8") == old
    theirs = old.replace("title: Northern plant", "title: North")
    with serving("model.yaml", folder=folder) as served:
        again = reader(served.address)
        page = again.open("/plants/workshop?layer=north")
        assert page.get_by_text("found again from an earlier run").is_visible()
        north.write_text(theirs, encoding="utf-8")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("heading", name="What the other has changed in north.yaml").wait_for()
        assert north.read_text(encoding="utf-8") == theirs
        assert not faults(page)
        refused(again, "409 /plants/draft/save")
        page.get_by_role("button", name="Save mine in its place").click()
        page.get_by_role("heading", name="Workshop").wait_for()
    assert north.read_text(encoding="utf-8") == old.replace(
        "[raise_north, strike", "[not strike_north, strike"
    )


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_of_a_layer_fits_a_narrow_window(folder: Path, reader: READERS, colours: str) -> None:
    with serving("model.yaml", folder=folder) as served:
        window = {"viewport": {"width": 320, "height": 700}, "color_scheme": colours}
        page = reader(served.address, **window).open("/plants/workshop?layer=south")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert not faults(page)
