"""The file stays the truth: what an editor writes is on the next page that is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.models import SYRIA_IRAQ
from tests.web.browser import Reader
from tests.web.server import serving

pytestmark = pytest.mark.xdist_group("screens")


def test_an_edit_in_an_editor_is_on_the_next_page(tmp_path: Path, reader: Callable[..., Reader]) -> None:
    model = tmp_path / "rivers.yaml"
    model.write_text(SYRIA_IRAQ, encoding="utf-8")
    with serving(model) as running:
        page = reader(running.address).open("/rivers/overview")
        assert page.inner_text("h1") == "Syria and Iraq, 1975"
        model.write_text(SYRIA_IRAQ.replace("Syria and Iraq", "Two rivers"), encoding="utf-8")
        page.reload()
        assert page.inner_text("h1") == "Two rivers, 1975"


def test_a_mistake_in_the_file_is_told_with_its_line_and_gone_when_mended(tmp_path: Path) -> None:
    model = tmp_path / "rivers.yaml"
    model.write_text(SYRIA_IRAQ.replace("- not attack\n", "- not atack\n"), encoding="utf-8")
    with serving(model) as running:
        for address, line in (("/rivers/overview", b"line 20"), ("/rivers/overview.json", b'"line": 20')):
            with pytest.raises(HTTPError, match="422") as refused:
                urlopen(f"{running.address}{address}")
            with refused.value:
                said = refused.value.read()
            assert line in said
            assert b"attack" in said
        model.write_text(SYRIA_IRAQ, encoding="utf-8")
        with urlopen(f"{running.address}/rivers/overview") as answer:
            assert answer.status == 200


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    model = tmp_path / "rivers.yaml"
    model.write_text(SYRIA_IRAQ, encoding="utf-8")
    with serving(model) as running:
        model.unlink()
        with pytest.raises(HTTPError, match="422") as refused:
            urlopen(f"{running.address}/rivers/overview")
        with refused.value:
            assert b"put it back" in refused.value.read()
