"""Every address of the workbench, with what nobody would send: never an error of ours, never a script.

The addresses are those of the application's own table, the words of a query those that its screens ask for,
the forms those that its pages show: whatever is added to any of them is tried from then on.
"""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import starlette.requests
from starlette.datastructures import QueryParams
from starlette.routing import Route

from countermove.loading import load
from countermove.web import Workspace, application
from countermove.web.safety import Guard
from countermove.web.screens import SCREENS
from tests.web.hostile import ATTACKS, write_hostile, write_hostile_case
from tests.web.test_safety import TOKEN, Answer, scope_of


def run(work: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as thread:  # since a browser that runs has a loop in this one
        thread.submit(asyncio.run, work).result()


HOST = "127.0.0.1:8765"
WEIRD = [
    *("", " ", "0", "-1", "1", "2", "6", "7", "9" * 30, "1e9", "NaN", "inf", "1.5", "1/0", "0x10", "1,000"),
    *(
        "\u0663",
        "\u00b2",
        "\u00bd",
        "\u09e7",
        "\ufeff1",
        "\u202e\u2066x",
        "\U0001f642",
        "\0",
        "a\0b",
        "\r\nX: y",
    ),
    *("x" * 3000, "(" * 400, "not " * 300, "open and " * 200, "1," * 2000, "[" * 500, "%s%n", "{{ 7 * 7 }}"),
    *(
        "../../etc/passwd",
        "/etc/passwd",
        "%2e%2e/",
        "//evil.example",
        "\\",
        "*",
        "=",
        "a=b",
        "a=" + "b*," * 500,
    ),
    *(
        "one",
        "one.open",
        "open",
        "not open",
        "NNN",
        "YYN",
        "nash",
        "lh:99999999",
        "lh:-1",
        "lh:\u0663",
        "all",
    ),
    *(
        "1 > 2",
        "true",
        "None",
        "texts",
        "suggestions",
        "desk",
        "lake",
        "page",
        "full",
        "web",
        "1:1",
        "de",
        *ATTACKS,
    ),
]
FORM = "application/x-www-form-urlencoded"
LINK = re.compile(r"\s*(?:javascript|vbscript|data:(?!image/))", re.IGNORECASE)
Asks = Callable[..., Answer]


class Page(HTMLParser):
    """What a page holds: its links and forms, and what has no place in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, str, dict[str, str]]] = []
        self.harm: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        own = tag == "script" and has.get("src", "").startswith("/static/")
        if tag in ("script", "style", "iframe", "object", "embed", "base") and not own:
            self.harm.append(str(self.get_starttag_text()))
        for name, value in has.items():
            leads = name in ("href", "src", "action", "formaction", "xlink:href") and LINK.match(value)
            if name.startswith("on") or name in ("style", "srcdoc") or leads:
                self.harm.append(str(self.get_starttag_text()))
        if tag == "a" and "href" in has:
            self.links.append(has["href"].partition("#")[0])
        elif tag == "form":
            self.forms.append((has.get("method", "get").lower(), has.get("action", ""), {}))
        elif self.forms and tag in ("input", "select", "textarea", "button") and has.get("name"):
            self.forms[-1][2].setdefault(has["name"], has.get("value", ""))


class Fuzz:
    """Sends requests, one after the other, and looks at each answer."""

    def __init__(self, guard: Guard, folder: Path) -> None:
        self.guard = guard
        self.folder = folder
        self.state = guard.application.state  # type: ignore[attr-defined]
        self.sent = 0

    async def ask(
        self, method: str, path: str, query: str = "", form: dict[str, str] | None = None
    ) -> Page | None:
        """Send one request; fail if its answer is an error of ours, or holds what could do harm."""
        body = urlencode(form).encode() if form is not None else b""
        headers = {"host": HOST} | ({"content-type": FORM} if form is not None else {})
        messages: list[Any] = []
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return parts.pop(0) if parts else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            messages.append(message)

        scope = scope_of(method, path, query, headers)
        asked = f"{method} {path!r} {query[:300]!r} {str(form)[:500]}"
        try:
            await self.guard(scope, receive, send)
        except Exception as error:
            raise AssertionError(f"{asked} is an error of ours") from error
        self.sent += 1
        answer = Answer(messages)
        assert answer.status < 500, asked
        assert "default-src 'none'" in answer.headers["content-security-policy"], asked
        kind = answer.headers.get("content-type", "")
        if path.endswith(".json") and method == "GET" and answer.status not in (303, 307):
            assert kind == "application/json", asked
            json.loads(answer.body, parse_constant=lambda name: pytest.fail(f"{asked}: {name} is no JSON"))
        if not kind.startswith("text/html") or "sandbox" in answer.headers["content-security-policy"]:
            return None
        page = Page(answer.body.decode())
        assert page.harm == [], asked
        assert b"Traceback" not in answer.body, asked
        return page


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Give what notes every word of a query that any screen asks for."""
    names: set[str] = set()

    class Noting(QueryParams):
        def __getitem__(self, key: str) -> Any:
            names.add(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            names.add(str(key))
            return super().__contains__(key)

        def get(self, key: Any, default: Any = None) -> Any:
            names.add(str(key))
            return super().get(key, default)

        def getlist(self, key: Any) -> list[Any]:
            names.add(str(key))
            return super().getlist(key)

    monkeypatch.setattr(starlette.requests, "QueryParams", Noting)
    return names


@pytest.fixture
def fuzz(tmp_path: Path) -> Iterator[Fuzz]:
    workspace = Workspace(tmp_path)
    workspace.open(str(write_hostile(tmp_path)))
    made = Fuzz(application(workspace, token=TOKEN), tmp_path)
    yield made
    made.state.jobs.stop()


def routes(guard: Guard) -> Iterator[Route]:
    for route in guard.application.routes:  # type: ignore[attr-defined]
        if isinstance(route, Route):
            yield route


def filled(path: str, chance: random.Random, *, model: str = "hostile") -> str:
    """Fill the parts of an address: the model's is known, the others are anything."""
    parts = re.split(r"\{[^}]*\}", path.replace("{model}", model))
    some = [chance.choice(["1", "2", "timeline", *WEIRD]) for _ in parts[1:]]
    return "".join(f"{part}{one}" for part, one in zip(parts, [*some, ""], strict=True))


async def crawled(fuzz: Fuzz, model: str = "hostile") -> list[tuple[str, str, dict[str, str]]]:
    """Follow links, few of each kind, and return the forms that were met."""
    todo, seen, kinds, forms = ["/", f"/{model}/overview"], set(), {}, {}
    while todo:
        path, _, query = todo.pop(0).partition("?")
        kind = re.sub(r"[0-9]+", "1", path), *sorted({name for name, _ in parse_qsl(query, True)})
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 1:
            continue
        page = await fuzz.ask("GET", html.unescape(path), query)
        for link in page.links if page else ():
            link = path + link if link.startswith("?") else link
            if link.startswith(f"/{model}/") and link not in seen:
                seen.add(link)
                todo.append(link)
        for method, action, fields in page.forms if page else ():
            forms.setdefault((method, action or path, *sorted(fields)), (method, action or path, fields))
    return list(forms.values())


def test_no_query_is_an_error_of_ours(fuzz: Fuzz, asked_for: set[str]) -> None:
    chance = random.Random(8)

    async def tried() -> None:
        await crawled(fuzz)
        words = sorted(asked_for)
        assert {"state", "show", "with", "from"} <= set(words)
        for route in routes(fuzz.guard):
            if "GET" not in (route.methods or ()):
                continue
            asked_for.clear()
            await fuzz.ask("GET", filled(route.path, chance))
            for word in sorted(asked_for):
                for value in chance.sample(WEIRD, 6):
                    await fuzz.ask("GET", filled(route.path, chance), urlencode({word: value}))
            some = [(chance.choice(words), chance.choice(WEIRD)) for _ in range(4)]
            await fuzz.ask("GET", filled(route.path, chance, model=chance.choice(WEIRD)), urlencode(some))
            await fuzz.ask(
                "GET", filled(route.path, chance), urlencode([(each, "1") for each in words] * 100)
            )
            await fuzz.ask("GET", filled(route.path, chance), "%ff%fe=%ed%a0%80&=&&;%zz=%&&=")

    run(tried())
    assert fuzz.sent > 300


def test_no_form_is_an_error_of_ours(fuzz: Fuzz) -> None:
    chance = random.Random(9)

    async def tried() -> None:
        opened = fuzz.state.workspace.get("hostile")
        for method, action, fields in await crawled(fuzz):
            path, _, query = action.partition("?")
            for _ in range(3):
                some = {
                    name: chance.choice(WEIRD) if chance.random() < 0.4 else value
                    for name, value in fields.items()
                }
                if method == "get":
                    await fuzz.ask("GET", path, urlencode(some))
                    continue
                known = {name: fields[name] for name in ("do",) if name in fields}
                some |= {"token": TOKEN, "seen": opened.now().sha256, **known}
                await fuzz.ask("POST", path, query, some)
            opened.discard(opened.now().sha256)
        for route in routes(fuzz.guard):
            if "POST" in (route.methods or ()):
                for some in ({"token": TOKEN}, {"token": chance.choice(WEIRD)}):
                    await fuzz.ask("POST", filled(route.path, chance), "", some)

    before = sorted(each.name for each in fuzz.folder.parent.iterdir())
    run(tried())
    assert fuzz.sent > 150
    assert sorted(each.name for each in fuzz.folder.parent.iterdir()) == before, "nothing is written outside"


@pytest.mark.parametrize("case", ["forced-deal", "red-line", "two-plants", "valley-withdrawal"])
def test_no_text_of_a_model_with_parts_does_harm(case: str, tmp_path: Path) -> None:
    """Layers, views, phases and events: what the smaller model has nothing for."""
    workspace = Workspace(tmp_path)
    opened = workspace.open(str(write_hostile_case(case, tmp_path)))
    conflict = opened.now().conflict
    assert conflict is not None, opened.now().error
    fuzz = Fuzz(application(workspace, token=TOKEN), tmp_path)

    async def tried() -> None:
        await crawled(fuzz, opened.id)
        for screen in SCREENS:
            if screen.there(conflict) and not screen.path:
                page = await fuzz.ask("GET", f"/{opened.id}/{screen.name}")
                assert page is not None
                await fuzz.ask("GET", f"/{opened.id}/{screen.name}.json")

    try:
        run(tried())
    finally:
        fuzz.state.jobs.stop()


def test_every_screen_is_tried_with_harmful_texts(tmp_path: Path) -> None:
    known = [load(case) for case in ("forced-deal", "red-line", "two-plants", "valley-withdrawal")]
    known.append(load(str(write_hostile(tmp_path))))
    assert [each.name for each in SCREENS if not any(map(each.there, known))] == []


def test_harm_would_be_seen() -> None:
    for text in (ATTACKS[0], ATTACKS[1][2:], ATTACKS[2][12:], f'<a href="{ATTACKS[4]}">', "<p style='x'>"):
        assert Page(f"<p>{text}</p>").harm, text
