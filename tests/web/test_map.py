"""The map's page: whole without scripts, under the pages' policy, and the same as JSON."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest

from tests.web.asking import Client


@pytest.fixture(scope="module")
def reader() -> Client:
    return Client()


def test_the_page_comes_with_list_picture_and_paths(reader: Client) -> None:
    page = reader.get("/elmira-1991/map").text
    order = [page.index(f'id="{each}"') for each in ("h-list", "h-picture", "h-ends")]
    assert order == sorted(order), "the list comes first"
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in page


def test_every_link_of_the_page_leads_to_a_page(reader: Client) -> None:
    page = reader.get("/elmira-1991/map?open=1,5&to=8&step=1").text
    links = set(re.findall(r'href="(\?[^"#]+)', page))
    assert len(links) > 15
    for link in links:
        answer = reader.get(f"/elmira-1991/map{link.replace('&amp;', '&')}")
        assert answer.status_code == 200, link


def test_nothing_on_the_page_needs_what_the_policy_refuses(reader: Client) -> None:
    page = reader.get("/karabakh-2020/map?to=1876&step=2").text
    assert not re.search(r'\sstyle="|\son\w+="|<style', page)
    assert all("src=" in each for each in re.findall(r"<script[^>]*>", page))


def test_the_json_is_what_the_page_shows(reader: Client) -> None:
    said = reader.get("/elmira-1991/map.json?to=8&step=2").json()
    assert said["player"]["step"] == 2
    assert said["player"]["said"] in reader.get("/elmira-1991/map?to=8&step=2").text.replace("&#39;", "'")


def test_a_wrong_address_is_told_and_breaks_nothing(reader: Client) -> None:
    answer = reader.get("/elmira-1991/map?open=77")
    assert answer.status_code == 422
    assert "give numbers from 1 to 9" in answer.text


def test_the_vendored_file_is_the_one_that_is_named() -> None:
    vendor = files("countermove.web").joinpath("static", "vendor")
    found = hashlib.sha256(vendor.joinpath("cytoscape.min.js").read_bytes()).hexdigest()
    assert found in vendor.joinpath("README.md").read_text()
    assert "Permission is hereby granted" in vendor.joinpath("cytoscape.LICENSE").read_text()
