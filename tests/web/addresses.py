"""The addresses of the screens, found from `SCREENS` alone: a new screen comes under test by being there."""

from __future__ import annotations

import html
import re
from functools import cache
from urllib.error import HTTPError
from urllib.request import urlopen

from countermove import cases
from countermove.loading import load
from countermove.web.screen import Screen
from countermove.web.screens import SCREENS

FIRST = "karabakh-2020"
BY_NAME = {f"{each.name}{each.path}": each for each in SCREENS}


@cache
def case_of(name: str) -> str:
    """Return the case in which a screen is looked at: the first that has anything for it."""
    screen = BY_NAME[name]
    others = (each for each in cases.case_names() if each != FIRST)
    return next(each for each in (FIRST, *others) if screen.there(load(each)))


@cache
def address_of(served: str, name: str) -> str:
    """Return the address of a screen, in the case in which it is looked at."""
    return address_in(served, case_of(name), BY_NAME[name])


def address_in(served: str, model: str, screen: Screen) -> str:
    """Return the address of a model's screen; one with parts of its own is the first that another links to.

    So a screen to which nothing leads is a failure.
    """
    if not screen.path:
        return f"/{model}/{screen.name}"
    pattern = re.compile(re.sub(r"\{[a-z_]+(:[a-z]+)?\}", '[^/"?#]+', f"/{model}/{screen.name}{screen.path}"))
    for other in SCREENS:
        if other.path:
            continue
        try:
            with urlopen(f"{served}/{model}/{other.name}") as answer:
                text = answer.read().decode()
        except HTTPError as error:  # a screen that this model has nothing for
            error.close()
            continue
        for link in re.findall(r'href="([^"]+)"', text):
            path = html.unescape(link).partition("#")[0]
            if pattern.fullmatch(path.partition("?")[0]):
                return path
    raise AssertionError(f"no screen of {model} links to {screen.name}{screen.path}")


def as_json(address: str) -> str:
    """Return where the same is as JSON."""
    path, mark, query = address.partition("?")
    return f"{path}.json{mark}{query}"
